"""A bad line: whatever is lost, late, twice or out of order, what is shown in the end is true."""

from __future__ import annotations

import ast
import contextlib
import time
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import Lab, Sheet

BAD_LINE = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")
SOON = 40.0
"""Seconds until the page must be right, on a line that goes on being bad."""

CELLS = tuple(dedent(code).strip() for code in ("""
    import time
    from twilio.rest import Client
    from helpers import phone, start, trace, watch
    account = start()
    client = Client()
    alice = phone("+14155550123", name="Alice")
    alice
    """, """
    alice.answers(after=0.5).presses("12", after=0.5)
    client.messages.create(to=alice.number, from_=account.number, body="Ahoy!")
    call = client.calls.create(to=alice.number, from_=account.number, twiml=(
        "<Response>" + "".join(f"<Say>Sentence {n}.</Say>" for n in range(4)) + "</Response>"))
    _ = await watch(call)
    """, """
    time.sleep(4)
    """, """
    (alice.status, [line["text"] for line in alice.snapshot()["lines"]],
     [text.body for text in alice.messages], len(trace(call)))
    """))

SHOWN = """() => {
    const phone = document.querySelector(".ahoy-dock .ahoy-handset");
    const words = (part) => [...phone.querySelectorAll(`${part} .ahoy-line .ahoy-said`)]
        .map((one) => one.textContent);
    return [phone.dataset.status, words(".ahoy-talk"), words(".ahoy-texts"),
        document.querySelectorAll(".ahoy-trace .ahoy-row").length];
}"""


def open_badly(lab: Lab, browser: Browser, seed: int) -> Sheet:
    """A notebook on a line that is good until `spoil`."""
    written = lab.write("faults.ipynb", *CELLS)
    sheet = lab.open(browser, written, width=1280, height=900,
                     before=BAD_LINE.replace("SEED", str(seed)))
    sheet.run(0)
    sheet.dock.locator(".ahoy-handset").wait_for(timeout=30_000)
    spoil(sheet)
    return sheet


def spoil(sheet: Sheet) -> None:
    """From now on the line is bad."""
    sheet.page.evaluate("line.isBad = true")


def truth(sheet: Sheet) -> list:
    """What the kernel knows."""
    sheet.run(3)
    return list(ast.literal_eval(sheet.result(3, timeout=60)))


def comes_true(sheet: Sheet, wanted: list) -> list:
    """What the page shows once it is right, or after a while."""
    deadline = time.monotonic() + SOON
    while (shown := sheet.page.evaluate(SHOWN)) != wanted and time.monotonic() < deadline:
        sheet.page.wait_for_timeout(200)
    return shown


def spoilt(sheet: Sheet) -> int:
    """How many messages the line of this page has spoilt."""
    return int(sheet.page.evaluate("line.lost + line.late + line.twice"))


def plain(sheet: Sheet) -> int:
    """A call and a text."""
    sheet.run(1)
    return 0


def busy(sheet: Sheet) -> int:
    """The kernel is held by another cell meanwhile."""
    sheet.run(1)
    sheet.run(2)
    return 0


def reloaded(sheet: Sheet) -> int:
    """The page is loaded anew in mid-call; what was spoilt before it."""
    sheet.run(1)
    sheet.page.wait_for_timeout(2500)
    before = spoilt(sheet)
    sheet.save()
    sheet.page.reload()
    sheet.wait_for_kernel()
    sheet.dock.locator(".ahoy-handset").wait_for(timeout=30_000)
    spoil(sheet)
    return before


def twofold(sheet: Sheet) -> int:
    """Another tab shows the notebook, and is closed in mid-call."""
    sheet.save()
    other = sheet.page.context.new_page()
    with contextlib.closing(other):
        other.goto(sheet.page.url)
        other.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=30_000)
        sheet.page.bring_to_front()
        sheet.run(1)
        sheet.page.wait_for_timeout(2500)
    return 0


WAYS = {"plain": plain, "kernel busy": busy, "loaded anew": reloaded, "two tabs": twofold}


@pytest.mark.parametrize("way, seed", [
    ("plain", 1),
    *(pytest.param(way, seed, marks=pytest.mark.long) for way in WAYS for seed in range(2, 8)),
])
def test_in_the_end_the_page_is_right(lab: Lab, browser: Browser, way: str, seed: int) -> None:
    """A quarter of all messages is lost, a quarter is late, some come twice."""
    sheet = open_badly(lab, browser, seed)
    try:
        before = WAYS[way](sheet)
        wanted = truth(sheet)
        assert comes_true(sheet, wanted) == wanted
        assert before + spoilt(sheet) > 0
    finally:
        sheet.close()
