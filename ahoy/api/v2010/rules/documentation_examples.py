"""Remarks on the numbers in Twilio's own examples.

Who pastes an example is refused because of them, at Twilio as here. Twilio does not say why;
the trace does. (Its pages call +1 555 867 5310 from +1 501 712 2661, and a few more.)
"""

from __future__ import annotations

import re

from ...request_context import Ask

NOBODYS = re.compile(r"(\+?1)?555\d{7}|\+44(1632960|7700900)\d{3}")
"""No area code is 555; the British ones are reserved for films."""

SENDERS = frozenset({"+15017122661", "+15017250604", "+18668675309", "+18668675310"})


def remark_on_to(ask: Ask, to: str) -> None:
    """Before a recipient is refused who can't be."""
    if NOBODYS.fullmatch(re.sub(r"[ ().\-]", "", to)):
        ask.warn(f"{to} is made up: nobody has such a number. It stands in examples.",
                 'Write one that somebody has, like that of a phone here: phone("+14155550123").')


def remark_on_from(ask: Ask, from_: str) -> None:
    """Before a sender is refused whom the account does not own."""
    if from_ in SENDERS:
        ask.warn(f"{from_} is the sender in Twilio's examples, not a number of this account.",
                 f"Write your own: {ask.world.number.phone_number}.")
