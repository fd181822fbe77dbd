"""Writes down what is said on a leg while it goes on: <Start><Transcription>.

Follows the page of <Transcription>: events `transcription-started`, `-content`, `-stopped`
with the fields that a live test of 2026 saw. Every word is understood. Nothing is kept, as
at Twilio; it costs nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ...facts import timing
from ...facts.dates import iso8601

if TYPE_CHECKING:
    from ..calls.leg import Leg

CONFIDENCE = 0.9
HEARD = {"person": "inbound_track", "Twilio": "outbound_track"}
"""Whose sound is on which track: Twilio receives the one and sends the other."""


@dataclass(frozen=True, slots=True)
class TranscriptionOptions:
    """`track`: inbound_track, outbound_track or both_tracks; `partial`: each word is told."""

    name: str = ""
    track: str = "both_tracks"
    language: str = "en-US"
    partial: bool = False
    callback: str = ""
    method: str = "POST"


class LiveTranscription:
    """A transcription in progress, until `stop()` or the end of its leg."""

    def __init__(self, leg: Leg, wanted: TranscriptionOptions) -> None:
        self._leg, self._wanted = leg, wanted
        self.name, self.sid = wanted.name, leg.world.ids.sid("GT")
        self._count = 0
        self._until: dict[str, float] = {}
        self._unfinished: list[tuple[float, str, str]] = []
        leg.taps.append(self._hear)
        leg.recorders.append(self)
        self._tell("transcription-started", LanguageCode=wanted.language, Track=wanted.track)

    def stop(self) -> None:
        """The end: who still speaks is written down up to here."""
        if self not in self._leg.recorders:
            return
        self._leg.taps.remove(self._hear)
        self._leg.recorders.remove(self)
        now = self._leg.env.now
        for begun, track, words in self._unfinished:
            self._said(track, " ".join(
                word for end, word in timing.word_ends(words) if begun + end <= now))
        self._tell("transcription-stopped")

    def _hear(self, who: str, what: str, value: str, _seconds: float) -> None:
        track, words = HEARD[who], _words(what, value)
        if not words or self._wanted.track not in ("both_tracks", track):
            return
        now = self._leg.env.now
        begun = max(now, self._until.get(track, now))
        self._until[track] = begun + timing.speech(words)
        entry = (begun, track, words)
        self._unfinished.append(entry)
        if self._wanted.partial:
            self._plan_partials(begun, track, words)
        self._at(self._until[track], lambda: self._finish(entry))

    def _plan_partials(self, begun: float, track: str, words: str) -> None:
        ends = timing.word_ends(words)
        for count, (end, _) in enumerate(ends[:-1], 1):
            so_far = " ".join(word for _, word in ends[:count])
            self._at(begun + end, partial(self._said, track, so_far, final=False))

    def _at(self, moment: float, act: Callable[[], None]) -> None:
        """Does it then, if the transcription still goes on."""
        later = self._leg.env.timeout(max(0.0, moment - self._leg.env.now))
        later.callbacks.append(lambda _: act() if self in self._leg.recorders else None)

    def _finish(self, entry: tuple[float, str, str]) -> None:
        self._unfinished.remove(entry)
        _, track, words = entry
        self._said(track, words)

    def _said(self, track: str, words: str, *, final: bool = True) -> None:
        if not words:
            return
        data = json.dumps({"transcript": words, "confidence": CONFIDENCE}, ensure_ascii=False)
        self._tell("transcription-content", LanguageCode=self._wanted.language, Track=track,
                   TranscriptionData=data, Final=str(final).lower())

    def _tell(self, event: str, **more: str) -> None:
        if not self._wanted.callback:
            return
        self._count += 1
        call, world = self._leg.call, self._leg.world
        self._leg.callbacks.send(self._wanted.callback, self._wanted.method, {
            "AccountSid": call.account_sid, "CallSid": call.sid, "TranscriptionSid": self.sid,
            "TranscriptionEvent": event, "SequenceId": str(self._count),
            "Timestamp": iso8601(world.clock.now()) or "", **more}, "transcription")


def _words(what: str, value: str) -> str:
    """What is said in a sound; "" for what has no words."""
    if what == "voice":  # [Bob: hello]
        return value.partition(": ")[2].removesuffix("]")
    return value if what in ("says", "Say") else ""
