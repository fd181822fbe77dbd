"""The style guide's checkable rules: the registry, what a fault says, and the exceptions.

Each rule is a generator over one notebook; the numbers are those of
`STYLE.md`. What a rule does not ask of a notebook stands in `EXCEPTIONS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.notebooks.book import Cell, Notebook

EXCEPTIONS = {
    ("00-start-here.ipynb", 6): "the phone must ring within a minute: few cells",
    ("00-start-here.ipynb", 14): "a phone rings in the third cell: no text between",
    ("07-connect-people.ipynb", 13): "one cell holds a call's TwiML, what people do, and the call",
    ("00-start-here.ipynb", 21): "one world, so that the handset keeps its call beside its text",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong where, what was found and wanted, and how to repair it."""

    notebook: str
    cell: int | None
    rule: int
    found: str
    wanted: str
    repair: str

    def __str__(self) -> str:
        place = f", cell {self.cell}" if self.cell else ""
        return (
            f"{self.notebook}{place}: rule {self.rule}. Found {self.found}; "
            f"wanted {self.wanted}. Repair: {self.repair}"
        )


Finding = tuple[Cell | None, str, str, str]
RULES: dict[int, list[Callable[[Notebook], Iterator[Finding]]]] = {}


def rule(number: int):
    """Registers a generator of (cell, found, wanted, repair) as a rule of this number."""

    def register(function):
        RULES.setdefault(number, []).append(function)
        return function

    return register


def faults(notebook: Notebook, number: int) -> list[Fault]:
    """The faults of one notebook against one rule."""
    if (notebook.name, number) in EXCEPTIONS:
        return []
    return [
        Fault(notebook.name, cell.number if cell else None, number, found, wanted, repair)
        for function in RULES[number]
        for cell, found, wanted, repair in function(notebook)
    ]


def learnt(notebook: Notebook) -> list[str]:
    """The bullets under You will learn."""
    found = re.search(r"\*\*You will learn\*\*[^\n]*\n((?:- .+\n?)+)", notebook.cells[0].source)
    return found[1].strip().splitlines() if found else []
