"""What the practice account remembers of recordings: two more tables of `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(slots=True, kw_only=True)
class Recording:
    """What was recorded of a call or a conference, and how it sounds."""

    TABLE: ClassVar[str] = "recordings"
    PREFIX: ClassVar[str] = "RE"

    sid: str
    account_sid: str
    call_sid: str
    source: str
    conference_sid: str | None = None
    status: str = "in-progress"
    channels: int = 1
    track: str = "both"
    duration: int | None = None
    price: float | None = None
    price_unit: str | None = None
    error_code: int | None = None
    start_time: float = 0.0
    date_created: float = 0.0
    date_updated: float = 0.0
    # not part of Twilio's answer
    sounds: str = "[]"
    """JSON list of `sound.Sound`s: who made a sound, when and for how long."""
    seconds: float = 0.0
    """How long exactly it is."""
    is_deleted: bool = False
    """Its media are gone; Twilio keeps the row for 40 days."""
    world: str = ""


@dataclass(slots=True, kw_only=True)
class Transcription:
    """What was said in a recording. `status` is `in-progress`, `completed` or `failed`."""

    TABLE: ClassVar[str] = "transcriptions"
    PREFIX: ClassVar[str] = "TR"

    sid: str
    account_sid: str
    recording_sid: str
    status: str = "in-progress"
    transcription_text: str | None = None
    duration: int = 0
    price: float | None = None
    price_unit: str | None = None
    date_created: float = 0.0
    date_updated: float = 0.0
    world: str = ""
