"""On the real clock: every notebook ends by itself, twice on one account, and no cell hangs."""

from __future__ import annotations

import copy
import time

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks import book, claims
from tests.notebooks.book import NOTEBOOKS, Notebook, paths

LONGEST = 20.0
"""Seconds that a cell may take when nobody touches anything: twice what it may take on virtual
time (`test_sections`), for a machine that is busy."""


class Timed(NotebookClient):
    """Notes for each cell how many seconds it took."""

    async def async_execute_cell(self, cell, index, *more, **named):
        """Runs one cell."""
        begun = time.monotonic()
        try:
            return await super().async_execute_cell(cell, index, *more, **named)
        finally:
            cell.metadata["seconds"] = time.monotonic() - begun


def with_proofs(notebook: Notebook) -> nbformat.NotebookNode:
    """The notebook, with each claim's proof in a cell of its own."""
    made = nbformat.read(NOTEBOOKS / notebook.name, as_version=4)
    cells = []
    for cell, raw in zip(notebook.cells, made.cells, strict=True):
        cells.append(raw)
        cells += [nbformat.v4.new_code_cell(f"from helpers import trace\n{claim.proof}")
                  for claim in claims.after(notebook, cell)]
    made.cells = cells
    return made  # fmt: skip


def with_parts_doubled(notebook: Notebook) -> nbformat.NotebookNode:
    """The notebook, each of its parts twice in a row."""
    made = nbformat.read(NOTEBOOKS / notebook.name, as_version=4)
    order = list(notebook.cells[: notebook.sections()[0][0].number - 1])
    for part in notebook.sections():
        order += [*part, *part]
    made.cells = [copy.deepcopy(made.cells[cell.number - 1]) for cell in order]
    for place, cell in enumerate(made.cells):
        cell.id = f"cell-{place}"
    return made


def run(notebook: nbformat.NotebookNode) -> None:
    """All of it, in a kernel, until it ends. Raises on an untagged error."""
    place = {"metadata": {"path": str(NOTEBOOKS)}}
    Timed(notebook, timeout=60, kernel_name="python3", resources=place).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    slow = [(cell.source[:60], cell.metadata["seconds"]) for cell in code
            if cell.metadata["seconds"] > LONGEST]  # fmt: skip
    assert [] == slow


@pytest.fixture
def account(monkeypatch, tmp_path_factory):
    """One account, in real time, for all days of this test."""
    monkeypatch.setenv("AHOY_CLOCK", "real")
    monkeypatch.setenv("AHOY_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.mark.long
def test_two_days_on_the_real_clock(account):
    """Nobody touches a phone: scripts and the autopilot bring each cell to its end, each
    notebook runs after every other one, and what it claims is so both times."""
    notebooks = [book.load(path) for path in paths()]
    for notebook in [*notebooks, *notebooks[::-1]]:
        run(with_proofs(notebook))


@pytest.mark.long
@pytest.mark.parametrize("path", paths(), ids=lambda path: path.name[:2])
def test_every_part_runs_twice_on_the_real_clock(path, account):
    """A learner goes back and runs a part again."""
    run(with_parts_doubled(book.load(path)))
