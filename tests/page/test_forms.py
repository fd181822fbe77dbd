"""Forms: what one types, what is wrong with it, and the SDK call that it stands for."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.rest import Client

from helpers import call_form, sms_form
from helpers.page.forms.form import quoted


def keywords(code: str) -> tuple[str, dict[str, str]]:
    """The function and the keyword arguments of a call, read as Python reads them."""
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call) and not call.args
    return ast.unparse(call.func), {one.arg: ast.literal_eval(one.value) for one in call.keywords}


def test_a_call_form_begins_ready(account) -> None:
    """Headless it is its defaults: a call from the account's number."""
    assert call_form().values == {
        "to": "+14155550123", "from_": account.number,
        "twiml": "<Response><Say>Ahoy hoy!</Say></Response>"}


def test_a_text_form_begins_ready(account) -> None:
    """Headless it is its defaults: a text from the account's number."""
    assert sms_form().values == {
        "to": "+14155550123", "from_": account.number, "body": "Ahoy hoy!"}


def test_values_are_what_the_sdk_takes(account, client: Client) -> None:
    """`create(**form.values)` calls and texts."""
    call = client.calls.create(**call_form().values)
    text = client.messages.create(**sms_form().values)
    assert (call.to, text.body) == ("+14155550123", "Ahoy hoy!")


def test_a_form_never_sends(account, client: Client) -> None:
    """Filled in, read and shown, it leaves the account as it was."""
    for form in (call_form(), sms_form()):
        _ = form.fill(to="+14155550124").values, form.code, form._repr_mimebundle_()
    assert (client.calls.list(), client.messages.list()) == ([], [])


@pytest.mark.parametrize(("form", "typed"), [
    (call_form, {}),
    (call_form, {"to": "client:ada"}),
    (call_form, {"to": "(415) 555-0199"}),
    (call_form, {"url": "https://example.com/voice?a=1&b='2'"}),
    (call_form, {"twiml": '<Response><Say voice="alice">Don\'t</Say></Response>'}),
    (sms_form, {"body": "C:\\new\n\"quoted\" and 'quoted' \u2028 ☎"}),
])
def test_the_code_is_the_values(account, form, typed: dict[str, str]) -> None:
    """The line of SDK code is valid Python and says what `values` holds."""
    filled = form().fill(**typed)
    called, arguments = keywords(filled.code)
    assert arguments == filled.values
    assert called == ("client.calls.create" if form is call_form else "client.messages.create")


