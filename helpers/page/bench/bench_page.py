"""The TwiML bench on the page: verbs in a list, their settings, XML, Python, and what is heard."""

from __future__ import annotations

import re
import time
from html import escape
from typing import Any

import anywidget
import ipywidgets as w

from .. import page_words, shown_cells
from ..forms.form_page import in_background
from ..forms.form_parts import Code, Said
from ..widget_line import asset, cure
from .explanation_timeline import draw
from .verb_settings import VerbSettings, close_all

T = page_words.BENCH

PAUSE = 0.2
"""Seconds between two looks at the phone that was called."""

LONGEST = 600.0
"""A call that lasts longer (seconds) is told of no more."""


class Keys(anywidget.AnyWidget):
    """Lets the list of verbs have its arrow keys, which the lab would take."""

    _esm = asset("keys.js", "bench-keys.js")


class BenchPage:
    """The widgets of one bench. They change it; it says what to show."""

    def __init__(self, bench: Any) -> None:
        self._bench, self._is_filling = bench, False
        self._list = _stacked(w.Select, "list", options=[], rows=7)
        self._list.observe(self._chosen, "value")
        self._new = _stacked(w.Dropdown, "new", options=[])
        self._settings = VerbSettings(self._set)
        self._xml = _stacked(w.Textarea, "xml", rows=8)
        self._xml.observe(self._edited, "value")
        self._said, self._done = Said(), Said()
        self._code, self._timeline = Code(), w.HTML()
        self._timeline.add_class("ahoy-timeline")
        self._phones = _stacked(w.Dropdown, "phone", options=[])
        self._buttons = self._make_buttons()
        self.box = w.VBox(self._children())
        self.box.add_class("ahoy-form")
        self.box.add_class("ahoy-bench")
        cure(self.box, self._list, self._new, self._xml, self._phones, *self._buttons.values())
        self.show()

    @property
    def is_open(self) -> bool:
        """False once it was taken off the page."""
        return self.box.comm is not None

    def close(self) -> None:
        """Takes all its widgets off the page, for good."""
        close_all(self.box)

    # --- what it is made of -----------------------------------------------------------------

    def _make_buttons(self) -> dict[str, Any]:
        tasks = {"add": self._add, "up": lambda: self._move(-1), "down": lambda: self._move(1),
                 "remove": self._remove, "run": self._run}
        buttons = {}
        for name, task in tasks.items():
            button = w.Button(description=T[name], tooltip=T[f"{name}_means"],
                              layout=w.Layout(width="auto"))
            button.on_click(lambda _, task=task: self._try(task))
            buttons[name] = button
        return buttons

    def _children(self) -> list[Any]:
        style = w.HTML(f"<style>{asset('form.css', 'bench.css')}</style>",
                       layout=w.Layout(display="none"))
        made = self._buttons
        adding = _row(self._new, made["add"])
        moving = _row(made["up"], made["down"], made["remove"])
        left = w.VBox([self._list, moving, adding])
        right = w.VBox([_title("settings"), self._settings.box])
        top = w.HBox([left, right])
        top.add_class("ahoy-columns")
        running = _row(self._phones, made["run"])
        return [style, Keys(), top, self._xml, self._said, self._code, _title("heard"),
                self._timeline, running, self._done]

    # --- what people do ---------------------------------------------------------------------

    @property
    def place(self) -> str:
        """The number of the chosen verb, or ""."""
        return self._list.value or ""

    def _try(self, task: Any) -> None:
        try:
            task()
        except Exception as problem:  # whatever it is, the person who clicked must see it
            self._done.say(str(problem) or type(problem).__name__)

    def _chosen(self, _change: Any) -> None:
        if not self._is_filling:
            self.show()

    def _edited(self, change: Any) -> None:
        if not self._is_filling and change["new"] != self._bench.twiml:
            self._bench.edit(change["new"])

    def _set(self, name: str, value: str) -> None:
        if name:
            self._try(lambda: self._bench.set(self.place, **{name: value}))
        else:
            self._try(lambda: self._bench.set(self.place, value))

    def _add(self) -> None:
        inside, name = self._new.value
        self._bench.add(name, inside=inside)
        begin = f"{inside}." if inside else ""
        level = [one for one, _ in self._bench.outline
                 if one.startswith(begin) and "." not in one[len(begin):]]
        self._choose(level[-1])

    def _move(self, by: int) -> None:
        above, _, number = self.place.rpartition(".")
        begin = f"{above}." if above else ""
        others = [one for one, _ in self._bench.outline
                  if one.startswith(begin) and "." not in one[len(begin):]]
        target = max(1, min(len(others), int(number) + by))
        self._bench.move(self.place, by)
        self._choose(f"{begin}{target}")

    def _remove(self) -> None:
        self._bench.remove(self.place)

    def _run(self) -> None:
        phone = self._phones.value
        self._tell("calling", phone)
        in_background(lambda: self._try(lambda: self._call(phone)))

    def _call(self, phone: Any) -> None:
        """Calls the phone, and tells how it goes on, up to its end."""
        before = len(phone.snapshot()["calls"])
        self._bench.run(phone)
        told, deadline = "", time.monotonic() + LONGEST
        while self.is_open and time.monotonic() < deadline:
            snapshot = phone.snapshot()
            if len(snapshot["calls"]) > before:
                result = snapshot["calls"][-1]["result"]
                return self._tell("over", phone, result=page_words.HANDSET[f"result_{result}"])
            if snapshot["status"] != told and snapshot["status"] in ("ringing", "in-call"):
                told = snapshot["status"]
                self._tell(told, phone)
            if not snapshot["ticks"]:
                return None
            time.sleep(PAUSE)
        return None

    def _tell(self, what: str, phone: Any, **more: str) -> None:
        self._done.say("", T[what].format(name=phone.name or phone.number, **more))

    def _choose(self, place: str) -> None:
        self._list.value = place

    # --- what they see ------------------------------------------------------------------------

    def show(self) -> None:
        """Shows the bench as it is now. What someone types in is left alone."""
        bench, before = self._bench, self.place
        self._is_filling = True
        try:
            self._fill_list(before)
            self._fill_new()
            if self._xml.value != bench.twiml:
                self._xml.value = bench.twiml
            self._fill_phones()
        finally:
            self._is_filling = False
        self._settings.show(self.place, bench.fields(self.place) if self.place else [])
        explained = bench.explained
        self._say(explained)
        self._code.state = {"code": bench.code, "ready": bool(bench.code)}
        self._timeline.value = _pictured(explained)
        self._enable()

    def _fill_list(self, before: str) -> None:
        outline = self._bench.outline
        options = [(f"{'    ' * place.count('.')}{place}  {words}", place)
                   for place, words in outline]
        places = [place for place, _ in outline]
        if list(self._list.options) != options:
            self._list.options = options
        near = before if before in places else (places[-1] if places else None)
        self._list.value = near

    def _fill_new(self) -> None:
        bench, place = self._bench, self.place
        if not bench.is_readable:
            return
        options = []
        for inside in dict.fromkeys((place, place.rpartition(".")[0], "")):
            where = T["inside"].format(place=inside) if inside else ""
            options += [(f"{name}{where}", (inside, name)) for name in bench.allowed(inside)]
        if list(self._new.options) != options:
            before = self._new.value
            self._new.options = options
            values = [value for _, value in options]
            first = next((one for one in values if one[1] in ("Say", "Message")), values[0])
            self._new.value = before if before in values else first

    def _fill_phones(self) -> None:
        options = [(f"{one.name or ''} {one.number}".strip(), one) for one in self._bench.phones()]
        if list(self._phones.options) != options:
            self._phones.options = options
            self._phones.value = options[0][1] if options else None

    def _say(self, explained: Any) -> None:
        faults = explained.faults
        if not faults:
            self._said.say("", T["fine"])
            return
        first = faults[0]
        code = f"{first.code}: " if first.code else ""
        more = T["more"].format(count=len(faults) - 1) if len(faults) > 1 else ""
        place = T["line"].format(line=first.line) if first.line else ""
        self._said.say(f"{place}{code}{first.reason} {first.effect} {first.cure}{more}")

    def _enable(self) -> None:
        bench, has_place = self._bench, bool(self.place)
        for name in ("up", "down", "remove"):
            self._buttons[name].disabled = not has_place
        self._buttons["add"].disabled = self._new.disabled = not bench.is_readable
        obstacle = bench.obstacle or ("" if self._phones.options else T["no_phone"])
        self._buttons["run"].disabled = bool(obstacle)
        self._phones.layout.display = "none" if obstacle else None
        if obstacle or not self._done.state.get("note"):
            self._done.say("", obstacle)


