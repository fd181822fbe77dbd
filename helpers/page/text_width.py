"""How wide a text is, about, without a browser: enough to cut and to wrap it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

NARROW = frozenset("ijlI.,:;'|!()[]{}`’ ")
WIDE = frozenset("mwMW@%—…→←♪")
SIGNS = frozenset("<>+=~#&")


@lru_cache(maxsize=4096)
def _ems(character: str) -> float:
    if character in NARROW:
        return 0.33
    if character in WIDE or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in SIGNS:
        return 0.82
    if character.isdigit():
        return 0.64
    return 0.68 if character.isupper() else 0.57


def width(text: str, size: float) -> float:
    """Pixels that `text` takes at this font size, rather too many than too few."""
    return sum(map(_ems, text)) * size


def cut(text: str, room: float, size: float) -> str:
    """`text`, or as much of it as fits into `room` pixels, ended by …"""
    if width(text, size) <= room:
        return text
    room -= width("…", size)
    kept = 0
    for character in text:
        room -= _ems(character) * size
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def wrap(text: str, room: float, size: float, lines: int) -> list[str]:
    """`text` in at most `lines` lines of `room` pixels; the last one is cut if need be."""
    rows, words = [""], text.split()
    while words:
        longer = f"{rows[-1]} {words[0]}".strip()
        if rows[-1] and width(longer, size) > room and len(rows) < lines:
            rows.append("")
            continue
        rows[-1] = longer
        words.pop(0)
    return [cut(row, room, size) for row in rows]
