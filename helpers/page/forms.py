"""Forms for a call and for a text. A form never sends: `client.calls.create(**form.values)` does.

A form is plain values; its fields on the page are made when it is first shown. Headless it
is its defaults.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import judging, texts
from .office import office_number

LINE = 64
"""Longer code than this, in characters, is written with one value a line."""


@dataclass(frozen=True)
class Field:
    """One value of the SDK call. `name` is the SDK's word for it, `label` Twilio's."""

    name: str
    label: str
    default: str
    judge: Callable[[str], str]
    note: Callable[[str], str] = lambda typed: ""
    clean: Callable[[str], str] = str
    rows: int = 1


class Form:
    """Typed text, what is wrong with it, and the SDK call that it stands for.

    `choice`: names of fields of which only one is sent; `chosen` is that one.
    """

    def __init__(self, kind: str, call: str, fields: tuple[Field, ...],
                 choice: tuple[str, ...] = ()) -> None:
        self.kind, self.call, self.choice = kind, call, choice
        self.fields = {field.name: field for field in fields}
        self.typed = {field.name: field.default for field in fields}
        self.chosen = choice[0] if choice else ""
        self._page: Any = None

    def fill(self, **typed: str) -> Form:
        """Types into fields: `form.fill(to="+14155550124")`. Raises `TypeError` for others."""
        for name, text in typed.items():
            if name not in self.fields:
                known = ", ".join(self.fields)
                raise TypeError(f"This form has no field {name!r}: it has {known}.")
            self.typed[name] = str(text)
            if name in self.choice:
                self.chosen = name
        if self._page is not None:
            self._page.show()
        return self

    @property
    def sent(self) -> list[Field]:
        """The fields that go into the call, in order."""
        return [field for field in self.fields.values()
                if field.name not in self.choice or field.name == self.chosen]

    @property
    def problems(self) -> dict[str, str]:
        """What has to be mended, by field; empty when the form is ready."""
        found = {field.name: field.judge(self.typed[field.name]) for field in self.sent}
        if not any(found.values()) and self._clean()["to"] == self._clean()["from_"]:
            found["to"] = texts.FORM["same"]
        return {name: problem for name, problem in found.items() if problem}

    @property
    def values(self) -> dict[str, str]:
        """The keyword arguments for the SDK call. Raises `ValueError` naming the wrong field."""
        for name, problem in self.problems.items():
            raise ValueError(f"{self.fields[name].label}: {problem}")
        return self._clean()

    def _clean(self) -> dict[str, str]:
        return {field.name: field.clean(self.typed[field.name]) for field in self.sent}

    @property
    def code(self) -> str:
        """The SDK call as Python."""
        pairs = [f"{name}={quoted(value)}" for name, value in self._clean().items()]
        line = f"{self.call}({', '.join(pairs)})"
        if len(line) <= LINE:
            return line
        return "\n".join([f"{self.call}(", *(f"    {pair}," for pair in pairs), ")"])

    def __repr__(self) -> str:
        values, problems = self._clean(), self.problems
        begin = f"{self.kind} form: to {values['to'] or '?'} from {values['from_'] or '?'}, "
        if not problems:
            return begin + "ready"
        return begin + "to mend: " + ", ".join(self.fields[name].label for name in problems)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from .comm import view
        from .form_page import FormPage

        if self._page is None:
            self._page = FormPage(self)
        return view(self._page.box, repr(self))


def quoted(text: str) -> str:
    """`text` as a Python literal, in double quotes where that needs no escapes."""
    return repr(text) if '"' in text else '"' + repr("'" + text)[2:]


def _to(judge: Callable[[str], str]) -> Field:
    return Field("to", "To", "+14155550123", judge, judging.read_as, judging.as_sent)


def _from(judge: Callable[[str], str]) -> Field:
    return Field("from_", "From", office_number(), judge, judging.read_as, judging.as_sent)


def call_form() -> Form:
    """A form for `client.calls.create`: To, From, and TwiML or the URL of TwiML."""
    return Form("call", "client.calls.create", (
        _to(judging.address),
        _from(judging.address),
        Field("twiml", "TwiML", "<Response><Say>Ahoy hoy!</Say></Response>", judging.twiml, rows=3),
        Field("url", "URL", "https://demo.twilio.com/docs/voice.xml", judging.url, clean=str.strip),
    ), choice=("twiml", "url"))


def sms_form() -> Form:
    """A form for `client.messages.create`: To, From, and the Body with its segments counted."""
    return Form("text", "client.messages.create", (
        _to(judging.number),
        _from(judging.number),
        Field("body", "Body", "Ahoy hoy!", judging.body, judging.segments, rows=3),
    ))
