"""A support queue: callers wait with music and their place, an agent takes the next one."""

from __future__ import annotations

from flask import Flask, request
from twilio.twiml.voice_response import Dial, VoiceResponse

AGENT = "+14155550141"


def make_app():
    app = Flask("support")
    app.results = []

    @app.post("/voice")
    def voice():
        response = VoiceResponse()
        if request.form["From"] == AGENT:
            dial = Dial(timeout=5)
            dial.queue("support", url="/connecting")
            response.append(dial)
            response.say("Nobody else is waiting.")
        else:
            response.say("All boats are out.")
            response.enqueue("support", wait_url="/wait", action="/done")
        return str(response)

    @app.post("/wait")
    def wait():
        response = VoiceResponse()
        response.say(f"You are number {request.form['QueuePosition']}.")
        response.play("http://com.twilio.sounds.music.s3.amazonaws.com/ClockworkWaltz.mp3")
        response.pause(length=60)
        return str(response)

    @app.post("/connecting")
    def connecting():
        response = VoiceResponse()
        response.say("Somebody is there for you.")
        return str(response)

    @app.post("/done")
    def done():
        app.results.append((request.form["From"], request.form["QueueResult"]))
        response = VoiceResponse()
        response.say("Goodbye.")
        return str(response)

    return app


def test_the_agent_takes_the_first_and_then_the_next(play):
    """In the order in which they came."""

    def scene(office):
        app = make_app()
        office.publish(app)
        alice, bob = office.phone(23, "Alice"), office.phone(24, "Bob")
        alice.says("My rope is gone", after=27).hangs_up(after=2)
        alice.calls(office.number)
        office.wait(6)
        bob.calls(office.number)
        office.wait(6)

        ada = office.phone(41, "Ada")
        ada.calls(office.number)
        office.wait(8)
        bob.hang_up()
        office.settle()

        assert "You are number 1." in alice.heard
        assert "You are number 2." in bob.heard
        assert "Somebody is there for you." in alice.heard
        assert "[Alice: My rope is gone]" in ada.heard
        assert "Nobody else is waiting." == ada.heard[-1]
        assert [("support", 0)] == [
            (one.friendly_name, one.current_size) for one in office.client.queues.list()]
        assert {(alice.number, "bridged"), (bob.number, "hangup")} == set(app.results)

    play(scene)

