"""A form's fields on the page, in ipywidgets, so that they look at home in the lab."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as w

from . import texts
from .comm import asset, cure


class FormPage:
    """The widgets of one form. They type into it; it says what to show."""

    def __init__(self, form: Any) -> None:
        self._form = form
        self._inputs = {name: self._input(field) for name, field in form.fields.items()}
        self._words = {name: w.HTML() for name in form.fields}
        self._choice = self._choice_of_ways()
        self._code = w.HTML()
        self.box = w.VBox(self._children())
        self.box.add_class("ahoy-form")
        cure(self.box, self._code, *self._inputs.values(), *self._words.values())
        self.show()

    def _input(self, field: Any) -> Any:
        kind = w.Textarea if field.rows > 1 else w.Text
        more = {"rows": field.rows} if field.rows > 1 else {}
        typed = kind(value=self._form.typed[field.name], description=field.label,
                     layout=w.Layout(width="100%"), style={"description_width": "64px"}, **more)
        typed.observe(lambda change: self._typed(field.name, change["new"]), "value")
        return typed

    def _choice_of_ways(self) -> Any:
        if not self._form.choice:
            return None
        options = [(self._form.fields[name].label, name) for name in self._form.choice]
        way = w.ToggleButtons(options=options, value=self._form.chosen,
                              description=texts.FORM["way"], style={"description_width": "64px"})
        way.observe(lambda change: self._chosen(change["new"]), "value")
        cure(way)
        return way

    def _children(self) -> list[Any]:
        style = w.HTML(f"<style>{asset('form.css')}</style>", layout=w.Layout(display="none"))
        children = [style]
        for name, typed in self._inputs.items():
            if self._choice is not None and name == self._form.choice[0]:
                children.append(self._choice)
            children += [typed, self._words[name]]
        return [*children, self._code]

    def _typed(self, name: str, text: str) -> None:
        self._form.typed[name] = text
        self.show()

    def _chosen(self, name: str) -> None:
        self._form.chosen = name
        self.show()

    def show(self) -> None:
        """Shows the form as it is now."""
        form, problems = self._form, self._form.problems
        sent = {field.name for field in form.sent}
        for name, field in form.fields.items():
            typed, words = self._inputs[name], self._words[name]
            typed.value = form.typed[name]
            typed.layout.display = words.layout.display = None if name in sent else "none"
            words.value = _said(problems.get(name, ""), field.note(form.typed[name]))
        if self._choice is not None:
            self._choice.value = form.chosen
        self._code.value = _code(form.code, ready=not problems)


def _said(problem: str, note: str) -> str:
    kind, text = ("problem", problem) if problem else ("note", note)
    sign = f"<b>{escape(texts.FORM['sign'])}</b> " if problem else ""
    return f'<div class="ahoy-said ahoy-{kind}" role="status">{sign}{escape(text)}</div>'


def _code(code: str, *, ready: bool) -> str:
    word = texts.FORM["code"] if ready else texts.FORM["not_ready"]
    state = "ready" if ready else "unready"
    return (f'<div class="ahoy-code ahoy-{state}"><span>{escape(word)}</span>'
            f"<pre>{escape(code)}</pre></div>")
