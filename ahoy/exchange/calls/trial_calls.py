"""What a trial account's calls go through: the notice, the limit of minutes and of documents."""

from __future__ import annotations

from ... import trace
from ...account import trials
from ...clock import Process
from .leg import Leg, Over
from .leg_input import LegInput
from .leg_protocols import Audience


def call_limit(leg: Leg) -> int | None:
    """Seconds after which a trial's call is cut with 13805; None where that is no rule."""
    most = trials.CALL_LIMIT
    if leg.world.kind == "full" or (leg.call.time_limit or most + 1) <= most:
        return None
    return most


def note_limit(leg: Leg) -> None:
    """13805, where a trial's limit ends the call."""
    if leg.is_alive and call_limit(leg):
        leg.alert(13805,
                  cure="A full account may talk for hours: start().")


def begin(leg: Audience) -> Process[None]:
    """Before a call's first document: the classic notice, and the key that it waits for."""
    if not isinstance(leg, Leg) or leg.heard_notice:
        return
    if leg.world.kind != trials.CLASSIC or leg.call.direction != "outbound-api":
        return
    leg.heard_notice = True
    ear = leg.listen("presses")
    yield leg.env.timeout(leg.says(trials.NOTICE)) | ear.something
    if not ear.keys:
        yield ear.again() | leg.env.timeout(trials.NOTICE_PATIENCE)
    pressed = _any_key(leg, ear)
    if not pressed:
        raise Over("completed", trace.TWILIO)


def _any_key(leg: Leg, ear: LegInput) -> bool:
    leg.stop_listening()
    return bool(ear.keys)


def may_go_on(leg: Audience) -> bool:
    """False for a 2026 trial's call that has led to as many documents as it may."""
    leg.documents += 1
    return leg.world.kind != trials.NEW or leg.documents <= trials.HOPS
