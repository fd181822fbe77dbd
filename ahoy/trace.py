"""What happened, in order: the one list that pages, `watch`, `check` and tests read.

Every record says when (`at`, seconds since this world began), from whom to whom
(`source`, `target`: names of lanes) and, in one line, what (`what`). Raw values are
kept as attributes but take no part in equality or text: a port number or a signature
must not make two equal runs differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

CODE = "your code"
TWILIO = "Twilio"


@dataclass(slots=True, kw_only=True)
class Record:
    """One thing that happened. `sid`: the call or message that it belongs to, or None.

    `felt`: seconds that had really passed since this world began; None where nobody measured.
    """

    at: float
    source: str
    target: str
    sid: str | None = None
    felt: float | None = field(default=None, compare=False, repr=False)

    @property
    def what(self) -> str:
        """The record in one line, without its time and its lanes."""
        raise NotImplementedError

    @property
    def is_problem(self) -> bool:
        """True for what a learner should look at: refusals, failures, alerts."""
        return False

    def __str__(self) -> str:
        lanes = self.source if self.source == self.target else f"{self.source} → {self.target}"
        return f"{clock_text(self.at)}  {lanes}: {self.what}"


@dataclass(slots=True, kw_only=True)
class Request(Record):
    """Your code asked Twilio's REST API. `code`: Twilio's error code, or None.

    `url` is absolute and has no query; `seconds` is how long the answer really took.
    """

    method: str
    path: str
    params: dict[str, Any] = field(default_factory=dict)
    status: int
    code: int | None = None
    message: str = ""
    answer: str = field(default="", compare=False, repr=False)
    url: str = field(default="", compare=False, repr=False)
    seconds: float = field(default=0.0, compare=False, repr=False)

    @property
    def what(self) -> str:
        said = f" {self.code}: {self.message}" if self.code else ""
        return f"{self.method} {self.path} → {self.status}{said}"

    @property
    def is_problem(self) -> bool:
        return self.status >= 400


@dataclass(slots=True, kw_only=True)
class Webhook(Record):
    """Twilio asked (or told) your site. `status` is None when no answer came.

    `purpose`: `voice`, `message`, `action`, `redirect`, `fallback`, `status callback`, …
    `path` has no host and no port. `params` are what Twilio sent.
    """

    purpose: str
    method: str
    path: str
    params: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    content_type: str = ""
    body: str = ""
    problem: str = ""
    signed: bool = True
    url: str = field(default="", compare=False)
    headers: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    seconds: float = field(default=0.0, compare=False)

    @property
    def what(self) -> str:
        answer = self.problem or str(self.status)
        return f"{self.method} {self.path} ({self.purpose}) → {answer}"

    @property
    def is_problem(self) -> bool:
        return bool(self.problem) or self.status is None or self.status >= 400


@dataclass(slots=True, kw_only=True)
class Status(Record):
    """A call, a message or a recording changed its status.

    `to`: whose phone a call is to, where it is one of several in a story; else "".
    """

    status: str
    kind: str
    """`call`, `message` or `recording`."""
    error_code: int | None = None
    to: str = ""

    @property
    def what(self) -> str:
        why = f" ({self.error_code})" if self.error_code else ""
        whose = f" to {self.to}" if self.to else ""
        return f"{self.kind}{whose} is {self.status}{why}"

    @property
    def is_problem(self) -> bool:
        return self.status in ("failed", "undelivered")


@dataclass(slots=True, kw_only=True)
class Heard(Record):
    """A handset heard something. `verb`: `Say`, `Play`, `noise`, or `voice` for a person."""

    text: str
    verb: str
    voice: str = ""
    language: str = ""
    seconds: float = 0.0

    @property
    def what(self) -> str:
        if self.verb == "Say":
            return f"“{self.text}”"
        return f"♪ {self.text}" if self.verb == "Play" else self.text


@dataclass(slots=True, kw_only=True)
class Touched(Record):
    """A person, a script or the autopilot did something on a handset; or a machine in it.

    `action`: `answers`, `declines`, `hangs up`, `presses`, `says`, `calls`, `texts`, and
    `sounds` for what a machine does. `by`: `person`, `script`, `autopilot`, `voicemail`, `fax`,
    or `other call`, where the account calls itself.
    """

    action: str
    value: str = ""
    by: str = "person"

    @property
    def what(self) -> str:
        return f"{self.action} {self.value}".strip()


@dataclass(slots=True, kw_only=True)
class Ring(Record):
    """A handset begins or stops to ring. `caller`: the number that it shows."""

    caller: str
    stopped: str = ""
    """Why the ringing stopped without an answer (`no answer`, `caller hung up`), or ""."""

    @property
    def what(self) -> str:
        return f"stops ringing: {self.stopped}" if self.stopped else f"rings: {self.caller}"


@dataclass(slots=True, kw_only=True)
class Verb(Record):
    """Twilio carries out a verb that makes no sound: Gather, Pause, Redirect, Hangup, …"""

    name: str
    note: str = ""

    @property
    def what(self) -> str:
        return f"<{self.name}> {self.note}".strip()


@dataclass(slots=True, kw_only=True)
class Attendance(Record):
    """Something happens in a conference or a queue (`kind`) of this `name`.

    `event`: `joins`, `leaves`, `starts`, `ends`, `is muted`, `is on hold`, `is called`, …
    """

    event: str
    kind: str
    name: str
    note: str = ""

    @property
    def what(self) -> str:
        return f"{self.event} {self.kind} “{self.name}” {self.note}".strip()


@dataclass(slots=True, kw_only=True)
class Detected(Record):
    """Answering machine detection has a result: Twilio's AnsweredBy, after so many seconds."""

    answered_by: str
    seconds: float

    @property
    def what(self) -> str:
        return f"detects {self.answered_by} after {self.seconds:g} s"


