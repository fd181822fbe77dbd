"""Live mode's phones and stories: real people answer, and Twilio's records tell.

The same names as a practice handset, so that no cell of a notebook changes. A script
becomes a sentence that tells the person what to do.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
import unicodedata
from collections.abc import Callable
from typing import Any

from ahoy import trace
from ahoy.facts import life_cycles
from ahoy.phones import TextMessage

from ..settings import FILE, Settings, SettingsError
from ..story import Story
from .guard import Guard
from .live_refusals import LiveRefused

POLL = 1.0
"""Seconds between two questions to Twilio about one call or message."""

RECEIPT_PATIENCE = 60.0
"""A text that stays `sent` this long is taken as over: not every carrier sends receipts."""

FAILURES = 3
"""So many questions in a row may be lost on the way before watching gives up."""

RECENT = 50
"""A phone shows at most this many texts of each direction."""


class LivePhone:
    """A real phone, in a person's hand. `number` is E.164, from AHOY_PHONE_<NAME>.

    Script methods print what the person should do and return the phone.
    """

    def __init__(self, number: str, name: str) -> None:
        self.number, self.name = number, name

    @classmethod
    def of(cls, number: str, name: str | None, settings: Settings) -> LivePhone:
        """The phone of this name, or of an allowed number.

        Raises `SettingsError` when `.env` does not name it, `LiveRefused` when it may not
        be called.
        """
        if number.startswith(("client:", "sip:")):
            raise LiveRefused(f"{number} is a phone on the page, which is for practice. Give a "
                              "name that stands in .env, or write AHOY_MODE=practice there.")
        if name is None:
            Guard(settings.allowed_numbers).check_number(number)
            return cls(number, f"the phone that ends in {number[-2:]}")
        key = variable(name)
        if found := settings.phones.get(key.removeprefix("AHOY_PHONE_")):
            return cls(found, name)
        file = os.path.relpath(settings.file) if settings.file else FILE
        raise SettingsError(f"{file}: {key} is missing, and live mode must know "
                            f"which phone is {name}'s. Add {key}= and a number that is among "
                            "AHOY_ALLOWED_NUMBERS.")

    # --- a script: what the person is asked to do -----------------------------------------

    def answers(self, after: float = 2) -> LivePhone:
        """Asks the person to answer the next call."""
        return self._please(f"answer the next call, {after:g} s after it begins to ring")

    def declines(self, after: float = 2) -> LivePhone:
        """Asks the person to decline the next call."""
        return self._please(f"decline the next call, {after:g} s after it begins to ring")

    def presses(self, keys: str, after: float | None = None) -> LivePhone:
        """Asks the person to press keys."""
        return self._please(f"press {keys} {_when(after, 'when you are asked to')}")

    def says(self, words: str, after: float | None = None) -> LivePhone:
        """Asks the person to speak."""
        return self._please(f"say “{words}” {_when(after, 'when you are asked to')}")

    def hangs_up(self, after: float = 5) -> LivePhone:
        """Asks the person to hang up."""
        return self._please(f"hang up {_when(after, '')}")

    def is_busy(self) -> LivePhone:
        """Asks the person to be in another call."""
        return self._please("be in another call, with call waiting switched off")

    def does_not_answer(self) -> LivePhone:
        """Asks the person to let it ring."""
        return self._please("let it ring")

    def is_unreachable(self) -> LivePhone:
        """Asks the person to switch the phone off."""
        return self._please("switch the phone off")

    def has_voicemail(self, greeting: str = "", ends: str = "beep",
                      after: float = 0.0) -> LivePhone:
        """Asks the person to let the voicemail answer."""
        return self._please("switch the voicemail on, and let it answer")

    def is_silent(self) -> LivePhone:
        """Asks the person to answer and to say nothing."""
        return self._please("answer the next call and say nothing")

    def is_fax(self) -> LivePhone:
        """Asks the person to let a fax machine answer."""
        return self._please("let a fax machine answer")

    def rejects_texts(self, code: int = 30007) -> LivePhone:
        """Asks the person to switch the phone off: texts then fail, but not with any code."""
        return self._please("switch the phone off, so that texts can't be delivered")

    def accepts_texts(self) -> LivePhone:
        """Asks the person to switch the phone on."""
        return self._please("switch the phone on")

    def _please(self, request: str) -> LivePhone:
        print(f"{self.name}, please {request.strip()}.")
        return self

    # --- acts and what it knows -------------------------------------------------------------

    def calls(self, number: str, **parameters: str) -> Awaited:
        """Asks the person to call `number`; gives the call as soon as Twilio has it."""
        told = f" with {parameters}" if parameters else ""
        self._please(f"call {number}{told} now")
        return Awaited(self, "call", number)

    def texts(self, body: str, to: str, media: list[str] | tuple[str, ...] = ()) -> Awaited:
        """Asks the person to text `body` to `to`; gives the text as soon as Twilio has it."""
        pictures = f" with {len(media)} picture{'s' * (len(media) != 1)}" if media else ""
        self._please(f"text “{body}”{pictures} to {to} now")
        return Awaited(self, "message", to)

    @property
    def heard(self) -> list[str]:
        """Not known in live mode. Raises `LiveRefused`."""
        raise LiveRefused(f"Nobody can read what a real phone heard: ask {self.name}. "
                          "In practice mode, heard has the words.")

    @property
    def voicemails(self) -> list[Any]:
        """Not known in live mode. Raises `LiveRefused`."""
        raise LiveRefused(f"Nobody can read a real phone's voicemail: ask {self.name}. "
                          "In practice mode, voicemails has the messages.")

    @property
    def messages(self) -> list[TextMessage]:
        """Its texts with your account, oldest first, from Twilio's records (the latest 50 of
        each direction)."""
        texts = _client().messages
        found = texts.list(to=self.number, limit=RECENT)
        found += texts.list(from_=self.number, limit=RECENT)
        found.reverse()  # oldest first, also within one second
        found.sort(key=lambda text: text.date_created)
        return [self._as_seen(text) for text in found]

    def _as_seen(self, text: Any) -> TextMessage:
        direction = "inbound" if text.to == self.number else "outbound"
        media = tuple(f"https://api.twilio.com{one.uri.removesuffix('.json')}"
                      for one in (text.media.list() if text.num_media != "0" else ()))
        return TextMessage(text.from_, text.to, text.body or "", media, direction, text.sid)

    @property
    def status(self) -> str:
        """`idle`, `ringing`, `calling` or `in-call`, as far as Twilio knows."""
        calls = _client().calls
        for status, word in (("in-progress", "in-call"), ("ringing", "ringing")):
            if calls.list(to=self.number, status=status, limit=1):
                return word
            if calls.list(from_=self.number, status=status, limit=1):
                return "in-call" if word == "in-call" else "calling"
        return "idle"

    def __repr__(self) -> str:
        return f"{self.name}'s real phone, in a person's hand"


class Awaited:
    """A call or text that a person was asked for. `sid` looks it up at Twilio."""

    def __init__(self, phone: LivePhone, kind: str, to: str) -> None:
        self.kind, self.to, self.from_ = kind, to, phone.number
        self._phone = phone
        self._old = {one.sid for one in self._latest()}
        self._sid = ""

    def look(self) -> str:
        """Its SID, or nothing while it has not come."""
        if not self._sid:
            self._sid = next((one.sid for one in self._latest() if one.sid not in self._old), "")
        return self._sid

    @property
    def sid(self) -> str:
        """Raises `LiveRefused` while the person has not called or texted."""
        if found := self.look():
            return found
        raise LiveRefused(f"Twilio has no {self.kind} from {self._phone.name} yet. Wait for it "
                          "with await watch(…), or run this cell again afterwards.")

    @property
    def status(self) -> str:
        """Twilio's status of it, now."""
        return _records(_client(), self.kind)(self.sid).fetch().status

    def _latest(self) -> list[Any]:
        return _records(_client(), self.kind).list(to=self.to, from_=self.from_, limit=5)

    def __repr__(self) -> str:
        return f"{self.kind} that {self._phone.name} was asked for"


