"""<Dial>: connects the caller with somebody, then asks its action what comes next.

Whom it connects with is in the nouns' own files; each fills in the outcome as it goes, so
that the action is told the truth also when the caller hangs up in the middle.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from ...exchange.instructions import Page, Source, not_simulated
from ...exchange.leg import Leg, Over
from ..document import Element
from .common import action


@dataclass(slots=True)
class Outcome:
    """How a <Dial> has gone so far: what its action is told.

    `status` is DialCallStatus; `params` are DialCallSid, DialCallDuration, … in Twilio's order.
    `is_skipped`: the action is not asked, and the next verb goes on.
    """

    status: str = "canceled"
    params: dict[str, str] = field(default_factory=dict)
    is_skipped: bool = False


Noun = Callable[[Leg, Page, Element, Outcome], Generator[Any, Any, None]]
"""Connects the leg as the <Dial> says, until that is over; keeps the outcome up to date."""

ALONE: dict[str, Noun] = {}
"""Nouns that stand alone in a <Dial>: Conference, Queue."""


def dial(leg: Leg, page: Page, element: Element):
    """<Dial>: with an action, what follows is decided there; else the next verb goes on."""
    outcome = Outcome()
    try:
        yield from _noun_of(element)(leg, page, element, outcome)
    except simpy.Interrupt as interrupt:
        if isinstance(interrupt.cause, Over):
            leg.asks_when_over(_after(page, element, outcome))
        raise
    leg.barren = 0
    return _after(page, element, outcome)


def _noun_of(element: Element) -> Noun:
    names = [noun.name for noun in element.children]
    found = [ALONE[name] for name in names if name in ALONE]
    if not found:
        raise not_simulated("<Dial>: Calling a number is not simulated yet.", element)
    return found[0]


def _after(page: Page, element: Element, outcome: Outcome) -> Source | None:
    if outcome.is_skipped or not element.attributes.get("action"):
        return None
    return action(page, element, {"DialCallStatus": outcome.status, **outcome.params})
