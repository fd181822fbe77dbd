"""watch() and trace(): the story of calls and messages, or of all that happened."""

from __future__ import annotations

from typing import Any

from ahoy import AhoyError, current
from ahoy.world import World

from .story import Story


def watch(thing: Any, *others: Any, until: str = "") -> Any:
    """Shows what happens to a call or message; `await watch(call)` also waits for its end.

    `thing`: a call or message of the SDK, what `phone().calls(…)` or `.texts(…)` gave, or
    a SID. A participant stands for its call, a conference for all calls in it. On virtual
    time it is over at once. Gives a `Story`.

    `until`: a status, like `"ringing"`, for which is waited in place of the end.

    `others`: what is told in the same story: `watch(agent, waiting)` has both sides of a
    queue. In live mode one call or message is watched at a time.

    Raises `AhoyError` before start(), and for anything without a SID.
    """
    from . import account

    if account.is_live():
        from .live.phones_and_stories import live_story

        if until:
            raise AhoyError("In live mode watch() waits for the end of a call or message: leave "
                            "until= out.")
        if others:
            raise AhoyError("In live mode one call or message is watched at a time, like "
                            "await watch(call).")
        return live_story(_meant(thing))
    story = Story(_world(), tuple(_sid(one) for one in (thing, *others)), until)
    if story._world.clock.is_virtual:
        story.wait()
    return story


def trace(*things: Any) -> Story:
    """What happened since start(), or only to these calls, messages, participants and
    conferences. Gives a `Story`.
    """
    return Story(_world(), tuple(_sid(thing) for thing in things))


def _world() -> World:
    world = current()
    if world is None:
        raise AhoyError("There is nothing to see yet. Run account = start() first.")
    return world


def _meant(thing: Any) -> Any:
    """A participant has no SID of its own: its call is meant. All else is what it is."""
    call_sid = getattr(thing, "call_sid", None)
    return call_sid if call_sid and getattr(thing, "sid", None) is None else thing


def _sid(thing: Any) -> str:
    meant = _meant(thing)
    sid = meant if isinstance(meant, str) else getattr(meant, "sid", None)
    if not isinstance(sid, str) or sid[:2] not in ("CA", "SM", "MM", "CF"):
        raise AhoyError(
            f"{thing!r} can't be watched: give a call or a message, like "
            "call = client.calls.create(...); await watch(call).")
    return sid
