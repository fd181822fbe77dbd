"""The telephone network's moods: what a lesson may switch on for the whole account.

    account.network.a2p_registered = False     # texts to the USA end as 30034
    account.network.real_rates = True          # one segment a second from a local number

Everything is well-behaved until it is switched, and again after the next `start()`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import prices
from ..numbers import phone_numbers

RATES = {"tollfree": 3.0, "local": 1.0, "shortcode": 100.0}
"""Segments a second of one sender (Twilio's page on rate limits and message queues)."""

QUEUE = 36_000.0
"""Seconds of messages that one sender's queue holds: ten hours."""


@dataclass(slots=True)
class Network:
    """Switches; set them at any time.

    `a2p_registered`, `toll_free_verified`: False lets texts to the USA from local or
    toll-free numbers be accepted and then blocked (30034, 30032).
    `real_rates`: senders send as slowly as real ones, so that queues form; `queue_limit`
    is how many seconds of sending a queue holds before it is full (21611, 30001).
    """

    a2p_registered: bool = True
    toll_free_verified: bool = True
    real_rates: bool = False
    queue_limit: float = QUEUE

    def blocks(self, from_: str, to: str) -> int | None:
        """The error code with which carriers block a text from a number to another."""
        if self.a2p_registered and self.toll_free_verified:
            return None
        if phone_numbers.country(to) != "US" or not from_.startswith("+1"):
            return None
        if type_of(from_) == "tollfree":
            return None if self.toll_free_verified else 30032
        return None if self.a2p_registered else 30034

    def seconds_for(self, sender: str, segments: int) -> float:
        """How long `sender` is busy with one message."""
        return segments / RATES[type_of(sender)]


def type_of(number: str) -> str:
    """`tollfree`, `local` or `shortcode`."""
    if not number.startswith("+"):
        return "shortcode"
    return "tollfree" if number[:5] in prices.TOLL_FREE else "local"
