"""A form's fields on the page, in ipywidgets, so that they look at home in the lab."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import ipywidgets as w

from .. import page_words, shown_cells
from ..widget_line import asset, cure
from .form_parts import Code, Said, SecretInput

LABEL = {"description_width": "var(--ahoy-label)"}


class FormPage:
    """The widgets of one form. They type into it; it says what to show."""

    def __init__(self, form: Any) -> None:
        self._form = form
        self._is_filling = False
        self._touched: set[str] = set()
        self._inputs = {name: self._input(field) for name, field in form.fields.items()}
        self._words = {name: Said() for name in form.fields}
        self._choice = self._choice_of_ways()
        self._buttons = [self._button(label, method) for label, method in form.buttons]
        self._done = self._listing() if form.buttons else None
        self._code = Code()
        self.box = w.VBox(self._children())
        self.box.add_class("ahoy-form")
        cure(self.box, *self._inputs.values())
        self.show()

    @property
    def is_open(self) -> bool:
        """False once it was taken off the page."""
        return self.box.comm is not None

    def close(self) -> None:
        """Takes all its widgets off the page, for good."""
        for widget in self._children_of(self.box):
            for part in ("layout", "style"):  # each is a widget, too
                if getattr(getattr(widget, part, None), "close", None):
                    getattr(widget, part).close()
            widget.close()

    def _children_of(self, box: Any) -> list[Any]:
        found = [box]
        for child in getattr(box, "children", ()):
            found += self._children_of(child)
        return found

    # --- what it is made of ---------------------------------------------------------------

    def _input(self, field: Any) -> Any:
        if field.is_secret:
            return SecretInput(field.label, lambda text: self._typed(field.name, text),
                               masked=field.is_masked)
        kind, more = _kind(field, self._options(field))
        typed = kind(value=self._form.typed[field.name], description=field.label,
                     layout=w.Layout(width="auto"), style=LABEL, **more)
        typed.observe(lambda change: self._typed(field.name, change["new"]), "value")
        return typed

    def _choice_of_ways(self) -> Any:
        if not self._form.choice:
            return None
        options = [(self._form.fields[name].label, name) for name in self._form.choice]
        way = w.ToggleButtons(options=options, value=self._form.chosen,
                              description=page_words.FORM["way"], style=LABEL)
        way.observe(lambda change: self._chosen(change["new"]), "value")
        cure(way)
        return way

    def _button(self, label: str, method: str) -> Any:
        button = w.Button(description=label, layout=w.Layout(width="auto"))
        button.on_click(lambda _: in_background(lambda: self._press(method)))
        cure(button)
        return button

    def _listing(self) -> Said:
        """What a button has to say."""
        done = Said()
        done.add_class("ahoy-listing")
        return done

    def _children(self) -> list[Any]:
        style = w.HTML(f"<style>{asset('form.css')}</style>", layout=w.Layout(display="none"))
        children = [style]
        for name, typed in self._inputs.items():
            if self._choice is not None and name == self._form.choice[0]:
                children.append(self._choice)
            children += [typed, self._words[name]]
        if self._buttons:
            row = w.HBox(self._buttons)
            row.add_class("ahoy-buttons")
            children += [row, self._done]
        return [*children, self._code]

    # --- what people do -------------------------------------------------------------------

    def _typed(self, name: str, text: str) -> None:
        if self._is_filling:
            return
        self._touched.add(name)
        before = self._form.typed[name]
        formatted = self._form.formatted(name, before, text)
        self._form.type(name, formatted)
        if formatted != text:
            self._words[name].rewrite(text, formatted)
        self.show(but=name)

    def _chosen(self, name: str) -> None:
        self._form.chosen = name
        self.show()

    def _press(self, method: str) -> None:
        """In a thread of its own, for it may take a while."""
        done = self._done
        if done is None:  # no button, nobody presses
            return
        done.say("", page_words.FORM["looking"])
        self._touched |= set(self._form.fields)
        try:
            done.say("", getattr(self._form, method)())
            self._touched.clear()
        except Exception as problem:  # whatever it is, the person who pressed must see it
            done.say(str(problem) or type(problem).__name__)
        self.show()

    # --- what they see --------------------------------------------------------------------

    def show(self, but: str = "") -> None:
        """Shows the form as it is now; the field `but`, in which someone types, is left alone."""
        form, problems = self._form, self._form.problems
        sent = {field.name for field in form.sent}
        for name, field in form.fields.items():
            typed, words = self._inputs[name], self._words[name]
            typed.layout.display = words.layout.display = None if name in sent else "none"
            words.say(self._seen(field, problems.get(name, "")), form.note_of(field),
                      form.meter_of(field))
            if name != but:
                self._fill(field, typed)
        if self._choice is not None:
            self._choice.value = form.chosen
        self._code.state = {"code": form.code, "ready": not problems}

    def _seen(self, field: Any, problem: str) -> str:
        """The problem; nobody is blamed for a field that begins empty and was not touched."""
        begins_empty = not field.default and not self._form.typed[field.name]
        return "" if begins_empty and field.name not in self._touched else problem

    def _fill(self, field: Any, typed: Any) -> None:
        text = self._form.typed[field.name]
        if field.is_secret:
            typed.show(bool(text))
            return
        self._is_filling = True
        try:
            options = self._options(field)
            if options and typed.options != options:
                typed.options = options
            typed.value = text
        finally:
            self._is_filling = False

    def _options(self, field: Any) -> tuple[tuple[str, str], ...]:
        """What one chooses from, and what was filled in even if it is no choice."""
        options, text = self._form.choices_of(field), self._form.typed[field.name]
        if not options or any(value == text for _, value in options):
            return options
        return (*options, (text, text))


def _kind(field: Any, options: tuple[tuple[str, str], ...]) -> tuple[type, dict[str, Any]]:
    if options:
        return w.Dropdown, {"options": options}
    if field.rows > 1:
        return w.Textarea, {"rows": field.rows}
    return w.Text, {}


def in_background(task: Callable[[], None]) -> None:
    """Runs `task` beside the kernel's loop; here, where there are no threads."""
    try:
        threading.Thread(target=task, name="ahoy-form", daemon=True).start()
    except RuntimeError:  # a kernel in the browser
        task()


def page_of(form: Any) -> FormPage:
    """The page of this form. Shown twice, it is two views of one thing."""
    if form._page is None or not form._page.is_open:
        form._page = FormPage(form)
    shown_cells.show(form._page)
    return form._page
