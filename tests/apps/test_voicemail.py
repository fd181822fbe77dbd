"""Voicemail: when nobody is in, the caller leaves a message, and its words come as a text."""

from __future__ import annotations

from flask import Flask, request
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

ADA = "+14155550141"
WORDS = "The foghorn at the north pier is broken"


def make_app():
    app = Flask("voicemail")

    @app.post("/voice")
    def voice():
        response = VoiceResponse()
        response.dial(ADA, timeout=5, action="/nobody")
        return str(response)

    @app.post("/nobody")
    def nobody():
        response = VoiceResponse()
        if request.form["DialCallStatus"] == "completed":
            response.hangup()
            return str(response)
        response.say("Leave a message after the tone.")
        response.record(
            action="/thanks",
            max_length=60,
            finish_on_key="#",
            transcribe=True,
            transcribe_callback="/transcribed",
        )
        response.say("You said nothing.")
        return str(response)

    @app.post("/thanks")
    def thanks():
        response = VoiceResponse()
        response.say("Thank you. Goodbye.")
        return str(response)

    @app.post("/transcribed")
    def transcribed():
        words, sound = request.form["TranscriptionText"], request.form["RecordingUrl"]
        Client().messages.create(
            to=ADA,
            from_=request.form["To"],
            body=f"{request.form['From']} said: {words} {sound}.mp3",
        )
        return "", 204

    return app


def test_a_message_is_recorded_and_its_words_are_texted(play):
    """Nobody answers; the caller speaks, presses # and is thanked."""

    def scene(office):
        office.publish(make_app())
        ada = office.phone(41, "Ada").does_not_answer()
        alice = office.phone(23, "Alice").says(WORDS).presses("#", after=4)

        alice.calls(office.number)
        office.settle()

        [recording] = office.client.recordings.list()
        assert "Thank you. Goodbye." == alice.heard[-1]
        assert "[beep]" in alice.heard
        assert [f"{alice.number} said: {WORDS} {_sound(office, recording)}.mp3"] == [
            text.body for text in ada.messages]

    play(scene)


def _sound(office, recording):
    return (f"https://api.twilio.com/2010-04-01/Accounts/{office.account.sid}"
            f"/Recordings/{recording.sid}")


def test_who_says_nothing_leaves_nothing(play):
    """Silence falls through to the next verb; no recording is announced."""

    def scene(office):
        office.publish(make_app())
        ada, alice = office.phone(41, "Ada").is_busy(), office.phone(23, "Alice")

        alice.calls(office.number)
        office.settle()

        assert "You said nothing." == alice.heard[-1]
        assert [] == ada.messages

    play(scene)


def test_who_answers_needs_no_voicemail(play):
    """Both talk, and the call ends when one hangs up."""

    def scene(office):
        office.publish(make_app())
        ada = office.phone(41, "Ada").answers(after=1).says("Harbour office", after=1)
        alice = office.phone(23, "Alice").hangs_up(after=6)

        alice.calls(office.number)
        office.settle()

        assert "[Ada: Harbour office]" in alice.heard
        assert [] == office.client.recordings.list()
        assert [] == ada.messages

    play(scene)
