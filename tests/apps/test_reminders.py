"""Appointment reminders: a list of people, calls that ask, statuses that are kept."""

from __future__ import annotations

import time

from flask import Flask, request
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.twiml.voice_response import Gather, VoiceResponse

from helpers import phone, serve


class Reminders:
    """The app: calls everyone on the list, and knows who has confirmed."""

    def __init__(self):
        self.confirmed, self.statuses, self.refused = set(), {}, {}
        self.web = Flask("reminders")
        self.web.post("/remind")(self.remind)
        self.web.post("/answer")(self.answer)
        self.web.post("/status")(self.status)

    def remind(self):
        response = VoiceResponse()
        gather = Gather(num_digits=1, timeout=3, action="/answer", method="POST")
        gather.say("Your boat is ready at nine. Press 1 to confirm.")
        response.append(gather)
        response.say("We will call again. Goodbye.")
        return str(response), 200, {"Content-Type": "application/xml"}

    def answer(self):
        if request.form["Digits"] == "1":
            self.confirmed.add(request.form["To"])
        response = VoiceResponse()
        response.say("Thank you.")
        return str(response)

    def status(self):
        self.statuses[request.form["To"]] = request.form["CallStatus"]
        return "", 204

    def call_all(self, people, from_, base):
        client, calls = Client(), []
        for number in people:
            try:
                calls.append(
                    client.calls.create(
                        to=number,
                        from_=from_,
                        url=base + "/remind",
                        timeout=20,
                        status_callback=base + "/status",
                        status_callback_method="POST",
                    )
                )
            except TwilioRestException as refused:
                self.refused[number] = refused.code
        while any(call.status in ("queued", "ringing", "in-progress") for call in calls):
            time.sleep(0)
            calls = [client.calls(call.sid).fetch() for call in calls]
        return {call.to: call.status for call in calls}


def test_everyone_is_called_once_and_the_list_knows_the_result(account):
    """Confirmed, silent, busy, out, and a wrong number; the polling loop ends by itself."""
    people = {
        name: phone(f"+1415555012{i}", name=name)
        for i, name in enumerate(("Alice", "Bob", "Chen", "Dora"), start=3)
    }
    people["Alice"].answers(after=1).presses("1")
    people["Bob"].answers(after=1)
    people["Chen"].is_busy()
    people["Dora"].does_not_answer()
    app = Reminders()
    site = serve(app.web, name="reminders")

    statuses = app.call_all(
        [*(one.number for one in people.values()), "+1415"], account.number, site.url
    )
    Client().calls.list()
    site.stop()

    expected = {
        "+14155550123": "completed",
        "+14155550124": "completed",
        "+14155550125": "busy",
        "+14155550126": "no-answer",
    }
    assert expected == statuses == app.statuses
    assert {"+14155550123"} == app.confirmed
    assert {"+1415": 13223} == app.refused
    assert "We will call again. Goodbye." == people["Bob"].heard[-1]
