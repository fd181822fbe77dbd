"""What is wrong with a form's field, in words, before Twilio has to say it.

Every judge takes the text as typed and gives a sentence, or "" when all is well.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from ahoy.facts import prices, segments
from ahoy.numbers import phone_numbers
from ahoy.twiml.document import parse

LONGEST_BODY = 1600
LONGEST_TWIML = 4000
"""Characters that Twilio takes in `Body` and in `Twiml`."""

E164 = "Write it in E.164 form: a plus sign, the country code, the number, like +14155550123."


INVISIBLE = ("C", "Z", "M")
"""Unicode's kinds of characters that can't be shown alone: controls, blanks, marks."""


def number(typed: str, country: str = "US") -> str:
    """A telephone number that Twilio can call or text, read by the habits of a country."""
    if not typed.strip():
        return f"This is empty. {E164}"
    if phone_numbers.parse(typed, country) is None:
        return f"“{typed.strip()}” is no phone number. {E164}"
    return ""


def address(typed: str) -> str:
    """A telephone number, or an app or desk phone: `client:ada`, `sip:ada@example.com`."""
    return "" if phone_numbers.is_callable_address(typed.strip()) else number(typed)


def body(typed: str) -> str:
    """The words of a text."""
    if not typed.strip():
        return "This is empty. Write what the text says."
    if len(typed) > LONGEST_BODY:
        return (f"This has {len(typed):,} characters; Twilio takes {LONGEST_BODY:,} at most. "
                "Make it shorter, or send two texts.")
    return ""


def twiml(typed: str) -> str:
    """A TwiML document for a call."""
    if not typed.strip():
        return "This is empty. Write TwiML, like <Response><Say>Ahoy hoy!</Say></Response>."
    if len(typed) > LONGEST_TWIML:
        return (f"This has {len(typed):,} characters; Twilio takes {LONGEST_TWIML:,} at most. "
                "Put it on a web site, and give its URL.")
    document = parse(typed, "voice")
    fault = document.fatal or next(iter(document.faults), None)
    return f"{fault.code}: {fault.text} {fault.cure}".strip() if fault else ""


def url(typed: str) -> str:
    """The address of a TwiML document on the web."""
    if not typed.strip():
        return "This is empty. Write the address of your TwiML, like https://example.com/voice."
    try:
        parts = urlsplit(typed.strip())
        found = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        found = None
    if not found:
        return (f"“{typed.strip()}” is no web address. It begins with https:// or http:// "
                "and names a host.")
    return ""


def as_sent(typed: str) -> str:
    """A number as the SDK gets it: E.164 where it can be read as a number."""
    return phone_numbers.parse(typed) or typed.strip()


def read_as(typed: str) -> str:
    """A word on how Twilio reads a number that is not written in E.164."""
    found = phone_numbers.parse(typed)
    return f"Twilio reads this as {found}." if found and found != typed.strip() else ""


def e164(typed: str, country: str) -> str:
    """The number in E.164 form, or ""."""
    return phone_numbers.parse(typed, country) or ""


def counted_segments(typed: str) -> str:
    """What the text costs: "1 segment: 9 of 160 characters, GSM-7; 151 left." and USD."""
    counted = segments.count(typed)
    noun = "segment" if counted.segments == 1 else "segments"
    used = segments.filled(typed)
    said = [f"{counted.segments} {noun}: {counted.units:,} of "
            f"{counted.segments * counted.per_segment:,} characters, {counted.encoding}; "
            f"{counted.per_segment - used[-1]} left.", *_culprits(counted)]
    return "\n".join([*said, _cost(counted.segments)])


def _culprits(counted: segments.Segments) -> list[str]:
    if not counted.culprits:
        return []
    place, character = counted.culprits[0]
    others = len(counted.culprits) - 1
    more = f", and {others} more," if others else ""
    are = "are" if others else "is"
    return [f"Character {place + 1}, {named(character)}{more} {are} not in GSM-7, "
            "so all of it is sent as UCS-2."]


def named(character: str) -> str:
    """A character and its name: “’” (right single quotation mark, U+2019)."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower()
    spoken = f"{name}, {code}" if name else code
    if unicodedata.category(character)[0] in INVISIBLE:
        return spoken
    return f"“{character}” ({spoken})"


def _cost(count: int) -> str:
    usd = prices.written(-prices.message_price("outbound-api", count), 4)
    return f"About {usd} USD, at US prices of {prices.AS_OF} and without carriers' fees."


def segment_meter(typed: str) -> list[tuple[int, int]]:
    """How full each segment is: (units used, room)."""
    room = segments.count(typed).per_segment
    return [(used, room) for used in segments.filled(typed)]
