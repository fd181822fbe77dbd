"""A client for pages: it reads what everyone reads, and nobody notices."""

from __future__ import annotations

import pytest
from twilio.rest import Client

from ahoy import AhoyError, NotStarted, Simulator, begin, current, onlooker


def test_it_reads_what_the_account_holds() -> None:
    """The same rows as a client of yours."""
    with Simulator() as twilio:
        client = Client()
        client.messages.create(to="+14155550123", from_=twilio.number, body="Ahoy!")
        assert [text.body for text in onlooker().messages.list()] == ["Ahoy!"]


def test_neither_clock_nor_trace_move() -> None:
    """A page that looks often must not change what a lesson shows."""
    with Simulator() as twilio:
        before = len(twilio.trace), current().clock.now()
        for _ in range(3):
            onlooker().calls.list()
        assert (len(twilio.trace), current().clock.now()) == before


def test_it_only_reads() -> None:
    """A page acts through the handsets, never behind the learner's back."""
    with Simulator() as twilio, pytest.raises(
            AhoyError, match=r"^A page that shows the account may only read, not POST\."):
        onlooker().messages.create(to="+14155550123", from_=twilio.number, body="Ahoy!")


def test_without_a_world_there_is_nothing_to_see() -> None:
    """And the sentence says what to run."""
    begin(None)
    with pytest.raises(NotStarted, match="Run this before it"):
        onlooker()
