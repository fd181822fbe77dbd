"""What documents may do that do not control a call: hold music, announcements, whispers."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import alerts


@dataclass(frozen=True, slots=True)
class VerbLimits:
    """A document that may do only some things: hold music, a whisper.

    `allowed`: its verbs. Another one is skipped, with alert `code`, which says `where`. Where that
    alert is about some verbs alone, these are `about`, and others have no code of Twilio's.
    """

    allowed: frozenset[str]
    code: int
    where: str = ""
    about: frozenset[str] = frozenset()

    def complaint(self, verb: str) -> tuple[int | None, str]:
        """The alert's code and text for a verb that is not allowed."""
        if self.about and verb not in self.about:
            return None, f"This document may not do that: <{verb}>"
        return self.code, alerts.sentence(self.code, f"{self.where}: <{verb}>".removeprefix(": "))


_SOUNDS = frozenset({"Play", "Say", "Pause", "Redirect"})

WAITING = VerbLimits(_SOUNDS, 13238, "waitUrl/holdUrl/announceUrl TwiML")
"""In a conference: before it starts, on hold, and in announcements."""

QUEUED = VerbLimits(_SOUNDS | {"Hangup", "Leave", "Gather"}, 13238,
                    "waitUrl TwiML")
"""In a queue. That it is 13238 there, too, is likely."""

DEQUEUED = VerbLimits(_SOUNDS, 13238, "the url TwiML of Queue")
"""What the queued caller hears before the two are connected. The code is likely."""

WHISPER = VerbLimits(_SOUNDS | {"Gather", "Hangup"}, 13201,
                     about=frozenset({"Dial"}))
"""The url of a noun in <Dial>: what the called person hears before the two are connected."""
