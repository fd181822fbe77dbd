"""The trace in a real JupyterLab: rows that open, by mouse and by keyboard, and stay right.

All in one file, so that one worker of pytest-xdist starts one lab.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.desk import CELLS, HOSTILE, Desk, open_desk
from tests.browser.lab import Lab


@pytest.fixture(scope="module")
def opened(lab: Lab, browser: Browser) -> Iterator[Desk]:
    """A notebook with a whole trace: a call, a site that fails, a text, a refusal."""
    desk = open_desk(lab, browser, permissions=["clipboard-read", "clipboard-write"])
    yield desk
    desk.sheet.close()


@pytest.fixture
def desk(opened: Desk) -> Desk:
    """The same notebook with every row closed."""
    opened.sheet.wait_for_kernel()
    opened.close_all()
    return opened


def test_a_row_opens_to_the_request_and_its_answer(desk: Desk) -> None:
    """Method, URL, parameters, status, JSON laid out, the time it took, a sentence."""
    panel = desk.open("POST Calls")
    expect(panel).to_contain_text("Your code asks Twilio to make a call.")
    expect(panel).to_contain_text("https://api.twilio.com/2010-04-01/Accounts/")
    expect(panel.get_by_text("+14155550123", exact=True)).to_be_visible()
    expect(panel).to_contain_text("201 Created")
    expect(panel.locator("pre").first).to_contain_text('\n  "direction": "outbound-api"')
    expect(panel.get_by_text("It took", exact=True)).to_be_visible()
    desk.row("POST Calls").click()
    expect(desk.trace.locator(".ahoy-details")).to_have_count(0)


def test_a_webhook_opens_to_signature_and_coloured_twiml(desk: Desk) -> None:
    """What Twilio sent, and the document that it got."""
    panel = desk.open("POST /voice")
    expect(panel).to_contain_text("Twilio asks your site what to do with the call")
    expect(panel).to_contain_text("X-Twilio-Signature")
    expect(panel).to_contain_text("valid: made with your Auth Token")
    expect(panel.locator("pre .ahoy-is-tag").first).to_have_text("<Response>")


def test_a_problem_says_what_to_do(desk: Desk) -> None:
    """For a refusal, with Twilio's page; for a site that fails, with the place to look."""
    panel = desk.open("POST Calls — ")
    expect(panel.locator(".ahoy-cure")).to_contain_text("What to do: ")
    expect(panel.get_by_role("link")).to_have_attribute(
        "href", "https://www.twilio.com/docs/errors/13223")
    desk.close_all()
    expect(desk.open("POST /broken").locator(".ahoy-cure")).to_contain_text("site.log")


def test_rows_are_filtered_by_kind_and_by_words(desk: Desk) -> None:
    """And how many are left is said."""
    shown = desk.trace.locator(".ahoy-row:visible")
    for name, words in (("Webhooks", "POST /voice"), ("Heard", "“Ahoy hoy!”"),
                        ("Problems", "POST /broken"), ("Requests", "POST Messages")):
        desk.trace.get_by_role("button", name=name, exact=True).click()
        expect(shown.filter(has_text=words).first).to_be_visible()
        expect(shown.filter(has_text="call is ringing")).to_have_count(0)
    desk.trace.get_by_role("button", name="All", exact=True).click()
    desk.trace.get_by_label("Find").fill("RINGING")
    expect(shown).to_have_count(1)
    expect(desk.trace.locator(".ahoy-count")).to_contain_text("1 of ")
    desk.trace.get_by_label("Find").fill("no such words")
    expect(desk.trace.locator(".ahoy-count")).to_contain_text("No row fits.")


def test_the_keyboard_moves_opens_and_closes(desk: Desk) -> None:
    """One stop for Tab; arrows, Home and End move; Enter opens; Escape closes."""
    keys, focused = desk.page.keyboard, desk.page.locator(":focus")
    desk.trace.get_by_role("button", name="Seconds that really passed").focus()
    keys.press("Tab")
    keys.press("Home")
    expect(focused).to_contain_text("POST Calls")
    keys.press("ArrowDown")
    expect(focused).to_contain_text("call is ringing")
    keys.press("Enter")
    expect(desk.panel()).to_contain_text("The other side’s phone is ringing.")
    expect(focused).to_have_attribute("aria-expanded", "true")
    keys.press("Tab")
    expect(focused).to_have_text("Close")
    keys.press("Escape")
    expect(desk.trace.locator(".ahoy-details")).to_have_count(0)
    expect(focused).to_contain_text("call is ringing")
    keys.press("End")
    expect(focused).to_contain_text("POST Calls — ")
    expect(desk.trace.locator(".ahoy-line[tabindex='0']")).to_have_count(1)


