"""Reads the notebooks for the tests: cells, sections, words and sentences."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)
TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)
NAVIGATION = re.compile(r"^\[(?:← |Contents).*$", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)]+)\)")
CODE = re.compile(r"`[^`\n]+`")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
SENTENCE_END = re.compile(r"(?<=[.!?])[”\"*_)]*\s+")


@dataclass(frozen=True)
class Cell:
    """One cell. `number` counts from 1, as a reader would."""

    number: int
    raw: dict

    @property
    def id(self) -> str:
        return self.raw.get("id", "")

    @cached_property
    def source(self) -> str:
        source = self.raw["source"]
        return source if isinstance(source, str) else "".join(source)

    @property
    def tags(self) -> list[str]:
        return self.raw.get("metadata", {}).get("tags", [])

    @property
    def is_code(self) -> bool:
        return self.raw["cell_type"] == "code"

    @property
    def is_text(self) -> bool:
        return self.raw["cell_type"] == "markdown"

    @property
    def outputs(self) -> list[dict]:
        return self.raw.get("outputs", [])

    @property
    def lines(self) -> list[str]:
        """Lines of code that say something: neither blank nor a comment alone."""
        lines = self.source.splitlines()
        return [line for line in lines if line.strip() and not line.strip().startswith("#")]


@dataclass(frozen=True)
class Notebook:
    """One notebook. `name` is its file name without the folder."""

    name: str
    raw: dict

    @cached_property
    def cells(self) -> list[Cell]:
        return [Cell(number, raw) for number, raw in enumerate(self.raw["cells"], 1)]

    @property
    def code(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_code]

    @property
    def text(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_text]

    def tagged(self, tag: str) -> list[Cell]:
        return [cell for cell in self.cells if tag in cell.tags]

    @cached_property
    def headings(self) -> list[tuple[int, str, Cell]]:
        """Level, words and cell of each heading, in order."""
        found = []
        for cell in self.text:
            for marks, words in re.findall(r"^(#{1,6}) (.+)$", FENCE.sub("", cell.source), re.M):
                found.append((len(marks), words, cell))
        return found

    def part(self, heading: str) -> str:
        """The Markdown under an H2 of these words, up to the next H1 or H2; "" without one."""
        text = "\n\n".join(cell.source for cell in self.text)
        found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^##? |\Z)", text, re.M | re.S)
        return found[1].strip() if found else ""

    def sections(self) -> list[list[Cell]]:
        """The cells from each H2 up to the next; those before the first H2 are in none."""
        starts = [cell.number for level, _, cell in self.headings if level == 2]
        bounds = sorted(set(starts))
        ends = [*bounds[1:], len(self.cells) + 1]
        return [self.cells[a - 1 : b - 1] for a, b in zip(bounds, ends, strict=True)]


def paths() -> list[Path]:
    """All notebooks of the course, in reading order."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def load(path: Path) -> Notebook:
    """Reads a notebook."""
    return Notebook(path.name, json.loads(path.read_text(encoding="utf-8")))


def shown(markdown: str) -> str:
    """What a reader sees without unfolding: no code blocks, no folded hints, no navigation."""
    for pattern in (FENCE, DETAILS, NAVIGATION):
        markdown = pattern.sub("", markdown)
    return markdown


def plain(markdown: str) -> str:
    """Prose: headings, tables and Markdown's marks are gone, code in a line is one word."""
    text = TABLE_ROW.sub("", shown(markdown))
    text = re.sub(r"^#{1,6} .*$", "", text, flags=re.MULTILINE)
    text = TAG.sub("", CODE.sub("code", LINK.sub(r"\1", text)))
    return re.sub(r"[*_>]", "", text)


def words(markdown: str) -> int:
    """How many words a reader sees, tables and headings included."""
    text = CODE.sub("code", LINK.sub(r"\1", TAG.sub("", shown(markdown))))
    return len(re.findall(r"[^\W_][\w'’.,:/+-]*", re.sub(r"[|*#>]", " ", text)))


def sentences(markdown: str) -> list[int]:
    """The length in words of each sentence; a list item without a full stop is one, too."""
    lengths = []
    for paragraph in re.split(r"\n\s*\n|^\s*(?:-|\d+\.) ", plain(markdown), flags=re.MULTILINE):
        for sentence in SENTENCE_END.split(" ".join(paragraph.split())):
            if count := len(re.findall(r"[^\W_][\w'’.,:/+-]*", sentence)):
                lengths.append(count)
    return lengths


def bold(markdown: str) -> list[str]:
    """The words set in bold, outside folded hints."""
    return re.findall(r"\*\*([^*]+)\*\*", shown(markdown))
