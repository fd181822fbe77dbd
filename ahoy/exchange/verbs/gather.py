"""<Gather>: asks the caller for keys or words (docs/twilio-behaviour.md, 4.1; its own page).

Whatever is detected first counts, and then the other kind is not listened for any more.
"""

from __future__ import annotations

from ... import trace
from ...clock import Process
from ...twiml.document import Element
from ..calls.documents import Page, Source
from ..calls.leg import Leg
from ..calls.leg_input import LegInput
from .attributes import action, is_on, number
from .gather_speech import recognise
from .say_play_pause import aloud

KINDS = {"dtmf": "presses", "speech": "says"}
NAMES = {"presses": "keys", "says": "words"}


def gather(leg: Leg, page: Page, element: Element) -> Process[Source | None]:
    """<Gather>: collects while it speaks and `timeout` seconds after."""
    kinds = [KINDS[one] for one in element.attributes.get("input", "dtmf").split()]
    timeout = number(element, "timeout", 5)
    leg.note(trace.Verb, target=trace.TWILIO, name="Gather",
             note=f"waits {timeout} s for {' or '.join(NAMES[kind] for kind in kinds)}")
    ear = leg.listen(*kinds)
    try:
        yield from _prompt(leg, page, element, ear)
        result = yield from _collect(leg, page, element, ear)
    finally:
        leg.stop_listening()
    if not (result.get("Digits") or result.get("SpeechResult")):
        if not is_on(element, "actionOnEmptyResult"):
            return None
        result = _emptiness(kinds, result)
    return action(page, element, {"msg": "Gather End", **result})


def _emptiness(kinds: list[str], result: dict[str, str]) -> dict[str, str]:
    """What `actionOnEmptyResult` reports: empty fields of all that was listened for."""
    empty = {"SpeechResult": ""} if "says" in kinds else {}
    return empty | ({"Digits": "", "FinishedOnKey": ""} if "presses" in kinds else {}) | result


def _prompt(leg: Leg, page: Page, element: Element, ear: LegInput) -> Process[None]:
    """What a <Gather> says before it waits; the first key or word ends it."""
    barge = None if element.attributes.get("bargeIn") == "false" else ear
    for child in element.children:
        if barge is not None and not barge.is_empty:
            return
        if child.name == "Pause":
            silence = leg.env.timeout(number(child, "length", 1))
            yield silence if barge is None else silence | barge.something
        elif child.name in ("Say", "Play"):
            yield from aloud(leg, child, page, barge)


def _collect(leg: Leg, page: Page, element: Element, ear: LegInput) -> Process[dict[str, str]]:
    """The action's parameters: keys, words, or {} when there was nothing within `timeout`."""
    timeout = number(element, "timeout", 5)
    if ear.is_empty:
        yield ear.again() | leg.env.timeout(timeout)
    if ear.is_empty:
        return {}
    kind = ear.first
    ear.only(kind)
    if kind == "says":
        return (yield from recognise(leg, page, element, ear))
    digits, ended_by = yield from _keys(leg, element, ear, timeout)
    return {"Digits": digits, "FinishedOnKey": ended_by}


def _keys(leg: Leg, element: Element, ear: LegInput, timeout: int) -> Process[tuple[str, str]]:
    """Keys until one of finishOnKey, numDigits, or a silence of `timeout` seconds."""
    finish_on = element.attributes.get("finishOnKey", "#")
    wanted = number(element, "numDigits", 0)
    digits = ""
    while True:
        while ear.keys:
            key = ear.keys.popleft()
            if key in finish_on:
                return digits, key
            digits += key
            if len(digits) == wanted:
                return digits, ""
        yield ear.again() | leg.env.timeout(timeout)
        if not ear.keys:
            return digits, ""
