"""The handsets of a world, by number, and what they begin: calls and texts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from ..facts import timing
from ..facts.shown_text import shown, whole
from ..media import message_media
from ..numbers import phone_numbers, sip_addresses
from ..store.rows import Call, Message
from .handset import Handset
from .text_message import TextMessage
from .touches import PhoneError

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
        return shown(f"{what} from {self.from_} to {self.to}: {self.status}")


class Phones:
    """All handsets of a world, by number."""

    def __init__(self, world: World, previous: Phones | None = None) -> None:
        self.world = world
        self._handsets: dict[str, Handset] = {}
        """By number, or by address as SIP compares it."""
        self.is_attended = False
        """True while a person is at a page that shows phones (see `attend`)."""
        self._strangers: WeakValueDictionary[str, Handset] = WeakValueDictionary()
        """Who is in a call at a number of which there is no handset."""
        for handset in previous or ():
            handset._turns_the_page()
            handset._phones = self
            handset._begin()
            handset.changed()
            self._handsets[_key(handset.number)] = handset

    def __iter__(self) -> Iterator[Handset]:
        return iter(list(self._handsets.values()))

    def get(self, number: str, name: str | None = None) -> Handset:
        """The handset of this number, made if need be. Raises `PhoneError` for no number.

        Where it rings already it is this call's from now on, and a script can still take it.
        What was texted to this number before is on it.
        """
        address = _address(number)
        handset = self.find(address)
        if handset is None:
            handset = self._met(address) or Handset(self, address)
            handset.messages = self.world.exchange.texts_before(address)
            self._handsets[_key(address)] = handset
        if name:
            handset.name = name
        return handset

    def find(self, number: str) -> Handset | None:
        """The handset of this number, or None."""
        # each text asks ten times: no call of a function for a telephone number
        return self._handsets.get(number if number[:1] == "+" else _key(number))

    def nobody_at(self, address: str) -> str:
        """Why no phone rings at the address of an app or a SIP phone, for the story."""
        why = f"nobody is registered at {address}" if sip_addresses.is_sip(address) else \
            "nobody is registered there"
        near = next((one for one in self._handsets.values()
                     if _key(one.number).lower() == _key(address).lower()), None)
        if near is None:
            return why
        return f"{why}, only {near.number}: capital and small letters of the name count"

    def at(self, number: str) -> Handset:
        """Who answers there: the handset, or a stranger who picks up after five seconds.

        An app or a SIP phone that is no handset is not registered, and nobody answers.
        """
        handset = self.find(number)
        if handset is None:
            handset = self._strangers[_key(number)] = Handset(
                self, number, autopilot=timing.STRANGER_ANSWER, habit=_habit(number))
        return handset

    def _met(self, number: str) -> Handset | None:
        """The stranger who is in a call at this number, as a handset like any other."""
        handset = self._strangers.pop(_key(number), None)
        if handset is None or handset.status == "idle":
            return None
        handset.habit = "person"
        handset._autopilot = handset._script.autopilot = timing.AUTOPILOT_ANSWER
        return handset

    def attend(self, is_there: bool) -> None:
        """A person has come to a page that shows phones, or has gone: where one is there,
        the autopilot gives time to see, to read and to click. Not on the virtual clock."""
        def change() -> None:
            self.is_attended = is_there
            for handset in self:
                handset._script.reconsider()

        if is_there != self.is_attended and not self.world.clock.is_virtual:
            self.change(change)

    def change(self, change: Callable[[], None]) -> None:
        """Makes a change at a safe moment."""
        self.world.clock.post(change)

    def call_from(self, handset: Handset, number: str, parameters: dict[str, str]) -> Placed:
        """The handset calls one of the account's numbers, or one of its apps."""
        if handset.status != "idle":
            raise PhoneError(f"{handset.name} is in a call already: hang up first.")
        exchange = self.world.exchange
        if str(number).startswith("app:"):
            call = functools.partial(exchange.call_app, handset, whole(number[4:]), {
                whole(name): whole(str(value)) for name, value in parameters.items()})
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
    return "unregistered" if sip_addresses.is_sip(number) else "absent"


def _key(number: str) -> str:
    """A handset's key. Telephone numbers, which nearly all are, begin with a plus."""
    return number if number[:1] == "+" else sip_addresses.key(number)


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