@dataclass(slots=True, kw_only=True)
class Text(Record):
    """A text message travels between Twilio and a handset."""

    body: str
    from_: str
    to: str
    media: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        pictures = f" + {len(self.media)} media" if self.media else ""
        return f"text “{self.body}”{pictures}"


@dataclass(slots=True, kw_only=True)
class Ended(Record):
    """A call ended. `by`: `Twilio`, `handset`, `API`, `time limit`, …"""

    by: str

    @property
    def what(self) -> str:
        return f"call ended by {self.by}"


@dataclass(slots=True, kw_only=True)
class Alert(Record):
    """What Twilio's debugger would show. `code` is None for what only practice says.

    `cure`: what to do next, in one or two sentences. `line`: line of the document.
    """

    code: int | None
    text: str
    level: str = "error"
    cure: str = ""
    url: str = field(default="", compare=False)
    line: int | None = None

    @property
    def what(self) -> str:
        number = f"{self.code} " if self.code else ""
        place = f" (line {self.line})" if self.line else ""
        said = f"{self.level} {number}{self.text}{place}"
        if not self.cure:
            return said
        return f"{said}{'' if said[-1] in '.!?)' else '.'} {self.cure}"

    @property
    def is_problem(self) -> bool:
        return True


def clock_text(seconds: float) -> str:
    """0:03.5 for 3.5 seconds."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02d}.{rest % 10}"


LIMIT = 100_000
"""So many records are kept; the oldest tenth goes when there are more."""


class Log:
    """The records of one world. Only the simulator writes; everyone may read and listen.

    `stopwatch` gives the seconds that have really passed since the world began.
    """

    def __init__(self, stopwatch: Callable[[], float] | None = None) -> None:
        self.records: list[Record] = []
        self.stopwatch = stopwatch or (lambda: 0.0)
        self._listeners: list[Callable[[Record], None]] = []

    def add(self, record: Record) -> None:
        """Keeps the record and tells the listeners, which must be quick and never raise."""
        record.felt = self.stopwatch()
        self.records.append(record)
        if len(self.records) > LIMIT:
            del self.records[: LIMIT // 10]
        for listener in tuple(self._listeners):
            listener(record)

    def listen(self, listener: Callable[[Record], None]) -> Callable[[], None]:
        """Calls `listener(record)` for each new record; gives a function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def about(self, sids: Iterable[str]) -> list[Record]:
        """The records that belong to these calls and messages, in order."""
        wanted = set(sids)
        return [record for record in self.records if record.sid in wanted]

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)
