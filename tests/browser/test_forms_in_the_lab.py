"""Forms, the account and its costs in a real JupyterLab: typed into, copied from, watched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.lab import Lab, Sheet

TOKEN = "fedcba9876543210" * 2

CELLS = {
    "set up": """
        from twilio.rest import Client
        from helpers import *
        account = start()
        client = Client()
        alice = phone("+14155550123", name="Alice")
        """,
    "number": "numbers = number_form()\nnumbers",
    "number read": "numbers.values",
    "text": "text = sms_form()\ntext",
    "voice": "voice_form()",
    "credentials": "secret = credentials_form()\nsecret",
    "credentials read": "list(map(len, secret.typed.values())), secret",
    "url": "url_form()",
    "account": "account",
    "spending": "spending()",
    "happen": """
        client.calls.create(to=alice.answers(after=0).number, from_=account.number,
                            twiml="<Response><Say>Fish & chips</Say></Response>")
        _ = alice.texts("<img src=x onerror=alert(1)> Ahoy!", to=account.number)
        """,
    "fill": "_ = text.fill(body='→' * 71)",
    "text again": "text",
    "how many": "import ipywidgets\nlen(ipywidgets.widgets.widget._instances)",
}


class Desk:
    """The open notebook and its cells by name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.page = sheet, sheet.page

    def run(self, name: str) -> Locator:
        """Runs the cell of this name."""
        return self.sheet.run(list(CELLS).index(name))

    def result(self, name: str) -> str:
        """What the cell of this name gives in the end."""
        return self.sheet.result(list(CELLS).index(name))

    def form(self, name: str) -> Locator:
        """The form that the cell of this name shows."""
        form = self.run(name).locator(".ahoy-form").first
        expect(form.locator("pre")).to_be_visible(timeout=20_000)
        return form


@pytest.fixture(scope="module")
def desk(lab: Lab, browser: Browser) -> Iterator[Desk]:
    """A notebook with a cell for each form."""
    cells = [dedent(code).strip() for code in CELLS.values()]
    sheet = lab.open(browser, lab.write("forms.ipynb", *cells), height=2600,
                     permissions=["clipboard-read", "clipboard-write"])
    desk = Desk(sheet)
    desk.run("set up")
    yield desk
    sheet.close()


def test_a_number_takes_its_form_while_one_types(desk: Desk) -> None:
    """Digits alone are enough; Python has the E.164 form."""
    form = desk.form("number")
    field = form.get_by_label("Number", exact=True)
    field.fill("")
    field.press_sequentially("4155550188")
    expect(field).to_have_value("(415) 555-0188")
    expect(form).to_contain_text("E.164: +14155550188")
    expect(form.locator("pre")).to_have_text(
        'client.lookups.v2.phone_numbers("+14155550188").fetch()')
    desk.run("number read")
    assert desk.result("number read") == "{'phone_number': '+14155550188'}"


def test_whoever_corrects_is_left_alone(desk: Desk) -> None:
    """The cursor does not jump, and what is deleted stays deleted."""
    form = desk.form("number")
    field = form.get_by_label("Number", exact=True)
    field.fill("")
    field.press_sequentially("4155550188")
    expect(field).to_have_value("(415) 555-0188")
    for key in ("ArrowLeft", "ArrowLeft", "Backspace"):
        desk.page.keyboard.press(key)
    expect(field).to_have_value("(415) 555-088")
    expect(form).to_contain_text("“(415) 555-088” is no phone number.")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.evaluate("(input) => input.selectionStart") == 11


def test_a_country_is_found_by_its_first_letters(desk: Desk) -> None:
    """And its habits are used at once."""
    form = desk.form("number")
    form.get_by_label("Country").select_option("United Kingdom (+44)")
    field = form.get_by_label("Number", exact=True)
    field.fill("")
    field.press_sequentially("02079460018")
    expect(field).to_have_value("020 7946 0018")
    expect(form).to_contain_text("E.164: +442079460018")


def test_what_is_wrong_is_tied_to_its_field_and_read_out(desk: Desk) -> None:
    """By a description for whoever comes to the field, and once by a live region."""
    form = desk.form("number")
    field = form.get_by_label("Number", exact=True)
    field.fill("12")
    expect(field).to_have_attribute("aria-invalid", "true")
    words = form.locator(f"[id='{field.get_attribute('aria-describedby')}']")
    expect(words).to_have_text(re.compile("^⚠ To mend: “12” is no phone number"))
    expect(form.get_by_role("status").filter(has_text="⚠ To mend: “12”")).to_have_count(1)


def test_the_counter_names_the_character_that_costs(desk: Desk) -> None:
    """Which, where, and what it costs; small bars show the segments."""
    form = desk.form("text")
    body = form.get_by_label("Body")
    body.fill("")
    body.press_sequentially("Ada")
    expect(form).to_contain_text("1 segment: 3 of 160 characters, GSM-7; 157 left.")
    body.press_sequentially("’s")
    expect(form).to_contain_text("Character 4, “’” (right single quotation mark, U+2019) is not")
    body.fill("⚓" * 71)
    expect(form).to_contain_text("About 0.0166 USD")
    expect(form.locator(".ahoy-bar")).to_have_count(2)


