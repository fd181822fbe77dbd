"""The handset on the page. It shows a snapshot and passes touches on; it decides nothing."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets as t

from . import texts
from .comm import asset, cure, painter, view
from .office import office_number

TOUCHES = {
    "answer": (),
    "decline": (),
    "hang_up": (),
    "take_over": (),
    "press": ("keys",),
    "say": ("words",),
    "dial": ("number",),
    "send_text": ("body", "to"),
}
"""What a person may do, and the values that come with it.

Beside these the page may `look` (for the latest state) and `listen` (to a sound by its URL).
All other messages are ignored.
"""

EMPTY: dict[str, Any] = {
    "number": "", "name": "", "status": "idle", "habit": "person", "fault": None, "peer": "",
    "since": 0.0, "now": 0.0, "ticks": True, "lines": [], "messages": [], "next": None,
    "script": [], "calls": []}


class Ear:
    """Hears of a handset's news. Held by the handset alone, so that nothing outlives it."""

    def __init__(self, handset: Any, heard: Callable[[], None]) -> None:
        self._heard = heard
        self.stop = handset.listen(self)

    def __call__(self) -> None:
        painter.ask(self._heard)


class HandsetWidget(anywidget.AnyWidget):
    """A telephone that one can touch. `state` is what it shows; there is one for each handset."""

    _esm = asset("dom.js", "handset-sound.js", "handset-call.js", "handset-texts.js", "handset.js")
    _css = asset("handset.css")
    texts = t.Dict(texts.HANDSET).tag(sync=True)
    state = t.Dict(EMPTY).tag(sync=True)

    def __init__(self, handset: Any) -> None:
        self._handset = weakref.ref(handset)
        self._spoken = repr(handset)
        self._touches = 0
        self._problem = ""
        super().__init__(state=self._picture(handset))
        cure(self)
        self.on_msg(self._touched)
        self._ear = weakref.ref(Ear(handset, self._paint))
        weakref.finalize(handset, self.close).atexit = False

    def _picture(self, handset: Any) -> dict[str, Any]:
        own = {"touches": self._touches, "problem": self._problem, "account": office_number()}
        return handset.snapshot() | own

    def _paint(self) -> None:
        handset = self._handset()
        if handset is not None and self.comm is not None:
            self.state = self._picture(handset)

    def _touched(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """One touch of a person. Short: all widgets of a kernel wait for each other here."""
        handset, what = self._handset(), content.get("do") if isinstance(content, dict) else None
        if handset is None:
            return
        if what == "look":
            painter.ask(self._paint)
        elif what == "listen":
            self._hand_over(handset, str(content.get("url", "")))
        elif what in TOUCHES:
            self._touch(handset, what, content)

    def _hand_over(self, handset: Any, url: str) -> None:
        """Gives the page a sound that it asked for, where there is one to give."""
        if found := handset.sound(url):
            kind, body = found
            self.send({"sound": url, "type": kind}, [body])

    def _touch(self, handset: Any, what: str, content: dict[str, Any]) -> None:
        values = [str(content.get(name, "")) for name in TOUCHES[what]]
        self._problem = _problem_of(getattr(handset, what), values)
        self._touches += 1
        painter.ask(self._paint)

    def close(self) -> None:
        """Takes the handset off the page for good; `widget_of` makes a new one."""
        if ear := self._ear():
            ear.stop()
        super().close()

    def __repr__(self) -> str:
        handset = self._handset()
        return self._spoken if handset is None else repr(handset)


def _problem_of(touch: Any, values: list[str]) -> str:
    try:
        touch(*values)
    except Exception as problem:  # whatever it is, the person who touched must see it
        return str(problem) or type(problem).__name__
    return ""


_widgets: weakref.WeakKeyDictionary[Any, HandsetWidget] = weakref.WeakKeyDictionary()


def widget_of(handset: Any) -> HandsetWidget:
    """The one widget of this handset. Shown twice, it is two views of one thing."""
    widget = _widgets.get(handset)
    if widget is None or widget.comm is None:
        widget = _widgets[handset] = HandsetWidget(handset)
    return widget


def bundle(handset: Any) -> dict[str, Any]:
    """What a notebook shows for a handset: the widget, or its spoken form."""
    return view(widget_of(handset), repr(handset))
