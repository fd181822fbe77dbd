"""What a check says."""

from __future__ import annotations

from dataclasses import dataclass

from ahoy.facts.shown_text import shown


@dataclass(frozen=True)
class Result:
    """Correct or not yet: what was found, what was expected, and the next thing to try."""

    correct: bool
    found: str
    expected: str = ""
    advice: str = ""

    def __repr__(self) -> str:
        if self.correct:
            return shown(f"Correct. {self.found}")
        lines = [f"Not yet. {self.found}"]
        if self.expected:
            lines.append(f"Expected: {self.expected}")
        if self.advice:
            lines.append(f"Try: {self.advice}")
        return shown("\n".join(lines))


def correct(found: str) -> Result:
    """It is done."""
    return Result(True, found)


def not_yet(found: str, expected: str = "", advice: str = "") -> Result:
    """It is not done. Each argument is a sentence or a part of one."""
    return Result(False, found, expected, advice)
