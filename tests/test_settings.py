""".env → settings: what turns live on, and what each mistake is told."""

from __future__ import annotations

import copy
import json
import pickle
import pprint
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.settings import Secret, Settings, SettingsError, read

SID = "AC" + "0123456789abcdef" * 2
TOKEN = "fedcba98" * 4
LIVE = {
    "AHOY_MODE": "live",
    "TWILIO_ACCOUNT_SID": SID,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_PHONE_NUMBER": "+14155550100",
    "AHOY_ALLOWED_NUMBERS": "+14155550123,+14155550124",
}


def written(values: dict[str, str]) -> str:
    """A `.env` with one line for each value."""
    return "".join(f"{name}={value}\n" for name, value in values.items())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A project's folder, which is also the working directory."""
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def settings(folder):
    """Reads a `.env` of this text, and no variable of the real environment."""

    def with_text(text: str | bytes, **environ: str) -> Settings:
        data = text if isinstance(text, bytes) else text.encode()
        (folder / ".env").write_bytes(data)
        return read(folder, environ)

    return with_text


@pytest.fixture
def complaint(settings):
    """What a `.env` of this text is told."""

    def about(text: str | bytes, **environ: str) -> str:
        with pytest.raises(SettingsError) as told:
            settings(text, **environ)
        return str(told.value)

    return about


# --- which mode ---------------------------------------------------------------------------


def test_without_a_file_it_is_practice_on_real_time(folder):
    """Nothing has to be set up to practise."""
    found = read(folder, {})
    assert ("practice", "real", "", None) == (found.mode, found.clock, found.auth_token, found.file)


def test_a_complete_file_turns_live_on(settings):
    """All that live needs is read from the file."""
    found = settings(written(LIVE))
    assert ("live", SID, TOKEN, "+14155550100", ("+14155550123", "+14155550124")) == (
        found.mode, found.account_sid, found.auth_token, found.phone_number, found.allowed_numbers)


def test_the_environment_alone_never_turns_live_on(folder):
    """Every variable may be set in the shell, and it is still practice."""
    assert "practice" == read(folder, LIVE).mode


def test_values_of_the_environment_do_not_fill_up_the_file(complaint):
    """What live needs stands in the file, where one can see it."""
    text = written({**LIVE, "TWILIO_AUTH_TOKEN": ""})
    assert "TWILIO_AUTH_TOKEN is empty" in complaint(text, TWILIO_AUTH_TOKEN=TOKEN)


def test_the_environment_can_make_a_run_safer(settings):
    """AHOY_MODE=practice in the shell wins over a file that says live."""
    assert "practice" == settings(written(LIVE), AHOY_MODE="practice").mode


def test_practice_ignores_credentials_in_the_file(settings):
    """Half-filled credentials do no harm while nobody uses them."""
    assert Settings(
        file=Path.cwd() / ".env", home=Path.cwd() / ".ahoy"
    ) == settings("TWILIO_ACCOUNT_SID=AC12\nTWILIO_AUTH_TOKEN=\n")


@pytest.mark.parametrize("text", [
    pytest.param(written(LIVE).replace("\n", "\r\n"), id="Windows line ends"),
    pytest.param(written(LIVE).replace("\n", "\r"), id="old Mac line ends"),
    pytest.param("\ufeff" + written(LIVE), id="byte order mark"),
    pytest.param("".join(f'{k}="{v}"\n' for k, v in LIVE.items()), id="double quotes"),
    pytest.param("".join(f"{k}='{v}'\n" for k, v in LIVE.items()), id="single quotes"),
    pytest.param("".join(f"  {k} = {v}  \n\n" for k, v in LIVE.items()), id="blanks"),
    pytest.param("".join(f"export {k}={v}\n" for k, v in LIVE.items()), id="export"),
    pytest.param("".join(f"{k}={v} # a word\n" for k, v in LIVE.items()), id="comments"),
    pytest.param("AHOY_MODE=practice\n" + written(LIVE), id="the last of several lines counts"),
    pytest.param(written(LIVE).replace("live", "Live"), id="letter case of the mode"),
    pytest.param(written(LIVE).rstrip("\n"), id="no line end at the end"),
    pytest.param(written({**LIVE, "TWILIO_PHONE_NUMBER": "+1 (415) 555-0100",
                          "AHOY_ALLOWED_NUMBERS": "+1 415 555 0123, +1.415.555.0124,"}),
                 id="numbers as people write them"),
])
def test_however_an_editor_writes_it_the_file_says_the_same(settings, text):
    """Line ends, quotes, a byte order mark, blanks and `export` change nothing."""
    assert settings(written(LIVE)) == settings(text)


