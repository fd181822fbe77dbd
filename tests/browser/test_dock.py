"""The dock: phones stay in sight, wait for who is there, and leave the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import Lab, Sheet

SET_UP = dedent("""
    from twilio.rest import Client
    from helpers import phone, sms_form, start, trace, twiml_bench, watch
    account = start()
    client = Client()
    alice = phone("+14155550123", name="Alice")
    bob = phone("+14155550124", name="Bob")

    def call(person, twiml="<Say>Ahoy hoy!</Say>"):
        return client.calls.create(to=person.number, from_=account.number,
                                   twiml=f"<Response>{twiml}</Response>")

    def answered_by():
        return [one.by for one in trace() if getattr(one, "action", "") == "answers"]
    """).strip()

CELLS = {
    "set up": SET_UP,
    "alice": "alice",
    "one": "call(alice); None",
    "two": "call(alice); call(bob); None",
    "waits": "_ = await watch(call(alice)); answered_by()",
    "many lines": "print('line\\n' * 120)",
    "again": "start(); None",
    "text": "_ = await watch(client.messages.create(to=bob.number, from_=account.number, "
            "body='Ahoy!'))",
    "menu": "call(alice, '<Gather numDigits=\"2\"><Pause length=\"9\"/></Gather>'); None",
    "drawing": "trace()",
    "form": "sms_form()",
    "bench": "twiml_bench()",
    "sum": "40 + 2",
    "last": "1 + 1",
}
HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
IN_VIEW = """(part) => {
    const { top, bottom, left, right } = part.getBoundingClientRect();
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
        && part.contains(there);
}"""


def cell_of(sheet: Sheet, name: str) -> Locator:
    """The cell of this name."""
    return sheet.cell(list(CELLS).index(name))


def run(sheet: Sheet, name: str) -> Locator:
    """Runs the cell of this name."""
    return sheet.run(list(CELLS).index(name))


@pytest.fixture(scope="module")
def opened(lab: Lab, browser: Browser) -> Iterator[Sheet]:
    """A notebook with two phones, on a laptop's screen."""
    sheet = lab.open(browser, lab.write("dock.ipynb", *CELLS.values()), width=1280, height=900)
    run(sheet, "set up")
    expect(sheet.dock).to_be_visible(timeout=30_000)
    yield sheet
    sheet.close()


@pytest.fixture
def sheet(opened: Sheet) -> Sheet:
    """The same, in a new world, with nobody in a call and Alice's phone open."""
    opened.wait_for_kernel()
    opened.page.evaluate(HIDE, False)
    opened.page.set_viewport_size({"width": 1280, "height": 900})
    run(opened, "again")
    unfold(opened.dock)
    discs(opened).first.wait_for()
    if "true" not in (discs(opened).first.get_attribute("aria-pressed") or ""):
        discs(opened).first.click()
    expect(opened.handset("Alice")).to_have_attribute("data-status", "idle", timeout=20_000)
    return opened


def discs(sheet: Sheet) -> Locator:
    """The phones of the strip."""
    return sheet.dock.locator(".ahoy-one")


def unfold(dock: Locator) -> None:
    """Opens the dock if it is folded."""
    if dock.get_by_role("button", name="Show the phones").count():
        dock.get_by_role("button", name="Show the phones").click()


def button(part: Locator, name: str) -> Locator:
    """A button of this part."""
    return part.get_by_role("button", name=name, exact=True)


def hang_up(sheet: Sheet) -> None:
    """Ends the call of the open phone."""
    button(sheet.dock, "Hang up").click()


def active(page: Page) -> int:
    """The place of the notebook's active cell."""
    return page.evaluate("[...document.querySelectorAll('.jp-Notebook .jp-Cell')]"
                         ".findIndex((one) => one.classList.contains('jp-mod-active'))")


def covers_nothing(sheet: Sheet) -> bool:
    """Nothing of the notebook is below the dock."""
    return sheet.dock.evaluate("""(dock) => {
        const [own, book] = [dock, dock.parentElement.querySelector(".jp-Notebook")]
            .map((one) => one.getBoundingClientRect());
        return own.left >= book.right - 1 || own.top >= book.bottom - 1;
    }""")


# --- in sight ------------------------------------------------------------------------------


SIZES = [(1280, 900), pytest.param((1440, 900), marks=pytest.mark.long),
         pytest.param((640, 450), marks=pytest.mark.long), (390, 844)]


