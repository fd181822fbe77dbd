"""Prices."""

from __future__ import annotations

import pytest

from ahoy.facts import prices


@pytest.mark.parametrize(("seconds", "expected"), [(1, -0.014), (60, -0.014), (61, -0.028)])
def test_each_begun_minute_of_a_call_is_charged(seconds, expected):
    """Twilio rounds the minutes of a leg up."""
    assert expected == prices.call_price("outbound-api", seconds)


def test_a_call_that_nobody_answered_has_no_price():
    """Twilio leaves the price null."""
    assert prices.call_price("outbound-api", 0) is None


def test_calls_in_and_out_cost_differently():
    """A US local number: 0.0085 a minute in, 0.0140 out (2026)."""
    cost = [prices.call_price(direction, 9) for direction in ("inbound", "outbound-dial")]
    assert [-0.0085, -0.014] == cost


def test_a_text_is_charged_by_the_segment():
    """Three segments cost three times one."""
    assert -0.0249 == prices.message_price("outbound-api", 3)


def test_a_message_with_media_has_one_price_whatever_its_length():
    """MMS is charged by the message."""
    assert prices.message_price("inbound", 1, 1) == prices.message_price("inbound", 1, 5)


@pytest.mark.parametrize(("direction", "to", "from_", "kind"), [
    ("outbound-api", "+14155550123", "+14155550100", "voice"),
    ("outbound-api", "+18885550123", "+14155550100", "toll-free"),
    ("inbound", "+18885550123", "+14155550100", "toll-free"),
    ("outbound-dial", "+14155550123", "+18885550100", "voice"),
    ("outbound-api", "client:ada", "+14155550100", "client"),
    ("inbound", "+14155550100", "client:ada", "client"),
    ("outbound-dial", "sip:ada@a.example", "+14155550100", "sip"),
])
def test_a_call_is_of_the_kind_of_its_far_end(direction, to, from_, kind):
    """Or of the account's toll-free number that was called."""
    assert kind == prices.kind_of_call(direction, to, from_)


def test_recording_and_transcribing_cost_by_the_begun_minute():
    """61 seconds are two."""
    assert [-0.005, -0.1] == [prices.recording_price(61), prices.transcription_price(61)]


def test_every_price_says_where_it_is_from():
    """And is positive, for one unit."""
    assert all(price.usd > 0 and price.unit and price.source for price in prices.PRICES)
    assert len(prices.PRICES) == len(prices.USD)


@pytest.mark.parametrize(("amount", "places", "expected"), [
    (18.85, 2, "18.85"), (18.8417, 2, "18.8417"), (20.0, 2, "20.00"), (0.0083, 0, "0.0083"),
    (0.0, 0, "0"), (-0.0, 0, "0"), (3.0, 0, "3"), (-1e-9, 2, "0.00"), (-0.5, 2, "-0.50"),
])
def test_amounts_are_written_plainly(amount, places, expected):
    """At most five decimals, and no zero with a sign."""
    assert expected == prices.written(amount, places)