def test_the_notebook_does_not_see_the_keys_of_the_trace(desk: Desk) -> None:
    """Letters that mean something to the lab make no cell and delete none."""
    before = desk.page.locator(".jp-Notebook .jp-Cell").count()
    desk.row("call is ringing").focus()
    for key in "abdd":
        desk.page.keyboard.press(key)
    assert before == desk.page.locator(".jp-Notebook .jp-Cell").count()


@pytest.mark.parametrize(("button", "begin"), [
    ("Copy as Python", "client.calls.create("), ("Copy as curl", "curl -X POST ")])
def test_a_request_is_copied(desk: Desk, button: str, begin: str) -> None:
    """The clipboard has it, a word says so, and no token is in it."""
    panel = desk.open("POST Calls")
    panel.get_by_role("button", name=button).click()
    expect(panel.locator(".ahoy-copied")).to_have_text("Copied.")
    copied = desk.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(begin)
    assert ("$TWILIO_AUTH_TOKEN" in copied) == (button == "Copy as curl")


def test_where_copying_is_refused_the_text_is_shown(desk: Desk) -> None:
    """It can be selected instead."""
    desk.page.evaluate("""() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
        document.execCommand = () => false;
    }""")
    panel = desk.open("POST Calls")
    panel.get_by_role("button", name="Copy as curl").click()
    expect(panel.locator(".ahoy-copied")).to_contain_text("The browser refused to copy.")
    expect(panel.locator("details[open] pre")).to_contain_text("curl -X POST")


def test_words_of_strangers_stay_words(desk: Desk) -> None:
    """Markup in a text, in an answer of a site and in JSON is read, not carried out."""
    dialogs: list[str] = []
    desk.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for words in ("POST Messages", "POST /broken", f"text “{HOSTILE}”"):
        panel = desk.open(words)
        expect(panel).to_contain_text("<script>alert(2)</script>")
        desk.close_all()
    expect(desk.trace.locator(".ahoy-head").last).to_have_text("<i>Bob</i>")
    assert (0, []) == (desk.trace.locator("img, script, i, b").count(), dialogs)


def test_time_is_shown_as_it_was_felt(desk: Desk) -> None:
    """On the virtual clock a call lasts seconds that nobody had to wait for."""
    felt = desk.trace.get_by_role("button", name="Seconds that really passed")
    time = desk.row("call is completed").locator(".ahoy-time span:visible")
    clock = time.inner_text()
    felt.click()
    expect(felt).to_have_attribute("aria-pressed", "true")
    expect(time).not_to_have_text(clock)
    felt.click()
    expect(time).to_have_text(clock)


def test_two_traces_grow_and_nothing_doubles(desk: Desk) -> None:
    """Each record is one row in each; a cell that is run again has one trace."""
    desk.run("again")
    expect(desk.figure("again").locator(".ahoy-row").first).to_be_attached(timeout=10_000)
    desk.run("fetch")
    count = int(desk.sheet.result(list(CELLS).index("fetch")).rstrip(")").split(",")[1])
    desk.run("trace")
    for name in ("trace", "again"):
        expect(desk.figure(name)).to_have_count(1)
        expect(desk.figure(name).locator(".ahoy-row")).to_have_count(count, timeout=10_000)
        expect(desk.figure(name).locator(".ahoy-line", has_text="GET Calls")).to_have_count(1)


def test_a_row_opens_while_a_cell_blocks(desk: Desk) -> None:
    """A loop of the learner's holds the kernel, and yet the inside of a row is shown."""
    cell = desk.run("block")
    expect(cell.locator(".jp-InputPrompt")).to_have_text("[*]:")
    expect(desk.open("POST /voice")).to_contain_text("X-Twilio-Signature")
    expect(cell.locator(".jp-InputPrompt")).to_have_text("[*]:")


def test_it_follows_a_change_of_theme(desk: Desk) -> None:
    """Light and dark, without a new run."""
    desk.sheet.choose_theme("JupyterLab Light")  # a lab keeps what another test chose
    light = _ground(desk.trace)
    desk.sheet.choose_theme("JupyterLab Dark")
    assert light != _ground(desk.trace)
    desk.sheet.choose_theme("JupyterLab Light")
    assert light == _ground(desk.trace)


