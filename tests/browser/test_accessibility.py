"""Every state of every widget, judged by axe-core in every theme that JupyterLab has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser import axe, states
from tests.browser.desk import Desk, open_desk
from tests.browser.lab import Lab, Sheet

THEMES = [pytest.param("JupyterLab Light", marks=pytest.mark.long), "JupyterLab Dark",
          pytest.param("JupyterLab Dark High Contrast", marks=pytest.mark.long)]
"""The dark one is the one where most is different."""

SET_UP = dedent("""
    from twilio.rest import Client
    from helpers import call_form, credentials_form, number_form, phone, sms_form, spending
    from helpers import start, trace, url_form, voice_form, watch
    account = start()
    client = Client()
    alice = phone("+14155550123", name="Alice").answers(after=0)
    call = client.calls.create(to=alice.number, from_=account.number,
                               twiml="<Response><Say>Ahoy hoy!</Say></Response>")
    text = client.messages.create(to=alice.number, from_=account.number, body="Ahoy!")
    """).strip()

WIDGETS = {
    "the account at a glance": ("account", ".ahoy-account"),
    "what it costs": ("spending()", ".ahoy-spending"),
    "the trace of a call, live": ("_ = await watch(call)", ".ahoy-trace"),
    "the trace of everything": ("trace()", ".jp-OutputArea"),
    "a form for a call": ("call_form()", ".ahoy-form"),
    "a form for a text": ("sms_form()", ".ahoy-form"),
    "a text that is dear": ("sms_form().fill(body='⚓' * 80)", ".ahoy-form"),
    "a form for a number": ("number_form()", ".ahoy-form"),
    "a form with everything to mend": ("call_form().fill(to='x', from_='', twiml='<')",
                                       ".ahoy-form"),
    "a form for a voice": ("voice_form().fill(voice='Polly.Hans')", ".ahoy-form"),
    "a form for credentials": ("credentials_form()", ".ahoy-form"),
    "a form for a URL": ("url_form()", ".ahoy-form"),
}
"""What is judged beside the handsets: a cell, and the part of its output that is ours."""


@pytest.fixture(scope="session")
def rules() -> Path:
    """axe-core, or skipped tests that say why."""
    path = axe.find_axe()
    if path is None:
        (pytest.fail if os.environ.get("AHOY_BROWSER_REQUIRED") else pytest.skip)(axe.MISSING)
    return path


@pytest.fixture(scope="module")
def handsets(rules: Path, lab: Lab, browser: Browser) -> Iterator[tuple[Sheet, Locator]]:
    """All states of the handset on one page."""
    sheet, box = states.show(lab, browser, width=1600, height=2600)
    yield sheet, box
    sheet.close()


@pytest.fixture(scope="module")
def widgets(rules: Path, lab: Lab, browser: Browser) -> Iterator[Sheet]:
    """All other widgets, one a cell."""
    cells = [SET_UP, *(code for code, _ in WIDGETS.values())]
    sheet = lab.open(browser, lab.write("widgets.ipynb", *cells), height=4000)
    sheet.run_all()
    for place, (_, part) in enumerate(WIDGETS.values(), 1):
        expect(sheet.cell(place).locator(part).first).to_be_visible(timeout=30_000)
    yield sheet
    sheet.close()


@pytest.fixture(scope="module")
def opened(rules: Path, lab: Lab, browser: Browser) -> Iterator[Desk]:
    """A trace with every row open, and everything that is folded unfolded."""
    desk = open_desk(lab, browser, height=2600)
    lines = desk.trace.locator(".ahoy-line")
    for place in range(lines.count()):
        lines.nth(place).click()
    expect(desk.trace.locator(".ahoy-meaning")).to_have_count(lines.count(), timeout=15_000)
    desk.trace.evaluate("(trace) => trace.querySelectorAll('details').forEach((fold) => {"
                        "fold.open = true; })")
    yield desk
    desk.sheet.close()


@pytest.mark.parametrize("theme", THEMES)
def test_no_opened_row_of_a_trace_shuts_anyone_out(
        opened: Desk, rules: Path, theme: str) -> None:
    """Requests, webhooks, refusals, alerts, JSON and TwiML: no serious or critical fault."""
    opened.sheet.choose_theme(theme)
    assert axe.faults(opened.trace, rules) == []


@pytest.mark.parametrize("theme", THEMES)
def test_no_state_of_a_handset_shuts_anyone_out(
        handsets: tuple[Sheet, Locator], rules: Path, theme: str) -> None:
    """No fault of serious or critical impact, also when the theme changes while it is open."""
    sheet, box = handsets
    sheet.choose_theme(theme)
    assert axe.faults(box, rules) == []


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", WIDGETS)
def test_no_widget_shuts_anyone_out(
        widgets: Sheet, rules: Path, name: str, theme: str) -> None:
    """No fault of serious or critical impact."""
    widgets.choose_theme(theme)
    part = widgets.cell(1 + list(WIDGETS).index(name)).locator(WIDGETS[name][1]).first
    assert axe.faults(part, rules) == []


DOCK = dedent("""
    from twilio.rest import Client
    from helpers import phone, start
    account = start()
    client = Client()
    for name, line in (("Alice", "23"), ("Bob", "45"), ("Chen", "67")):
        person = phone(f"+141555501{line}", name=name)
        if name != "Chen":
            client.calls.create(to=person.number, from_=account.number,
                                twiml="<Response><Pause length='60'/></Response>")
    client.messages.create(to=person.number, from_=account.number, body="Ahoy!"); None
    """).strip()


@pytest.fixture(scope="module")
def docked(rules: Path, lab: Lab, browser: Browser) -> Iterator[Sheet]:
    """A dock with three phones: one rings open, one as a card, one has a text."""
    sheet = lab.open(browser, lab.write("docked.ipynb", DOCK), width=1280, height=900)
    sheet.run(0)
    sheet.dock.get_by_role("button", name="Take over").click(timeout=30_000)
    expect(sheet.dock.locator(".ahoy-card:visible")).to_have_count(1)
    yield sheet
    sheet.close()


@pytest.mark.parametrize("theme", THEMES)
def test_no_dock_shuts_anyone_out(docked: Sheet, rules: Path, theme: str) -> None:
    """Open, and folded into a strip."""
    docked.choose_theme(theme)
    for name in ("Fold the phones away", "Show the phones"):
        assert axe.faults(docked.dock, rules) == []
        docked.dock.get_by_role("button", name=name).click()


def test_the_rules_find_faults(handsets: tuple[Sheet, Locator], rules: Path) -> None:
    """A button without a name is a critical fault: these tests can fail."""
    _, box = handsets
    box.evaluate("(box) => box.append(document.createElement('button'))")
    assert ["button-name"] == [fault.split(":")[0] for fault in axe.faults(box, rules)]
    box.evaluate("(box) => box.lastElementChild.remove()")
