"""The words that TwiML's table is written in: a tag, its attributes, its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from ..facts.alerts import SCHEMA_WARNING
from .attribute_values import FLAG, METHOD, TEXT, URL, Values

SIMULATED = "simulated"
DIFFERS = "differs"
REFUSED = "refused"


class Support(TypedDict):
    """How far an attribute is simulated, and why not further: for several of them."""

    support: str
    why: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a tag.

    `default` is what Twilio takes when it is missing or bad, in words; "" for nothing.
    `code` is the alert for a bad value. None: it is judged when it is used (a URL when it
    is asked: 11100; a number when it is called), so the document says nothing.
    `long_code` is the alert when it is merely longer than `longest` characters.
    `support`: is it `simulated`, does it `differ`, or is it `refused` so far, and `why`.
    `refused_words`: single words of its value that are refused so far.
    """

    name: str
    values: Values = TEXT
    default: str = ""
    code: int | None = SCHEMA_WARNING
    support: str = SIMULATED
    why: str = ""
    refused_words: tuple[str, ...] = ()
    longest: int | None = None
    long_code: int | None = None

    def read(self, value: str) -> tuple[str | None, int]:
        """The value as Twilio takes it, and 0; or None and the alert's code."""
        if self.longest is not None and len(value) > self.longest:
            return None, self.long_code or self.code or SCHEMA_WARNING
        if self.code is None:
            return value, 0
        taken = self.values.check(value)
        return taken, 0 if taken is not None else self.code


@dataclass(frozen=True, slots=True)
class TextContent:
    """What stands between a tag's ends: is text allowed, is it needed, how long may it be?

    `needed`: the alert when there is neither text nor child, None if that is fine.
    `spoken`: line breaks and indentation are not heard.
    """

    allowed: bool = True
    needed: int | None = None
    longest: int | None = None
    long_code: int = SCHEMA_WARNING
    spoken: bool = False


NO_TEXT = TextContent(allowed=False)
ANY_TEXT = TextContent()


@dataclass(frozen=True, slots=True)
class Tag:
    """A verb or noun. `key` names its row in the table: "Gather.Say" is <Say> in <Gather>.

    `children` maps an element's name to its key. `nested_code`: the alert for a known
    element that has no business in here. `carried_out`: does the kit do it today? If not,
    `why` says what to write instead.
    """

    key: str
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    children: Mapping[str, str] = field(default_factory=dict)
    text: TextContent = NO_TEXT
    nested_code: int = SCHEMA_WARNING
    carried_out: bool = False
    why: str = ""

    @property
    def name(self) -> str:
        """The element's name in a document."""
        return self.key.rpartition(".")[2]


def tag(key: str, *attributes: Attribute, children: str = "", **rest: Any) -> Tag:
    """A row of the table; `children` are keys with spaces between."""
    names = {child.rpartition(".")[2]: child for child in children.split()}
    return Tag(key, {one.name: one for one in attributes}, names, **rest)


def recoded(original: Tag, key: str, codes: Mapping[str, int]) -> Tag:
    """The same tag in another place, where bad values of some attributes have other codes."""
    changed = {name: replace(original.attributes[name], code=code) for name, code in codes.items()}
    return replace(original, key=key, attributes={**original.attributes, **changed})


# --- attributes that many tags share ------------------------------------------------------


def link(name: str, default: str = "", **rest: Any) -> Attribute:
    """A URL that is judged when it is asked."""
    return Attribute(name, URL, default, None, **rest)


def method(name: str = "method", code: int = SCHEMA_WARNING, **rest: Any) -> Attribute:
    """GET or POST."""
    return Attribute(name, METHOD, "POST", code, **rest)


def flag(name: str, default: str = "", code: int = SCHEMA_WARNING, **rest: Any) -> Attribute:
    """true or false."""
    return Attribute(name, FLAG, default, code, **rest)


def plain(*names: str) -> tuple[Attribute, ...]:
    """Attributes with any text, whose rules we don't know."""
    return tuple(Attribute(name) for name in names)


def callbacks(events: Values) -> tuple[Attribute, ...]:
    """statusCallback with its events and method."""
    return (
        link("statusCallback"),
        Attribute("statusCallbackEvent", events, "completed"),
        method("statusCallbackMethod"),
    )


def recording_callbacks(
    events: Values, url_code: int | None = None, event_code: int = SCHEMA_WARNING
) -> tuple[Attribute, ...]:
    """recordingStatusCallback with its events and method."""
    return (
        Attribute("recordingStatusCallback", URL, "", url_code),
        Attribute("recordingStatusCallbackEvent", events, "completed", event_code),
        method("recordingStatusCallbackMethod"),
    )
