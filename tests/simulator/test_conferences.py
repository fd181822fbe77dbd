"""Conferences: who hears whom, who starts and ends them, and what your site is told."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import Dial, VoiceResponse

MUSIC = "http://com.twilio.sounds.music.s3.amazonaws.com/"


def room(name="Harbour", dial=None, then=None, **attributes):
    """TwiML that joins a conference, and says something afterwards."""
    response = VoiceResponse()
    joined = Dial(**dial or {})
    joined.conference(name, **attributes)
    response.append(joined)
    if then:
        response.say(then)
    return str(response)


@pytest.fixture
def chen(world):
    """Chen's handset."""
    return world.phones.get("+14155550125", "Chen")


@pytest.fixture
def join(client, office):
    """Calls a handset into a conference."""

    def calls(handset, twiml=None, **attributes):
        return client.calls.create(
            to=handset.number, from_=office, twiml=twiml or room(**attributes))

    return calls


@pytest.fixture
def quiet(world):
    """Lets everything come to its end."""
    return lambda: world.clock.settle(world.exchange.is_quiet)


def spoken(handset):
    """What a handset heard of the others."""
    return [words for words in handset.heard if words.startswith("[")]


def events(world):
    """The trace's records of conferences, in one line each."""
    return [str(record).partition("  ")[2] for record in world.trace
            if type(record).__name__ == "Room"]


def alerts(world):
    return [record.code for record in world.trace if type(record).__name__ == "Alert"]


# --- being in a room ----------------------------------------------------------------------


def test_those_in_a_conference_hear_each_other(alice, bob, join, quiet):
    """Words and keys; nobody hears himself."""
    alice.answers().says("Ahoy, Bob.", after=8).hangs_up(after=6)
    bob.answers().says("Ahoy, Alice.", after=9).presses("5", after=1)
    join(alice)
    join(bob)
    quiet()

    assert ["[beep]", "[Bob: Ahoy, Alice.]", "[key 5]"] == spoken(alice)
    assert ["[Alice: Ahoy, Bob.]", "[beep]"] == spoken(bob)


def test_rooms_of_different_names_are_apart(alice, bob, join, quiet):
    """And one person alone in a room hears music."""
    alice.answers().says("Hello?", after=8).hangs_up(after=2)
    bob.answers().hangs_up(after=20)
    join(alice, name="North")
    join(bob, name="South")
    quiet()

    assert [] == spoken(bob)
    assert {True} == {song.startswith(MUSIC) for song in bob.heard}


def test_the_trace_tells_who_comes_and_goes(alice, bob, join, quiet, world):
    """The conference starts with the second one, and ends with the last."""
    alice.answers().hangs_up(after=10)
    bob.answers().hangs_up(after=20)
    join(alice)
    join(bob)
    quiet()

    assert [
        "Alice → Twilio: joins conference “Harbour”",
        "Bob → Twilio: joins conference “Harbour”",
        "Twilio: starts conference “Harbour”",
        "Alice → Twilio: leaves conference “Harbour”",
        "Bob → Twilio: leaves conference “Harbour”",
        "Twilio: ends conference “Harbour” last participant left",
    ] == events(world)


def test_who_is_muted_hears_and_is_not_heard(alice, bob, join, quiet):
    """muted=true."""
    alice.answers().says("Can you hear me?", after=8).hangs_up(after=9)
    bob.answers().says("Yes.", after=12).hangs_up(after=9)
    join(alice, muted=True)
    join(bob)
    quiet()

    assert "[Bob: Yes.]" in alice.heard
    assert [] == [words for words in bob.heard if "Alice" in words]
