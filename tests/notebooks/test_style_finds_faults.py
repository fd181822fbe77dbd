"""Each rule of the style guide finds the fault that it is there for."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable

import pytest

from tests.notebooks import book
from tests.notebooks.book import Notebook
from tests.notebooks.rules import faults

GOOD = book.load(book.NOTEBOOKS / "02-make-a-call.ipynb")


def cell_with(raw: dict, words: str) -> dict:
    """The first cell whose source holds these words."""
    return next(cell for cell in raw["cells"] if words in "".join(cell["source"]))


def replace(old: str, new: str) -> Callable[[dict], None]:
    """A change of one text, in the first cell that holds it."""

    def change(raw: dict) -> None:
        cell = cell_with(raw, old)
        cell["source"] = "".join(cell["source"]).replace(old, new, 1)

    return change


def code(source: str, **more) -> dict:
    """A code cell."""
    return {"cell_type": "code", "source": source, "outputs": [], "execution_count": 1,
            "metadata": {}, "id": "x", **more}  # fmt: skip


def text(source: str) -> dict:
    """A text cell."""
    return {"cell_type": "markdown", "source": source, "metadata": {}, "id": "x"}


def insert(place: int, *cells: dict) -> Callable[[dict], None]:
    """Puts cells in at this place."""
    return lambda raw: raw["cells"].__setitem__(slice(place, place), list(cells))


def output(**data) -> dict:
    """A shown value."""
    return {"output_type": "display_data", "metadata": {}, "data": data}


def shows(**data) -> Callable[[dict], None]:
    """The set-up cell shows this."""
    return lambda raw: cell_with(raw, "account = start()").__setitem__("outputs", [output(**data)])


def loses_tag(tag: str) -> Callable[[dict], None]:
    """No cell has this tag any more."""

    def change(raw: dict) -> None:
        for cell in raw["cells"]:
            tags = cell["metadata"].get("tags", [])
            cell["metadata"]["tags"] = [one for one in tags if one != tag]

    return change


def drop(words: str) -> Callable[[dict], None]:
    """The first cell that holds these words is gone."""
    return lambda raw: raw["cells"].remove(cell_with(raw, words))


FAULTS = [
    (2, "a second title", insert(3, text("# Another title"))),
    (3, "no minutes", replace("**Time**", "**Hours**")),
    (4, "a heading too deep", insert(3, text("#### Deep"))),
    (5, "no link to the contents", replace("[Contents](README.md)", "Contents")),
    (6, "too many cells", lambda raw: raw["cells"].extend([text("More.")] * 30)),
    (7, "a wall of text", insert(3, text("Words and words. " * 60))),
    (8, "long sentences", insert(3, text(("word " * 30 + ". ") * 40))),
    (8, "a word that belittles", insert(3, text("You simply call her."))),
    (8, "we", insert(3, text("Now we call her."))),
    (9, "a bold word that nobody explains", insert(3, text("A **flugelhorn** rings."))),
    (9, "bold twice", insert(3, text("A **script** and a **script**."))),
    (10, "a link that says nothing", insert(3, text("See [here](README.md)."))),
    (10, "a broken link", insert(3, text("See [the map](map.md)."))),
    (10, "an outside link in the lesson", insert(3, text("[A site](https://example.com)"))),
    (11, "a callout of its own kind", insert(3, text("> **Beware** of the dog."))),
    (12, "an import in the lesson", insert(3, text("Look:"), code("import json"))),
    (13, "a long cell", insert(3, text("Look:"), code("x = 1\n" * 21))),
    (13, "a wide line", insert(3, text("Look:"), code("x = '" + "a" * 90 + "'"))),
    (14, "code without a text before it", insert(2, code("1"))),
    (15, "the inside of helpers", insert(3, code("from ahoy import World"))),
    (15, "another library", insert(3, code("import requests"))),
    (16, "magic", insert(3, code("%time 1"))),
    (16, "sleep", insert(3, code("sleep(1)"))),
    (16, "the wall clock", insert(3, code("datetime.now()"))),
    (17, "somebody's number", insert(3, text("Call +1 415 867 5309."))),
    (17, "a number that is shown", shows(**{"text/plain": "+14158675309"})),
    (17, "a token", insert(3, text("Use " + "9f86d081884c7d65" * 2))),
    (17, "a SID that looks real", insert(3, text("See CA" + "9f86d081884c7d65" * 2))),
    (18, "a trailing semicolon", insert(3, code("start();"))),
    (20, "a cell that was not run", insert(3, code("1", execution_count=None))),
    (20, "a gap in the counts", lambda raw: raw["cells"][1].update(execution_count=7)),
    (20, "a page of output", shows(**{"text/plain": "line\n" * 26})),
    (20, "an address in memory", shows(**{"text/plain": "<object at 0x7f1234567890>"})),
    (20, "a kernel's path", shows(**{"text/plain": "/tmp/ipykernel_12/3.py"})),
    (20, "a folder of this machine", shows(**{"text/plain": "/home/ada/notes"})),
    (20, "a port", shows(**{"text/plain": "http://127.0.0.1:40123/voice"})),
    (21, "a part in an old world", replace("start()  # a fresh world", "# an old world")),
    (21, "a name of the set-up cell bound again", insert(3, code("client = 1"))),
    (22, "an error without its tag", loses_tag("raises-exception")),
    (23, "a sanity cell that proves nothing", replace("\nassert", "\nprint")),
    (26, "a bare object", shows(**{"text/plain": "<anywidget.AnyWidget object>"})),
    (27, "a picture without words", insert(3, text("![](map.png)"))),
    (27, "a drawing without text", shows(**{"image/svg+xml": "<svg/>"})),
    (28, "a hard exercise first", replace("Exercise 2.1 ★", "Exercise 2.1 ★★")),
    (29, "an exercise without a check", loses_tag("check")),
    (29, "an exercise without hints", drop("Hint 1: where to look")),
    (33, "nothing to predict", loses_tag("predict")),
    (34, "a result that was not promised", replace("- a list of calls", "A list of calls")),
    (35, "a message that nobody says", replace("No 'To' number is specified", "To is lacking")),
    (36, "no word of the real network", replace("## On the real network", "## Elsewhere")),
    (37, "no open task", replace("**Try it yourself**", "Try it yourself")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "change"),
    [(number, change) for number, _, change in FAULTS],
    ids=[f"rule {number}: {what}" for number, what, _ in FAULTS],
)
def test_a_rule_finds_its_fault(number, change):
    """A good notebook with one fault put in: the rule names it; without it, the rule is silent."""
    raw = copy.deepcopy(GOOD.raw)
    change(raw)
    broken = Notebook(GOOD.name, json.loads(json.dumps(raw)))
    assert len(faults(broken, number)) > len(faults(GOOD, number))


def test_a_file_name_without_number_is_found():
    """Reading order is the order of names."""
    assert faults(Notebook("Make a call.ipynb", GOOD.raw), 1)


def test_a_fault_says_where_what_and_how_to_repair():
    """A message that names notebook, cell, rule, found, wanted and repair can be acted upon."""
    raw = copy.deepcopy(GOOD.raw)
    insert(3, text("You simply call her."))(raw)
    (fault,) = faults(Notebook(GOOD.name, raw), 8)
    expected = (
        "02-make-a-call.ipynb, cell 4: rule 8. Found “simply”; wanted you, and no “simply”. "
        "Repair: address the reader; cut the word"
    )
    assert expected == str(fault)
