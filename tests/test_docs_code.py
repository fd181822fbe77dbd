"""The Python in README.md and docs/testing.md runs as it stands there."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ahoy import Simulator

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/testing.md")


def blocks() -> Iterator[pytest.param]:
    """Each block of Python, named by its page and its line."""
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for found in re.finditer(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            line = text[: found.start()].count("\n") + 1
            yield pytest.param(found[1], id=f"{page}:{line}")


@pytest.mark.parametrize("code", list(blocks()))
def test_a_block_of_code_runs(code):
    """Its tests pass; each that wants `twilio` gets a fresh one, as the fixture gives it."""
    names: dict = {"__name__": "block"}
    exec(compile(code, "block", "exec"), names)
    tests = [value for name, value in names.items() if name.startswith("test_")]
    assert tests or "fixture" in code, "a block without a test shows nothing"
    for test in tests:
        if "twilio" in inspect.signature(test).parameters:
            with Simulator() as twilio:
                test(twilio)
        else:
            test()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_code(page):
    """Else nothing would be tried."""
    assert [one.id for one in blocks() if one.id.startswith(page)] != []


def test_the_first_example_for_testers_has_eight_lines():
    """As the README promises: it is read at a glance."""
    code = next(iter(blocks())).values[0]
    assert 8 == len(code.splitlines())
