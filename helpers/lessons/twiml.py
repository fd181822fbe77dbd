"""Checks of notebook 04, Write TwiML."""

from __future__ import annotations

from typing import Any

from ahoy.facts import timing

from ..twiml_bins import twiml_bin
from ..watching import watch
from .result import Result, correct, not_yet
from .scene import Scene

FERRY = "The ferry leaves at nine."
QUESTION, PIER, GOODBYE = "For boats, press one.", "Pier one.", "Goodbye."


def say_it_twice() -> Result:
    """4.1: Alice hears the announcement two times, as two sentences."""
    scene = Scene(since_start=True)
    scene.settle()
    heard = scene.heard(scene.alice)
    count = heard.count(FERRY)
    if heard == [FERRY, FERRY]:
        return correct("Alice heard the announcement twice.")
    if any(words.count(FERRY) > 1 for words in heard):
        return not_yet("Alice heard it as one long sentence.", "the sentence two times",
                       "Let Twilio repeat it: Say has an attribute for that.")
    if not heard:
        return not_yet("Alice heard nothing.", f"“{FERRY}”, two times", "Run the cell above.")
    if count == 1:
        return not_yet("Alice heard it once.", f"“{FERRY}”, two times",
                       "Say has an attribute that counts: loop.")
    return not_yet(f"Alice heard the announcement {count} times: {heard}", "2 times, nothing else",
                   "Correct the number, and leave the rest.")


def finish_the_menu(menu: Any) -> Result:
    """4.2: a key leads to the pier; without one the caller hears goodbye."""
    scene = Scene()
    pier = twiml_bin(f"<Response><Say>{PIER}</Say></Response>")
    document = menu(pier.url)
    if not isinstance(document, str):
        return not_yet(f"Your function gave back {document!r}.", "TwiML as text",
                       "End it with return str(response).")
    scene.bob.answers(after=0.5).presses("1", after=timing.speech(QUESTION) + 1)
    for person in (scene.bob, scene.chen.answers(after=0.5)):
        call = scene.client.calls.create(to=person.number, from_=scene.office, twiml=document)
        watch(call)
    return _menu(scene.heard(scene.bob), scene.heard(scene.chen))


def _menu(bob: list[str], chen: list[str]) -> Result:
    if bob == [QUESTION, PIER] and chen == [QUESTION, GOODBYE]:
        return correct("Bob pressed 1 and heard “Pier one.” Chen pressed nothing "
                       "and heard “Goodbye.”")
    if GOODBYE in chen and QUESTION in chen[chen.index(GOODBYE) :]:
        return not_yet("“Goodbye.” came before the question.", f"{QUESTION} then {GOODBYE}",
                       "Append the gather first, then say goodbye.")
    if bob == [QUESTION, GOODBYE, PIER]:
        return not_yet("Bob heard “Goodbye.” before he had time to press a key.",
                       f"{QUESTION} then two seconds for a key, then {GOODBYE}",
                       "Say goodbye on the response, after the gather and not inside it.")
    if QUESTION not in bob:
        return not_yet(f"Bob heard {bob or 'nothing'}.", f"“{QUESTION}” first",
                       "The response must hold the gather: append it.")
    if PIER not in bob:
        return not_yet("Bob pressed 1, but his key went nowhere.", f"“{PIER}” after the key",
                       "Only a Gather collects keys: append it to the response.")
    if GOODBYE not in chen:
        return not_yet("Chen pressed nothing and never heard “Goodbye.”", f"“{GOODBYE}”",
                       "What follows the gather is for those who press nothing.")
    return not_yet(f"Bob heard {bob}, Chen heard {chen}.",
                   f"Bob {[QUESTION, PIER]}, Chen {[QUESTION, GOODBYE]}", "Say nothing else.")
