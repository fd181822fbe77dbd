"""The cost meter: usage records in words and bars."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from twilio.rest import Client

from ahoy import AhoyError, current
from helpers import phone, spending, start
from helpers.account import leave
from helpers.page.account.spending import Cost, Costs, draw

NOTE = ("From the account's usage records, at US prices of 2026-07, without carriers' fees: "
        "approximate.")


@pytest.fixture
def busy(account, client: Client):
    """An account with a call of a few seconds and a text of two segments."""
    alice = phone("+14155550123", name="Alice").answers(after=1)
    client.calls.create(to=alice.number, from_=account.number,
                        twiml="<Response><Say>Ahoy!</Say></Response>")
    client.messages.create(to=alice.number, from_=account.number, body="a" * 161)
    for _ in range(8):
        client.api.v2010.account.fetch()
    return account


def test_it_says_what_everything_cost(busy) -> None:
    """By category, with its own units; and the total."""
    assert repr(spending()) == (
        "What this would have cost: 1.1806 USD\n"
        "  Numbers, by the month  1 number               1.1500 USD\n"
        "  Calls made             1 call, 1 minute       0.0140 USD\n"
        f"  Texts sent             1 message, 2 segments  0.0166 USD\n{NOTE}")


def test_it_agrees_with_the_balance(busy, client: Client) -> None:
    """What was spent is what is missing."""
    left = float(client.api.v2010.account.balance.fetch().balance)
    assert round(20 - left, 4) == spending().total


def test_looking_costs_nothing_and_is_not_seen(busy) -> None:
    """Neither the trace nor the clock knows that somebody looked."""
    before = len(current().trace), current().clock.now()
    _ = repr(spending()), spending()._repr_mimebundle_(), spending().total
    assert (len(current().trace), current().clock.now()) == before


def test_the_drawing_tells_the_same(busy) -> None:
    """One bar a category, and all words for those who listen."""
    svg = spending()._repr_mimebundle_()["image/svg+xml"]
    drawn = ET.fromstring(svg)
    assert drawn.attrib["aria-label"] == " ".join(repr(spending()).split())
    assert len(drawn.findall(".//*[@class='bar']")) == 3
    assert draw(Costs((), 0.0, "USD")).count("Nothing yet.") == 3


def test_bars_are_as_long_as_prices() -> None:
    """Half the price, half the bar; the cheapest is still seen."""
    rows = (Cost("A", "", 2.0), Cost("B", "", 1.0), Cost("C", "", 0.0001), Cost("D", "", 0.0))
    drawn = ET.fromstring(draw(Costs(rows, 3.0001, "USD")))
    wide = [int(bar.attrib["width"]) for bar in drawn.findall(".//*[@class='bar']")]
    assert wide == [324, 162, 2, 0]


def test_a_saved_notebook_holds_text_and_drawing(busy) -> None:
    """On virtual time there is no widget, and two looks are equal."""
    first, second = spending()._repr_mimebundle_(), spending()._repr_mimebundle_()
    assert sorted(first) == ["image/svg+xml", "text/plain"]
    assert first == second


def test_what_has_no_bar_counts_all_the_same(monkeypatch, busy) -> None:
    """A category that the list lacks is in “Other”, and nothing is lost."""
    monkeypatch.setattr("helpers.page.account.spending.CATEGORIES", ("phonenumbers",))
    assert "  Other                            0.0306 USD" in repr(spending())


def test_before_start_there_is_nothing_to_count() -> None:
    """And the sentence says what to run."""
    leave()
    with pytest.raises(AhoyError, match=r"^There is no account to count for yet\. Run account = "):
        spending()


def test_it_goes_on_counting(eventually) -> None:
    """On the real clock the widget follows what happens, also in the next world."""
    account = start(clock="real")
    account.reset()
    try:
        view = _view()
        Client().incoming_phone_numbers.create(phone_number="+14155550177")
        assert eventually(lambda: "2 numbers" in view.state["html"])
        account.reset()
        assert eventually(lambda: "2 numbers" not in view.state["html"])
        assert _view() is view
    finally:
        leave()


def test_a_view_of_practice_reads_no_other_account(monkeypatch) -> None:
    """Painted after practice is over, it keeps what it showed last and asks nobody."""
    start(clock="real")
    view = _view()
    leave()
    monkeypatch.setattr("twilio.http.http_client.TwilioHttpClient.request", None)
    before = view.state
    view._paint()
    assert view.state == before


def _view():
    from helpers.page.account.live_view import _views

    bundle = spending()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    return _views["spending"]
