"""How a recording sounds: soft tones where somebody spoke, silence between.

No voice is imitated. Each speaker has a pitch of their own and speaks in syllables; a key
is a high tone, an audio file a steady one. Sound is made of blocks of 36 ms, which are made
once: a file is a row of them, so that also a long one takes no time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

BLOCK = 0.036
"""Seconds of a block: one frame of an MP3 file at 16 kHz, 288 samples at 8 kHz."""

LONGEST = 3600.0
"""Seconds. What a file holds of a longer recording."""

CYCLES = (8, 11, 6, 13, 9, 7, 12, 10)
"""Whole cycles a block, speaker by speaker: 222 Hz, 306 Hz, 167 Hz, …"""

STEADY, KEY = 14, 24
"""Cycles a block of an audio file, and of a key."""

SYLLABLE = (1, 3, 3, 2, 1, 0)
"""Loudness of the blocks of a syllable, from 0 (silence) to 3."""

SILENT = (0, 0)

Tone = tuple[int, int]
"""Cycles a block, and loudness."""


class Sound(NamedTuple):
    """Somebody's (`who`) sound in a recording, `at` seconds from its beginning.

    `kind`: `says`, `presses`, `sounds`, `Say`, `Play`, `noise` or `voice`. `channel` counts from 0.
    """

    channel: int
    at: float
    seconds: float
    who: str
    kind: str
    text: str

    @property
    def end(self) -> float:
        """When it is over."""
        return self.at + self.seconds


def write(sounds: Iterable[Sound]) -> str:
    """As a row of `recordings` keeps them."""
    return json.dumps([[*one] for one in sounds], ensure_ascii=False)


def read(text: str) -> list[Sound]:
    """The sounds that `write` has written."""
    return [Sound(*one) for one in json.loads(text)]


def tracks(sounds: list[Sound], seconds: float, channels: int) -> list[list[Tone]]:
    """The tones of each channel, block by block. One channel holds the sounds of all."""
    count = max(1, round(min(seconds, LONGEST) / BLOCK))
    made = [[SILENT] * count for _ in range(channels)]
    pitches = _pitches(sounds)
    for one in sounds:
        track = made[one.channel if channels > 1 else 0]
        first, last = round(one.at / BLOCK), min(count, round(one.end / BLOCK))
        track[first:last] = [_tone(one, pitches, step) for step in range(last - first)]
    return made


def _pitches(sounds: Iterable[Sound]) -> dict[str, int]:
    names = dict.fromkeys(one.who for one in sounds)
    return {name: CYCLES[place % len(CYCLES)] for place, name in enumerate(names)}


def _tone(one: Sound, pitches: dict[str, int], step: int) -> Tone:
    if one.kind == "Play":
        return STEADY, 2
    if one.kind in ("presses", "noise", "sounds"):
        return KEY, 2
    loudness = SYLLABLE[step % len(SYLLABLE)]
    return (pitches[one.who], loudness) if loudness else SILENT
