"""The life of a call: queued, ringing, in progress, over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from .. import applications, timing, trace, trials
from ..rows import Call, PhoneNumber
from . import instructions
from .leg import Leg, Over

if TYPE_CHECKING:
    from ..phones import Handset
    from ..world import World


def live(leg: Leg, life):
    """Runs `life` to its end, however that comes: it gives the final status and who ended it."""
    try:
        status, by = yield from life
    except Over as over:
        status, by = over.status, over.by
    except simpy.Interrupt as interrupt:
        if not isinstance(interrupt.cause, Over):
            raise
        status, by = interrupt.cause.status, interrupt.cause.by
    leg.finish(status, by)


def outbound(leg: Leg, conversation=None):
    """A call that the REST API made. `conversation`: what it does instead of its TwiML."""
    env, world = leg.env, leg.world
    yield env.timeout(timing.QUEUE)
    world.store.update(leg.call, start_time=world.clock.now())
    leg.tell("initiated")
    yield env.timeout(timing.SETUP)
    if leg.handset.habit == "unreachable":
        return "failed", "the network: the phone can't be reached"
    leg.becomes("ringing")
    leg.tell("ringing")
    outcome = yield from leg.ring(leg.call.timeout)
    if outcome != "answered":
        return outcome, leg.lane if outcome == "busy" else "the time-out"
    leg.connect()
    _limit(leg)
    if leg.call.send_digits:
        yield leg.env.timeout(leg.sends_keys(leg.call.send_digits))
    yield from conversation or instructions.follow(leg, instructions.first_source(leg.call))
    return "completed", trace.TWILIO


def inbound(leg: Leg):
    """A call from a handset to a number of the account."""
    yield leg.env.timeout(timing.SETUP)
    if not leg.world.is_active(leg.call.account_sid):
        leg.alert(10003, "Incoming call rejected due to inactive account",
                  cure="Reactivate the account: Status=active, with its owner's credentials.")
        return "failed", trace.TWILIO
    _limit(leg)
    yield from instructions.follow(leg, instructions.first_source(leg.call))
    return "completed", trace.TWILIO


def _limit(leg: Leg) -> None:
    """No call lasts for ever."""
    timeout = leg.env.timeout(trials.call_limit(leg) or leg.call.time_limit or timing.CALL_LIMIT)
    timeout.callbacks.append(lambda _: _time_is_up(leg))


def _time_is_up(leg: Leg) -> None:
    trials.note_limit(leg)
    leg.cut(Over("completed", "the time limit"))


def incoming(world: World, handset: Handset, number: PhoneNumber) -> Call:
    """The row of a call that comes in, with what its number says to do."""
    now = world.clock.now()
    return Call(
        sid=world.ids.sid("CA"),
        account_sid=number.account_sid,
        to=number.phone_number,
        from_=handset.number,
        direction="inbound",
        status="ringing",
        phone_number_sid=number.sid,
        date_created=now,
        date_updated=now,
        start_time=now,
        world=world.name,
        **applications.for_calls(world.store, number),
    )


__all__ = ["inbound", "incoming", "live", "outbound"]
