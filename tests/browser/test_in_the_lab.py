"""The page in a real JupyterLab: touched by mouse and by keyboard while cells run.

All in one file, so that one worker of pytest-xdist starts one lab.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harbour import Harbour, cells
from tests.browser.lab import Lab


@pytest.fixture(scope="module")
def notebook(lab: Lab, browser: Browser) -> Iterator[Harbour]:
    """A notebook with Alice's handset on its page."""
    sheet = lab.open(browser, lab.write("harbour.ipynb", *cells()))
    harbour = Harbour(sheet)
    harbour.run("set up")
    harbour.run("alice")
    expect(harbour.alice).to_be_visible(timeout=30_000)
    yield harbour
    sheet.close()


@pytest.fixture
def harbour(notebook: Harbour) -> Harbour:
    """The same notebook, once its cells and its calls have come to rest."""
    notebook.sheet.wait_for_kernel()
    expect(notebook.alice).to_have_attribute("data-status", "idle", timeout=40_000)
    return notebook


def test_the_first_notebook_rings_and_speaks(lab: Lab, browser: Browser) -> None:
    """Run All; *Answer* is clicked while the cell waits; the sentence stands on the handset."""
    sheet = lab.open(browser, "00-start-here.ipynb")
    alice = sheet.handset("Alice")
    sheet.run_all_and_answer("Alice")
    words = alice.get_by_role("log", name="The call").get_by_text("Ahoy hoy!", exact=True)
    expect(words).to_be_visible(timeout=15_000)
    trace = sheet.page.locator(".ahoy-trace").first
    expect(trace).to_contain_text("answers", timeout=15_000)
    sheet.close()


def test_a_click_answers_while_a_cell_awaits(harbour: Harbour) -> None:
    """`await watch(call)` lets the person answer, and the words appear on the handset."""
    harbour.run("await")
    harbour.rings()
    harbour.button("Answer").click()
    harbour.hears("Ahoy hoy!")
    assert harbour.result("await") == "([('answers', '', 'person')], 'completed')"


def test_a_declined_call_is_busy(harbour: Harbour) -> None:
    """Declining ends the ringing, and Twilio reports the call as busy."""
    harbour.run("await")
    harbour.rings()
    harbour.button("Decline").click()
    assert harbour.result("await") == "([('declines', '', 'person')], 'busy')"


def test_a_click_answers_while_a_cell_blocks(harbour: Harbour) -> None:
    """A loop of `time.sleep` holds the kernel's main thread, and yet the click arrives."""
    harbour.run("block")
    harbour.rings()
    harbour.button("Answer").click()
    harbour.hears("Ahoy hoy!")
    assert harbour.result("block") == "[('answers', '', 'person')]"


def test_the_keyboard_answers_and_hangs_up(harbour: Harbour) -> None:
    """Enter answers, a button hangs up, and the notebook's own shortcuts see neither key."""
    harbour.run("linger")
    harbour.rings()
    harbour.alice.focus()
    harbour.page.keyboard.press("Enter")
    harbour.hears("Ahoy hoy!")
    harbour.button("Hang up").press("Enter")
    assert harbour.result("linger") == (
        "([('answers', '', 'person'), ('hangs up', '', 'person')], 'completed')")


def test_digits_reach_a_gather_from_keypad_and_keyboard(harbour: Harbour) -> None:
    """A key of the keypad and one of the computer are the two digits that Twilio waits for."""
    harbour.run("gather")
    harbour.rings()
    harbour.button("Answer").click()
    harbour.hears("Your berth, please.")
    harbour.button("4").click()
    harbour.page.keyboard.press("2")
    harbour.hears("Thank you.")
    assert "".join(harbour.result("gather").split()) == (
        "[('answers','','person'),('presses','4','person'),('presses','2','person')]")
    assert harbour.page.locator(".jp-MarkdownCell").count() == 0  # "2" makes a heading in the lab


