"""The account at a glance: what Twilio's console would show, in text and in HTML."""

from __future__ import annotations

import re
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from ahoy import current
from helpers import phone, serve, start
from helpers.account import leave
from helpers.page.account import glance, glance_html, glance_view

SID = "AC" + "1" * 32
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


def shown(account) -> str:
    """The text of the account's view."""
    return account._repr_mimebundle_()["text/plain"]


def page(account) -> ET.Element:
    """The HTML of the account's view, as elements."""
    return ET.fromstring(account._repr_mimebundle_()["text/html"])


def said(element: ET.Element) -> str:
    """All words of an element."""
    return " ".join("".join(f"{text} " for text in element.itertext()).split())


def test_a_new_account_has_a_number_and_money(account) -> None:
    """And says in words what it has not."""
    assert shown(account) == (
        f"Practice account {SID}. Balance 18.85 USD\n"
        "Numbers\n  +14155550100  https://demo.twilio.com/welcome/voice/  "
        "https://demo.twilio.com/welcome/sms/reply/\n"
        "Last calls\n  No calls yet.\nLast messages\n  No messages yet.\n"
        "Alerts\n  No alerts: nothing to mend.")


def test_the_last_calls_and_messages_are_listed(account, client: Client) -> None:
    """Newest first, with what they cost."""
    alice = phone("+14155550123", name="Alice").answers(after=1)
    client.calls.create(to=alice.number, from_=account.number,
                        twiml="<Response><Say>Ahoy!</Say></Response>")
    for _ in range(5):
        client.api.v2010.account.fetch()
    alice.texts("Two\nlines", to=account.number)
    lines = shown(account).splitlines()
    assert lines[4] == ("  2026-01-05 09:00:00  +14155550100  +14155550123  completed  1 s  "
                        "0.0140 USD")
    assert [line.split("  ")[2:] for line in lines if "Two lines" in line] == [
        ["+14155550123", "+14155550100", "Two lines", "received", "0.0083 USD"]]


def test_an_alert_opens_to_its_cure(account, client: Client) -> None:
    """What Twilio's debugger shows, and what to do about it."""
    alice = phone("+14155550123", name="Alice").answers(after=0)
    client.calls.create(to=alice.number, from_=account.number,
                        twiml="<Response><Say>Fish & chips</Say></Response>")
    client.api.v2010.account.fetch()
    client.api.v2010.account.fetch()
    opened = page(account).find(".//details")
    assert said(opened.find("summary")).startswith("⚠ error 12100: Document parse failure")
    assert "Write &amp; instead of &" in said(opened).replace('"', "")
    assert opened.find(".//a").attrib["href"] == "https://www.twilio.com/docs/errors/12100"
    assert 'error 12100: Document parse failure  Write "&amp;" instead of "&".' in shown(account)


def test_html_and_text_tell_the_same(account, client: Client) -> None:
    """Every cell of the text stands in the HTML."""
    phone("+14155550123").texts("Ahoy", to=account.number)
    client.api.v2010.account.fetch()
    words = said(page(account))
    for cell in re.split(r"\s{2,}|\n", shown(account).replace(". Balance", "\nBalance")):
        assert cell in words


def test_a_site_is_named_without_its_port(account, client: Client) -> None:
    """The port changes with each run, and would make two equal notebooks differ."""
    site = serve(lambda environ, answer: [answer("204 No Content", []), b""][1:], name="office")
    number = client.incoming_phone_numbers.list()[0]
    number.update(voice_url=site.url + "/voice")
    site.stop()
    assert "  +14155550100  /voice on this machine  https://" in shown(account)


@pytest.mark.parametrize("body", [HOSTILE, "\u202eabc", "x" * 1600, "\x00\x0b\u2028"])
def test_whatever_people_write_stays_text(account, client: Client, body: str) -> None:
    """Nothing in a message becomes markup."""
    phone("+14155550123", name=HOSTILE).texts(body, to=account.number)
    client.api.v2010.account.fetch()
    html = account._repr_mimebundle_()["text/html"]
    assert re.findall(r"<(script|img)", html) == []
    assert {"details", "summary", "a"}.isdisjoint(one.tag for one in page(account).iter())


