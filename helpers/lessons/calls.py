"""Checks of notebook 02, Make a call."""

from __future__ import annotations

from typing import Any

from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene, rest

BOAT = "Your boat is ready."
HELLO = "<Response><Say>Ahoy from the harbour office.</Say></Response>"


def call_bob() -> Result:
    """2.1: Bob's phone rings and tells him that his boat is ready; Alice's stays quiet."""
    scene = Scene(since_start=True)
    scene.settle()
    if refusal := scene.refusal():
        return not_yet(f"Twilio refused the call with {refusal.code}: {refusal.message}",
                       "a call to Bob's number", "A name is not a number: use bob.number.")
    if scene.rings(scene.alice):
        return not_yet("Alice's phone rang.", "Bob's phone rings, and Alice's stays quiet.",
                       "Look at the line with to=.")
    if not scene.rings(scene.bob):
        return not_yet("Nobody's phone rang.", "Bob's phone rings.", "Run the cell above.")
    if BOAT not in scene.bob.heard:
        return not_yet(f"Bob's phone rang, but he heard {_quoted(scene.bob.heard)}.",
                       f"“{BOAT}”", "Leave the twiml line as it was.")
    return correct(f"Bob's phone rang, and he heard “{BOAT}”")


def call_back(call_back: Any) -> Result:
    """2.2: whom the first round did not reach is called once more, nobody else."""
    first_round = _first_round(Scene())
    scene = Scene()
    people = (scene.alice, scene.bob, scene.chen)
    for person in people:
        person.answers(after=0.5)
    call_back(first_round)
    scene.settle()
    rest(*people)
    return _second_round(*(scene.rings(person) for person in people))


def _first_round(scene: Scene) -> list[Any]:
    """Alice answers, Bob is busy, Chen does not answer."""
    people = (scene.alice.answers(after=0.5), scene.bob.is_busy(), scene.chen.does_not_answer())
    calls = [scene.client.calls.create(to=person.number, from_=scene.office, twiml=HELLO, timeout=2)
             for person in people]
    for call in calls:
        watch(call).wait(timeout=30)
    return [call.fetch() for call in calls]


def _second_round(alice: int, bob: int, chen: int) -> Result:
    wanted = "Bob's and Chen's phones ring once, and Alice's stays quiet."
    if (alice, bob, chen) == (0, 1, 1):
        return correct("Bob's and Chen's phones rang once more, and Alice's stayed quiet.")
    if alice and bob:
        return not_yet("Alice's phone rang again, and so did the others.", wanted,
                       "Call only those whose status says that nobody answered.")
    if alice:
        return not_yet("You called those who had answered: only Alice's phone rang again.",
                       wanted, "Turn the condition round.")
    if bob and not chen:
        return not_yet("Bob's phone rang, Chen's did not. Chen's call ended as no-answer.",
                       wanted, "Busy is not the only way to be missed.")
    if chen and not bob:
        return not_yet("Chen's phone rang, Bob's did not. Bob's call ended as busy.",
                       wanted, "No answer is not the only way to be missed.")
    return not_yet(f"In the second round Bob's phone rang {bob} times, Chen's {chen} times.",
                   wanted, "Make one call for each of them.")


def _quoted(heard: list[str]) -> str:
    return ", ".join(f"“{words}”" for words in heard) or "nothing"
