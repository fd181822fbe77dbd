"""The trace on the page: a drawing that grows while things happen, and rows that open."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Any

import anywidget
import traitlets as t

from ..phones.dock import HOME, dock_id
from ..widget_line import asset, cure, painter
from . import trace_words as texts
from .record_details import details
from .trace_rows import WINDOW, Feed

STALE = 40.0
"""A page that has not looked for so many seconds shows this no more."""

GROWING = 8
"""So many drawings grow at once. An older one waits until a page looks at it again."""


class TraceWidget(anywidget.AnyWidget):
    """Shows a story live.

    `state` holds the rows that the page has not yet said to have, so that none is lost while
    it loads, and none is sent for ever. A row's details go out when the page asks for them.
    A line may lose the last message, and a story may seem over for a moment: so the page asks
    again until it is told that the story is over, and now and then after that.
    """

    _esm = asset("dom.js", "keys.js", "steady.js", "presence.js", "trace-row.js",
                 "trace-details.js", "trace.js")
    _css = asset("trace.css")
    texts = t.Dict(texts.TRACE | {"window": WINDOW}).tag(sync=True)
    state = t.Dict().tag(sync=True)
    home = t.Unicode(HOME).tag(sync=True)
    dock = t.Unicode("").tag(sync=True)

    def __init__(self, story: Any) -> None:
        self._story, self._feed = story, Feed(story)
        self._known = 0
        self._looked: dict[str, float] = {}
        self._stop_listening = _nothing
        self._feed.read()
        super().__init__(state=self._part(0), dock=dock_id())
        cure(self)
        self.on_msg(self._asked)
        self._listen()

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """What a page that opens anew gets: all rows of the window, not only the latest."""
        state = super().get_state(key, drop_defaults)
        if key is None and "state" in state:
            state["state"] = self._part(0)
        return state

    def refresh(self, *_: Any) -> None:
        """Has the new rows sent, soon; from any thread, as often as one likes."""
        painter.ask(self._paint)

    def _paint(self) -> None:
        over = self._is_over()  # first: the last record counts
        self._feed.read()
        if self.comm is not None:
            self.state = self._feed.since(self._known) | {"over": over}
        if over:
            self._rest()

    def _is_over(self) -> bool | None:
        """Whether it is over; None for a story that has no end."""
        return self._story.is_over if self._story.has_end else None

    def _part(self, known: int) -> dict[str, Any]:
        """The rows from `known` on, and whether that is all."""
        over = self._is_over()
        self._feed.read()
        return self._feed.since(known) | {"over": over}

    # --- what the page asks ----------------------------------------------------------------

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Short: all widgets of a kernel wait for each other here."""
        asks = {"have": self._have, "look": self._look, "open": self._open, "leave": self._leave}
        ask = asks.get(content.get("do", "")) if isinstance(content, dict) else None
        if ask is not None:
            if content.get("do") in ("look", "leave"):
                self._sees(str(content.get("page", ""))[:64], content["do"] == "look")
            ask(_number(content, "epoch"), _number(content, "row"))

    def _sees(self, page: str, is_looking: bool) -> None:
        """A page looks, or has left. Two tabs may show one notebook."""
        now = time.monotonic()
        kept = {one: at for one, at in self._looked.items() if now - at < STALE and one != page}
        self._looked = kept | {page: now} if is_looking else kept

    def _have(self, epoch: int, count: int) -> None:
        """The page has all rows before `count`."""
        if epoch == self._feed.epoch:
            self._known = max(self._known, min(count, self._feed.count))

    def _look(self, epoch: int, count: int) -> None:
        """A page began to show this, lacks rows or wants to be sure: it gets those from `count`
        on. Where it rested too early, it grows again."""
        self._listen()
        self._feed.read()
        part = self._part(count if epoch == self._feed.epoch else 0)
        self.send({"story": part})
        if part["over"]:
            self._rest()

    def _open(self, epoch: int, row: int) -> None:
        record = self._feed.record(epoch, row)
        shown = None if record is None else details(record)
        self.send({"row": row, "epoch": epoch, "details": shown})

    def _leave(self, _epoch: int, views: int) -> None:
        """The page shows this no more in any place: nothing need be sent."""
        if views == 0 and not self._looked:
            self._rest()

    # --- listening -------------------------------------------------------------------------

    def _listen(self) -> None:
        with _turns:
            if self._stop_listening is _nothing:
                self._stop_listening = self._story.listen(self.refresh)
            _growing[id(self)] = self
            _growing.move_to_end(id(self))
            oldest = _growing.popitem(last=False)[1] if len(_growing) > GROWING else None
        if oldest is not None:
            oldest._rest()

    def _rest(self) -> None:
        with _turns:
            stop, self._stop_listening = self._stop_listening, _nothing
            _growing.pop(id(self), None)
        stop()

    def close(self) -> None:
        """Ends the live drawing."""
        self._rest()
        super().close()

    def __repr__(self) -> str:
        return repr(self._story)


def _nothing() -> None:
    """Nobody listens."""


def _number(content: dict[str, Any], name: str) -> int:
    value = content.get(name, 0)
    return value if isinstance(value, int) else 0


_turns = threading.Lock()
_growing: OrderedDict[int, TraceWidget] = OrderedDict()
