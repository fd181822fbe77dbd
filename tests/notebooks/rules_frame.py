"""Rules 1–6: name, title, frame, headings, navigation, size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.notebooks import book
from tests.notebooks.book import Notebook
from tests.notebooks.style import Finding, learnt, rule


@rule(1)
def file_name(notebook: Notebook) -> Iterator[Finding]:
    """Two digits, then words in lower case: the order of names is the order of reading."""
    if not re.fullmatch(r"\d\d(-[a-z0-9]+)+\.ipynb", notebook.name):
        yield None, notebook.name, "NN-verb-thing.ipynb in lower case", "rename the file"


@rule(2)
def one_title(notebook: Notebook) -> Iterator[Finding]:
    """One H1, in the first cell."""
    titles = [cell for level, _, cell in notebook.headings if level == 1]
    if [cell.number for cell in titles] != [1]:
        at = [cell.number for cell in titles] or "nowhere"
        yield None, f"H1 in cells {at}", "one H1, in the first cell", "use ## for parts"


@rule(3)
def frame(notebook: Notebook) -> Iterator[Finding]:
    """What you make, learn and need, and how long it takes."""
    opening = "\n".join(cell.source for cell in notebook.cells[:2] if cell.is_text)
    for words in ("You will make", "You will learn", "You need", "Time"):
        if f"**{words}**" not in opening:
            yield notebook.cells[0], f"no **{words}**", "the four parts", f"add **{words}**"
    if not 2 <= (count := len(learnt(notebook))) <= 4:
        yield notebook.cells[0], f"{count} bullets", "2–4 things to learn", "split or join bullets"
    if not re.search(r"\*\*Time\*\* \d+ minutes", opening):
        yield notebook.cells[0], "no minutes", "**Time** N minutes", "estimate the minutes"


@rule(4)
def headings(notebook: Notebook) -> Iterator[Finding]:
    """4 to 10 headings, no skipped level, at most H3."""
    if not 4 <= (count := len(notebook.headings)) <= 10:
        yield None, f"{count} headings", "4–10", "join or split parts"
    level = 0
    for new, words, cell in notebook.headings:
        if new > min(level + 1, 3):
            found = f"H{new} “{words}” after H{level}"
            yield cell, found, "no skipped level, at most H3", "change the number of #"
        level = new


@rule(5)
def navigation(notebook: Notebook) -> Iterator[Finding]:
    """First and last cell link to previous, contents and next."""
    names = [path.name for path in book.paths()]
    place = names.index(notebook.name) if notebook.name in names else None
    wanted = {"README.md"}
    if place is not None:
        wanted |= {names[i] for i in (place - 1, place + 1) if 0 <= i < len(names)}
    for cell in (notebook.cells[0], notebook.cells[-1]):
        targets = {target for _, target in book.LINK.findall(cell.source)}
        for missing in sorted(wanted - targets):
            yield cell, f"no link to {missing}", "previous, contents and next", "add the link"


@rule(6)
def size(notebook: Notebook) -> Iterator[Finding]:
    """20 to 45 cells, at most 35 minutes."""
    if not 20 <= (count := len(notebook.cells)) <= 45:
        yield None, f"{count} cells", "20–45", "split the notebook, or join cells"
    minutes = re.search(r"\*\*Time\*\* (\d+)", notebook.cells[0].source)
    if minutes and int(minutes[1]) > 35:
        yield notebook.cells[0], f"{minutes[1]} minutes", "at most 35", "split the notebook"
