"""The pieces of a document: reading and writing them, and what each can be set to."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from ahoy import AhoyError
from ahoy.twiml.tags import REFUSED, SIMULATED, Attribute, Tag

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WORDS = 40
"""Characters of a verb's text in the outline."""


@dataclass(frozen=True, slots=True)
class PieceField:
    """What a verb can be set to. `name` is "" for its text.

    `hint` says what is allowed and what counts without it, `choices` are all values where
    they are few, `why` says what of it is not simulated.
    """

    name: str
    value: str
    hint: str
    choices: tuple[str, ...] = ()
    why: str = ""


def read(xml: str) -> Element | None:
    """The document's tree, or None when it can't be had."""
    try:
        root = fromstring(xml)
    except Exception:  # whatever is wrong with it, the explanation says it in Twilio's words
        return None
    return root if root.tag == "Response" else None


def written(root: Element) -> str:
    """The tree as text, each verb on a line of its own."""
    shown = copy.deepcopy(root)
    _indent(shown, 0)
    return ElementTree.tostring(shown, encoding="unicode", short_empty_elements=True).replace(
        " />", "/>")


def _indent(piece: Element, depth: int) -> None:
    """Line breaks between elements, but none into words."""
    if not len(piece) or is_mixed(piece):
        return
    piece.text = "\n" + "  " * (depth + 1)
    for child in piece:
        _indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    piece[-1].tail = "\n" + "  " * depth


def is_mixed(piece: Element) -> bool:
    """True where words stand beside elements, as in <Say>Hello <break/></Say>."""
    return any(text and text.strip() for text in (piece.text, *(one.tail for one in piece)))


def outline(piece: Element, above: str = "") -> Iterator[tuple[str, str]]:
    """Number and a few words of each piece below, from top to bottom."""
    for number, child in enumerate(piece, 1):
        place = f"{above}{number}"
        yield place, _brief(child)
        yield from outline(child, f"{place}.")


def _brief(piece: Element) -> str:
    text = " ".join((piece.text or "").split())
    text = text if len(text) <= WORDS else text[:WORDS - 1] + "…"
    given = " ".join(f"{name_of(name)}={value}" for name, value in piece.attrib.items())
    return " ".join(filter(None, [piece.tag, given, f"“{text}”" if text else ""]))


def child_at(piece: Element, number: str, place: str) -> Element:
    """The child with this number. Raises `AhoyError` when there is none."""
    if not number.isdigit() or not 0 < int(number) <= len(piece):
        raise AhoyError(f'There is no piece "{place}" on the bench. Its outline lists them.')
    return piece[int(number) - 1]


def name_of(name: str) -> str:
    """An attribute's name as TwiML has it."""
    return "xml:lang" if name == LANG else name


# --- attributes -------------------------------------------------------------------------------


def fields(piece: Element, row: Tag) -> list[PieceField]:
    """The text, if there may be some, and all attributes of a piece."""
    found = []
    if row.text.allowed and not len(piece):
        found.append(PieceField("", (piece.text or "").strip(), "What stands between the tags."))
    values = {name_of(name): value for name, value in piece.attrib.items()}
    found += [_field(one, values.get(one.name, "")) for one in row.attributes.values()]
    return found


def _field(one: Attribute, value: str) -> PieceField:
    hint = f"{one.values.words[:1].upper()}{one.values.words[1:]}."
    if one.default:
        hint += f" Without it: {one.default}."
    why = f"{'Not simulated' if one.support == REFUSED else 'Differs'}: {one.why}"
    told = one.support != SIMULATED or one.refused_words
    return PieceField(one.name, value, hint, one.values.choices, why if told else "")


def change(piece: Element, row: Tag, text: str | None, given: dict[str, Any]) -> None:
    """Sets text and attributes. Raises `AhoyError` for what the piece does not have."""
    named = {_known(row, name): value for name, value in given.items()}
    if text and not row.text.allowed:
        raise AhoyError(f"<{row.name}> has no text. It holds {', '.join(row.children) or 'nothing'}"
                        ".")
    if text is not None:
        piece.text = text
    for name, value in named.items():
        key = LANG if name == "xml:lang" else name
        if value is None or value == "":
            piece.attrib.pop(key, None)
        else:
            piece.set(key, str(value).lower() if isinstance(value, bool) else str(value))


def _known(row: Tag, name: str) -> str:
    """TwiML's name of an attribute that was given by the SDK's or by TwiML's."""
    wanted = re.sub(r"[^a-z]", "", name.lower())
    for one in row.attributes:
        if re.sub(r"[^a-z]", "", one.lower()) == wanted:
            return one
    known = ", ".join(row.attributes) or "none"
    raise AhoyError(f"<{row.name}> has no attribute {name!r}. It has: {known}.")
