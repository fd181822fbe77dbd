"""The trace on the page: the drawing, growing while things happen."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets as t

from helpers.simulator import current

from . import texts
from .comm import asset, cure, painter
from .drawing import draw


class TraceWidget(anywidget.AnyWidget):
    """Shows a story live. `state` is its drawing, and its latest line for those who listen."""

    _esm = asset("dom.js", "trace.js")
    _css = asset("trace.css")
    texts = t.Dict(texts.TRACE).tag(sync=True)
    state = t.Dict().tag(sync=True)

    def __init__(self, story: Any) -> None:
        self._story = story
        super().__init__(state=self._picture())
        cure(self)
        self._stop_listening = _listen(story, self.refresh)

    def refresh(self, *_: Any) -> None:
        """Has the drawing painted anew, soon; from any thread, as often as one likes."""
        painter.ask(self._paint)

    def _picture(self) -> dict[str, str]:
        records = list(self._story)
        return {"svg": draw(records, titles=True), "latest": str(records[-1]) if records else ""}

    def _paint(self) -> None:
        over = self._story.is_over  # asked first, so that the last record is never missed
        if self.comm is not None:
            self.state = self._picture()
        if over:
            self._stop_listening()

    def close(self) -> None:
        """Ends the live drawing."""
        self._stop_listening()
        super().close()

    def __repr__(self) -> str:
        return repr(self._story)


def _listen(story: Any, refresh: Any) -> Any:
    """A story may tell of its own news (as in live mode); else the world's trace does."""
    world = current()
    if hasattr(story, "listen"):
        return story.listen(refresh)
    return world.trace.listen(refresh) if world else lambda: None
