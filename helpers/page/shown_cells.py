"""What each cell shows: run again, its old widgets are closed, so that memory stays bounded."""

from __future__ import annotations

from typing import Any

from .phones.running_cells import running

MOST = 200
"""So many pages at once where the host does not tell which cell runs."""

_cells: dict[Any, set[tuple[str, str]]] = {}
"""Each page and the cells that show it, each with its run, the oldest first."""


def show(page: Any) -> None:
    """Notes that the running cell shows `page` now, which has `close()`.

    What this cell showed in its last run is gone from the screen; what no other cell shows
    is closed.
    """
    cell, run = running()
    _cells.setdefault(page, set()).add((cell, run))
    for other, cells in list(_cells.items()):
        if cell:
            _cells[other] = cells = {one for one in cells if one[0] != cell or one[1] == run}
        if not cells:
            _close(other)
    for old in list(_cells)[:-MOST]:
        _close(old)


def _close(page: Any) -> None:
    del _cells[page]
    page.close()
