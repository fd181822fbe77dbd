"""docs/states.md and its pictures say what the tables of life cycles say."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from ahoy.facts import life_cycles

DOCS = Path(__file__).resolve().parents[2] / "docs"
SVG = "{http://www.w3.org/2000/svg}"

_spec = importlib.util.spec_from_file_location("make_states", DOCS / "make_states.py")
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)


def test_the_page_and_its_pictures_are_up_to_date():
    """`python docs/make_states.py` makes them anew."""
    files = made.files()
    assert files == {path: path.read_text(encoding="utf-8") for path in files}


def test_every_table_of_life_cycles_is_drawn():
    """None is left out."""
    tables = [one for name, one in vars(life_cycles).items()
              if isinstance(one, dict) and not name.startswith("_")]
    assert tables == [story.table for story in made.STORIES]


@pytest.mark.parametrize("story", made.STORIES, ids=lambda story: story.name)
def test_a_picture_has_a_box_for_each_state_and_an_arrow_for_each_step(story):
    """Boxes stand apart from each other; the description says it in words."""
    picture = ET.fromstring(made.picture(story))
    steps = [(old, new) for old, news in story.table.items() for new in news]
    assert list(story.table) == [one.text for one in picture.iter(f"{SVG}text")]
    assert 2 * len(steps) == len(list(picture.iter(f"{SVG}path")))
    assert len(story.table) == len(set(made.layout(story.table).values()))
    assert all(state in picture.find(f"{SVG}desc").text for state in story.table)
