"""Makes docs/pictures: the first notebook in a real JupyterLab, and a gallery of the handset.

    python docs/make_pictures.py

Takes about a minute and needs Chromium (`AHOY_CHROMIUM` names yours). Look at the pictures
before you keep them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # tests.browser is no part of the installed package

from tests.browser import states  # noqa: E402
from tests.browser.lab import Lab, chromium, find_chromium, jupyter  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
HEIGHT = 5000
"""Pixels of a page that shows every state without a scroll bar."""

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
                gallery(lab, browser, f"handsets-{mode}", wide=1440)
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
    save(sheet.page.locator(".jp-NotebookPanel"), f"00-{mode}")
    sheet.close()


def gallery(lab: Lab, browser: Browser, name: str, *, wide: int, **page: object) -> None:
    """Every state of the handset, as they stand on a page that gives them `wide` pixels."""
    sheet, box = states.show(lab, browser, width=wide + 110, height=HEIGHT, **page)
    save(box, name)
    sheet.close()


def save(part: Locator, name: str) -> None:
    """One picture of this part of the page, with moving things at rest."""
    part.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
