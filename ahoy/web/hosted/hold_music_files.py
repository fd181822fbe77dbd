"""Hold music: which songs Twilio's public buckets hold, and a sound to play for them.

The names are those that public recordings of Twilio's pages show, a few for each bucket;
the real buckets hold more. No music is shipped: every song is a short tone made here.
"""

from __future__ import annotations

import array
import io
import math
import wave
from functools import lru_cache

SOUNDS = "com.twilio.sounds.music"

_BUCKETS = {
    "com.twilio.music.classical": "BusyStrings ClockworkWaltz ith_brahms-116-4 ith_chopin-15-2",
    "com.twilio.music.ambient": "gurdonark_-_Exurb gurdonark_-_Plains",
    "com.twilio.music.electronica": "teru_-_110_Downtempo_Electronic_4",
    "com.twilio.music.guitars": "Pitx_-_A_Thought Pitx_-_Long_Winter",
    "com.twilio.music.rock": "nickleus_-_original_guitar_song_200907251723",
    "com.twilio.music.soft-rock": "Fireproof_Babies_-_Song_A",
    SOUNDS: "BusyStrings ClockworkWaltz MARKOVICHAMP-Borghestral",
}

RATE = 8000
"""Samples a second, as on a telephone line."""


def songs(bucket: str) -> list[str]:
    """The songs' URLs, in a fixed order; none for a bucket that is not Twilio's."""
    return [
        f"http://{bucket}.s3.amazonaws.com/{name}.mp3" for name in _BUCKETS.get(bucket, "").split()
    ]


def is_song(url: str) -> bool:
    """True for one of the songs, over http or https."""
    return url.replace("https://", "http://", 1) in _all_songs()


@lru_cache(maxsize=1)
def _all_songs() -> frozenset[str]:
    return frozenset(song for bucket in _BUCKETS for song in songs(bucket))


@lru_cache(maxsize=4)
def tone(seconds: float = 2.0, pitch: float = 440.0) -> bytes:
    """A WAV file (8-bit, mono, 8 kHz) with a soft tone of `pitch` Hz."""
    count = round(seconds * RATE)
    # it swells and fades, so that it neither clicks nor startles
    samples = array.array(
        "B",
        (
            128
            + round(40 * math.sin(math.pi * at / count) * math.sin(2 * math.pi * pitch * at / RATE))
            for at in range(count)
        ),
    )
    held = io.BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return held.getvalue()