@pytest.mark.parametrize("size", SIZES)
def test_a_ringing_phone_is_in_view_wherever_the_page_is(
        sheet: Sheet, size: tuple[int, int]) -> None:
    """Its button is on the screen, uncovered; the dock covers nothing of the notebook."""
    sheet.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    if size[0] < 500:
        sheet.hide_files()
    run(sheet, "many lines")
    run(sheet, "one")
    answer = button(sheet.dock, "Answer")
    expect(answer).to_be_visible(timeout=15_000)
    for top in (0, 10_000):
        sheet.page.locator(".jp-WindowedPanel-outer").evaluate(f"(one) => one.scrollTo(0, {top})")
        assert answer.evaluate(IN_VIEW)
    assert covers_nothing(sheet)
    answer.click()
    if size[0] < 500:
        sheet.hide_files()
    expect(sheet.handset("Alice").get_by_role("log", name="The call")).to_contain_text(
        "Ahoy hoy!", timeout=10_000)


def test_two_phones_that_ring_are_both_reached(sheet: Sheet) -> None:
    """One is open; the other has a card with its buttons. Whoever is answered opens."""
    run(sheet, "two")
    card = sheet.dock.get_by_role("group", name="Bob’s phone rings")
    expect(card).to_be_visible(timeout=15_000)
    button(card, "Answer: Bob").click()
    button(sheet.dock.get_by_role("group", name="Alice’s phone rings"), "Answer: Alice").click()
    expect(sheet.handset("Alice")).to_be_visible()
    for place in (0, 1):
        expect(discs(sheet).nth(place)).to_have_attribute("data-status", "in-call")


def test_a_folded_dock_stays_folded_and_can_be_answered(sheet: Sheet) -> None:
    """Also on a page that is loaded anew."""
    button(sheet.dock, "Fold the phones away").click()
    run(sheet, "one")
    card = sheet.dock.get_by_role("group", name="Alice’s phone rings")
    answer = button(card, "Answer: Alice")
    expect(answer).to_be_visible(timeout=15_000)
    assert answer.evaluate(IN_VIEW)
    assert covers_nothing(sheet)
    answer.click()
    expect(discs(sheet).first).to_have_attribute("data-status", "in-call")
    sheet.save()
    sheet.page.reload()
    sheet.wait_for_kernel()
    expect(button(sheet.dock, "Show the phones")).to_be_visible(timeout=30_000)
    expect(sheet.dock.locator(".ahoy-handset")).to_be_hidden()


@pytest.mark.long
def test_a_phone_that_gets_a_text_opens(sheet: Sheet) -> None:
    """Bob's phone opens on its texts, where Alice's was."""
    run(sheet, "text")
    thread = sheet.handset("Bob").get_by_role("log", name="Texts")
    expect(thread).to_contain_text("Ahoy!", timeout=15_000)
    assert thread.evaluate(IN_VIEW)


def test_a_phone_below_a_cell_keeps_the_story_of_that_cell(sheet: Sheet) -> None:
    """A new world and a later call do not wipe it; the dock shows what is now."""
    below = run(sheet, "alice").get_by_role("group", name="Alice's phone")
    expect(below).to_be_visible(timeout=15_000)
    run(sheet, "one")
    button(sheet.dock, "Answer").click(timeout=15_000)
    words = below.get_by_role("log", name="The call")
    expect(words).to_contain_text("Ahoy hoy!", timeout=10_000)
    expect(below).to_have_attribute("data-status", "idle", timeout=10_000)
    run(sheet, "again")
    run(sheet, "menu")
    button(sheet.dock, "Answer").click(timeout=15_000)
    expect(below).to_contain_text("The phone as it was then.")
    expect(words).to_contain_text("Ahoy hoy!")
    expect(below.get_by_role("button", name="Hang up")).to_have_count(0)
    below.get_by_role("button", name="Show it now").click()
    button(below, "Hang up").click()
    expect(sheet.handset("Alice")).to_have_attribute("data-status", "idle", timeout=10_000)


