"""The form for credentials: hidden, judged as start() judges, written only when asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers import credentials_form
from helpers.page.forms.form_parts import SecretInput
from helpers.settings import read

SID, TOKEN = "AC" + "0123456789abcdef" * 2, "fedcba9876543210" * 2
GOOD = {"account_sid": SID, "auth_token": f" {TOKEN} ", "phone_number": "+1 (415) 555-0188",
        "allowed_numbers": "+1 415 555 0123, +14155550124", "mode": "live"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_begins_empty_and_in_practice() -> None:
    """Nothing is taken from the environment or from a file, but the mode."""
    form = credentials_form()
    assert repr(form) == ("credentials form: nothing of it is shown or saved here, to mend: "
                          "Account SID, Auth Token, Your number, May be called")
    assert form.typed["mode"] == "practice"


def test_the_mode_of_the_file_is_kept(folder: Path) -> None:
    """Whoever changes a token does not change the mode unawares."""
    (folder / ".env").write_text("AHOY_MODE=Live\n")
    assert credentials_form().typed["mode"] == "live"


def test_what_it_writes_is_what_start_reads(folder: Path) -> None:
    """The same values, cleaned; and it says what it did, without them."""
    form = credentials_form().fill(**GOOD)
    assert form.write() == (
        "Written to .env: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, "
        "AHOY_ALLOWED_NUMBERS, AHOY_MODE. Its 0 other lines are as they were, and this form is "
        "empty again. The mode is live: the next start() can call and text for real money.")
    found = read(folder, {})
    assert (found.mode, found.account_sid, f"{found.auth_token}", found.phone_number) == (
        "live", SID, TOKEN, "+14155550188")
    assert found.allowed_numbers == ("+14155550123", "+14155550124")
    assert sorted(form.problems) == ["account_sid", "allowed_numbers", "auth_token", "phone_number"]


def test_older_values_are_told_of(folder: Path) -> None:
    """They stay in the file as comments."""
    (folder / ".env").write_text("TWILIO_AUTH_TOKEN=older\nMINE=1\n")
    said = credentials_form().fill(**{**GOOD, "mode": "practice"}).write()
    assert "Its 1 other lines are as they were" in said
    assert said.endswith("Older values stay there as comments: 1. The mode is practice: run "
                         "account = start(), and nothing is sent.")
    assert (folder / ".env").read_text().startswith("# TWILIO_AUTH_TOKEN=older\n")


@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("account_sid", "", "This is empty. Copy it from the first page of the Twilio Console."),
    ("account_sid", "SK" + "0" * 32, "TWILIO_ACCOUNT_SID is not AC and 32 hexadecimal digits: it "
     "has 34 characters and does not begin with AC. Copy it again from the first page of the "
     "Twilio Console."),
    ("auth_token", "0" * 31, "TWILIO_AUTH_TOKEN is not 32 hexadecimal digits: it has 31 "
     "characters. Copy it again from the first page of the Twilio Console."),
    ("phone_number", "555-0100", "TWILIO_PHONE_NUMBER is “555-0100”, not a number in E.164 form. "
     "Write a plus sign, the country code and the number, like +14155550100."),
    ("allowed_numbers", "+14155550123,12", "AHOY_ALLOWED_NUMBERS has “12”, not a number in E.164 "
     "form. Separate the numbers with commas, like +14155550123,+14155550124."),
    ("allowed_numbers", ",", "AHOY_ALLOWED_NUMBERS has commas but no number."),
    ("mode", "both", "“both” is not among the choices. Take one of them."),
])
def test_malformed_values_are_refused(folder: Path, field: str, typed: str, sentence: str) -> None:
    """In the words of start(), and the file is not touched."""
    form = credentials_form().fill(**{**GOOD, field: typed})
    assert list(form.problems) == [field]
    assert form.problems[field].startswith(sentence)
    with pytest.raises(ValueError, match=r"^Nothing was written\. "):
        form.write()
    assert list(folder.iterdir()) == []


def everything(form) -> str:
    """All that a notebook could save of a form: its text, and the state of its widgets."""
    bundle = form._repr_mimebundle_()
    widgets = form._page._children_of(form._page.box)
    return json.dumps(bundle) + "".join(str(widget.get_state()) for widget in widgets)


def test_nothing_that_was_typed_is_saved(folder: Path) -> None:
    """Neither by a repr nor in any state of a widget; numbers of people neither."""
    form = credentials_form()
    shown = everything(form)
    secrets = [one for one in form._page._inputs.values() if isinstance(one, SecretInput)]
    for widget, text in zip(secrets, list(GOOD.values())[:4], strict=True):
        widget._handle_custom_msg({"typed": text}, [])
    assert form.problems == {}
    everywhere = shown + everything(form) + repr(form.typed) + repr(form.values) + repr(vars(form))
    assert [one for one in (SID, TOKEN, "5550188", "555-0188", "5550124", "555 0123")
            if one in everywhere] == []
    assert form.code == ("account = start()  # reads .env\n"
                         "client = Client()  # finds SID and token in the environment")


def test_the_button_says_why_nothing_was_written(folder: Path) -> None:
    """Pressed too early, it names the field; later it says what it wrote."""
    form = credentials_form()
    _ = form._repr_mimebundle_()
    form._page._press("write")
    assert repr(form._page._done).startswith("Nothing was written. Account SID: This is empty.")
    form.fill(**GOOD)
    form._page._press("write")
    assert repr(form._page._done).startswith("Written to .env: TWILIO_ACCOUNT_SID,")
    assert [widget.filled for widget in form._page._inputs.values()
            if isinstance(widget, SecretInput)] == [False] * 4
