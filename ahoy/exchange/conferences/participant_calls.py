"""A participant that the API calls into a conference: it rings, and joins when it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from ...store.rows import Call
from ..calls import call_life, documents
from ..calls.leg import Leg, Over
from .conference import LiveConference
from .participants import Participant, ParticipantOptions

if TYPE_CHECKING:
    from ...phones import Handset
    from ...world import World
    from ..calls.machine_detection import DetectionOptions
    from ..calls.own_number_calls import Socket
    from ..recordings import recorder


class ParticipantLeg(Leg):
    """A leg whose ringing the room may hear (Twilio's EarlyMedia)."""

    def __init__(self, world: World, call: Call, handset: Handset | Socket,
                 room: LiveConference | None) -> None:
        super().__init__(world, call, handset, is_caller=False)
        self._room = room
        self.told_as = self.lane  # others are in the conference

    def tell(self, event: str) -> None:
        """As of any leg; the room hears when it begins to ring, and when it is not answered."""
        super().tell(event)
        if self._room is not None and self._room.has_started:
            if event == "ringing":
                self._room.sounds("[ringing]")
            elif event == "completed" and self.call.status == "busy":
                self._room.sounds("[busy tone]")


def call_participant(room: LiveConference, call: Call, manner: ParticipantOptions, *, is_heard: bool,
           detecting: DetectionOptions | None = None,
           recording: recorder.RecordingOptions | None = None) -> Participant:
    """Calls somebody into the room. `is_heard`: those in it hear the ringing.

    `recording`: how the call is recorded, in the conference and after it.
    """
    world = room.world
    answerer = world.exchange.answerer(call.to, call.from_)
    leg = ParticipantLeg(world, call, answerer, room if is_heard else None)
    leg.detecting = detecting
    one = Participant(room, leg, manner)
    room.expects(one)
    world.exchange.run(leg, call_life.live(leg, _life(leg, one, recording)))
    return one


def _life(leg: Leg, one: Participant, recording: recorder.RecordingOptions | None):
    try:
        status, by = yield from call_life.outbound(leg, _conversation(leg, one), recording)
    except simpy.Interrupt as interrupt:
        if isinstance(interrupt.cause, Over):
            one.never_came(interrupt.cause.status)
        raise
    one.never_came(status)
    return status, by


def _conversation(leg: Leg, one: Participant):
    """The stay; new instructions from the API take the call out of the room."""
    try:
        yield from one.stay()
    except simpy.Interrupt as interrupt:
        if not isinstance(interrupt.cause, documents.Source):
            raise
        yield from documents.follow(leg, interrupt.cause)
