"""A participant that the API calls into a conference: it rings, and joins when it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from ..rows import Call
from . import calls, instructions
from .leg import Leg, Over
from .participants import Manner, Participant
from .rooms import Room

if TYPE_CHECKING:
    from ..phones import Handset
    from ..world import World
    from . import recorder
    from .detection import Wanted
    from .far_end import Socket


class SummonedLeg(Leg):
    """A leg whose ringing the room may hear (Twilio's EarlyMedia)."""

    def __init__(self, world: World, call: Call, handset: Handset | Socket,
                 room: Room | None) -> None:
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


def summon(room: Room, call: Call, manner: Manner, *, is_heard: bool,
           detecting: Wanted | None = None,
           recording: recorder.Wanted | None = None) -> Participant:
    """Calls somebody into the room. `is_heard`: those in it hear the ringing.

    `recording`: how the call is recorded, in the conference and after it.
    """
    world = room.world
    answerer = world.exchange.answerer(call.to, call.from_)
    leg = SummonedLeg(world, call, answerer, room if is_heard else None)
    leg.detecting = detecting
    one = Participant(room, leg, manner)
    room.expects(one)
    world.exchange.run(leg, calls.live(leg, _life(leg, one, recording)))
    return one


def _life(leg: Leg, one: Participant, recording: recorder.Wanted | None):
    try:
        status, by = yield from calls.outbound(leg, _conversation(leg, one), recording)
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
        if not isinstance(interrupt.cause, instructions.Source):
            raise
        yield from instructions.follow(leg, interrupt.cause)