@given(st.text(st.characters(exclude_categories=()), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_words_become_a_python_literal(text: str) -> None:
    """Quotes, back-slashes and odd characters survive."""
    assert ast.literal_eval(quoted(text)) == text


def test_numbers_are_sent_in_e164(account) -> None:
    """A number as people write it becomes what Twilio wants."""
    assert call_form().fill(to="(415) 555-0199").values["to"] == "+14155550199"


def test_a_url_takes_the_place_of_twiml(account) -> None:
    """Only one of the two is sent: the one filled in last."""
    form = call_form().fill(url="https://example.com/voice")
    assert sorted(form.values) == ["from_", "to", "url"]
    assert sorted(form.fill(twiml="<Response/>").values) == ["from_", "to", "twiml"]


@pytest.mark.parametrize(("form", "field", "typed", "sentence"), [
    (call_form, "to", "", "To: This is empty. Write it in E.164 form"),
    (call_form, "to", "hello", "To: “hello” is no phone number. Write it in E.164 form"),
    (call_form, "from_", "+1", "From: “+1” is no phone number."),
    (sms_form, "to", "client:ada", "To: “client:ada” is no phone number."),
    (sms_form, "body", " \n", "Body: This is empty. Write what the text says."),
    (sms_form, "body", "x" * 1601, "Body: This has 1,601 characters; Twilio takes 1,600 at most."),
    (call_form, "twiml", "", "TwiML: This is empty."),
    (call_form, "twiml", "<Response><Say>Ahoy</Response>", "TwiML: 12100:"),
    (call_form, "twiml", "x" * 4001, "TwiML: This has 4,001 characters;"),
    (call_form, "url", "example.com", "URL: “example.com” is no web address."),
    (call_form, "url", "http://[", "URL: “http://[” is no web address."),
])
def test_a_wrong_field_is_named_with_its_cure(account, form, field, typed, sentence) -> None:
    """`values` raises, and says which field, what is wrong and what to write."""
    wrong = form().fill(**{field: typed})
    with pytest.raises(ValueError) as raised:
        _ = wrong.values
    assert str(raised.value).startswith(sentence)
    assert list(wrong.problems) == [field]


def test_nobody_calls_oneself(account) -> None:
    """The same number twice is a slip, and is said to be one."""
    form = sms_form().fill(to=account.number)
    assert form.problems == {"to": "To and From are the same number. Call or text another one."}


def test_an_unknown_field_is_refused(account) -> None:
    """A misspelt field does not vanish."""
    with pytest.raises(TypeError, match="no field 'too': it has to, from_, body"):
        sms_form().fill(too="+14155550123")


COST = "About {} USD, at US prices of 2026-07 and without carriers' fees."


@pytest.mark.parametrize(("body", "words", "usd"), [
    ("Ahoy", "1 segment: 4 of 160 characters, GSM-7; 156 left.", "0.0083"),
    ("a" * 161, "2 segments: 161 of 306 characters, GSM-7; 145 left.", "0.0166"),
    ("€" * 80, "1 segment: 160 of 160 characters, GSM-7; 0 left.", "0.0083"),
    ("a" * 152 + "€" * 5, "2 segments: 162 of 306 characters, GSM-7; 143 left.", "0.0166"),
    ("→" * 71, "2 segments: 71 of 134 characters, UCS-2; 63 left.\nCharacter 1, “→” (rightwards "
     "arrow, U+2192), and 70 more, are not in GSM-7, so all of it is sent as UCS-2.", "0.0166"),
    ("Ada’s", "1 segment: 5 of 70 characters, UCS-2; 65 left.\nCharacter 4, “’” (right single "
     "quotation mark, U+2019) is not in GSM-7, so all of it is sent as UCS-2.", "0.0083"),
    ("a\u200b", "1 segment: 2 of 70 characters, UCS-2; 68 left.\nCharacter 2, zero width space, "
     "U+200B is not in GSM-7, so all of it is sent as UCS-2.", "0.0083"),
])
def test_segments_are_counted_in_words(account, body: str, words: str, usd: str) -> None:
    """What a text costs is said while one types, and which character makes it dear."""
    form = sms_form().fill(body=body)
    assert form.note_of(form.fields["body"]) == f"{words}\n{COST.format(usd)}"


def test_the_meter_shows_how_full_each_segment_is(account) -> None:
    """A character of two units is never cut, so a segment may end with room left."""
    form = sms_form().fill(body="a" * 152 + "€" * 5)
    assert form.meter_of(form.fields["body"]) == [(152, 153), (10, 153)]


def test_a_form_speaks_its_state(account) -> None:
    """The text form is stable: numbers, and what has to be mended."""
    assert repr(call_form()) == "call form: to +14155550123 from +14155550100, ready"
    assert repr(sms_form().fill(to="x", body="")) == (
        "text form: to x from +14155550100, to mend: To, Body")


def test_a_form_is_shown_with_its_text_beside_it(account) -> None:
    """Where no widget can be shown, the spoken form is."""
    shown = call_form()._repr_mimebundle_()
    assert shown["text/plain"] == "call form: to +14155550123 from +14155550100, ready"
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_a_form_before_start_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an account there is no number to call from."""
    monkeypatch.delenv("TWILIO_PHONE_NUMBER", raising=False)
    assert repr(call_form()) == "call form: to +14155550123 from ?, to mend: From"
