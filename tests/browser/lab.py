"""A real JupyterLab and a real Chromium, for tests and for the pictures of docs/.

Everything the lab writes goes into one temporary folder: home, settings, kernels' files.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--hide-scrollbars"]
PATIENCE = 60.0
"""Seconds that a lab or a kernel may take to begin."""

IDLE = {"lab/tree": '#jp-main-statusbar :text("| Idle")',
        "notebooks": '.jp-Notebook-ExecutionIndicator[data-status="idle"]'}
"""Where JupyterLab, and where Notebook 7 says that the kernel is idle."""

END_KERNELS = """async () => {
    const settings = document.getElementById("jupyter-config-data").textContent;
    const sessions = JSON.parse(settings).baseUrl + "api/sessions";
    const token = document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? "";
    for (const { id } of await (await fetch(sessions)).json())
        await fetch(`${sessions}/${id}`, { method: "DELETE", headers: { "X-XSRFToken": token } });
}"""


def find_chromium() -> str | None:
    """The Chromium of `AHOY_CHROMIUM`, or one on the PATH."""
    named = os.environ.get("AHOY_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Lab:
    """A running JupyterLab. `folder` holds its notebooks; `url` and `token` open it."""

    def __init__(self, folder: Path, url: str, token: str, tree: str = "lab/tree") -> None:
        self.folder, self.url, self.token, self.tree = folder, url, token, tree

    def write(self, name: str, *cells: str) -> str:
        """A notebook of these code cells. Gives its name."""
        (self.folder / name).write_text(json.dumps(notebook(cells)), encoding="utf-8")
        return name

    def open(self, browser: Browser, name: str, *, width: int = 1280, height: int = 1700,
             before: str = "", **context: object) -> Sheet:
        """Opens a notebook in a page of its own, and waits for its kernel.

        `before`: JavaScript that runs in the page first. `context`: see Playwright's.
        """
        size = {"width": width, "height": height}
        page = browser.new_context(viewport=size, **context).new_page()
        page.add_init_script(before)
        page.goto(f"{self.url}{self.tree}/{name}?reset&token={self.token}")
        sheet = Sheet(page, IDLE[self.tree])
        sheet.wait_for_kernel()
        return sheet


@contextlib.contextmanager
def jupyter(folder: Path, *, theme: str = "JupyterLab Light", classic: bool = False,
            **environment: str) -> Iterator[Lab]:
    """A JupyterLab over `folder`/work, with a home and settings of its own.

    `classic`: Notebook 7 instead.
    """
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    _settle(folder / "settings", theme)
    module, tree = ("notebook", "notebooks") if classic else ("jupyterlab", "lab/tree")
    command = [sys.executable, "-m", module, "--no-browser", "--allow-root",
               "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--ServerApp.root_dir={work}"]
    with (folder / "lab.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=work, stdout=log, stderr=subprocess.STDOUT,
                                  env=_environment(folder) | environment)
        try:
            info = _wait_for_server(folder, server)
            yield Lab(work, info["url"], info["token"], tree)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _environment(folder: Path) -> dict[str, str]:
    places = {"HOME": "home", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data",
              "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTERLAB_SETTINGS_DIR": "settings",
              "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "IPYTHONDIR": "ipython",
              "AHOY_HOME": "ahoy"}
    own = {name: str(folder / place) for name, place in places.items()}
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "AHOY_", "TWILIO_"))}
    return kept | own | {"PYTHONPATH": str(ROOT), "AHOY_CLOCK": "real", "AHOY_MODE": "practice"}


def _settle(settings: Path, theme: str) -> None:
    chosen = {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "apputils-extension/themes": {"theme": theme},
    }
    for name, values in chosen.items():
        path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _wait_for_server(folder: Path, server: subprocess.Popen) -> dict[str, str]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        for path in (folder / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):
                return json.loads(path.read_text(encoding="utf-8"))
        time.sleep(0.1)
    raise RuntimeError("JupyterLab did not start: " + (folder / "lab.log").read_text()[-2000:])


def notebook(cells: tuple[str, ...]) -> dict:
    """A notebook of code cells, with a kernelspec, so that the lab asks no question."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    made = [{**empty, "id": f"cell-{at}", "source": source} for at, source in enumerate(cells)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": made}


class Sheet:
    """An open notebook, as its reader sees it."""

    def __init__(self, page: Page, idle: str = IDLE["lab/tree"]) -> None:
        self.page, self._idle = page, idle
        self._before: dict[int, str] = {}

    def wait_for_kernel(self) -> None:
        """Until the kernel is there and idle; before, *Run* would ask which kernel to take."""
        self.page.locator(self._idle).first.wait_for(timeout=PATIENCE * 1000)

    def run_all(self) -> None:
        """Run > Run All Cells, by mouse."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def run(self, place: int) -> Locator:
        """Selects the cell at `place` by its prompt and runs it by Shift and Enter."""
        cell = self.cell(place)
        prompt = cell.locator(".jp-InputPrompt")
        self._before[place] = prompt.inner_text()
        prompt.click()
        self.page.keyboard.press("Shift+Enter")
        return cell

    def write(self, place: int, code: str) -> None:
        """Types this code into the cell at `place`, instead of what is there."""
        self.cell(place).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Escape")

    def choose_theme(self, name: str) -> None:
        """Settings > Theme, by mouse."""
        page = self.page
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        for item in ("Theme", name):
            page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).first.click()
        expect(page.locator("body")).to_have_attribute(
            "data-jp-theme-name", name, timeout=30_000)

    def hide_files(self) -> None:
        """More room: no list of files beside the notebook."""
        self.page.keyboard.press("Control+b")

    def save(self) -> None:
        """Saves the notebook."""
        self.page.keyboard.press("Control+s")
        expect(self.page.locator(".jp-mod-dirty")).to_have_count(0)

    def result(self, place: int, timeout: float = 25) -> str:
        """What the cell that was run shows as its value in the end. `timeout` in seconds."""
        cell = self.cell(place)
        prompt = cell.locator(".jp-InputPrompt")
        expect(prompt).not_to_have_text(self._before[place])
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=timeout * 1000)
        return cell.locator(".jp-OutputArea-executeResult .jp-OutputArea-output").inner_text()

    def cell(self, place: int) -> Locator:
        """The cell at `place`, counted from 0."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(place)

    def handset(self, name: str) -> Locator:
        """Someone's handset as it is now, by the name that it tells a screen reader: the one of
        the dock if that one is open there, else the latest one below a cell."""
        now = self.page.locator('.ahoy-handset:not([data-then="true"])')
        return now.and_(self.page.get_by_role("group", name=f"{name}'s phone")).last

    @property
    def dock(self) -> Locator:
        """The dock of the notebook that is in front."""
        return self.page.locator(".ahoy-dock:visible")

    def run_all_and_answer(self, name: str) -> None:
        """Runs all cells and clicks *Answer* when this phone rings.

        The autopilot gives a person three seconds, which a machine that is busy may miss:
        then the notebook is run again.
        """
        for _ in range(3):
            self.run_all()
            with contextlib.suppress(TimeoutError):
                answer = self.handset(name).get_by_role("button", name="Answer", exact=True)
                answer.click(timeout=20_000)
                return
        raise AssertionError(f"{name}'s phone did not ring long enough to be answered")

    def scroll_to_top(self) -> None:
        """Shows the notebook from its first cell."""
        self.page.locator(".jp-WindowedPanel-outer").evaluate("(outer) => outer.scrollTo(0, 0)")

    def close(self) -> None:
        """Closes the page and ends its kernel."""
        self.page.evaluate(END_KERNELS)
        self.page.context.close()
