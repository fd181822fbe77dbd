"""Makes docs/pictures: the first notebook, a film of it, every state of the handset, and
a row of the trace that is open.

    make pictures

Takes some minutes, needs Chromium (`AHOY_CHROMIUM` names yours) and Pillow, which this
command installs. Look at the pictures before you keep them.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # tests.browser is no part of the installed package

from docs import animation  # noqa: E402
from tests.browser import states  # noqa: E402
from tests.browser.desk import open_desk  # noqa: E402
from tests.browser.lab import Lab, chromium, find_chromium, jupyter  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
HIGH = 9500
"""Pixels of a page that shows every state without a scroll bar."""

NARROW = ("Bob", "Dora", "Kit", "Ada")
"""Whose phones are shown on a page of 320 pixels."""

COLOURS = 200
"""So many colours make a picture small, and nobody sees the difference."""

SHARP = 1.5
"""Pixels of a picture for each pixel of the page."""


def main() -> int:
    """Writes every picture anew."""
    path = find_chromium()
    if path is None:
        print("There is no Chromium: install one, or name yours in AHOY_CHROMIUM.")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with chromium(path) as browser:
        for mode, theme in THEMES.items():
            with tempfile.TemporaryDirectory() as folder, jupyter(Path(folder), theme=theme) as lab:
                shutil.copytree(ROOT / "notebooks", lab.folder, dirs_exist_ok=True)
                start_here(lab, browser, mode)
                gallery(lab, browser, f"handsets-{mode}")
                opened(lab, browser, f"trace-{mode}")
                if mode == "light":
                    gallery(lab, browser, "handsets-contrast", forced_colors="active")
                    narrow(lab, browser)
                    animation.start_here(lab, browser, PICTURES / "00.webp")
    return 0


def start_here(lab: Lab, browser: Browser, mode: str) -> None:
    """00 with the call answered and its sentence on the handset."""
    sheet = lab.open(browser, "00-start-here.ipynb", width=960, height=1960,
                     device_scale_factor=SHARP)
    sheet.hide_files()
    sheet.run_all_and_answer("Alice")
    alice = sheet.handset("Alice")
    expect(alice.get_by_role("log", name="The call")).to_contain_text("Ahoy hoy!")
    expect(alice).to_contain_text("1 new", timeout=15_000)
    expect(sheet.page.locator(".ahoy-trace").first).to_contain_text("call is completed")
    sheet.scroll_to_top()
    save(f"00-{mode}", picture(sheet.page.locator(".jp-NotebookPanel")))
    sheet.close()


def gallery(lab: Lab, browser: Browser, name: str, **page: object) -> None:
    """Every state of the handset, five in a row."""
    sheet, box = states.show(lab, browser, width=1980, height=HIGH, **page)
    save(name, picture(box))
    sheet.close()


def opened(lab: Lab, browser: Browser, name: str) -> None:
    """A trace with a webhook that is open: what was sent, and the TwiML that came back."""
    desk = open_desk(lab, browser, harmless=True, width=1000, height=2600)
    desk.sheet.hide_files()
    desk.open("POST /voice")
    desk.page.mouse.move(0, 0)
    desk.trace.locator(".ahoy-picture").evaluate("(box) => { box.style.maxHeight = 'none'; }")
    save(name, picture(desk.trace))
    desk.sheet.close()


def narrow(lab: Lab, browser: Browser) -> None:
    """Some states as a page of 320 pixels shows them, beside each other."""
    sheet, box = states.show(lab, browser, width=1980, height=HIGH)
    sheet.page.set_viewport_size({"width": 320, "height": HIGH})
    parts = [picture(box.get_by_role("group", name=f"{one}'s phone")) for one in NARROW]
    width = sum(part.width + 16 for part in parts) - 16
    whole = Image.new("RGB", (width, parts[0].height), "white")
    for place, part in enumerate(parts):
        whole.paste(part, (place * (part.width + 16), 0))
    save("handsets-narrow", whole)
    sheet.close()


def picture(part: Locator) -> Image.Image:
    """This part of the page, with moving things at rest."""
    taken = part.screenshot(animations="disabled")
    return Image.open(io.BytesIO(taken)).convert("RGB")


def save(name: str, image: Image.Image) -> None:
    """Writes it with few colours."""
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