def test_code_and_a_prediction_stay_as_they_are_beside_the_dock(sheet: Sheet) -> None:
    """With the list of files open 76 characters are in view; a folded output tells nothing."""
    line = cell_of(sheet, "sum").locator(".cm-line").first
    width = line.evaluate("""(line) => {
        const measure = document.createElement("canvas").getContext("2d");
        measure.font = getComputedStyle(line).font;
        return line.clientWidth / measure.measureText("x").width;
    }""")
    assert width > 76
    shown = run(sheet, "sum").locator(".jp-OutputArea-output")
    expect(shown).to_have_text("42")
    cell_of(sheet, "sum").locator(".jp-OutputCollapser").click()
    folded = cell_of(sheet, "sum").locator(".jp-OutputPlaceholder")
    expect(folded).to_be_visible()
    assert folded.inner_text().strip() == ""
    folded.locator(".jp-Placeholder-content").click()


# --- waiting -------------------------------------------------------------------------------


def note(sheet: Sheet) -> Locator:
    """What the open phone says about its autopilot."""
    return sheet.dock.locator(".ahoy-pilot")


def test_a_person_who_is_there_has_time_to_click(sheet: Sheet) -> None:
    """After a countdown of five seconds it still rings, and the click counts."""
    run(sheet, "waits")
    expect(note(sheet)).to_contain_text("answers in 9 s", timeout=15_000)
    sheet.page.wait_for_timeout(5_000)
    button(sheet.dock, "Answer").click()
    assert sheet.result(list(CELLS).index("waits")) == "['person']"


@pytest.mark.long
def test_a_phone_that_nobody_has_seen_does_not_count_down(sheet: Sheet) -> None:
    """With no part of it in view it says so, and goes on ringing past nine seconds."""
    sheet.dock.evaluate("(dock) => { dock.style.left = '-3000px'; }")
    run(sheet, "one")
    expect(note(sheet)).to_contain_text("waits until you have seen it", timeout=15_000)
    sheet.page.wait_for_timeout(4_000)
    expect(note(sheet)).to_contain_text("waits until you have seen it")
    sheet.dock.evaluate("(dock) => { dock.style.left = ''; }")
    expect(note(sheet)).to_contain_text("answers in", timeout=5_000)
    button(sheet.dock, "Decline").click()


@pytest.mark.long
def test_a_hidden_page_waits_for_nobody(sheet: Sheet) -> None:
    """The autopilot answers as fast as without a page."""
    sheet.page.evaluate(HIDE, True)
    run(sheet, "waits")
    assert sheet.result(list(CELLS).index("waits"), timeout=8) == "['autopilot']"


# --- the keyboard and the wheel ------------------------------------------------------------


def click_on(sheet: Sheet, what: str) -> None:
    """Clicks on something of ours."""
    run(sheet, "drawing")
    places = {
        "the dock": sheet.dock.locator(".ahoy-open .ahoy-identity"),
        "a tab of the dock": sheet.dock.get_by_role("tab", name="Texts"),
        "a field of the dock": sheet.dock.get_by_label("Call a number"),
        "a phone below a cell": cell_of(sheet, "alice").locator(".ahoy-identity"),
        "a drawing": cell_of(sheet, "drawing").locator(".ahoy-picture"),
        "a filter of a drawing": button(cell_of(sheet, "drawing"), "All"),
        "a search field": cell_of(sheet, "drawing").get_by_label("Find"),
        "a form": cell_of(sheet, "form").locator(".ahoy-form").first,
        "a field of a form": cell_of(sheet, "form").get_by_label("Body"),
        "a bench": cell_of(sheet, "bench").locator(".ahoy-head-line").first,
        "a button of a bench": cell_of(sheet, "bench").get_by_role("button", name="Add").first,
    }
    if what == "a field of the dock":
        sheet.dock.get_by_role("tab", name="Call").click()
    place = places[what]
    place.scroll_into_view_if_needed()
    cell_of(sheet, "sum").locator(".jp-InputPrompt").click()
    place.click(position={"x": 8, "y": 8})


PLACES = ("the dock", "a field of the dock", "a drawing")
MORE = ("a tab of the dock", "a phone below a cell", "a filter of a drawing", "a search field",
        "a form", "a field of a form", "a bench", "a button of a bench")


@pytest.fixture(scope="module")
def furnished(opened: Sheet) -> Sheet:
    """The notebook with all that one can click on."""
    opened.page.set_viewport_size({"width": 1280, "height": 900})
    opened.wait_for_kernel()
    for name in ("alice", "one", "form", "bench"):
        run(opened, name)
    expect(cell_of(opened, "bench").locator(".ahoy-bench")).to_be_visible(timeout=15_000)
    return opened


