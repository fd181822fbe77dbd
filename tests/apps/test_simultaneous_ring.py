"""Simultaneous ring: three pilots at once, and whoever is quickest has the job."""

from __future__ import annotations

from flask import Flask, request
from twilio.twiml.voice_response import Dial, VoiceResponse

PILOTS = ["+14155550141", "+14155550124", "+14155550125"]


def make_app():
    app = Flask("pilots")
    app.told = []

    @app.post("/voice")
    def voice():
        response = VoiceResponse()
        response.say("One moment.")
        dial = Dial(timeout=10, action="/after", caller_id=request.form["To"])
        for number in PILOTS:
            dial.number(
                number,
                status_callback="/told",
                status_callback_event="initiated ringing answered completed",
            )
        response.append(dial)
        return str(response)

    @app.post("/told")
    def told():
        app.told.append((request.form["To"], request.form["CallStatus"]))
        return "", 204

    @app.post("/after")
    def after():
        response = VoiceResponse()
        if request.form["DialCallStatus"] != "completed":
            response.say("No pilot is free.")
        return str(response)

    return app


def test_the_first_who_answers_wins(play):
    """The others stop ringing, and their calls are canceled."""

    def scene(office):
        app = make_app()
        office.publish(app)
        ada = office.phone(41, "Ada").answers(after=8)
        bob = office.phone(24, "Bob").answers(after=4).hangs_up(after=4)
        office.phone(25, "Chen").does_not_answer()
        alice = office.phone(23, "Alice")

        alice.calls(office.number)
        office.settle()

        statuses = {call.to: call.status for call in office.client.calls.list()}
        assert ["canceled", "completed", "canceled"] == [statuses[one] for one in PILOTS]
        assert ("idle", "idle") == (ada.status, bob.status)
        assert ["initiated", "ringing", "in-progress", "completed"] == [
            status for number, status in app.told if number == bob.number]
        assert "No pilot is free." not in alice.heard

    play(scene)


def test_when_nobody_answers_the_caller_is_told(play):
    """Ten seconds, then the action speaks."""

    def scene(office):
        office.publish(make_app())
        office.phone(41, "Ada").is_busy()
        office.phone(24, "Bob").declines(after=4)
        office.phone(25, "Chen").does_not_answer()
        alice = office.phone(23, "Alice")

        alice.calls(office.number)
        office.settle()

        statuses = {call.to: call.status for call in office.client.calls.list()}
        assert ["busy", "busy", "no-answer"] == [statuses[one] for one in PILOTS]
        assert "No pilot is free." == alice.heard[-1]

    play(scene)
