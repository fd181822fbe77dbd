"""A site that answers at once and does its work afterwards: in a thread, or as FastAPI has it."""

from __future__ import annotations

import threading

import pytest
from fastapi import BackgroundTasks, FastAPI, Form, Response
from flask import Flask, request
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse


class Tides:
    """The app: looks the tide up, which takes its time, and tells whoever asked."""

    def __init__(self, number):
        self.number, self.client, self.web = number, Client(), Flask("tides")
        self.web.post("/voice")(self.voice)
        self.web.post("/sms")(self.sms)

    def voice(self):
        self._later(self._speak, request.form["CallSid"])
        response = VoiceResponse()
        response.say("One moment, please.")
        response.pause(length=30)
        return str(response)

    def sms(self):
        self._later(self._write, request.form["From"])
        return "<Response/>"

    def _later(self, work, *arguments):
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _speak(self, sid):
        self.client.calls(sid).update(twiml="<Response><Say>High water at noon.</Say></Response>")

    def _write(self, number):
        self.client.messages.create(to=number, from_=self.number, body="High water at noon.")


class TidesInFastAPI(Tides):
    """The same app, which gives its work to FastAPI."""

    def __init__(self, number):
        super().__init__(number)
        self.web = FastAPI()

        @self.web.post("/voice")
        async def voice(later: BackgroundTasks, CallSid: str = Form()):
            later.add_task(self._speak, CallSid)
            return Response("<Response><Say>One moment, please.</Say><Pause length='30'/>"
                            "</Response>", media_type="text/xml")

        @self.web.post("/sms")
        async def sms(later: BackgroundTasks, From: str = Form()):
            later.add_task(self._write, From)
            return Response("<Response/>", media_type="text/xml")


@pytest.mark.parametrize("tides", [Tides, TidesInFastAPI])
def test_a_caller_and_a_writer_are_told(play, tides):
    """The call is led on, though the work was done before Twilio had read the answer."""

    def scene(office):
        office.publish(tides(office.number).web)
        alice, bob = office.phone(23, "Alice"), office.phone(24, "Bob")

        alice.calls(office.number)
        office.settle()
        bob.texts("Tide?", to=office.number)
        office.wait(4)

        assert ["One moment, please.", "High water at noon."] == alice.heard
        assert ["Tide?", "High water at noon."] == [text.body for text in bob.messages]

    play(scene)
