"""Forwarding by hours: Ada by day, Bob on watch at night, nobody on Sunday."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from twilio.twiml.voice_response import VoiceResponse

ADA, BOB = "+14155550141", "+14155550124"
SUNDAY = 6


def make_app(now):
    app = Flask("hours")

    @app.route("/voice", methods=["GET", "POST"])
    def voice():
        moment = now()
        response = VoiceResponse()
        if moment.weekday() == SUNDAY:
            response.say("The harbour rests on Sundays.")
            response.hangup()
        elif 8 <= moment.hour < 18:
            response.dial(ADA)
        else:
            response.say("You reach the watch.")
            response.dial(BOB, timeout=10)
            response.say("The watch is on the quay. Call again.")
        return str(response)

    return app


def at(day, hour):
    """A moment in January 2026: the 5th is a Monday."""
    return lambda: dt.datetime(2026, 1, day, hour, tzinfo=dt.UTC)


def test_by_day_ada_answers(play):
    """Her phone shows the caller's own number."""

    def scene(office):
        office.publish(make_app(at(5, 9)))
        ada = office.phone(41, "Ada").answers(after=1).hangs_up(after=2)

        office.phone(23, "Alice").calls(office.number)
        office.settle()

        child = office.client.calls.list(to=ADA)[0]
        assert ("+14155550123", "completed", "outbound-dial") == (
            child._from, child.status, child.direction)
        assert "idle" == ada.status

    play(scene)


def test_at_night_the_watch_may_miss_it(play):
    """After ten seconds the next verb speaks."""

    def scene(office):
        office.publish(make_app(at(5, 22)))
        office.phone(24, "Bob").does_not_answer()
        alice = office.phone(23, "Alice")

        alice.calls(office.number)
        office.settle()

        assert "You reach the watch." == alice.heard[0]
        assert "The watch is on the quay. Call again." == alice.heard[-1]
        assert ["no-answer"] == [call.status for call in office.client.calls.list(to=BOB)]

    play(scene)


def test_on_sunday_nobody_is_called(play):
    """One sentence, and the end."""

    def scene(office):
        office.publish(make_app(at(4, 12)))
        alice = office.phone(23, "Alice")

        alice.calls(office.number)
        office.settle()

        assert ["The harbour rests on Sundays."] == alice.heard
        assert 1 == len(office.client.calls.list())

    play(scene)
