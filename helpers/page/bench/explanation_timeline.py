"""An explanation as a timeline: one static SVG, the same text for the same document.

Each step is a row: when, which verb, what the caller hears, and a bar that shows when and
how long. Faults stand below with their line. All of it in words is in `<desc>`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from ahoy.trace import clock_text

from .. import page_words
from ..story.sequence_diagram import CARD, DIM, FONT, INK, LINE, STOP, STOP_SOFT
from ..text_width import cut, width, wrap
from ..widget_line import asset

WIDE, SIZE, LEADING, PAD = 760, 13, 17, 18
TIME, WORDS, TRACK = 66, 180, 150
"""Right edge of the times, left edge of the words, width of the track of bars."""

BOLD = 1.1
"""Bold words are wider by this."""

MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
FACES = {"sound": ("#dcecf3", "#0b5a78"), "wait": ("#eef2f4", "#33444e"),
         "people": ("#e3f3ea", "#0a6a3c"), "turn": ("#efeaf8", "#5b4a8a")}
"""Ground and ink of a verb: sounds, waiting, other people, turns to another document."""

KINDS = {"Say": "sound", "Play": "sound", "Message": "sound", "Sms": "sound",
         "Dial": "people", "Enqueue": "people", "Connect": "people", "Record": "people",
         "Redirect": "turn", "Hangup": "turn", "Reject": "turn", "Leave": "turn"}

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw(explained: Any) -> str:
    """An SVG, 760 pixels wide, of an explanation."""
    said = repr(explained)
    heading = said.split("\n", 1)[0]
    paper = _Paper()
    paper.line(PAD, heading, kind="ink", weight=600, size=14)
    paper.y += 8
    scale = _scale(explained.steps)
    for step in explained.steps:
        paper.step(step, scale)
    if explained.is_readable and explained.end:
        paper.end(clock_text(explained.seconds) if explained.seconds is not None else "",
                  explained.end)
    for fault in explained.faults:
        paper.fault(fault)
    for remark in explained.remarks:
        paper.y += 6
        paper.line(PAD, remark, kind="dim", lines=3)
    return _frame(paper, said)


def _scale(steps: list[Any]) -> float:
    """Pixels a second."""
    ends = [step.at + step.seconds for step in steps if step.at is not None and step.seconds]
    return TRACK / max(ends) if ends else 0.0


def _frame(paper: _Paper, said: str) -> str:
    high = paper.y + 12
    title = page_words.EXPLAINED["title"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" '
        f'height="{high}" style="max-width:100%;height:auto" role="img" aria-label="{title}" '
        f'font-family="{FONT}" font-size="{SIZE}"><title>{title}</title>'
        f"<desc>{safe(said)}</desc><style>{_dark()}</style>"
        f'<rect class="card" x="0.5" y="0.5" width="{WIDE - 1}" height="{high - 1}" rx="12" '
        f'fill="{CARD}" stroke="{LINE}"/>{"".join(paper.drawn)}</svg>'
    )


@functools.cache
def _dark() -> str:
    """What a dark page makes of it, on one line."""
    return " ".join(asset("timeline-dark.css").partition("*/")[2].split())


def safe(text: str) -> str:
    """`text` as XML: nothing in it can become markup."""
    return escape(_NOT_XML.sub("\ufffd", text))


class _Paper:
    """Draws rows from top to bottom. `y` is where the next one begins."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.y = 12

    def text(self, x: int, y: int, words: str, kind: str = "ink", **more: Any) -> None:
        """One line of words with its baseline at `y`."""
        colour = {"ink": INK, "dim": DIM, "bad": STOP}.get(kind, more.pop("fill", INK))
        given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
        self.drawn.append(f'<text class="{kind}" x="{x}" y="{y}" fill="{colour}"{given}>'
                          f"{safe(words)}</text>")

    def line(self, x: int, words: str, *, kind: str = "ink", lines: int = 2, size: int = SIZE,
             weight: int = 400) -> None:
        """Words across the whole card, wrapped."""
        more: dict[str, Any] = {"font_weight": weight} if weight != 400 else {}
        more |= {"font_size": size} if size != SIZE else {}
        for row in wrap(words, WIDE - x - PAD, size * (BOLD if weight > 400 else 1), lines):
            self.y += LEADING
            self.text(x, self.y, row, kind, **more)

    def step(self, step: Any, scale: float) -> None:
        """When, which verb, what, and the bar."""
        top, left = self.y, WORDS + 14 * step.depth
        room = WIDE - left - PAD - (TRACK + 14 if scale and not step.when else 0)
        rows = wrap(step.what, room, SIZE, 3)
        kind = "ink" if step.is_reached and not step.when else "dim"
        self._begin(step, top, left)
        for place, row in enumerate(rows):
            self.text(left, top + 18 + LEADING * place, row, kind)
        if scale and step.at is not None and step.seconds and not step.when:
            self._bar(step, top, scale)
        self.y = top + 10 + LEADING * len(rows)

    def _begin(self, step: Any, top: int, left: int) -> None:
        if step.when:
            self.text(left - 8, top + 18, f"{step.when} →", "dim", text_anchor="end",
                      font_style="italic")
            return
        if step.at is not None:
            self.text(TIME, top + 18, clock_text(step.at), "dim", text_anchor="end", font_size=11)
        face = KINDS.get(step.verb, "wait")
        ground, ink = FACES[face]
        wide = round(min(92.0, width(step.verb, SIZE) + 18))
        x = TIME + 14 + 14 * step.depth
        self.drawn.append(f'<rect class="{face}" x="{x}" y="{top + 4}" width="{wide}" height="20" '
                          f'rx="7" fill="{ground}"/>')
        self.text(x + wide // 2, top + 18, cut(step.verb, 84, SIZE), f"on-{face}", fill=ink,
                  text_anchor="middle", font_weight=600)

    def _bar(self, step: Any, top: int, scale: float) -> None:
        begin, face = WIDE - PAD - TRACK, KINDS.get(step.verb, "wait")
        x, wide = begin + step.at * scale, max(3.0, step.seconds * scale)
        self.drawn.append(
            f'<path class="lane" d="M{begin} {top + 14}h{TRACK}" stroke="{LINE}"/>'
            f'<rect class="bar {face}" x="{x:.1f}" y="{top + 9}" width="{wide:.1f}" height="10" '
            f'rx="3" fill="{FACES[face][1]}"/>')

    def end(self, at: str, words: str) -> None:
        """How it ends."""
        self.y += 4
        self.drawn.append(f'<path class="lane" d="M{PAD} {self.y}H{WIDE - PAD}" stroke="{LINE}"/>')
        self.text(TIME, self.y + 19, at, "dim", text_anchor="end", font_size=11)
        x = TIME + 14 if at else PAD
        for row in wrap(words, WIDE - x - PAD, SIZE * BOLD, 3):
            self.text(x, self.y + 19, row, "ink", font_weight=600)
            self.y += LEADING
        self.y += 8

    def fault(self, fault: Any) -> None:
        """A band with the line, the caret, and what to do."""
        self.y += 10
        top, place = self.y, len(self.drawn)
        self.y += 4
        for words, kind, weight in _said(fault):
            if kind == "code":
                self._source(fault)
            else:
                self.line(PAD + 24 if kind == "bad" else PAD + 8, words, kind=kind, lines=4,
                          weight=weight)
        self.y += 10
        band = (f'<rect class="band" x="{PAD - 8}" y="{top}" width="{WIDE - 2 * PAD + 16}" '
                f'height="{self.y - top}" rx="9" fill="{STOP_SOFT}"/>')
        self.drawn.insert(place, band + _sign(PAD + 4, top + 21))

    def _source(self, fault: Any) -> None:
        first, last = fault.caret
        self.y += 4
        for words, kind in ((fault.source, "ink"), (" " * first + "^" * (last - first + 1), "bad")):
            self.y += LEADING - 1
            self.text(PAD + 8, self.y, words, kind, font_family=MONO, font_size=12,
                      style="white-space:pre")
        self.y += 2


def _said(fault: Any) -> Iterator[tuple[str, str, int]]:
    place = f"line {fault.line}: " if fault.line else ""
    yield f"{place}{fault.level} {fault.code or ''}".strip(), "bad", 600
    if fault.source:
        yield "", "code", 400
    for words in (fault.reason, fault.effect):
        if words:
            yield words, "ink", 400
    if fault.cure:
        yield f"→ {fault.cure}", "ink", 600


def _sign(x: int, y: int) -> str:
    return (f'<path class="bad" fill="{STOP}" d="M{x + 8} {y - 12}l8 14h-16z"/>'
            f'<path class="on-bad" d="M{x + 8} {y - 7}v4.5m0 1.5v1.5" stroke="#ffffff" '
            'stroke-width="1.8"/>')
