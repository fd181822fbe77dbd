"""Every state of the handset, as cells of a notebook: for pictures and for tests of all states."""

from __future__ import annotations

from textwrap import dedent

from playwright.sync_api import Browser, Locator, expect

from tests.browser.lab import Lab, Sheet

COUNT = 15
"""So many handsets there are."""

MADE = dedent("""
    import ipywidgets
    from twilio.rest import Client
    from helpers import phone, start, twiml_bin
    from helpers.page.phones.handset_widget import widget_of
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
    lou = someone("Lou", "19").answers(after=0)
    speaking = call(someone("Kit", "20").answers(after=0),
                    f"<Response><Say>One moment.</Say><Dial>{lou.number}</Dial></Response>")
    wait(5)
    lou.say("Lighthouse, this is Lou.")
    wait(3)
    speaking.say("It's Kit. Is the lamp lit?")
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
"""Phones of a harbour town, each in a state of its own, on a clock that stands still."""

SHOWN = dedent("""
    box = ipywidgets.HBox([widget_of(one) for one in states])
    box.add_class("ahoy-gallery")
    box
    """).strip()
"""All of them in one box, where they stand side by side as the page has room."""


def show(lab: Lab, browser: Browser, **page: object) -> tuple[Sheet, Locator]:
    """Opens a notebook with all of them, at rest. Gives the notebook and the box around them."""
    sheet = lab.open(browser, lab.write("states.ipynb", MADE, SHOWN), **page)
    sheet.hide_files()
    sheet.run_all()
    box = sheet.page.locator(".ahoy-gallery")
    expect(box.locator(".ahoy-handset")).to_have_count(COUNT, timeout=60_000)
    last = box.get_by_role("group", name="A name that")
    last.get_by_label("Call a number").fill("hello")
    last.get_by_role("button", name="Call", exact=True).click()
    expect(last.get_by_role("alert")).to_contain_text("phone number")
    box.get_by_role("group", name="Phone +14155550131").get_by_role("tab", name="Texts").click()
    return sheet, box
