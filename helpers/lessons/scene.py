"""The stage of a check: three phones, the office's number, and what happens from here on.

A check makes its own experiment through the SDK, the phones and the learner's site. A
`Scene` notes where the trace stands, so that only what comes after counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from twilio.rest import Client

from ahoy import AhoyError, current
from ahoy.phones import Handset, label
from ahoy.trace import Alert, Record, Request, Ring, Webhook
from ahoy.world import World

from ..watching import watch

ALICE, BOB, CHEN = "+14155550123", "+14155550145", "+14155550167"
PEOPLE = {ALICE: "Alice", BOB: "Bob", CHEN: "Chen"}


class Scene:
    """What happens after it was made, or, with `since_start`, since the world began."""

    def __init__(self, *, since_start: bool = False) -> None:
        self.world = _world()
        self.client = Client()
        self.office = self.world.number.phone_number
        self._begin = 0 if since_start else len(self.world.trace)
        self.alice, self.bob, self.chen = map(self._person, (ALICE, BOB, CHEN))
        self._heard = {} if since_start else self._lengths("heard")
        self._texts = {} if since_start else self._lengths("messages")

    def _person(self, number: str) -> Handset:
        known = self.world.phones.find(number)
        return known or self.world.phones.get(number, PEOPLE[number])

    def _lengths(self, name: str) -> dict[str, int]:
        people = (self.alice, self.bob, self.chen)
        return {person.number: len(getattr(person, name)) for person in people}

    @property
    def records(self) -> list[Record]:
        """The trace's records of this scene."""
        return self.world.trace.records[self._begin :]

    def settle(self) -> None:
        """Waits until every call and text of this scene has ended."""
        for sid in dict.fromkeys(record.sid for record in self.records if record.sid):
            if sid.startswith(("CA", "SM", "MM")):
                watch(sid).wait(timeout=30)

    def heard(self, person: Handset) -> list[str]:
        """What the person heard in this scene."""
        return person.heard[self._heard.get(person.number, 0) :]

    def received(self, person: Handset) -> list[Any]:
        """The texts that came to the person in this scene."""
        news = person.messages[self._texts.get(person.number, 0) :]
        return [text for text in news if text.direction == "inbound"]

    def rings(self, person: Handset) -> int:
        """How often the person's phone began to ring."""
        lane = label(self.world.phones, person.number)
        rung = (record for record in self.records if isinstance(record, Ring))
        return sum(record.target == lane and not record.stopped for record in rung)

    def refusal(self) -> Request | None:
        """The last request that Twilio refused, or None."""
        asked = [record for record in self.records if isinstance(record, Request)]
        return next((record for record in reversed(asked) if record.code), None)

    def complaint(self) -> Webhook | None:
        """The first webhook that the learner's site did not answer well, or None."""
        asked = (record for record in self.records if isinstance(record, Webhook))
        return next((record for record in asked if record.is_problem), None)

    def reason(self) -> str:
        """What the alerts say of a view that raised, or ""."""
        cures = (record.cure for record in self.records if isinstance(record, Alert))
        return next((cure for cure in cures if cure.startswith("The view failed: ")), "")

    @contextmanager
    def number_with(self, **urls: str) -> Iterator[None]:
        """The office's number with these URLs, for a while."""
        number = self.client.incoming_phone_numbers(self.world.number.sid)
        before = number.fetch()
        kept = {name: getattr(before, name) for name in urls}
        number.update(**urls)
        try:
            yield
        finally:
            number.update(**kept)


def _world() -> World:
    world = current()
    if world is None:
        raise AhoyError("Nothing has begun. Run account = start() first.")
    return world


def rest(*people: Handset) -> None:
    """Leaves the phones as ordinary ones: no habit, no script."""
    for person in people:
        person.answers().take_over()