def _ground(figure: Locator) -> str:
    return figure.evaluate("(figure) => getComputedStyle(figure).backgroundColor")


def test_it_fits_a_page_of_320_pixels(desk: Desk) -> None:
    """Only the picture scrolls sideways; the words of a row stay in sight."""
    desk.trace.evaluate("(figure) => { figure.parentElement.style.width = '320px'; }")
    box = desk.trace.locator(".ahoy-picture")
    expect(desk.trace.locator(".ahoy-moves")).to_have_count(1)
    sizes = box.evaluate("(box) => [box.scrollWidth > box.clientWidth, box.clientWidth <= 320]")
    assert [True, True] == sizes
    edge = desk.trace.bounding_box()
    words = desk.row("call is ringing").locator(".ahoy-label").bounding_box()
    assert edge["x"] <= words["x"]
    assert words["x"] + words["width"] <= edge["x"] + edge["width"]
    panel = desk.open("POST /voice").bounding_box()
    assert panel["width"] <= edge["width"]
    desk.trace.evaluate("(figure) => { figure.parentElement.style.width = ''; }")


def test_right_to_left_the_lanes_keep_their_order(desk: Desk) -> None:
    """An arrow means the same on a page that is read from right to left."""
    desk.trace.evaluate("(figure) => { figure.dir = 'rtl'; }")
    heads = desk.trace.locator(".ahoy-head")
    places = [heads.nth(place).bounding_box()["x"] for place in range(heads.count())]
    lines = desk.trace.locator(".ahoy-lines span")
    middles = [round(lines.nth(place).bounding_box()["x"]) for place in range(heads.count())]
    arrow = desk.row("POST /voice").locator(".ahoy-arrow").first.bounding_box()
    desk.trace.evaluate("(figure) => { figure.dir = ''; }")
    assert sorted(places) == places
    assert [round(arrow["x"]), round(arrow["x"] + arrow["width"])] == middles[1:3]


def test_nothing_moves_where_nothing_should(desk: Desk) -> None:
    """Reduced motion: a new row is simply there."""
    desk.page.emulate_media(reduced_motion="reduce")
    name = desk.trace.locator(".ahoy-row").last.evaluate("""(row) => {
        row.classList.add("ahoy-new");
        return getComputedStyle(row).animationName;
    }""")
    desk.page.emulate_media(reduced_motion="no-preference")
    assert "none" == name


def test_a_notebook_that_is_opened_again_has_its_trace(desk: Desk) -> None:
    """The kernel lives on: all rows are there once, and each still opens."""
    count = desk.trace.locator(".ahoy-row").count()
    desk.sheet.cell(0).locator(".jp-InputPrompt").click()
    desk.sheet.save()
    desk.page.reload()
    desk.sheet.wait_for_kernel()
    expect(desk.trace.locator(".ahoy-row")).to_have_count(count, timeout=30_000)
    expect(desk.open("POST /voice")).to_contain_text("X-Twilio-Signature")


@pytest.mark.long
def test_a_thousand_records_are_a_thousand_rows_and_no_more(desk: Desk) -> None:
    """The oldest make room, and the picture says so."""
    desk.run("many")
    expect(desk.trace.locator(".ahoy-line", has_text="“Word 999”")).to_be_attached(timeout=20_000)
    expect(desk.trace.locator(".ahoy-count")).to_contain_text("older rows are no longer shown")
    expect(desk.trace.locator(".ahoy-row")).to_have_count(1000)


@pytest.mark.long
def test_what_a_dead_kernel_drew_stays(desk: Desk) -> None:
    """It says that the inside of a row is no longer to be had, and what to do."""
    count = desk.trace.locator(".ahoy-row").count()
    desk.page.get_by_title("Restart the kernel", exact=True).first.click()
    desk.page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(desk.trace.locator(".ahoy-gone")).to_contain_text(
        "Run the cells again from the top", timeout=30_000)
    expect(desk.trace.locator(".ahoy-row")).to_have_count(count)
    desk.trace.locator(".ahoy-line").last.click()
    expect(desk.trace.locator(".ahoy-details")).to_contain_text("no longer to be had")
    desk.sheet.wait_for_kernel()
    desk.run("set up")
    desk.run("trace")
    expect(desk.trace.locator(".ahoy-gone")).to_have_text("", timeout=30_000)
    expect(desk.open("POST /voice")).to_contain_text("X-Twilio-Signature")
