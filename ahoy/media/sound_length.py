"""How long a sound lasts. Only WAV says so plainly; other files count as five seconds."""

from __future__ import annotations

import io
import wave
from functools import lru_cache

from ..facts import timing


@lru_cache(maxsize=8)
def seconds_of(body: bytes) -> float:
    """Seconds of a WAV file; `timing.PLAY` for what can't be measured."""
    try:
        with wave.open(io.BytesIO(body)) as sound:
            return float(sound.getnframes() / (sound.getframerate() or 8000))
    except (wave.Error, EOFError):
        return timing.PLAY
