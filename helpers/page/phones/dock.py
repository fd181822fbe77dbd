"""The dock: all phones of a kernel at the edge of its notebook, where they stay in sight.

It has no state of its own but which phones there are; each is shown from its own widget.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets as t

from ahoy import current

from .. import page_words
from ..widget_line import asset, cure, painter
from .presence import presence
from .running_cells import in_kernel, runs

MOST = 12
"""So many phones are in the dock: those that were made last."""

SCRIPTS = ("dom.js", "keys.js", "steady.js", "presence.js", "handset-sound.js", "handset-call.js",
           "handset-texts.js", "handset.js", "phone.js")
"""What a page needs to show a phone, in a cell or in the dock."""

HOME = uuid.uuid4().hex
"""A name for this kernel, on the page."""


class DockWidget(anywidget.AnyWidget):
    """The phones of this kernel. The page makes one dock of it for each notebook panel."""

    _esm = asset(*SCRIPTS, "dock.js")
    _css = asset("handset.css", "dock.css")
    texts = t.Dict(page_words.HANDSET | page_words.DOCK).tag(sync=True)
    home = t.Unicode(HOME).tag(sync=True)
    phones = t.List(t.Unicode()).tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        cure(self)
        self.on_msg(self._told)

    def follow(self) -> None:
        """Has the phones of the current world shown, and no others."""
        painter.ask(self._paint)

    def _paint(self) -> None:
        world = current()
        handsets = list(world.phones)[-MOST:] if world else []
        if self.comm is not None:
            self.phones = [_widget_of(one).model_id for one in handsets]

    def _told(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and content.get("do") == "look":
            self.send_state("phones")
        elif isinstance(content, dict):
            presence.takes(content)


_dock: DockWidget | None = None
_widget_of: Callable[[Any], Any] = repr


def show_by(widget_of: Callable[[Any], Any]) -> None:
    """How a phone is shown: its own file says so, which knows the dock."""
    global _widget_of
    _widget_of = widget_of


def dock_id() -> str:
    """The model of this kernel's dock, made on first use; "" outside of a kernel."""
    global _dock
    if not in_kernel():
        return ""
    if _dock is None or _dock.comm is None:
        _dock = DockWidget()
        runs.follow()
    return _dock.model_id


def follow() -> None:
    """There is a new phone, or a new world."""
    if dock_id() and _dock is not None:
        _dock.follow()
        presence.tell()
