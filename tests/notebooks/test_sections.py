"""Each part of a notebook can be run again, and shows the same."""

from __future__ import annotations

import pytest

from ahoy import current
from ahoy.trace import Request
from helpers import trace
from tests.notebooks import book
from tests.notebooks.book import Cell, Notebook
from tests.notebooks.rules import EXCEPTIONS
from tests.notebooks.runner import Runner, kernel

NOTEBOOKS = [book.load(path) for path in book.paths()]
PARTED = [notebook for notebook in NOTEBOOKS if (notebook.name, 21) not in EXCEPTIONS]

LONGEST = 10.0
"""Seconds."""


def shown(runner: Runner, cells: list[Cell]) -> list[str]:
    """What each cell shows: value, print, error."""
    outcomes = [runner.run(cell) for cell in cells if cell.is_code]
    return [f"{outcome.text}{outcome.error or ''}" for outcome in outcomes]


def before_parts(notebook: Notebook) -> list[Cell]:
    """The cells before the first H2."""
    return notebook.cells[: notebook.sections()[0][0].number - 1]


@pytest.mark.parametrize("notebook", PARTED, ids=lambda notebook: notebook.name[:2])
def test_a_part_run_twice_shows_the_same(notebook):
    """Learners go back and run a part again; SIDs, times and lists start afresh."""
    with kernel() as runner:
        shown(runner, before_parts(notebook))
        for part in notebook.sections():
            assert shown(runner, part) == shown(runner, part)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name[:2])
def test_no_cell_takes_longer_than_ten_seconds(notebook):
    """Untouched, as the phones' scripts and the autopilot have it. A request to Twilio takes a
    second here and next to nothing in real time: it is not counted."""
    long = []
    with kernel() as runner:
        for cell in notebook.code:
            before = (current(), current().env.now if current() else 0.0)
            asked = [one for one in runner.run(cell).records if isinstance(one, Request)]
            begun = before[1] if before[0] is current() else 0.0
            if (seconds := current().env.now - begun - len(asked)) > LONGEST:
                long.append((cell.source, seconds))
    assert [] == long


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name[:2])
def test_only_tagged_cells_raise(notebook):
    """Run All stops at no cell."""
    with kernel() as runner:
        outcomes = [runner.run(cell) for cell in notebook.code]
    tagged = [cell.number for cell in notebook.tagged("raises-exception")]
    assert tagged == [outcome.cell.number for outcome in outcomes if outcome.error]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name[:2])
def test_nobody_touches_a_phone_here(notebook):
    """What the notebooks claim is proven in runs that no person has touched."""
    with kernel() as runner:
        for cell in notebook.code:
            runner.run(cell)
            assert not trace().is_touched
