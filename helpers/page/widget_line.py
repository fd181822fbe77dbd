"""The line between a widget and the page: one cure, and one calm painter.

Changes come from the engine's threads, many a second. They are painted from one thread
of ours, at most every `GAP` seconds, and the last state always arrives. A cell that
blocks the kernel's own loop does not stop it.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ahoy import trace

GAP = 0.05
"""Seconds between two paintings: twenty pictures a second are enough for eyes. Large
pictures come less often, so that painting takes a quarter of the time at most."""

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"

log = logging.getLogger("ahoy.page")


def cure(*widgets: Any) -> None:
    """Lets clicks reach Python while a cell blocks, in JupyterLab.

    ipykernel 7.4 sends a widget's messages to the shell that last published on its line:
    the main one, which a running cell holds. Without this choice they go where the page
    asked, to a subshell. Harmless where ipykernel has no such choice.
    """
    for widget in widgets:
        comm: Any = getattr(widget, "comm", None)
        if hasattr(comm, "_reply_subshell_for"):
            comm._reply_subshell_for = lambda data, default: default


def asset(*names: str) -> str:
    """The text of these files of the page, one after the other."""
    folder = Path(__file__).parent / "assets"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def view(widget: Any, text: str) -> dict[str, Any]:
    """The MIME bundle that shows `widget`, and `text` wherever no widget can be shown."""
    shown = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {"text/plain": trace.shown(text), WIDGET_MIME: shown}


class Painter:
    """Calls each `paint` that was asked for, soon, from one thread, and never too often."""

    def __init__(self, gap: float = GAP) -> None:
        self._gap = gap
        self._due: dict[Callable[[], None], None] = {}
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, paint: Callable[[], None]) -> None:
        """Has `paint()` called. From any thread; returns at once; many asks are one."""
        with self._wake:
            self._due[paint] = None
            self._wake.notify()
            has_thread = self._start()
        if not has_thread:
            self._paint_on_loop()

    def _start(self) -> bool:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="ahoy-page", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # a kernel in the browser has no threads
                self._thread = None
        return self._thread is not None

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._due)
            began = time.monotonic()
            self._paint_all()
            pause.wait(max(self._gap, 3 * (time.monotonic() - began)))

    def _paint_on_loop(self) -> None:
        try:
            asyncio.get_running_loop().call_later(self._gap, self._paint_all)
        except RuntimeError:
            self._paint_all()

    def _paint_all(self) -> None:
        with self._wake:
            due, self._due = self._due, {}
        for paint in due:
            try:
                paint()
            except Exception:  # one broken widget must not stop the others
                if threading.main_thread().is_alive():
                    log.exception("Ahoy could not repaint a widget")


painter = Painter()
"""The one painter of this kernel."""
