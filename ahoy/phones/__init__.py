"""The handsets of a world, by number, and what they begin: calls and texts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from ..facts import timing
from ..media import message_media
from ..numbers import phone_numbers
from ..store.rows import Call, Message
from .handset import Handset, PhoneError
from .text_message import TextMessage

if TYPE_CHECKING:
    from ..world import World


THREAD = 200
"""So many of a handset's latest texts are shown."""


class Placed:
    """A call or a text that a handset began. `sid` is Twilio's; give it to `watch`."""

    def __init__(self, phones: Phones, row: Call | Message) -> None:
        self._phones, self._kind = phones, type(row)
        self.sid, self.to, self.from_ = row.sid, row.to, row.from_
        self.direction = row.direction
        if isinstance(row, Message):
            self.body = row.body

    @property
    def status(self) -> str:
        """Twilio's status of it, now."""
        row = self._phones.world.store.get(self._kind, self.sid)
        return row.status if row else "deleted"

    def __repr__(self) -> str:
        what = "call" if self._kind is Call else "text"
        return f"{what} from {self.from_} to {self.to}: {self.status}"


class Phones:
    """All handsets of a world, by number."""

    def __init__(self, world: World, previous: Phones | None = None) -> None:
        self.world = world
        self._handsets: dict[str, Handset] = {}
        self._strangers: WeakValueDictionary[str, Handset] = WeakValueDictionary()
        """Who is in a call at a number of which there is no handset."""
        for handset in previous or ():
            handset._phones = self
            handset._begin()
            handset.changed()
            self._handsets[handset.number] = handset

    def __iter__(self) -> Iterator[Handset]:
        return iter(list(self._handsets.values()))

    def get(self, number: str, name: str | None = None) -> Handset:
        """The handset of this number, made if need be. Raises `PhoneError` for no number.

        Where it rings already it is this call's from now on, and a script can still take it.
        """
        address = _address(number)
        handset = self._handsets.get(address)
        if handset is None:
            handset = self._handsets[address] = self._met(address) or Handset(self, address)
        if name:
            handset.name = name
        return handset

    def find(self, number: str) -> Handset | None:
        """The handset of this number, or None."""
        return self._handsets.get(number)

    def at(self, number: str) -> Handset:
        """Who answers there: the handset, or a stranger who picks up after five seconds.

        An app or a SIP phone that is no handset is not registered, and nobody answers.
        """
        handset = self._handsets.get(number)
        if handset is None:
            handset = self._strangers[number] = Handset(
                self, number, autopilot=timing.STRANGER_ANSWER, habit=_habit(number))
        return handset

    def _met(self, number: str) -> Handset | None:
        """The stranger who is in a call at this number, as a handset like any other."""
        handset = self._strangers.pop(number, None)
        if handset is None or handset.status == "idle":
            return None
        handset.habit = "person"
        handset._autopilot = handset._script.autopilot = timing.AUTOPILOT_ANSWER
        return handset

    def change(self, change: Callable[[], None]) -> None:
        """Makes a change at a safe moment."""
        self.world.clock.post(change)

    def call_from(self, handset: Handset, number: str, parameters: dict[str, str]) -> Placed:
        """The handset calls one of the account's numbers, or one of its apps."""
        if handset.status != "idle":
            raise PhoneError(f"{handset.name} is in a call already: hang up first.")
        exchange = self.world.exchange
        if str(number).startswith("app:"):
            call = functools.partial(exchange.call_app, handset, number[4:], parameters)
        elif parameters:
            raise PhoneError(f"{', '.join(parameters)}: only an app is told parameters. Call it by "
                             f'its SID: .calls("app:AP...", {next(iter(parameters))}="...").')
        else:
            call = functools.partial(exchange.call_in, handset, _address(number))
        placed: list[Call] = []
        self.change(lambda: placed.append(call()))
        return Placed(self, placed[0])

    def text_from(self, handset: Handset, number: str, body: str, files: tuple[str, ...]) -> Placed:
        """The handset texts one of the account's numbers."""
        number = _address(number)
        placed: list[Message] = []
        self.change(lambda: placed.append(
            self.world.exchange.text_in(handset, number, body, files)))
        return Placed(self, placed[0])

    def thread_of(self, handset: Handset) -> list[dict[str, Any]]:
        """The handset's texts with their delivery marks, for the page: the latest ones."""
        store = self.world.store
        rows = []
        for text in handset.messages[-THREAD:]:
            row = store.get(Message, text.sid)
            files = [{"url": url, "type": message_media.type_of(url)} for url in text.media]
            rows.append({"sid": text.sid, "direction": text.direction, "from": text.from_,
                         "to": text.to, "body": text.body, "media": files,
                         "status": row.status if row else "deleted"})
        return rows


def label(phones: Phones, number: str) -> str:
    """The name of a lane of the trace: Alice, or the number of a stranger."""
    handset = phones.find(number)
    return handset.name if handset else number


def _habit(number: str) -> str:
    if not phone_numbers.is_callable_address(number):
        return "person"
    return "absent" if number.startswith("client:") else "unreachable"


def _address(number: str) -> str:
    if not isinstance(number, str):
        raise PhoneError(f"{number!r} is no phone number: write it as text, like \"+14155550123\".")
    if phone_numbers.is_callable_address(number):
        return number
    found = phone_numbers.parse(number)
    if found is None:
        raise PhoneError(f"{number!r} is no phone number: write it in E.164 form, "
                         "a plus sign and the digits, like \"+14155550123\".")
    return found


__all__ = ["Handset", "PhoneError", "Phones", "Placed", "TextMessage", "label"]
