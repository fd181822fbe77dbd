"""The newcomer: notebooks by Shift+Enter and clicks, on a laptop's screen.

At each ring that is the learner's to answer, *Answer* must be on the screen.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.lab import ROOT, Lab, Sheet

BOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("0*.ipynb"))
LONGEST_CELL = 60.0
"""Seconds that one cell may take, with all the clicks that it asks for."""

RINGS = """() => {
    // Notes each ring: when it began, whether Answer was on the screen, when it was answered.
    globalThis.rings = [];
    const isOnScreen = (part) => {
        const { top, bottom, left, right, width } = part.getBoundingClientRect();
        const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return width > 0 && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
            && part.contains(there);
    };
    const look = () => {
        for (const one of document.querySelectorAll(".ahoy-dock .ahoy-one")) {
            const name = one.querySelector(".ahoy-disc-name").textContent;
            const open = rings.find((ring) => ring.name === name && ring.ended === undefined);
            const now = performance.now();
            if (one.dataset.status === "ringing") {
                const ring = open ?? { name, began: now, seen: false };
                if (!open) rings.push(ring);
                const answers = document.querySelectorAll(
                    ".ahoy-dock .ahoy-answer:is(.ahoy-round, .ahoy-actions > *)");
                ring.seen ||= [...answers].some(isOnScreen);
            } else if (open) open.ended = now;
        }
        setTimeout(look, 50);
    };
    look();
}"""


@dataclass
class Walk:
    """How it went."""

    rings: list[dict] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    first_ring: float | None = None
    seconds: float = 0.0


def walk(sheet: Sheet, name: str) -> Walk:
    """Goes through the notebook by Shift+Enter, and clicks *Answer* whenever it can."""
    page, done, begun = sheet.page, Walk(), time.monotonic()
    page.evaluate(f"({RINGS})()")
    cells = json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))["cells"]
    sheet.cell(0).click()
    page.keyboard.press("Escape")
    for place, cell in enumerate(cells):
        page.keyboard.press("Shift+Enter")
        if cell["cell_type"] != "code":
            continue
        finish(sheet, place, done, begun)
        may_fail = "raises-exception" in cell["metadata"].get("tags", [])
        if sheet.cell(place).locator('[data-mime-type*="stderr"]').count() and not may_fail:
            done.errors.append(f"cell {place}")
    done.rings, done.seconds = page.evaluate("rings"), time.monotonic() - begun
    return done


def finish(sheet: Sheet, place: int, done: Walk, begun: float) -> None:
    """Waits for the end of a cell, and answers what rings meanwhile, as a person does."""
    prompt = sheet.cell(place).locator(".jp-InputPrompt").first
    deadline = time.monotonic() + LONGEST_CELL
    while time.monotonic() < deadline:
        answer = sheet.dock.get_by_role("button", name="Answer", exact=True)
        if answer.count() and sheet.dock.locator(".ahoy-pilot:visible").count():
            if done.first_ring is None:
                done.first_ring = time.monotonic() - begun
            sheet.page.wait_for_timeout(1500)  # a person looks before they click
            if answer.count():
                answer.first.click(timeout=3000)
        if "*" not in prompt.inner_text() and not ringing(sheet):
            return
        sheet.page.wait_for_timeout(100)
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=1000)


def ringing(sheet: Sheet) -> bool:
    """Whether some phone rings."""
    return sheet.dock.locator('.ahoy-one[data-status="ringing"]').count() > 0


def newcomer(lab: Lab, browser: Browser, name: str) -> Walk:
    """A fresh notebook, walked through."""
    sheet = lab.open(browser, name, width=1280, height=900)
    try:
        return walk(sheet, name)
    finally:
        sheet.close()


def tell(name: str, done: Walk) -> str:
    """What was measured, in a line."""
    took = [f"{ring['name']} {(ring.get('ended', ring['began']) - ring['began']) / 1000:.1f}"
            for ring in done.rings]
    first = "none" if done.first_ring is None else f"{done.first_ring:.1f} s"
    return f"{name}: first ring {first}, end {done.seconds:.0f} s, rings: {', '.join(took)}"


def test_a_newcomer_sees_the_first_phone_ring_and_answers_it(lab: Lab, browser: Browser) -> None:
    """Notebook 00 by Shift+Enter: each ring was in view, and lasted until the click."""
    done = newcomer(lab, browser, BOOKS[0])
    print(tell(BOOKS[0], done))
    assert done.errors == []
    assert [ring["seen"] for ring in done.rings] == [True] * len(done.rings) != []
    assert done.first_ring is not None


@pytest.mark.long
@pytest.mark.parametrize("name", BOOKS[1:])
def test_a_newcomer_sees_every_phone_ring(lab: Lab, browser: Browser, name: str) -> None:
    """Every ring of the course was in view while it rang."""
    done = newcomer(lab, browser, name)
    print(tell(name, done))
    assert [ring for ring in done.rings if not ring["seen"]] == []
