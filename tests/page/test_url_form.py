"""The form for a URL of TwiML: where it is, and what stands there."""

from __future__ import annotations

import ast

import pytest

from ahoy import current
from helpers import serve, twiml_bin, url_form
from helpers.account import leave


def note(form) -> str:
    """What stands below the URL."""
    return form.note_of(form.fields["url"])


def test_it_begins_with_twilios_demo(account) -> None:
    """Ready, and its code is the values with somebody to call."""
    form = url_form()
    assert form.values == {"url": "https://demo.twilio.com/docs/voice.xml", "method": "POST"}
    assert repr(form) == "URL form: POST https://demo.twilio.com/docs/voice.xml, ready"
    call = ast.parse(form.code, mode="eval").body
    assert {one.arg: ast.literal_eval(one.value) for one in call.keywords} == {
        "to": "+14155550123", "from_": account.number, **form.values}


def test_its_values_make_a_call(account, client) -> None:
    """That is answered by the URL."""
    call = client.calls.create(to="+14155550123", from_=account.number, **url_form().values)
    assert call.status == "queued"


@pytest.mark.parametrize(("url", "words"), [
    ("https://demo.twilio.com/docs/voice.xml", "Twilio hosts this page; practice has it, too."),
    ("https://demo.twilio.com/nothing", "Twilio's host has no such page."),
    ("http://127.0.0.1:9/voice", "On this machine: practice reaches it."),
    ("https://example.com/voice", "Outside this machine: practice can't reach it"),
    ("example.com", ""),
])
def test_where_a_url_is_is_said(account, url: str, words: str) -> None:
    """Without asking it."""
    before = len(current().trace)
    assert note(url_form().fill(url=url))[:len(words)] == words
    assert len(current().trace) == before


def test_without_practice_nobody_knows() -> None:
    """Only that Twilio must reach it."""
    leave()
    assert note(url_form()) == "It must be reachable from the internet: Twilio asks it."


def test_a_bin_is_looked_into(account) -> None:
    """The document, and what a caller hears."""
    hosted = twiml_bin("<Response><Say>Ahoy &amp; welcome!</Say></Response>")
    told = url_form().fill(url=hosted.url).look()
    assert told.startswith("It answered:\n\n<Response><Say>Ahoy &amp; welcome!</Say></Response>")
    assert "“Ahoy & welcome!”" in told


def test_a_site_is_asked_as_twilio_asks(account) -> None:
    """With the method of the form; the trace shows it, and nobody is called."""
    def app(environ, answer):
        answer("200 OK", [("Content-Type", "text/xml")])
        return [f"<Response><Say>{environ['REQUEST_METHOD']}</Say></Response>".encode()]

    site = serve(app, name="office")
    try:
        assert "“GET”" in url_form().fill(url=site.url + "/voice", method="GET").look()
    finally:
        site.stop()
    assert [type(record).__name__ for record in current().trace.records] == ["Webhook"]


@pytest.mark.parametrize(("typed", "field", "sentence"), [
    ({"url": "example.com"}, "url", "“example.com” is no web address."),
    ({"method": "PUT"}, "method", "“PUT” is not among the choices."),
])
def test_what_is_wrong_is_said(account, typed, field: str, sentence: str) -> None:
    """And such a URL is not asked."""
    form = url_form().fill(**typed)
    assert form.problems[field].startswith(sentence)
    with pytest.raises(ValueError, match=r" is (no|not) "):
        form.look()
