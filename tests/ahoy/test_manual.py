"""The pages that go with the simulator: whole, or the lines that have some words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ahoy import __main__
from ahoy.doors import bundled_pages

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", bundled_pages.PAGES)
def test_a_page_is_printed_as_it_is(name, capsys):
    """`ahoy differences`, and so on."""
    assert 0 == __main__.main([name])
    page = (DOCS / bundled_pages.PAGES[name]).read_text(encoding="utf-8")
    assert page + "\n" == capsys.readouterr().out


def test_words_pick_the_lines_that_have_all_of_them(capsys):
    """Each once, in the order of the page; small and capital letters are the same."""
    assert 0 == __main__.main(["differences", "20007", "pagesize"])
    heads, lines = _parted(capsys.readouterr().out)
    above = ["# Differences from Twilio", "## REST API and errors", "**Likely only:**"]
    assert above == heads
    assert ["- **`PageSize`**: one above 1,000 is cut to 1,000, as live reports show; Twilio's"
            " dictionary has 20007 for it."] == lines


def test_a_heading_stands_once_over_its_lines(capsys):
    """And not where none of its lines was picked."""
    __main__.main(["differences", "MachineDetection"])
    assert ["# Differences from Twilio", "## Answering machine detection"] == _parted(
        capsys.readouterr().out)[0]


def test_what_is_on_another_page_is_said(capsys):
    """`<Siprec>` is no difference: it is on the list of verbs."""
    assert 1 == __main__.main(["differences", "<Siprec>", "nonsense"])
    assert ("No line of the page 'differences' has '<Siprec> and nonsense'. Fewer words, or a part"
            " of a word, find more.\n") == capsys.readouterr().out
    assert 1 == __main__.main(["differences", "Siprec"])
    assert "Found in: coverage, verbs" in capsys.readouterr().out


@pytest.mark.parametrize("url, shown", [
    ("/ahoy/verbs", True), ("/ahoy/differences?word=recording", True), ("/ahoy/", False),
    ("/ahoy/nothing", False), ("/2010-04-01/Accounts/differences", False), ("/differences", False)])
def test_a_port_shows_pages_under_ahoy_alone(url, shown):
    """No path of Twilio's begins like this."""
    assert shown == (bundled_pages.served(url) is not None)


def _parted(said: str) -> tuple[list[str], list[str]]:
    """Headings, and the rest."""
    lines = said.splitlines()
    heads = [line for line in lines if line.startswith(("#", "**Likely only"))]
    return heads, [line for line in lines if line not in heads]
