"""Checks of notebook 06, Go further."""

from __future__ import annotations

from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene
from .site import at_the_office, site_problem

THROUGH = "You are through."


def turn_the_forger_away(door: Any) -> Result:
    """6.1: who has no signature gets 403, and Bob's call goes through."""
    with at_the_office(door, "voice") as scene:
        url = scene.client.incoming_phone_numbers(scene.world.number.sid).fetch().voice_url
        forger = _asked_by_a_forger(url)
        watch(scene.bob.calls(scene.office))
    return _bob_was_refused(scene, forger) or site_problem(scene) or _judged(scene, forger)


def _asked_by_a_forger(url: str) -> int:
    """The status that a stranger gets, who posts without a signature."""
    try:
        return urlopen(url, data=b"From=%2B14155550199", timeout=15).status
    except HTTPError as refused:
        return refused.code


def _bob_was_refused(scene: Scene, forger: int) -> Result | None:
    webhook = scene.complaint()
    if webhook is None or webhook.status != 403:
        return None
    wanted = "403 for the forger; Bob hears “You are through.”"
    if forger == 403:
        return not_yet("The forger was turned away, and so was Bob, whom Twilio announced.",
                       wanted, "Refuse only what guard.validate(...) says no to.")
    return not_yet("Bob was turned away, and the forger was let in.", wanted,
                   "Turn the condition round: refuse when it is not valid.")


def _judged(scene: Scene, forger: int) -> Result:
    wanted = "403 for the forger; Bob hears “You are through.”"
    heard = scene.heard(scene.bob)
    if forger == 500:
        return not_yet("The forger made your site fail: it answered 500.", wanted,
                       'Without a signature the header is missing: headers.get("…", "").')
    if forger != 403:
        return not_yet(f"The forger got the answer {forger}, as if nothing were wrong.", wanted,
                       'When the signature is not valid: return "Only Twilio may ask.", 403')
    if heard != [THROUGH]:
        said = f"“{heard[0]}”" if heard else "nothing"
        return not_yet(f"Bob heard {said}.", wanted, "Leave the view as it was.")
    return correct("The forger got 403, and Bob heard “You are through.”")
