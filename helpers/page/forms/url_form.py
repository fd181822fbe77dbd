"""A form for the URL of TwiML: is it one, can Twilio reach it, and what stands there."""

from __future__ import annotations

from .. import page_words
from ..account import account_reader
from ..own_number import office_number
from . import field_rules
from .form import Field, Form, quoted, written

CALLED = "+14155550123"


class UrlForm(Form):
    """A URL and the method that asks it. `look()` asks it, as Twilio would for a call."""

    buttons = ((page_words.FORM["look"], "look"),)

    def __init__(self) -> None:
        t = page_words.FORM
        methods = (("POST", "POST"), ("GET", "GET"))
        super().__init__("URL", (
            Field("url", t["url"], "https://demo.twilio.com/docs/voice.xml", field_rules.url,
                  clean=str.strip),
            Field("method", t["method"], "POST", choices=methods),
        ))

    @property
    def code(self) -> str:
        """A call that is answered by this URL."""
        pairs = {"to": CALLED, "from_": office_number(), **self.cleaned()}
        return written("client.calls.create", [f"{name}={quoted(value)}"
                                               for name, value in pairs.items()])

    def note_of(self, field: Field) -> str:
        """Whether Twilio, or practice, can reach it."""
        if field.name != "url" or self.problem_of(field):
            return ""
        return page_words.FORM[f"url_{account_reader.place_of(self.value_of(field))}"]

    def brief(self) -> str:
        """The URL and the method."""
        values = self.cleaned()
        return f"{values['method']} {values['url'] or '?'}"

    def look(self) -> str:
        """Asks the URL as Twilio would, and tells what it answered and what a caller hears.

        In practice only. No call is made; the request stands in the trace, as each one does.
        Raises `ValueError` naming the wrong field.
        """
        from helpers.explanations import explain

        values = self.values
        found = explain(values["url"], method=values["method"])
        if not found.source.strip():
            return repr(found)
        return "\n\n".join([page_words.FORM["answered"], found.source.strip(), repr(found)])


def url_form() -> UrlForm:
    """A form for the URL of TwiML. Its button, and `look()`, ask the URL: no call is made."""
    return UrlForm()
