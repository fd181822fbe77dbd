"""What a handset's page shows of its calls: the lines of the latest one, and the calls before."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..exchange.calls.leg import Leg

LINES = 200
"""So many of the latest lines of a call are kept."""

CALLS = 20
"""So many of the latest calls are kept."""

TWILIO = ("say", "play")
"""The kinds of line that Twilio makes, one after the other."""

SPOKEN = (*TWILIO, "voice", "own")
"""The kinds of line that last a while and can be cut off."""


class Screen:
    """The lines and the calls. Bounded, however long a call is.

    A line: `id` (grows, so that a page knows what is new), `kind` (`say`, `play`, `noise`,
    `voice`: what another person says, `own`: what this person says, `key`, `note`), `text`,
    `from`, `language`, `voice`, `at` and `seconds` (seconds of the world's clock), and
    `cut`: after how many seconds it was cut off, or None.
    """

    def __init__(self) -> None:
        self.lines: deque[dict[str, Any]] = deque(maxlen=LINES)
        self.calls: deque[dict[str, Any]] = deque(maxlen=CALLS)
        self._count = 0

    def clear(self) -> None:
        """A new world. The ids go on: a page that is open must not take new lines for old."""
        self.lines.clear()
        self.calls.clear()

    def begin(self) -> None:
        """A new call: the lines of the one before are gone."""
        self.lines.clear()

    def add(self, kind: str, text: str, at: float, **more: Any) -> None:
        """One more line. What Twilio says or plays ends what it said or played before."""
        if kind in TWILIO:
            self.hush(at)
        self._count += 1
        line = {"id": self._count, "kind": kind, "text": text, "language": "", "voice": "",
                "from": "", "at": at, "seconds": 0.0, "cut": None}
        self.lines.append(line | more)

    def hush(self, at: float, kinds: tuple[str, ...] = TWILIO) -> bool:
        """What is being said at this moment is cut off. True if there was something."""
        found = False
        for place, line in enumerate(self.lines):
            left = line["at"] + line["seconds"] - at
            if line["kind"] in kinds and line["cut"] is None and left > 1e-6:
                # a new line, not a change of the old one: a page may still be reading that
                self.lines[place] = line | {"cut": max(0.0, at - line["at"])}
                found = True
        return found

    def played(self, url: str) -> bool:
        """True when this file was played in the latest call."""
        return any((line["kind"], line["text"]) == ("play", url) for line in self.lines)

    def end(self, leg: Leg, at: float) -> None:
        """The call is over: it becomes one of the calls before."""
        self.hush(at, SPOKEN)
        direction = "outbound" if leg.is_caller else "inbound"
        self.calls.append({"direction": direction, "peer": leg.peer, "result": result_of(leg),
                           "seconds": leg.seconds})


def result_of(leg: Leg) -> str:
    """How the person would put it: answered, declined, missed; unanswered, busy, failed."""
    if leg.was_connected:
        return "answered"
    status = leg.call.status
    if leg.is_caller:
        return status if status in ("busy", "failed") else "unanswered"
    return "declined" if status == "busy" else "missed"
