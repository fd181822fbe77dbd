"""Telephone numbers: what Twilio accepts, how it writes them, where they are.

The numbering plan is `phonenumbers` (Google's libphonenumber). Twilio takes E.164, and
for its convenience also what a North American would dial. The 555-0100 to 555-0199 range,
reserved for fiction, and Twilio's magic test numbers (+1500555…) count as valid.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from . import area_codes

MAGIC = re.compile(r"\+1500555\d{4}")
"""Numbers that Twilio's test credentials react to: +15005550001, …"""

TWILIOS_OWN = "+14155550199"
"""The number from which Twilio itself calls: it is nobody's, and can't be bought."""

REMEMBERED = 32_768
"""So many numbers are not looked up again: more than a campaign of ten thousand has."""

_KEPT = re.compile(r"\+1\d{3}55501\d\d")
_WRITTEN = re.compile(r"\+?[0-9 ().\-/]+")
_ADDRESS = re.compile(r"(?:client:|(?i:sips?:)).+", re.DOTALL)


class Geo(NamedTuple):
    """Where a number is registered, upper case; "" where it is not known."""

    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


@lru_cache(maxsize=REMEMBERED)
def parse(text: str, region: str = "US") -> str | None:
    """The number in E.164 ("+14155550123"), or None when Twilio would refuse it.

    `region` is the country whose habits a number without + is read by. Letters,
    extensions, unassigned area codes and wrong lengths are refused.
    """
    text = text.strip()
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    known = MAGIC.fullmatch(e164) or phonenumbers.is_valid_number(number) or _is_kept(e164)
    return e164 if known else None


def _is_kept(e164: str) -> bool:
    """True for fiction's numbers, also in an area that is younger than the numbering plan."""
    return bool(_KEPT.fullmatch(e164) and _area(e164))


def is_valid(e164: str) -> bool:
    """True for a valid number that is already written in E.164."""
    return parse(e164) == e164


@lru_cache(maxsize=REMEMBERED)
def is_premium(e164: str) -> bool:
    """True for a number at a higher rate, such as 1-900, which Twilio does not call."""
    if e164.startswith("+1"):  # as nearly all, and each text and call asks
        return e164[2:5] == "900"
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return kind == phonenumbers.PhoneNumberType.PREMIUM_RATE


def is_callable_address(text: str) -> bool:
    """True for what Twilio can call besides telephone numbers: `client:ada`, `sip:ada@…`."""
    return _ADDRESS.fullmatch(text) is not None


@lru_cache(maxsize=REMEMBERED)
def formatted(number: str) -> str:
    """ "(415) 555-0123" for a North American number, anything else as it is.

    That is how `to_formatted` and `from_formatted` of a call look.
    """
    digits = number[2:]
    if number[:2] == "+1" and len(digits) == 10 and digits.isdecimal():
        return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    return number


@lru_cache(maxsize=REMEMBERED)
def geo(number: str) -> Geo:
    """Where an E.164 number is, from its area code (see `areas`).

    Numbers outside the USA and Canada, toll-free and magic ones have a country alone.
    """
    place = _area(number)
    return Geo(*place) if place else Geo(country=country(number))


def _area(number: str) -> tuple[str, str, str, str] | None:
    return _areas().get(number[2:5]) if number[:2] == "+1" and len(number) == 12 else None


@lru_cache(maxsize=REMEMBERED)
def country(number: str) -> str:
    """The ISO country of an E.164 number ("US"), "" for addresses and unknown prefixes."""
    if not number.startswith("+"):
        return ""
    if place := _area(number):
        return place[3]
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    region = phonenumbers.region_code_for_number(parsed)
    region = region or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return region if region.isalpha() and region != "ZZ" else ""


def countries() -> tuple[str, ...]:
    """Every ISO country that has telephone numbers."""
    return tuple(sorted(phonenumbers.SUPPORTED_REGIONS))


@lru_cache(maxsize=1)
def _areas() -> dict[str, tuple[str, str, str, str]]:
    return area_codes.table()
