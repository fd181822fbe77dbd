"""The text and the attributes of one verb of the bench, as fields."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as w

from .. import page_words
from ..widget_line import cure

T = page_words.BENCH
LABEL = {"description_width": "var(--ahoy-label)"}


class VerbSettings:
    """Fields for what a verb can be set to. They are made anew for another verb only, so that
    typing is not disturbed. `change(name, value)` is called for what is typed or chosen."""

    def __init__(self, change: Callable[[str, str], None]) -> None:
        self._change, self._made, self._is_filling = change, ("", ()), False
        self._inputs: dict[str, Any] = {}
        self.box = w.VBox([])
        self.box.add_class("ahoy-settings")
        cure(self.box)

    def show(self, place: str, fields: list[Any]) -> None:
        """Shows these fields of the verb at `place`."""
        made = (place, tuple(field.name for field in fields))
        self._is_filling = True
        try:
            if made != self._made:
                self._made = made
                self._make(fields)
            for field in fields:
                self._fill(self._inputs[field.name], field)
        finally:
            self._is_filling = False

    def _make(self, fields: list[Any]) -> None:
        for old in self.box.children:
            close_all(old)
        self._inputs = {field.name: self._input(field) for field in fields}
        self.box.children = list(self._inputs.values()) or [_nothing()]

    def _input(self, field: Any) -> Any:
        label = field.name or T["text"]
        about = {"description": label, "tooltip": f"{field.hint} {field.why}".strip(),
                 "style": LABEL, "layout": w.Layout(width="auto")}
        if field.choices:
            made = w.Dropdown(options=_options(field), **about)
        elif field.name:
            made = w.Text(placeholder=_brief(field.hint), **about)
        else:
            made = w.Textarea(rows=2, **about)
        made.observe(lambda change: self._typed(field.name, change["new"]), "value")
        cure(made)
        return made

    def _typed(self, name: str, value: str) -> None:
        if not self._is_filling:
            self._change(name, value)

    def _fill(self, made: Any, field: Any) -> None:
        if field.choices and list(made.options) != _options(field):
            made.options = _options(field)
        if made.value != field.value:
            made.value = field.value


def _brief(hint: str) -> str:
    """What counts where nothing is typed: the whole hint would be cut off; it is the tooltip."""
    _, found, default = hint.partition("Without it: ")
    return found + default if found else hint


def _nothing() -> Any:
    return w.HTML(f'<div class="ahoy-words">{escape(T["nothing"])}</div>')


def close_all(widget: Any) -> None:
    """Takes a widget off the page for good, with all that is in it and belongs to it."""
    for child in getattr(widget, "children", ()):
        close_all(child)
    parts: tuple[Any, ...] = (getattr(widget, "layout", None), getattr(widget, "style", None),
                              widget)
    for part in parts:
        if hasattr(part, "close"):
            part.close()


def _options(field: Any) -> list[tuple[str, str]]:
    """The default first; what stands in the XML even when it is no choice."""
    options = [(T["unset"], ""), *((one, one) for one in field.choices)]
    known = [value for _, value in options]
    return options if field.value in known else [*options, (field.value, field.value)]