@pytest.mark.parametrize(
    "place", [*PLACES, *(pytest.param(place, marks=pytest.mark.long) for place in MORE)])
def test_the_keyboard_goes_on_after_a_click(
        furnished: Sheet, sheet: Sheet, place: str) -> None:
    """The active cell stays; arrows move from it, Escape is harmless, Shift+Enter runs it."""
    page, here = sheet.page, list(CELLS).index("sum")
    click_on(sheet, place)
    assert active(page) == here
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    assert active(page) == here - 1
    page.keyboard.press("ArrowDown")
    assert active(page) == here
    click_on(sheet, place)
    prompt = cell_of(sheet, "sum").locator(".jp-InputPrompt")
    before = prompt.inner_text()
    page.keyboard.press("Shift+Enter")
    expect(prompt).not_to_have_text(before)
    assert active(page) == here + 1


def test_digits_go_to_the_phone_that_was_clicked(sheet: Sheet) -> None:
    """A key of the keypad by mouse, one by keyboard; then the notebook has its keys back."""
    run(sheet, "menu")
    button(sheet.dock, "Answer").click(timeout=15_000)
    button(sheet.dock, "4").click()
    sheet.page.keyboard.press("2")
    lines = sheet.handset("Alice").get_by_role("log", name="The call")
    expect(lines).to_contain_text("Pressed 4", timeout=10_000)
    expect(lines).to_contain_text("Pressed 2", timeout=10_000)
    assert sheet.page.locator(".jp-MarkdownCell").count() == 0
    run(sheet, "sum")


def test_the_wheel_scrolls_the_page_wherever_it_is(furnished: Sheet, sheet: Sheet) -> None:
    """Over a phone's words, over the dock and over a drawing that has nothing to scroll."""
    run(sheet, "many lines")
    page, outer = sheet.page, sheet.page.locator(".jp-WindowedPanel-outer")
    for part in (cell_of(sheet, "alice").locator(".ahoy-panel:visible"),
                 sheet.dock.locator(".ahoy-panel:visible"), sheet.dock.locator(".ahoy-bar")):
        part.scroll_into_view_if_needed()
        before = outer.evaluate("(one) => one.scrollTop")
        part.hover()
        page.mouse.wheel(0, 120 if before < 100 else -120)
        page.wait_for_timeout(300)
        assert outer.evaluate("(one) => one.scrollTop") != before


# --- last: these end all kernels ---------------------------------------------------------------


@pytest.mark.long
def test_each_notebook_has_phones_of_its_own(lab: Lab, browser: Browser) -> None:
    """Two kernels in one lab: in front is the dock of the notebook that is in front."""
    quick = SET_UP.replace("Bob", "Dora")
    lab.write("second.ipynb", quick)
    sheet = lab.open(browser, lab.write("first.ipynb", SET_UP), width=1280, height=900)
    sheet.run(0)
    expect(sheet.dock.locator(".ahoy-one")).to_have_count(2, timeout=30_000)
    page = sheet.page
    page.locator(".jp-DirListing-item", has_text="second.ipynb").dblclick()
    page.locator(".jp-NotebookPanel:visible .jp-Cell").first.wait_for(timeout=30_000)
    page.locator('#jp-main-statusbar :text("| Idle")').first.wait_for(timeout=30_000)
    page.locator(".jp-NotebookPanel:visible .jp-InputPrompt").first.click()
    page.keyboard.press("Shift+Enter")
    names = sheet.dock.locator(".ahoy-disc-name")
    expect(names).to_have_text(["Alice", "Dora"], timeout=30_000)
    page.locator(".lm-TabBar-tab", has_text="first.ipynb").first.click()
    expect(names).to_have_text(["Alice", "Bob"])
    sheet.close()


@pytest.mark.long
def test_run_all_waits_for_nobody(lab: Lab, browser: Browser) -> None:
    """Cells that were sent together go on fast, though the page is in front."""
    cells = [SET_UP, "alice", "_ = await watch(call(alice))",
             "[round(two.at - one.at) for one, two in __import__('itertools').pairwise(trace()) "
             "if getattr(two, 'action', '') == 'answers']"]
    sheet = lab.open(browser, lab.write("all.ipynb", *cells), width=1280, height=900)
    sheet.run_all()
    shown = sheet.cell(3).locator(".jp-OutputArea-executeResult .jp-OutputArea-output")
    expect(shown).to_have_text("[3]", timeout=40_000)
    sheet.close()