def test_the_file_is_found_from_a_folder_below(settings, folder):
    """Notebooks run in their own folder; the project's `.env` counts for them."""
    found = settings("AHOY_CLOCK=virtual\n")
    (folder / "notebooks").mkdir()
    assert found == read(folder / "notebooks", {})


def test_the_nearest_file_counts(settings, folder):
    """A folder's own `.env` comes before the project's."""
    settings("AHOY_CLOCK=virtual\n")
    below = folder / "notebooks"
    below.mkdir()
    (below / ".env").write_text("AHOY_CLOCK=real\n")
    assert "real" == read(below, {}).clock


def test_nothing_above_the_project_is_read(folder):
    """Somebody else's `.env` further up has no say."""
    (folder / ".env").write_text("AHOY_CLOCK=virtual\n")
    project = folder / "project"
    project.mkdir()
    (project / "pyproject.toml").touch()
    assert "real" == read(project, {}).clock


def test_the_clock_may_come_from_the_environment(settings):
    """CI sets AHOY_CLOCK there; it wins over the file."""
    assert "virtual" == settings("AHOY_CLOCK=real\n", AHOY_CLOCK="virtual").clock


def test_the_practice_account_lies_beside_the_file(settings, folder):
    """`.ahoy` stands next to `.env`, or where AHOY_HOME says."""
    homes = [settings("").home, settings("AHOY_HOME=kept\n").home,
             settings("", AHOY_HOME="/elsewhere").home]
    assert [folder / ".ahoy", folder / "kept", Path("/elsewhere").absolute()] == homes


def test_a_public_address_has_no_slash_at_its_end(settings):
    """So that it can be put before a path."""
    assert "https://example.com/office" == settings("PUBLIC_URL=https://example.com/office/").public_url


def test_people_are_known_by_the_names_of_their_variables(settings):
    """AHOY_PHONE_ALICE is the phone of ALICE."""
    found = settings(written(LIVE) + "AHOY_PHONE_ALICE=+1 415 555 0123\n")
    assert {"ALICE": "+14155550123"} == found.phones


# --- mistakes, each with its sentence ------------------------------------------------------

