"""A notebook that was run, saved and opened again shows its drawings and texts, and no error."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.browser.lab import Lab, Sheet, jupyter
from tests.notebooks import book

SHIPPED = book.load(book.paths()[0])

CELLS = ("""
from twilio.rest import Client
from helpers import call_form, phone, start, watch
account = start()
client = Client()
alice = phone("+14155550123", name="Alice")
alice
""", """
alice.answers(after=0)
call = client.calls.create(to=alice.number, from_=account.number,
                           twiml="<Response><Say>Ahoy hoy!</Say></Response>")
await watch(call)
""", "call_form()", "account")  # fmt: skip


KERNEL_IS_IDLE = """async () => {
    const settings = document.getElementById("jupyter-config-data").textContent;
    const sessions = await (await fetch(JSON.parse(settings).baseUrl + "api/sessions")).json();
    return sessions.some((one) => one.kernel?.execution_state === "idle");
}"""
"""Notebook 7 says so too early, and would ask which kernel to take."""


SEVEN = "notebook 7"


@pytest.fixture(params=["lab", pytest.param(SEVEN, marks=pytest.mark.long)])
def host(request, tmp_path: Path, chromium_path: str) -> Iterator[Lab]:
    """JupyterLab, then Notebook 7."""
    with jupyter(tmp_path, classic=request.param == SEVEN) as running:
        yield running


def run_all(sheet: Sheet) -> None:
    """Run All; where the page did not know its kernel yet, it asks for one, or does nothing."""
    chosen = sheet.page.locator(".jp-Dialog .jp-mod-accept")
    begun = sheet.page.locator(".jp-InputPrompt", has_text=re.compile(r"\[[\d*]")).first
    for _ in range(4):
        sheet.run_all()
        with contextlib.suppress(TimeoutError):
            chosen.click(timeout=3_000)
            sheet.page.wait_for_timeout(3_000)
            continue
        with contextlib.suppress(TimeoutError):
            begun.wait_for(timeout=5_000)
            return


def run_first(sheet: Sheet) -> None:
    """Shift+Enter in the first cell; once more where the page did not know its kernel yet."""
    sheet.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    begun = sheet.cell(0).locator(".jp-InputPrompt", has_text=re.compile(r"\[[\d*]"))
    for _ in range(4):
        sheet.run(0)
        with contextlib.suppress(TimeoutError):
            begun.wait_for(timeout=5_000)
            return


def ran_and_saved(host: Lab, browser: Browser) -> None:
    """The notebook is run, its page is closed, and its kernel is ended."""
    sheet = host.open(browser, host.write("day.ipynb", *CELLS))
    sheet.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    run_all(sheet)
    expect(sheet.handset("Alice")).to_be_visible(timeout=30_000)
    expect(sheet.cell(3)).to_contain_text("completed", timeout=30_000)
    sheet.page.keyboard.press("Control+s")
    sheet.page.wait_for_timeout(1500)
    sheet.close()


def shows_what_was_saved(page: Page) -> None:
    """Each output has its text or drawing; the phone says what to do."""
    cells = page.locator(".jp-Notebook .jp-Cell")
    expect(cells.nth(0)).to_contain_text(re.compile("Alice's phone.*Run this cell", re.S))
    expect(cells.nth(1).locator("svg, img")).not_to_have_count(0)
    expect(cells.nth(2)).to_contain_text("call form")
    expect(cells.nth(3)).to_contain_text("Last calls")
    expect(page.get_by_text(re.compile("^(Loading|Error displaying) widget"))).to_have_count(0)


def test_an_output_without_its_widget_shows_what_was_saved(host: Lab, browser: Browser) -> None:
    """The next day, with another kernel; and a cell that is run again is alive again."""
    ran_and_saved(host, browser)
    assert "widget-view" in (host.folder / "day.ipynb").read_text()
    sheet = host.open(browser, "day.ipynb")
    shows_what_was_saved(sheet.page)
    run_first(sheet)
    expect(sheet.handset("Alice")).to_be_visible(timeout=30_000)
    sheet.close()


@pytest.mark.long
def test_a_tab_that_is_closed_and_opened_again_shows_it_too(browser: Browser, lab: Lab) -> None:
    """In one page of JupyterLab, where the widgets' own manager waits for no kernel any more."""
    sheet = lab.open(browser, lab.write("day.ipynb", *CELLS))
    sheet.run_all()
    expect(sheet.cell(3)).to_contain_text("completed", timeout=30_000)
    sheet.save()
    close_tab_and_open_again(sheet, "day.ipynb")
    shows_what_was_saved(sheet.page)
    sheet.close()


