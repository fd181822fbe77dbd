"""The notebook that tests of the trace use: a whole story, and how they look into it."""

from __future__ import annotations

from textwrap import dedent

from playwright.sync_api import Browser, Locator, expect

from tests.browser.lab import Lab, Sheet

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"

CELLS = {
    "set up": f"""
        import time
        from flask import Flask, Response
        from twilio.base.exceptions import TwilioRestException
        from twilio.rest import Client
        from helpers import phone, serve, start, trace, watch
        account = start(clock="virtual")
        client = Client()
        app = Flask("office")

        @app.post("/voice")
        def voice():
            twiml = "<Response><Say>Ahoy hoy!</Say><Redirect>/broken</Redirect></Response>"
            return Response(twiml, content_type="text/xml")

        @app.post("/broken")
        def broken():
            return Response({HOSTILE!r}, 500, content_type="text/html; a=<b>c</b>")

        site = serve(app)
        alice = phone("+14155550123", name="Alice").answers(after=1)
        call = client.calls.create(to=alice.number, from_=account.number, url=site.url + "/voice")
        watch(call)
        bob = phone("+14155550124", name="<i>Bob</i>")
        watch(client.messages.create(to=bob.number, from_=account.number, body={HOSTILE!r}))
        try:
            client.calls.create(to="nobody", from_=account.number, url=site.url)
        except TwilioRestException as refused:
            print(refused.code)
        """,
    "trace": "trace()",
    "again": "trace()",
    "fetch": "len(client.calls.list()), len(trace())",
    "block": "time.sleep(6)",
    "many": """
        from ahoy import current
        from ahoy.trace import Heard
        for place in range(1000):
            current().trace.add(Heard(at=place, source="Twilio", target="Alice",
                                      text=f"Word {place}", verb="Say"))
        """,
}


class Desk:
    """The open notebook, and the trace in it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.page = sheet, sheet.page
        self.trace = self.figure("trace")

    def run(self, name: str) -> Locator:
        """Runs the cell of this name."""
        return self.sheet.run(list(CELLS).index(name))

    def figure(self, name: str) -> Locator:
        """The trace below the cell of this name."""
        return self.sheet.cell(list(CELLS).index(name)).get_by_role(
            "group", name="What happened", exact=True)

    def row(self, words: str) -> Locator:
        """The button of the first row with these words."""
        return self.trace.locator(".ahoy-line", has_text=words).first

    def open(self, words: str) -> Locator:
        """Clicks a row, and gives the panel below it once Python has answered."""
        self.row(words).click()
        return self.panel()

    def panel(self) -> Locator:
        """The open panel."""
        panel = self.trace.locator(".ahoy-details")
        expect(panel.locator(".ahoy-meaning")).to_be_visible(timeout=10_000)
        return panel

    def close_all(self) -> None:
        """Closes every row, and shows them all."""
        while (shut := self.trace.get_by_role("button", name="Close")).count():
            shut.first.click()
        self.trace.get_by_role("button", name="All", exact=True).click()
        self.trace.get_by_label("Find").fill("")


def open_desk(lab: Lab, browser: Browser, *, harmless: bool = False, **page: object) -> Desk:
    """Opens the notebook, and runs it up to its trace. `harmless`: nobody sends markup."""
    cells = [dedent(code).strip() for code in CELLS.values()]
    if harmless:
        cells = [code.replace(HOSTILE, "Ahoy!").replace("<i>Bob</i>", "Bob") for code in cells]
    written = lab.write("trace.ipynb", *cells)
    desk = Desk(lab.open(browser, written, **page))
    desk.run("set up")
    desk.run("trace")
    expect(desk.row("POST /voice")).to_be_visible(timeout=30_000)
    return desk
