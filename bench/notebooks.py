"""All notebooks under nbval, against as many bare kernels. Prints a ratio; judges nothing.

    python bench/notebooks.py            # three rounds
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3


def nbval(paths: list[Path]) -> float:
    """Seconds that nbval takes over these notebooks, in one process."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--nbval", "--nbval-current-env",
         "--nbval-cell-timeout=60", *map(str, paths)],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "AHOY_CLOCK": "virtual"},
    )
    return time.perf_counter() - begun


def bare_notebooks(folder: Path, count: int) -> list[Path]:
    """Notebooks with one empty-handed cell each."""
    paths = []
    for number in range(count):
        book = nbformat.v4.new_notebook()
        cell = nbformat.v4.new_code_cell("1", execution_count=1)
        shown = nbformat.v4.new_output("execute_result", {"text/plain": "1"}, execution_count=1)
        cell.outputs = [shown]
        book.cells = [cell]
        path = folder / f"bare-{number}.ipynb"
        nbformat.write(book, path)
        paths.append(path)
    return paths


def main() -> None:
    import tempfile

    books = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    with tempfile.TemporaryDirectory() as folder:
        bare = bare_notebooks(Path(folder), len(books))
        ours, floor = [], []
        for _ in range(ROUNDS):
            ours.append(nbval(books))
            floor.append(nbval(bare))
    ratios = sorted(one / other for one, other in zip(ours, floor, strict=True))
    print(f"{len(books)} notebooks {min(ours):.1f} s, as many bare kernels {min(floor):.1f} s, "
          f"ratio {ratios[0]:.2f} to {ratios[-1]:.2f}, median {ratios[len(ratios) // 2]:.2f}×")


if __name__ == "__main__":
    main()
