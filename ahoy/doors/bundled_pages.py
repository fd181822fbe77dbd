"""The pages that go with the simulator, to be read without a browser and without a network.

An installed package has them beside this file, in the folder `docs`; a checkout has them in
its own `docs`. `python -m ahoy differences [WORD …]` prints one, or its lines
that have all the words; a `Port` shows them at /ahoy/differences and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PAGES = {
    "differences": "differences.md",
    "coverage": "coverage.md",
    "verbs": "verbs.md",
    "behaviour": "twilio-behaviour.md",
}
PLACE = "/ahoy/"
"""Where a port has them: no path of Twilio's begins like this."""

USAGE = """\
Pages: {pages}. Give words to see only the lines that have all of them:

  python -m ahoy differences recording
"""


def main(words: Sequence[str]) -> int:
    """Prints what `words`, a page and perhaps words to look for, ask for. The exit code."""
    name, *wanted = words
    if {"-h", "--help"} & set(wanted):
        print(USAGE.format(pages=", ".join(PAGES)), end="")
        return 0
    found = lines(name, wanted)
    print(found or nothing(name, wanted))
    return 0 if found else 1


def served(url: str) -> str | None:
    """What a port shows at `url`; None where it has no page. `?word=` picks lines."""
    parts = urlsplit(url)
    name = parts.path.removeprefix(PLACE)
    if not parts.path.startswith(PLACE) or name not in PAGES:
        return None
    wanted = [word for one in parse_qs(parts.query).get("word", []) for word in one.split()]
    return lines(name, wanted) or nothing(name, wanted)


def lines(name: str, wanted: Sequence[str] = ()) -> str:
    """The page `name`, or its lines that have all words `wanted`, under their headings."""
    page = text(name)
    return "\n".join(_picked(page, wanted)) if wanted else page


def text(name: str) -> str:
    """The whole page, in Markdown."""
    here = Path(__file__).resolve()
    found = (folder / "docs" / PAGES[name] for folder in here.parents)
    return next(file for file in found if file.is_file()).read_text(encoding="utf-8")


def nothing(name: str, wanted: Sequence[str]) -> str:
    """No line has the words: what else may be asked."""
    others = [other for other in PAGES if other != name and lines(other, wanted)]
    where = f" Found in: {', '.join(others)}." if others else ""
    return (f"No line of the page {name!r} has {' and '.join(wanted)!r}.{where}"
            " Fewer words, or a part of a word, find more.")


def _picked(page: str, wanted: Sequence[str]) -> Iterator[str]:
    above: list[str] = []  # the headings over the next line that are not shown yet
    for line in page.splitlines():
        if level := _level(line):
            above = [one for one in above if _level(one) < level] + [line]
        elif all(word.lower() in line.lower() for word in wanted):
            yield from above
            above = []
            yield line


def _level(line: str) -> int:
    """Of a heading; 0 for every other line. What is likely only is said like a heading."""
    if line.startswith("**Likely only"):
        return 7
    return len(line) - len(line.lstrip("#")) if line.startswith("#") else 0
