"""A participant of a conference: how a leg takes part, and what it hears meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import simpy

from ...clock import Process
from ...twiml.verb_limits import WAITING
from ..calls import play_until
from ..calls.hold_music import HoldMusic, default_music
from ..calls.leg import Over
from . import announcements

if TYPE_CHECKING:
    from ..calls.documents import Source
    from ..calls.leg import Leg
    from .conference import LiveConference

HUNG_UP = "participant_hung_up"
UPDATED = "participant_updated_via_api"
ADD_FAILED = "participant_add_failed"


@dataclass(slots=True)
class ParticipantOptions:
    """How somebody takes part. `wait` and `hold_music` are what is heard meanwhile."""

    label: str | None = None
    muted: bool = False
    starts: bool = True
    ends: bool = False
    beeps_in: bool = True
    beeps_out: bool = True
    hangs_up_on_star: bool = False
    coaching: bool = False
    coached: str | None = None
    """The SID of the call that alone hears this one."""
    wait: HoldMusic = field(default_factory=default_music)
    hold_music: HoldMusic = field(default_factory=default_music)

    @property
    def words(self) -> str:
        """What is special about it, for the trace: "(muted, ends it)", or ""."""
        said = [("muted", self.muted), ("may not start it", not self.starts),
                ("ends it", self.ends), ("coaches", self.coaching)]
        listed = ", ".join(word for word, holds in said if holds)
        return f"({listed})" if listed else ""


class Participant:
    """A leg in a conference, or on its way there."""

    def __init__(self, conference: LiveConference, leg: Leg, options: ParticipantOptions) -> None:
        self.conference, self.leg, self.options = conference, leg, options
        self.hold = self.is_in = self.was_in = self.is_kicked = False
        self.since = leg.env.now
        self.date_created = self.date_updated = leg.world.clock.now()
        self.gone = leg.env.event()
        self._changed = leg.env.event()
        self._last_status = ""

    def stay(self) -> Process[None]:
        """Enters the conference, and stays there until it leaves or is sent away."""
        self.conference.enter(self)
        try:
            while self.is_in:
                self._changed = self.leg.env.event()
                yield from self._spell()
        except simpy.Interrupt as interrupt:
            self.conference.leave(self, self._why(interrupt.cause))
            raise

    def _spell(self) -> Process[None]:
        """Music or talk, until something changes."""
        music = self._music()
        if music is not None:
            life = music.plays(self.leg, WAITING, self.params)
            yield from play_until.until(self.leg, self._changed, life)
        if not self._changed.triggered:
            yield self._changed

    def announce(self, source: Source) -> None:
        """Lets this one alone hear a document."""
        self.leg.env.process(announcements.to_one(self, source))

    def _music(self) -> HoldMusic | None:
        if self.hold:
            return self.options.hold_music
        return None if self.conference.has_started else self.options.wait

    def params(self) -> dict[str, str]:
        """What a wait or hold URL is told besides the call's own (likely, not documented)."""
        row = self.conference.row
        return {"ConferenceSid": row.sid, "FriendlyName": row.friendly_name}

    def comes_in(self) -> None:
        """It is in the conference now."""
        self.is_in = self.was_in = True
        self.since = self.leg.env.now
        if self.options.hangs_up_on_star:
            self.leg.taps.append(self._star)

    def _star(self, who: str, action: str, value: str, seconds: float) -> None:
        """Listens for the key that ends the stay."""
        if (who, action, value) == ("person", "presses", "*"):
            self.conference.leave(self, HUNG_UP)

    def goes_out(self) -> None:
        """It is no longer in the conference."""
        self.is_in = False
        if self.leg.line is self.conference:
            self.leg.line = None
        if self._star in self.leg.taps:
            self.leg.taps.remove(self._star)
        self.looks_again()
        self.gone.succeed()

    def looks_again(self) -> None:
        """What it hears may be something else now."""
        if not self._changed.triggered:
            self._changed.succeed()

    def _why(self, cause: Any) -> str:
        """Twilio's ReasonParticipantLeft for what has interrupted the stay."""
        if not isinstance(cause, Over):
            return UPDATED
        self.ends_as(cause.status)
        return UPDATED if cause.by == "the REST API" else HUNG_UP

    def ends_as(self, status: str) -> None:
        """Its call is about to end with this status."""
        self._last_status = status

    def never_came(self, status: str) -> None:
        """Its call has ended with this status; unless it had come in, it is given up."""
        self.ends_as(status)
        self.conference.leave(self, ADD_FAILED)

    @property
    def call_status(self) -> str:
        """The status of its call; of one that is just ending, the final one."""
        return self._last_status or self.leg.call.status
