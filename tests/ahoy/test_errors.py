"""The table of refusals, and the kit's own errors."""

from __future__ import annotations

import string

import pytest

from ahoy.facts import errors
from ahoy.facts.errors import AhoyError, NotSimulated, NotStarted, StoreUnusable, refuse


def test_a_refusal_carries_code_status_sentence_and_page():
    """The four things that Twilio's JSON has."""
    refusal = refuse(21659, from_="+14155550111")
    assert (
        21659,
        400,
        "'From' +14155550111 is not a Twilio phone number or Short Code country mismatch",
        "https://www.twilio.com/docs/errors/21659",
    ) == (refusal.code, refusal.status, refusal.message, refusal.more_info)


def test_a_recipient_is_masked_and_a_sender_is_not():
    """Since 2023 Twilio hides the last four characters of To in its sentences."""
    assert "Invalid 'To' Phone Number: +1415555XXXX" == refuse(21211, to="+14155550123").message


def test_values_with_braces_are_printed_as_they_are():
    """Somebody's {name} in a number must not be taken for a place in the sentence."""
    assert "Url is not a valid URL: {x}" == refuse(
        21205, "malformed", name="Url", url="{x}").message


@pytest.mark.parametrize(("code", "status", "variant", "sentence"), errors.TABLE)
def test_every_row_of_the_table_can_be_raised(code, status, variant, sentence):
    """With the values that its sentence names, and no others."""
    names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
    values = {name.removesuffix("_masked"): "+14155550123" for name in names}
    refusal = refuse(code, variant, **values)
    assert (code, status) == (refusal.code, refusal.status)
    assert "{" not in refusal.message


def test_no_refusal_is_listed_twice():
    """One sentence for a code and variant."""
    assert len(errors.TABLE) == len(errors.SENTENCES)


def test_the_kits_own_errors_have_one_root():
    """`except AhoyError` catches them all."""
    assert all(issubclass(kind, AhoyError) for kind in (NotStarted, NotSimulated, StoreUnusable))


def test_what_is_not_simulated_claims_no_code_of_twilios():
    """HTTP 501, and the nearest thing that works."""
    refusal = errors.not_simulated("faxes", "Texts work.")
    assert (501, 501, "Ahoy does not simulate faxes yet. Texts work.") == (
        refusal.code, refusal.status, refusal.message)
