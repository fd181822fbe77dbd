"""Test credentials: magic numbers, classic wordings, and nothing that lasts.

The table and the sentences are those recorded with test credentials around 2018 to 2020.
Rows made here are never stored, and nobody hears of them.
"""

from __future__ import annotations

from typing import Any

from ....facts import errors
from ....numbers import phone_numbers
from ....store.rows import Call, Message, PhoneNumber
from ...request_context import Ask
from . import calls, incoming_phone_numbers, messages

UNAVAILABLE = "+15005550000"
INVALID = "+15005550001"
UNREACHABLE = "+15005550002"
NO_PERMISSION = "+15005550003"
BLOCKED = "+15005550004"
GOOD = "+15005550006"
NOT_OWNED = "+15005550007"
FULL_QUEUE = "+15005550008"
LANDLINE = "+15005550009"

GOOD_AREA = "500"


def message(ask: Ask) -> Message:
    """A message sent with test credentials."""
    messages.what_a_message_needs(ask, "classic")
    messages.not_too_long(ask)
    to, from_ = phone_numbers.parse(ask.text("To")), _number_or_text(ask.text("From"))
    if to is None or to == INVALID:
        raise errors.refuse(21211, "classic", to=ask.text("To"))
    _sender_of_a_message(from_)
    messages.message_options(ask)
    _route_of_a_message(ask, to, from_)
    return messages.as_row(ask, to, from_)


def _number_or_text(text: str) -> str:
    return phone_numbers.parse(text) or text


def _sender_of_a_message(from_: str) -> None:
    if from_ == INVALID:
        raise errors.refuse(21212, "classic", from_=from_)
    if from_ not in (GOOD, FULL_QUEUE):
        raise errors.refuse(21606, "classic", from_=from_)


def _route_of_a_message(ask: Ask, to: str, from_: str) -> None:
    if to == NO_PERMISSION:
        raise errors.refuse(21408, "classic", to=to)
    if to == UNREACHABLE:
        channel = "MMS" if ask.text("MediaUrl") else "SMS"
        raise errors.refuse(21612, to=to, from_=from_, channel=channel)
    if to == LANDLINE:
        raise errors.refuse(21614, to=to)
    if to == BLOCKED:
        raise errors.refuse(21610, "classic")
    if from_ == FULL_QUEUE:
        raise errors.refuse(21611)


def call(ask: Ask) -> Call:
    """A call made with test credentials."""
    calls.what_a_call_needs(ask)
    to, from_ = calls.whom_to_call(ask), _number_or_text(ask.text("From"))
    instructions, options = calls.what_to_do(ask), calls.call_options(ask)
    _caller(from_)
    _route_of_a_call(to)
    now = ask.world.clock.now()
    return Call(
        sid=ask.world.ids.sid("CA"), account_sid=ask.account.sid, to=to, from_=from_,
        direction="outbound-api", date_created=now, date_updated=now, **instructions, **options)


def _caller(from_: str) -> None:
    if from_ == INVALID:
        raise errors.refuse(21212, "call", from_=from_)
    if from_ != GOOD:
        raise errors.refuse(21210, from_=from_)


def _route_of_a_call(to: str) -> None:
    code = {INVALID: 21217, UNREACHABLE: 21214, NO_PERMISSION: 21215, BLOCKED: 21216}.get(to)
    if code:
        raise errors.refuse(code, to=to)


def phone_number(ask: Ask) -> PhoneNumber:
    """A number bought with test credentials, by PhoneNumber or by AreaCode."""
    wanted = ask.text("PhoneNumber").strip() or _in_area(ask.text("AreaCode"))
    if wanted == UNAVAILABLE:
        raise errors.refuse(21422, number=wanted)
    if wanted != GOOD:
        raise errors.refuse(21421, number=wanted)
    now = ask.world.clock.now()
    settings: dict[str, Any] = {"friendly_name": phone_numbers.formatted(wanted)}
    settings |= incoming_phone_numbers.settings(ask)
    return PhoneNumber(
        sid=ask.world.ids.sid("PN"), account_sid=ask.account.sid, phone_number=wanted,
        date_created=now, date_updated=now, **settings)


def _in_area(area: str) -> str:
    if area and area != GOOD_AREA:
        raise errors.refuse(21452)
    return GOOD if area else ""
