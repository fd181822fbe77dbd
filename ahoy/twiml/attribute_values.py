"""What an attribute's value may be: each kind checks one value and says itself in words.

A check gives the value as Twilio understands it ("TRUE" → "true", " 5 " → "5"), or None
when Twilio would warn and use its default.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Values:
    """A kind of values. `words` completes "Write …"; `example` is a good value; `choices`
    are all good values, where they are few."""

    words: str
    example: str
    check: Callable[[str], str | None]
    choices: tuple[str, ...] = ()


def whole(low: int, high: int | None = None, *, or_word: str = "") -> Values:
    """A whole number from `low` to `high` (None: no upper limit), or one word besides."""
    limits = f"from {low} to {high}" if high is not None else f"of {low} or more"
    words = f"a whole number {limits}" + (f", or {or_word}" if or_word else "")

    def check(text: str) -> str | None:
        text = text.strip()
        if or_word and text == or_word:
            return text
        if not re.fullmatch(r"[0-9]{1,18}", text):
            return None
        number = int(text)
        return str(number) if number >= low and (high is None or number <= high) else None

    return Values(words, str(max(low, 1)), check)


def one_of(*names: str) -> Values:
    """One of these words, in this letter case."""
    allowed = frozenset(names)
    words = " or ".join(names) if len(names) < 3 else "one of " + ", ".join(names)
    return Values(words, names[0], lambda text: text if text in allowed else None, names)


def some_of(*names: str) -> Values:
    """One or more of these words, with spaces between."""
    allowed = frozenset(names)

    def check(text: str) -> str | None:
        given = text.split()
        return " ".join(given) if given and allowed.issuperset(given) else None

    return Values(
        "one or more, with spaces between, of " + ", ".join(names), " ".join(names), check
    )


def matching(pattern: str, words: str, example: str) -> Values:
    """Whatever the regular expression matches as a whole."""
    compiled = re.compile(pattern)
    return Values(words, example, lambda text: text if compiled.fullmatch(text) else None)


def _true_or_false(text: str) -> str | None:
    word = text.strip().lower()
    return word if word in ("true", "false") else None


def _method(text: str) -> str | None:
    word = text.strip().upper()
    return word if word in ("GET", "POST") else None


def _url(text: str) -> str | None:
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if re.search(r"\s", text) or parts.scheme not in ("", "http", "https", "ws", "wss"):
        return None
    return text if parts.netloc or not parts.scheme else None


def _float(text: str) -> str | None:
    return text.strip() if re.fullmatch(r"\s*[0-9]{0,9}\.?[0-9]{1,9}\s*", text) else None


TEXT = Values("some text", "text", lambda text: text)
FLAG = Values("true or false", "true", _true_or_false, ("true", "false"))
METHOD = Values("GET or POST", "POST", _method, ("GET", "POST"))
URL = Values("an absolute or relative http URL", "https://example.com/next", _url)
DECIMAL = Values("a number", "0.5", _float)
TONES = matching(r"[0-9A-Da-dwW#*]+", "keys of 0-9, A-D, * and #, and w or W to wait", "ww123#")
VOICE = matching(
    r"man|woman|alice|(Polly|Google|ElevenLabs)\.\S+",
    "man, woman, alice, or a name like Polly.Joanna or Google.en-US-Standard-C",
    "Polly.Joanna",
)
LANGUAGE = matching(
    r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}", "a language tag like en-US or nl-NL", "en-US"
)
ADDRESS = Values("a phone number in E.164", "+14155550123", lambda text: text)
