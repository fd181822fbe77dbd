"""Checks of notebooks 00 to 02: calls that say something, cost something, reach somebody."""

from __future__ import annotations

from typing import Any

from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene

MORNING = "Good morning, Alice."
BOAT = "Your boat is ready."
HELLO = "<Response><Say>Ahoy from the harbour office.</Say></Response>"


def say_good_morning() -> Result:
    """0.1: Alice's phone rings, and she hears the new sentence."""
    scene = Scene(since_start=True)
    scene.settle()
    if refusal := scene.refusal():
        return not_yet(f"Twilio refused the call with {refusal.code}: {refusal.message}",
                       "a call to Alice", "Change only the words between <Say> and </Say>.")
    if not scene.rings(scene.alice):
        return not_yet("Alice's phone did not ring.", f"“{MORNING}”", "Run the cell above.")
    if missed := _missed(scene, scene.alice):
        return missed
    heard = scene.heard(scene.alice)
    if heard == [MORNING]:
        return correct(f"Alice heard “{MORNING}”")
    if not heard or any("application error" in words for words in heard):
        return not_yet(f"Alice heard {_quoted(heard)}: Twilio could not read what to say.",
                       f"“{MORNING}”", "Keep <Say> and </Say> around the words.")
    if _letters(heard[0]) == _letters(MORNING):
        return not_yet(f"Alice heard {_quoted(heard)}.", f"“{MORNING}”",
                       "Nearly: compare capitals, comma and full stop.")
    return not_yet(f"Alice heard {_quoted(heard)}.", f"“{MORNING}”",
                   "Change the words between <Say> and </Say>, and run the cell again.")


def _letters(words: str) -> str:
    return "".join(filter(str.isalpha, words.lower()))


def _missed(scene: Scene, person: Any) -> Result | None:
    """When nobody took the call: that is no mistake in the code."""
    status = scene.ended(person)
    if status not in ("busy", "no-answer", "canceled"):
        return None
    how = {"busy": "was declined", "no-answer": "was not answered"}.get(status, "was given up")
    return not_yet(f"{person.name}'s phone rang, and the call {how}. Your code is not to blame.",
                   "a call that is answered",
                   "Run the cell above again, and click Answer, or let it answer by itself.")


def work_out_the_cost(cost: Any) -> Result:
    """1.1: each minute begun is charged: what Twilio takes is what the function says."""
    scene = Scene()
    for seconds, body in ((61, "a" * 161), (60, "Ahoy"), (5, "Ahoy")):
        paid = _paid(scene, seconds, body)
        segments = 2 if len(body) > 160 else 1
        found = cost(seconds, segments)
        if isinstance(found, bool) or not isinstance(found, int | float):
            return not_yet(f"Your function gave back {found!r}.", "a number of USD",
                           "End it with return, and what the two cost together.")
        if abs(found - paid) > 0.000_05:
            return _wrong_cost(seconds, segments, found, paid)
    return correct("61, 60 and 5 seconds, and their texts, cost what Twilio takes.")


def _paid(scene: Scene, seconds: int, body: str) -> float:
    """What Twilio takes for a call of so many seconds to Alice, and for this text to her."""
    scene.alice.answers(after=1).hangs_up(after=seconds)
    to = {"to": scene.alice.number, "from_": scene.office}
    call = scene.client.calls.create(
        **to, twiml=f'<Response><Pause length="{2 * seconds}"/></Response>')
    message = scene.client.messages.create(**to, body=body)
    for one in (call, message):
        watch(one).wait(timeout=30)
    return sum(abs(float(one.fetch().price)) for one in (call, message))


def _wrong_cost(seconds: int, segments: int, found: float, paid: float) -> Result:
    minutes = -(-seconds // 60)
    per = f"{minutes} minute{'s' * (minutes > 1)} begun"
    advice = "math.ceil rounds up to whole minutes." if found < paid else (
        "Count each minute once: 60 seconds are one, 61 are two.")
    return not_yet(f"For {seconds} seconds and {segments} segment{'s' * (segments > 1)} your "
                   f"function says {found:.4f} USD.", f"{paid:.4f} USD: {per}", advice)


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
    if missed := _missed(scene, scene.bob):
        return missed
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
