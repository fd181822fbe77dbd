"""credentials_form(): SID, token and numbers for live mode, hidden, and written only to `.env`."""

from __future__ import annotations

import os
from pathlib import Path

from . import env_file
from .page import page_words
from .page.forms.form import Field, Form
from .settings import Secret, SettingsError, faults, plain_number, read_mode

VARIABLES = {
    "account_sid": "TWILIO_ACCOUNT_SID",
    "auth_token": "TWILIO_AUTH_TOKEN",
    "phone_number": "TWILIO_PHONE_NUMBER",
    "allowed_numbers": "AHOY_ALLOWED_NUMBERS",
    "mode": "AHOY_MODE",
}
"""Each field's name in `.env`."""

CODE = """account = start()  # reads .env
client = Client()  # finds SID and token in the environment"""


class Typed(Secret):
    """What was typed into the form: a real `str` whose `repr` shows nothing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"


class CredentialsForm(Form):
    """What live mode needs. Nothing of it stands in a notebook, a `repr` or a widget's state."""

    buttons = ((page_words.FORM["write"], "write"),)

    def __init__(self) -> None:
        t = page_words.FORM
        modes = tuple((t[f"mode_{mode}"], mode) for mode in ("practice", "live"))
        super().__init__("credentials", (
            Field("account_sid", t["account_sid"], "", clean=_plain, is_secret=True),
            Field("auth_token", t["auth_token"], "", clean=_plain, is_secret=True),
            Field("phone_number", t["phone_number"], "", clean=_number, is_secret=True,
                  is_masked=False),
            Field("allowed_numbers", t["allowed_numbers"], "", clean=_numbers, is_secret=True,
                  is_masked=False),
            Field("mode", t["mode"], read_mode(), choices=modes),
        ))

    @property
    def code(self) -> str:
        """What a program says: it never names the values."""
        return CODE

    def kept(self, field: Field, text: str) -> str:
        """Hidden from every `repr`."""
        return Typed(text) if field.is_secret else text

    def problem_of(self, field: Field) -> str:
        """The sentences that `start()` would say about `.env`."""
        if not field.is_secret:
            return super().problem_of(field)
        if not self.typed[field.name].strip():
            return page_words.FORM[f"empty_{field.name}"]
        variable = VARIABLES[field.name]
        return faults({variable: self.typed[field.name].strip()}).get(variable, "")

    def note_of(self, field: Field) -> str:
        """What each field is for."""
        return page_words.FORM[f"about_{field.name}"]

    def brief(self) -> str:
        """Nothing of what was typed."""
        return page_words.FORM["credentials_brief"]

    def write(self) -> str:
        """Writes `.env`, as the button does, and says what was written.

        Older values are kept there as comments, and the form is emptied. Raises `ValueError`
        naming the wrong field, and `SettingsError` when the file can't be written.
        """
        try:
            values = self.values
        except ValueError as wrong:
            raise ValueError(f"{page_words.FORM['not_written']} {wrong}") from None
        done = env_file.write({VARIABLES[name]: value for name, value in values.items()})
        self.fill(**{field.name: "" for field in self.fields.values() if field.is_secret})
        return _said(done, values["mode"])


def _said(done: env_file.Written, mode: str) -> str:
    t = page_words.FORM
    kept = t["kept"].format(count=done.kept) if done.kept else ""
    parts = [t["written"].format(file=_shown(done.path), names=", ".join(done.names)),
             t["others"].format(count=done.others), kept, t[f"written_{mode}"]]
    return " ".join(filter(None, parts))


def _shown(path: Path) -> str:
    """The file as one finds it from here."""
    return os.path.relpath(path)


def _plain(typed: str) -> Typed:
    return Typed(typed.strip())


def _number(typed: str) -> Typed:
    return Typed(plain_number(typed))


def _numbers(typed: str) -> Typed:
    return Typed(",".join(filter(None, map(plain_number, typed.split(",")))))


def credentials_form() -> CredentialsForm:
    """A form for what live mode needs. Its button writes `.env`; the notebook holds none of it.

    `write()` does what the button does.
    """
    return CredentialsForm()


__all__ = ["CredentialsForm", "SettingsError", "credentials_form"]
