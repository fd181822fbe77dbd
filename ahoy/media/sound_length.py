"""How long a sound lasts. Only WAV says so plainly; other files count as five seconds."""

from __future__ import annotations

import io
import wave
from functools import lru_cache

from ..facts import timing

AUDIO_TYPES = frozenset("audio/" + name for name in (
    "mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw"))
"""What can be played (Twilio's page on <Play>)."""


def is_audio(content_type: str) -> bool:
    """True for a Content-Type that Twilio plays."""
    return content_type.partition(";")[0].strip().lower() in AUDIO_TYPES


@lru_cache(maxsize=8)
def seconds_of(body: bytes) -> float:
    """Seconds of a WAV file; `timing.PLAY` for what can't be measured."""
    try:
        with wave.open(io.BytesIO(body)) as sound:
            return float(sound.getnframes() / (sound.getframerate() or 8000))
    except (wave.Error, EOFError):
        return timing.PLAY
