"""Names of countries and languages in English, from Unicode's tables (babel)."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

IRREGULAR = {"arb": "Arabic", "en-GB-WLS": "English (Wales)", "cmn-CN": "Chinese (Mandarin)",
             "zh-CN": "Chinese (Mandarin)", "zh-TW": "Chinese (Taiwan)",
             "zh-HK": "Chinese (Hong Kong)", "nb-NO": "Norwegian (Norway)"}
"""What Twilio calls otherwise, or by a code that is none of Unicode's."""


@lru_cache(maxsize=1)
def _english() -> Locale:
    return Locale("en")


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """The country of an ISO code: "Germany" for DE; an unknown code stays as it is."""
    return _english().territories.get(code, code)


@lru_cache(maxsize=512)
def language_name(code: str) -> str:
    """The language of a code as Twilio writes it: "German (Germany)" for de-DE."""
    if code in IRREGULAR:
        return IRREGULAR[code]
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code
