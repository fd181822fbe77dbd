"""A participant that the API calls into a conference: it rings, and joins when it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from ...clock import Process
from ...store.rows import Call
from ..calls import call_life, documents
from ..calls.call_life import CallEnd
from ..calls.leg import Leg, Over
from .conference import LiveConference
from .participants import Participant, ParticipantOptions

if TYPE_CHECKING:
    from ...world import World
    from ..calls.leg_protocols import FarEnd
    from ..calls.machine_detection import DetectionOptions
    from ..recordings import recorder


class ParticipantLeg(Leg):
    """A leg whose ringing the conference may hear (Twilio's EarlyMedia)."""

    def __init__(self, world: World, call: Call, handset: FarEnd,
                 conference: LiveConference | None) -> None:
        super().__init__(world, call, handset, is_caller=False)
        self._conference = conference
        self.told_as = self.lane  # others are in the conference

    def tell(self, event: str) -> None:
        """As of any leg; the conference hears when it rings, and when it is not answered."""
        super().tell(event)
        if self._conference is not None and self._conference.has_started:
            if event == "ringing":
                self._conference.sounds("[ringing]")
            elif event == "completed" and self.call.status == "busy":
                self._conference.sounds("[busy tone]")


def call_participant(conference: LiveConference, call: Call, options: ParticipantOptions, *,
                     is_heard: bool, detecting: DetectionOptions | None = None,
                     recording: recorder.RecordingOptions | None = None) -> Participant:
    """Calls somebody into the conference. `is_heard`: those in it hear the ringing.

    `recording`: how the call is recorded, in the conference and after it.
    """
    world = conference.world
    answerer = world.exchange.answerer(call.to, call.from_)
    leg = ParticipantLeg(world, call, answerer, conference if is_heard else None)
    leg.detecting = detecting
    one = Participant(conference, leg, options)
    conference.expects(one)
    world.exchange.run(leg, call_life.live(leg, _life(leg, one, recording)))
    return one


def _life(leg: Leg, one: Participant,
          recording: recorder.RecordingOptions | None) -> Process[CallEnd]:
    try:
        status, by = yield from call_life.outbound(leg, _conversation(leg, one), recording)
    except simpy.Interrupt as interrupt:
        if isinstance(interrupt.cause, Over):
            one.never_came(interrupt.cause.status)
        raise
    one.never_came(status)
    return status, by


def _conversation(leg: Leg, one: Participant) -> Process[None]:
    """The stay; new instructions from the API take the call out of the conference."""
    try:
        yield from one.stay()
    except simpy.Interrupt as interrupt:
        if not isinstance(interrupt.cause, documents.Source):
            raise
        yield from documents.follow(leg, interrupt.cause)
