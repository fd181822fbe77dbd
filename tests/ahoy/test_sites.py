"""The learner's site: how Twilio asks it, and what happens when it misbehaves."""

from __future__ import annotations

import threading
import time

import pytest
from flask import Flask, redirect, request, session
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from ahoy import World, begin
from ahoy.trace import Alert, Webhook
from helpers.site import serve

APOLOGY = "We're sorry, an application error has occurred. Goodbye."


@pytest.fixture
def app():
    """A Flask site with one page for each way to misbehave."""
    app = Flask("site")
    app.secret_key = "harbour"
    app.seen = []

    @app.route("/voice", methods=["GET", "POST"])
    def voice():
        app.seen.append(request.values.to_dict() | {"method": request.method})
        response = VoiceResponse()
        response.say("Ahoy from the site")
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/broken")
    def broken():
        raise RuntimeError("no such boat")

    @app.post("/html")
    def html():
        return "<html><body>Hello</body></html>"

    @app.post("/json")
    def json():
        return {"say": "hello"}

    @app.post("/circle")
    def circle():
        return redirect("/circle", 307)

    @app.post("/moved")
    def moved():
        return redirect("/voice", 302)

    @app.post("/slow")
    def slow():
        time.sleep(1.5)
        return "<Response/>", 200, {"Content-Type": "text/xml"}

    @app.post("/huge")
    def huge():
        return "<Response><Say>" + "x" * 70_000 + "</Say></Response>"

    @app.post("/count")
    def count():
        session["times"] = session.get("times", 0) + 1
        return (
            f"<Response><Say>{session['times']}</Say><Redirect/></Response>"
            if session["times"] < 3
            else f"<Response><Say>{session['times']}</Say></Response>"
        )

    return app


@pytest.fixture
def mistakes(app):
    """The same site with views that beginners write."""
    @app.post("/forgotten")
    def forgotten():
        VoiceResponse().say("Ahoy")

    @app.post("/object")
    def object_():
        return VoiceResponse()

    @app.post("/missing-key")
    def missing_key():
        return request.form["Digits"]

    return app


@pytest.fixture
def site(app, world):
    """The site, served on loopback."""
    site = serve(app)
    yield site
    site.stop()


@pytest.fixture
def ring(client, world, alice, office, site):
    """Calls Alice with a page of the site; gives the alerts."""

    def run(path, **more):
        made = client.calls.create(to=alice.number, from_=office, url=site.url + path, **more)
        world.settle(made.sid)
        return [record for record in world.trace.about([made.sid]) if isinstance(record, Alert)]

    return run


def test_the_site_answers_the_call(ring, alice, app, client, world):
    """Posted, with Twilio's parameters."""
    assert [] == ring("/voice")

    assert ["Ahoy from the site"] == alice.heard
    seen = app.seen[0]
    assert ("POST", "in-progress", "outbound-api", alice.number, "2010-04-01") == (
        seen["method"],
        seen["CallStatus"],
        seen["Direction"],
        seen["To"],
        seen["ApiVersion"],
    )
    assert ("CA", "US") == (seen["ToState"], seen["FromCountry"])


def test_get_puts_the_parameters_into_the_query(ring, app):
    """method="GET" is a GET."""
    ring("/voice?office=1", method="GET")

    assert ("GET", "1") == (app.seen[0]["method"], app.seen[0]["office"])
    assert "CallSid" in app.seen[0]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_signature_is_valid(ring, world, site, method):
    """Twilio's own validator says so, with encoded characters in the query."""
    ring("/voice?Message%5B0%5D=Hi%2C%20there", method=method)

    sent = next(record for record in world.trace if isinstance(record, Webhook))
    params = sent.params if method == "POST" else {}
    validator = RequestValidator(world.account.auth_token)
    assert validator.validate(sent.url, params, sent.headers["X-Twilio-Signature"])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/broken", 11200),
        ("/missing", 11200),
        ("/html", 12102),
        ("/json", 12300),
        ("/circle", 11215),
        ("/huge", 11750),
    ],
)
def test_a_site_that_misbehaves_is_apologised_for(ring, alice, path, code):
    """The alert has Twilio's code and a cure; the caller hears the apology."""
    alerts = ring(path)

    assert [code] == [alert.code for alert in alerts]
    assert alerts[0].cure
    assert [APOLOGY] == alice.heard


@pytest.mark.parametrize(("path", "view", "below", "said", "then"), [
    ("/broken", "broken", 2, "RuntimeError: no such boat", "Mend it there; site.log has the rest."),
    ("/forgotten", "forgotten", 0, "The function either returned None or ended without a return"
     " statement", "End it with: return str(response)."),
    ("/object", "object_", 0, "but it was a VoiceResponse", "End it with: return str(response)."),
])
def test_a_view_that_fails_in_this_kernel_is_told_with_its_line(
        ring, mistakes, path, view, below, said, then):
    """The alert has the error's words, and where it was raised, or else where the view begins."""
    (alert,) = ring(path)

    line = mistakes.view_functions[view].__code__.co_firstlineno + below
    assert alert.cure.startswith("The view failed: ")
    assert said in alert.cure
    assert f"(test_sites.py, line {line}, in {view}" in alert.cure
    assert alert.cure.endswith(then)


