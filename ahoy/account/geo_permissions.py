"""Geographic permissions: the countries that the account may call and text.

A new account has the United States and Canada (from memory: the country of sign-up and
these two). On Twilio the Console changes them; here, in a notebook:

    account.permissions.allow("GB", "DE")        # calls and texts
    account.permissions.calls.add("FR")          # calls alone
    account.permissions.open()                   # everywhere

In a test of an app they are `twilio.permissions`.

Refused are calls (21215), texts (21408) and, in TwiML, dialling (13227).
"""

from __future__ import annotations

from ..numbers import phone_numbers

FIRST = ("CA", "US")


class Permissions:
    """Two sets of countries, as ISO 3166 codes in capitals: `calls` and `texts`."""

    def __init__(self) -> None:
        self.calls: set[str] = set(FIRST)
        self.texts: set[str] = set(FIRST)

    def allow(self, *countries: str) -> None:
        """Calls and texts to these countries are permitted from now on."""
        self.calls.update(countries)
        self.texts.update(countries)

    def forbid(self, *countries: str) -> None:
        """Calls and texts to these countries are refused from now on."""
        self.calls.difference_update(countries)
        self.texts.difference_update(countries)

    def open(self) -> None:
        """Permits every country."""
        self.allow(*phone_numbers.countries())

    def may_call(self, number: str) -> bool:
        """True for a permitted number (E.164), and for clients and SIP addresses."""
        return not number.startswith("+") or phone_numbers.country(number) in self.calls

    def may_text(self, number: str) -> bool:
        """True for a permitted number (E.164), and for short codes."""
        return not number.startswith("+") or phone_numbers.country(number) in self.texts
