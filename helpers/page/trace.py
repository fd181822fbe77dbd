"""The trace on the page: a drawing that grows while things happen, and rows that open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import anywidget
import traitlets as t

from . import trace_texts as texts
from .comm import asset, cure, painter
from .details import details
from .feed import WINDOW, Feed

GROWING = 8
"""So many drawings grow at once. An older one waits until a page looks at it again."""


class TraceWidget(anywidget.AnyWidget):
    """Shows a story live.

    `state` holds the rows that the page has not yet said to have, so that none is lost while
    it loads, and none is sent for ever. A row's details go out when the page asks for them.
    """

    _esm = asset("dom.js", "trace-row.js", "trace-details.js", "trace.js")
    _css = asset("trace.css")
    texts = t.Dict(texts.TRACE | {"window": WINDOW}).tag(sync=True)
    state = t.Dict().tag(sync=True)

    def __init__(self, story: Any) -> None:
        self._story, self._feed = story, Feed(story)
        self._known = self._views = 0
        self._stop_listening = _nothing
        self._feed.read()
        super().__init__(state=self._feed.since(0))
        cure(self)
        self.on_msg(self._asked)
        self._listen()

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """What a page that opens anew gets: all rows of the window, not only the latest."""
        state = super().get_state(key, drop_defaults)
        if key is None and "state" in state:
            state["state"] = self._feed.since(0)
        return state

    def refresh(self, *_: Any) -> None:
        """Has the new rows sent, soon; from any thread, as often as one likes."""
        painter.ask(self._paint)

    def _paint(self) -> None:
        over = self._story.is_over and self._story.has_end  # first: the last record counts
        self._feed.read()
        if self.comm is not None:
            self.state = self._feed.since(self._known)
        if over:
            self._rest()

    # --- what the page asks ----------------------------------------------------------------

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Short: all widgets of a kernel wait for each other here."""
        asks = {"have": self._have, "look": self._look, "open": self._open, "leave": self._leave}
        ask = asks.get(content.get("do", "")) if isinstance(content, dict) else None
        if ask is not None:
            ask(_number(content, "epoch"), _number(content, "row"))

    def _have(self, epoch: int, count: int) -> None:
        """The page has all rows before `count`."""
        if epoch == self._feed.epoch:
            self._known = max(self._known, min(count, self._feed.count))

    def _look(self, epoch: int, count: int) -> None:
        """A page began to show this, or lacks rows: it gets those from `count` on."""
        self._listen()
        self._feed.read()
        known = count if epoch == self._feed.epoch else 0
        self.send({"story": self._feed.since(known)})

    def _open(self, epoch: int, row: int) -> None:
        record = self._feed.record(epoch, row)
        shown = None if record is None else details(record)
        self.send({"row": row, "epoch": epoch, "details": shown})

    def _leave(self, _epoch: int, views: int) -> None:
        """The page shows this no more in any place: nothing need be sent."""
        if views == 0:
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
