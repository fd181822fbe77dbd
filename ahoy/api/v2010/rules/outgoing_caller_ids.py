"""What is checked before a number is called to be verified."""

from __future__ import annotations

import re

from ....account import trials
from ....exchange.calls.caller_id_verification import TWIML, Verification
from ....facts import errors
from ....numbers import phone_numbers
from ....numbers.phone_numbers import TWILIOS_OWN
from ....store.rows import Call, OutgoingCallerId, PhoneNumber
from ... import parameters
from ...request_context import Ask

LONGEST_DELAY = 60
"""Seconds."""
LONGEST_CALLBACK = 1000
LONGEST_NAME = 64

_EXTENSION = re.compile(r"[0-9*#wW]{0,32}")


def new_verification(ask: Ask) -> Verification:
    """The verification that is asked for; its call is not yet in the store.

    Raises:
        TwilioError: 21401 for no number, 21449 for one of the account's own, 21450 and
            21453 for one that is verified, 21454 and 21456 for options.
    """
    number = _number(ask)
    delay = parameters.whole(ask.text("CallDelay") or "0", 0, LONGEST_DELAY)
    if delay is None:
        raise errors.refuse(21454)
    if not _EXTENSION.fullmatch(ask.text("Extension")):
        raise errors.bad_parameter("Extension")
    callback, method = _callback(ask), parameters.method(ask, "StatusCallbackMethod")
    friendly_name = name(ask) or phone_numbers.formatted(number)
    trials.check_new_caller_id(ask)
    code = f"{ask.world.ids.dice.randrange(10 ** 6):06d}"
    return Verification(_call(ask, number), friendly_name, code, delay, callback, method)


def _number(ask: Ask) -> str:
    number = phone_numbers.parse(ask.text("PhoneNumber"))
    if number is None:
        raise errors.refuse(21401)
    mine = ask.account.sid
    if (mine,) in ask.world.store.pick(PhoneNumber, "account_sid", phone_number=number):
        raise errors.refuse(21449)
    owners = ask.world.store.pick(OutgoingCallerId, "account_sid", phone_number=number)
    if owners:
        raise errors.refuse(21450 if (mine,) in owners else 21453)
    return number


def _callback(ask: Ask) -> str:
    url = ask.text("StatusCallback")
    if url and (len(url) > LONGEST_CALLBACK or not parameters.is_callback_address(url)):
        raise errors.refuse(21456)
    return url


def name(ask: Ask) -> str:
    """FriendlyName, of at most 64 characters (20001 for more is a guess)."""
    if len(ask.text("FriendlyName")) > LONGEST_NAME:
        raise errors.bad_parameter("FriendlyName")
    return ask.text("FriendlyName")


def _call(ask: Ask, number: str) -> Call:
    """The call with which Twilio asks for the code; it is listed like any other [unsure]."""
    now = ask.world.clock.now()
    return Call(
        sid=ask.world.ids.sid("CA"), account_sid=ask.account.sid, to=number, from_=TWILIOS_OWN,
        direction="outbound-api", twiml=TWIML, date_created=now, date_updated=now,
        world=ask.world.name)
