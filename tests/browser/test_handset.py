"""The handset as people see, hear and use it, in a real JupyterLab."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.lab import Lab, Sheet

EARS = """
    // Writes down what the browser is asked to sound, in order.
    globalThis.heard = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
        if (this.frequency.value > 100) heard.push(this.frequency.value);
        return start.apply(this, when);
    };
    for (const [owner, name, what] of [
        [SpeechSynthesis.prototype, "speak", (words) => `${words.lang}: ${words.text}`],
        [SpeechSynthesis.prototype, "cancel", () => "hush"],
        [HTMLMediaElement.prototype, "play", function () { return this.src.slice(0, 5); }],
    ]) {
        const real = owner[name];
        owner[name] = function (...given) {
            heard.push(what.apply(this, given));
            return real.apply(this, given);
        };
    }
    globalThis.AudioContext = class extends AudioContext {
        constructor() { super(); heard.push("opened"); }
    };
"""

SET_UP = dedent("""
    from twilio.rest import Client
    from helpers import phone, start, twiml_bin, watch
    account = start()
    client = Client()
    alice = phone("+14155550123", name="Alice")

    def call(twiml):
        return client.calls.create(to=alice.number, from_=account.number,
                                   twiml=f"<Response>{twiml}</Response>")
    alice
    """).strip()

SONG = "http://com.twilio.sounds.music.s3.amazonaws.com/BusyStrings.mp3"


@pytest.fixture(scope="module")
def sheet(lab: Lab, browser: Browser) -> Iterator[Sheet]:
    """A notebook with Alice's handset, and an empty cell after it."""
    sheet = lab.open(browser, lab.write("handset.ipynb", SET_UP, ""), before=EARS)
    sheet.run(0)
    expect(sheet.handset("Alice")).to_be_visible(timeout=30_000)
    yield sheet
    sheet.close()


@pytest.fixture
def alice(sheet: Sheet) -> Locator:
    """Alice's handset, silent and at rest, in a world of its own."""
    handset = sheet.handset("Alice")
    do(sheet, "account.reset(); account = start(); phone('+14155550123', name='Alice')")
    expect(handset).to_have_attribute("data-status", "idle", timeout=20_000)
    switch = handset.get_by_role("button", name="Sound", exact=True)
    if switch.get_attribute("aria-pressed") == "true":
        switch.click()
    sheet.page.evaluate("heard.splice(0)")
    return handset


def do(sheet: Sheet, code: str) -> None:
    """Runs this code in the second cell."""
    sheet.write(1, code)
    sheet.run(1)


def heard(sheet: Sheet) -> list:
    """What the browser was asked to sound."""
    return sheet.page.evaluate("heard")


def answer(handset: Locator) -> None:
    """Clicks *Answer* as soon as it rings."""
    handset.get_by_role("button", name="Answer", exact=True).click(timeout=15_000)


def log(handset: Locator) -> Locator:
    """The lines of the call."""
    return handset.get_by_role("log", name="The call")


def test_nothing_sounds_unless_it_was_asked_for(sheet: Sheet, alice: Locator) -> None:
    """A whole call with speech and keys, and the browser's audio was not even opened."""
    do(sheet, f"alice.answers(after=9); call('<Say>Ahoy hoy!</Say><Play>{SONG}</Play>')")
    answer(alice)
    alice.get_by_role("button", name="4", exact=True).click()
    expect(log(alice)).to_contain_text("BusyStrings", timeout=15_000)
    expect(alice).to_have_attribute("data-status", "idle", timeout=15_000)
    assert heard(sheet) == []


def test_sound_that_was_turned_on_is_heard(sheet: Sheet, alice: Locator) -> None:
    """A bell, then a voice in its language, the two tones of a key, and a song."""
    switch = alice.get_by_role("button", name="Sound", exact=True)
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    do(sheet, "alice.answers(after=9); call('<Say language=\"fr-FR\">Bonjour tout le monde</Say>"
              f"<Play>{SONG}</Play><Pause length=\"2\"/>')")
    answer(alice)
    alice.get_by_role("button", name="4", exact=True).click()
    expect(log(alice)).to_contain_text("BusyStrings", timeout=15_000)
    expect(alice).to_have_attribute("data-status", "idle", timeout=15_000)
    sounds = [one for one in heard(sheet) if one != "hush"]
    assert sounds[:3] == ["opened", 440, 480]
    assert [one for one in sounds[1:] if one not in (440, 480)] == [
        "fr-FR: Bonjour tout le monde", 770, 1209, "blob:"]


def test_two_views_of_a_phone_ring_once(sheet: Sheet, alice: Locator) -> None:
    """The switch of one is the switch of both, and one bell is heard."""
    do(sheet, "call('<Pause/>'); alice")
    switches = sheet.page.get_by_role("button", name="Sound", exact=True)
    switches.nth(1).click(timeout=15_000)
    expect(switches.first).to_have_attribute("aria-pressed", "true")
    expect(alice).to_have_attribute("data-status", "ringing", timeout=15_000)
    alice.get_by_role("button", name="Decline", exact=True).click()
    expect(alice).to_have_attribute("data-status", "idle", timeout=15_000)
    assert [one for one in heard(sheet) if one not in ("hush", "opened")] == [440, 480]


