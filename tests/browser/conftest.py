"""One JupyterLab, one Chromium and one kernel for all tests of the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import ROOT, Lab, chromium, find_chromium, jupyter

MISSING = ("There is no Chromium. Install one (Debian, Ubuntu: apt install chromium), "
           "or name yours in AHOY_CHROMIUM.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder needs a browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where a Chromium is, or a skipped test that says why."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("AHOY_BROWSER_REQUIRED") else pytest.skip)(MISSING)
    return path


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A Chromium. Not for longer than a module: Playwright's event loop runs in this thread
    while it is open, and no other one could."""
    with chromium(chromium_path) as running:
        yield running


@pytest.fixture(scope="session")
def lab(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab over a copy of the notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "work", dirs_exist_ok=True)
    with jupyter(folder) as running:
        yield running
