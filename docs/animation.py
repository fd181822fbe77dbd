"""A short film of the first notebook: a phone rings, is answered, and speaks."""

from __future__ import annotations

import io
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import Lab

WIDE, HIGH = 640, 740
"""Pixels of the film."""

LAST = 2500
"""Milliseconds that its last picture stays."""

POINTER = """() => {
    const hand = document.createElement("div");
    hand.id = "pointer";
    hand.style.cssText = `position: fixed; z-index: 99999; pointer-events: none; top: 0; left: 0;
        width: 26px; height: 26px; margin: -13px 0 0 -13px; border-radius: 50%;
        background: rgb(255 140 0 / 45%); border: 2px solid rgb(200 90 0 / 90%);
        transition: transform 0.9s ease-in-out, scale 0.15s; transform: translate(560px, 900px)`;
    document.body.append(hand);
}"""


class Film:
    """Pictures of one part of a page, each with the time for which it is to be seen."""

    def __init__(self, page: Page, clip: dict[str, float]) -> None:
        self._page, self._clip = page, clip
        self._pictures: list[Image.Image] = []
        self._times: list[float] = []

    def take(self, seconds: float) -> None:
        """Takes pictures for so long, as many as the machine can."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._times.append(time.monotonic())
            taken = self._page.screenshot(clip=self._clip)
            self._pictures.append(Image.open(io.BytesIO(taken)).convert("RGB"))

    def save(self, path: Path) -> None:
        """Writes an animated WebP that begins again at its end."""
        gaps = [round((after - before) * 1000)
                for before, after in zip(self._times, self._times[1:], strict=False)]
        first, *rest = self._pictures
        first.save(path, save_all=True, append_images=rest, duration=[*gaps, LAST], loop=0,
                   quality=70, method=4, minimize_size=True)


def start_here(lab: Lab, browser: Browser, path: Path) -> None:
    """Films the second cell of 00: run, answered by a pointer, heard."""
    sheet = lab.open(browser, "00-start-here.ipynb", width=1000, height=1700)
    page = sheet.page
    sheet.hide_files()
    page.get_by_role("menuitem", name="Edit", exact=True).click()
    page.get_by_text("Clear Outputs of All Cells", exact=True).click()
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    _run(page, cells.nth(0))
    expect(cells.nth(0)).to_contain_text("Practice", timeout=30_000)
    box = cells.nth(1).bounding_box()
    page.evaluate(POINTER)
    film = Film(page, {"x": box["x"], "y": box["y"], "width": WIDE, "height": HIGH})
    cells.nth(1).locator(".jp-InputPrompt").click()
    film.take(0.8)
    page.keyboard.press("Control+Enter")
    answer = sheet.handset("Alice").get_by_role("button", name="Answer", exact=True)
    answer.wait_for()
    film.take(0.7)
    _point(page, answer)
    film.take(1.2)
    answer.click()
    film.take(2.6)
    film.save(path)
    sheet.close()


def _run(page: Page, cell: Locator) -> None:
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Enter")


def _point(page: Page, at: Locator) -> None:
    box = at.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(f"pointer.style.transform = 'translate({x}px, {y}px)'")
