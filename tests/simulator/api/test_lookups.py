"""Lookup v2, Basic: what the form of a number tells."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

KEYS = (
    "calling_country_code country_code phone_number national_format valid validation_errors"
    " caller_name sim_swap call_forwarding line_status line_type_intelligence identity_match"
    " reassigned_number sms_pumping_risk phone_number_quality_score pre_fill url")


@pytest.fixture
def look(client):
    """Looks a number up."""
    return lambda number, **more: client.lookups.v2.phone_numbers(number).fetch(**more)


def test_a_valid_number_is_known_by_its_form(look):
    """Country, national format, and no errors."""
    found = look("(415) 555-0123")
    assert ("1", "US", "+14155550123", "(415) 555-0123", True, []) == (
        found.calling_country_code, found.country_code, found.phone_number,
        found.national_format, found.valid, found.validation_errors)


@pytest.mark.parametrize(("number", "reason"), [
    ("+1415555", "TOO_SHORT"),
    ("+14155550123456", "TOO_LONG"),
    ("+11155550123", "INVALID_BUT_POSSIBLE"),
    ("+99912345678", "INVALID_COUNTRY_CODE"),
    ("harbour", "NOT_A_NUMBER"),
])
def test_an_invalid_number_is_no_error(look, number, reason):
    """200, and why."""
    found = look(number)
    assert (False, [reason], None, None) == (
        found.valid, found.validation_errors, found.national_format, found.country_code)


def test_a_number_can_be_read_by_another_countrys_habits(look):
    """CountryCode says how a number without + is meant."""
    found = look("030 901820", country_code="DE")
    assert ("49", "DE", "+4930901820") == (
        found.calling_country_code, found.country_code, found.phone_number)


def test_what_costs_money_is_null(client):
    """Every field is there."""
    said = client.request("GET", "https://lookups.twilio.com/v2/PhoneNumbers/+14155550123")
    import json

    body = json.loads(said.text)
    assert KEYS == " ".join(body)
    assert {None} == {body[name] for name in KEYS.split()[6:-1]}


def test_the_free_package_may_be_named(look):
    """It is the one that one gets."""
    assert look("+14155550123", fields="validation").valid


@pytest.mark.parametrize(("more", "status"), [
    ({"fields": "validation,line_type_intelligence"}, 501),
    ({"fields": "shoe_size"}, 400),
    ({"country_code": "XX"}, 400),
    ({"first_name": "Ada"}, 501),
])
def test_what_is_not_free_is_refused_by_name(look, more, status):
    """No silent success."""
    with pytest.raises(TwilioRestException) as refused:
        look("+14155550123", **more)
    assert status == refused.value.status


def test_test_credentials_may_look_numbers_up(tester):
    """As Twilio's page says since 2025."""
    assert tester.lookups.v2.phone_numbers("+14155550123").fetch().valid
