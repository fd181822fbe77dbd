"""TwiML as one table: every verb and noun, and whether this kit carries it out.

`parse` reads documents by it, the exchange asks it what is refused, and the list of what
is simulated is printed from it. To bring a verb to life, change its row, not the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from . import dial_table, messaging_table, ssml_table, start_connect_table, voice_table
from .tags import REFUSED, Attribute, Tag

if TYPE_CHECKING:
    from .document import Element

TABLE: dict[str, Tag] = {
    row.key: row
    for table in (voice_table, dial_table, start_connect_table, ssml_table, messaging_table)
    for row in table.TAGS
}
"""Key → tag. A key is an element's name, after a place where one name means two things."""

ROOTS = {"voice": TABLE["voice.Response"], "messaging": TABLE["messaging.Response"]}
VERSIONS = ("2008-08-01", "2010-04-01")
"""What <Response version="…"> may say; anything else is error 12101."""


def child(parent: Tag, name: str) -> Tag | None:
    """The tag that an element of this name is in `parent`, or None where it may not be."""
    key = parent.children.get(name)
    return TABLE[key] if key else None


def verb(kind: str, name: str) -> Tag | None:
    """The verb of a `voice` or `messaging` document, or None."""
    return child(ROOTS[kind], name)


def inside(root: Tag) -> dict[str, Tag]:
    """Everything that may stand somewhere in `root`, by key, nearest first."""
    found: dict[str, Tag] = {}
    waiting = [TABLE[key] for key in root.children.values()]
    for one in waiting:
        if one.key not in found:
            found[one.key] = one
            waiting += [TABLE[key] for key in one.children.values()]
    return found


def refusal(element: Element, kind: str) -> str | None:
    """Why this kit does not carry out a verb of a parsed document, or None if it does.

    Names the element or attribute, the reason, and the nearest thing that works. Looks
    into the verb's children as well.
    """
    found = verb(kind, element.name)
    return None if found is None else _refusal(element, found)


def _refusal(element: Element, found: Tag) -> str | None:
    if not found.carried_out:
        return _named(element, found)
    for name, value in element.attributes.items():
        one = found.attributes.get(name)
        if one is not None and refuses(one, value):
            return f'<{element.name} {name}="{value}">: {one.why}'
    if element.name == "Dial" and not element.children and not TABLE["Number"].carried_out:
        return f"<Dial>: {TABLE['Number'].why}"
    for inner in element.children:
        row = child(found, inner.name)
        if row is not None and (reason := _refusal(inner, row)):
            return reason
    return None


def _named(element: Element, found: Tag) -> str:
    """<Connect> says nothing without the service in it, so that is named, and why it is not."""
    inner = next((one for one in element.children if element.name == "Connect"), None)
    row = child(found, inner.name) if inner is not None else None
    if inner is None or row is None or row.carried_out:
        return f"<{element.name}>: {found.why}"
    return f"<{element.name}><{inner.name}>: {row.why}"


def refuses(attribute: Attribute, value: str) -> bool:
    """True when this value is one that the kit does not simulate."""
    if attribute.support == REFUSED:
        return True
    return bool(attribute.refused_words) and not set(attribute.refused_words).isdisjoint(
        value.split()
    )


class TableLine(NamedTuple):
    """One line of the list of what is simulated. `attribute` is "" for the tag itself."""

    kind: str
    place: str
    attribute: str
    values: str
    default: str
    code: int | None
    support: str
    why: str


def lines() -> Iterator[TableLine]:
    """Every tag and attribute, for the page that lists what is simulated."""
    for kind, root in ROOTS.items():
        for row in inside(root).values():
            support = "simulated" if row.carried_out else REFUSED
            yield TableLine(kind, row.key, "", "", "", None, support, row.why)
            for one in row.attributes.values():
                yield _line(kind, row, one)


def _line(kind: str, row: Tag, one: Attribute) -> TableLine:
    support = one.support if row.carried_out else REFUSED
    partly = support == "simulated" and one.refused_words
    return TableLine(
        kind,
        row.key,
        one.name,
        one.values.words,
        one.default,
        one.code,
        "differs" if partly else support,
        one.why if row.carried_out else row.why,
    )
