"""What is wrong with a document, in Twilio's words, and what to write instead in ours.

Sentences follow the alerts of Twilio's debugger (those of Xerces, the parser behind it);
Twilio names the fault, the cure is this kit's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any

from ..facts import alerts
from ..facts.alerts import SCHEMA_WARNING
from . import all_tags
from .tags import Attribute, Tag

PARSE_FAILURE = 12100
WRONG_VERSION = 12101
WRONG_ROOT = 12102
SKIPPED = "Twilio skips it, with all that is in it."


@dataclass(slots=True)
class Fault:
    """One thing that Twilio would alert you to.

    `code` is None for what practice alone says; `level` is `error` or `warning`; `line` counts
    from 1, None where there is none;
    `cure` says what to write instead; `effect` what Twilio does about it. `column`, from 1,
    is where the element or text begins, and `about` the element or attribute, if known.
    """

    code: int | None
    level: str
    text: str
    line: int | None
    cure: str
    effect: str = field(default="", compare=False)
    about: str = field(default="", compare=False)
    column: int | None = field(default=None, compare=False)


def fault(code: int, text: str, line: int | None, cure: str, **more: Any) -> Fault:
    """A fault with the level and the sentence of its code, which `text` fills in."""
    return Fault(code, alerts.level_of(code), alerts.sentence(code, text), line, cure, **more)


def unreadable(message: str, line: int, cure: str, code: int = PARSE_FAILURE) -> Fault:
    """The document is no XML, so nothing of it can be carried out."""
    if code == PARSE_FAILURE:
        message = f"Error on line {line} of document  : {message}"
    return fault(code, message, line, cure)


def wrong_root(name: str, line: int) -> Fault:
    """12102."""
    if name.lower() == "response":
        cure = f"<{_short(name)}> is not <Response>: TwiML is case-sensitive. Write <Response>."
    elif name.lower() == "html":
        cure = "This is a web page, not TwiML. Answer with <Response>…</Response>."
    else:
        cure = f"Put <{_short(name)}> inside <Response>…</Response>."
    return fault(WRONG_ROOT, "", line, cure)


def wrong_version(version: str, line: int) -> Fault:
    """12101."""
    return fault(WRONG_VERSION, _short(version), line, "Write <Response> without a version.")


def misplaced_element(name: str, parent: Tag, kind: str, line: int) -> Fault:
    """An element that Twilio skips: unknown (12200), or known and in the wrong place."""
    cure = _cure_for_element(name, parent, kind)
    if parent.nested_code != SCHEMA_WARNING and name in _names(kind):
        text = f"{parent.name}: Invalid nested element '{_short(name)}'."
        return fault(parent.nested_code, text, line, cure, effect=SKIPPED, about=name)
    text = f"Invalid content was found starting with element '{_short(name)}'."
    return fault(SCHEMA_WARNING, text, line, cure, effect=SKIPPED, about=name)


def _cure_for_element(name: str, parent: Tag, kind: str) -> str:
    shown, allowed = f"<{_short(name)}>", list(parent.children)
    if same := _same_letters(name, _names(kind)):
        return f"{shown} is not a verb: TwiML is case-sensitive. Write <{same}>."
    if homes := _homes(name, kind):
        return f"{shown} may not stand in <{parent.name}>. Put it in {' or '.join(homes[:2])}."
    other = "messaging" if kind == "voice" else "voice"
    if name in all_tags.ROOTS[other].children:
        return _OTHER_KIND[other].format(shown)
    if near := _nearest(name, allowed) or _nearest(name, _names(kind)):
        return f"There is no {shown}. Did you mean <{near}>?"
    if not allowed:
        return f"There is no {shown}, and <{parent.name}> holds no other elements."
    return f"There is no {shown}. In <{parent.name}> may stand {', '.join(allowed)}."


_OTHER_KIND = {
    "voice": "{0} is for calls. A reply to a text message is written with <Message>.",
    "messaging": "{0} is for replies to text messages. In a call, use "
    "client.messages.create(…) to send one.",
}


def unknown_attribute(name: str, tag: Tag, line: int) -> Fault:
    """12200: Twilio ignores the attribute."""
    shown = _short(name)
    text = f"Attribute '{shown}' is not allowed to appear in element '{tag.name}'."
    if same := _same_letters(name, tag.attributes):
        cure = f"Attributes are case-sensitive. Write {same}."
    elif near := _nearest(name, tag.attributes):
        cure = f"Did you mean {near}?"
    elif tag.attributes:
        cure = f"<{tag.name}> knows {', '.join(tag.attributes)}."
    else:
        cure = f"<{tag.name}> has no attributes."
    return fault(SCHEMA_WARNING, text, line, cure, effect=f"Twilio ignores {shown}.", about=name)


def bad_value(attribute: Attribute, value: str, code: int, tag: Tag, line: int) -> Fault:
    """13xxx or 14xxx: Twilio uses the default."""
    text = f"{tag.name}: Invalid {attribute.name} value '{_short(value)}'."
    if code == SCHEMA_WARNING:
        place = f"attribute '{attribute.name}' on element '{tag.name}'"
        text = f"The value '{_short(value)}' of {place} is not valid."
    used = f" Twilio uses {attribute.default}." if attribute.default else ""
    more = {"effect": used.strip() or f"Twilio ignores {attribute.name}.", "about": attribute.name}
    if attribute.longest is not None and len(value) > attribute.longest > 1:
        cure = f"At most {attribute.longest} characters are allowed.{used}"
        return fault(code, text, line, cure, **more)
    values = attribute.values
    good = attribute.default if values.check(attribute.default) else values.example
    example = f'{attribute.name}="{good}"'
    return fault(code, text, line, f"Write {values.words}: {example}.{used}", **more)


def text_in(tag: Tag, text: str, line: int) -> Fault:
    """12200: text where only elements may stand; Twilio ignores it."""
    message = (
        f"Element '{tag.name}' cannot have character [children], "
        "because the type's content type is element-only."
    )
    within = "<Message>" if tag.key == "messaging.Response" else "<Say>"
    shown = _short(" ".join(text.split()))
    cure = (
        f'Put "{shown}" into {within}.'
        if tag.children
        else f'<{tag.name}> has no text: leave out "{shown}".'
    )
    return fault(SCHEMA_WARNING, message, line, cure, effect="Twilio ignores the text.")


def no_text(tag: Tag, code: int, line: int) -> Fault:
    """The element says nothing; Twilio skips it."""
    what = {
        "Say": "words to say",
        "Message": "a text, a <Body> or a <Media>",
        "Number": "a phone number",
        "Conference": "a name",
    }.get(tag.name, "a text")
    part = {"Say": "text", "Message": "Body", "Number": "phone number format"}.get(
        tag.name, "value"
    )
    return fault(
        code,
        f"{tag.name}: Invalid {part}: it is empty.",
        line,
        f"Write {what} between <{tag.name}> and </{tag.name}>, or leave it out.",
        effect=SKIPPED,
        about=tag.name,
    )


def long_text(tag: Tag, code: int, length: int, longest: int, line: int) -> Fault:
    """More text than Twilio takes; it skips the element."""
    return fault(
        code,
        f"{tag.name}: the text has {length} characters; the limit is {longest}.",
        line,
        f"Share it out over several <{tag.name}>.",
        effect=SKIPPED,
        about=tag.name,
    )


def conference_beside_others(line: int) -> Fault:
    """13000: a <Conference> is dialled alone."""
    return fault(
        13_000,
        "",
        line,
        "Write one <Dial> with the <Conference> alone; the other nouns are left out.",
        effect="Twilio dials the conference alone.",
        about="Dial",
    )


def automatic_with_a_model(line: int) -> Fault:
    """13335: with a speechModel, speechTimeout must be a number."""
    return fault(
        13_335,
        "",
        line,
        'Write a number of seconds: speechTimeout="3". Twilio uses the timeout.',
    )


def too_many(line: int) -> Fault:
    """Ends the list when a document has more faults than anyone reads."""
    return fault(
        SCHEMA_WARNING,
        "there are more like these.",
        line,
        "Mend the ones above first.",
    )


# --- guessing what was meant --------------------------------------------------------------


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(tag.name for tag in all_tags.inside(all_tags.ROOTS[kind]).values())


def _homes(name: str, kind: str) -> list[str]:
    root = all_tags.ROOTS[kind]
    return [
        f"<{tag.name}>" for tag in (root, *all_tags.inside(root).values()) if name in tag.children
    ]


def _same_letters(name: str, names: Iterable[str]) -> str:
    if name in names:
        return ""
    return next((one for one in sorted(names) if one.lower() == name.lower()), "")


def _nearest(name: str, names: Iterable[str]) -> str:
    if len(name) > 40:
        return ""
    by_letters = {one.lower(): one for one in sorted(names)}
    found = get_close_matches(name.lower(), by_letters, 1, 0.6)
    return by_letters[found[0]] if found else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
