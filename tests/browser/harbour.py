"""The notebook that most tests of the page use, cell by cell, and how they use it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.lab import Sheet

CELLS = {
    "set up": """
        import time
        from twilio.rest import Client
        from helpers import call_form, phone, sms_form, start, trace, twiml_bin, watch
        account = start()
        client = Client()
        alice = phone("+14155550123", name="Alice")

        def call_alice(twiml="<Response><Say>Ahoy hoy!</Say></Response>"):
            alice.answers(after=30)     # a person has half a minute to be quicker
            return client.calls.create(to=alice.number, from_=account.number, twiml=twiml)

        def by_whom(call):
            touches = [one for one in trace(call) if hasattr(one, "action")]
            return [(one.action, one.value, one.by) for one in touches]
        """,
    "alice": "alice",
    "await": """
        call = call_alice()
        _ = await watch(call)
        by_whom(call), client.calls(call.sid).fetch().status
        """,
    "linger": """
        call = call_alice('<Response><Say>Ahoy hoy!</Say><Pause length="30"/></Response>')
        _ = await watch(call)
        by_whom(call), client.calls(call.sid).fetch().status
        """,
    "block": """
        call = call_alice()
        while client.calls(call.sid).fetch().status not in ("completed", "busy", "no-answer"):
            time.sleep(0.1)
        by_whom(call)
        """,
    "gather": """
        goodbye = twiml_bin("<Response><Say>Thank you.</Say></Response>")
        call = call_alice('<Response><Gather numDigits="2" finishOnKey="" action="%s">'
                          "<Say>Your berth, please.</Say></Gather></Response>" % goodbye.url)
        _ = await watch(call)
        by_whom(call)
        """,
    "text": """
        text = client.messages.create(to=alice.number, from_=account.number,
                                      body="<img src=x onerror=alert(1)> Ahoy!")
        """,
    "alice again": "alice",
    "form": "call_form()",
    "text form": "sms_form()",
}


class Harbour:
    """The open notebook: Alice's handset in it, and its cells by name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.page = sheet, sheet.page
        self.alice = sheet.handset("Alice")

    def run(self, name: str) -> Locator:
        """Runs the cell of this name, and gives it without waiting for its end."""
        return self.sheet.run(list(CELLS).index(name))

    def result(self, name: str) -> str:
        """The value that the cell of this name shows in the end."""
        return self.sheet.result(list(CELLS).index(name))

    def rings(self) -> None:
        """Waits until Alice's handset rings."""
        expect(self.button("Answer")).to_be_visible(timeout=15_000)

    def button(self, name: str) -> Locator:
        """A button of Alice's handset."""
        return self.alice.get_by_role("button", name=name, exact=True)

    def hears(self, words: str) -> None:
        """Waits until these words are on Alice's handset."""
        log = self.alice.get_by_role("log", name="The call")
        expect(log.get_by_text(words, exact=True)).to_be_visible(timeout=15_000)


def cells() -> list[str]:
    """The code of the cells, without the indentation that they have here."""
    from textwrap import dedent

    return [dedent(code).strip() for code in CELLS.values()]
