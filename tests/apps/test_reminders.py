"""Appointment reminders: a list of people, calls that ask, statuses that are kept."""

from __future__ import annotations

import time

from flask import Flask, request
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.twiml.voice_response import Gather, VoiceResponse


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
                        timeout=9,
                        status_callback=base + "/status",
                        status_callback_method="POST",
                    )
                )
            except TwilioRestException as refused:
                self.refused[number] = refused.code
        while any(call.status in ("queued", "ringing", "in-progress") for call in calls):
            time.sleep(0.01)
            calls = [client.calls(call.sid).fetch() for call in calls]
        return {call.to: call.status for call in calls}


def test_everyone_is_called_once_and_the_list_knows_the_result(play):
    """Confirmed, silent, busy, out, and a wrong number; the polling loop ends by itself."""

    def scene(office):
        alice = office.phone(23, "Alice").answers(after=1).presses("1")
        bob = office.phone(24, "Bob").answers(after=1)
        chen, dora = office.phone(25, "Chen").is_busy(), office.phone(26, "Dora").does_not_answer()
        people = [alice.number, bob.number, chen.number, dora.number]
        app = Reminders()
        site = office.publish(app.web)

        statuses = app.call_all([*people, "+1415"], office.number, site.url)
        office.settle()

        expected = dict(zip(people, ("completed", "completed", "busy", "no-answer"), strict=True))
        assert expected == statuses == app.statuses
        assert {alice.number} == app.confirmed
        assert {"+1415": 13223} == app.refused
        assert "We will call again. Goodbye." == bob.heard[-1]

    play(scene)
