"""The course holds every row of the article that it mirrors, in its order: A1 to A12.

"How to use Twilio for voice and SMS capabilities" (2015) taught twelve things. The cells
that teach a row carry its tag; each test looks at what these cells make happen.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from ahoy.trace import Heard, Request, Attendance, Status, Text, Touched, Verb, Webhook
from tests.notebooks import book
from tests.notebooks.book import Notebook
from tests.notebooks.runner import Outcome, kernel

ROWS = [f"A{number}" for number in range(1, 13)]
NOTEBOOKS = [book.load(path) for path in book.paths()]


@cache
def course() -> dict[str, list[Outcome]]:
    """Every notebook, run once; by row, what the cells with its tag did."""
    found: dict[str, list[Outcome]] = {row: [] for row in ROWS}
    for notebook in NOTEBOOKS:
        for outcome in run(notebook):
            for row in ROWS:
                if f"article-{row}" in outcome.cell.tags:
                    found[row].append(outcome)
    return found


def run(notebook: Notebook) -> list[Outcome]:
    """All outcomes of one notebook."""
    with kernel() as runner:
        return [runner.run(cell) for cell in notebook.code]


def records(row: str, kind: type) -> list[Any]:
    """The records of this kind that the row's cells caused, in order."""
    return [one for outcome in course()[row] for one in outcome.records if isinstance(one, kind)]


def shown(row: str) -> str:
    """All that the row's cells show."""
    return "\n".join(outcome.text for outcome in course()[row])


def posted(row: str, ending: str, **params: str) -> list[Request]:
    """The row's requests to create something, by the end of their path and some parameters."""
    return [
        request
        for request in records(row, Request)
        if request.method == "POST" and request.path.endswith(ending)
        if all(value in str(request.params.get(name, "")) for name, value in params.items())
    ]


def finals(row: str, kind: str) -> set[str]:
    """The statuses that calls or messages of the row went through."""
    return {status.status for status in records(row, Status) if status.kind == kind}


def prose(words: Iterable[str]) -> list[str]:
    """Those of the words that stand in no text of the course."""
    text = "\n".join(cell.source for notebook in NOTEBOOKS for cell in notebook.text)
    return [word for word in words if word not in text]


def test_the_rows_come_in_the_order_of_the_article():
    """Where a row is first taught: notebook and cell only grow from A1 to A12."""
    places = [
        next(
            (notebook.name, cell.number)
            for notebook in NOTEBOOKS
            for cell in notebook.cells
            if f"article-{row}" in cell.tags
        )
        for row in ROWS
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("row", ROWS)
def test_the_cells_of_a_row_do_something(row):
    """A row is taught by cells that run, not by words alone."""
    assert course()[row]


def test_a1_voice_and_sms_happen_and_client_is_named():
    """What Twilio is: a call and a text at once, and calls from browsers explained."""
    assert "completed" in finals("A1", "call")
    assert "delivered" in finals("A1", "message")
    assert [] == prose(["Voice", "SMS", "Client", "Voice SDK", "WebRTC", "VoIP"])


def test_a2_prices_are_computed_from_what_was_done():
    """Prices: dated, computed; the old offer is history; today's trial."""
    assert "USD" in shown("A2")
    assert [] == prose(["prices of 2026", "10 USD", "That offer is history", "a trial"])


def test_a3_each_simulated_verb_is_tried_on_a_call():
    """Verbs: all of the article are heard or seen to work, and those of its sibling."""
    tried = {one.verb for one in records("A3", Heard)} | {one.name for one in records("A3", Verb)}
    assert {"Say", "Play", "Pause", "Gather", "Redirect", "Hangup", "Reject"} <= tried
    assert {"Dial", "Record", "Sms"} <= tried
    rooms = {(one.event, one.kind) for one in records("A3", Attendance)}
    assert {("joins", "queue"), ("takes the first from", "queue"), ("joins", "conference")} <= rooms
    assert [] == prose(["Dial", "Record", "Enqueue", "Queue", "Sms"])


def test_a4_twiml_by_hand_and_by_class_are_equal_and_heard():
    """TwiML: Hello World by hand, by VoiceResponse, compared, and spoken."""
    assert any(outcome.value is True for outcome in course()["A4"])
    assert "Hello World" in [one.text for one in records("A4", Heard)]


def test_a5_the_token_is_hidden_and_a_wrong_one_refused():
    """Account: SID shown, token hidden, 401 with 20003 read; a number verified; `.env`."""
    assert "'AC" in shown("A5")
    assert "<hidden auth token>" in shown("A5")
    assert (401, 20003) in [(one.status, one.code) for one in records("A5", Request)]
    assert "presses" in [one.action for one in records("A5", Touched)]
    assert [] == prose([".env", "verified number"])


def test_a6_a_host_answers_twilio():
    """The host: an app of the learner's answers a webhook; the retired host is named."""
    answered = [one for one in records("A6", Webhook) if one.status == 200]
    assert "<Say>" in answered[0].body
    assert [] == prose(["Azure Mobile Services", "Azure Functions"])


def test_a7_the_library_is_pinned():
    """The library: what the pins of then and now allow, and the version in use."""
    assert "'9'" == shown("A7")
    assert [] == prose(["~1.7.0", "^1.7.0", "==9", "~=9", "requirements.txt", "package.json"])


def test_a8_an_outgoing_call_is_made_and_followed():
    """A call with a TwiML address of Twilio's; From and each status are printed."""
    (made,) = posted("A8", "/Calls.json", Url="http://demo.twilio.com/docs/voice.xml")
    assert 201 == made.status
    assert {"ringing", "in-progress", "completed"} <= finals("A8", "call")
    assert "+14155550100 queued" in shown("A8")


def test_a9_a_text_is_sent_and_an_error_handled():
    """Both branches happen: SID and date, or Oops and which error."""
    body = "ahoy hoy! Testing Twilio and Python"
    sent, refused = posted("A9", "/Messages.json", Body=body)
    assert (201, 400) == (sent.status, refused.status)
    assert body in [one.body for one in records("A9", Text)]
    assert "SM0000" in shown("A9") and "2026-01-05" in shown("A9")
    assert f"Oops! There was an error. {refused.code}" in shown("A9")


def test_a10_twimlets_and_the_own_site_give_twiml():
    """The empty Response, the Say, then a view of the learner's own, opened like a page."""
    pages = [one.body for one in records("A10", Webhook) if one.target == "twimlets.com"]
    assert ["<Say>" in page for page in pages] == [False, True]
    assert '<Say voice="woman">ahoy hoy! ' in shown("A10")


def test_a11_a_call_takes_its_twiml_from_the_own_site():
    """The address of the own site is passed to the call, fetched, and spoken."""
    assert posted("A11", "/Calls.json", Url="/api/makeCall")
    assert [200] == [one.status for one in records("A11", Webhook)]
    assert "ahoy hoy! Testing Twilio and Python" in [one.text for one in records("A11", Heard)]


def test_a12_next_steps_are_taken_and_linked():
    """Security is tried: forged 403, signed 200; then addresses for the five things of the row."""
    assert "403" in shown("A12").splitlines()
    assert 200 in [one.status for one in records("A12", Webhook)]
    addresses = ["docs/usage/security", "docs/voice/tutorials", "quickstart",
                 "github.com/twilio/twilio-python", "help.twilio.com"]  # fmt: skip
    assert [] == prose(addresses)
