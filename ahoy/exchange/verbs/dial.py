"""<Dial>: connects the caller with somebody, then asks its action what comes next.

Whom it connects with is in `whom`, and the nouns that stand alone in files of their own;
each fills in the outcome as it goes, so that the action is told the truth also when the
caller hangs up in the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import simpy

from ... import trace
from ...clock import Process
from ...twiml.document import Element
from ..calls import document_far_end
from ..calls.dialled_legs import DialAttempt, Invitation
from ..calls.documents import Page, Source
from ..calls.leg import Leg
from .attributes import action, is_on
from .cut_verbs import asks_action
from .dial_nouns import invited
from .dial_recording import DialRecording


@dataclass(slots=True)
class DialOutcome:
    """How a <Dial> has gone so far: what its action is told.

    `status` is DialCallStatus; `params` are DialCallSid, DialCallDuration, … in Twilio's order.
    `is_skipped`: the action is not asked, and the next verb goes on.
    """

    status: str = "canceled"
    params: dict[str, str] = field(default_factory=dict)
    is_skipped: bool = False


DialNoun = Callable[[Leg, Page, Element, DialOutcome], Process[None]]
"""Connects the leg as the <Dial> says, until that is over; keeps the outcome up to date."""

ALONE: dict[str, DialNoun] = {}
"""Nouns that stand alone in a <Dial>: Conference, Queue."""


def dial(leg: Leg, page: Page, element: Element) -> Process[Source | None]:
    """<Dial>: with an action, what follows is decided there; else the next verb goes on."""
    outcome = DialOutcome()
    try:
        yield from _noun_of(element)(leg, page, element, outcome)
    except simpy.Interrupt as interrupt:
        yield from asks_action(leg, interrupt.cause, lambda: _after(page, element, outcome))
        raise
    return _after(page, element, outcome)


def _noun_of(element: Element) -> DialNoun:
    names = [noun.name for noun in element.children]
    return next((ALONE[name] for name in names if name in ALONE), _people)


def _after(page: Page, element: Element, outcome: DialOutcome) -> Source | None:
    if outcome.is_skipped or not element.attributes.get("action"):
        return None
    return action(page, element, {"DialCallStatus": outcome.status, **outcome.params})


def _people(leg: Leg, page: Page, element: Element, outcome: DialOutcome) -> Process[None]:
    """Numbers, clients, SIP phones and apps: all at once, or one after the other."""
    wanted = invited(leg, page, element)
    leg.note(trace.Verb, target=trace.TWILIO, name="Dial",
             note=", ".join(one.to for one in wanted) or "nobody")
    if not wanted:
        outcome.status = "failed"
        yield leg.env.timeout(0)
        return
    tape = DialRecording(leg, page, element)
    try:
        yield from _in_turn(leg, element, wanted, outcome, tape)
    finally:
        outcome.params |= tape.stop()


def _in_turn(leg: Leg, element: Element, wanted: list[Invitation], outcome: DialOutcome,
             tape: DialRecording) -> Process[None]:
    for few in [[one] for one in wanted] if is_on(element, "sequential") else [wanted]:
        attempt = DialAttempt(leg, star_ends=is_on(element, "hangupOnStar"),
                          rings=tape.rings, connects=tape.connects, parts=tape.stop)
        yield from _until_over(attempt, few, outcome)
        if attempt.last.was_connected:
            return


def _until_over(attempt: DialAttempt, wanted: list[Invitation],
                outcome: DialOutcome) -> Process[None]:
    try:
        for one in wanted:
            attempt.invite(one)
        yield attempt.over
    except simpy.Interrupt:
        _fill_in(outcome, attempt, "canceled")
        attempt.stop()
        raise
    _fill_in(outcome, attempt, attempt.last.call.status)


def _fill_in(outcome: DialOutcome, attempt: DialAttempt, status: str) -> None:
    """What the action is told: of the one that was connected, else of the last one.

    One that was led away by the REST API counts as `completed`. Without an answer there is
    no DialCallDuration. (Twilio's pages say neither.)
    """
    child = attempt.winner or attempt.last
    outcome.status = "completed" if child.was_connected else status
    outcome.params = {"DialCallSid": child.call.sid}
    if child.was_connected:
        outcome.params["DialCallDuration"] = str(child.seconds)
    outcome.params["DialBridged"] = "true" if attempt.winner is not None else "false"
    outcome.params |= document_far_end.given_back(child)
