"""What a cell showed is closed when it runs again, so that memory stays bounded."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from helpers.page import shown_cells


class Page:
    """A page that knows whether it is closed."""

    is_closed = False

    def close(self) -> None:
        """Closes it."""
        self.is_closed = True


@pytest.fixture(autouse=True)
def cells(monkeypatch: pytest.MonkeyPatch):
    """Runs a cell in a kernel that is told which one it is; gives a function for that."""
    running = {}
    kernel = SimpleNamespace(get_parent=lambda: running)
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setattr(shown_cells, "_cells", {})
    runs = iter(range(10_000))

    def run(cell: str, *pages: Page) -> None:
        running.update(header={"msg_id": str(next(runs))},
                       metadata={"cellId": cell} if cell else {})
        for page in pages:
            shown_cells.show(page)

    return run


def test_a_new_run_closes_what_the_cell_showed(cells) -> None:
    """Its output is gone from the screen by then."""
    old, new = Page(), Page()
    cells("a", old)
    cells("a", new)
    assert (old.is_closed, new.is_closed) == (True, False)


def test_one_cell_may_show_several(cells) -> None:
    """All of one run stay."""
    first, second = Page(), Page()
    cells("a", first, second)
    assert (first.is_closed, second.is_closed) == (False, False)


def test_what_another_cell_shows_stays(cells) -> None:
    """Two views of one form: only when both are gone it is closed."""
    page = Page()
    cells("a", page)
    cells("b", page)
    cells("a", Page())
    assert not page.is_closed
    cells("b", Page())
    assert page.is_closed


def test_the_same_page_again_stays(cells) -> None:
    """A form that is kept in a name and shown again."""
    page = Page()
    cells("a", page)
    cells("a", page)
    assert not page.is_closed


def test_where_no_cell_is_told_the_oldest_goes(cells) -> None:
    """Other hosts do not name the cell: then the number is bounded."""
    pages = [Page() for _ in range(shown_cells.MOST + 3)]
    for page in pages:
        cells("", page)
    assert [page.is_closed for page in pages].count(True) == 3
    assert [page.is_closed for page in pages[:4]] == [True, True, True, False]
