"""Checks of notebook 07, Connect people."""

from __future__ import annotations

from typing import Any

from ahoy.trace import Alert, Attendance

from ..twiml_bins import twiml_bin
from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene

EARLY, LATER = "[Alice: Is anybody there?]", "[Alice: Ahoy, Bob.]"


def hide_the_caller(pass_on: Any) -> Result:
    """7.1: Bob is connected with Alice, and his handset shows the office's number."""
    scene = Scene()
    document = pass_on(scene.bob.number)
    if not isinstance(document, str):
        return _no_text(document)
    scene.bob.answers(after=0.5).hangs_up(after=2)
    scene.number_has(voice_url=twiml_bin(document).url)
    watch(scene.alice.calls(scene.office))
    return _shown_to_bob(scene)


def _shown_to_bob(scene: Scene) -> Result:
    wanted = f"Bob's phone rings, and shows {scene.office}."
    if not scene.rings(scene.bob):
        problem = next((one for one in scene.records if isinstance(one, Alert)), None)
        if problem:
            return not_yet(f"Twilio did not dial: {problem.code} {problem.text}", wanted,
                           "A caller ID must be a number of yours, such as account.number.")
        return not_yet("Bob's phone did not ring.", wanted, "The response must hold the Dial.")
    shown = scene.client.calls.list(to=scene.bob.number, limit=1)[0]._from
    if shown == scene.alice.number:
        return not_yet("Bob's phone showed Alice's number.", wanted,
                       "Dial has an attribute for it: caller_id.")
    if shown != scene.office:
        return not_yet(f"Bob's phone showed {shown}.", wanted, "Use account.number.")
    return correct("Bob's phone rang, and showed the office's number.")


def meet_with_a_host(meeting: Any) -> Result:
    """7.2: guests wait for the host, talk with him, and leave when he leaves."""
    scene = Scene()
    documents = [meeting(False), meeting(True)]
    for document in documents:
        if not isinstance(document, str):
            return _no_text(document)
    people = _invited(scene)
    for person, document in zip(people, (documents[0], documents[0], documents[1]), strict=True):
        scene.client.calls.create(to=person.number, from_=scene.office, twiml=document)
    scene.settle()
    heard = [scene.heard(person) for person in people]
    return _meeting(heard[1], _last_end(scene))


def _invited(scene: Scene) -> tuple[Any, Any, Any]:
    """Two guests and the host, who comes last and leaves first."""
    alice = scene.alice.answers(after=0.5).says("Is anybody there?", after=5)
    alice.says("Ahoy, Bob.", after=7).hangs_up(after=12)
    chen = scene.chen.answers(after=0.5).hangs_up(after=26)
    bob = scene.bob.answers(after=9).hangs_up(after=6)
    return alice, chen, bob


def _last_end(scene: Scene) -> str | None:
    """Why the meeting ended; None when it never began."""
    ends = [one for one in scene.records if isinstance(one, Attendance) and one.event == "ends"]
    return ends[-1].note if ends else None


def _meeting(chen: list[str], end: str | None) -> Result:
    wanted = "The guests hear music until Bob comes, talk with him, and leave with him."
    if EARLY in chen:
        return not_yet("Alice and Chen talked before Bob came.", wanted,
                       "Guests must not start the conference: start_conference_on_enter.")
    if LATER not in chen:
        return not_yet("Bob came, and the guests could still not hear each other.", wanted,
                       "The host starts the conference, and nobody else does.")
    if end is None or "last participant" in end:
        return not_yet("Bob left, and the guests stayed.", wanted,
                       "The host ends the conference: end_conference_on_exit.")
    return correct("The guests waited for Bob, and the meeting ended when he left.")


def _no_text(document: Any) -> Result:
    return not_yet(f"Your function gave back {document!r}.", "TwiML as text",
                   "End it with return str(response).")
