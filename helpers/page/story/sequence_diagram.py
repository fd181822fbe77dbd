"""The trace as a sequence diagram: one static SVG, the same text for the same records.

Lanes stand from left to right: your code, your sites, Twilio, the phones. Every record
is one row; all rows in full words stand in `<desc>`.
Colours are written out, on a card of its own, so that the picture reads on light and on
dark pages, in a saved notebook and on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from ahoy.trace import Record, clock_text

from ..text_width import cut, width, wrap
from . import trace_words as texts
from .lanes import Cast
from .record_labels import answer, label, look

ROWS = 200
"""More records than this are folded: the first 120 and the last 80 are drawn."""

WIDEST = 900
SIZE = 13
LEADING = 17
SAYING = 420
"""Pixels that the words of one row may take; what people hear is wrapped once."""

TIME = 58
"""Pixels on the left for the time."""

INK, DIM, LINE, CARD = "#17232b", "#52626c", "#c3cfd6", "#f7f9fa"
STOP, STOP_SOFT = "#b3261e", "#fbe9e7"
HEADS = {"code": "#33444e", "site": "#5b4a8a", "twilio": "#0b5a78", "phone": "#0a6a3c"}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw(records: Iterable[Record]) -> str:
    """An SVG, at most 900 pixels wide, of these records in their order."""
    records = list(records)
    first, folded, last = fold(records)
    lanes = Lanes(first + last)
    y = 52
    rows: list[DiagramRow | Gap] = []
    for record in first:
        rows.append(row := DiagramRow(record, lanes, y))
        y += row.height
    if folded:
        rows.append(gap := Gap(folded, lanes, y))
        y += gap.height
    for record in last:
        rows.append(row := DiagramRow(record, lanes, y))
        y += row.height
    if not records:
        rows.append(gap := Gap(0, lanes, y))
        y += gap.height
    body = lanes.lines(y) + "".join(row.svg() for row in rows) + lanes.heads(10)
    return _frame(body, lanes.width, y + 14, records)


def fold(records: list[Record]) -> tuple[list[Record], int, list[Record]]:
    """The records to draw, and how many are left out between them."""
    if len(records) <= ROWS:
        return records, 0, []
    return records[:120], len(records) - ROWS, records[120 - ROWS:]


def _frame(body: str, wide: int, high: int, records: list[Record]) -> str:
    first, folded, last = fold(records)
    more = [texts.TRACE["folded"].format(count=folded)] if folded else []
    said = "\n".join([*map(str, first), *more, *map(str, last)]) or texts.TRACE["empty"]
    title = texts.TRACE["title"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}" style="max-width:100%;height:auto" role="img" aria-label="{title}" '
        f'font-family="{FONT}" font-size="{SIZE}"><title>{title}</title><desc>{_safe(said)}</desc>'
        f'<rect class="card" x="0.5" y="0.5" width="{wide - 1}" height="{high - 1}" rx="12" '
        f'fill="{CARD}" stroke="{LINE}"/>{body}</svg>'
    )


def _safe(text: str) -> str:
    """`text` as XML: nothing in it can become markup, and nothing breaks the document."""
    return escape(_NOT_XML.sub("\ufffd", text))


class Lanes:
    """Who takes part, and where each one stands."""

    def __init__(self, records: list[Record]) -> None:
        self.names = names = Cast(records).lanes
        count = len(names)
        self.width = min(WIDEST, max(620, TIME + 150 + 190 * (count - 1)))
        room = self.width - TIME - 150
        self.gap = room / max(1, count - 1)
        left = TIME + 75 if count > 1 else TIME + 75 + room / 2
        self._x = {name: round(left + self.gap * place) for place, (name, _) in enumerate(names)}

    def x(self, name: str) -> int:
        """The middle of this lane; the last lane stands for all that found no room."""
        return self._x.get(name, self._x[self.names[-1][0]])

    def lines(self, bottom: int) -> str:
        """The lanes' lines."""
        return "".join(
            f'<path class="lane" d="M{x} 38V{bottom}" stroke="{LINE}" stroke-width="1.5"/>'
            for x in self._x.values())

    def heads(self, y: int) -> str:
        """The lanes' names."""
        return "".join(self._head(name, kind, y) for name, kind in self.names)

    def _head(self, name: str, kind: str, y: int) -> str:
        room = min(136.0, self.gap - 8 if len(self.names) > 1 else 136.0)
        shown = cut(name, room - 14, SIZE)
        wide = width(shown, SIZE) * (1.1 if shown[1:].isdigit() else 1)  # bold digits are wide
        half = round(min(room, max(64.0, wide + 22)) / 2)
        x = self._x[name]
        return (f'<g><title>{_safe(name)}</title><rect class="head {kind}" x="{x - half}" y="{y}" '
                f'width="{2 * half}" height="28" rx="9" fill="{HEADS[kind]}"/>'
                f'{_words(x, y + 19, shown, "on-head", "#ffffff", weight=600)}</g>')


