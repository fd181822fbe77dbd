"""Reads a TwiML document: its verbs for the exchange, its faults for the learner.

XML is read by a parser that refuses DTDs, entities and external documents. What Twilio
merely warns about is a fault and is left out; what it can't read at all is `fatal`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.parsers.expat import ExpatError, XMLParserType

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from ..facts.alerts import SCHEMA_WARNING
from . import all_tags, faults, xml_errors
from .faults import Fault
from .tags import Tag

__all__ = ["Document", "Element", "Fault", "parse"]

DEEPEST = 50
"""Elements in each other; no document that Twilio takes comes near."""

MOST_ELEMENTS = 20_000
"""More than fit into the 64 kB that Twilio reads."""

MOST_FAULTS = 50
CACHED_LENGTH = 65_536

_SILENCE = {
    "none": 0.0,
    "x-weak": 0.0,
    "weak": 0.25,
    "medium": 0.25,
    "strong": 0.5,
    "x-strong": 1.0,
}
_IGNORED = ("xmlns", "xml:", "xsi:")


@dataclass(slots=True)
class Element:
    """A verb or noun. `text` is what is said, dialled or sent; `line` counts from 1.

    Values of `attributes` are as Twilio understands them ("get" is "GET"). In a <Say>,
    `text` includes what its SSML children speak, and `breaks` is their silence in seconds.
    `has_lost`: something in it was left out, and a fault says why.
    """

    name: str
    attributes: dict[str, str]
    text: str
    children: list[Element]
    line: int
    breaks: float = 0.0
    has_lost: bool = False


@dataclass(slots=True)
class Document:
    """What was read. Not to be changed: equal sources give the same object.

    `fatal` is the fault that keeps Twilio from carrying out anything; then `verbs` and
    `faults`, which lists what Twilio goes on in spite of, are empty.
    """

    verbs: list[Element] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fatal: Fault | None = None


def parse(source: str | bytes, kind: str) -> Document:
    """Reads TwiML of a `voice` or `messaging` answer. Never raises for what `source` holds."""
    if len(source) > CACHED_LENGTH:
        return _read(source, kind)
    return _cached(source, kind)


def _read(source: str | bytes, kind: str) -> Document:
    complaint = xml_errors.before_markup(source)
    if complaint is not None:
        # seen: replies to texts get the milder code for a body that is no XML at all
        mild = kind == "messaging" and complaint.message == xml_errors.PROLOG
        return _failed(complaint, code=SCHEMA_WARNING if mild else faults.PARSE_FAILURE)
    reader = _DocumentReader(kind)
    try:
        reader.read(source)
    except ExpatError as error:
        complaint = xml_errors.explain(error, source, reader.position, reader.names)
        return _failed(complaint, column=error.offset + 1)
    except DefusedXmlException:
        return _failed(xml_errors.doctype(source, reader.line))
    except (LookupError, ValueError) as error:
        return _failed(xml_errors.encoding(error, reader.line))
    except _Excess as excess:
        cure = "Send a smaller document, and <Redirect> to the next."
        return _failed(xml_errors.Complaint(str(excess), reader.line, cure))
    return reader.document()


_cached = lru_cache(maxsize=512)(_read)


def _failed(complaint: xml_errors.Complaint, code: int = faults.PARSE_FAILURE,
            column: int | None = None) -> Document:
    fatal = faults.unreadable(complaint.message, complaint.line, complaint.cure, code)
    fatal.column = column
    return Document(fatal=fatal)


class _Excess(Exception):
    """More than a document of 64 kB can hold."""


POLLY = 3000
"""Characters that a Polly voice takes, its marks not counted (Twilio's page on <Say>)."""


@dataclass(slots=True)
class _Open:
    """An element whose end is still to come. `pieces`: its text and that of its SSML."""

    tag: Tag
    element: Element
    pieces: list[str] = field(default_factory=list)
    complained: bool = False
    has_bad_digits: bool = False


class _Parser(DefusedExpatParser):
    """Hands expat's events straight to the reader, past SAX, which halves the time."""

    _parser: XMLParserType

    def __init__(self, reader: _DocumentReader) -> None:
        super().__init__(forbid_dtd=True)
        self._reader = reader
        self.reset()
        self.expat = self._parser
        self.expat.StartElementHandler = reader.start
        self.expat.EndElementHandler = reader.end
        self.expat.CharacterDataHandler = reader.data


class _DocumentReader:
    """Builds the elements that the schema knows and notes a fault for every other thing."""

    def __init__(self, kind: str) -> None:
        self.kind, self.root = kind, all_tags.ROOTS[kind]
        self.names: list[str] = []
        self._open: list[_Open] = []
        self._skipped = self._count = 0
        self._faults: list[Fault] = []
        self._fatal: Fault | None = None
        self._top = Element("Response", {}, "", [], 1)
        self._expat = _Parser(self).expat

    def read(self, source: str | bytes) -> None:
        """Raises ExpatError, DefusedXmlException, LookupError, ValueError or _Excess."""
        self._expat.Parse(source, True)

    @property
    def line(self) -> int:
        return self._expat.CurrentLineNumber

    @property
    def position(self) -> int:
        return max(0, self._expat.ErrorByteIndex)

    def document(self) -> Document:
        if self._fatal is not None:
            return Document(fatal=self._fatal)
        return Document(self._top.children, self._faults)

    # --- expat's events ---

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.names.append(name)
        self._count += 1
        if len(self.names) > DEEPEST:
            raise _Excess(xml_errors.DEPTH)
        if self._count > MOST_ELEMENTS:
            raise _Excess(xml_errors.LENGTH)
        if self._skipped:
            self._skipped += 1
        elif self._open:
            self._begin(name, attributes)
        else:
            self._begin_root(name, attributes)

    def end(self, name: str) -> None:
        self.names.pop()
        if self._skipped:
            self._skipped -= 1
        else:
            self._finish(self._open.pop())

    def data(self, text: str) -> None:
        if self._skipped or not self._open:
            return
        now = self._open[-1]
        if now.tag.text.allowed:
            now.pieces.append(text)
        elif not now.complained and not text.isspace():
            now.complained = True
            self._note(faults.text_in, now.tag, text, self.line)

    # --- what they mean ---

    def _begin_root(self, name: str, attributes: dict[str, str]) -> None:
        version = attributes.pop("version", all_tags.VERSIONS[0])
        if name != "Response":
            self._fatal, self._skipped = faults.wrong_root(name, self.line), 1
        elif version not in all_tags.VERSIONS:
            self._fatal, self._skipped = faults.wrong_version(version, self.line), 1
        else:
            self._top.attributes = self._taken(self.root, attributes)
            self._open.append(_Open(self.root, self._top))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1]
        tag = all_tags.child(parent.tag, name)
        if tag is None:
            self._skipped, parent.element.has_lost = 1, True
            self._note(faults.misplaced_element, name, parent.tag, self.kind, self.line)
            return
        wanted = "digits" in attributes
        if attributes:
            attributes = self._taken(tag, attributes)
        now = _Open(tag, Element(name, attributes, "", [], self.line))
        now.has_bad_digits = wanted and "digits" not in attributes
        self._open.append(now)

    def _taken(self, tag: Tag, given: dict[str, str]) -> dict[str, str]:
        """The attributes that Twilio takes; a fault for each of the others."""
        taken = {}
        for name, value in given.items():
            attribute = tag.attributes.get(name)
            if attribute is None:
                if not name.startswith(_IGNORED):
                    self._note(faults.unknown_attribute, name, tag, self.line)
                continue
            read, code = attribute.read(value)
            if read is None:
                self._note(faults.bad_value, attribute, value, code, tag, self.line)
            else:
                taken[name] = read
        return taken

    def _finish(self, now: _Open) -> None:
        element, text = now.element, "".join(now.pieces)
        if now.tag.text.spoken:
            element.text = " ".join(text.split())
        else:
            element.text = text.strip()
        if rule := _RULES.get(now.tag.key):
            rule(self, now)
        if not self._open:
            return
        parent = self._open[-1]
        if not self._is_fit(now):
            parent.element.has_lost = True
        else:
            parent.element.children.append(element)
            if parent.tag.text.spoken:
                parent.pieces.append(_spoken(element, text))
                parent.element.breaks += element.breaks

    def _is_fit(self, now: _Open) -> bool:
        rule, element = now.tag.text, now.element
        if rule.needed and not (
            element.text or element.breaks or (element.children and not rule.spoken)
        ):
            self._note(faults.no_text, now.tag, rule.needed, element.line)
            return False
        if now.has_bad_digits and now.tag.name == "Play" and not element.text:
            return False  # 13430 was said, and there is nothing else to play
        longest = POLLY if _is_polly(element) else rule.longest
        if longest is None:
            return True
        length = len(element.text) + sum(len(c.text) for c in element.children if c.name == "Body")
        if length > longest:
            self._note(faults.long_text, now.tag, rule.long_code, length, longest, element.line)
        return length <= longest

    def _note(self, make: Callable[..., Fault], *about: Any) -> None:
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(self._placed(make(*about)))
        elif len(self._faults) == MOST_FAULTS:
            self._faults.append(faults.too_many(self.line))

    def _placed(self, fault: Fault) -> Fault:
        if fault.line == self.line:
            fault.column = self._expat.CurrentColumnNumber + 1
        return fault

    # --- rules of single tags ---

    def _conference_alone(self, now: _Open) -> None:
        nouns = now.element.children
        rooms = [noun for noun in nouns if noun.name == "Conference"]
        if rooms and len(nouns) > 1:
            self._note(faults.conference_beside_others, now.element.line)
            now.element.children = rooms[:1]

    def _without_empty_parts(self, now: _Open) -> None:
        now.element.children = [part for part in now.element.children if part.text]

    def _measured_pause(self, now: _Open) -> None:
        given = now.element.attributes
        if given.get("speechTimeout") == "auto" and "speechModel" in given:
            self._note(faults.automatic_with_a_model, now.element.line)
            del given["speechTimeout"]

    def _silence(self, now: _Open) -> None:
        given = now.element.attributes
        now.element.breaks = _seconds(given.get("time", ""), given.get("strength", "medium"))


_RULES = {
    "Gather": _DocumentReader._measured_pause,
    "Dial": _DocumentReader._conference_alone,
    "Message": _DocumentReader._without_empty_parts,
    "break": _DocumentReader._silence,
}


def _is_polly(element: Element) -> bool:
    return element.name == "Say" and element.attributes.get("voice", "").startswith("Polly.")


def _spoken(element: Element, text: str) -> str:
    """What an SSML mark adds to the words around it."""
    if element.name == "sub":
        return element.attributes.get("alias", text)
    return f" {text} " if element.name in ("p", "s", "break") else text


def _seconds(time: str, strength: str) -> float:
    number = re.match(r"[0-9]*\.?[0-9]+", time)
    if number is None:
        return _SILENCE.get(strength, 0.0)
    return float(number[0]) / (1000 if time.endswith("ms") else 1)
