""".env → settings: practice, or live with everything that live needs.

Live is turned on by AHOY_MODE=live in the file only. The environment can make a run
safer (AHOY_MODE=practice wins over the file) but never more dangerous.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ahoy.facts.errors import AhoyError
from ahoy.web import plain_urls

FILE = ".env"
ROOT_MARKS = (".git", "pyproject.toml")
"""A folder with one of these is the top of a project: nothing above it is searched."""

SID = re.compile(r"AC[0-9a-fA-F]{32}")
TOKEN = re.compile(r"[0-9a-fA-F]{32}")
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
BUDGET_PART = re.compile(
    r"\$ ?(?P<sum>\d{1,6}(\.\d{1,2})?)|(?P<usd>\d{1,6}(\.\d{1,2})?) ?(dollars?|USD)"
    r"|(?P<calls>\d{1,6}) ?calls?|(?P<texts>\d{1,6}) ?texts?", re.IGNORECASE | re.ASCII)
"""One of the parts of AHOY_BUDGET, which stand between commas."""
OURS = re.compile(r"(?:export\s+)?['\"]?((?:AHOY|TWILIO)_\w+|PUBLIC_URL)")
MAY_BE_SECRET = re.compile(r"[0-9A-Za-z_\-]{16}")


class SettingsError(AhoyError):
    """`.env` is half-filled or malformed. The message names variable, place and remedy."""


class Secret(str):
    """A real `str` that shows itself only when asked for by `str()`, `print` or a format.

    `repr`, and so tracebacks, dataclasses, containers and notebook outputs, hide it.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden auth token>"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What `.env` and the environment say.

    `allowed_numbers` and `phones` (by name, as in AHOY_PHONE_ALICE: `ALICE`) are E.164
    and for live mode only, as are `budget` (as it is written) and `ledger`, the folder that
    keeps what was spent; `home` is the folder that keeps the practice account.
    """

    mode: str = "practice"
    account_sid: str = ""
    auth_token: Secret = field(default=Secret(""))
    phone_number: str = ""
    allowed_numbers: tuple[str, ...] = ()
    public_url: str = ""
    budget: str = ""
    ledger: Path = Path(".ahoy")
    clock: str = "real"
    phones: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    home: Path = Path(".ahoy")


def read(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Reads the nearest `.env`, from `folder` (default: the working directory) upwards.

    Raises `SettingsError` with one sentence for each thing that is wrong.
    """
    environ = os.environ if environ is None else environ
    top, file = _find(folder or Path.cwd())
    return _Reader(_File(file), environ).settings(top)


def place(folder: Path) -> Path:
    """The nearest `.env` from `folder` upwards, or where a new one belongs."""
    top, file = _find(folder)
    return file or top / FILE


def read_mode(folder: Path | None = None) -> str:
    """The mode that the nearest `.env` names, without judging the rest: `practice` without one."""
    with contextlib.suppress(SettingsError):
        line = _File(_find(folder or Path.cwd())[1]).lines.get("AHOY_MODE")
        if line and (line.value or "").strip().lower() == "live":
            return "live"
    return "practice"


def faults(values: Mapping[str, str]) -> dict[str, str]:
    """What live mode says about these variables of `.env`, one sentence each, without a place."""
    file = _File(None)
    file.lines = {name: _Line(1, value) for name, value in values.items()}
    reader = _Reader(file, {})
    reader._live()
    sentences = (problem.split(": ", 1)[1] for problem in reversed(reader.problems))
    found = {sentence.partition(" ")[0]: sentence for sentence in sentences}
    return {name: found[name] for name in values if name in found}


