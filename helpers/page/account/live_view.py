"""A view of the account that is painted anew while things happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets as t

from ..widget_line import Painter, asset, cure
from . import account_reader

slow = Painter(gap=0.5)
"""Reading an account costs more than painting a handset: twice a second is enough."""


Reads = Callable[[Any], tuple[str, str]]


class LiveView(anywidget.AnyWidget):
    """Shows what `read` gives: HTML of ours, and a sentence for those who listen.

    `read` gets a client of the practice account: what is painted by itself never asks Twilio.
    """

    _esm = asset("dom.js", "live.js")
    _css = asset("live.css")
    state = t.Dict().tag(sync=True)

    def __init__(self, read: Reads) -> None:
        self._read = read
        self._stop: Callable[[], None] = lambda: None
        super().__init__()
        cure(self)
        self._paint()

    def follow(self) -> None:
        """Listens to the current world, and to no other."""
        self._stop()
        self._stop = account_reader.listen(self._news)
        slow.ask(self._paint)

    def _news(self, _record: Any) -> None:
        slow.ask(self._paint)

    def _paint(self) -> None:
        try:
            html, said = self._read(account_reader.practice_client())
        except account_reader.Gone:  # practice is over: what was shown last stays
            return
        if self.comm is not None:
            self.state = {"html": html, "said": said}

    def close(self) -> None:
        """Takes the view off the page for good."""
        self._stop()
        super().close()

    def __repr__(self) -> str:
        return self.state.get("said", "")


_views: dict[str, LiveView] = {}


def view_of(kind: str, read: Reads) -> LiveView:
    """The one view of this kind. Shown twice, it is two views of one thing."""
    view = _views.get(kind)
    if view is None or view.comm is None:
        view = _views[kind] = LiveView(read)
    view.follow()
    return view


def follow() -> None:
    """A new world has begun: what is shown goes on with it."""
    for view in _views.values():
        view.follow()
