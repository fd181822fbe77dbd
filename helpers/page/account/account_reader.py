"""The account, read through Twilio's own SDK, for the views that show it.

In practice nobody's trace or clock sees it. In live mode the real account is read, once
each time that a view is shown: such views do not follow by themselves.
"""

from __future__ import annotations

from typing import Any

from ahoy import NotStarted, current, onlooker

Gone = NotStarted
"""What reading raises once practice is over."""


def practice_client() -> Any:
    """A client that reads the practice account, and never another. Raises `Gone`."""
    return onlooker()


def client() -> Any:
    """A client that reads. Raises the SDK's own error where there are no credentials."""
    if current() is not None:
        return practice_client()
    from twilio.rest import Client

    return Client()


def is_practice() -> bool:
    """True where there is a world, which costs nothing to read."""
    return current() is not None


def is_moving() -> bool:
    """True where things go on happening after a cell has ended: practice on the real clock."""
    world = current()
    return world is not None and not world.clock.is_virtual


def listen(heard: Any) -> Any:
    """Calls `heard(record)` for whatever happens; gives a function that ends it."""
    world = current()
    return world.trace.listen(heard) if world else lambda: None


def alerts() -> list[Any]:
    """The alerts of this world's trace, which know cures."""
    world = current()
    return [one for one in world.trace.records if hasattr(one, "cure")] if world else []


def place_of(url: str) -> str:
    """Where a URL is: `here` (this machine), `hosted` (by Twilio), `missing` (a page that
    Twilio's hosts lack), `outside`, or `unknown` where there is no practice to ask.
    """
    world = current()
    if world is None:
        return "unknown"
    page = world.hosted.answer("HEAD", url)
    if page is not None:
        return "hosted" if page.status < 400 else "missing"
    return "here" if world.reaches(url) else "outside"
