"""Masked numbers: a skipper and a guest reach each other, and see the office alone."""

from __future__ import annotations

from flask import Flask, request
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

SKIPPER, GUEST = "+14155550124", "+14155550123"


def make_app():
    app = Flask("masked")
    partner = {SKIPPER: GUEST, GUEST: SKIPPER}

    @app.post("/voice")
    def voice():
        response = VoiceResponse()
        other = partner.get(request.form["From"])
        if other is None:
            response.reject()
        else:
            response.dial(other, caller_id=request.form["To"])
        return str(response)

    @app.post("/sms")
    def sms():
        response = MessagingResponse()
        other = partner.get(request.form["From"])
        if other is not None:
            response.message(request.form["Body"], to=other, from_=request.form["To"])
        return str(response)

    return app


def test_each_sees_the_office_number_only(play):
    """In a call from one to the other, and in a text back."""

    def scene(office):
        office.publish(make_app())
        alice, bob = office.phone(23, "Alice"), office.phone(24, "Bob")
        bob.answers(after=1).says("We sail at nine", after=1).hangs_up(after=2)

        alice.calls(office.number)
        office.settle()
        bob.texts("Bring boots", to=office.number)
        office.settle()

        assert "[Bob: We sail at nine]" in alice.heard
        assert [office.number] == [call._from for call in office.client.calls.list(to=SKIPPER)]
        assert [("Bring boots", office.number)] == [
            (text.body, text.from_) for text in alice.messages]

    play(scene)


def test_a_stranger_is_turned_away_without_charge(play):
    """The call was never answered."""

    def scene(office):
        office.publish(make_app())
        stranger = office.phone(25, "Chen")

        call = stranger.calls(office.number)
        office.settle()

        found = office.client.calls(call.sid).fetch()
        assert ("no-answer", None) == (found.status, found.price)

    play(scene)
