"""Virtual time: nothing waits, nothing is random."""

from __future__ import annotations

import time

from twilio.rest import Client

from ahoy import SimulatorClient, World, begin

MENU = (
    "<Response><Gather numDigits='1' action='http://twimlets.com/message?Message=Bye'>"
    "<Say>Press a key</Say></Gather></Response>"
)


def play_an_evening():
    """A call with keys, a text, and a reply."""
    world = World(clock="virtual")
    begin(world)
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    alice = world.phones.get("+14155550123", "Alice").answers(after=2).presses("1", after=3)
    made = client.calls.create(to=alice.number, from_=world.number.phone_number, twiml=MENU)
    world.settle(made.sid)
    placed = alice.texts("hello", to=world.number.phone_number)
    world.settle(placed.sid)
    story = [str(record) for record in world.trace]
    world.close()
    begin(None)
    return tuple(story)


def test_ten_runs_give_one_trace():
    """Every record, with its time."""
    assert 1 == len({play_an_evening() for _ in range(10)})


def test_four_virtual_hours_pass_in_a_moment(call):
    """Nothing sleeps."""
    begun = time.monotonic()
    call("<Response><Pause length='14000'/></Response>")

    assert 5 > time.monotonic() - begun
