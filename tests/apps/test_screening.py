"""Call screening: Ada hears who calls, and takes it with a key or lets it go."""

from __future__ import annotations

from flask import Flask, request
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

ADA = "+14155550141"


def make_app():
    app = Flask("screening")

    @app.post("/voice")
    def voice():
        response = VoiceResponse()
        dial = Dial(action="/after", timeout=20)
        dial.number(ADA, url="/screen")
        response.append(dial)
        return str(response)

    @app.post("/screen")
    def screen():
        response = VoiceResponse()
        gather = Gather(num_digits=1, action="/decide", timeout=4)
        gather.say("Press 1 to take the call.")
        response.append(gather)
        response.hangup()
        return str(response)

    @app.post("/decide")
    def decide():
        response = VoiceResponse()
        if request.form["Digits"] == "1":
            response.say("Connecting.")
        else:
            response.hangup()
        return str(response)

    @app.post("/after")
    def after():
        response = VoiceResponse()
        if request.form["DialBridged"] != "true":
            response.say("Ada can't talk now.")
        return str(response)

    return app


def test_a_key_lets_the_caller_through(play):
    """Then both hear each other."""

    def scene(office):
        office.publish(make_app())
        ada = office.phone(41, "Ada").answers(after=1).presses("1").says("Ahoy", after=3)
        alice = office.phone(23, "Alice").hangs_up(after=14)

        alice.calls(office.number)
        office.settle()

        assert ["Press 1 to take the call.", "Connecting."] == ada.heard[:2]
        assert "[Ada: Ahoy]" in alice.heard
        assert "Ada can't talk now." not in alice.heard

    play(scene)


def test_another_key_sends_the_caller_away(play):
    """The caller never hears Ada, and learns that she can't talk."""

    def scene(office):
        office.publish(make_app())
        ada = office.phone(41, "Ada").answers(after=1).presses("2")
        alice = office.phone(23, "Alice")

        alice.calls(office.number)
        office.settle()

        assert ["Press 1 to take the call."] == ada.heard
        assert "Ada can't talk now." == alice.heard[-1]

    play(scene)


def test_no_key_is_no_too(play):
    """A pocket that answers takes no call."""

    def scene(office):
        office.publish(make_app())
        office.phone(41, "Ada").answers(after=1)
        alice = office.phone(23, "Alice")

        alice.calls(office.number)
        office.settle()

        assert "Ada can't talk now." == alice.heard[-1]

    play(scene)
