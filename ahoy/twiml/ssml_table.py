"""Marks inside <Say>: the part of SSML that Twilio takes."""

from __future__ import annotations

from .attribute_values import LANGUAGE, matching, one_of
from .tags import DIFFERS, Attribute, Support, Tag, TextContent, tag

_SPOKEN = TextContent(spoken=True)
_PLAIN_VOICE = Support(support=DIFFERS, why="The words are shown; how they sound is not imitated.")
_INLINE = "break emphasis phoneme prosody say-as sub w"
_ALL = _INLINE + " lang p s"


def _mark(key: str, *attributes: Attribute, children: str = "", text: TextContent = _SPOKEN) -> Tag:
    return tag(
        key, *attributes, children=children, text=text, carried_out=True, why=_PLAIN_VOICE["why"]
    )


def _sound(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, **_PLAIN_VOICE) for name in names)


def _break() -> Tag:
    strengths = one_of("none", "x-weak", "weak", "medium", "strong", "x-strong")
    times = matching(r"[0-9]{0,6}\.?[0-9]{1,6}(s|ms)", "a time like 2s or 500ms", "1s")
    lasts = Support(support=DIFFERS, why="The pause is counted where it has a time.")
    return tag(
        "break",
        Attribute("strength", strengths, "medium", **lasts),
        Attribute("time", times, "", **lasts),
        carried_out=True,
        why=lasts["why"],
    )


TAGS = (
    _break(),
    _mark("emphasis", *_sound("level"), children=_INLINE + " lang"),
    _mark("lang", Attribute("xml:lang", LANGUAGE, "", **_PLAIN_VOICE), children=_ALL),
    _mark("p", children=_INLINE + " lang s"),
    _mark("s", children=_INLINE + " lang"),
    _mark("phoneme", *_sound("alphabet", "ph")),
    _mark("prosody", *_sound("volume", "rate", "pitch"), children=_ALL),
    _mark("say-as", *_sound("interpret-as", "format")),
    _mark("sub", *_sound("alias")),
    _mark("w", *_sound("role"), children=_INLINE),
    _mark("amazon:effect", *_sound("name", "phonation", "vocal-tract-length"), children=_ALL),
    _mark("amazon:domain", *_sound("name"), children=_ALL),
)
