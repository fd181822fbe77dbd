"""A practice account on virtual time for every test of the page that asks for one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from twilio.rest import Client

from helpers import start
from helpers.account import PracticeAccount, leave


@pytest.fixture
def account() -> Iterator[PracticeAccount]:
    """A fresh practice account, gone after the test."""
    yield start(clock="virtual")
    leave()


@pytest.fixture
def client(account: PracticeAccount) -> Client:
    """Twilio's own client, on the practice account."""
    return Client()


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], bool]:
    """Asks again and again, for ten seconds at most: the painter has a thread of its own."""

    def ask(true: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + 10
        while not true() and time.monotonic() < deadline:
            time.sleep(0.01)
        return true()

    return ask
