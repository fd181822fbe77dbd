"""Makes docs/pictures: the first notebook in a real JupyterLab, and a gallery of the handset.

    python docs/make_pictures.py

Takes about a minute and needs Chromium (`AHOY_CHROMIUM` names yours). Look at the pictures
before you keep them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from textwrap import dedent

from playwright.sync_api import Browser, Locator, expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # tests.browser is no part of the installed package

from tests.browser.lab import Lab, chromium, find_chromium, jupyter  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SHARP = 1.5
"""Pixels of a picture for each pixel of the page."""

GALLERY = dedent("""
    import ipywidgets
    from twilio.rest import Client
    from helpers import phone, start, twiml_bin
    from helpers.page.handset import widget_of
    account = start(clock="virtual")    # every request moves time by one second, nothing else
    client = Client()
    quiet = twiml_bin("<Response><Pause length='60'/></Response>").url
    menu = '''<Response><Play>https://example.com/foghorn.mp3</Play>
    <Gather action="%s"><Say>Ahoy hoy! This is the harbour office.</Say>
    <Say>For the tide, press 1. For the ferry, press 2.</Say></Gather></Response>''' % quiet

    def someone(name, line):
        return phone(f"+141555501{line}", name=name)

    def wait(seconds):
        for _ in range(seconds):
            client.api.account.fetch()

    def call(person, twiml="<Response><Say>Ahoy hoy!</Say></Response>", url=None):
        more = {"url": url} if url else {"twiml": twiml}
        client.calls.create(to=person.number, from_=account.number, **more)
        return person

    def text(person, body):
        client.messages.create(to=person.number, from_=account.number, body=body)
        wait(4)
        return person

    number = client.incoming_phone_numbers.list()[0]
    number.update(sms_url=twiml_bin("<Response/>").url)
    ada, arabic, shy = someone("Ada", "44"), someone("مريم", "32"), someone("Fay", "28")
    text(ada, "Ahoy! Your boat is ready.")
    ada.texts("Thank you! Is there room for a bicycle and two dogs?", to=account.number)
    wait(4)
    text(ada, "For both dogs, yes. Not for the bicycle.")
    ada.texts("What about <b>one</b> wheel?", to=account.number,
              media=["https://example.com/my-bicycle.jpg"])
    wait(4)
    client.messages.create(to=ada.number, from_=account.number, body="Here is where we are:",
                           media_url=["https://example.com/harbour-map.png"])
    wait(4)
    ada.texts("On my way!", to=account.number)
    after = call(someone("Gus", "29").answers(after=0))
    call(shy.declines(after=0))
    wait(5)
    call(shy.answers(after=0), "<Response><Pause length='30'/></Response>")
    wait(40)
    cut = call(someone("Ivo", "21").answers(after=0).hangs_up(after=3),
               "<Response><Say>The ferry to the islands leaves at nine, at noon and at five.</Say>"
               "</Response>")
    wait(5)
    busy = someone("Jo", "22").is_busy()
    speaking = call(someone("Kit", "20").answers(after=0),
                    "<Response><Say>Who is calling, please?</Say><Pause length='60'/></Response>")
    wait(4)
    speaking.say("It's Kit, from the lighthouse.")
    talking = call(someone("Dora", "26").answers(after=0).presses("1", after=13), menu)
    wait(10)
    connected = call(someone("Emil", "27").answers(after=0), url=quiet)
    call(arabic.answers(after=0), "<Response><Say>أهلا بكم في مكتب الميناء</Say></Response>")
    wait(1)
    scripted = call(someone("Chen", "25").answers(after=9).presses("1").hangs_up(after=5))
    ringing = call(someone("Bob", "24"))
    calling = someone("Hilda", "30")
    calling.calls(account.number)
    states = [someone("Alice", "23"), ringing, scripted, calling, connected, talking, arabic,
              after, shy, cut, busy, speaking, ada, someone(None, "31"),
              someone("A name that is far too long", "33")]
    """).strip()

SHOWN = dedent("""
    def framed(one):
        return ipywidgets.Box([widget_of(one)], layout=ipywidgets.Layout(width="{each}px"))

    rows = ipywidgets.Layout(flex_flow="row wrap", width="{all}px")
    box = ipywidgets.Box([framed(one) for one in states], layout=rows)
    box.add_class("ahoy-gallery")
    box
    """).strip()


def main() -> int:
    """Writes every picture anew."""
    path = find_chromium()
    if path is None:
        print("There is no Chromium: install one, or name yours in AHOY_CHROMIUM.")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with chromium(path) as browser:
        for mode, theme in THEMES.items():
            with tempfile.TemporaryDirectory() as folder, jupyter(Path(folder), theme=theme) as lab:
                shutil.copytree(ROOT / "notebooks", lab.folder, dirs_exist_ok=True)
                start_here(lab, browser, mode)
                gallery(lab, browser, mode, "handsets", each=356)
                gallery(lab, browser, mode, "handsets-narrow", each=320)
    return 0


def start_here(lab: Lab, browser: Browser, mode: str) -> None:
    """00 with the call answered and its sentence on the handset."""
    sheet = lab.open(browser, "00-start-here.ipynb", width=960, height=1960,
                     device_scale_factor=SHARP)
    sheet.page.keyboard.press("Control+b")  # no list of files in the picture
    sheet.run_all_and_answer("Alice")
    alice = sheet.handset("Alice")
    expect(alice.get_by_role("log", name="The call")).to_contain_text("Ahoy hoy!")
    expect(alice).to_contain_text("1 new", timeout=15_000)
    expect(sheet.page.locator(".ahoy-trace").first).to_contain_text("call is completed")
    sheet.scroll_to_top()
    save(sheet.page.locator(".jp-NotebookPanel"), f"00-{mode}")
    sheet.close()


def gallery(lab: Lab, browser: Browser, mode: str, name: str, *, each: int) -> None:
    """Every state of the handset, four in a row, each with as many pixels of room."""
    shown = SHOWN.format(each=each, all=4 * each + 32)
    lab.write("gallery.ipynb", GALLERY, shown)
    sheet = lab.open(browser, "gallery.ipynb", width=4 * each + 460, height=2200)
    sheet.run_all()
    box = sheet.page.locator(".ahoy-gallery")
    expect(box.locator(".ahoy-handset")).to_have_count(15, timeout=30_000)
    last = box.get_by_role("group", name="A name that")
    last.get_by_label("Call a number").fill("hello")
    last.get_by_role("button", name="Call", exact=True).click()
    expect(last.get_by_role("alert")).to_contain_text("phone number")
    box.get_by_role("group", name="Phone +14155550131").get_by_role("tab", name="Texts").click()
    save(box, f"{name}-{mode}")
    sheet.close()


def save(part: Locator, name: str) -> None:
    """One picture of this part of the page, with moving things at rest."""
    part.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
