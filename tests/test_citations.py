"""What is cited is there: files, sections and anchors, in docstrings, comments and pages."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ahoy", "bench", "docs", "helpers", "notebooks", "tests")
BEHAVIOUR = "docs/twilio-behaviour.md"
PAGES = sorted(page for room in (".", "docs", "notebooks") for page in (ROOT / room).glob("*.md"))
SOURCES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))

FILE = re.compile(rf"(?<![\w/.:-])((?:{'|'.join(ROOMS)})/[\w./-]*\.(?:py|md|txt|js|css|xml|ipynb))"
                  r"(#[\w-]+|,(?:\s+(?:and\s+)?\d+(?:\.\d+)?(?![\w.-]*\d),?)+)?")
"""A file of ours; behind it perhaps an anchor, or sections: `docs/x.md, 4 and 9.2`."""

CERTAINTY = ("documented", "captured", "reported", "likely")
TAG = re.compile(rf"\[({'|'.join(CERTAINTY)})(?:: ([^\]]+))?\]")
FREE = ("reported", "likely")
"""What is reported may name its source in words; what is likely has none."""

UNTAGGED = ("How to read it", "22 Where sources disagree")
"""Sections whose tables are no rules of Twilio's."""


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def headings(page: Path) -> list[str]:
    """Without those in code."""
    plain = re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ (.*)", plain, re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """As GitHub makes them from headings."""
    return {"#" + re.sub(r"[^\w\- ]", "", one).lower().replace(" ", "-") for one in headings(page)}


def sections(page: Path) -> set[str]:
    """The numbers at the beginning of headings."""
    return {found[0] for one in headings(page) if (found := re.match(r"[\d.]+(?= )", one))}


def lost(said: str) -> list[str]:
    """Citations in `said` that lead nowhere."""
    found = [f"facts {number}" for number in re.findall(r"\bfacts,? (?:section )?([\d.]+)", said)]
    for file, place in FILE.findall(said):
        page = ROOT / file
        if "/NN-" in file:  # a name to be chosen: notebooks/NN-name.ipynb
            continue
        if not page.is_file():
            found.append(file)
        elif place.startswith("#") and place not in anchors(page):
            found.append(file + place)
        elif place.startswith(","):
            missing = set(re.findall(r"\d+(?:\.\d+)?", place)) - sections(page)
            found += [f"{file}, {number}" for number in sorted(missing)]
    return found


def remarks(file: Path) -> Iterator[str]:
    """Docstrings and comments of a program."""
    source = text(file)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def links(page: Path) -> Iterator[str]:
    """Where a page leads, on this machine: of links and pictures, without what is in code."""
    plain = re.sub(r"^```.*?^```|`[^`\n]*`", "", text(page), flags=re.MULTILINE | re.DOTALL)
    for pair in re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", plain):
        target = "".join(pair)
        if not re.match(r"https?:", target):
            yield target


def broken(page: Path) -> list[str]:
    """Links of `page` to a file or a heading that is not there."""
    return [target for target in links(page) if not leads(page, *target.partition("#"))]


def leads(page: Path, name: str, mark: str, anchor: str) -> bool:
    file = (page.parent / name).resolve() if name else page
    return file.exists() and (not mark or file.suffix != ".md" or mark + anchor in anchors(file))


# --- the laws ------------------------------------------------------------------------------


def test_what_programs_cite_is_there():
    """Docstrings and comments of the package, of the tests, and of docs/."""
    found = {file.relative_to(ROOT).as_posix(): lost("\n".join(remarks(file)))
             for file in SOURCES if file != Path(__file__)}
    assert {} == {name: those for name, those in found.items() if those}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_leads_somewhere(page):
    """Its links, and the files that it names."""
    assert ([], []) == (broken(page), lost(text(page)))


@pytest.mark.parametrize("said, missing", [
    ("(docs/twilio-behaviour.md, 4.1)", []), ("(docs/twilio-behaviour.md, 4 and 9.2)", []),
    ("docs/twilio-behaviour.md, 4.9", ["docs/twilio-behaviour.md, 4.9"]),
    ("docs/twilio-behaviour.md, 4 and 99", ["docs/twilio-behaviour.md, 99"]),
    ("docs/nowhere.md says", ["docs/nowhere.md"]), ("tests/gone.py", ["tests/gone.py"]),
    ("docs/differences.md#calls", []), ("docs/differences.md#no", ["docs/differences.md#no"]),
    ("(facts 4.1)", ["facts 4.1"]), ("(voice facts, section 9)", ["facts 9"]),
    ("https://demo.twilio.com/docs/voice.xml", [])])
def test_a_citation_that_leads_nowhere_is_found(said, missing):
    """By its file, its section or its anchor; so is one of notes that do not ship."""
    assert missing == lost(said)


def test_a_broken_link_is_found(tmp_path):
    """By its file or its heading; links in code are none."""
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](#one) [b](#two) [c](gone.md) [d](page.md#one)\n`[e](gone.md)`\n")
    assert ["#two", "gone.md"] == broken(page)


# --- the page of rules -----------------------------------------------------------------------


def rules() -> Iterator[tuple[str, str, str]]:
    """Each rule of the page: its section, the line, and what stands before a table."""
    section = before = ""
    for line in text(ROOT / BEHAVIOUR).splitlines():
        if line.startswith("#"):
            section = line.lstrip("# ")
        if line.startswith("- "):
            yield section, line, line
        elif re.match(r"\| -", line) and section not in UNTAGGED:
            yield section, line, before
        if line and not line.startswith("|"):
            before = line


def test_each_rule_says_how_certain_it_is_and_from_where():
    """A rule ends with it; a table follows a line that ends with it."""
    assert [] == [line for _, line, said in rules()
                  if not re.search(rf"{TAG.pattern}$", said)]


def test_each_source_is_in_the_list_of_sources():
    """And none is listed that no rule names."""
    table = re.search(r"^\| source \|.*?\n\n", text(ROOT / BEHAVIOUR), re.MULTILINE | re.DOTALL)
    listed = set(re.findall(r"^\| (\w[\w-]*) \|", table[0], re.MULTILINE)) - {"source"}
    tags = [tag for _, _, said in rules() for tag in TAG.findall(said)]
    named, free = ({one for certainty, names in tags for one in names.split(", ")
                    if (certainty in FREE) == is_free} for is_free in (False, True))
    assert (set(), set()) == (named - listed, listed - named - free)


def test_no_section_stands_twice():
    """A number leads to one place."""
    numbers = [one.split()[0] for one in headings(ROOT / BEHAVIOUR) if one[0].isdigit()]
    assert sorted(set(numbers)) == sorted(numbers)