def test_a_hostile_alert_stays_text(account) -> None:
    """Nor in an alert, nor in the address of its page."""
    alert = glance.AlertLine(sid='"><script>', when="", title=HOSTILE, cure=HOSTILE, about=HOSTILE,
                         link="javascript:alert(1)", code="1")
    found = glance.Glance(title="", sid=HOSTILE, balance="", number=HOSTILE, alerts=(alert,),
                          numbers=((HOSTILE,) * 3,), calls=((HOSTILE,) * 6,),
                          messages=((HOSTILE,) * 6,))
    html = glance_html.html(found)
    assert re.findall(r"<(script|img|a)\b", html) == []
    assert said(ET.fromstring(html)).count("<script>alert(1)</script>") == 19


def test_no_token_is_shown(account) -> None:
    """Neither the account's nor that of the test credentials."""
    everything = str(account._repr_mimebundle_()) + repr(account)
    assert [token for token in (account.auth_token, account.test_auth_token)
            if token in everything] == []


def test_looking_leaves_no_trace(account, client: Client) -> None:
    """Nor does it use up the requests that a lesson's limit leaves."""
    current().rate_limit(requests=1)
    before = len(current().trace), current().clock.now()
    assert shown(account) == shown(account)
    assert (len(current().trace), current().clock.now()) == before
    with pytest.raises(Exception, match="429"):
        client.calls.list()


def test_a_thousand_rows_show_the_last_five(account, client: Client) -> None:
    """However long the history is, the view stays as small."""
    client.incoming_phone_numbers.list()[0].update(sms_url="")  # nobody replies
    bob = phone("+14155550145", name="Bob")
    for number in range(1000):
        bob.texts(f"text {number}", to=account.number)
    client.api.v2010.account.fetch()
    assert len(account._repr_mimebundle_()["text/html"]) < 6000
    assert re.findall(r"  text (\d+)  ", shown(account)) == ["999", "998", "997", "996", "995"]


def test_what_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that is shown must not raise; the reason stands in its place."""
    def refuse():
        raise OSError("no network")

    monkeypatch.setattr("helpers.page.account.account_reader.client", refuse)
    live = SimpleNamespace(mode="live", sid=SID, number="+14155550100")
    bundle = glance_view.bundle(live)
    assert bundle["text/plain"] == (
        f"LIVE account {SID}\nIt can't be read just now: no network")
    assert sorted(bundle) == ["text/html", "text/plain"]


def test_what_can_be_read_is_shown_beside_what_cannot(account, monkeypatch) -> None:
    """A key without access to alerts does not hide the calls."""
    def refuse(client):
        raise TwilioException("no access to alerts")

    monkeypatch.setitem(glance.PARTS, "alerts", refuse)
    assert shown(account).splitlines()[-2:] == [
        "  No messages yet.", "It can't be read just now: no access to alerts"]
    assert said(page(account)).endswith("⚠ It can't be read just now: no access to alerts")


def test_a_trials_number_is_lent() -> None:
    """The trial of 2026 owns none, and says which one it uses."""
    try:
        account = start(clock="virtual", account="trial-2026")
        assert "No number of its own. +14155550100 is lent by Twilio." in shown(account)
    finally:
        leave()


def test_it_follows_what_happens(eventually) -> None:
    """On the real clock the view is a widget; shown twice it is one, also in the next world."""
    from helpers.page.account.live_view import _views

    account = start(clock="real")
    account.reset()
    try:
        bundle = account._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        view = _views["account"]
        phone("+14155550123").texts("Ahoy!", to=account.number)
        assert eventually(lambda: "Ahoy!" in view.state["html"])
        told = r"Calls: 0\. Messages: [12]\. Alerts: 0\. Balance 18\.8"  # soon there is an answer
        assert eventually(lambda: re.match(told, repr(view)) is not None)
        account.reset()
        assert eventually(lambda: "Ahoy!" not in view.state["html"])
        _ = account._repr_mimebundle_()
        assert _views["account"] is view
    finally:
        leave()
