"""A recording as a WAV file: 16 bits, 8,000 samples a second, as on a telephone line."""

from __future__ import annotations

import array
import io
import math
import sys
import wave
from functools import cache

from . import BLOCK, Tone

RATE = 8000
SAMPLES = round(BLOCK * RATE)
"""Of a block."""

VOLUME = 4000
"""Amplitude of loudness 1, of 32,767."""


def file(tracks: list[list[Tone]]) -> bytes:
    """The file; `tracks` are the tones of its channels, which are one or two."""
    held = io.BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(len(tracks))
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframesraw(_interleaved([b"".join(map(_block, track)) for track in tracks]))
    return held.getvalue()


@cache
def _block(tone: Tone) -> bytes:
    cycles, loudness = tone
    samples = array.array("h", (
        round(VOLUME * loudness * math.sin(2 * math.pi * cycles * at / SAMPLES))
        for at in range(SAMPLES)))
    return _little(samples)


def _little(samples: array.array[int]) -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def _interleaved(channels: list[bytes]) -> bytes:
    if len(channels) == 1:
        return channels[0]
    both = array.array("h", bytes(2 * len(channels[0])))
    for place, channel in enumerate(channels):
        both[place::2] = array.array("h", channel)
    return both.tobytes()
