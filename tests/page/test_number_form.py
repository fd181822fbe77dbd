"""The form for a number: as people write it, and as Twilio wants it."""

from __future__ import annotations

import pytest
from twilio.rest import Client

from helpers import number_form
from helpers.page.forms.number_form import as_typed


def note(form) -> str:
    """What stands below the number."""
    return form.note_of(form.fields["phone_number"])


def test_it_begins_ready() -> None:
    """Headless it is its default."""
    form = number_form()
    assert form.values == {"phone_number": "+14155550123"}
    assert form.code == 'client.lookups.v2.phone_numbers("+14155550123").fetch()'
    assert repr(form) == "number form: +14155550123 (US), ready"


def test_values_are_what_the_sdk_takes(client: Client) -> None:
    """The lookup of what was typed."""
    form = number_form().fill(phone_number="(415) 555-0199")
    found = client.lookups.v2.phone_numbers(**form.values).fetch()
    assert (found.phone_number, found.valid) == ("+14155550199", True)


@pytest.mark.parametrize(("country", "typed", "e164", "says"), [
    ("US", "415 555 0123", "+14155550123", "United States; written (415) 555-0123 there."),
    ("CA", "(604) 555-0100", "+16045550100", "Canada; written (604) 555-0100 there."),
    ("GB", "020 7946 0018", "+442079460018", "United Kingdom; written 020 7946 0018 there."),
    ("GB", "+1 415-555-0123", "+14155550123", "United States; written (415) 555-0123 there."),
])
def test_a_number_is_read_by_the_habits_of_its_country(country, typed, e164, says) -> None:
    """A plus sign says the country; without one the chosen country is meant."""
    form = number_form().fill(country=country, phone_number=typed)
    assert form.values == {"phone_number": e164}
    assert note(form) == f"E.164: {e164}\n{says}"


def test_every_prefix_on_the_way_is_in_groups() -> None:
    """A number takes its form while it is typed."""
    steps = [as_typed("4155550123"[:end], "US") for end in range(1, 11)]
    assert steps == ["4", "41", "415", "415-5", "415-55", "415-555", "415-5550", "(415) 555-01",
                     "(415) 555-012", "(415) 555-0123"]
    assert as_typed("+442079460018", "US") == "+44 20 7946 0018"


@pytest.mark.parametrize(("before", "typed", "shown"), [
    ("415-555", "415-5550", "415-5550"),
    ("415-5550", "415-55501", "(415) 555-01"),
    ("(415) 555-0123", "(415) 555-012", "(415) 555-012"),
    ("(415) 555-0123", "(45) 555-0123", "(45) 555-0123"),
    ("", "4155550123", "(415) 555-0123"),
    ("415", "415x", "415x"),
    ("415-555", "415-555 ", "415-555 "),
])
def test_only_typing_on_is_formatted(before: str, typed: str, shown: str) -> None:
    """Whoever deletes, or corrects the middle, is left alone."""
    assert number_form().formatted("phone_number", before, typed) == shown


@pytest.mark.parametrize(("typed", "field", "sentence"), [
    ({"phone_number": ""}, "phone_number", "This is empty. Write it in E.164 form"),
    ({"phone_number": "555-0123"}, "phone_number", "“555-0123” is no phone number."),
    ({"country": "XX"}, "country", "“XX” is not among the choices."),
])
def test_what_is_wrong_is_said(typed, field: str, sentence: str) -> None:
    """With the cure."""
    assert number_form().fill(**typed).problems[field].startswith(sentence)


def test_every_country_has_its_name() -> None:
    """One finds one's own by typing its first letters."""
    labels = {value: label for label, value in number_form().fields["country"].choices}
    assert (labels["DE"], labels["JP"], len(labels) > 200) == (
        "Germany (+49)", "Japan (+81)", True)
    assert [code for code, label in labels.items() if label.startswith(code)] == []


def test_it_is_shown_with_its_text_beside_it() -> None:
    """Also with a country that does not exist."""
    bundle = number_form().fill(country="XX")._repr_mimebundle_()
    assert bundle["text/plain"] == "number form: +14155550123 (XX), to mend: Country"