def test_a_muted_phone_is_silent_at_once(sheet: Sheet, alice: Locator) -> None:
    """Turning the sound off stops the sentence that is being spoken, and all after it."""
    switch = alice.get_by_role("button", name="Sound", exact=True)
    switch.click()
    do(sheet, "alice.answers(after=0); call('<Say>One two three four five six seven</Say>"
              "<Say>Eight</Say><Pause length=\"2\"/>')")
    expect(log(alice)).to_contain_text("One two", timeout=15_000)
    switch.click()
    expect(log(alice)).to_contain_text("Eight", timeout=15_000)
    expect(alice).to_have_attribute("data-status", "idle", timeout=15_000)
    spoken = [one for one in heard(sheet) if isinstance(one, str) and one != "hush"]
    assert spoken == ["en-US: One two three four five six seven"]


def test_words_appear_as_they_are_spoken(sheet: Sheet, alice: Locator) -> None:
    """The last word of a long sentence comes when it is said; the bubble has room for it."""
    do(sheet, "alice.answers(after=0); call('<Say>The ferry to the islands leaves at nine, at "
              "noon and at five o\\'clock today</Say>')")
    last = log(alice).get_by_text("today", exact=True)
    last.wait_for(timeout=15_000)
    opacity = "(word) => Number(getComputedStyle(word).opacity)"
    assert last.evaluate(opacity) == 0
    expect(last).to_have_css("opacity", "1", timeout=15_000)


def test_who_wants_no_motion_gets_none(sheet: Sheet, alice: Locator) -> None:
    """The words are there at once, and the bell stands still."""
    sheet.page.emulate_media(reduced_motion="reduce")
    do(sheet, "call('<Say>The ferry to the islands leaves at nine, at noon and at five</Say>')")
    bell = alice.locator(".ahoy-bell svg")
    expect(bell).to_be_visible(timeout=15_000)
    expect(bell).to_have_css("animation-name", "none")
    answer(alice)
    expect(log(alice).get_by_text("five", exact=True)).to_have_css("animation-name", "none")
    sheet.page.emulate_media(reduced_motion="no-preference")


def test_a_sentence_that_is_cut_off_shows_where(sheet: Sheet, alice: Locator) -> None:
    """Hanging up in mid-sentence strikes out the words that nobody heard."""
    do(sheet, "alice.answers(after=0).hangs_up(after=1); call('<Say>The ferry to the islands "
              "leaves at nine, at noon and at five today</Say>')")
    expect(alice).to_have_attribute("data-status", "idle", timeout=15_000)
    unsaid = log(alice).locator(".ahoy-unsaid").last
    expect(unsaid).to_have_text("today", timeout=15_000)
    expect(log(alice).get_by_text("The", exact=True)).to_have_css("text-decoration-line", "none")


def test_a_person_says_what_they_type(sheet: Sheet, alice: Locator) -> None:
    """Enter says it; it stands on the screen as a line of one's own."""
    do(sheet, "alice.answers(after=0); call('<Pause length=\"20\"/>')")
    words = alice.get_by_label("Say something")
    words.fill("Hello, harbour office?")
    sheet.page.keyboard.press("Enter")
    line = log(alice).get_by_role("listitem").filter(has_text="Hello, harbour office?")
    expect(line).to_contain_text("You say:", timeout=10_000)
    alice.get_by_role("button", name="Hang up").click()


def test_a_conversation_stands_on_the_phone(sheet: Sheet, alice: Locator) -> None:
    """What the other person says comes with a name, what one says oneself does not."""
    do(sheet, "phone('+14155550127', name='Bob').answers(after=0).says('Hello, Alice', after=1)\n"
              "alice.answers(after=0).says('Ahoy, Bob', after=4)\n"
              "call('<Dial>+14155550127</Dial>')")
    items = log(alice).get_by_role("listitem")
    expect(items.filter(has_text="Hello, Alice")).to_contain_text("Bob says:", timeout=20_000)
    expect(items.filter(has_text="Ahoy, Bob")).to_contain_text("You say:", timeout=15_000)
    alice.get_by_role("button", name="Hang up").click()


def test_every_part_is_reached_by_keyboard(sheet: Sheet, alice: Locator) -> None:
    """Tab and arrows lead through sound, tabs and fields; Space and Enter act."""
    keys = sheet.page.keyboard
    alice.focus()
    keys.press("Tab")
    keys.press("Space")
    expect(alice.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "true")
    keys.press("Tab")
    keys.press("ArrowRight")
    expect(alice.get_by_role("tab", name="Texts")).to_be_focused()
    expect(alice.get_by_role("tabpanel", name="Texts")).to_be_visible()
    keys.press("Tab")
    expect(alice.get_by_label("To", exact=True)).to_be_focused()
    keys.press("Tab")
    keys.type("Ahoy from the keyboard")
    keys.press("Enter")
    thread = alice.get_by_role("log", name="Texts")
    expect(thread).to_contain_text("Ahoy from the keyboard", timeout=15_000)
    alice.get_by_role("tab", name="Texts").focus()
    keys.press("ArrowLeft")
    expect(alice.get_by_role("tabpanel", name="Call")).to_be_visible()


