"""What a waiting caller hears: a document of yours, Twilio's playlist, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .documents import Source, follow_beside

if TYPE_CHECKING:
    from ...clock import Process
    from ...twiml.verb_limits import VerbLimits
    from .leg import Leg

PLAYLIST = "http://s3.amazonaws.com/com.twilio.sounds.music/index.xml"
"""Twilio's own hold music, asked for with GET; here a hosted page stands in for it."""


@dataclass(slots=True)
class HoldMusic:
    """The document at `url` (None: silence), asked with `method` for this `purpose`."""

    url: str | None
    method: str = "GET"
    purpose: str = "wait"

    def plays(self, leg: Leg, rules: VerbLimits,
              params: Callable[[], dict[str, str]]) -> Process[str]:
        """Plays it once to the leg. Gives the verb that ended it (see `follow_beside`)."""
        if self.url is None:
            return ""
        source = Source(self.url, self.method, purpose=self.purpose)
        return (yield from follow_beside(leg, source, rules, params))


def default_music(purpose: str = "wait") -> HoldMusic:
    """Twilio's hold music."""
    return HoldMusic(PLAYLIST, "GET", purpose)