def test_a_text_arrives_and_is_answered(harbour: Harbour) -> None:
    """A text shows as text whatever is in it; the reply goes out and is marked delivered."""
    harbour.run("text")
    harbour.alice.get_by_role("tab", name="Texts").click()
    thread = harbour.alice.get_by_role("log", name="Texts")
    expect(thread.get_by_text("<img src=x onerror=alert(1)> Ahoy!")).to_be_visible(timeout=15_000)
    harbour.alice.get_by_label("Message").fill("Aye aye!")
    harbour.page.keyboard.press("Enter")
    sent = thread.get_by_role("listitem").filter(has_text="Aye aye!")
    expect(sent).to_contain_text("Delivered", timeout=15_000)
    assert harbour.alice.locator("img").count() == 0


def test_the_handset_calls_a_number(harbour: Harbour) -> None:
    """Dialling the account's number reaches whatever answers there."""
    harbour.alice.get_by_role("tab", name="Call").click()
    harbour.alice.get_by_label("Call a number").fill("+14155550100")
    harbour.button("Call").click()
    expect(harbour.alice).to_have_attribute("data-status", "in-call", timeout=15_000)
    harbour.button("Hang up").click()
    expect(harbour.alice).to_have_attribute("data-status", "idle", timeout=15_000)


def test_a_wrong_number_is_explained_on_the_handset(harbour: Harbour) -> None:
    """What cannot be dialled is said in words, and nothing rings."""
    harbour.alice.get_by_role("tab", name="Call").click()
    harbour.alice.get_by_label("Call a number").fill("hello")
    harbour.button("Call").click()
    expect(harbour.alice.get_by_role("alert")).to_contain_text("no phone number")


def test_two_views_show_one_handset(harbour: Harbour) -> None:
    """It rings below its newest cell and in the dock, and one answer is enough for both."""
    below = harbour.run("alice again").get_by_role("group", name="Alice's phone")
    expect(below).to_be_visible(timeout=15_000)
    harbour.run("await")
    harbour.rings()
    below.get_by_role("button", name="Answer", exact=True).click()
    harbour.hears("Ahoy hoy!")
    assert harbour.result("await") == "([('answers', '', 'person')], 'completed')"


def test_the_drawing_grows_while_a_cell_awaits(harbour: Harbour) -> None:
    """The trace shows the ringing before anybody has answered, and the end after it."""
    cell = harbour.run("await")
    harbour.rings()
    picture = cell.locator(".ahoy-trace")
    expect(picture).to_contain_text("call is ringing")
    expect(picture).not_to_contain_text("Ahoy hoy!")
    harbour.button("Answer").click()
    expect(picture).to_contain_text("call is completed", timeout=15_000)
    expect(picture).to_contain_text("Ahoy hoy!")


def test_a_restarted_kernel_leaves_no_ringing_phone(harbour: Harbour) -> None:
    """The dock goes with its kernel, and a new run brings a new one."""
    harbour.run("await")
    harbour.rings()
    harbour.page.get_by_title("Restart the kernel", exact=True).first.click()
    harbour.page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(harbour.sheet.dock).to_have_count(0, timeout=20_000)
    expect(harbour.page.get_by_role("button", name="Answer", exact=True)).to_have_count(0)
    harbour.sheet.wait_for_kernel()
    harbour.run("set up")
    harbour.run("alice")
    expect(harbour.alice).to_have_attribute("data-status", "idle", timeout=30_000)


def test_a_form_judges_while_one_types(harbour: Harbour) -> None:
    """A wrong number is explained under its field; the SDK code follows every key."""
    form = harbour.run("form").locator(".ahoy-form")
    field = form.get_by_label("To", exact=True)
    field.fill("")
    field.press_sequentially("(415) 555-0199")
    expect(form).to_contain_text("Twilio reads this as +14155550199.")
    expect(form.locator("pre")).to_contain_text('to="+14155550199"')
    field.press_sequentially("x")
    expect(form).to_contain_text("“(415) 555-0199x” is no phone number.")


def test_a_text_form_counts_segments(harbour: Harbour) -> None:
    """The count of segments follows what is typed."""
    form = harbour.run("text form").locator(".ahoy-form")
    form.get_by_label("Body").fill("→" * 71)
    expect(form).to_contain_text("2 segments: 71 of 134 characters, UCS-2; 63 left.")