class LiveStory(Story):
    """What Twilio's records say about one call or message: each new status is a record."""

    def __init__(self, thing: Any, client: Any = None, poll: float = POLL) -> None:
        self._thing, self._client, self._poll = thing, client or _client(), poll
        self._records: list[trace.Record] = []
        self._listeners: list[Callable[[], None]] = []
        self._begun = self._changed_at = time.monotonic()
        self._status, self._lost, self._shown = "", 0, False
        self._page: Any = None
        self.look()

    @property
    def records(self) -> list[trace.Record]:
        """The records so far, oldest first."""
        return list(self._records)

    has_end = True

    @property
    def is_over(self) -> bool:
        """True when the status is final, or a text has been `sent` for a minute."""
        if self._status == "sent":
            return time.monotonic() - self._changed_at >= RECEIPT_PATIENCE
        return self._status in life_cycles.FINAL_CALL | life_cycles.FINAL_MESSAGE

    def look(self) -> None:
        """Asks Twilio once. A few questions that get lost on the way do no harm."""
        try:
            self._ask()
            self._lost = 0
        except OSError:  # requests' errors are these; Twilio's refusals are not
            self._lost += 1
            if self._lost >= FAILURES:
                raise

    def _ask(self) -> None:
        sid = self._sid()
        if not sid:
            return
        kind = "call" if sid.startswith("CA") else "message"
        found = _records(self._client, kind)(sid).fetch()
        if found.status != self._status:
            self._status, self._changed_at = found.status, time.monotonic()
            self._tell(trace.Status(
                at=self._changed_at - self._begun, source=trace.TWILIO, target=trace.TWILIO,
                felt=self._changed_at - self._begun, sid=sid, status=found.status, kind=kind,
                error_code=getattr(found, "error_code", None)))

    def _sid(self) -> str:
        if isinstance(self._thing, Awaited):
            return self._thing.look()
        return self._thing if isinstance(self._thing, str) else self._thing.sid

    def _tell(self, record: trace.Record) -> None:
        self._records.append(record)
        for listener in tuple(self._listeners):
            listener()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener()` after each new record; gives a function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def wait(self, timeout: float | None = None) -> LiveStory:
        """Waits, in a plain script, until it is over or `timeout` seconds have passed."""
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_over and (end is None or time.monotonic() < end):
            time.sleep(self._poll)
            self.look()
        return self

    async def _until_over(self) -> LiveStory:
        self._show_live()
        while not self.is_over:
            await asyncio.sleep(self._poll)
            await asyncio.to_thread(self.look)  # clicks get in while Twilio thinks
        return self

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        from ..page.story.sequence_diagram import draw

        return self._live({"text/plain": repr(self), "image/svg+xml": draw(self.records)})


def live_story(thing: Any, client: Any = None) -> LiveStory:
    """Watches a call, a message, its SID, or what `phone().calls(…)` gave, in live mode.

    Raises `LiveRefused` for anything else.
    """
    if isinstance(thing, Awaited):  # asked first: it may have no SID yet
        return LiveStory(thing, client)
    sid = thing if isinstance(thing, str) else getattr(thing, "sid", None)
    if isinstance(sid, str) and sid.startswith(("CA", "SM", "MM")):
        return LiveStory(thing, client)
    raise LiveRefused(f"{thing!r} can't be watched: give a call or a message, like "
                      "call = client.calls.create(...); await watch(call).")


def variable(name: str) -> str:
    """The name in `.env` of a person's phone: AHOY_PHONE_ZOE for Zoë."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "AHOY_PHONE_" + re.sub(r"\W+", "_", plain.strip()).upper()


def _when(after: float | None, otherwise: str) -> str:
    return otherwise if after is None else f"{after:g} s later"


def _records(client: Any, kind: str) -> Any:
    return client.calls if kind == "call" else client.messages


def _client() -> Any:
    from twilio.rest import Client

    return Client()
