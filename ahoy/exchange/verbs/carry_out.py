"""Carries out a voice document: its verbs, from top to bottom (docs/twilio-behaviour.md, 4.1)."""

from __future__ import annotations

from collections.abc import Iterable

from ...clock import Process
from ...twiml import all_tags
from ...twiml.document import Element
from ...twiml.verb_limits import VerbLimits
from ..calls.documents import MOMENT, Page, Source, not_simulated
from ..calls.leg import Leg
from ..calls.leg_protocols import Audience
from . import BEFORE_ANSWERING, SOUNDS, VERBS


def carry_out(leg: Audience, page: Page,
              rules: VerbLimits | None = None) -> Process[Source | None]:
    """Runs a document's verbs. Gives the next source, or None at the end of the document.

    Raises `HangUp` for a <Hangup/>.
    """
    for element in _permitted(leg, page, rules):
        if (reason := all_tags.refusal(element, "voice")) is not None:
            raise not_simulated(reason, element)
        if not leg.is_connected and _picks_up(element):
            leg.connect()
        begun = leg.env.now
        try:
            following = yield from _begin(leg, page, element)
        finally:
            if leg.env.now - begun >= MOMENT:
                leg.barren = 0
        if following is not None:
            return following
    leg.connect()
    return None


def _begin(leg: Audience, page: Page, element: Element) -> Process[Source | None]:
    """The verb at work. An announcement to a conference has only sounds: see `VerbLimits`."""
    if isinstance(leg, Leg):
        return VERBS[element.name](leg, page, element)
    return SOUNDS[element.name](leg, page, element)


def _picks_up(element: Element) -> bool:
    """A <Dial answerOnBridge="true"> leaves it to whoever is called."""
    if element.name == "Dial":
        return element.attributes.get("answerOnBridge") != "true"
    return element.name not in BEFORE_ANSWERING


def _permitted(leg: Audience, page: Page, rules: VerbLimits | None) -> Iterable[Element]:
    if rules is None:
        return page.document.verbs
    return [one for one in page.document.verbs if _is_permitted(leg, page, one, rules)]


def _is_permitted(leg: Audience, page: Page, element: Element, rules: VerbLimits) -> bool:
    if element.name in rules.allowed:
        return True
    code, text = rules.complaint(element.name)
    leg.alert(code, text, url=page.url or "", line=element.line,
              cure=f"Use {', '.join(sorted(rules.allowed))} there.")
    return False


__all__ = ["VerbLimits", "carry_out"]
