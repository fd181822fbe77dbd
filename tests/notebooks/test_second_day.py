"""Every notebook runs again the next day, after any other, and shows the same lesson.

Here on virtual time over an account that lasts (AHOY_KEEP); `test_real_clock` does it slowly.
"""

from __future__ import annotations

import re

import pytest

from tests.notebooks import book, claims
from tests.notebooks.book import Notebook
from tests.notebooks.rules import EXCEPTIONS
from tests.notebooks.runner import kernel
from tests.notebooks.test_sections import before_parts, shown

NOTEBOOKS = [book.load(path) for path in book.paths()]
PARTED = [notebook for notebook in NOTEBOOKS if (notebook.name, 21) not in EXCEPTIONS]
CHANGING = re.compile(
    r"(?<=\b[A-Z]{2})[0-9a-f]{32}\b|^\d+:\d\d\.\d|^\d{6}$|(?<=presses )\d", re.MULTILINE)
"""SIDs, times, and codes of verification with their keys: new ones each time."""
HISTORY = ("account", "spending()")
"""Cells that show what the account remembers: more of it each day."""


@pytest.fixture
def home(monkeypatch, tmp_path):
    """One account for all days."""
    monkeypatch.setenv("AHOY_HOME", str(tmp_path))
    monkeypatch.setenv("AHOY_KEEP", "yes")


def day(notebook: Notebook) -> tuple[list[str], list[str]]:
    """A kernel's run from top to bottom: what its cells show, and the claims that don't hold."""
    seen, broken = [], []
    with kernel() as runner:
        for cell in notebook.cells:
            if cell.is_code:
                (text,) = shown(runner, [cell])
                seen += [] if cell.source in HISTORY else [CHANGING.sub("…", text)]
            broken += [claim.sentence for claim in claims.after(notebook, cell)
                       if runner.run(cell, f"from helpers import trace\n{claim.proof}").error]
    return seen, broken  # fmt: skip


def test_the_second_day_is_like_the_first(home):
    """All notebooks, and then all of them again the other way round: the same on the page."""
    first = {notebook.name: day(notebook) for notebook in NOTEBOOKS}
    second = {notebook.name: day(notebook) for notebook in NOTEBOOKS[::-1]}
    for notebook in NOTEBOOKS:
        assert first[notebook.name] == second[notebook.name], notebook.name


def test_every_part_can_be_run_twice_on_any_day(home):
    """Also where the account remembers what the first time has left."""
    for notebook in PARTED:
        with kernel() as runner:
            shown(runner, before_parts(notebook))
            for part in notebook.sections():
                twice = [[CHANGING.sub("…", text) for text in shown(runner, kept(part))]
                         for _ in range(2)]  # fmt: skip
                assert twice[0] == twice[1], notebook.name


def kept(part):
    """The cells of a part that do not show history."""
    return [cell for cell in part if cell.source not in HISTORY]
