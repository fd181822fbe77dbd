"""The page in Notebook 7, which is JupyterLab's parts in a simpler frame."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.lab import ROOT, jupyter


def test_the_first_notebook_rings_and_is_answered(browser: Browser, tmp_path: Path) -> None:
    """Run All; *Answer* is clicked while the cell waits; the sentence is heard."""
    with jupyter(tmp_path, classic=True) as seven:
        shutil.copy(ROOT / "notebooks" / "00-start-here.ipynb", seven.folder)
        sheet = seven.open(browser, "00-start-here.ipynb")
        sheet.run_all_and_answer("Alice")
        heard = sheet.handset("Alice").get_by_role("log", name="The call")
        expect(heard).to_contain_text("Ahoy hoy!", timeout=15_000)
        picture = sheet.page.locator(".ahoy-trace").first
        expect(picture).to_contain_text("answers", timeout=15_000)
        sheet.close()