def _stacked(kind: type, name: str, **more: Any) -> Any:
    """A field with its label above it."""
    made = kind(description=T[name], layout=w.Layout(width="auto"),
                style={"description_width": "auto"}, **more)
    made.add_class("ahoy-stacked")
    return made


def _row(*widgets: Any) -> Any:
    row = w.HBox(widgets)
    row.add_class("ahoy-row")
    return row


def _title(name: str) -> Any:
    return w.HTML(f'<div class="ahoy-head-line">{escape(T[name])}</div>')


def _pictured(explained: Any) -> str:
    """The timeline; where there is little room its text instead (see bench.css)."""
    return (f'<div class="ahoy-picture">{draw(explained)}</div>'
            f'<pre class="ahoy-told" tabindex="0">{escape(_close(repr(explained)))}</pre>')


def _close(told: str) -> str:
    """Columns without the room between them; the caret's lines stay as they are."""
    return "\n".join(line if line.startswith("    |") else re.sub(" {2,}", "  ", line)
                     for line in told.split("\n"))


def page_of(bench: Any) -> BenchPage:
    """The page of this bench. Shown twice, it is two views of one thing."""
    if bench._page is None or not bench._page.is_open:
        bench._page = BenchPage(bench)
    shown_cells.show(bench._page)
    return bench._page