def test_each_call_is_told_its_own_failure(ring, site, world):
    """What another request raised is not taken for this one's reason."""
    (first,), (second,) = ring("/broken"), ring("/missing")
    assert "no such boat" in first.cure
    assert "No page of your site" in second.cure


def test_a_form_field_that_was_not_sent_is_a_mistake_of_its_own(ring, mistakes):
    """Flask answers 400, and raises nothing that a log could have."""
    (alert,) = ring("/missing-key")
    assert 'request.form.get("Digits")' in alert.cure


def test_a_status_callback_that_fails_is_told_with_its_reason(ring, site):
    """The call goes on, and the warning says both."""
    (alert,) = ring("/voice", status_callback=site.url + "/broken")
    assert alert.cure.startswith("The call or message goes on without it.")
    assert "The view failed: RuntimeError: no such boat (test_sites.py, line " in alert.cure


def test_a_site_in_another_place_tells_no_reason(ring, world):
    """Nobody knows what it raised: its own log is named."""
    world.reasons.clear()
    (alert,) = ring("/broken")
    assert alert.cure.startswith("Look at your site's log")


def test_a_site_that_is_too_slow_is_given_up(ring, alice, world):
    """Twilio waits 15 seconds; here less, to save yours."""
    world.webhook_seconds = 0.3

    assert [11200] == [alert.code for alert in ring("/slow")]
    assert [APOLOGY] == alice.heard


def test_nobody_listens_there(client, alice, office, world):
    """A port without a server is a connection failure, and the cure says how to serve."""
    made = client.calls.create(to=alice.number, from_=office, url="http://127.0.0.1:9/voice")
    world.settle(made.sid)

    alert = next(record for record in world.trace if isinstance(record, Alert))
    assert (11205, "Is your site running? site = serve(app), and use site.url.") == (
        alert.code,
        alert.cure,
    )


def test_outside_hosts_are_never_reached(client, alice, office, world):
    """Not even looked up; the cure says what to do instead."""
    made = client.calls.create(
        to=alice.number, from_=office, url="https://office.example.com/voice"
    )
    world.settle(made.sid)

    alert = next(record for record in world.trace if isinstance(record, Alert))
    assert 11205 == alert.code
    assert "Practice reaches only this computer" in alert.cure


def test_a_moved_page_is_followed(ring, alice, app):
    """302 turns a POST into a GET, with the parameters in the query."""
    ring("/moved")

    assert ["Ahoy from the site"] == alice.heard
    assert ("GET", True) == (app.seen[0]["method"], "CallSid" in app.seen[0])


def test_cookies_last_through_a_call(ring, alice):
    """A session counts the documents of one call, and begins anew with the next."""
    ring("/count")
    ring("/count")

    assert ["1", "2", "3"] * 2 == alice.heard


def test_the_fallback_url_takes_over(ring, alice, site, app):
    """With ErrorCode and ErrorUrl."""
    ring("/broken", fallback_url=site.url + "/voice")

    assert ["Ahoy from the site"] == alice.heard
    assert ("11200", site.url + "/broken") == (app.seen[0]["ErrorCode"], app.seen[0]["ErrorUrl"])


def test_status_callbacks_tell_the_whole_life(ring, app, site):
    """In order, numbered from 0, with durations at the end."""
    ring(
        "/html",
        status_callback=site.url + "/voice",
        status_callback_event=["initiated", "ringing", "answered", "completed"],
    )

    assert [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")] == [
        (seen["CallStatus"], seen["SequenceNumber"]) for seen in app.seen
    ]
    assert ("call-progress-events", "1", "200") == (
        app.seen[-1]["CallbackSource"],
        app.seen[-1]["Duration"],
        app.seen[-1]["SipResponseCode"],
    )


def test_only_the_end_is_told_by_default(ring, app, site):
    """StatusCallbackEvent is completed where none is given."""
    ring("/html", status_callback=site.url + "/voice")

    assert ["completed"] == [seen["CallStatus"] for seen in app.seen]


@pytest.mark.parametrize("clock", ["virtual", "real"])
def test_a_handler_may_call_the_api(clock):
    """From inside a webhook, and from a thread of it: nothing blocks."""
    from twilio.rest import Client

    from ahoy import SimulatorClient

    world = World(clock=clock)
    begin(world)
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    app, office = Flask("nested"), world.number.phone_number
    bob = world.phones.get("+14155550124", "Bob")

    @app.post("/voice")
    def voice():
        client.messages.create(to=bob.number, from_=office, body="in the view")
        thread = threading.Thread(
            target=client.messages.create,
            kwargs={"to": bob.number, "from_": office, "body": "in a thread"},
        )
        thread.start()
        thread.join()
        client.calls(request.form["CallSid"]).fetch()
        return "<Response><Say>Hi</Say></Response>"

    site = serve(app, name="nested")
    alice = world.phones.get("+14155550123", "Alice").answers(after=0)
    try:
        made = client.calls.create(to=alice.number, from_=office, url=site.url + "/voice")
        assert world.settle(made.sid, timeout=10)
        for message in client.messages.list():
            assert world.settle(message.sid, timeout=10)
    finally:
        site.stop()
        begin(None)
        world.close()

    assert ["Hi"] == alice.heard
    assert {"in the view", "in a thread"} == {text.body for text in bob.messages}
