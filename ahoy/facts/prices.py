"""What things cost: US prices in USD, pay as you go, as seen in July 2026.

One table, `PRICES`. Prices change, discounts begin at volumes that no lesson reaches, and
carriers' fees come on top (Twilio bills them apart, they are never in a call's or
message's `price`): show these figures as approximate.

Amounts that are charged come out negative, as in Twilio's `price` fields.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

AS_OF = "2026-07"

SEEN = "three independent price pages of 2026"
ONE_PAGE = "one public page of 2026"
UNCONFIRMED = "from memory, unconfirmed"


class Price(NamedTuple):
    """`usd` for one `unit` of `item`, and where the figure is from."""

    item: str
    usd: float
    unit: str
    source: str


PRICES = (
    Price("call outbound voice", 0.0140, "minute", ONE_PAGE),
    Price("call outbound toll-free", 0.0140, "minute", UNCONFIRMED),
    Price("call outbound client", 0.0040, "minute", UNCONFIRMED),
    Price("call outbound sip", 0.0040, "minute", UNCONFIRMED),
    Price("call inbound voice", 0.0085, "minute", ONE_PAGE),
    Price("call inbound toll-free", 0.0220, "minute", ONE_PAGE),
    Price("call inbound client", 0.0040, "minute", UNCONFIRMED),
    Price("call inbound sip", 0.0040, "minute", UNCONFIRMED),
    Price("recording", 0.0025, "minute", ONE_PAGE),
    Price("recording storage", 0.0005, "minute and month, after 10,000 free ones", UNCONFIRMED),
    Price("transcription", 0.05, "minute", ONE_PAGE),
    Price("conference", 0.0018, "participant and minute", UNCONFIRMED),
    Price("media stream", 0.0040, "minute", UNCONFIRMED),
    Price("answering machine detection", 0.0075, "call", UNCONFIRMED),
    Price("speech recognition", 0.02, "15 seconds", UNCONFIRMED),
    Price("say standard", 0.0008, "100 characters", UNCONFIRMED),
    Price("say neural", 0.0032, "100 characters", UNCONFIRMED),
    Price("text outbound", 0.0083, "segment", SEEN),
    Price("text inbound", 0.0083, "segment", SEEN),
    Price("media message outbound", 0.0220, "message", SEEN),
    Price("media message inbound", 0.0165, "message", SEEN),
    Price("failed message", 0.001, "message", SEEN),
    Price("number local", 1.15, "month", SEEN),
    Price("number tollfree", 2.15, "month", SEEN),
    Price("number mobile", 1.15, "month", UNCONFIRMED),
    Price("lookup line type", 0.008, "lookup", UNCONFIRMED),
    Price("lookup caller name", 0.01, "lookup", "Twilio's OpenAPI document"),
)

USD = {price.item: price.usd for price in PRICES}

FAILED_MESSAGE = USD["failed message"]
"""USD for a message that ends as `failed`. It is no part of the message's `price`."""

OPENING = {"full": 20.00, "trial-classic": 15.50, "trial-2026": 0.0, "test": 0.0}
"""USD that an account of each kind begins with: what one pays in to upgrade (from memory), the
classic trial's credit, and none for the trial of 2026, which has free units instead."""

TOLL_FREE = frozenset({"+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"})


def _way(direction: str) -> str:
    return "inbound" if direction == "inbound" else "outbound"


def kind_of_call(direction: str, to: str, from_: str) -> str:
    """`client`, `sip`, `toll-free` or `voice`: by whom we call, or how we were called.

    A call to an app is taken for one to a client (unconfirmed).

    The first five characters of both are enough.
    """
    far = from_ if direction == "inbound" else to
    for scheme, kind in (("clien", "client"), ("app:A", "client"), ("sip:", "sip"),
                         ("sips:", "sip")):
        if far.startswith(scheme):
            return kind
    return "toll-free" if to[:5] in TOLL_FREE else "voice"


def minutes(seconds: float) -> int:
    """Each begun minute of a leg counts."""
    return math.ceil(seconds / 60)


def of_call(call: Any, seconds: float) -> float | None:
    """The price of a call (a row) that was connected for `seconds`; None where it never was."""
    kind = kind_of_call(call.direction, call.to, call.from_)
    return call_price(call.direction, seconds, kind)


def call_price(direction: str, seconds: float, kind: str = "voice") -> float | None:
    """The price of a leg that was connected for `seconds`: each begun minute counts.

    `direction` is the call's (`inbound`, `outbound-api`, …); `kind` is `voice` (an ordinary
    number), `toll-free`, `client` or `sip`. None for a leg that was never connected.
    """
    if seconds <= 0:
        return None
    return round(-minutes(seconds) * USD[f"call {_way(direction)} {kind}"], 5)


def message_price(direction: str, segments: int, media: int = 0) -> float:
    """The price of a message of so many segments, or of one with `media` files."""
    way = _way(direction)
    if media:
        return -USD[f"media message {way}"]
    return round(-segments * USD[f"text {way}"], 5)


def recording_price(seconds: float) -> float:
    """The price of recording for `seconds`; storage is free for the first 10,000 minutes."""
    return round(-minutes(seconds) * USD["recording"], 5)


def transcription_price(seconds: float) -> float:
    """The price of transcribing a recording of `seconds`."""
    return round(-minutes(seconds) * USD["transcription"], 5)


def conference_price(seconds: float) -> float:
    """The price of one participant's `seconds` in a conference, beside that of the leg."""
    return round(-minutes(seconds) * USD["conference"], 5)


def number_price(kind: str) -> float:
    """The price of a number for a month: `local`, `tollfree` or `mobile`."""
    return -USD[f"number {kind}"]


def written(amount: float, places: int = 2) -> str:
    """Plain decimal text, at least `places` and at most five decimals: "18.85", "0.0083"."""
    whole, _, decimals = f"{round(amount, 5) + 0.0:.5f}".partition(".")  # no "-0"
    kept = decimals.rstrip("0").ljust(places, "0")
    return f"{whole}.{kept}" if kept else whole
