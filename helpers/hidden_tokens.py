"""Tokens are used and never shown: in `os.environ`, in tracebacks, in what a child inherits."""

from __future__ import annotations

import base64
import os
import re
from typing import Any

from .settings import Secret

WINDOW = 8
"""So many characters of a token in a row give it away."""

MASK = "•"
TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])")
"""What looks like an Auth Token. A SID has two capitals before its digits, and stays."""

_known: set[str] = set()
_windows: set[str] = set()


def know(secret: str, user: str = "") -> None:
    """From now on `secret` is hidden: as it is, and as HTTP Basic sends it with `user`."""
    if len(secret) < WINDOW or secret in _known:
        return
    _known.add(f"{secret}")
    for text in (f"{secret}", _encoded(user, secret)):
        _windows.update(text[at:at + WINDOW] for at in range(len(text) - WINDOW + 1))
    if os.environ.decodevalue is not _decoded:
        global _decode
        _decode, os.environ.decodevalue = os.environ.decodevalue, _decoded


def keep_private(secret: str) -> None:
    """No program that is started from here inherits `secret`, whatever variable holds it:
    `os.environ` has it for this Python alone. "" ends that."""
    global _private
    _private = f"{secret}"
    if os.putenv is not _put:
        os.putenv = _put  # os.environ looks the function up there


def scrub(text: str) -> str:
    """The text without any piece of a known token, and without what looks like another one."""
    hidden = bytearray(len(text))
    for at in range(len(text) - WINDOW + 1):
        if text[at:at + WINDOW] in _windows:
            hidden[at:at + WINDOW] = b"\1" * WINDOW
    masked = "".join(MASK if hide else one for one, hide in zip(text, hidden, strict=True))
    return TOKEN.sub(MASK * 32, masked)


def _encoded(user: str, secret: str) -> str:
    """The letters of HTTP Basic that hold the secret."""
    code = base64.b64encode(f"{user}:{secret}".encode()).decode()
    return code[(len(user) + 1) // 3 * 4:]


_private = ""
_decode, _original_put = os.environ.decodevalue, os.putenv


def _put(name: Any, value: Any) -> None:
    """`os.putenv`, which writes what children inherit."""
    text = value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")
    if not _private or text != _private:
        _original_put(name, value)


def _decoded(value: Any) -> str:
    text = _decode(value)
    return Secret(text) if text in _known else text
