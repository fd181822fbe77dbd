"""How Twilio counts a text message: which alphabet it needs and how many segments.

A body of GSM 03.38 characters alone is sent in 7-bit units (septets); one other
character anywhere turns the whole message into UCS-2, whose units are 16 bits. A message
in several segments gives up some room in each for the header that joins them again, and
no character is ever cut in two. The figures agree with Twilio's own segment calculator.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each."""

EXTENDED = frozenset("\f[\\]^{|}~€")
"""Two septets each: an escape and a character."""

GSM7 = BASIC | EXTENDED
ALONE = {"GSM-7": 160, "UCS-2": 70}
"""Units that fit into a message of one segment."""
JOINED = {"GSM-7": 153, "UCS-2": 67}
"""Units that fit into each segment of a longer message."""


class Segments(NamedTuple):
    """What a body costs. `units` are septets or UTF-16 units; `per_segment` is the room
    in each; `culprits` are the (index, character) pairs that force UCS-2."""

    encoding: str
    segments: int
    units: int
    per_segment: int
    culprits: tuple[tuple[int, str], ...] = ()


@lru_cache(maxsize=1024)
def count(body: str) -> Segments:
    """Counts a body as Twilio does. An empty body is one segment."""
    if BASIC.issuperset(body) and len(body) <= ALONE["GSM-7"]:
        return Segments("GSM-7", 1, len(body), ALONE["GSM-7"])
    culprits = tuple((at, char) for at, char in enumerate(body) if char not in GSM7)
    encoding = "UCS-2" if culprits else "GSM-7"
    return _packed(encoding, [_units(char, encoding) for char in body], culprits)


def _packed(encoding: str, sizes: list[int], culprits: tuple[tuple[int, str], ...]) -> Segments:
    units = sum(sizes)
    if units <= ALONE[encoding]:
        return Segments(encoding, 1, units, ALONE[encoding], culprits)
    room = JOINED[encoding]
    return Segments(encoding, len(pack(sizes, room)), units, room, culprits)


def pack(sizes: Iterable[int], room: int) -> list[int]:
    """Fills segments of `room` units in order with whole characters of these sizes; gives
    how many units each segment holds. A character that does not fit starts the next one."""
    filled = [0]
    for size in sizes:
        if filled[-1] + size > room:
            filled.append(0)
        filled[-1] += size
    return filled


def filled(body: str) -> list[int]:
    """How many units each segment of the body holds."""
    counted = count(body)
    if counted.segments == 1:
        return [counted.units]
    return pack([_units(char, counted.encoding) for char in body], counted.per_segment)


def _units(char: str, encoding: str) -> int:
    if encoding == "GSM-7":
        return 2 if char in EXTENDED else 1
    return 2 if ord(char) > 0xFFFF else 1


def smart(body: str) -> str:
    """The body as Smart Encoding would send it: look-alikes outside GSM-7 replaced.

    Our own table, by the families that Twilio documents (quotes, dashes, dots, spaces,
    fractions, full-width letters, invisible characters); it is not Twilio's list, which
    may differ in rare characters. What has no look-alike stays, and still costs UCS-2.
    """
    return body.translate(_LOOKALIKES)


def _lookalikes() -> dict[int, str]:
    table = {ord(char): plain for chars, plain in _FAMILIES for char in chars}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return table


_FAMILIES = (
    ("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2036\u02ba\u02dd\u275d\u275e\u301d\u301e", '"'),
    ("\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u02b9\u02bb\u02bc\u02bd", "'"),
    ("\u02c8\u02ca\u02cb\u275b\u275c`\u00b4", "'"),
    (
        "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\u2022\u2219\u00b7\u2027\ufe58\ufe63",
        "-",
    ),
    ("\u2026", "..."),
    ("\u2025", ".."),
    ("\u2024", "."),
    ("\u00bc", "1/4"),
    ("\u00bd", "1/2"),
    ("\u00be", "3/4"),
    ("\u2153", "1/3"),
    ("\u2154", "2/3"),
    ("\u2044\u2215", "/"),
    # Twilio's calculator gives two spaces for each unusual one, seven for a tab
    ("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", "  "),
    ("\u202f\u205f\u3000", "  "),
    ("\t", " " * 7),
    ("\u2028\u2029\u0085\v", "\n"),
    ("\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
)
_LOOKALIKES = _lookalikes()
