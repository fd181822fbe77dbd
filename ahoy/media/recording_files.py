"""Recordings as files: their media, and where Twilio keeps them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..store.rows import Recording
from . import sound
from .sound import mp3, wav

if TYPE_CHECKING:
    from ..world import World

HOST = "api.twilio.com"

TYPES = {"wav": "audio/x-wav", "mp3": "audio/mpeg"}
"""Endings of a recording's file, and its content types."""

ENDED = ("processing", "completed")
"""Statuses of a recording that has media."""

_PATH = re.compile(r"/2010-04-01/Accounts/AC[0-9a-f]{32}/Recordings/(RE[0-9a-f]{32})(?:\.\w+)?")


def content(row: Recording, ending: str, channels: int = 1) -> bytes:
    """The recording as a file of this kind (a key of `TYPES`)."""
    tracks = sound.tracks(sound.read(row.sounds), row.seconds, channels)
    return mp3.file(tracks) if ending == "mp3" else wav.file(tracks)


def has_media(row: Recording) -> bool:
    """True once it has ended, and until it is deleted."""
    return row.status in ENDED and not row.is_deleted


def sid_in(url: str) -> str:
    """The SID in the URL of a recording's file at Twilio, or ""."""
    parts = urlsplit(url)
    found = _PATH.fullmatch(parts.path) if parts.hostname == HOST else None
    return found[1] if found else ""


def at(world: World, url: str) -> Recording | None:
    """The recording whose file is at this URL of Twilio's, as <Play> may ask for it."""
    found = world.store.get(Recording, sid_in(url))
    return found if found is not None and has_media(found) else None
