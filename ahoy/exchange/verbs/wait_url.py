"""What waitUrl says: what a caller hears who waits in a conference or a queue."""

from __future__ import annotations

from ...facts import alerts
from ...twiml.document import Element
from ..calls.documents import Page
from ..calls.hold_music import HoldMusic, default_music
from ..calls.leg import Leg


def music(leg: Leg, page: Page, element: Element, method: str) -> HoldMusic:
    """A document, silence where it is empty, else Twilio's hold music.

    `method`: the name of the attribute that says how the document is asked for.
    """
    target = element.attributes.get("waitUrl")
    if target is None:
        return default_music()
    url = page.resolve(target) if target else None
    if target and url is None:
        leg.alert(11100, alerts.sentence(11100, target), line=element.line,
                  cure="This document has no URL of its own: write an absolute waitUrl.")
    return HoldMusic(url, element.attributes.get(method, "POST"))
