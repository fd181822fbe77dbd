"""What voice verbs share: numbers in attributes, and where a verb leads to."""

from __future__ import annotations

from collections.abc import Callable

from ...clock import Process
from ...facts import alerts
from ...twiml.document import Element
from ..calls.documents import Broken, Page, Source
from ..calls.leg import Leg
from ..calls.leg_protocols import Audience

Verb = Callable[[Leg, Page, Element], Process[Source | None]]
"""A verb lets time pass on a leg. It gives None to go on with the next verb, or the source
of the document that takes over."""

Sound = Callable[[Audience, Page, Element], Process[Source | None]]
"""A verb that all participants of a conference may hear, too."""


def number(element: Element, name: str, default: int) -> int:
    """A whole number; the parser has dropped what is none, so the default counts."""
    try:
        return int(element.attributes.get(name, default))
    except ValueError:
        return default


def is_on(element: Element, name: str) -> bool:
    """True for an attribute that says "true"; all of these are off by default."""
    return element.attributes.get(name) == "true"


def parameters(element: Element) -> dict[str, str]:
    """What the <Parameter> in it say, by name."""
    return {part.attributes.get("name", ""): part.attributes.get("value", "")
            for part in element.children if part.name == "Parameter"}


def prefixed(element: Element) -> dict[str, str]:
    """The same as a site is told of it: Param_order=42 (Twilio's page on Application)."""
    return {f"Param_{name}": value for name, value in parameters(element).items()}


def action(page: Page, element: Element, extra: dict[str, str]) -> Source:
    """The verb's `action`, or this document again where none is given."""
    return source(page, element, element.attributes.get("action", ""), "action", extra)


def source(page: Page, element: Element, target: str, purpose: str,
           extra: dict[str, str]) -> Source:
    """The document at `target`, asked with the element's `method`. Raises `Broken`, 11100."""
    url = page.resolve(target)
    if url is None:
        raise Broken(11100, alerts.sentence(11100, target or "none given"), line=element.line,
                     cure=f"This document has no URL of its own (it came with the request), so "
                     f"<{element.name}> needs an absolute URL.")
    method = element.attributes.get("method", "POST").upper()
    return Source(url, method, extra=extra, purpose=purpose, fallback=page.source.fallback)


def callback_url(leg: Leg, page: Page, element: Element, name: str) -> str:
    """An attribute that names where to report: absolute, or "" with alert 11100."""
    given = element.attributes.get(name, "")
    url = page.resolve(given) if given else ""
    if url is None:
        leg.alert(11100, alerts.sentence(11100, given), line=element.line,
                  cure=f"This document has no URL of its own: write an absolute {name}.")
    return url or ""
