"""The verification call: a caller ID becomes yours when its phone keys in the code.

Twilio rings the number and asks for the six digits that the answer to the request had.
What it says is in our words, and that it asks three times is likely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...clock import Process
from ...store.rows import Call, OutgoingCallerId
from . import call_life
from .call_life import CallEnd
from .call_parameters import call_params

if TYPE_CHECKING:
    from .leg import Leg
    from .leg_input import LegInput

DIGITS = 6
ATTEMPTS = 3
PATIENCE = 10.0
"""Seconds to wait for a key."""

ASK = "Hello. This is Twilio. Enter the six digits of your verification code."
WRONG = "That code is not right."
DONE = "Thank you. Your number is verified."
TWIML = f'<Response><Gather numDigits="{DIGITS}"><Say>{ASK}</Say></Gather></Response>'


@dataclass(slots=True)
class Verification:
    """A request for a verification that is under way."""

    call: Call
    friendly_name: str
    code: str
    delay: int
    status_callback: str
    status_callback_method: str


def live(leg: Leg, wanted: Verification) -> Process[None]:
    """Runs the verification call to its end, and reports what came of it."""
    pending = leg.world.exchange.verifying
    pending[wanted.call.to] = wanted.call.account_sid
    yield from call_life.live(leg, _life(leg, wanted))
    pending.pop(wanted.call.to, None)
    _report(leg, wanted)


def _life(leg: Leg, wanted: Verification) -> Process[CallEnd]:
    yield leg.env.timeout(wanted.delay)
    return (yield from call_life.outbound(leg, _converse(leg, wanted)))


def _converse(leg: Leg, wanted: Verification) -> Process[None]:
    prompt = ASK
    for _ in range(ATTEMPTS):
        ear = leg.listen("presses")
        yield leg.env.timeout(leg.says(prompt)) | ear.something
        keys = yield from _keys(leg, ear)
        if keys == wanted.code:
            _succeed(leg, wanted)
            yield leg.env.timeout(leg.says(DONE))
            return
        prompt = f"{WRONG} {ASK}"
    yield leg.env.timeout(leg.says(WRONG))


def _keys(leg: Leg, ear: LegInput) -> Process[str]:
    """Up to six keys; # or a silence ends them."""
    keys = ""
    while len(keys) < DIGITS:
        if not ear.keys:
            yield ear.again() | leg.env.timeout(PATIENCE)
        key = ear.keys.popleft() if ear.keys else "#"
        if key == "#":
            break
        keys += key
    return keys


def _succeed(leg: Leg, wanted: Verification) -> None:
    world, now = leg.world, leg.world.clock.now()
    if not world.store.find(OutgoingCallerId, phone_number=wanted.call.to,
                            account_sid=wanted.call.account_sid):
        world.store.insert(OutgoingCallerId(
            sid=world.ids.sid("PN"), account_sid=wanted.call.account_sid,
            phone_number=wanted.call.to, friendly_name=wanted.friendly_name,
            date_created=now, date_updated=now))


def _report(leg: Leg, wanted: Verification) -> None:
    """Tells the site what came of it: the call's parameters, and VerificationStatus."""
    rows = leg.world.store.find(OutgoingCallerId, phone_number=wanted.call.to,
                                account_sid=wanted.call.account_sid)
    params = call_params(leg.call) | {"VerificationStatus": "success" if rows else "failed"}
    if rows:
        params["OutgoingCallerIdSid"] = rows[0].sid
    if wanted.status_callback:
        leg.world.exchange.keep_callbacks(wanted.call.sid, leg.callbacks)
        leg.callbacks.send(wanted.status_callback, wanted.status_callback_method, params)


__all__ = ["TWIML", "Verification", "live"]
