"""Checks of notebook 03, Send a text."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from twilio.base.exceptions import TwilioRestException

from ahoy.facts import segments
from ahoy.store.rows import Message

from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene

THANKS = "Thank you."


def fit_one_segment() -> Result:
    """3.1: Bob's newest text says that the boat is ready, in one segment."""
    scene = Scene(since_start=True)
    scene.settle()
    texts = scene.received(scene.bob)
    if not texts:
        return not_yet("Bob's handset shows no new text.", "one new text, of one segment",
                       "Run the cell above.")
    body, row = texts[-1].body, scene.world.store.get(Message, texts[-1].sid)
    if "ready" not in body.lower():
        return not_yet("The text does not say “ready” any more.", "the same news, cheaper",
                       "Keep the words; change single characters.")
    count = row.num_segments if row else segments.count(body).segments  # it may be deleted
    if count > 1:
        return not_yet(f"The text costs {count} segments. {_why(body)}",
                       "one segment", "Type those characters anew, on your keyboard.")
    return correct("Bob's handset shows the text, and it cost one segment.")


def _why(body: str) -> str:
    strange = "".join(dict.fromkeys(character for _, character in segments.count(body).culprits))
    if not strange:
        return f"It has {len(body)} characters, and one segment holds 160."
    return f"Not in GSM-7: {strange[:10]} is still there, so one segment holds 70 characters."


def thank_everyone(thank: Any) -> Result:
    """3.2: Alice wrote twice and Bob once; both are thanked once."""
    before = Scene()
    with before.number_with(sms_url=""):
        texts = _morning(before)
        scene = Scene()
        with suppress(TwilioRestException):  # the trace has what was refused
            thank(texts)
        scene.settle()
    if (refusal := scene.refusal()) and refusal.code == 21266:
        return not_yet("Twilio refused with 21266: the office tried to text itself.",
                       "texts to those who wrote", "Who wrote is in from_; to is the office.")
    if refusal:
        return not_yet(f"Twilio refused with {refusal.code}: {refusal.message}",
                       "two texts, both accepted", "Look at to= and from_=.")
    return _thanked(scene)


def _morning(scene: Scene) -> list[Any]:
    placed = [scene.alice.texts("Is my boat ready?", to=scene.office),
              scene.bob.texts("Any post?", to=scene.office),
              scene.alice.texts("Hello?", to=scene.office)]
    for text in placed:
        watch(text).wait(timeout=30)
    return [scene.client.messages(text.sid).fetch() for text in reversed(placed)]


def _thanked(scene: Scene) -> Result:
    for person in (scene.alice, scene.bob):
        news = [text.body for text in scene.received(person)]
        if len(news) != 1:
            return not_yet(f"{person.name}'s handset shows {len(news)} new messages.",
                           f"one new text, “{THANKS}”", _advice(len(news)))
        if news != [THANKS]:
            return not_yet(f"{person.name}'s handset shows “{news[0]}”",
                           f"“{THANKS}”", "Check the words, capitals and full stop.")
    return correct(f"Alice and Bob were each thanked once: “{THANKS}”")


def _advice(count: int) -> str:
    if count:
        return "Alice wrote twice: collect the numbers first, each of them once."
    return "Create a message for each number that wrote."
