"""A story as rows for the page: only what is new, and never more than a window of it."""

from __future__ import annotations

import threading
from typing import Any

from ahoy.trace import Record, clock_text

from .lanes import Cast
from .record_labels import answer, group, label, look

WINDOW = 1000
"""So many rows are on the page; the oldest make room."""

LONGEST = 600
"""Characters of one row's words; an opened row has them all."""


class Feed:
    """Reads a story again and again. Rows are numbered from 0; a new `epoch` begins anew."""

    def __init__(self, story: Any) -> None:
        self._story = story
        self._lock = threading.RLock()
        self.epoch = 0
        self._begin()

    def _begin(self) -> None:
        self.epoch += 1
        self.count = 0
        self._cast = Cast()
        self._kept: dict[int, Record] = {}
        self._last: Record | None = None

    def read(self) -> None:
        """Takes in what has happened since the last time."""
        with self._lock:
            records = list(self._story)
            if self.count and (len(records) < self.count
                               or records[self.count - 1] is not self._last):
                self._begin()  # the oldest records were dropped, or earlier ones came in between
            for record in records[self.count:]:
                self._cast.add(record)
            for number in range(max(self.count, len(records) - WINDOW), len(records)):
                self._kept[number] = records[number]
            for number in [n for n in self._kept if n < len(records) - WINDOW]:
                del self._kept[number]
            self.count = len(records)
            self._last = records[-1] if records else None

    def since(self, number: int) -> dict[str, Any]:
        """The rows from `number` on, and all that the page must know to place them."""
        with self._lock:
            oldest = max(0, self.count - WINDOW)
            begin = max(number, oldest)
            return {
                "epoch": self.epoch,
                "from": begin,
                "whole": begin == oldest,
                "count": self.count,
                "oldest": oldest,
                "lanes": [list(lane) for lane in self._cast.lanes],
                "rows": [row(self._kept[one]) for one in range(begin, self.count)],
            }

    def record(self, epoch: int, number: int) -> Record | None:
        """The record behind a row, or None when it is no longer kept."""
        with self._lock:
            return self._kept.get(number) if epoch == self.epoch else None


def row(record: Record) -> dict[str, Any]:
    """One record as the page draws it: a few short texts."""
    is_arrow = record.source != record.target
    return {
        "at": clock_text(record.at),
        "felt": "" if record.felt is None else clock_text(record.felt),
        "from": record.source,
        "to": record.target,
        "look": look(record)[0],
        "group": group(record),
        "label": _short(label(record)),
        "answer": answer(record) if is_arrow else "",
        "problem": record.is_problem,
        "said": _short(str(record)),
    }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
