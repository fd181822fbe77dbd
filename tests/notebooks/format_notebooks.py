"""Runs the notebooks and writes them in one canonical form, so that diffs stay small.

    python -m tests.notebooks.format_notebooks            # run all, save outputs
    python -m tests.notebooks.format_notebooks 02 04      # only these
    python -m tests.notebooks.format_notebooks --check    # run nothing, change nothing

Canonical: sorted keys, one space, outputs of a headless run on virtual time, no widget
state or views, no times of execution, an error in the kit's own block or without its traceback
(which names this machine's folders), stubs and solutions as in `notebooks/solutions/`.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from helpers.short_errors import WHOLE
from tests.notebooks import exercises
from tests.notebooks.book import NOTEBOOKS, paths

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SOLUTION = re.compile(r"<details><summary>One solution</summary>.*?</details>", re.DOTALL)
KEPT_METADATA = ("exercise", "jupyter", "tags")


def read(path: Path) -> NotebookNode:
    """Reads a notebook. Raises nbformat's error for a file that is none."""
    return nbformat.read(path, as_version=4)


def canonical(notebook: NotebookNode) -> str:
    """The notebook's text as it should stand in the repository."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _name_cells(notebook)
    for cell in notebook.cells:
        _tidy(cell)
    return nbformat.writes(notebook)


def _name_cells(notebook: NotebookNode) -> None:
    """Ids stay as they are; a missing or repeated one comes from the cell's text."""
    seen: set[str] = set()
    for cell in notebook.cells:
        identity = cell.get("id")
        while not identity or identity in seen:
            salt = f"{identity}{cell.source}"
            identity = hashlib.sha256(salt.encode()).hexdigest()[:8]
        cell.id = identity
        seen.add(identity)


def _tidy(cell: NotebookNode) -> None:
    kept = {name: cell.metadata[name] for name in KEPT_METADATA if cell.metadata.get(name)}
    cell.metadata = NotebookNode(kept)
    cell.source = cell.source.rstrip()
    number = kept.get("exercise")
    if cell.cell_type == "code":
        if number and "exercise" in kept["tags"]:
            cell.source = exercises.load(number).stub
        for output in cell.outputs:
            _tidy_output(output)
    elif number:
        folded = exercises.folded(exercises.load(number))
        cell.source = SOLUTION.sub(lambda _: folded, cell.source)


def _tidy_output(output: NotebookNode) -> None:
    if output.output_type == "error":
        is_block = output.traceback[-1:] == [WHOLE]  # it names no folder, and is what learners see
        if not is_block:
            output.traceback = [f"{output.ename}: {output.evalue}"]
    elif "data" in output:
        output.data.pop(WIDGET_VIEW, None)
        output.metadata = NotebookNode()


def execute(notebook: NotebookNode) -> None:
    """Runs all cells in a fresh kernel, headless, on virtual time. Raises on untagged errors."""
    os.environ["AHOY_CLOCK"] = "virtual"
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        coalesce_streams=True,
        record_timing=False,
    )
    client.execute()


def main(arguments: list[str] | None = None) -> int:
    """Formats, or with --check only compares. Gives the number of files that differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="how file names begin; all without one")
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args(arguments)
    chosen = [p for p in paths() if not options.names or p.name.startswith(tuple(options.names))]
    different = [path.name for path in chosen if _settle(path, options.check)]
    for name in different:
        print(f"{name} is not canonical. Repair: python -m tests.notebooks.format_notebooks")
    return len(different)


def _settle(path: Path, check: bool) -> bool:
    """True when the file differs and was left as it is."""
    before = path.read_text(encoding="utf-8")
    notebook = read(path)
    if check:
        return canonical(notebook) != before
    notebook = nbformat.reads(canonical(notebook), as_version=4)
    execute(notebook)
    path.write_text(canonical(notebook), encoding="utf-8", newline="\n")
    return False


if __name__ == "__main__":
    sys.exit(main())
