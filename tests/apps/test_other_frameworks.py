"""The site need not be Flask: the same receptionist in FastAPI and in Django."""

from __future__ import annotations

import pytest
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from ahoy import Simulator

MENU, TIDE = "For the tide, press 1.", "High water is at noon."


def menu():
    """What the call begins with."""
    response = VoiceResponse()
    gather = Gather(num_digits=1, action="/choice")
    gather.say(MENU)
    response.append(gather)
    return str(response)


def choice(digits):
    """What a key leads to."""
    response = VoiceResponse()
    response.say(TIDE if digits == "1" else "Goodbye.")
    return str(response)


def reply(body):
    """What a text is answered with."""
    response = MessagingResponse()
    response.message(f"You wrote: {body}")
    return str(response)


def in_fastapi():
    """As FastAPI's own page on forms has it."""
    fastapi = pytest.importorskip("fastapi")
    app = fastapi.FastAPI()
    form = fastapi.Form

    def xml(text):
        return fastapi.Response(content=text, media_type="application/xml")

    @app.post("/voice")
    async def voice():
        return xml(menu())

    @app.post("/choice")
    async def chosen(Digits: str = form(...)):
        return xml(choice(Digits))

    @app.post("/sms")
    async def sms(Body: str = form(...)):
        return xml(reply(Body))

    return app


def in_django():
    """One file: settings, views and URLs."""
    pytest.importorskip("django")
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    if not settings.configured:
        settings.configure(
            SECRET_KEY="harbour", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["office.example.com"])

    def xml(text):
        return HttpResponse(text, content_type="text/xml")

    globals()["urlpatterns"] = [
        path("voice", csrf_exempt(lambda request: xml(menu()))),
        path("choice", csrf_exempt(lambda request: xml(choice(request.POST["Digits"])))),
        path("sms", csrf_exempt(lambda request: xml(reply(request.POST["Body"])))),
    ]
    return get_wsgi_application()


@pytest.mark.parametrize("make", [in_fastapi, in_django])
def test_a_call_and_a_text_are_answered(make):
    """At the site's public address, in this process."""
    app = make()
    with Simulator() as twilio:
        base = twilio.mount("https://office.example.com", app)
        twilio.configure(voice_url=base + "/voice", sms_url=base + "/sms")
        alice = twilio.phone("+14155550123", "Alice").presses("1")

        alice.calls(twilio.number)
        twilio.run()
        alice.texts("Ahoy", to=twilio.number)
        twilio.run()

        assert [MENU, TIDE] == alice.heard
        assert "You wrote: Ahoy" == twilio.messages.last.body
        assert [] == twilio.alerts
