"""Lookup: what the form of a number tells, and what is told for money."""

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


def test_what_costs_money_is_null_unless_it_is_asked_for(client):
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
    ({"fields": "validation,sim_swap"}, 501),
    ({"fields": "shoe_size"}, 400),
    ({"country_code": "XX"}, 400),
    ({"first_name": "Ada"}, 501),
])
def test_what_is_not_told_is_refused_by_name(look, more, status):
    """No silent success."""
    with pytest.raises(TwilioRestException) as refused:
        look("+14155550123", **more)
    assert status == refused.value.status


def test_test_credentials_may_look_numbers_up(tester):
    """As Twilio's page says since 2025."""
    assert tester.lookups.v2.phone_numbers("+14155550123").fetch().valid


# --- for money ---------------------------------------------------------------------------------

MOBILE = {"error_code": None, "mobile_country_code": "001", "mobile_network_code": "01",
          "carrier_name": "Ahoy Practice Network", "type": "mobile"}
LANDLINE = MOBILE | {"mobile_country_code": None, "mobile_network_code": None, "type": "landline"}


@pytest.fixture
def line(look):
    """The line type package of a number."""
    return lambda number: look(number, fields="line_type_intelligence").line_type_intelligence


def test_a_persons_phone_is_a_mobile_one(line, alice):
    """Its network's codes are those that are reserved for tests."""
    assert MOBILE == line(alice.number) == line("+14155550177")


def test_a_number_of_the_account_is_twilios(line, office):
    """As Twilio's own example says of one."""
    assert {"error_code": None, "mobile_country_code": "240", "mobile_network_code": "38",
            "carrier_name": "Twilio - SMS/MMS-SVR", "type": "nonFixedVoip"} == line(office)


def test_a_phone_that_takes_no_texts_is_a_landline(line, alice):
    """30006 says that it is one, and so is a fax. A landline has no codes of a network."""
    alice.rejects_texts(30006)
    assert LANDLINE == line(alice.number)
    alice.rejects_texts(30003)
    assert MOBILE == line(alice.number)
    alice.is_fax()
    assert LANDLINE == line(alice.number)


@pytest.mark.parametrize(("number", "kind"), [
    ("+18335550123", "tollFree"), ("+19005550123", "premium"), ("+442079460958", "landline"),
])
def test_the_numbering_plan_tells_the_rest(line, number, kind):
    """Each with Twilio's word."""
    assert kind == line(number)["type"]


def test_a_canadian_line_needs_an_approval(line):
    """60601, and nothing else."""
    assert {"error_code": 60601, "mobile_country_code": None, "mobile_network_code": None,
            "carrier_name": None, "type": None} == line("+14165550123")


def test_a_handsets_name_is_its_callers_name(look, alice):
    """A number without a handset has none that is known; outside the US nothing is."""
    names = [look(number, fields="caller_name").caller_name
             for number in (alice.number, "+14155550177", "+442079460958")]
    assert [
        {"caller_name": "Alice", "caller_type": "CONSUMER", "error_code": None},
        {"caller_name": None, "caller_type": "UNDETERMINED", "error_code": None},
        {"caller_name": None, "caller_type": None, "error_code": None}] == names


def test_several_packages_may_be_asked_for(look, alice):
    """In one request; the others stay null."""
    found = look(alice.number, fields="caller_name, line_type_intelligence,validation")
    assert ("Alice", "mobile", None) == (
        found.caller_name["caller_name"], found.line_type_intelligence["type"], found.sim_swap)


def test_an_invalid_number_has_no_line(look, client):
    """And costs nothing."""
    before = client.balance.fetch().balance
    assert look("+1415555", fields="line_type_intelligence").line_type_intelligence is None
    assert before == client.balance.fetch().balance


def test_what_is_told_costs_money(look, client, alice):
    """0.008 for a line, 0.01 for a name, also for one that is not known; the form is free."""
    before = float(client.balance.fetch().balance)
    look(alice.number)
    look(alice.number, fields="line_type_intelligence,caller_name")
    look("+14155550177", fields="caller_name")
    look("+442079460958", fields="caller_name")
    (used,) = client.usage.records.list(category="lookups")
    assert (0.028, "3", "0.028") == (
        round(before - float(client.balance.fetch().balance), 5), used.count, str(used.price))


def test_test_credentials_pay_nothing(world, tester, client):
    """They change nothing in the account."""
    tester.lookups.v2.phone_numbers("+14155550123").fetch(fields="caller_name")
    assert "0" == client.usage.records.list(category="lookups")[0].count


# --- Lookup v1 ---------------------------------------------------------------------------------


@pytest.fixture
def old(client):
    """Looks a number up by Lookup v1."""
    return lambda number, **more: client.lookups.v1.phone_numbers(number).fetch(**more)


def test_v1_tells_country_and_format(old, alice):
    """And no more, unless it is asked for more."""
    found = old("(415) 555-0123")
    assert ("US", "(415) 555-0123", alice.number, None, None, None) == (
        found.country_code, found.national_format, found.phone_number, found.carrier,
        found.caller_name, found.add_ons)


def test_v1_tells_carrier_and_name(old, alice):
    """With words of its own: `name` for the carrier's name."""
    found = old(alice.number, type=["carrier", "caller-name"])
    assert ({"mobile_country_code": "001", "mobile_network_code": "01", "type": "mobile",
             "name": "Ahoy Practice Network", "error_code": None}, "Alice") == (
        found.carrier, found.caller_name["caller_name"])


def test_v1_calls_all_internet_telephones_voip(old, office):
    """It has three types, and none for a toll-free number."""
    assert "voip" == old(office, type=["carrier"]).carrier["type"]
    assert old("+18335550123", type=["carrier"]).carrier["type"] is None


@pytest.mark.parametrize(("number", "more", "status", "words"), [
    ("+1415555", {}, 404, "The requested resource /PhoneNumbers/+1415555 was not found"),
    ("+14155550123", {"type": ["shoe-size"]}, 400, "Type"),
    ("+14155550123", {"add_ons": ["spam"]}, 501, "type=['carrier', 'caller-name'] works"),
])
def test_v1_refuses(old, number, more, status, words):
    """Other than v2, also a number that is none."""
    with pytest.raises(TwilioRestException) as refused:
        old(number, **more)
    assert status == refused.value.status
    assert words in refused.value.msg