def test_the_code_is_copied_with_a_word(desk: Desk) -> None:
    """By keyboard: the button comes after the fields, and says what it did."""
    form = desk.form("text")
    form.get_by_label("Body").fill('Say "Ahoy"')
    expect(form.locator("pre")).to_contain_text("""'Say "Ahoy"'""")
    form.get_by_label("Body").focus()
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")
    expect(form.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = desk.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == form.locator("pre").inner_text()


def test_python_types_into_a_form_on_the_page(desk: Desk) -> None:
    """Every click has its twin in code; two views show one form."""
    first = desk.form("text")
    second = desk.form("text again")
    desk.run("fill")
    for form in (first, second):
        expect(form.get_by_label("Body")).to_have_value("→" * 71)
        expect(form).to_contain_text("2 segments: 71 of 134 characters, UCS-2")


def test_voices_follow_the_language(desk: Desk) -> None:
    """A voice that does not speak it is named, with others that do."""
    form = desk.form("voice")
    form.get_by_label("Voice").select_option("Polly.Joanna")
    form.get_by_label("Language").select_option("German (Germany): de-DE")
    expect(form).to_contain_text("Polly.Joanna speaks English (United States), not German")
    form.get_by_label("Voice").select_option("Polly.Vicki")
    expect(form.locator("pre")).to_have_text(
        'response.say("Ahoy hoy!", voice="Polly.Vicki", language="de-DE")')


def test_a_secret_is_typed_and_never_saved(desk: Desk, lab: Lab) -> None:
    """Not on the page, not in the state of the widgets, not in the saved notebook."""
    form = desk.form("credentials")
    field = form.get_by_label("Auth Token")
    expect(field).to_have_attribute("type", "password")
    field.press_sequentially(TOKEN)
    form.get_by_label("May be called").press_sequentially("+14155550166")
    expect(field).to_have_attribute("aria-invalid", "false")
    desk.run("credentials read")
    assert desk.result("credentials read").startswith("([0, 32, 0, 12, 8],")
    form.get_by_role("button", name="Write .env").click()
    expect(form).to_contain_text("Nothing was written. Account SID: This is empty.")
    assert [one for one in (TOKEN, "4155550166") if one in desk.page.content()] == []
    states = desk.page.evaluate("() => JSON.stringify(Object.keys(localStorage).map((k) => "
                                "localStorage[k]))")
    desk.page.keyboard.press("Control+s")
    saved = lab.folder / "forms.ipynb"
    expect(desk.page.locator(".jp-mod-dirty")).to_have_count(0, timeout=15_000)
    assert TOKEN not in states + saved.read_text() and "4155550166" not in saved.read_text()
    assert not (lab.folder / ".env").exists()
    assert json.loads(saved.read_text())["cells"][5]["outputs"]


def test_a_url_is_placed_and_asked(desk: Desk) -> None:
    """Outside, on this machine, or one of Twilio's; the button shows what stands there."""
    form = desk.form("url")
    form.get_by_label("URL", exact=True).fill("https://example.com/voice")
    expect(form).to_contain_text("Outside this machine: practice can't reach it")
    form.get_by_label("URL", exact=True).fill("https://demo.twilio.com/docs/voice.xml")
    expect(form).to_contain_text("Twilio hosts this page")
    form.get_by_role("button", name="Ask the URL").click()
    expect(form).to_contain_text("<Say voice=", timeout=15_000)
    expect(form.locator("say")).to_have_count(0)


def test_the_account_and_its_costs_follow(desk: Desk) -> None:
    """Without a cell being run again; an alert that one opened stays open."""
    view = desk.run("account").locator(".ahoy-account")
    costs = desk.run("spending").locator(".ahoy-spending")
    expect(view).to_be_visible(timeout=15_000)
    expect(view.get_by_role("table", name="Numbers")).to_contain_text("+14155550100")
    expect(costs).to_contain_text("Numbers, by the month")
    desk.run("happen")
    alert = view.locator("summary", has_text="12100").first
    alert.focus()
    desk.page.keyboard.press("Enter")
    expect(view).to_contain_text('Write "&amp;" instead of "&".')
    expect(view).to_contain_text("<img src=x onerror=alert(1)> Ahoy!")
    expect(costs).to_contain_text("Texts received", timeout=15_000)
    expect(view).to_contain_text('Write "&amp;" instead of "&".')
    expect(view.locator("summary").first).to_be_focused()
    assert view.locator("img").count() == 0


def test_a_cell_run_again_leaves_no_widgets_behind(desk: Desk) -> None:
    """However often a form is shown, the kernel holds one page of it."""
    desk.form("text")
    desk.form("text again")
    desk.run("how many")
    first = desk.result("how many")
    for _ in range(3):
        desk.form("text")
        desk.form("text again")
    desk.run("how many")
    assert desk.result("how many") == first


def test_a_form_fits_into_a_narrow_page(desk: Desk) -> None:
    """At 320 pixels nothing is cut off: labels stand above their fields."""
    form = desk.form("voice")
    form.evaluate("(form) => { form.style.width = '300px' }")
    wide = "(form) => [form.scrollWidth <= form.clientWidth + 1, form.clientWidth]"
    assert form.evaluate(wide)[0] is True
    label, field = form.get_by_text("Words", exact=True), form.get_by_label("Words")
    assert label.bounding_box()["y"] + 10 < field.bounding_box()["y"]
    form.evaluate("(form) => { form.style.width = '' }")


def test_after_a_restart_a_cell_shows_a_form_that_works(desk: Desk) -> None:
    """What was shown before stays readable; a new run brings a new form and a new view."""
    desk.page.get_by_title("Restart the kernel", exact=True).first.click()
    desk.page.locator(".jp-Dialog .jp-mod-accept").click()
    desk.sheet.wait_for_kernel()
    desk.run("set up")
    form = desk.form("number")
    form.get_by_label("Number", exact=True).fill("+442079460018")
    expect(form).to_contain_text("E.164: +442079460018")
    view = desk.run("account").locator(".ahoy-account")
    expect(view).to_have_count(1, timeout=15_000)
    expect(view).to_contain_text("Balance")