CONSOLE = "Copy it again from the first page of the Twilio Console."
MISTAKES = {
    "AHOY_MODE=on":
        ".env, line 1: AHOY_MODE is “on”, and there are only two modes. "
        "Write AHOY_MODE=practice or AHOY_MODE=live.",
    "AHOY_MODE live":
        ".env, line 1: AHOY_MODE has no equals sign. Write AHOY_MODE=value.",
    'AHOY_MODE="live':
        ".env, line 1: AHOY_MODE can't be read. Is there a quote without its partner? "
        "Write AHOY_MODE=value, without quotes.",
    "\n\nAHOY_CLOCK=fast":
        ".env, line 3: AHOY_CLOCK is “fast”, and there are only two clocks. "
        "Write AHOY_CLOCK=real or AHOY_CLOCK=virtual.",
    "# a comment\nPUBLIC_URL=example.com":
        ".env, line 2: PUBLIC_URL is “example.com”, which is no web address. Write where Twilio "
        "reaches your site, like PUBLIC_URL=https://example.com",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_in_one_sentence(complaint, text):
    """File, line, variable, what was found, and what to write."""
    assert MISTAKES[text] == complaint(text)


LIVE_MISTAKES = [
    ("TWILIO_ACCOUNT_SID", None,
     ".env: TWILIO_ACCOUNT_SID is missing, and AHOY_MODE is live. Copy it from the first page of "
     "the Twilio Console, or write AHOY_MODE=practice."),
    ("TWILIO_AUTH_TOKEN", "",
     ".env, line 3: TWILIO_AUTH_TOKEN is empty, and AHOY_MODE is live. Copy it from the first page "
     "of the Twilio Console, or write AHOY_MODE=practice."),
    ("TWILIO_PHONE_NUMBER", None,
     ".env: TWILIO_PHONE_NUMBER is missing, and AHOY_MODE is live. It is one of your account's "
     "numbers, like +14155550100, or write AHOY_MODE=practice."),
    ("AHOY_ALLOWED_NUMBERS", None,
     ".env: AHOY_ALLOWED_NUMBERS is missing, and AHOY_MODE is live. Live mode calls and texts "
     "nobody else; write your own number, and separate several with commas, or write "
     "AHOY_MODE=practice."),
    ("TWILIO_ACCOUNT_SID", "AC123",
     ".env, line 2: TWILIO_ACCOUNT_SID is not AC and 32 hexadecimal digits: it has 5 characters. "
     + CONSOLE),
    ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32,
     ".env, line 2: TWILIO_ACCOUNT_SID is not AC and 32 hexadecimal digits: it has 34 characters "
     "and does not begin with AC. " + CONSOLE),
    ("TWILIO_AUTH_TOKEN", TOKEN[:-1],
     ".env, line 3: TWILIO_AUTH_TOKEN is not 32 hexadecimal digits: it has 31 characters. "
     + CONSOLE),
    ("TWILIO_AUTH_TOKEN", TOKEN[:-1] + "x",
     ".env, line 3: TWILIO_AUTH_TOKEN is not 32 hexadecimal digits: it has 32 characters that are "
     "not all from 0-9 and a-f. " + CONSOLE),
    ("TWILIO_AUTH_TOKEN", TOKEN[:16] + " " + TOKEN[16:],
     ".env, line 3: TWILIO_AUTH_TOKEN is not 32 hexadecimal digits: it has 33 characters with a "
     "blank among them. " + CONSOLE),
    ("TWILIO_PHONE_NUMBER", "555-0100",
     ".env, line 4: TWILIO_PHONE_NUMBER is “555-0100”, not a number in E.164 form. Write a plus "
     "sign, the country code and the number, like +14155550100."),
    ("AHOY_ALLOWED_NUMBERS", "+14155550123;+14155550124",
     ".env, line 5: AHOY_ALLOWED_NUMBERS has “+14155550123;+14155550124”, not a number in E.164 "
     "form. Separate the numbers with commas, like +14155550123,+14155550124."),
    ("AHOY_ALLOWED_NUMBERS", ", ,",
     ".env, line 5: AHOY_ALLOWED_NUMBERS has commas but no number. Write your own number, like "
     "+14155550123."),
    ("AHOY_CLOCK", "virtual",
     ".env, line 6: AHOY_CLOCK is virtual, but AHOY_MODE is live, and real calls take real time. "
     "Remove AHOY_CLOCK, or write AHOY_MODE=practice."),
    ("AHOY_PHONE_ALICE", "Alice",
     ".env, line 6: AHOY_PHONE_ALICE is “Alice”, not a number in E.164 form. Write a plus sign, "
     "the country code and the number, like +14155550100."),
    ("AHOY_PHONE_ALICE", "+14155550199",
     ".env, line 6: AHOY_PHONE_ALICE is not among AHOY_ALLOWED_NUMBERS, so it may not be called. "
     "Add the number there, or remove this line."),
]


@pytest.mark.parametrize(("name", "value", "sentence"), LIVE_MISTAKES)
def test_a_mistake_in_live_settings_is_told_in_one_sentence(complaint, name, value, sentence):
    """Live does not begin while anything is missing or malformed."""
    values = {**LIVE, name: value} if value is not None else {**LIVE}
    if value is None:
        del values[name]
    assert sentence == complaint(written(values))


