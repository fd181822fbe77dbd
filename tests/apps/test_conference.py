"""A moderated conference: everybody waits with music until the harbour master comes."""

from __future__ import annotations

from flask import Flask, request
from twilio.twiml.voice_response import Dial, VoiceResponse

MASTER = "+14155550141"


def make_app():
    app = Flask("meeting")

    @app.post("/voice")
    def voice():
        is_master = request.form["From"] == MASTER
        response = VoiceResponse()
        dial = Dial(action="/left")
        dial.conference(
            "Morning round",
            start_conference_on_enter=is_master,
            end_conference_on_exit=is_master,
            wait_url="/wait",
            status_callback="/events",
            status_callback_event="start end join leave",
        )
        response.append(dial)
        return str(response)

    @app.post("/wait")
    def wait():
        response = VoiceResponse()
        response.say("The round has not begun.")
        response.pause(length=5)
        response.redirect("/wait")
        return str(response)

    @app.post("/left")
    def left():
        response = VoiceResponse()
        response.say("The round is over.")
        return str(response)

    app.events = []

    @app.post("/events")
    def events():
        app.events.append(request.form["StatusCallbackEvent"])
        return "", 204

    return app


def test_it_begins_with_the_master_and_ends_with_her(play):
    """Until then the others hear the waiting page; at the end each goes on with the action."""

    def scene(office):
        app = make_app()
        office.publish(app)
        alice, bob = office.phone(23, "Alice"), office.phone(24, "Bob")
        ada = office.phone(41, "Ada").says("Good morning", after=2).hangs_up(after=3)
        calls = [alice.calls(office.number), bob.calls(office.number)]
        office.wait(4)
        assert ["init"] == [one.status for one in office.client.conferences.list()]

        calls.append(ada.calls(office.number))
        office.settle()

        assert "The round has not begun." in alice.heard
        assert "[Ada: Good morning]" in alice.heard
        assert "[Ada: Good morning]" in bob.heard
        assert "The round is over." == alice.heard[-1] == bob.heard[-1]
        assert ["completed"] * 3 == [call.status for call in calls]
        assert ["completed"] == [one.status for one in office.client.conferences.list()]
        assert ("conference-start", "conference-end") == (
            next(one for one in app.events if one == "conference-start"), app.events[-1])

    play(scene)
