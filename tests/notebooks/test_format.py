"""Notebooks stand in one canonical form, and the formatter makes it."""

from __future__ import annotations

import copy

import nbformat
import pytest

from tests.notebooks import book
from tests.notebooks.format_notebooks import canonical, main, read

FIRST = book.paths()[0]


@pytest.mark.parametrize("path", book.paths(), ids=lambda path: path.name[:2])
def test_a_notebook_is_canonical(path):
    """Repair: python -m tests.notebooks.format_notebooks."""
    assert canonical(read(path)) == path.read_text(encoding="utf-8")


def rewritten(change) -> nbformat.NotebookNode:
    """The first notebook after a change and the formatter."""
    notebook = copy.deepcopy(read(FIRST))
    change(notebook)
    return nbformat.reads(canonical(notebook), as_version=4)


def test_widget_state_and_views_are_stripped():
    """A saved view would show an error when the notebook is opened before it is run."""

    def change(notebook):
        notebook.metadata["widgets"] = {"state": {}}
        view = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Alice's phone"}
        notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", view)]

    notebook = rewritten(change)
    assert "widgets" not in notebook.metadata
    assert {"text/plain": "Alice's phone"} == notebook.cells[1].outputs[0].data


def test_a_traceback_is_cut_to_its_last_line():
    """The rest names folders of the machine that ran it."""

    def change(notebook):
        frames = ["/home/ada/x.py", "KeyError"]
        error = nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=frames)
        notebook.cells[1].outputs = [error]

    assert ["KeyError: 'x'"] == rewritten(change).cells[1].outputs[0].traceback


def test_cell_ids_stay_and_repeated_ones_are_renamed():
    """Ids that wander make every diff a large one."""

    def change(notebook):
        notebook.cells[2].id = notebook.cells[1].id

    before, after = read(FIRST).cells, rewritten(change).cells
    assert [c.id for c in before[:2]] == [c.id for c in after[:2]]
    assert len({cell.id for cell in after}) == len(after)


def test_formatting_twice_changes_nothing():
    """Canonical form is a fixed point."""
    once = canonical(read(FIRST))
    assert once == canonical(nbformat.reads(once, as_version=4))


def test_the_tool_accepts_canonical_notebooks(capsys):
    """With --check it runs nothing, and gives the number of files to repair: none."""
    assert 0 == main(["--check"])
    assert "" == capsys.readouterr().out


def test_the_tool_names_a_notebook_that_is_not_canonical(capsys, monkeypatch, tmp_path):
    """It says which one, and how to repair it."""
    wild = tmp_path / "00-wild.ipynb"
    wild.write_text(FIRST.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr("tests.notebooks.format_notebooks.paths", lambda: [wild])
    assert 1 == main(["--check"])
    repair = "Repair: python -m tests.notebooks.format_notebooks"
    assert f"00-wild.ipynb is not canonical. {repair}\n" == capsys.readouterr().out