def test_a_clock_of_the_environment_is_named_as_such(complaint):
    """The remedy is where the mistake is."""
    told = complaint(written(LIVE), AHOY_CLOCK="virtual")
    assert told.startswith("The environment variable AHOY_CLOCK is virtual, but AHOY_MODE is live")


def test_all_mistakes_are_told_at_once(complaint):
    """Nobody has to run start() once for each."""
    told = complaint("AHOY_MODE=live\nTWILIO_ACCOUNT_SID=AC1\nAHOY_CLOCK=slow\n")
    named = [line.split(": ")[1].split()[0] for line in told.splitlines()]
    assert ["AHOY_CLOCK", "AHOY_ALLOWED_NUMBERS", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN",
            "TWILIO_PHONE_NUMBER"] == named


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_that_is_no_utf_8_is_told_how_to_be_saved(complaint, encoding):
    """PowerShell and old editors write other encodings."""
    assert (".env is not UTF-8 text. Open it in an editor and save it again with the encoding "
            "UTF-8.") == complaint("AHOY_MODE=practice # ü\n".encode(encoding))


@hypothesis.settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    """Whatever stands in a `.env`: settings, or a sentence."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / ".env").write_text("AHOY_MODE=practice\n" + text, encoding="utf-8")
        try:
            assert read(Path(place), {}).mode in ("practice", "live")
        except SettingsError as told:
            assert ".env" in str(told)


# --- secrets -------------------------------------------------------------------------------

hexadecimal = st.text("0123456789abcdef", min_size=16, max_size=40)
places = st.sampled_from([*LIVE, "AHOY_CLOCK", "PUBLIC_URL", "AHOY_PHONE_ALICE"])
quotes = st.sampled_from(["{}", '"{}"', "'{}'", '"{}', " {} ", "+{}", "https:/{}"])


@hypothesis.settings(deadline=None)
@given(secret=hexadecimal, places=st.sets(places, min_size=1), quote=quotes,
       left_out=st.sets(st.sampled_from(list(LIVE)[1:])))
def test_a_token_never_appears_in_a_complaint(secret, places, quote, left_out):
    """Wherever it was pasted, whatever else is wrong: not in the message, not in a traceback
    that shows the values of variables."""
    values = {**LIVE, "TWILIO_AUTH_TOKEN": secret} | {one: quote.format(secret) for one in places}
    text = written({name: value for name, value in values.items() if name not in left_out})
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / ".env").write_text(text)
        try:
            shown = repr(read(Path(place), {}))
        except SettingsError as told:
            shown = _with_variables(told)
    assert secret not in shown


def _with_variables(error: Exception) -> str:
    """The traceback as verbose tools print it, without this test's own variables."""
    inner = error.with_traceback(error.__traceback__.tb_next)
    return "".join(traceback.TracebackException.from_exception(inner, capture_locals=True).format())


@dataclass
class Holder:
    """Any object that keeps a token."""

    token: str


def test_a_secret_is_a_real_string():
    """The SDK, hashing and comparing see the token itself."""
    secret = Secret(TOKEN)
    assert (TOKEN, TOKEN.encode(), json.dumps(TOKEN), TOKEN[:4], 32, f"{TOKEN}") == (
        secret, secret.encode(), json.dumps(secret), secret[:4], len(secret), f"{secret}")


@pytest.mark.parametrize("show", [
    repr, lambda s: f"{s!r}", lambda s: str([s, (s,), {s: s}]),
    lambda s: repr(Holder(s)), lambda s: repr(KeyError(s)), pprint.pformat, ascii,
    lambda s: repr(Settings(auth_token=s)), lambda s: repr(copy.deepcopy(s)),
    lambda s: repr(pickle.loads(pickle.dumps(s))),
])
def test_a_secret_hides_from_everything_that_shows_values(show):
    """`repr`, and so containers, dataclasses and notebook outputs."""
    shown = show(Secret(TOKEN))
    assert TOKEN not in shown and "<hidden auth token>" in shown


def test_a_notebook_shows_no_secret():
    """IPython formats the last value of a cell with its own printer."""
    from IPython.lib.pretty import pretty

    assert "[<hidden auth token>]" == pretty([Secret(TOKEN)])
