"""docs/verbs.md says what the table says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from ahoy.twiml import all_tags

DOCS = Path(__file__).resolve().parents[3] / "docs"


def make_verbs():
    """The program that makes the page."""
    spec = importlib.util.spec_from_file_location("make_verbs", DOCS / "make_verbs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_verbs_is_up_to_date():
    """`python docs/make_verbs.py` makes it anew."""
    made = make_verbs()
    assert made.page() == made.PAGE.read_text(encoding="utf-8")


def test_the_page_names_every_verb_and_noun_and_attribute():
    """None of the table's rows is left out."""
    page = make_verbs().page()
    rows = {f"`{line.attribute or '<' + line.place.rpartition('.')[2] + '>'}`"
            for line in all_tags.lines()}
    assert {row for row in rows if row not in page} == set()
