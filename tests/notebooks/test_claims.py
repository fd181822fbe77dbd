"""What a notebook says about its results is so."""

from __future__ import annotations

import pytest

from tests.notebooks import book, claims
from tests.notebooks.book import Notebook
from tests.notebooks.runner import kernel

NOTEBOOKS = [book.load(path) for path in book.paths()]


def broken(notebook: Notebook) -> list[str]:
    """The sentences that a run of this notebook does not bear out."""
    found = []
    with kernel() as runner:
        for cell in notebook.cells:
            if cell.is_code:
                runner.run(cell)
            found += [claim.sentence for claim in claims.after(notebook, cell)
                      if runner.run(cell, f"from helpers import trace\n{claim.proof}").error]
    return found  # fmt: skip


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name[:2])
def test_a_notebook_keeps_its_word(notebook):
    """Each sentence of `claims/` is proven where it stands."""
    assert [] == broken(notebook)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name[:2])
def test_each_claim_has_a_proof(notebook):
    """A section that asserts nothing would hold for ever."""
    known = {cell.id for cell in notebook.cells}
    found = claims.load(notebook)
    assert found
    assert [] == [claim for claim in found if "assert " not in claim.proof]
    assert set() == {claim.cell for claim in found} - known


def test_a_claim_that_does_not_hold_is_found(monkeypatch):
    """The proof is really carried out."""
    false = claims.Claim("00-12", 'It is "inbound"', 'assert last.direction == "outbound"')
    monkeypatch.setattr(claims, "load", lambda notebook: [false])
    assert ['It is "inbound"'] == broken(NOTEBOOKS[0])
