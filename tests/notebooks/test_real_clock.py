"""Every notebook runs from top to bottom on the real clock as well, with scripts for people."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks.book import NOTEBOOKS, paths


@pytest.mark.long
@pytest.mark.parametrize("path", paths(), ids=lambda path: path.name[:2])
def test_a_notebook_ends_by_itself_on_the_real_clock(path, monkeypatch, tmp_path):
    """Nobody touches a phone: scripts and the autopilot bring each cell to its end."""
    monkeypatch.setenv("AHOY_CLOCK", "real")
    monkeypatch.setenv("AHOY_HOME", str(tmp_path))
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(NOTEBOOKS)}}
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources=place).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
