"""An explanation drawn as a timeline: one static picture, in words as well."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from helpers import explain
from helpers.page.bench import explanation_timeline

SVG = "{http://www.w3.org/2000/svg}"


def drawn(inside: str) -> ET.Element:
    """The picture of a document with these verbs, read as XML."""
    return ET.fromstring(explanation_timeline.draw(explain(f"<Response>{inside}</Response>")))


def words(picture: ET.Element) -> list[str]:
    """What is written in it, from top to bottom."""
    return [one.text for one in picture.iter(f"{SVG}text")]


def test_the_picture_has_a_row_for_each_step():
    """When, which verb, what; and how it ends."""
    assert ["A call of 2.5 s.", "0:00.0", "Say", "“Ahoy” (0.5 s)", "0:00.5", "Pause",
            "silence (2 s)", "0:02.5", "The call ends."] == words(
        drawn("<Say>Ahoy</Say><Pause length='2'/>"))


def test_bars_show_when_and_how_long():
    """In proportion, on one track."""
    bars = [one for one in drawn("<Pause length='1'/><Pause length='3'/>").iter(f"{SVG}rect")
            if "bar" in one.get("class", "")]
    (first, one), (second, three) = [(float(b.get("x")), float(b.get("width"))) for b in bars]
    assert (3.0, one) == (three / one, second - first)


def test_a_fault_shows_its_line_a_caret_and_the_cure():
    """With a sign and words, not by colour alone."""
    said = words(drawn("<Say lop='2'>x</Say>"))
    place = said.index("line 1: warning 12200")
    assert ("<Response><Say lop='2'>x</Say></Response>", "               ^^^^^^^") == tuple(
        said[place + 1:place + 3])
    assert "→ Did you mean loop?" == said[-1]


def test_all_of_it_is_in_the_description():
    """For those who listen to the page."""
    told = explain("<Response><Say>Ahoy</Say></Response>")
    assert repr(told) == ET.fromstring(explanation_timeline.draw(told)).find(f"{SVG}desc").text


@pytest.mark.parametrize("inside", [
    "<Say>&lt;script&gt;alert(1)&lt;/script&gt;</Say>", "<Play>javascript:alert(1)</Play>",
    "<Say \"><script>", "<Gather action='\"&gt;&lt;script&gt;'/>"])
def test_nothing_in_a_document_becomes_markup(inside):
    """What callers or authors write stays text."""
    assert [] == [one.tag for one in drawn(inside).iter() if one.tag not in {
        SVG + name for name in ("svg", "style", "title", "desc", "rect", "text", "path")}]


def test_no_words_run_over_the_edge():
    """Long ones are wrapped or cut."""
    long = "a long sentence that goes on " * 20
    wide = [one.text for one in drawn(f"<Say>{long}</Say><Gather action='/{'x' * 300}'/>").iter(
        f"{SVG}text") if len(one.text) > 110]
    assert [] == wide
