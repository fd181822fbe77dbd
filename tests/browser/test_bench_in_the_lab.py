"""The TwiML bench in a real JupyterLab: put together by mouse and keys, and run on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser import axe as rules
from tests.browser.lab import Lab, Sheet

CELLS = (
    'from helpers import *\naccount = start()\n'
    'alice = phone("+14155550123", name="Alice").answers(after=60)',
    "bench = twiml_bench()\nbench",
    "alice",
    "print(bench.twiml)",
    "_ = alice.take_over()",
)


@pytest.fixture(scope="module")
def sheet(browser: Browser, lab: Lab) -> Iterator[Sheet]:
    """A notebook with a bench and Alice's phone."""
    sheet = lab.open(browser, lab.write("bench.ipynb", *CELLS), height=2200)
    sheet.hide_files()
    for place in range(3):
        sheet.run(place)
    yield sheet
    sheet.page.context.close()


@pytest.fixture
def bench(sheet: Sheet) -> Locator:
    """The bench, with the document that it begins with."""
    found = sheet.page.locator(".ahoy-bench")
    expect(found).to_be_visible(timeout=30_000)
    xml(found).fill("<Response><Say>Ahoy hoy!</Say></Response>")
    expect(found.locator(".ahoy-timeline")).to_contain_text("A call of 0.6 s.")
    return found


def xml(bench: Locator) -> Locator:
    """The field with the document's text."""
    return bench.get_by_label("XML: you may write in it")


def test_verbs_are_put_together_by_mouse(bench):
    """Added, nested, set, moved, removed; XML, Python and timeline follow."""
    bench.get_by_label("Verb to add").select_option(label="Gather")
    bench.get_by_role("button", name="Add", exact=True).click()
    expect(bench.get_by_label("numDigits")).to_be_visible()
    bench.get_by_label("numDigits").fill("1")
    bench.get_by_label("Verb to add").select_option(label="Say in 2")
    bench.get_by_role("button", name="Add", exact=True).click()
    bench.get_by_label("text", exact=True).fill("Press one.")
    expect(xml(bench)).to_have_value(re.compile(r'numDigits="1">\s+<Say>Press one\.</Say>'))
    expect(bench.locator(".ahoy-code pre")).to_contain_text('gather.say("Press one.")')
    expect(bench.locator(".ahoy-timeline svg")).to_contain_text("listens for 1 key")
    bench.get_by_label("Verbs of the document").select_option(index=0)
    bench.get_by_role("button", name="Down").click()
    expect(bench.get_by_label("Verbs of the document")).to_have_value(re.compile("."))
    bench.get_by_role("button", name="Remove").click()
    expect(xml(bench)).not_to_have_value(re.compile("Ahoy hoy"))


def test_the_list_of_verbs_is_used_by_keys(bench, sheet):
    """Arrows choose a verb, and its settings stand beside it."""
    xml(bench).fill("<Response><Say>One</Say><Pause length='4'/></Response>")
    verbs = bench.get_by_label("Verbs of the document")
    expect(verbs).to_contain_text("Pause")  # the kernel has read it
    verbs.select_option(index=0)
    expect(bench.get_by_label("text", exact=True)).to_have_value("One")
    verbs.focus()
    sheet.page.keyboard.press("ArrowDown")
    expect(bench.get_by_label("length")).to_have_value("4")


def test_faults_are_told_while_one_types_and_the_button_waits(bench):
    """In words, with what to write instead; what is typed stays."""
    field = xml(bench)
    field.fill("<Response><Say>R & D</Say></Response>")
    expect(bench.locator(".ahoy-problem").first).to_contain_text('Write "&amp;" instead of "&".')
    expect(bench.get_by_role("button", name="Call this phone")).to_be_disabled()
    expect(field).to_have_value("<Response><Say>R & D</Say></Response>")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_one_click_calls_the_phone(bench, sheet):
    """The phone rings, and when it is answered it hears the document."""
    xml(bench).fill("<Response><Say>From the bench</Say><Pause length='2'/></Response>")
    expect(bench.get_by_label("Phone to try it on")).to_have_value(re.compile("."))
    bench.get_by_role("button", name="Call this phone").click()
    alice = sheet.handset("Alice")
    alice.get_by_role("button", name="Answer", exact=True).click(timeout=20_000)
    expect(alice).to_contain_text("From the bench", timeout=20_000)


def test_code_has_the_same_document(bench, sheet):
    """The object in the notebook is the one on the page."""
    xml(bench).fill("<Response><Hangup/></Response>")
    expect(bench.locator(".ahoy-timeline")).to_contain_text("hangs up")
    cell = sheet.run(3)
    expect(cell.locator(".jp-OutputArea-output")).to_contain_text("<Response><Hangup/></Response>")


def test_there_is_little_room(bench, sheet):
    """On a narrow page nothing sticks out, and the timeline is text."""
    sheet.page.set_viewport_size({"width": 420, "height": 2200})
    expect(bench.locator(".ahoy-told")).to_be_visible()
    expect(bench.locator(".ahoy-picture")).to_be_hidden()
    wide = bench.evaluate("(bench) => [bench.scrollWidth, bench.clientWidth]")
    sheet.page.set_viewport_size({"width": 1280, "height": 2200})
    assert wide[0] <= wide[1]


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_axe_finds_no_serious_fault(bench, sheet, theme):
    """With faults and without, in either theme."""
    axe = rules.find_axe()
    if axe is None:
        pytest.skip(rules.MISSING)
    sheet.choose_theme(theme)
    xml(bench).fill("<Response><Say lop='2'>Hi</Say></Response>")
    expect(bench.locator(".ahoy-timeline")).to_contain_text("Did you mean loop?")
    assert [] == rules.faults(bench, axe)
