"""One finding of the scanner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """`what` in `file` at `line` is not simulated, or Twilio would complain about it;
    `instead` is the reason and the nearest thing that works."""

    file: str
    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.instead}".rstrip()
