"""Answering machine detection: was it a person, a voicemail, a fax or silence that answered?

It listens as Twilio's page "Answering Machine Detection" says: a greeting longer than the
speech threshold is a machine's, a shorter one with silence after it a person's. So a person
who talks long is taken for a machine, as on Twilio. A person who says nothing in the first
second is taken to say "Hello?". `machine_end_other` never comes: here a message ends with a
beep or with silence.

On a leg: set `leg.detecting`, and `yield from begin(leg)` once it is answered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import simpy

from ... import trace
from ...account import usage
from ...clock import Process
from ...facts import prices, timing
from ...phones.answering_machines import BEEP, FAX

if TYPE_CHECKING:
    from .leg import Leg

MODES = ("Enable", "DetectMessageEnd")


@dataclass(frozen=True, slots=True)
class DetectionOptions:
    """What to find out: `mode` is Enable or DetectMessageEnd; the times are in seconds.

    `waits`: the call's document waits for the result. `callback`: the URL and the method that
    are told besides, or None.
    """

    mode: str
    timeout: float = 30.0
    speech_threshold: float = 2.4
    speech_end: float = 1.2
    silence: float = 5.0
    waits: bool = True
    callback: tuple[str, str] | None = None


def of_noun(attributes: Mapping[str, str],
            resolve: Callable[[str], str | None]) -> DetectionOptions | None:
    """What a <Number> or <Sip> wants; None where it wants nothing. It never waits.

    `resolve` makes amdStatusCallback absolute.
    """
    mode = attributes.get("machineDetection")
    if mode is None or attributes.get("sendDigits"):
        return None
    wanted = attributes.get("amdStatusCallback", "")
    url = resolve(wanted) if wanted else None
    method = attributes.get("amdStatusCallbackMethod", "POST")
    return DetectionOptions(
        mode,
        timeout=float(attributes.get("machineDetectionTimeout", 30)),
        speech_threshold=int(attributes.get("machineDetectionSpeechThreshold", 2400)) / 1000,
        speech_end=int(attributes.get("machineDetectionSpeechEndThreshold", 1200)) / 1000,
        silence=int(attributes.get("machineDetectionSilenceTimeout", 5000)) / 1000,
        waits=False, callback=(url, method) if url else None)


def begin(leg: Leg) -> Process[dict[str, str]]:
    """Detects, if the leg wants it: at once, or beside the call. The leg is connected.

    Gives what the document's request carries besides AnsweredBy: its duration, or nothing.
    """
    wanted = leg.detecting
    if wanted is None:
        return {}
    if wanted.waits:
        return {"MachineDetectionDuration": (yield from _detect(leg, wanted))}
    leg.env.process(_beside(leg, wanted))
    return {}


def _beside(leg: Leg, wanted: DetectionOptions) -> Process[None]:
    try:
        duration = yield from _detect(leg, wanted)
    except _HungUp:
        return
    if wanted.callback is not None:
        call = leg.call
        leg.callbacks.send(*wanted.callback, {
            "CallSid": call.sid, "AccountSid": call.account_sid,
            "AnsweredBy": call.answered_by or "", "MachineDetectionDuration": duration,
        }, "answering machine detection")


def _detect(leg: Leg, wanted: DetectionOptions) -> Process[str]:
    """Listens, writes the result down, charges for it; gives the milliseconds that it took."""
    begun, listener = leg.env.now, _DetectionListener(leg, wanted)
    leg.taps.append(listener)
    try:
        found = yield from listener.decide()
    finally:
        leg.taps.remove(listener)
    lasted = leg.env.now - begun
    leg.world.store.update(leg.call, answered_by=found)
    leg.note(trace.Detected, target=trace.TWILIO, answered_by=found, seconds=round(lasted, 3))
    usage.charge(leg.world, leg.call.account_sid, "answering-machine-detection", 1,
                 prices.USD["answering machine detection"])
    return str(round(lasted * 1000))


class _HungUp(Exception):
    """The leg has ended before there was a result."""


class _TimeIsUp(Exception):
    """MachineDetectionTimeout."""


class _DetectionListener:
    """Hears the sounds of who answered, and decides."""

    def __init__(self, leg: Leg, wanted: DetectionOptions) -> None:
        self._leg, self._env, self._wanted = leg, leg.env, wanted
        self._until = leg.env.now + wanted.timeout
        self._sounds: deque[tuple[str, float]] = deque()
        self._something = leg.env.event()
        self._speech_ends = 0.0

    def __call__(self, who: str, what: str, value: str, seconds: float) -> None:
        """A tap: who answered speaks (or a document does, over there), or a machine beeps."""
        if who == "person" and what in ("says", "Say", "Play", "sounds"):
            kind = value if what == "sounds" else "speech"
            self._sounds.append((kind, self._env.now + seconds))
            if not self._something.triggered:
                self._something.succeed()

    def decide(self) -> Process[str]:
        """AnsweredBy."""
        try:
            found = yield from self._who()
            if found == "machine_start" and self._wanted.mode == "DetectMessageEnd":
                found = yield from self._end()
        except _TimeIsUp:
            return "unknown"
        return found

    def _who(self) -> Process[str]:
        kind = yield from self._first_sound()
        begun = self._env.now
        while kind == "speech":
            if self._speech_ends - begun >= self._wanted.speech_threshold:
                yield from self._pass(begun + self._wanted.speech_threshold)
                return "machine_start"
            kind = yield from self._next(self._speech_ends + self._wanted.speech_end)
            if not kind:
                return "human"
        if kind == BEEP and self._wanted.mode == "DetectMessageEnd":
            return "machine_end_beep"
        return {BEEP: "machine_start", FAX: "fax"}.get(kind, "unknown")

    def _first_sound(self) -> Process[str]:
        """Its kind, "" for silence. A person says "Hello?" at the latest after a second."""
        begun = self._env.now
        if self._leg.handset.habit == "person":
            kind = yield from self._next(min(begun + timing.HELLO, begun + self._wanted.silence))
            if not kind and timing.HELLO < self._wanted.silence:
                self._speech_ends = self._env.now + timing.speech("Hello?")
                return "speech"
            return kind
        return (yield from self._next(begun + self._wanted.silence))

    def _end(self) -> Process[str]:
        """The machine has been found: its message ends with a beep, or with silence."""
        while True:
            kind = yield from self._next(self._speech_ends + self._wanted.speech_end)
            if kind != "speech":
                return "machine_end_beep" if kind == BEEP else "machine_end_silence"

    def _next(self, moment: float) -> Process[str]:
        """The kind of the next sound until `moment`, or ""."""
        if not self._sounds:
            if self._something.triggered:
                self._something = self._env.event()
            yield from self._wait(self._something, moment)
        if not self._sounds:
            return ""
        kind, end = self._sounds.popleft()
        self._speech_ends = max(self._speech_ends, end)
        return kind

    def _pass(self, moment: float) -> Process[None]:
        yield from self._wait(self._env.event(), moment)

    def _wait(self, event: simpy.Event, moment: float) -> Process[None]:
        """Until `event` or `moment`. Raises when the detection's time is up, or the leg over."""
        pause = self._env.timeout(max(0.0, min(moment, self._until) - self._env.now))
        yield event | pause
        if not self._leg.is_alive:
            raise _HungUp
        if not event.triggered and self._until < moment:
            raise _TimeIsUp
