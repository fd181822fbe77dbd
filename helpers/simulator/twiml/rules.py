"""What documents may do that do not control a call: hold music, announcements, whispers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """A document that may do only some things: hold music, a whisper.

    `allowed`: its verbs. Another one is skipped, with alert `code` and `text`.
    """

    allowed: frozenset[str]
    code: int
    text: str
    level: str = "error"


_SOUNDS = frozenset({"Play", "Say", "Pause", "Redirect"})

WAITING = Rules(_SOUNDS, 13238, "Invalid Verb used in waitUrl/holdUrl/announceUrl TwiML")
"""In a conference: before it starts, on hold, and in announcements."""

QUEUED = Rules(_SOUNDS | {"Hangup", "Leave", "Gather"}, 13238,
               "Invalid Verb used in waitUrl TwiML")
"""In a queue. That it is 13238 there, too, is likely."""

DEQUEUED = Rules(_SOUNDS, 13238, "Invalid Verb used in the url TwiML of Queue")
"""What the queued caller hears before the two are connected. The code is likely."""
