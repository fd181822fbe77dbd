"""<Record>: records what the caller says (docs/twilio-behaviour.md, 4.1; its own page).

Twilio's older page says that an empty recording falls through to the next verb, its newest
that silence is saved, too. Here the older rule holds: where nobody said anything the next
verb goes on, and the recording is `absent`.
"""

from __future__ import annotations

import math

import simpy

from ... import trace
from ...clock import Process
from ...facts import timing
from ...twiml.document import Element
from ..calls.documents import Broken, Page, Source
from ..calls.leg import Leg, Over
from ..calls.leg_input import LegInput
from ..recordings import recorder, recording_transcription
from ..recordings.recorder import Recorder
from .attributes import action, callback_url, number
from .recording_attributes import ANY_KEY, by_record


def record(leg: Leg, page: Page, element: Element) -> Process[Source | None]:
    """<Record>: until a key, a silence or its longest; then the action takes over."""
    yield from _beep(leg, element)
    leg.note(trace.Verb, target=trace.TWILIO, name="Record", note=_note(element))
    tape = recorder.begin(leg, by_record(leg, page, element))
    if _transcribes(element):
        url = callback_url(leg, page, element, "transcribeCallback")
        recording_transcription.order(leg, tape, url)
    ear = leg.listen("presses", "says")
    try:
        ended_by = yield from _until_done(leg, element, tape, ear)
    except simpy.Interrupt as interrupt:
        tape.stop()
        if isinstance(interrupt.cause, Over):
            leg.asks_when_over(_parting(leg, page, element, tape))
        raise
    finally:
        leg.stop_listening()
    tape.stop()
    return action(page, element, _outcome(tape, ended_by)) if tape.words else None


def _beep(leg: Leg, element: Element) -> Process[None]:
    if element.attributes.get("playBeep") != "false":
        leg.makes_noise("[beep]")
        yield leg.env.timeout(timing.BEEP)


def _note(element: Element) -> str:
    silence = number(element, "timeout", 5)
    return f"until a key or {silence} s of silence" if silence else "until a key"


def _until_done(leg: Leg, element: Element, tape: Recorder, ear: LegInput) -> Process[str]:
    """Gives the key that ended it, or "" for silence and the longest time."""
    env = leg.env
    silence = number(element, "timeout", 5) or math.inf
    last = env.now + _longest(leg, element)
    quiet = env.now + silence
    finish_on = element.attributes.get("finishOnKey", ANY_KEY)
    while env.now < min(quiet, last):
        yield ear.again() | env.timeout(min(quiet, last) - env.now)
        while ear.keys:
            key = ear.keys.popleft()
            if key in finish_on:
                return key
            quiet = max(quiet, env.now + silence)
        if ear.words:
            ear.words.clear()
            quiet = max(quiet, tape.spoken_until + silence)
    return ""


def _transcribes(element: Element) -> bool:
    """A transcribeCallback alone asks for it, too."""
    default = "true" if element.attributes.get("transcribeCallback") else "false"
    return element.attributes.get("transcribe", default) == "true"


def _longest(leg: Leg, element: Element) -> int:
    """Seconds. Longer than two minutes is nothing that could be transcribed: 13615."""
    if not _transcribes(element):
        return number(element, "maxLength", 3600)
    longest = number(element, "maxLength", int(recording_transcription.MOST))
    if longest <= recording_transcription.MOST:
        return longest
    leg.alert(13615, line=element.line,
              cure="With transcribe, maxLength may be 120 at most.")
    return int(recording_transcription.MOST)


def _outcome(tape: Recorder, digits: str) -> dict[str, str]:
    row = tape.row
    return {"RecordingUrl": recorder.url_of(row), "RecordingDuration": str(row.duration or 0),
            "RecordingSid": row.sid, "Digits": digits}


def _parting(leg: Leg, page: Page, element: Element, tape: Recorder) -> Source | None:
    """What is still asked after a hang-up."""
    try:
        return action(page, element, _outcome(tape, "hangup"))
    except Broken as broken:
        leg.alert(broken.code, broken.text, cure=broken.cure, line=broken.line)
        return None
