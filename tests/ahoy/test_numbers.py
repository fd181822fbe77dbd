"""Telephone numbers: what is accepted, how they are written, where they are."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahoy.facts import errors
from ahoy.numbers import area_codes, phone_numbers


@pytest.mark.parametrize(
    "text",
    [
        "+14155550123",
        "4155550123",
        "(415) 555-0123",
        "1-415-555-0123",
        "415.555.0123",
        " +1 415 555 0123 ",
    ],
)
def test_a_number_may_be_written_as_a_north_american_writes_it(text):
    """Every usual spelling gives the one E.164 number."""
    assert "+14155550123" == phone_numbers.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "hello",
        "1-800-FLOWERS",
        "415555",
        "+1415",
        "+1555123456",
        "+15551234567",
        "+11234567890",
        "+14155550123x5",
        "+1415555012345678",
        "client:ada",
        "whatsapp:+14155550123",
        "+0123456789",
        "+１４１５５５５０１２３",
        "\x00",
        "+1\n415",
    ],
)
def test_what_is_no_telephone_number_is_refused(text):
    """Letters, wrong lengths, unassigned areas, extensions, other channels, odd digits: None."""
    assert phone_numbers.parse(text) is None


@pytest.mark.parametrize("last", range(100, 200, 11))
def test_the_reserved_555_numbers_are_valid(last):
    """Lessons use 555-0100 to 555-0199 alone, so they must work everywhere."""
    assert phone_numbers.is_valid(f"+14155550{last}")


@pytest.mark.parametrize("last", ["0001", "0002", "0003", "0004", "0006", "0007", "0009"])
def test_twilios_magic_numbers_are_valid(last):
    """Test credentials react to them, so they have to get past the parser."""
    assert f"+1500555{last}" == phone_numbers.parse(f"+1500555{last}")


def test_a_number_without_a_country_is_read_by_its_region():
    """A British number dialled at home needs the region GB."""
    assert (None, "+442079460958") == (
        phone_numbers.parse("020 7946 0958"),
        phone_numbers.parse("020 7946 0958", "GB"),
    )


def test_valid_means_written_in_e164():
    """A good number in another spelling is not E.164."""
    assert [True, False, False] == [
        phone_numbers.is_valid(text) for text in ("+14155550123", "4155550123", "client:ada")
    ]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("client:ada", True),
        ("sip:ada@example.com", True),
        ("client:", False),
        ("+14155550123", False),
        ("ada", False),
    ],
)
def test_clients_and_sip_addresses_can_be_called(text, answer):
    """Only these two schemes, and only with something after the colon."""
    assert answer == phone_numbers.is_callable_address(text)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+14155550123", "(415) 555-0123"),
        ("+15005550006", "(500) 555-0006"),
        ("+442079460958", "+442079460958"),
        ("client:ada", "client:ada"),
        ("+1415", "+1415"),
    ],
)
def test_only_north_american_numbers_get_brackets(number, shown):
    """`to_formatted` leaves everything else as it is."""
    assert shown == phone_numbers.formatted(number)


@pytest.mark.parametrize(
    ("text", "shown"), [("+15551234567", "+1555123XXXX"), ("F1234", "FXXXX"), ("12", "XXXX")]
)
def test_a_mask_hides_the_last_four_characters(text, shown):
    """As in "Invalid 'To' Phone Number: +1555123XXXX"."""
    assert shown == errors.mask(text)


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("+14155550123", ("SAN FRANCISCO", "CA", "94102", "US")),
        ("+12125550123", ("NEW YORK", "NY", "10007", "US")),
        ("+14165550123", ("TORONTO", "ON", "", "CA")),
        ("+15005550006", ("", "", "", "US")),
        ("+18005550123", ("", "", "", "US")),
        ("+442079460958", ("", "", "", "GB")),
        ("client:ada", ("", "", "", "")),
        ("+999123", ("", "", "", "")),
    ],
)
def test_a_number_lies_where_its_area_code_says(number, place):
    """Upper case, two-letter states, "" where nothing is known."""
    assert place == phone_numbers.geo(number)


def test_a_number_that_is_kept_for_plays_is_valid_in_each_area():
    """Also with a numbering plan that is older than the area: such numbers are for sale."""
    kept = {f"+1{code}5550150" for code in area_codes.table()}
    assert {one for one in kept if phone_numbers.is_valid(one)} == kept


def test_a_number_that_is_kept_for_plays_needs_an_area():
    """Nobody has 999."""
    assert not phone_numbers.is_valid("+19995550150")


def test_each_area_of_the_table_lies_in_the_country_that_the_numbering_plan_says():
    """The plan is libphonenumber's, kept by others."""
    table = area_codes.table()
    regions = {
        code: phonenumbers.region_code_for_number(phonenumbers.parse(f"+1{code}5550123"))
        for code in table
    }
    assert regions == {code: place[3] for code, place in table.items()}


def test_no_area_code_is_listed_twice():
    """A second line for a code would silently win."""
    lines = (area_codes.UNITED_STATES + area_codes.CANADA).split("\n")
    listed = [word for line in lines for word in line.split() if re.fullmatch(r"\d{3}", word)]
    assert sorted(area_codes.table()) == sorted(listed)


def test_nearly_every_area_code_of_the_usa_and_canada_has_a_city():
    """A few may be newer than the table; none that a learner is likely to type."""
    plan = [phonenumbers.parse(f"+1{code}5550123") for code in range(201, 1000)]
    placed = phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE
    geographic = {
        str(number.national_number)[:3]
        for number in plan
        if phonenumbers.number_type(number) == placed
        and phonenumbers.region_code_for_number(number) in ("US", "CA")
    }
    assert len(geographic - set(area_codes.table())) <= 0.02 * len(geographic)


@given(st.text(max_size=30) | st.from_regex(r"\+?[0-9 ().-]{0,20}", fullmatch=True))
def test_any_text_is_a_number_or_none(text):
    """Never an exception; what comes out is E.164 and stays what it is."""
    number = phone_numbers.parse(text)
    assert number is None or phone_numbers.is_valid(number)
    assert isinstance(phone_numbers.geo(text), phone_numbers.Geo)
    assert isinstance(phone_numbers.formatted(text), str)
