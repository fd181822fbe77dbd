"""Exercises: one file each in `notebooks/solutions/`, the one source of all their answers.

A file is Python in sections. `# %% stub` is what the learner finds, `# %% solution` is one way
to do it, and each `# %% wrong: …` is an answer that we foresee: after the colon stands what
`check` must say about it. A solution reaches its notebook through `folded`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
SOLUTIONS = NOTEBOOKS / "solutions"
SECTION = re.compile(r"^# %% (stub|solution|wrong)(?:: (.+))?$", re.MULTILINE)


@dataclass(frozen=True)
class Exercise:
    """`number` is like "2.1"; `wrong` pairs what `check` must say with the answer."""

    number: str
    stub: str
    solution: str
    wrong: tuple[tuple[str, str], ...]


def load(number: str) -> Exercise:
    """Reads one exercise, given its number. Raises FileNotFoundError when there is none."""
    text = (SOLUTIONS / f"{number.replace('.', '_')}.py").read_text(encoding="utf-8")
    kinds: dict[str, list[tuple[str, str]]] = {"stub": [], "solution": [], "wrong": []}
    marks = list(SECTION.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() : following.start() if following else None].strip("\n")
        kinds[mark[1]].append((mark[2] or "", body))
    ((_, stub),), ((_, solution),) = kinds["stub"], kinds["solution"]
    return Exercise(number, stub, solution, tuple(kinds["wrong"]))


def numbers() -> list[str]:
    """All exercise numbers, in order."""
    return sorted(path.stem.replace("_", ".") for path in SOLUTIONS.glob("[0-9]*_[0-9]*.py"))


def folded(exercise: Exercise) -> str:
    """The solution as the last, folded part of an exercise's hints."""
    return (
        "<details><summary>One solution</summary>\n\n"
        f"```python\n{exercise.solution}\n```\n\n</details>"
    )
