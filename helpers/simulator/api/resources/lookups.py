"""Lookup v2: lookups.twilio.com/v2/PhoneNumbers/{number}, the free part (Basic).

The paid packages are null unless they are asked for; asked for, they are refused by name.
An invalid number is no error: 200, `valid` false, and why. That country and national format
are null then is likely, not confirmed.
"""

from __future__ import annotations

from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from ... import errors, numbers
from ..answers import Answer, fetched
from ..asking import Ask
from ..parameters import Accepts
from ..routes import on, on_test

NUMBER = "/v2/PhoneNumbers/{number}"

FETCH = Accepts(
    "Fields CountryCode",
    "FirstName LastName AddressLine1 AddressLine2 City State PostalCode AddressCountryCode"
    " NationalId DateOfBirth LastVerifiedDate VerificationSid PartnerSubId",
)
FREE = "validation"
PACKAGES = (
    "caller_name", "sim_swap", "call_forwarding", "line_status", "line_type_intelligence",
    "identity_match", "reassigned_number", "sms_pumping_risk", "phone_number_quality_score",
    "pre_fill")
"""What costs money, in the order of the answer."""

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
    """What the number's form tells."""
    FETCH.check(ask)
    _must_be_free(ask)
    region = ask.text("CountryCode").upper() or "US"
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise errors.bad_parameter("CountryCode")
    return fetched(_as_json(ask.names["number"], region))


def _must_be_free(ask: Ask) -> None:
    for name in filter(None, ask.text("Fields").replace(" ", "").split(",")):
        if name in PACKAGES:
            raise errors.not_simulated(
                f"the Lookup package {name}", "Fetch without fields: form and country are free.")
        if name != FREE:
            raise errors.bad_parameter("Fields")


def _as_json(text: str, region: str) -> dict[str, Any]:
    found, reason = _read(text, region)
    if found is None or reason:
        return _answer(text if found is None else _e164(found), reason or "NOT_A_NUMBER")
    return _answer(_e164(found), None, {
        "calling_country_code": str(found.country_code),
        "country_code": numbers.country(_e164(found)) or None,
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
    if numbers.is_valid(_e164(found)):
        return found, None
    return found, REASONS[phonenumbers.is_possible_number_with_reason(found)]
