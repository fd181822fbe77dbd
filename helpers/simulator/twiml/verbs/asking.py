"""<Gather>: asks the caller for keys (facts 4.1 and its own page)."""

from __future__ import annotations

from ... import trace
from ...exchange.instructions import Page
from ...exchange.leg import Ear, Leg
from ..document import Element
from .common import action, is_on, number
from .sounds import aloud


def gather(leg: Leg, page: Page, element: Element):
    """<Gather>: collects keys while it speaks and `timeout` seconds after."""
    timeout = number(element, "timeout", 5)
    leg.note(trace.Verb, target=trace.TWILIO, name="Gather", note=f"waits {timeout} s for keys")
    ear = leg.listen("presses")
    try:
        yield from _prompt(leg, page, element, ear)
        digits, ended_by = yield from _collect(leg, element, ear, timeout)
    finally:
        leg.stop_listening()
    leg.barren = 0
    if not digits and not is_on(element, "actionOnEmptyResult"):
        return None
    return action(page, element, {
        "msg": "Gather End", "Digits": digits, "FinishedOnKey": ended_by})


def _prompt(leg: Leg, page: Page, element: Element, ear: Ear):
    """What a <Gather> says before it waits; the first key ends it."""
    for child in element.children:
        if ear.keys and element.attributes.get("bargeIn") != "false":
            return
        if child.name == "Pause":
            yield leg.env.timeout(number(child, "length", 1)) | ear.something
        elif child.name in ("Say", "Play"):
            barge = None if element.attributes.get("bargeIn") == "false" else ear
            yield from aloud(leg, child, page, barge)


def _collect(leg: Leg, element: Element, ear: Ear, timeout: int):
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
