"""What a search for numbers asks for, and how one is bought."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from ....account import trials
from ....facts import errors
from ....numbers import numbers_for_sale, phone_numbers
from ....numbers.numbers_for_sale import Offer
from ....store.rows import PhoneNumber
from ... import parameters
from ...request_context import Ask
from . import incoming_phone_numbers

MOST = 30
"""Results of a search."""

FARTHEST = 500
USUAL = 25
"""Miles."""

ABLE = {"VoiceEnabled": "voice", "SmsEnabled": "sms", "MmsEnabled": "mms", "FaxEnabled": "fax"}

_AREA = re.compile(r"[2-9]\d\d")
_PATTERN = re.compile(r"\+?[0-9A-Za-z*]{2,16}")
_PLACE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")

Test = Callable[[Offer], bool]


def search(ask: Ask, kind: str) -> list[Offer]:
    """The numbers that fit, at most thirty. No match is no error.

    Raises:
        TwilioError: 21451 for an AreaCode that is none, 20001 for other values that can't
            be (that code is a guess).
    """
    tests = list(_tests(ask))
    size = parameters.whole(ask.text("PageSize") or str(MOST), 1, 1000)
    if size is None:
        raise errors.bad_parameter("PageSize")
    found = (offer for offer in numbers_for_sale.listed(kind, _area(ask))
             if all(test(offer) for test in tests)
             and numbers_for_sale.is_free(ask.world, offer.number))
    return list(islice(found, min(size, MOST)))


def _area(ask: Ask) -> str:
    area = ask.text("AreaCode").strip()
    if area and not _AREA.fullmatch(area):
        raise errors.refuse(21451)
    return area


def _can(what: str, offer: Offer) -> bool:
    return what in offer.capabilities.split()


def _lies_in(field: str, text: str, offer: Offer) -> bool:
    return bool(getattr(offer, field) == text)


def _tests(ask: Ask) -> Iterator[Test]:
    for name, what in ABLE.items():
        if parameters.flag(ask, name):
            yield partial(_can, what)
    if pattern := ask.text("Contains"):
        yield _contains(pattern)
    for name, field in (("InRegion", "state"), ("InPostalCode", "zip"), ("InLocality", "city"),
                        ("InRateCenter", "city")):
        if text := ask.text(name).strip().upper():
            yield partial(_lies_in, field, text)
    if ask.text("NearNumber") or ask.text("NearLatLong"):
        yield _near(ask)


def _contains(pattern: str) -> Test:
    if not _PATTERN.fullmatch(pattern):
        raise errors.bad_parameter("Contains")
    return lambda offer: numbers_for_sale.matches(offer.number, pattern.lstrip("+"))


def _near(ask: Ask) -> Test:
    place = _place(ask)
    distance = parameters.whole(ask.text("Distance") or str(USUAL), 0, FARTHEST)
    if distance is None:
        raise errors.bad_parameter("Distance")
    return lambda offer: place is not None and numbers_for_sale.near(offer, place, distance)


def _place(ask: Ask) -> tuple[float, float] | None:
    """A point on the map. A number whose place we don't know is near nothing."""
    if ask.text("NearLatLong"):
        found = _PLACE.fullmatch(ask.text("NearLatLong"))
        if found is None:
            raise errors.bad_parameter("NearLatLong")
        return float(found[1]), float(found[2])
    number = phone_numbers.parse(ask.text("NearNumber"))
    if number is None:
        raise errors.bad_parameter("NearNumber")
    return numbers_for_sale.place_of(number)


def new_number(ask: Ask, kind: str | None = None) -> PhoneNumber:
    """The number that is bought, as a row. `kind`: of the subresource that was asked.

    Raises:
        TwilioError: 21602 without PhoneNumber and AreaCode, 21421 for no number, 21422 for
            one that is not to be had, 21451 and 21452 for an area code, 21457 and 21458 on
            a subresource, 21404 and 10002 on a trial.
    """
    offer = _named(ask, kind) if ask.text("PhoneNumber") else _in_area(ask, kind)
    settings = incoming_phone_numbers.settings(ask)
    owned = ask.world.store.pick(PhoneNumber, "sid", account_sid=ask.account.sid)
    trials.check_new_number(ask, len(owned))
    now = ask.world.clock.now()
    return PhoneNumber(
        sid=ask.world.ids.sid("PN"), account_sid=ask.account.sid, phone_number=offer.number,
        type=offer.type, capabilities=offer.capabilities, date_created=now, date_updated=now,
        **{"friendly_name": phone_numbers.formatted(offer.number)} | settings)


def _named(ask: Ask, kind: str | None) -> Offer:
    wanted = phone_numbers.parse(ask.text("PhoneNumber"))
    if wanted is None:
        raise errors.refuse(21421, number=ask.text("PhoneNumber").strip())
    offer = numbers_for_sale.of(wanted)
    if offer is None or not numbers_for_sale.is_free(ask.world, wanted):
        raise errors.refuse(21422, number=wanted)
    if kind not in (None, offer.type):
        raise errors.refuse(21458)
    return offer


def _in_area(ask: Ask, kind: str | None) -> Offer:
    if kind is not None and ask.text("AreaCode"):
        raise errors.refuse(21457)
    area = _area(ask)
    if not area:
        raise errors.refuse(21602, "number")
    free = (one for type_ in ("local", "tollfree") for one in numbers_for_sale.listed(type_, area)
            if numbers_for_sale.is_free(ask.world, one.number))
    if offer := next(free, None):
        return offer
    raise errors.refuse(21452)
