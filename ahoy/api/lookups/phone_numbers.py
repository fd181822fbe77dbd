"""Lookup: lookups.twilio.com/v2/PhoneNumbers/{number}, and the old v1.

Of the paid packages two are told, and those of an invalid number are null; the others are
refused by name. An invalid number is no error: 200, `valid` false, and why. That country and
national format are null then is likely, not confirmed. Lookup v1 knows no invalid number: 404.
"""

from __future__ import annotations

from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from ...facts import errors
from ...numbers import phone_numbers
from ..answers import Answer, fetched
from ..parameters import Accepts
from ..request_context import Ask
from ..routes import on, on_test
from . import line_types as rules

NUMBER = "/v2/PhoneNumbers/{number}"
OLD_NUMBER = "/v1/PhoneNumbers/{number}"

FETCH = Accepts(
    "Fields CountryCode",
    "FirstName LastName AddressLine1 AddressLine2 City State PostalCode AddressCountryCode"
    " NationalId DateOfBirth LastVerifiedDate VerificationSid PartnerSubId",
)
OLD_FETCH = Accepts("CountryCode Type", "AddOns AddOnsData")

FREE = "validation"
PACKAGES = (
    "caller_name", "sim_swap", "call_forwarding", "line_status", "line_type_intelligence",
    "identity_match", "reassigned_number", "sms_pumping_risk", "phone_number_quality_score",
    "pre_fill")
"""What costs money, in the order of the answer."""

SOLD = {"caller_name": rules.caller_name, "line_type_intelligence": rules.line_type}
OLD_SOLD = {"caller-name": ("caller_name", rules.caller_name),
            "carrier": ("carrier", rules.carrier)}
INSTEAD = "caller_name, line_type_intelligence and validation work."

REASONS = {
    ValidationResult.TOO_SHORT: "TOO_SHORT",
    ValidationResult.TOO_LONG: "TOO_LONG",
    ValidationResult.INVALID_COUNTRY_CODE: "INVALID_COUNTRY_CODE",
    ValidationResult.INVALID_LENGTH: "INVALID_LENGTH",
    ValidationResult.IS_POSSIBLE: "INVALID_BUT_POSSIBLE",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "TOO_SHORT",
}


@on_test("GET", NUMBER, "lookups")
@on("GET", NUMBER, "lookups")
def fetch(ask: Ask) -> Answer:
    """What the number's form tells, and what was asked for besides."""
    FETCH.check(ask)
    wanted = _packages(ask)
    found = _as_json(ask.names["number"], _region(ask))
    if found["valid"]:
        found |= {name: SOLD[name](ask, found["phone_number"]) for name in SOLD if name in wanted}
    return fetched(found)


@on("GET", OLD_NUMBER, "lookups")
def fetch_by_v1(ask: Ask) -> Answer:
    """Lookup v1: the number's country and format, its carrier, its caller's name."""
    OLD_FETCH.check(ask)
    wanted = [one for one in ask.texts("Type") if one]
    for kind in wanted:
        if kind not in OLD_SOLD:
            raise errors.bad_parameter("Type")
    found = _as_json(ask.names["number"], _region(ask))
    if not found["valid"]:
        raise ask.not_found()
    number = found["phone_number"]
    sold = {field: tell(ask, number) for kind, (field, tell) in OLD_SOLD.items() if kind in wanted}
    return fetched({
        "caller_name": None, "carrier": None, "fraud": None, "add_ons": None,
        "country_code": found["country_code"], "national_format": found["national_format"],
        "phone_number": number, "url": f"https://lookups.twilio.com/v1/PhoneNumbers/{number}",
    } | sold)


def _region(ask: Ask) -> str:
    """By whose habits a number without + is read."""
    region = ask.text("CountryCode").upper() or "US"
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise errors.bad_parameter("CountryCode")
    return region


def _packages(ask: Ask) -> set[str]:
    """What `Fields` asks for."""
    wanted = set(filter(None, ask.text("Fields").replace(" ", "").split(",")))
    for name in sorted(wanted - SOLD.keys()):
        if name in PACKAGES:
            raise errors.not_simulated(f"the Lookup package {name}", INSTEAD)
        if name != FREE:
            raise errors.bad_parameter("Fields")
    return wanted


def _as_json(text: str, region: str) -> dict[str, Any]:
    found, reason = _read(text, region)
    if found is None or reason:
        return _answer(text if found is None else _e164(found), reason or "NOT_A_NUMBER")
    return _answer(_e164(found), None, {
        "calling_country_code": str(found.country_code),
        "country_code": phone_numbers.country(_e164(found)) or None,
        "national_format": phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL)})


def _answer(number: str, reason: str | None, known: dict[str, Any] | None = None) -> dict[str, Any]:
    known = known or {}
    return {
        "calling_country_code": known.get("calling_country_code"),
        "country_code": known.get("country_code"),
        "phone_number": number,
        "national_format": known.get("national_format"),
        "valid": reason is None,
        "validation_errors": [reason] if reason else [],
        **dict.fromkeys(PACKAGES),
        "url": f"https://lookups.twilio.com/v2/PhoneNumbers/{number}",
    }


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _read(text: str, region: str) -> tuple[phonenumbers.PhoneNumber | None, str | None]:
    """The number, if it is one, and what is wrong with it."""
    try:
        found = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as why:
        wrong_country = why.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        return None, "INVALID_COUNTRY_CODE" if wrong_country else "NOT_A_NUMBER"
    if phone_numbers.is_valid(_e164(found)):
        return found, None
    return found, REASONS[phonenumbers.is_possible_number_with_reason(found)]
