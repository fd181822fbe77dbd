"""The handset on the page. It shows a snapshot and passes touches on; it decides nothing."""

from __future__ import annotations

import threading
import weakref
from collections import deque
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets as t

from .. import page_words
from ..own_number import office_number
from ..saved_outputs import card
from ..shown_cells import show
from ..widget_line import asset, cure, painter, view
from .dock import HOME, SCRIPTS, dock_id, show_by
from .presence import presence
from .running_cells import running, runs

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

Beside these the page may `look` (for the latest state), `listen` (to a sound by its URL), and
tell that the phone is `seen` while it rings. All other messages are ignored.
"""

EMPTY: dict[str, Any] = {
    "number": "", "name": "", "status": "idle", "habit": "person", "fault": None, "peer": "",
    "since": 0.0, "now": 0.0, "ticks": True, "lines": [], "messages": [], "next": None,
    "script": [], "calls": [], "seq": 0, "then": False}



class HandsetListener:
    """Hears of a handset's news. Held by the handset alone, so that nothing outlives it."""

    def __init__(self, handset: Any, heard: Callable[[], None]) -> None:
        self._heard = heard
        self.stop = handset.listen(self)

    def __call__(self) -> None:
        painter.ask(self._heard)


class HandsetWidget(anywidget.AnyWidget):
    """A telephone that one can touch. `state` is what it shows; there is one for each handset."""

    _esm = asset(*SCRIPTS, "handset-main.js")
    _css = asset("handset.css")
    texts = t.Dict(page_words.HANDSET).tag(sync=True)
    home = t.Unicode(HOME).tag(sync=True)
    """Of which kernel it is: two kernels may have a phone of one number on one page."""
    dock = t.Unicode("").tag(sync=True)
    """The model of the dock that shows all phones, where there is one."""
    state = t.Dict(EMPTY).tag(sync=True)

    def __init__(self, handset: Any) -> None:
        self._handset = weakref.ref(handset)
        self._spoken = repr(handset)
        self._touches = self._seq = 0
        self._problem = ""
        self._done: deque[str] = deque(maxlen=64)
        super().__init__(state=self._picture(handset), dock=dock_id())
        cure(self)
        self.on_msg(self._touched)
        self._ear = weakref.ref(HandsetListener(handset, self._paint))
        weakref.finalize(handset, self.close).atexit = False

    def _picture(self, handset: Any) -> dict[str, Any]:
        self._seq += 1
        own = {"touches": self._touches, "problem": self._problem, "account": office_number(),
               "seq": self._seq, "then": False}
        return handset.snapshot() | own

    def _paint(self) -> None:
        handset = self._handset()
        if handset is not None and self.comm is not None:
            self.state = self._picture(handset)
            if self.state["status"] == "ringing":
                presence.tell()  # a page that was there may be gone

    def _touched(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """One touch of a person. Short: all widgets of a kernel wait for each other here."""
        handset, what = self._handset(), content.get("do") if isinstance(content, dict) else None
        if handset is None or what is None or presence.takes(content):
            return
        if what == "look":
            if content.get("seq") != self.state["seq"]:  # else the page has what there is
                painter.ask(self._paint)
        elif what == "seen":
            handset.seen()
        elif what == "listen":
            self._hand_over(handset, str(content.get("url", "")))
        elif what in TOUCHES and not self._is_done(content.get("id")):
            self._touch(handset, what, content)

    def _is_done(self, name: Any) -> bool:
        """True for a message that came before: a line may deliver one twice."""
        if not isinstance(name, str) or name not in self._done:
            self._done.append(str(name)[:64]) if name else None
            return False
        return True

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


class CellHandset(HandsetWidget):
    """The handset below one cell. It keeps the story of that cell: once that is over, and
    another cell calls, texts, shows the phone or begins a new world, it stays as it was.
    """

    def __init__(self, handset: Any) -> None:
        runs.follow()
        self._final: dict[str, Any] | None = None
        self._told: tuple[Any, ...] | None = None
        self._run, self._is_left = runs.begun, False
        super().__init__(handset)
        self._first: tuple[Any, ...] | None = self._told
        """What happened before it was shown is not its story."""
        reader = weakref.WeakMethod(self._before_news)
        self._forget = handset.before_news(lambda: (call := reader()) and call())

    def _picture(self, handset: Any) -> dict[str, Any]:
        if self._final is not None:
            self._seq += 1
            return self._final | {"seq": self._seq}
        picture = super()._picture(handset)
        story = _story(picture)
        if story != self._told:
            self._told, self._run = story, runs.begun
        return picture

    def _paint(self) -> None:
        super()._paint()
        if self._is_left and self._final is None and self.state["status"] == "idle":
            self.keep()

    def _before_news(self) -> None:
        """Something new begins. What is shown stays, if a cell has begun since it ended.

        Only where a dock shows the phone as it is: else there would be no phone to use."""
        handset = self._handset()
        if handset is None or self._final is not None or not presence.has_dock:
            return
        has_story = _story(super()._picture(handset)) != self._first
        if runs.begun > self._run and has_story and handset.status == "idle":
            self.keep()

    def leave(self) -> None:
        """A newer cell shows the phone: this one's story ends with the call that it is in."""
        self._is_left = True
        painter.ask(self._paint)

    def keep(self) -> None:
        """From now on it stays as it is."""
        if (handset := self._handset()) is not None and self._final is None:
            over = {"then": True, "status": "idle", "ticks": False, "next": None, "script": [],
                    "problem": ""}
            self._final = super()._picture(handset) | over
            painter.ask(self._paint)

    def _touched(self, widget: Any, content: Any, buffers: Any) -> None:
        what = content.get("do") if isinstance(content, dict) else None
        if what == "now":
            self._final, self._is_left = None, False
            self._first = self._told
            painter.ask(self._paint)
        if what in TOUCHES or what == "now":
            self._run = runs.begun  # what a person does here is part of this story
        super()._touched(widget, content, buffers)

    def close(self) -> None:
        """Takes it off the page, with its cell's output."""
        self._forget()
        super().close()


def _story(picture: dict[str, Any]) -> tuple[Any, ...]:
    """What happened on a phone, without what is only planned."""
    texts = [(one["sid"], one["status"]) for one in picture["messages"]]
    lines = [(one["id"], one["cut"]) for one in picture["lines"]]
    return picture["status"], lines, texts, len(picture["calls"])


_places: weakref.WeakKeyDictionary[Any, dict[tuple[str, str], CellHandset]] = (
    weakref.WeakKeyDictionary())


def place_of(handset: Any) -> HandsetWidget:
    """The widget of this handset below the running cell; the one and only where none runs."""
    cell = running()
    if not any(cell):
        return widget_of(handset)
    places = _places.setdefault(handset, {})
    for other in [one for one, widget in places.items() if widget.comm is None]:
        del places[other]
    if cell not in places:
        for older in places.values():
            older.leave()
        places[cell] = CellHandset(handset)
    show(places[cell])
    return places[cell]


_making = threading.RLock()
_widgets: weakref.WeakKeyDictionary[Any, HandsetWidget] = weakref.WeakKeyDictionary()


def widget_of(handset: Any) -> HandsetWidget:
    """The one widget of this handset. Shown twice, it is two views of one thing."""
    with _making:  # the dock makes it in the painter's thread
        widget = _widgets.get(handset)
        if widget is None or widget.comm is None:
            widget = _widgets[handset] = HandsetWidget(handset)
        return widget


def bundle(handset: Any) -> dict[str, Any]:
    """What a notebook shows for a handset: the widget, or its spoken form."""
    text = repr(handset)
    return view(place_of(handset), text) | card(text)


show_by(widget_of)
