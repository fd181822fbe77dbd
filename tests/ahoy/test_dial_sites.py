"""A site that dials, and asks the API while Twilio asks it: nothing waits for the other."""

from __future__ import annotations

import pytest
from flask import Flask, request
from twilio.rest import Client
from twilio.twiml.voice_response import Dial, VoiceResponse

from ahoy import SimulatorClient, World
from helpers.site import serve

BOB, CAROL = "+14155550124", "+14155550125"


def desk(client: Client) -> Flask:
    """A site that looks for somebody who takes the call, and asks the API as it goes."""
    app = Flask("desk")

    @app.post("/voice")
    def voice():
        response, dial = VoiceResponse(), Dial(action="/done", caller_id=request.form["To"])
        dial.number(BOB, url="/whisper", status_callback="/told",
                    status_callback_event="initiated answered")
        response.append(dial)
        return str(response), {"Content-Type": "text/xml"}

    @app.post("/whisper")
    def whisper():
        """Names the caller, whom only the parent's row knows."""
        parent = client.calls(request.form["ParentCallSid"]).fetch()
        response = VoiceResponse()
        response.say(f"A call from {parent.from_formatted}.")
        return str(response), {"Content-Type": "text/xml"}

    @app.post("/told")
    def told():
        """Once Bob has answered, he is sent on, and the caller to Carol."""
        if request.form["CallStatus"] == "in-progress":
            client.calls(request.form["CallSid"]).update(
                twiml="<Response><Say>Never mind.</Say></Response>")
        return ""

    @app.post("/done")
    def done():
        response = VoiceResponse()
        if request.form["DialBridged"] == "false":
            response.dial(CAROL, caller_id=request.form["To"])
        return str(response), {"Content-Type": "text/xml"}

    return app


def play(clock: str) -> list[str]:
    """Alice calls; gives who heard what, in the end."""
    world = World(clock=clock)
    client = Client(world.account.sid, world.account.auth_token,
                    http_client=SimulatorClient(world))
    site = serve(desk(client))
    try:
        alice, bob, carol = (world.phones.get(number, name) for number, name in (
            ("+14155550123", "Alice"), (BOB, "Bob"), (CAROL, "Carol")))
        bob.answers(after=0.5)
        carol.answers(after=0.5).says("Carol here.", after=0.5).hangs_up(after=1)
        client.incoming_phone_numbers(world.number.sid).update(voice_url=site.url + "/voice")
        placed = alice.calls(world.number.phone_number)
        assert world.settle(placed.sid, timeout=60)
        return [*alice.heard, "|", bob.heard[-1], "|", *carol.heard]
    finally:
        site.stop()
        world.close()


@pytest.mark.parametrize("clock", ["virtual", "real"])
def test_a_handler_may_ask_the_api_about_the_call_and_lead_it_away(clock):
    """The whisper reads the parent's row; the callback redirects the child; Carol is dialled."""
    assert ["[ringing]", "[ringing]", "[Carol: Carol here.]", "|", "Never mind.", "|"] == play(
        clock)
