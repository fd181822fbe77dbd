"""What comes from outside, before it is shown as text or sent on: the one place for both."""

from __future__ import annotations

import re

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction of writing
    "\u2028\u2029\ud800-\udfff]")  # other line breaks, halves of characters
"""What would steer a terminal, turn a line round, or can't be written at all."""


def shown(text: str) -> str:
    """The text for a terminal or a cell: what would steer it is spelt out, as `\\x1b`."""
    return STEERING.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x7F else f"\\u{code:04x}"


def whole(text: str) -> str:
    """The text as a wire carries it: halves of characters become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
