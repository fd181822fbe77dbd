"""The life of a call: queued, ringing, in progress, over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import simpy

from ... import trace
from ...account import caller_names, twiml_apps, usage_triggers
from ...clock import Process
from ...facts import timing
from ...numbers import sip_addresses
from ...store.rows import Application, Call, PhoneNumber
from ..recordings import recorder
from . import documents, machine_detection, trial_calls
from .leg import Leg, Over

if TYPE_CHECKING:
    from ...phones import Handset
    from ...world import World
    from ..recordings.recorder import RecordingOptions
    from .document_far_end import Called, Plug


CallEnd = tuple[str, str]
"""The final status of a call, and who ended it."""

UNREACHED = {"unreachable": "failed", "unregistered": "failed", "absent": "no-answer",
             "speechless": "failed"}
"""How a call ends that never rings: the phone can't be reached, nobody is registered at the
address of a SIP phone or an app (for an app that is likely only), or it is a number of the
account that has no voice URL."""


def live(leg: Leg, life: Process[CallEnd]) -> Process[None]:
    """Runs `life` to its end, however that comes: it gives the final status and who ended it."""
    try:
        status, by = yield from life
    except Over as over:
        status, by = over.status, over.by
    except simpy.Interrupt as interrupt:
        if not isinstance(interrupt.cause, Over):
            raise
        status, by = interrupt.cause.status, interrupt.cause.by
    except Exception:  # a fault of ours, or of the disk: whoever waits for its end must have one
        leg.finish("failed", trace.TWILIO)
        raise
    leg.finish(status, by)


def outbound(leg: Leg, conversation: Process[None] | None = None,
             recording: RecordingOptions | None = None) -> Process[CallEnd]:
    """A call that the REST API made. `conversation`: what it does instead of its TwiML.

    `recording`: how it is recorded from its answer on.
    """
    env, world = leg.env, leg.world
    yield env.timeout(timing.QUEUE)
    world.store.update(leg.call, start_time=world.clock.now())
    leg.tell("initiated")
    source = documents.first_source(leg.call)
    try:
        headers = None if leg.call.to[:1] == "+" else partial(_shows_headers, leg)
        ended = yield from reach(leg, leg.call.timeout, headers, recording=recording)
        if ended is not None:
            return ended
        yield from send_digits(leg)
        source.extra |= yield from machine_detection.begin(leg)
    except simpy.Interrupt as interrupt:
        source, conversation = documents.new(interrupt), None
    yield from conversation or documents.follow(leg, source)
    return "completed", trace.TWILIO


def reach(leg: Leg, patience: float, begins: Callable[[], None] | None = None, *,
          recording: RecordingOptions | None = None) -> Process[CallEnd | None]:
    """Rings until somebody picks up; else gives the final status and who ended it.

    `patience`: seconds of ringing. `begins` is called when the phone does ring.
    """
    yield leg.env.timeout(timing.SETUP)
    if leg.handset.habit in UNREACHED:
        return UNREACHED[leg.handset.habit], f"the network: {_why_unreached(leg)}"
    leg.becomes("ringing")
    leg.tell("ringing")
    outcome = yield from leg.ring(patience, begins)
    if outcome != "answered":
        return outcome, "the time-out" if outcome == "no-answer" else leg.lane
    leg.connect()
    if recording is not None:
        recorder.begin(leg, recording)
    limit(leg)
    return None


def _why_unreached(leg: Leg) -> str:
    if leg.handset.habit == "unreachable":
        return "the phone can't be reached"
    if leg.handset.habit == "speechless":
        return f"{leg.handset.number} is a number of yours without a voice URL"
    return leg.world.phones.nobody_at(leg.handset.number)


def _shows_headers(leg: Leg) -> None:
    """A SIP phone shows what the address that was called says besides."""
    for name, value in sip_addresses.headers(leg.call.to).items():
        leg.note(trace.Verb, target=trace.TWILIO, name="Parameter", note=f"{name}={value}")
        leg.handset.shows(f"{name}: {value}", "note")


def send_digits(leg: Leg) -> Process[None]:
    """The keys that are pressed once it is answered (SendDigits)."""
    if leg.call.send_digits:
        yield leg.env.timeout(leg.sends_keys(leg.call.send_digits))


def inbound(leg: Leg, extra: dict[str, str] | None = None) -> Process[CallEnd]:
    """A call to a number of the account. `extra`: what its TwiML is told besides."""
    yield leg.env.timeout(timing.SETUP)
    if not leg.world.is_active(leg.call.account_sid):
        leg.alert(10003,
                  cure="Reactivate the account: Status=active, with its owner's credentials.")
        return "failed", trace.TWILIO
    limit(leg)
    source = documents.first_source(leg.call)
    source.extra = extra or {}
    yield from documents.follow(leg, source)
    return "completed", trace.TWILIO


def limit(leg: Leg, elapsed: float = 0.0) -> None:
    """No call lasts for ever. `elapsed`: seconds of its limit that are over already."""
    seconds = _longest(leg)
    leg.deadlines.add(max(0.0, seconds - elapsed), lambda: _time_is_up(leg, seconds))


def _longest(leg: Leg) -> float:
    return trial_calls.call_limit(leg) or leg.call.time_limit or timing.CALL_LIMIT


def _time_is_up(leg: Leg, seconds: float) -> None:
    if seconds == _longest(leg):  # else it was changed meanwhile
        trial_calls.note_limit(leg)
        leg.cut(Over("completed", "the time limit"))


def incoming(world: World, handset: Handset, number: PhoneNumber) -> Call:
    """The row of a call that comes in, with what its number says to do."""
    name = None
    if number.voice_caller_id_lookup:  # "" for one that is not known is likely
        caller_names.charge(world, number.account_sid)
        usage_triggers.look(world, number.account_sid)
        name = caller_names.name_of(world, handset.number) or ""
    return _row(world, handset.number, number.phone_number, number.account_sid, caller_name=name,
                phone_number_sid=number.sid, **twiml_apps.for_calls(world.store, number))


def to_app(world: World, handset: Handset, app: Application) -> Call:
    """The row of a call that a Voice SDK makes. Its To is empty (as captured requests have it)."""
    return _row(world, handset.number, "", app.account_sid, **twiml_apps.calling(app))


def through(world: World, plug: Plug, called: Called) -> Call:
    """The row of a call that comes in because the account calls itself."""
    return _row(world, plug.number, called.to, called.account_sid,
                phone_number_sid=called.phone_number_sid, **called.options)


def _row(world: World, from_: str, to: str, account_sid: str, **more: Any) -> Call:
    now = world.clock.now()
    return Call(sid=world.ids.sid("CA"), account_sid=account_sid, to=to, from_=from_,
                direction="inbound", status="ringing", date_created=now, date_updated=now,
                start_time=now, world=world.name, **more)


__all__ = ["inbound", "incoming", "live", "outbound", "reach", "send_digits",
           "through"]
