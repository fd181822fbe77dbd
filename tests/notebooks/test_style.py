"""The style guide's checkable rules hold for every notebook."""

from __future__ import annotations

import pytest

from tests.notebooks import book
from tests.notebooks.rules import EXCEPTIONS, RULES, faults

NOTEBOOKS = [book.load(path) for path in book.paths()]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name[:2])
@pytest.mark.parametrize("number", sorted(RULES), ids="rule {}".format)
def test_a_notebook_keeps_the_style_guide(notebook, number):
    """Each fault says which notebook and cell, what was found and wanted, and the repair."""
    assert [] == [str(fault) for fault in faults(notebook, number)]


def test_the_course_has_its_eight_notebooks():
    """A notebook that was renamed or lost would otherwise pass unseen."""
    expected = ["start-here", "set-up-an-account", "make-a-call", "send-a-text",
                "write-twiml", "serve-your-own-site", "go-further", "connect-people"]  # fmt: skip
    assert expected == [notebook.name[3:].removesuffix(".ipynb") for notebook in NOTEBOOKS]


def test_exceptions_name_notebooks_and_rules_that_exist():
    """An exception that no longer applies is taken out."""
    names = {notebook.name for notebook in NOTEBOOKS}
    assert [] == [one for one in EXCEPTIONS if one[0] not in names or one[1] not in RULES]


def test_the_contents_page_lists_every_notebook():
    """README.md links to each of them, and to nothing that is missing."""
    text = (book.NOTEBOOKS / "README.md").read_text(encoding="utf-8")
    targets = [target for _, target in book.LINK.findall(text)]
    assert [path.name for path in book.paths()] == [t for t in targets if t.endswith(".ipynb")]
    assert [] == [target for target in targets if not (book.NOTEBOOKS / target).exists()]


def test_the_learner_s_folder_holds_lessons_alone():
    """What authors need lies with the tests."""
    known = {"README.md", "GLOSSARY.md", "solutions", *(path.name for path in book.paths())}
    hidden = {".ipynb_checkpoints", "__pycache__"}
    assert known == {path.name for path in book.NOTEBOOKS.iterdir()} - hidden
