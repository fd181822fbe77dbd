"""What happened, as plain values in plain lists: what a test looks at afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .. import trace
from ..facts.errors import AhoyError
from ..numbers import phone_numbers
from ..store import rows
from ..world import World

T = TypeVar("T")


class NothingSeen(AhoyError, LookupError):
    """There is no such call or text. The message names those that there are."""


@dataclass(frozen=True, slots=True)
class SeenText:
    """A text, in or out, as it was when it was looked at. Names and values are Twilio's."""

    sid: str
    from_: str | None
    to: str
    body: str
    media: tuple[str, ...]
    direction: str
    status: str
    error_code: int | None
    num_segments: int

    def __str__(self) -> str:
        return f"text from {self.from_} to {self.to} ({self.status}): {self.body!r}"


@dataclass(frozen=True, slots=True)
class SeenCall:
    """A call, in or out, as it was when it was looked at. Names and values are Twilio's.

    `heard`: what its phone heard, in order (the words of each Say, the URL of each Play,
    noises in [brackets]). `duration` is in seconds, None while it lasts.
    """

    sid: str
    from_: str
    to: str
    direction: str
    status: str
    duration: int | None
    heard: tuple[str, ...]

    def __str__(self) -> str:
        return f"call from {self.from_} to {self.to}: {self.status}"


class Seen(list[T], Generic[T]):
    """A list of calls or texts, oldest first."""

    def __init__(self, kind: str, items: Any = (), among: Any = None) -> None:
        super().__init__(items)
        self._kind = kind
        self._among = list(self) if among is None else among

    @property
    def last(self) -> T:
        """The newest one. Raises `NothingSeen` when there is none."""
        return self._at(-1)

    @property
    def first(self) -> T:
        """The oldest one. Raises `NothingSeen` when there is none."""
        return self._at(0)

    def to(self, number: Any) -> Seen[T]:
        """Those to a number, or to a handset."""
        return self._those(f"{self._kind} to {_address(number)}", "to", number)

    def from_(self, number: Any) -> Seen[T]:
        """Those from a number, or from a handset."""
        return self._those(f"{self._kind} from {_address(number)}", "from_", number)

    def _those(self, kind: str, side: str, number: Any) -> Seen[T]:
        wanted = _address(number)
        return Seen(kind, [one for one in self if getattr(one, side) == wanted], self._among)

    def _at(self, place: int) -> T:
        if not self:
            raise NothingSeen(f"There is no {self._kind}. {self._others()}")
        return self[place]

    def _others(self) -> str:
        if not self._among:
            return "Nothing of the kind has happened at all."
        return "There is: " + "; ".join(map(str, self._among[-10:])) + "."


def _address(number: Any) -> str:
    text = getattr(number, "number", number)
    return phone_numbers.parse(text) or text


def texts(world: World) -> Seen[SeenText]:
    """All texts of the account, oldest first."""
    found = _all(world, rows.Message)
    return Seen("text", [
        SeenText(row.sid, row.from_, row.to, row.body, tuple(json.loads(row.media)), row.direction,
             row.status, row.error_code, row.num_segments) for row in found])


def calls(world: World) -> Seen[SeenCall]:
    """All calls of the account, oldest first."""
    heard = _heard(world)
    return Seen("call", [
        SeenCall(row.sid, row.from_, row.to, row.direction, row.status, row.duration,
             tuple(heard.get(row.sid, ()))) for row in _all(world, rows.Call)])


def _all(world: World, kind: type) -> Iterator[Any]:
    with world.lock:
        return reversed(world.store.find(kind, account_sid=world.account.sid))


def _heard(world: World) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for record in world.trace:
        if isinstance(record, trace.Heard):
            found.setdefault(record.sid, []).append(record.text)
    return found
