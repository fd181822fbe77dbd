"""The twimlets that dial, in a call: who calls the number reaches somebody."""

from __future__ import annotations

import pytest

BOB, CAROL = "+14155550124", "+14155550125"


@pytest.fixture
def calls(world, client, alice, office):
    """Alice calls a number whose document is this twimlet: gives what she heard."""

    def run(twimlet):
        client.incoming_phone_numbers(world.number.sid).update(
            voice_url=f"http://twimlets.com/{twimlet}", voice_method="GET")
        placed = alice.calls(office)
        world.settle(placed.sid)
        return alice.heard

    return run


@pytest.fixture
def carol(world):
    """Carol's handset."""
    return world.phones.get(CAROL, "Carol")


@pytest.mark.parametrize("twimlet", [
    "forward?PhoneNumber=415-555-0124", "callme?PhoneNumber=415-555-0124",
    "simulring?PhoneNumbers[0]=415-555-0124", "findme?PhoneNumbers[0]=415-555-0124"])
def test_the_caller_reaches_the_number(calls, bob, twimlet):
    """Who is asked to accept presses a key."""
    bob.answers().presses("1").says("Bob here.", after=3).hangs_up(after=2)

    assert "[Bob: Bob here.]" in calls(twimlet)


def test_findme_looks_for_somebody_who_answers(calls, bob, carol):
    """The second number is called when the first is busy."""
    bob.is_busy()
    carol.answers().presses("1").says("Carol here.", after=3).hangs_up(after=2)

    assert "[Carol: Carol here.]" in calls(
        "findme?PhoneNumbers[0]=415-555-0124&PhoneNumbers[1]=415-555-0125")


def test_nobody_there_leads_to_failurl(calls, bob):
    """Another twimlet, for example."""
    bob.declines()

    heard = calls("forward?PhoneNumber=415-555-0124"
                  "&FailUrl=http%3A%2F%2Ftwimlets.com%2Fmessage%3FMessage%3DSorry")
    assert "Sorry" == heard[-1]
