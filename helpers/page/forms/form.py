"""Forms: typed text, what is wrong with it, and the SDK code that it stands for.

A form never sends: `client.calls.create(**form.values)` does. A form is plain values; its
fields on the page are made when it is first shown. Headless it is its defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ahoy.trace import shown

from .. import page_words
from ..own_number import office_number
from . import field_rules

LINE = 64
"""Longer code than this, in characters, is written with one value a line."""


def _nothing(_typed: str) -> str:
    return ""


@dataclass(frozen=True)
class Field:
    """One value of the SDK call. `name` is the SDK's word for it, `label` Twilio's.

    `choices`: (what is shown, value) pairs to choose from, in place of typing. `in_call`:
    False for what only helps to fill the others. `is_secret`: kept in no saved state, and
    `is_masked` while one types.
    """

    name: str
    label: str
    default: str
    judge: Callable[[str], str] = _nothing
    note: Callable[[str], str] = _nothing
    clean: Callable[[str], str] = str
    rows: int = 1
    choices: tuple[tuple[str, str], ...] = ()
    in_call: bool = True
    is_secret: bool = False
    is_masked: bool = True


class Form:
    """Typed text, what is wrong with it, and the SDK call that it stands for.

    `choice`: names of fields of which only one is sent; `chosen` is that one. `buttons`:
    methods that the page offers as buttons, by their labels.
    """

    buttons: tuple[tuple[str, str], ...] = ()

    def __init__(self, kind: str, fields: Iterable[Field], choice: tuple[str, ...] = ()) -> None:
        self.kind, self.choice = kind, choice
        self.fields = {field.name: field for field in fields}
        self.typed = {name: self.kept(field, field.default) for name, field in self.fields.items()}
        self.chosen = choice[0] if choice else ""
        self._page: Any = None

    def fill(self, **typed: str) -> Form:
        """Types into fields: `form.fill(to="+14155550124")`. Raises `TypeError` for others."""
        for name, text in typed.items():
            if name not in self.fields:
                known = ", ".join(self.fields)
                raise TypeError(f"This form has no field {name!r}: it has {known}.")
            self.type(name, str(text))
        if self._page is not None:
            self._page.show()
        return self

    def type(self, name: str, text: str) -> None:
        """What the page or `fill` has typed into one field."""
        self.typed[name] = self.kept(self.fields[name], text)
        if name in self.choice:
            self.chosen = name

    @property
    def sent(self) -> list[Field]:
        """The fields that are asked for, in order."""
        return [field for field in self.fields.values()
                if field.name not in self.choice or field.name == self.chosen]

    @property
    def problems(self) -> dict[str, str]:
        """What has to be mended, by field; empty when the form is ready."""
        found = {field.name: self.problem_of(field) for field in self.sent}
        found = {name: problem for name, problem in found.items() if problem}
        return found or self.judged_together()

    @property
    def values(self) -> dict[str, Any]:
        """The keyword arguments for the SDK call. Raises `ValueError` naming the wrong field."""
        for name, problem in self.problems.items():
            raise ValueError(f"{self.fields[name].label}: {problem}")
        return self.cleaned()

    def cleaned(self) -> dict[str, Any]:
        """The values of the call, whether they are right or not."""
        return {field.name: self.value_of(field) for field in self.sent if field.in_call}

    @property
    def code(self) -> str:
        """The SDK call as Python."""
        raise NotImplementedError

    # --- what a form may do otherwise -----------------------------------------------------

    def kept(self, field: Field, text: str) -> str:
        """How a typed text is kept."""
        return text

    def formatted(self, name: str, before: str, typed: str) -> str:
        """How a text is written while it is typed; `before`: what stood there."""
        return typed

    def problem_of(self, field: Field) -> str:
        """What is wrong with one field, or ""."""
        typed = self.typed[field.name]
        if field.choices and all(typed != value for _, value in field.choices):
            return page_words.FORM["no_choice"].format(typed=typed)
        return field.judge(typed)

    def note_of(self, field: Field) -> str:
        """What there is to say about one field, or ""."""
        return field.note(self.typed[field.name])

    def value_of(self, field: Field) -> Any:
        """What the SDK gets."""
        return field.clean(self.typed[field.name])

    def choices_of(self, field: Field) -> tuple[tuple[str, str], ...]:
        """What one chooses from now: (what is shown, value) pairs; none where one types."""
        return field.choices

    def meter_of(self, field: Field) -> list[tuple[int, int]]:
        """How full each part of a text is: (used, room) for each."""
        return []

    def judged_together(self) -> dict[str, str]:
        """What is wrong with fields that are right by themselves."""
        return {}

    def brief(self) -> str:
        """The values in a few words, without secrets."""
        raise NotImplementedError

    def __repr__(self) -> str:
        state = "ready"
        if problems := self.problems:
            state = "to mend: " + ", ".join(self.fields[name].label for name in problems)
        return shown(f"{self.kind} form: {self.brief()}, {state}")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from ..saved_outputs import card
        from ..widget_line import view
        from .form_page import page_of

        return view(page_of(self).box, repr(self)) | card(repr(self))


class SendingForm(Form):
    """A form for a call or a text: who, to whom, what."""

    def __init__(self, kind: str, call: str, fields: tuple[Field, ...],
                 choice: tuple[str, ...] = ()) -> None:
        self.call = call
        super().__init__(kind, fields, choice)

    @property
    def code(self) -> str:
        """The SDK call as Python."""
        return written(self.call, [f"{name}={quoted(value)}"
                                   for name, value in self.cleaned().items()])

    def judged_together(self) -> dict[str, str]:
        """Nobody calls oneself."""
        values = self.cleaned()
        return {"to": page_words.FORM["same"]} if values["to"] == values["from_"] else {}

    def brief(self) -> str:
        """Who, and to whom."""
        values = self.cleaned()
        return f"to {values['to'] or '?'} from {values['from_'] or '?'}"


class TextForm(SendingForm):
    """A form for a text, whose segments are counted."""

    def meter_of(self, field: Field) -> list[tuple[int, int]]:
        """How full each segment is."""
        return field_rules.segment_meter(self.typed["body"]) if field.name == "body" else []


def written(call: str, arguments: list[str]) -> str:
    """`call(…)` on one line where that is short, else one argument a line."""
    line = f"{call}({', '.join(arguments)})"
    if len(line) <= LINE:
        return line
    return "\n".join([f"{call}(", *(f"    {one}," for one in arguments), ")"])


def quoted(text: str) -> str:
    """`text` as a Python literal, in double quotes where that needs no escapes."""
    return repr(text) if '"' in text else '"' + repr("'" + text)[2:]


def _to(judge: Callable[[str], str]) -> Field:
    return Field("to", "To", "+14155550123", judge, field_rules.read_as, field_rules.as_sent)


def _from(judge: Callable[[str], str]) -> Field:
    return Field("from_", "From", office_number(), judge, field_rules.read_as, field_rules.as_sent)


def call_form() -> Form:
    """A form for `client.calls.create`: To, From, and TwiML or the URL of TwiML."""
    return SendingForm("call", "client.calls.create", (
        _to(field_rules.address),
        _from(field_rules.address),
        Field("twiml", "TwiML", "<Response><Say>Ahoy hoy!</Say></Response>", field_rules.twiml,
              rows=3),
        Field("url", "URL", "https://demo.twilio.com/docs/voice.xml", field_rules.url,
              clean=str.strip),
    ), choice=("twiml", "url"))


def sms_form() -> Form:
    """A form for `client.messages.create`: To, From, and the Body with its segments counted."""
    return TextForm("text", "client.messages.create", (
        _to(field_rules.number),
        _from(field_rules.number),
        Field("body", "Body", "Ahoy hoy!", field_rules.body, field_rules.counted_segments, rows=3),
    ))
