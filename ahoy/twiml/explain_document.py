"""What a document does, verb by verb with seconds, without carrying it out.

The times are those of a caller who presses and says nothing; where people decide, the
other ways are told as well. Seconds, loops and limits are the exchange's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urldefrag, urljoin

from ..facts import limits, timing
from ..facts.shown_text import shown
from . import all_tags, explain_phrases
from .document import Document, Element, Fault, parse
from .explain_text import told

APOLOGIZES = ("Nothing of it can be carried out: the caller hears Twilio's apology, "
              "and the call ends.")
SENDS_NOTHING = "Nothing of it can be carried out: no reply is sent."
NEEDS_URL = ("works where the document is served at a URL. In a document that comes with the "
             "request (twiml=…) it is error 11100: write an absolute URL there.")
ENDS_HERE = "A practice call ends here with Twilio's apology, and an alert names the reason."
LEAVES_OUT = "Practice leaves it out, and an alert names the reason."
WINDOW = 76
"""Characters of a faulty line that are shown."""

LOOK_DOWN = 20
"""So many lines further down an attribute of a tag is looked for."""


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One thing that happens, or would.

    `at`: seconds since the document began, `seconds`: how long it lasts; None where that is
    up to people. `when`: the case in which it happens (`keys`, `nothing`, …), "" for always.
    `asks`: method and URL of the document that takes over, or "". `depth` is 1 inside another
    verb. `refusal`: why this kit does not carry it out so far, or "".
    """

    at: float | None
    seconds: float | None
    verb: str
    what: str
    line: int
    depth: int = 0
    when: str = ""
    asks: str = ""
    is_reached: bool = True
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, shown as a kind compiler would.

    `code` is Twilio's, None for what only this kit lacks; `level` is `error`, `warning` or
    `not simulated`. `source` is the line, cut where it is long; `caret` the first and the
    last character, from 0, of the part that is meant.
    """

    code: int | None
    level: str
    line: int | None
    reason: str
    effect: str
    cure: str
    source: str = ""
    caret: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Explanation:
    """What a document does. `kind`: `voice` or `messaging`; `url`: where it was had, or "".

    `seconds` that a call lasts when nobody presses or says anything, None where people
    decide and for texts; `end`: how it ends; `is_readable`: False when nothing can be
    carried out.
    """

    kind: str
    source: str
    url: str
    steps: list[ExplainedStep] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seconds: float | None = 0.0
    end: str = ""
    is_readable: bool = True

    def __repr__(self) -> str:
        return shown(told(self))


Measure = Callable[[str], float | None]
"""Seconds of the sound at a URL, or None where they are not known."""


def read(source: str, kind: str = "", url: str = "",
         measure: Measure = lambda url: None) -> Explanation:
    """Explains a document of `kind` (`voice`, `messaging`, or "": as its verbs tell).

    `url` is where it was had; relative URLs begin there.
    """
    kind = kind or kind_of(source)
    document = parse(source, kind)
    explanation = Explanation(kind, source, url)
    if document.fatal is not None:
        effect = APOLOGIZES if kind == "voice" else SENDS_NOTHING
        return broken(explanation, finding(document.fatal, source, effect))
    walk = Walk(kind, url, measure)
    walk.through(document)
    explanation.steps, explanation.remarks = walk.steps, walk.remarks
    explanation.seconds, explanation.end = walk.at, walk.end
    explanation.faults = [finding(fault, source) for fault in document.faults]
    explanation.faults += [_refused(walk, step, source) for step in walk.steps if step.refusal]
    explanation.faults.sort(key=lambda one: one.line or 0)
    return explanation


def broken(explanation: Explanation, fault: Finding) -> Explanation:
    """The same, of which nothing can be carried out."""
    return replace(explanation, faults=[fault], end=fault.effect, seconds=None, is_readable=False)


def kind_of(source: str) -> str:
    """`voice` or `messaging`: in which more of the verbs may stand; else a <Message> tells."""
    return min(("voice", "messaging"), key=lambda kind: _misfits(parse(source, kind), kind, source))


def _misfits(document: Document, kind: str, source: str) -> tuple[bool, int, bool]:
    replies = kind == "messaging"
    return document.fatal is not None, -len(document.verbs), replies != ("<Message" in source)


class Walk:
    """Goes through a document as a silent caller would. Verbs add their steps to it."""

    def __init__(self, kind: str, url: str, measure: Measure) -> None:
        self.kind, self.url, self.measure = kind, url, measure
        self.at = 0.0 if kind == "voice" else None
        self.steps: list[ExplainedStep] = []
        self.remarks: list[str] = []
        self.depth = 0
        self.over = self.end = ""
        self.is_connected = False

    def through(self, document: Document) -> None:
        """All verbs, from top to bottom."""
        for element in document.verbs:
            refusal = all_tags.refusal(element, self.kind) or ""
            if self.over:
                self.add(element, f"never reached: {self.over}", None, is_reached=False)
            else:
                self._carry_out(element, refusal)
        if not self.over:
            self.end = "The call ends." if self.kind == "voice" else ""

    def _carry_out(self, element: Element, refusal: str) -> None:
        first = len(self.steps)
        self.is_connected |= element.name not in ("Reject", "Pause", "Redirect")
        explain_phrases.OF[self.kind].get(element.name, explain_phrases.other)(self, element)
        if refusal:
            self.steps[first] = replace(self.steps[first], refusal=refusal)

    def add(self, element: Element, what: str, seconds: float | None = 0.0,
            **more: Any) -> None:
        """One step, which begins now; time does not move on."""
        at = None if more.get("is_reached") is False else self.at
        self.steps.append(ExplainedStep(
            at, seconds, element.name, what, element.line, self.depth, **more))

    def passes(self, seconds: float | None) -> None:
        """Lets time go by; None: nobody knows how much."""
        self.at = None if self.at is None or seconds is None else round(self.at + seconds, 3)

    def stops(self, over: str, end: str) -> None:
        """What follows is never reached, because of `over`."""
        self.over, self.end = over, end

    def asks(self, element: Element, target: str) -> str:
        """`POST https://…`, or `POST this document again`."""
        method = element.attributes.get("method", "POST")
        if not target or (self.url and self.is_circle(target)):
            self._needs_url(f"<{element.name}> without a URL asks for this document again: that")
            return f"{method} this document again"
        if not target.startswith(("http://", "https://")):
            self._needs_url(f"“{target}”")
        return f"{method} {urljoin(self.url, target)}"

    def is_circle(self, target: str) -> bool:
        """True when a URL leads back to this document."""
        return not target or urldefrag(urljoin(self.url, target))[0] == urldefrag(self.url)[0]

    def _needs_url(self, target: str) -> None:
        if not self.url and not any(NEEDS_URL in remark for remark in self.remarks):
            self.remarks.append(f"{target} {NEEDS_URL}")

    def rounds(self) -> str:
        """How a document goes on that asks for itself."""
        if self.kind != "voice":
            return (f"It asks for itself: the {limits.DOCUMENTS_OF_A_TEXT}th document ends that"
                    " (14106).")
        if self.at == 0:
            return ("It asks for itself and nobody hears anything: after "
                    f"{limits.BARREN_DOCUMENTS} documents practice ends the call.")
        if self.at is None:
            return "It begins again, until the caller hangs up."
        count = int(timing.CALL_LIMIT // self.at)
        return (f"It begins again every {explain_phrases.seconds(self.at)}, until the caller hangs"
                f" up: {count:,} times in the four hours that a call may last.")


# --- faults ---------------------------------------------------------------------------------


def finding(fault: Fault, source: str, effect: str = "") -> Finding:
    """A fault of the document, with the line that it is about."""
    effect = effect or fault.effect
    cure = fault.cure.removesuffix(fault.effect).rstrip() if fault.effect else fault.cure
    place = _place(source, fault.line, fault.about, fault.column)
    return Finding(fault.code, fault.level, fault.line, fault.text, effect, cure, *place)


def _refused(walk: Walk, step: ExplainedStep, source: str) -> Finding:
    what, _, cure = step.refusal.partition(": ")
    effect = ENDS_HERE if walk.kind == "voice" else LEAVES_OUT
    name = re.match(r"<([\w:.-]+)(?: ([\w:.-]+))?", what)
    about = (name[2] or name[1]) if name else step.verb
    return Finding(None, "not simulated", step.line, f"{what} is not simulated.", effect, cure,
                   *_place(source, step.line, about, None))


def _place(source: str, line: int | None, about: str, column: int | None
           ) -> tuple[str, tuple[int, int]]:
    """The line, cut to `WINDOW`, and where in it the caret stands."""
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return "", (0, 0)
    text, first, last = _spot(lines[line - 1:line + LOOK_DOWN], about, (column or 1) - 1)
    cut = max(0, min(first - 20, len(text) - WINDOW)) if len(text) > WINDOW else 0
    shown = text[cut:cut + WINDOW].rstrip()
    shown = "…" + shown[1:] if cut else shown
    shown = shown[:-1] + "…" if cut + WINDOW < len(text) else shown
    last = min(last - cut, len(shown) - 1)
    return shown, (min(first - cut, last), last)


def _spot(lines: list[str], about: str, start: int) -> tuple[str, int, int]:
    """The line, and the first and the last character of what is meant in it."""
    text = lines[0].expandtabs(1)
    if not about:
        return text, *_what_is_at(text, start)
    name = re.escape(about)
    attribute = rf"""(?<![\w:-]){name}\s*=\s*(?:"[^"]*"?|'[^']*'?)"""
    for number, below in enumerate(lines):
        if found := re.compile(attribute).search(below, 0 if number else start):
            return below.expandtabs(1), found.start(), found.end() - 1
        if found := re.compile(rf"</?{name}\b").search(below, 0 if number else start):
            return below.expandtabs(1), found.start(), found.end() - 1
        if ">" in below[0 if number else start:]:
            break
    return text, *_what_is_at(text, 0)


def _what_is_at(text: str, start: int) -> tuple[int, int]:
    """The tag, the reference or the words at this place, or the whole line."""
    if text[start - 1:start] == "&" or text[start - 2:start] == "</":
        start -= 1 if text[start - 1] == "&" else 2
    found = re.compile(r"</?[^<>]*>?|&[\w#]*;?|[^\s<][^<]*[^\s<]|[^\s<]").search(text, start)
    if found:
        return found.start(), found.end() - 1
    first = len(text) - len(text.lstrip())
    return first, max(first, len(text.rstrip()) - 1)
