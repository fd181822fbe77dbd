"""A form for a telephone number: formatted while one types, shown in E.164."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from .. import page_words
from . import field_rules
from .country_names import country_name
from .form import Field, Form, quoted

_PLAIN = re.compile(r"[0-9+ ().\-]*")


class NumberForm(Form):
    """A number as people write it, and the lookup of it."""

    def __init__(self) -> None:
        t = page_words.FORM
        super().__init__("number", (
            Field("country", t["country"], "US", choices=_countries(), in_call=False),
            Field("phone_number", t["number"], "+14155550123"),
        ))

    @property
    def code(self) -> str:
        """The lookup as Python."""
        number = self.cleaned()["phone_number"]
        return f"client.lookups.v2.phone_numbers({quoted(number)}).fetch()"

    def formatted(self, name: str, before: str, typed: str) -> str:
        """The number in the groups of its country, as long as one types on at its end."""
        if name != "phone_number" or not _grew(before, typed):
            return typed
        return as_typed(typed, self.typed["country"])

    def problem_of(self, field: Field) -> str:
        """A number is judged by the habits of the country."""
        typed, country = self.typed["phone_number"], self.typed["country"]
        if field.name == "phone_number":
            return field_rules.number(typed, country)
        return super().problem_of(field)

    def note_of(self, field: Field) -> str:
        """Where it is, how it is written there, and its E.164 form."""
        found = self._e164()
        if field.name != "phone_number" or not found:
            return ""
        number = phonenumbers.parse(found)
        return page_words.FORM["number_note"].format(
            e164=found, country=_place(number),
            here=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))

    def value_of(self, field: Field) -> str:
        """E.164, where it can be read."""
        return self._e164() or self.typed["phone_number"].strip()

    def _e164(self) -> str:
        return field_rules.e164(self.typed["phone_number"], self.typed["country"])

    def brief(self) -> str:
        """The number and its country."""
        return f"{self.cleaned()['phone_number'] or '?'} ({self.typed['country']})"


def as_typed(typed: str, country: str) -> str:
    """A number that is not finished, in the groups that it will have: "(415) 555-01"."""
    if not _PLAIN.fullmatch(typed):
        return typed
    formatter, shown = phonenumbers.AsYouTypeFormatter(country), ""
    for character in typed:
        if character.isdecimal() or (character == "+" and not shown):
            shown = formatter.input_digit(character)
    return shown


def _grew(before: str, typed: str) -> bool:
    """More digits at the end, and no others changed: then nobody is correcting the middle."""
    old, new = _digits(before), _digits(typed)
    return len(new) > len(old) and new.startswith(old) and typed[-1].isdecimal()


def _digits(typed: str) -> str:
    return "".join(filter(str.isdecimal, typed))


def _place(number: phonenumbers.PhoneNumber) -> str:
    code = phonenumbers.region_code_for_number(number)
    return country_name(code) if code else page_words.FORM["no_country"]


@lru_cache(maxsize=1)
def _countries() -> tuple[tuple[str, str], ...]:
    """Every country that has telephone numbers, by its name."""
    found = [(f"{country_name(code)} (+{phonenumbers.country_code_for_region(code)})", code)
             for code in phonenumbers.SUPPORTED_REGIONS]
    return tuple(sorted(found))


def number_form() -> Form:
    """A form for a telephone number: its country, its E.164 form, and the code that looks it up."""
    return NumberForm()
