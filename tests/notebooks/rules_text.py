"""Rules 7–11 and 27: length, tone, glossary, links, callouts, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from statistics import median

from tests.notebooks import book
from tests.notebooks.book import NOTEBOOKS, Cell, Notebook
from tests.notebooks.style import Finding, rule

FRAME_WORDS = {
    "You will make", "You will learn", "You need", "Time",
    "Predict first.", "Try it yourself", "Read more",
    "Note", "Careful", "On the real network",
}  # fmt: skip
NOT_OUR_TONE = re.compile(
    r"\b(we|us|our|ours|let's|simply|just|obviously|easy|easily|of course|trivial\w*)\b", re.I
)


@rule(7)
def short_texts(notebook: Notebook) -> Iterator[Finding]:
    """At most 120 words between two code cells, 150 in one text cell."""
    between = 0
    last_code = max((cell.number for cell in notebook.code), default=0)
    for cell in notebook.cells[1:]:
        if cell.is_code:
            between = 0
            continue
        count = book.words(cell.source)
        between += count
        if count > 150:
            yield cell, f"{count} words", "at most 150 in a cell", "split it, or say less"
        if between > 120 and cell.number < last_code:
            yield cell, f"{between} words", "at most 120 between two code cells", "say less here"


@rule(8)
def short_sentences(notebook: Notebook) -> Iterator[Finding]:
    """Nine of ten sentences have at most 25 words, half of them at most 16."""
    lengths = [n for cell in notebook.text for n in book.sentences(cell.source)]
    if lengths and median(lengths) > 16:
        yield None, f"median {median(lengths)} words", "at most 16", "shorten sentences"
    if lengths and sum(n > 25 for n in lengths) > len(lengths) / 10:
        long = sum(n > 25 for n in lengths)
        yield None, f"{long} of {len(lengths)} sentences over 25 words", "10 %", "split them"


@rule(8)
def friendly_words(notebook: Notebook) -> Iterator[Finding]:
    """You, not we; and nothing is called easy."""
    for cell in notebook.text:
        text = re.sub(r"\bUS\b", "", book.plain(cell.source))
        for found in NOT_OUR_TONE.findall(text):
            yield cell, f"“{found}”", "you, and no “simply”", "address the reader; cut the word"


@rule(9)
def glossary(notebook: Notebook) -> Iterator[Finding]:
    """A bold word is in the glossary, and bold once."""
    known = glossary_terms()
    seen: set[str] = set()
    for cell in notebook.text:
        if cell.source.lstrip("> ").startswith("### Exercise"):
            continue
        for term in book.bold(cell.source):
            if term in FRAME_WORDS or term.rstrip(".") in FRAME_WORDS:
                continue
            if singular(term) not in known:
                yield cell, f"bold “{term}”", "a term of GLOSSARY.md", "add it, or drop the bold"
            if term in seen:
                yield cell, f"bold “{term}” twice", "bold once", "drop the second bold"
            seen.add(term)


@rule(10)
def links(notebook: Notebook) -> Iterator[Finding]:
    """Relative inside the kit; outside links in Read more; words that name the target."""
    for cell in notebook.text:
        for words, target in book.LINK.findall(book.FENCE.sub("", cell.source)):
            yield from one_link(cell, words, target)


def one_link(cell: Cell, words: str, target: str) -> Iterator[Finding]:
    """What is wrong with one link."""
    if words.lower().strip(" →←") in ("here", "this", "link", "click here", "this page"):
        yield cell, f"link “{words}”", "words that name the target", "name the page"
    if target.startswith(("http:", "https:", "//")):
        if "Read more" not in cell.source:
            yield cell, target, "outside links only in Read more", "move it there"
    elif not (NOTEBOOKS / target.split("#")[0]).exists():
        yield cell, target, "a file that exists", "correct the link"


@rule(11)
def callouts(notebook: Notebook) -> Iterator[Finding]:
    """One form, at most 60 words, at most one in eight cells."""
    count = 0
    for cell in notebook.text:
        for quote in re.findall(r"(?:^> ?.*\n?)+", book.FENCE.sub("", cell.source), re.M):
            count += 1
            if not re.match(r"> \*\*(Note|Careful|On the real network)\*\* ", quote):
                yield cell, quote[:40], "> **Note** …, Careful or On the real network", "reword"
            if book.words(quote) > 60:
                yield cell, f"{book.words(quote)} words", "at most 60 in a callout", "say less"
    if count * 8 > len(notebook.cells):
        yield None, f"{count} callouts", "at most 1 in 8 cells", "make some of them plain text"


@rule(27)
def pictures(notebook: Notebook) -> Iterator[Finding]:
    """Local, with alt text of 5 to 40 words."""
    for cell in notebook.text:
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", cell.source):
            if not 5 <= len(words.split()) <= 40 or target.startswith("http"):
                yield cell, target, "a local picture with alt text of 5–40 words", "describe it"


@rule(27)
def drawings_have_text(notebook: Notebook) -> Iterator[Finding]:
    """Beside each drawing of the trace stands its text."""
    for cell in notebook.code:
        for data in (out.get("data", {}) for out in cell.outputs):
            if "image/svg+xml" in data and "text/plain" not in data:
                yield cell, "a drawing without text", "its text form beside it", "add text/plain"


def singular(term: str) -> str:
    """A term as the glossary has it: lower case, without a plural s."""
    term = term.lower().rstrip(".:")
    return term[:-1] if term.endswith("s") and not term.endswith(("ss", "sms")) else term


@cache
def glossary_terms() -> frozenset[str]:
    """The terms that GLOSSARY.md explains."""
    text = (NOTEBOOKS / "GLOSSARY.md").read_text(encoding="utf-8")
    return frozenset(singular(term) for term in re.findall(r"^\*\*([^*]+)\*\*", text, re.M))