def _find(folder: Path) -> tuple[Path, Path | None]:
    """The project's folder (without one: `folder`), and the nearest `.env` up to there."""
    upwards = [folder, *folder.parents]
    marked = [n for n, one in enumerate(upwards) if any((one / m).exists() for m in ROOT_MARKS)]
    searched = upwards[: marked[0] + 1] if marked else [folder]
    files = (one / FILE for one in searched)
    return searched[-1], next((file for file in files if file.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Line:
    """One setting. `value` is None for a line without `=` or one that can't be read."""

    number: int
    value: str | None = field(repr=False)  # tracebacks with locals show reprs
    broken: bool = False


class _File:
    """The lines of a `.env`, by variable. The last of several counts."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.name = os.path.relpath(path) if path else FILE
        self.lines: dict[str, _Line] = {}
        if path is not None:
            self._parse(self._text(path))

    def _text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise SettingsError(
                f"{self.name} is not UTF-8 text. Open it in an editor and save it again "
                "with the encoding UTF-8.") from None
        except OSError as why:
            raise SettingsError(
                f"{self.name} can't be read: {why.strerror}. Check who may read the file.") from why

    def _parse(self, text: str) -> None:
        from dotenv.parser import parse_stream

        for binding in parse_stream(io.StringIO(text)):
            written = binding.original.string
            number = binding.original.line + _line_ends(written[: -len(written.lstrip()) or None])
            if binding.error:
                self._keep_broken(written, number)
            elif binding.key:
                self.lines[binding.key] = _Line(number, binding.value)

    def _keep_broken(self, written: str, number: int) -> None:
        if found := OURS.match(written.lstrip()):
            self.lines[found[1]] = _Line(number, None, broken="=" in written)


def _line_ends(text: str) -> int:
    return len(re.findall(r"\r\n|\n|\r", text)) if text.isspace() else 0


class _Reader:
    """Checks one file, and gathers every problem before it complains."""

    def __init__(self, file: _File, environ: Mapping[str, str]) -> None:
        self.file, self.environ = file, environ
        self.problems: list[str] = []

    def settings(self, top: Path) -> Settings:
        values: dict[str, Any] = {
            "clock": self._clock(),
            "public_url": self._public_url(),
            "file": self.file.path,
            "home": self._home(top),
        }
        if self._mode() == "live":
            values |= self._live()
        self._complain_about_broken_lines()
        if self.problems:
            values.clear()  # a traceback may show what stood in here
            raise SettingsError("\n".join(dict.fromkeys(self.problems)))
        return Settings(**values)

    # --- what both modes read -------------------------------------------------------------

    def _mode(self) -> str:
        mode = self._in_file("AHOY_MODE").lower() or "practice"
        if mode not in ("practice", "live"):
            self._problem("AHOY_MODE", f"is {_shown(mode)}, and there are only two modes. "
                          "Write AHOY_MODE=practice or AHOY_MODE=live.")
        if self.environ.get("AHOY_MODE", "").strip().lower() == "practice":
            return "practice"
        return mode

    def _clock(self) -> str:
        clock, place = self._either("AHOY_CLOCK")
        clock = clock.lower() or "real"
        if clock not in ("real", "virtual"):
            self.problems.append(f"{place} is {_shown(clock)}, and there are only two clocks. "
                                 "Write AHOY_CLOCK=real or AHOY_CLOCK=virtual.")
        return clock

    def _public_url(self) -> str:
        url, place = self._either("PUBLIC_URL")
        if url and not _is_web_address(url):
            self.problems.append(f"{place} is {_shown(url)}, which is no web address. Write where "
                                 "Twilio reaches your site, like PUBLIC_URL=https://example.com")
        return url.rstrip("/")

    def _home(self, top: Path) -> Path:
        base = self.file.path.parent if self.file.path else top
        if named := self.environ.get("AHOY_HOME", "").strip():
            return Path(named).expanduser().absolute()
        return base / Path(self._in_file("AHOY_HOME") or ".ahoy").expanduser()

    # --- what only live reads -------------------------------------------------------------

    def _live(self) -> dict[str, object]:
        if self._either("AHOY_CLOCK")[0].lower() == "virtual":
            place = self._either("AHOY_CLOCK")[1]
            self.problems.append(f"{place} is virtual, but AHOY_MODE is live, and real calls take "
                                 "real time. Remove AHOY_CLOCK, or write AHOY_MODE=practice.")
        allowed = self._allowed()
        return {
            "mode": "live",
            "account_sid": self._shaped("TWILIO_ACCOUNT_SID", SID, "AC and 32 hexadecimal digits"),
            "auth_token": Secret(
                self._shaped("TWILIO_AUTH_TOKEN", TOKEN, "32 hexadecimal digits")),
            "phone_number": self._number("TWILIO_PHONE_NUMBER", needed=True),
            "allowed_numbers": allowed,
            "phones": self._phones(allowed),
            "budget": self._budget(),
            "ledger": self._ledger(),
        }

    def _shaped(self, name: str, shape: re.Pattern[str], form: str) -> str:
        value = self._needed(name, "Copy it from the first page of the Twilio Console")
        if value and not shape.fullmatch(value):
            self._problem(name, f"is not {form}: it has {_described(value, name)}. "
                          "Copy it again from the first page of the Twilio Console.")
        return value

    def _number(self, name: str, needed: bool = False) -> str:
        hint = "It is one of your account's numbers, like +14155550100"
        written = self._needed(name, hint) if needed else self._in_file(name)
        number = plain_number(written)
        if written and not E164.fullmatch(number):
            self._problem(name, f"is {_shown(written)}, not a number in E.164 form. Write a plus "
                          "sign, the country code and the number, like +14155550100.")
        return number

    def _allowed(self) -> tuple[str, ...]:
        name = "AHOY_ALLOWED_NUMBERS"
        written = self._needed(name, "Live mode calls and texts nobody else; write your own "
                               "number, and separate several with commas")
        numbers = [plain_number(one) for one in written.split(",") if one.strip()]
        for number in numbers:
            if not E164.fullmatch(number):
                self._problem(name, f"has {_shown(number)}, not a number in E.164 form. Separate "
                              "the numbers with commas, like +14155550123,+14155550124.")
        if written and not numbers:
            self._problem(name, "has commas but no number. Write your own number, "
                          "like +14155550123.")
        return tuple(dict.fromkeys(numbers))

    def _phones(self, allowed: tuple[str, ...]) -> dict[str, str]:
        prefix, phones = "AHOY_PHONE_", {}
        for name in [one for one in self.file.lines if one.startswith(prefix)]:
            if number := self._number(name):
                phones[name.removeprefix(prefix)] = number
                if E164.fullmatch(number) and number not in allowed:
                    self._problem(name, "is not among AHOY_ALLOWED_NUMBERS, so it may not be "
                                  "called. Add the number there, or remove this line.")
        return phones

    def _budget(self) -> str:
        """Only the file's: a shell that says more would be more dangerous."""
        written = self._in_file("AHOY_BUDGET")
        if any(not BUDGET_PART.fullmatch(one.strip()) for one in written.split(",") if written):
            self._problem("AHOY_BUDGET", f"is {_shown(written)}, not what one day may cost. Write "
                          "dollars, calls and texts: AHOY_BUDGET=2.00 dollars, 20 calls, 40 texts.")
        return written

    def _ledger(self) -> Path:
        """Beside the file, whatever the shell says: another folder would be another budget."""
        base = self.file.path.parent if self.file.path else Path.cwd()
        return base / Path(self._in_file("AHOY_HOME") or ".ahoy").expanduser()

    # --- finding values and saying where they stand ---------------------------------------

    def _in_file(self, name: str) -> str:
        line = self.file.lines.get(name)
        return (line.value or "").strip() if line else ""

    def _either(self, name: str) -> tuple[str, str]:
        """The value, the environment's before the file's, and the words for its place."""
        if value := self.environ.get(name, "").strip():
            return value, f"The environment variable {name}"
        return self._in_file(name), self._place(name)

    def _needed(self, name: str, hint: str) -> str:
        value = self._in_file(name)
        line = self.file.lines.get(name)
        if not value and not (line and line.value is None):
            state = "is empty" if line else "is missing"
            self._problem(name, f"{state}, and AHOY_MODE is live. {hint}, "
                          "or write AHOY_MODE=practice.")
        return value

    def _problem(self, name: str, sentence: str) -> None:
        self.problems.append(f"{self._place(name)} {sentence}")

    def _place(self, name: str) -> str:
        line = self.file.lines.get(name)
        return f"{self.file.name}{f', line {line.number}' if line else ''}: {name}"

    def _complain_about_broken_lines(self) -> None:
        for name, line in self.file.lines.items():
            if line.broken:
                self._problem(name, "can't be read. Is there a quote without its partner? "
                              f"Write {name}=value, without quotes.")
            elif line.value is None and OURS.fullmatch(name):
                self._problem(name, f"has no equals sign. Write {name}=value.")


def plain_number(written: str) -> str:
    """A number without the blanks, dots, dashes and brackets that people write into it."""
    return re.sub(r"[\s().\-\u00a0\u2010-\u2015\u2060\u202a-\u202e]", "", written)


def _is_web_address(url: str) -> bool:
    try:
        return plain_urls.read(url).scheme in ("http", "https") and not re.search(r"[\s\\]", url)
    except plain_urls.UnclearAddress:
        return False


def _shown(value: str) -> str:
    """The value in quotes, unless it might be a secret that was pasted into a wrong line."""
    if MAY_BE_SECRET.search(value):
        return f"a text of {len(value)} characters"
    return f"“{value}”"


def _described(value: str, name: str) -> str:
    """What is wrong with a SID or a token, without a letter of it."""
    wrong = f"{len(value)} characters"
    if name == "TWILIO_ACCOUNT_SID" and not value.startswith("AC"):
        wrong += " and does not begin with AC"
    elif re.search(r"\s", value):
        wrong += " with a blank among them"
    elif not re.fullmatch("[0-9a-fA-F]*", value.removeprefix("AC")):
        wrong += " that are not all from 0-9 and a-f"
    return wrong
