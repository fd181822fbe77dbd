"""On the real clock the autopilot does not race a person who is at the page."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from twilio.rest import Client

from ahoy import current
from ahoy.phones import Handset
from helpers import phone, start
from helpers.account import leave

FAST = 5.0
"""Seconds in which a call to a phone that nobody looks at is answered, with room to spare."""


@pytest.fixture
def alice() -> Iterator[Handset]:
    """Alice's phone, a moment after it began to ring."""
    account = start(clock="real")
    handset = phone("+14155550123", name="Alice")
    current().phones.attend(True)
    Client().calls.create(to=handset.number, from_=account.number,
                          twiml="<Response><Pause length='60'/></Response>")
    assert becomes(handset, "ringing", FAST)
    yield handset
    leave()


def becomes(handset: Handset, status: str, seconds: float) -> bool:
    """Whether it comes to this within some seconds."""
    deadline = time.monotonic() + seconds
    while handset.status != status and time.monotonic() < deadline:
        time.sleep(0.02)
    return handset.status == status


def test_a_phone_that_nobody_has_seen_waits_and_one_that_was_seen_counts(alice: Handset) -> None:
    """Past the three seconds it still rings; seen, it gives nine more; left, it answers."""
    assert not becomes(alice, "in-call", 4)
    assert alice.snapshot()["next"]["at"] is None
    alice.seen()
    coming = alice.snapshot()
    assert 8 < coming["next"]["at"] - coming["now"] <= 9
    current().phones.attend(False)
    assert becomes(alice, "in-call", 1)


def test_a_person_stops_the_countdown(alice: Handset) -> None:
    """Taken over, it rings on, though the page is left."""
    alice.seen()
    alice.take_over()
    current().phones.attend(False)
    assert not becomes(alice, "in-call", 3.5)
