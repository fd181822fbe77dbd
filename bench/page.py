"""What a person feels on the page, in a real JupyterLab. Prints figures; judges nothing.

    python bench/page.py            # needs Chromium; about a minute

Click to Python: from the browser's click to the touch in the kernel, by one machine's clock.
"""

from __future__ import annotations

import ast
import gzip
import itertools
import statistics
import sys
import tempfile
from pathlib import Path
from textwrap import dedent

from playwright.sync_api import expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # tests.browser is no part of the installed package

from helpers.page.phones.handset_widget import HandsetWidget  # noqa: E402
from helpers.page.story.trace_widget import TraceWidget  # noqa: E402
from tests.browser.lab import Sheet, chromium, find_chromium, jupyter  # noqa: E402

CLICKS = 40
RECORDS = 1000
RUNS = 5

SET_UP = dedent("""
    import asyncio, threading, time
    from twilio.rest import Client
    from helpers import phone, start
    from helpers.page.phones.handset_widget import widget_of
    account = start()
    client = Client()
    alice = phone("+14155550123", name="Alice").answers(after=0)
    arrived = []
    widget_of(alice).on_msg(
        lambda _, told, __: told["do"] == "press" and arrived.append(time.time()))
    alice
    """).strip()

CALL = """client.calls.create(to=alice.number, from_=account.number,
    twiml="<Response><Pause length='600'/></Response>"); None"""

WHILE = {
    "idle": "None",
    "a cell awaits": "await asyncio.sleep(9)",
    "a cell blocks": "time.sleep(9)",
}

FLOOD = dedent(f"""
    def flood():
        for n in range({RECORDS}):
            alice.shows(f"line {{n}}", "note")
            time.sleep(0.003)
    threading.Thread(target=flood).start()
    """).strip()

READY = """() => new Promise((done) => {
    for (const old of document.querySelectorAll(".ahoy-handset")) old.dataset.old = "yes";
    addEventListener("keydown", ({ timeStamp }) => {
        const look = () => document.querySelector(".ahoy-phone .ahoy-handset:not([data-old])")
            ? done(performance.now() - timeStamp) : requestAnimationFrame(look);
        look();
    }, { once: true, capture: true });
})"""

FRAMES = """(last) => new Promise((done) => {
    const frames = [];
    const look = (now) => {
        frames.push(now);
        const box = document.querySelector(".ahoy-dock .ahoy-handset .ahoy-log");
        box.textContent.includes(last) ? done(frames) : requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""


def main() -> None:
    sizes()
    with (chromium(find_chromium()) as browser, tempfile.TemporaryDirectory() as folder,
          jupyter(Path(folder)) as lab):
        cells = (SET_UP, CALL, *WHILE.values(), "arrived", FLOOD, "alice")
        sheet = lab.open(browser, lab.write("bench.ipynb", *cells), height=2600)
        sheet.run(0)
        expect(sheet.handset("Alice")).to_be_visible(timeout=60_000)
        sheet.run(1)
        for place, name in enumerate(WHILE, 2):
            clicks(sheet, place, name)
        flood(sheet)
        ready(sheet)
        sheet.close()


def sizes() -> None:
    """Bytes that travel to the page for one widget."""
    for widget in (HandsetWidget, TraceWidget):
        script, style = (str(getattr(widget, name)).encode() for name in ("_esm", "_css"))
        packed = len(gzip.compress(script + style))
        print(f"{widget.__name__}: {len(script):,} bytes of JavaScript, {len(style):,} of CSS, "
              f"{packed:,} packed")


def clicks(sheet: Sheet, place: int, name: str) -> None:
    """Clicks a key many times, and compares when with what the kernel noted."""
    sheet.run(place)
    key = sheet.handset("Alice").get_by_role("button", name="5", exact=True)
    expect(key).to_be_visible(timeout=20_000)
    sheet.page.wait_for_timeout(800)
    sheet.page.evaluate("""() => {
        globalThis.clicked = [];
        globalThis.note = () => clicked.push((performance.timeOrigin + performance.now()) / 1000);
        addEventListener("click", note, { capture: true });
    }""")
    for _ in range(CLICKS):
        key.click()
        sheet.page.wait_for_timeout(100)
    clicked = sheet.page.evaluate("removeEventListener('click', note, { capture: true }), clicked")
    sheet.run(2 + len(WHILE))
    arrived = ast.literal_eval(sheet.result(2 + len(WHILE)))[-CLICKS:]
    late = sorted((came - went) * 1000 for came, went in zip(arrived, clicked, strict=True))
    print(f"click to Python, {name}: median {statistics.median(late):.1f} ms, "
          f"p95 {late[int(len(late) * 0.95) - 1]:.1f} ms, most {late[-1]:.1f} ms")


def flood(sheet: Sheet) -> None:
    """Frames a second while many lines arrive within some seconds."""
    sheet.run(3 + len(WHILE))
    frames = sheet.page.evaluate(FRAMES, f"line {RECORDS - 1}")
    gaps = [after - before for before, after in itertools.pairwise(frames)]
    seconds = (frames[-1] - frames[0]) / 1000
    print(f"{RECORDS:,} records in {seconds:.1f} s: {len(gaps) / seconds:.0f} frames a second, "
          f"longest gap {max(gaps):.0f} ms")


def ready(sheet: Sheet) -> None:
    """From Shift+Enter to a handset on the page, several times."""
    took = []
    for _ in range(RUNS):
        cell = sheet.cell(4 + len(WHILE))
        cell.locator(".jp-InputPrompt").click()
        sheet.page.evaluate("(code) => { globalThis.ready = eval(code)(); }", READY)
        sheet.page.keyboard.press("Control+Enter")
        took.append(sheet.page.evaluate("ready"))
        sheet.page.keyboard.press("Escape")
        sheet.page.wait_for_timeout(500)
    print(f"Run to a handset that can be clicked: median {statistics.median(took):.0f} ms, "
          f"most {max(took):.0f} ms")


if __name__ == "__main__":
    main()
