"""A recording as an MP3 file: MPEG-2 Layer III, 16 kHz, a constant 8 kbit/s a channel.

No encoder is needed, because a tone of one loudness is a single number in the spectrum of a
frame: all others are zero, which table 1 of the standard's Huffman tables (ISO 11172-3,
annex B) writes as one bit a pair. A frame depends on nothing but itself, and lasts a block.
"""

from __future__ import annotations

from functools import cache

from . import BLOCK, Tone

RATE = 16_000
LINES = 576
"""Numbers in a frame's spectrum, from 0 Hz to half the rate."""

HEADS = {1: bytes.fromhex("fff318c4"), 2: bytes.fromhex("fff32804")}
"""Sync, MPEG-2, Layer III, no checksum; 8 kbit/s mono or 16 kbit/s stereo; 16 kHz."""

FRAME = 36
"""Bytes a channel."""

GAINS = (0, 197, 201, 204)
"""The standard's global_gain, by loudness: four more double the amplitude."""

SIGNS = {0: (0, 1, 1, 0), 1: (0, 0, 1, 1)}
"""Signs of a number in four frames in a row with which its tone goes on smoothly, for even
and for odd lines."""


def file(tracks: list[list[Tone]]) -> bytes:
    """The file; `tracks` are the tones of its channels, which are one or two."""
    return b"".join(_frame(tones, place % 4)
                    for place, tones in enumerate(zip(*tracks, strict=True)))


@cache
def _frame(tones: tuple[Tone, ...], turn: int) -> bytes:
    spectra = [_spectrum(tone, turn) for tone in tones]
    sides = [_side(tone, len(bits)) for tone, bits in zip(tones, spectra, strict=True)]
    head = "0" * 8 + "0" * len(tones)  # its data begin in this frame; private bits
    bits = head + "".join(sides) + "".join(spectra)
    size = FRAME * len(tones) - len(HEADS[1])
    return HEADS[len(tones)] + int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")


def _line(tone: Tone) -> int:
    return int(tone[0] / BLOCK * 2 * LINES / RATE)


def _spectrum(tone: Tone, turn: int) -> str:
    """The Huffman code: zeros, and 1 or -1 at the tone's line."""
    if not tone[1]:
        return ""
    pairs, odd = divmod(_line(tone), 2)
    return "1" * pairs + ("001" if odd else "01") + str(SIGNS[odd][turn])


def _side(tone: Tone, length: int) -> str:
    """The side information of one channel."""
    pairs = _line(tone) // 2 + 1 if tone[1] else 0
    fields = ((length, 12), (pairs, 9), (GAINS[tone[1]], 8), (0, 9), (0, 1),
              (1, 5), (1, 5), (1, 5), (0, 4), (0, 3), (0, 1), (0, 1))
    return "".join(f"{value:0{width}b}" for value, width in fields)