class DiagramRow:
    """One record: an arrow from lane to lane, or a note on a lane."""

    def __init__(self, record: Record, lanes: Lanes, y: int) -> None:
        self.record, self.lanes, self.y = record, lanes, y
        self.start, self.end = lanes.x(record.source), lanes.x(record.target)
        self.answer = answer(record) if self.start != self.end else ""
        self.colour = STOP if record.is_problem else INK
        self.kind, self.ground, self.edge = look(record)
        self.is_said = self.kind == "said"
        self.lines = self._wrapped()
        self.more = LEADING * (len(self.lines) - 1)
        self.height = self._height()

    def _wrapped(self) -> list[str]:
        room = self.lanes.width - TIME - 60
        if self.record.is_problem:
            return wrap(label(self.record), room, SIZE, 3)
        return wrap(label(self.record), min(room, SAYING), SIZE, 2 if self.is_said else 1)

    def _height(self) -> int:
        if self.start == self.end:
            return 30 + self.more
        return (50 if self.answer else 42 if self.is_said else 36) + self.more

    def svg(self) -> str:
        """The row's part of the drawing."""
        problem = " problem" if self.record.is_problem else ""
        inside = self._note() if self.start == self.end else self._arrows()
        return f'<g class="row{problem}">{self._band()}{self._time()}{inside}</g>'

    def _band(self) -> str:
        if not self.record.is_problem:
            return ""
        return (f'<rect class="band" x="6" y="{self.y}" width="{self.lanes.width - 12}" '
                f'height="{self.height}" rx="7" fill="{STOP_SOFT}"/>')

    def _time(self) -> str:
        return _words(TIME - 8, self.y + 19, clock_text(self.record.at), "dim", DIM,
                      anchor="end", size=11)

    def _note(self) -> str:
        return self._label((self.start + self.end) // 2, self.y + 19, always_boxed=True)

    def _arrows(self) -> str:
        bottom = self.y + (33 if self.is_said else 26) + self.more
        drawn = _arrow(self.start, self.end, bottom, self.colour, dashed=False)
        if self.answer:
            drawn += _arrow(self.end, self.start, bottom + 14, self.colour, dashed=True)
            drawn += self._answer((self.start + self.end) // 2, bottom + 14)
        return drawn + self._label((self.start + self.end) // 2, self.y + 19)

    def _answer(self, middle: int, y: int) -> str:
        said = cut(self.answer, abs(self.end - self.start) - 40, 11)
        half = round(width(said, 11) / 2) + 4
        ground = STOP_SOFT if self.record.is_problem else CARD
        return (f'<rect class="under" x="{middle - half}" y="{y - 5}" width="{2 * half}" '
                f'height="10" fill="{ground}"/>'
                + _words(middle, y + 4, said, "answer", self.colour, size=11))

    def _label(self, middle: int, y: int, *, always_boxed: bool = False) -> str:
        sign = 20 if self.record.is_problem else 0
        half = max(width(line, SIZE) for line in self.lines) / 2 + sign / 2
        x = round(min(max(middle, TIME + 10 + half), self.lanes.width - 20 - half))
        boxed = self.is_said or (always_boxed and not self.record.is_problem)
        drawn = self._box(x, y, half) if boxed else ""
        drawn += _sign(round(x - half), y) if sign else ""
        for place, line in enumerate(self.lines):
            drawn += _words(x + sign // 2, y + LEADING * place, line, "bad" if sign else "ink",
                            self.colour, halo=not boxed and not sign)
        return drawn

    def _box(self, x: int, y: int, half: float) -> str:
        reach = round(half) + 10
        return (f'<rect class="{self.kind}" x="{x - reach}" y="{y - 15}" width="{2 * reach}" '
                f'height="{22 + self.more}" rx="11" fill="{self.ground}" stroke="{self.edge}"/>')


class Gap:
    """A line in words: how much is folded here, or that nothing has happened."""

    height = 40

    def __init__(self, folded: int, lanes: Lanes, y: int) -> None:
        self.folded, self.lanes, self.y = folded, lanes, y

    def svg(self) -> str:
        """The row's part of the drawing."""
        said = texts.TRACE["folded"] if self.folded else texts.TRACE["empty"]
        middle = (TIME + self.lanes.width) // 2
        return _words(middle, self.y + 24, said.format(count=self.folded), "dim", DIM, halo=True)


def _words(x: int, y: int, text: str, kind: str, colour: str, *, anchor: str = "middle",
           size: int = SIZE, weight: int = 400, halo: bool = False) -> str:
    more = f' font-size="{size}"' if size != SIZE else ""
    more += f' font-weight="{weight}"' if weight != 400 else ""
    if halo:
        more += f' stroke="{CARD}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'
        kind += " halo"
    return (f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}"{more}>'
            f"{_safe(text)}</text>")


def _arrow(start: int, end: int, y: int, colour: str, *, dashed: bool) -> str:
    tip = 1 if end > start else -1
    dashes = ' stroke-dasharray="4 4"' if dashed else ""
    kind = "bad" if colour == STOP else "ink"
    return (f'<path class="{kind} shaft" d="M{start} {y}H{end - 7 * tip}" stroke="{colour}" '
            f'stroke-width="1.5"{dashes}/><path class="{kind}" fill="{colour}" '
            f'd="M{end - tip} {y}l{-9 * tip} -4.5v9z"/>')


def _sign(x: int, y: int) -> str:
    return (f'<path class="bad" fill="{STOP}" d="M{x + 7} {y - 12}l8 14h-16z"/>'
            f'<path class="on-bad" d="M{x + 7} {y - 7}v4.5m0 1.5v1.5" stroke="#ffffff" '
            'stroke-width="1.8"/>')