def close_tab_and_open_again(sheet: Sheet, name: str) -> None:
    """The tab is closed, its kernel ended, and the file opened from the list of files."""
    sheet.page.get_by_role("menuitem", name="File", exact=True).click()
    sheet.page.get_by_role("menuitem", name="Close and Shut Down Notebook").click()
    sheet.page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(sheet.page.locator(".jp-Notebook")).to_have_count(0)
    sheet.page.locator(".jp-DirListing-item", has_text=name).dblclick()
    sheet.wait_for_kernel()


@pytest.mark.parametrize(
    "classic", [pytest.param(False, id="lab"),
                pytest.param(True, id=SEVEN, marks=pytest.mark.long)])
def test_a_prediction_keeps_its_answer_until_the_cell_is_run(
    browser: Browser, tmp_path: Path, chromium_path: str, classic: bool
) -> None:
    """As shipped the output is hidden and the sentence folded; running unfolds the output."""
    shipped = [cell for cell in SHIPPED.cells if "outputs_hidden" in str(cell.raw)]
    (secret,) = [text for cell in shipped for text in cell.outputs[0]["data"]["text/plain"]]
    with jupyter(tmp_path, classic=classic) as host:
        shutil.copy(book.NOTEBOOKS / SHIPPED.name, host.folder)
        sheet = host.open(browser, SHIPPED.name)
        sheet.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        cell = sheet.page.locator(".jp-Notebook .jp-Cell").nth(shipped[0].number - 1)
        cell.scroll_into_view_if_needed()
        shown = cell.locator(".jp-OutputArea-output").get_by_text(secret)
        expect(cell.locator(".jp-OutputPlaceholder")).to_be_visible()
        expect(shown).to_have_count(0)
        answer = sheet.page.locator("details", has_text="Compare with your guess")
        expect(answer.get_by_text("because a handset tells")).to_be_hidden()
        run_all(sheet)
        expect(shown).to_be_visible(timeout=60_000)
        answer.locator("summary").click()
        expect(answer.get_by_text("because a handset tells")).to_be_visible()
        sheet.close()


def test_a_page_that_is_reloaded_finds_its_phone_alive(lab: Lab, browser: Browser) -> None:
    """The kernel is still there, and so are the widgets: nothing saved stands in for them."""
    sheet = lab.open(browser, lab.write("reload.ipynb", *CELLS))
    sheet.run_all()
    expect(sheet.cell(3)).to_contain_text("completed", timeout=30_000)
    sheet.save()
    sheet.page.reload()
    expect(sheet.handset("Alice")).to_be_visible(timeout=30_000)
    sheet.close()


def test_a_page_made_of_the_file_shows_it_without_any_jupyter(
    browser: Browser, lab: Lab, tmp_path: Path
) -> None:
    """nbconvert's HTML, as nbviewer and a printer get it."""
    from nbconvert import HTMLExporter

    sheet = lab.open(browser, lab.write("day.ipynb", *CELLS))
    sheet.run_all()
    expect(sheet.cell(3)).to_contain_text("completed", timeout=30_000)
    sheet.save()
    sheet.close()
    assert "widgets" not in json.loads((lab.folder / "day.ipynb").read_text())["metadata"]
    html, _ = HTMLExporter().from_filename(str(lab.folder / "day.ipynb"))
    (tmp_path / "day.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "day.html").as_uri())
    text = page.locator("main").inner_text()
    assert re.search("Alice's phone.*Run this cell", text, re.S)
    assert "Error displaying widget" not in text and "Last calls" in text
    expect(page.locator("svg, img").first).to_be_attached()
    page.close()