def test_calls_before_tell_which_way_how_they_ended_and_how_long(
        sheet: Sheet, alice: Locator) -> None:
    """Newest first, in words."""
    do(sheet, "alice.answers(after=0); _ = await watch(call('<Pause length=\"2\"/>'))\n"
              "alice.declines(after=0); _ = await watch(call('<Pause/>'))")
    past = alice.get_by_role("region", name="Recent calls").get_by_role("listitem")
    expect(past).to_have_text(["from +14155550100declined", "from +14155550100answered, 0:02"],
                              timeout=20_000)


def test_what_will_happen_is_counted_down_and_can_be_stopped(
        sheet: Sheet, alice: Locator) -> None:
    """The autopilot says how many seconds are left; taken over, it rings on."""
    do(sheet, "call('<Say>Ahoy</Say>')")
    note = alice.get_by_role("note").filter(has_text="Nobody there?")
    expect(note).to_contain_text("answers in 8 s", timeout=15_000)
    note.get_by_role("button", name="Take over").click()
    expect(note).to_be_hidden()
    expect(alice).to_have_attribute("data-status", "ringing")
    alice.get_by_role("button", name="Decline").click()


def test_nothing_that_a_caller_sends_becomes_markup(sheet: Sheet, alice: Locator) -> None:
    """Names, texts, TwiML, file names and spoken words are text, whatever is in them."""
    bad = "<img src=x onerror=\\'heard.push(1)\\'><script>heard.push(2)</script>"
    do(sheet, f"bad = '{bad}'; mal = phone('+14155550124', name=bad); alice.name = bad\n"
              "from urllib.parse import quote; from xml.sax.saxutils import escape\n"
              "client.messages.create(to=alice.number, from_=account.number, body=bad, "
              "media_url=['https://example.com/' + quote(bad)])\n"
              "alice.answers(after=0).says(bad, after=0.1)\n"
              "_ = await watch(call(f'<Say>{escape(bad)}</Say>')); mal")
    expect(sheet.cell(1).locator(".ahoy-name")).to_contain_text("<img src=x", timeout=20_000)
    log = sheet.dock.get_by_role("log", name="The call")
    expect(log).to_contain_text("<script>", timeout=20_000)
    expect(sheet.dock.locator(".ahoy-disc-name").first).to_contain_text("<img src=x")
    assert sheet.page.locator(".ahoy-handset :is(img, script)").count() == 0
    assert heard(sheet) == []
    do(sheet, "alice.name = 'Alice'; alice.changed()")


def test_phones_stand_side_by_side_and_on_a_narrow_page_one_by_one(
        sheet: Sheet, alice: Locator) -> None:
    """Shown by one cell, they wrap as the page has room; nothing stands out of a narrow one."""
    do(sheet, "display(phone('+14155550125', name='Chen'), phone('+14155550126', name='Dora'))")
    pair = [sheet.cell(1).get_by_role("group", name=f"{who}'s phone") for who in ("Chen", "Dora")]
    expect(pair[1]).to_be_visible(timeout=15_000)
    left, right = (one.bounding_box() for one in pair)
    assert right["y"] == left["y"]
    assert right["x"] > left["x"] + left["width"]
    sheet.page.set_viewport_size({"width": 320, "height": 1700})
    sheet.hide_files()
    first, second = (one.bounding_box() for one in pair)
    assert second["y"] > first["y"] + first["height"]
    assert pair[0].evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert first["x"] + first["width"] <= 320
    sheet.page.set_viewport_size({"width": 1280, "height": 1700})
    sheet.hide_files()


def test_a_thousand_lines_leave_a_small_page(sheet: Sheet, alice: Locator) -> None:
    """The latest are shown; the page does not grow without end."""
    do(sheet, "for n in range(1000): alice.shows(f'line {n}', 'note')")
    expect(log(alice)).to_contain_text("line 999", timeout=20_000)
    assert log(alice).get_by_role("listitem").count() == 200


def test_a_reopened_notebook_shows_the_call_as_it_is(lab: Lab, sheet: Sheet,
                                                     alice: Locator) -> None:
    """The page is loaded anew in the middle of a call: Python tells it what is true."""
    do(sheet, "alice.answers(after=0); call('<Say>Ahoy hoy!</Say><Pause length=\"30\"/>')")
    expect(log(alice)).to_contain_text("Ahoy hoy!", timeout=15_000)
    sheet.save()
    sheet.page.reload()
    sheet.wait_for_kernel()
    again = sheet.handset("Alice")
    if again.count() == 0:  # a saved notebook keeps no widget: its cell brings it back
        sheet.run(0)
    expect(again).to_have_attribute("data-status", "in-call", timeout=20_000)
    expect(log(again)).to_contain_text("Ahoy hoy!")
    again.get_by_role("button", name="Hang up").click()
    expect(again).to_have_attribute("data-status", "idle", timeout=10_000)
