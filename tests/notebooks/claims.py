"""What the notebooks claim: `claims/NN.py` has, for each sentence, the code that proves it.

A file is Python in sections. `# %% 02-25: The status is no-answer.` names the cell after which
the code below it holds, and quotes the sentence, from that cell or from the text before it.
Learners see nothing of this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.notebooks.book import Cell, Notebook

FOLDER = Path(__file__).parent / "claims"
SECTION = re.compile(r"^# %% (\S+): (.+)$", re.MULTILINE)
MARKS = re.compile(r"[*`\\]")


@dataclass(frozen=True)
class Claim:
    """`cell` is the id of the cell after which `proof` holds."""

    cell: str
    sentence: str
    proof: str


def load(notebook: Notebook) -> list[Claim]:
    """The claims of one notebook, in order."""
    text = (FOLDER / f"{notebook.name[:2]}.py").read_text(encoding="utf-8")
    marks = list(SECTION.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [Claim(mark[1], mark[2], text[mark.end() : end].strip())
            for mark, end in zip(marks, ends, strict=True)]  # fmt: skip


def after(notebook: Notebook, cell: Cell) -> list[Claim]:
    """The claims that hold once the notebook has come to this cell."""
    return [claim for claim in load(notebook) if claim.cell == cell.id]


def place(notebook: Notebook, claim: Claim) -> Cell | None:
    """The text that makes the claim, or None where it is not made any more."""
    until = [cell.id for cell in notebook.cells].index(claim.cell) + 1
    texts = [cell for cell in notebook.cells[:until] if cell.is_text][-1:]
    return next((cell for cell in texts if claim.sentence in plain(cell.source)), None)


def plain(markdown: str) -> str:
    """Without the marks of Markdown, on one line."""
    return " ".join(MARKS.sub("", markdown).split())
