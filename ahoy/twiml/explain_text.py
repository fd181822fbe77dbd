"""An explanation as text: times to the left as in the trace, faults below with a caret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..trace import clock_text
from . import explain_phrases

if TYPE_CHECKING:
    from .explain_document import ExplainedStep, Explanation, Finding

TEXT = 100
"""Longer steps are cut here."""


def told(explained: Explanation) -> str:
    """All of it, a line for each step."""
    return "\n".join([*_steps(explained), *_faults(explained), *_remarks(explained)])


def heading(explained: Explanation) -> str:
    """What the document is, and how long it lasts."""
    place = f" at {explained.url}" if explained.url else ""
    if not explained.is_readable:
        return f"No TwiML that Twilio can read{place}."
    if explained.kind == "messaging":
        count = sum(step.verb == "Message" and step.is_reached and not step.depth
                    for step in explained.steps)
        return f"A reply to a text{place}: {count} message{'s' * (count != 1)}."
    depends = any(step.when for step in explained.steps)
    if explained.seconds is None:
        return f"A call{place}. How long it lasts is up to people."
    silent = ", if the caller presses and says nothing" if depends else ""
    return f"A call{place} of {explain_phrases.seconds(explained.seconds)}{silent}."


def time_of(step: ExplainedStep) -> str:
    """0:03.5, or blank where nobody can know."""
    return "" if step.at is None or step.when else clock_text(step.at)


def _steps(explained: Explanation) -> Iterator[str]:
    yield heading(explained)
    for step in explained.steps:
        name = f"{step.when}:" if step.when else f"{'  ' * step.depth}{step.verb}"
        name = f"    {name}" if step.when else name
        what = step.what if len(step.what) <= TEXT else step.what[:TEXT - 1] + "…"
        yield f"{time_of(step):>8}  {name:<12} {what}"
    if explained.end and explained.is_readable:
        at = clock_text(explained.seconds) if explained.seconds is not None else ""
        yield f"{at:>8}  {explained.end}"


def _faults(explained: Explanation) -> Iterator[str]:
    if explained.faults:
        count = len(explained.faults)
        yield ""
        yield f"{count} fault{'s' * (count != 1)}:"
    for fault in explained.faults:
        yield from _fault(fault)


def _fault(fault: Finding) -> Iterator[str]:
    code = f" {fault.code}" if fault.code else ""
    place = f"line {fault.line}: " if fault.line else ""
    yield f"  {place}{fault.level}{code}"
    if fault.source:
        first, last = fault.caret
        yield f"    | {fault.source}"
        yield f"    | {' ' * first}{'^' * (last - first + 1)}"
    yield from (f"    {said}" for said in (fault.reason, fault.effect, fault.cure) if said)


def _remarks(explained: Explanation) -> Iterator[str]:
    if explained.remarks:
        yield ""
        yield from explained.remarks
