"""Whole applications, as someone would write them, against practice and nothing else.

Each scene is played on virtual time; the long run plays it on real time, too, and wants
the same story.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from twilio.rest import Client

from ahoy import current
from ahoy.trace import CODE
from helpers import phone, serve, start, trace
from helpers.account import leave


class Office:
    """The harbour office on one clock: its account, its site, and the town's phones."""

    def __init__(self, clock: str) -> None:
        self.account = start(clock=clock)
        self.account.reset()  # on real time it lasts
        self.number = self.account.number
        self.client = Client()
        self._sites = []

    def phone(self, line: int, name: str):
        """The phone of somebody: +1 415 555 01 and two digits."""
        return phone(f"+141555501{line}", name=name)

    def publish(self, app: Flask):
        """Serves an app, and points the account's number at its /voice and /sms."""
        site = serve(app, name="office")
        self._sites.append(site)
        number = self.client.incoming_phone_numbers.list(phone_number=self.number)[0]
        number.update(voice_url=site.url + "/voice", sms_url=site.url + "/sms")
        return site

    def wait(self, seconds: float) -> None:
        """Lets so much time pass."""
        current().clock.advance(seconds)

    def settle(self) -> None:
        """Waits until every call and text has come to its end."""
        world = current()
        assert world.clock.settle(world.exchange.is_quiet, timeout=90)

    def story(self) -> list[list[str]]:
        """What happened to each call and text, without the moments. Its status callbacks stand
        apart, since nothing waits for them. The code's own requests are left out: on real time
        they are written down when their answer is, a little later."""
        found: dict[str, list[str]] = {}
        for record in trace():
            if record.sid is not None and record.source != CODE:
                told = SID.sub(r"\1…", str(record).split("  ", 1)[1])
                told = SECONDS.sub("after … s", told)
                apart = "told " if told.endswith("(status callback) → 204") else ""
                found.setdefault(apart + record.sid, []).append(told)
        return sorted(found.values())

    def close(self) -> None:
        for site in self._sites:
            site.stop()
        leave()


SECONDS = re.compile(r"after \d+ s\b")
SID = re.compile(r"\b([A-Z]{2})[0-9a-f]{32}")

Scene = Callable[[Office], None]


@pytest.fixture(params=["virtual", pytest.param("both clocks", marks=pytest.mark.long)])
def play(request) -> Iterator[Callable[[Scene], None]]:
    """Plays a scene, which asserts what it expects; on both clocks with the same story."""

    def run(scene: Scene) -> None:
        stories = []
        for clock in ("virtual", "real") if request.param == "both clocks" else ("virtual",):
            office = Office(clock)
            try:
                scene(office)
                office.settle()
                stories.append(office.story())
            finally:
                office.close()
        assert stories[0] == stories[-1]

    return run


@pytest.fixture
def account():
    """Practice on virtual time."""
    yield start(clock="virtual")
    leave()


@pytest.fixture
def alice(account):
    """Alice's handset."""
    return phone("+14155550123", name="Alice")


@pytest.fixture
def publish(account):
    """Serves an app and points the account's number at its /voice and /sms."""
    sites = []

    def run(app):
        site = serve(app)
        sites.append(site)
        number = Client().incoming_phone_numbers.list(phone_number=account.number)[0]
        number.update(voice_url=site.url + "/voice", sms_url=site.url + "/sms")
        return site

    yield run
    for site in sites:
        site.stop()
