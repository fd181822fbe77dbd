"""Writes settings into `.env`. Every other line stays, and an older value becomes a comment."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .settings import FILE, SettingsError, place

EXAMPLE = ".env.example"


class Written(NamedTuple):
    """Where it was written, which variables, and how many older values were kept."""

    path: Path
    names: tuple[str, ...]
    kept: int
    others: int
    """Lines that are as they were."""


def write(values: Mapping[str, str], folder: Path | None = None) -> Written:
    """Sets these variables in the nearest `.env`, as `settings.read` finds it, or in a new one.

    A new file begins as `.env.example` does, and only its owner may read it. The file is
    replaced in one step: whatever happens, it is the old or the new one. Raises
    `SettingsError` for a file that can't be read or written.
    """
    path = place(folder or Path.cwd()).resolve()
    raw = _read(path)
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    pieces = _Pieces(_text(path, raw.removeprefix(mark)))
    for name, value in values.items():
        pieces.set(name, value)
    _replace(path, mark + "".join(pieces.texts).encode())
    return Written(path, tuple(values), pieces.kept, pieces.others(values))


def _read(path: Path) -> bytes:
    for source in (path, path.with_name(EXAMPLE)):
        with contextlib.suppress(FileNotFoundError), _explained(path):
            return source.read_bytes()
    return b""


def _text(path: Path, raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise SettingsError(
            f"{os.path.relpath(path)} is not UTF-8 text, so nothing was written. Open it in an "
            "editor and save it again with the encoding UTF-8.") from None


class _Pieces:
    """A `.env` in pieces that make up the whole text: one setting or comment each."""

    def __init__(self, text: str) -> None:
        from dotenv.parser import parse_stream

        self.end = "\r\n" if "\r\n" in text else "\n"
        found = list(parse_stream(io.StringIO(text, newline="")))
        self.texts = [one.original.string for one in found]
        self.names = [None if one.error else one.key for one in found]
        self.values = [one.value for one in found]
        self.kept = 0

    def others(self, set_now: Mapping[str, str]) -> int:
        """How many lines belong to no variable that was set."""
        return sum(len([line for line in text.splitlines() if line.strip()])
                   for text, name in zip(self.texts, self.names, strict=True)
                   if name not in set_now)

    def set(self, name: str, value: str) -> None:
        """Sets one variable: where its last line is, or its empty example, or at the end."""
        line = f"{name}={value}{self.end}"
        at = max((n for n, one in enumerate(self.names) if one == name), default=None)
        if at is None:
            self._add(name, value, line)
        elif self.values[at] != value:
            self.texts[at] = self._instead(self.texts[at], self.values[at], line)
            self.values[at] = value

    def _instead(self, old: str, value: str | None, line: str) -> str:
        body = old.lstrip()
        blank = old[: len(old) - len(body)]
        if body.startswith("export "):
            line = f"export {line}"
        if not value and "#" not in body:  # a remark is kept
            return blank + line
        self.kept += bool(value)
        before = "".join(f"# {one.rstrip()}{self.end}" for one in body.splitlines())
        return blank + before + line

    def _add(self, name: str, value: str, line: str) -> None:
        empty = re.compile(rf"^#\s*{name}=[ \t]*(\r?\n|$)", re.MULTILINE)
        for at, text in enumerate(self.texts):
            if self.names[at] is None and empty.search(text):
                self.texts[at] = empty.sub(lambda _: line, text, count=1)
                self.names[at], self.values[at] = name, value
                return
        if self.texts and not self.texts[-1].endswith(("\n", "\r")):
            self.texts[-1] += self.end
        self.texts.append(line)
        self.names.append(name)
        self.values.append(value)


def _replace(path: Path, content: bytes) -> None:
    made = path.with_name(f"{FILE}.{os.getpid()}.new")  # git ignores .env.*
    with _explained(path):
        try:
            handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, made)
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as why:
        raise SettingsError(f"{os.path.relpath(path)} can't be written: {why.strerror}. Nothing "
                            "was changed. Check who may write to the file and its folder.") from why
