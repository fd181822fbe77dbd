"""Finds what an app asks of Twilio and this kit does not simulate, without running the app.

    from ahoy import scanning
    report = scanning.check("app.py", "more/")
    report.found        # what, where, and the nearest thing that works

The app's source is read; what is found in it is put to Twilio's own SDK, to the
simulator's REST API and to the table of TwiML. So it never says other than they would.

It follows a `Client()`, a `VoiceResponse()` and what is made of them through names, also
of attributes such as `self.client`, and takes a name with "client" in it for a client
where it can't see which one is meant. It does not follow a name from file to file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...facts.errors import AhoyError
from .finding import Found
from .sdk_requests import Asker
from .source_reader import Reader

SKIPPED = {"node_modules", "site-packages", "build", "dist", "__pycache__"}
"""Folders that hold no code of the app's."""


@dataclass(slots=True)
class Report:
    """What was found, by file and line; how many calls of the SDK and pieces of TwiML were
    looked at, in how many files."""

    found: list[Found] = field(default_factory=list)
    calls: int = 0
    documents: int = 0
    files: int = 0

    def __repr__(self) -> str:
        looked = (f"{_count(self.calls, 'call')} of the SDK and {_count(self.documents, 'piece')} "
                  f"of TwiML in {_count(self.files, 'file')}")
        if not self.found:
            return f"All that was found is simulated: {looked}."
        lines = "\n".join(map(str, self.found))
        return f"{lines}\n{_count(len(self.found), 'finding')}, of {looked}."


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def check(*places: str | Path) -> Report:
    """Looks through these Python files, and all that are below these folders.

    Raises `AhoyError` for a place that is not there, and for source that is no Python.
    """
    report = Report()
    with Asker() as asker:
        for file in _files(places):
            report.files += 1
            _look_into(file, report, asker)
    return report


def _files(places: tuple[str | Path, ...]) -> Iterator[Path]:
    for place in map(Path, places):
        if place.is_dir():
            yield from (one for one in sorted(place.rglob("*.py"))
                        if not any(part.startswith(".") or part in SKIPPED
                                   for part in one.relative_to(place).parts))
        elif place.is_file():
            yield place
        else:
            raise AhoyError(f"There is no file or folder {place}. Give the path of an app's "
                            "source, like app.py.")


def _look_into(file: Path, report: Report, asker: Asker) -> None:
    try:
        tree = ast.parse(file.read_bytes(), str(file))
    except (SyntaxError, ValueError) as why:
        line = getattr(why, "lineno", None) or 1
        raise AhoyError(f"{file}:{line}: this is no Python that can be read: {why}. "
                        "Mend it, and check again.") from None
    reader = Reader(asker)
    reader.read(tree)
    report.calls += reader.calls
    report.documents += reader.documents
    report.found += sorted((Found(str(file), *one) for one in set(reader.found)),
                           key=lambda one: (one.line, one.what))


__all__ = ["Found", "Report", "check"]
