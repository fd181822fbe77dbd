"""The parts of a form that ipywidgets lacks: words that are read out, code to copy, a secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets as t

from .. import page_words
from ..widget_line import asset, cure


class Said(anywidget.AnyWidget):
    """What there is to say about the field above it; it marks that field, too.

    `state`: problem, note, meter (how full each part is), and a text to put in place of
    another one, for fields that are formatted while one types.
    """

    _esm = asset("dom.js", "said.js")
    texts = t.Dict(page_words.FORM).tag(sync=True)
    state = t.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        cure(self)

    def say(self, problem: str, note: str = "", meter: list[tuple[int, int]] | None = None) -> None:
        """Shows the problem, or else the note."""
        self.state = {"problem": problem, "note": note, "meter": (meter or [])[:12]}

    def rewrite(self, old: str, new: str) -> None:
        """Has the page put `new` into the field, if it still holds `old`."""
        self.send({"old": old, "new": new})

    def __repr__(self) -> str:
        return self.state.get("problem") or self.state.get("note", "")


class Code(anywidget.AnyWidget):
    """SDK code, and a button that copies it."""

    _esm = asset("dom.js", "keys.js", "code.js")
    texts = t.Dict(page_words.FORM).tag(sync=True)
    state = t.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        cure(self)

    def __repr__(self) -> str:
        return self.state.get("code", "")


class SecretInput(anywidget.AnyWidget):
    """A field for a secret. What is typed goes to `heard` and is kept in no trait, so that
    neither a saved notebook nor the state of the widget holds it.
    """

    _esm = asset("dom.js", "secret.js")
    texts = t.Dict(page_words.FORM).tag(sync=True)
    label = t.Unicode().tag(sync=True)
    masked = t.Bool(True).tag(sync=True)
    filled = t.Bool(False).tag(sync=True)

    def __init__(self, label: str, heard: Callable[[str], None], *, masked: bool = True) -> None:
        super().__init__(label=label, masked=masked)
        self._heard = heard
        cure(self)
        self.on_msg(self._message)

    def _message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and isinstance(content.get("typed"), str):
            self._heard(content["typed"])

    def show(self, filled: bool) -> None:
        """Says whether there is something; an empty secret also empties the field."""
        if self.filled and not filled:
            self.send({"empty": True})
        self.filled = filled

    def __repr__(self) -> str:
        return f"{self.label}: {page_words.FORM['hidden'] if self.filled else ''}"
