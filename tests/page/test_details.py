"""What an opened row shows: all of it, in plain words, and never a secret."""

from __future__ import annotations

import json
import os
import shlex
from string import Formatter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from twilio.rest import Client

from ahoy import trace as records
from ahoy.trace import CODE, TWILIO, Alert, Heard, Record, Request, Webhook
from helpers import phone, serve, trace
from helpers.page.story import trace_words as texts
from helpers.page.story.colouring import LONGEST, coloured
from helpers.page.story.record_as_code import as_curl, as_python
from helpers.page.story.record_details import details, took
from helpers.page.story.record_meanings import cure, meaning, resource_of

SID = "CA" + "a" * 32


def asked(method: str = "POST", path: str = "Calls", status: int = 201, **more: object) -> Request:
    """Your code asks Twilio."""
    path = f"/2010-04-01/Accounts/AC{'1' * 32}/{path}.json"
    more = {"url": f"https://api.twilio.com{path}"} | more
    return Request(at=0, source=CODE, target=TWILIO, method=method, path=path, status=status,
                   **more)


def hooked(status: int | None = 200, **more: object) -> Webhook:
    """Twilio asks your site."""
    more = {"purpose": "voice", "method": "POST", "path": "/voice",
            "url": "http://127.0.0.1:5000/voice"} | more
    return Webhook(at=1, source=TWILIO, target="site", status=status, **more)


def facts(shown: dict, title: str) -> dict[str, str]:
    """Names and values of one part."""
    (part,) = [part for part in shown["parts"] if part["title"] == title]
    return dict(part["facts"])


def code(shown: dict, title: str) -> str:
    """The document of one part."""
    (part,) = [part for part in shown["parts"] if part["title"] == title]
    return "".join(text for _, text in part["code"])


# --- request and webhook -------------------------------------------------------------------------


def test_a_request_shows_method_url_parameters_and_answer(account, client) -> None:
    """With its JSON laid out, and its times on both clocks."""
    phone("+14155550123", name="Alice")
    client.calls.create(to="+14155550123", from_=account.number, twiml="<Response/>")
    shown = details(trace()[0])
    assert shown["meaning"].startswith("Your code asks Twilio to make a call.")
    assert facts(shown, "Request")["POST"].endswith(f"/Accounts/{account.sid}/Calls.json")
    assert {"To": "+14155550123", "From": account.number,
            "Twiml": "<Response/>"} == facts(shown, "Parameters")
    assert {"Status": "201 Created"} == facts(shown, "Answer")
    assert json.loads(code(shown, "Answer"))["status"] == "queued"
    assert "\n" in code(shown, "Answer")
    assert ["On the clock", "Really passed", "It took"] == [name for name, _ in shown["facts"]]


def test_a_refusal_says_why_and_what_to_do(account, client) -> None:
    """With the address of Twilio's page about the code."""
    with pytest.raises(Exception, match="nope"):
        client.calls.create(to="nope", from_=account.number, twiml="<Response/>")
    shown = details(trace()[0])
    assert "Twilio refuses: nothing was made or changed" in shown["meaning"]
    assert "13223" in facts(shown, "Answer")["Error"]
    assert ("https://www.twilio.com/docs/errors/13223", True) == (shown["link"],
                                                                 bool(shown["cure"]))


def test_a_webhook_shows_its_signature_and_the_coloured_twiml(account, client) -> None:
    """The raw signature stands only here: neither in text nor in the drawing."""
    from flask import Flask

    app = Flask("office")
    app.add_url_rule("/voice", view_func=lambda: "<Response><Say>Ahoy!</Say></Response>",
                     methods=["POST"])
    site = serve(app)
    phone("+14155550123", name="Alice").answers(after=0)
    client.calls.create(to="+14155550123", from_=account.number, url=f"{site.url}/voice")
    client.calls.list()
    client.calls.list()
    (record,) = [one for one in trace() if isinstance(one, Webhook)]
    shown, story = details(record), trace()
    site.stop()
    signature = facts(shown, "Request")["X-Twilio-Signature"]
    assert f"{site.url}/voice" == facts(shown, "Request")["POST"]
    assert "valid" in facts(shown, "Request")["Signature"]
    assert "+14155550123" == facts(shown, "Parameters")["To"]
    assert "<Response>\n  <Say>Ahoy!</Say>\n</Response>" == code(shown, "Answer")
    saved = story._repr_mimebundle_()
    assert not [text for text in (saved["text/plain"], saved["image/svg+xml"])
                if signature in text or site.url in text]


@pytest.mark.parametrize(("status", "words"), [
    (None, "Does the site still run?"), (404, "has no route for this path"),
    (405, 'methods=["POST"]'), (403, "If it checks signatures"), (500, "site.log shows where")])
def test_a_failing_site_is_told_what_to_do(status: int | None, words: str) -> None:
    """Each way to fail has its own advice."""
    assert words in cure(hooked(status))


def test_a_cure_of_the_debugger_is_kept() -> None:
    """The sentence that the alert itself brings."""
    record = Alert(at=0, source=TWILIO, target=TWILIO, code=12200, text="Bad.", cure="Mend it.")
    assert "Mend it." == details(record)["cure"]


def test_what_goes_well_needs_no_cure() -> None:
    """No advice where nothing is wrong."""
    assert ["", "", ""] == [cure(asked()), cure(hooked()), cure(heard())]


def heard(**more: object) -> Heard:
    """Alice hears something."""
    return Heard(**{"at": 0, "source": TWILIO, "target": "Alice", "text": "Hi",
                    "verb": "Say"} | more)


# --- the sentence ------------------------------------------------------------------------------


def test_every_sentence_is_about_a_kind_of_record() -> None:
    """No sentence is left over when a kind of record goes."""
    kinds = {kind.__name__ for kind in vars(records).values()
             if isinstance(kind, type) and issubclass(kind, Record)}
    assert {key.partition(" ")[0] for key in texts.MEANING} - kinds == {"neutral", "by"}


def test_every_sentence_can_be_filled_in() -> None:
    """No sentence names something that no record has."""
    known = {"source", "target", "what", "purpose", "kind", "status", "name", "action", "who"}
    named = {name for text in texts.MEANING.values() for _, name, _, _ in Formatter().parse(text)}
    assert named - {None} <= known


def test_a_kind_that_nobody_foresaw_is_described_neutrally() -> None:
    """New records are drawn and explained before anybody wrote a sentence for them."""
    import dataclasses

    class Parked(Record):
        lot: str = "7"
        what = "is parked in lot 7"

    parked = dataclasses.dataclass(Parked, kw_only=True)
    shown = details(parked(at=0, source=TWILIO, target="Alice"))
    assert "Twilio and Alice: is parked in lot 7." == shown["meaning"]
    assert {"From, to": "Twilio → Alice", "lot": "7"} == facts(shown, "Record")


def test_a_voice_is_explained() -> None:
    """From one phone through Twilio to another."""
    said = meaning(heard(source="Ada", target="Bob", verb="voice"))
    assert said.endswith("Twilio carries the voice through, and Bob hears it.")


def test_a_failed_recording_needs_no_cure_to_be_shown() -> None:
    """A kind of thing that has no advice yet is shown without."""
    record = records.Status(at=0, source=TWILIO, target=TWILIO, status="failed", kind="recording")
    assert "" == details(record)["cure"]


def test_names_with_braces_stay_names() -> None:
    """Nothing in a record can be taken for a place to fill in."""
    assert "{status.__class__} hears them." in meaning(heard(target="{status.__class__}"))


@pytest.mark.parametrize(("path", "found"), [
    ("/2010-04-01/Accounts/AC" + "1" * 32 + "/Calls.json", ("Calls", False)),
    ("/2010-04-01/Accounts/AC" + "1" * 32 + f"/Calls/{SID}.json", ("Calls", True)),
    ("/v2/PhoneNumbers/+14155550123", ("PhoneNumbers", True)),
    ("/2010-04-01/Accounts/AC" + "1" * 32 + ".json", ("", True))])
def test_a_path_names_its_resource(path: str, found: tuple[str, bool]) -> None:
    """A list, or one of it."""
    assert found == resource_of(path)


# --- colours -------------------------------------------------------------------------------------


@given(st.text(max_size=200) | st.text("<>/&;'\"= a{}[]:,\n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_colouring_loses_no_character(text: str) -> None:
    """Whatever a site answers: the pieces make up the text that is shown."""
    from helpers.page.story.colouring import laid_out

    assert laid_out(text) == "".join(piece for _, piece in coloured(text)[0])


def test_twiml_of_a_person_keeps_its_lines() -> None:
    """Only a document of one line is laid out anew."""
    text = "<Response>\n <Say>Hi</Say></Response>"
    assert text == "".join(piece for _, piece in coloured(text)[0])


def test_a_document_with_entities_is_only_shown() -> None:
    """Nothing is expanded."""
    text = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert text == "".join(piece for _, piece in coloured(text)[0])


def test_a_long_document_is_cut_and_counted() -> None:
    """The page stays light."""
    pieces, cut = coloured("x" * (LONGEST + 5))
    assert (LONGEST, 5) == (len(pieces[0][1]), cut)


@pytest.mark.parametrize(("seconds", "words"), [
    (0.0037, "3.7 ms"), (0.24, "240 ms"), (1.25, "1.2 s")])
def test_durations_are_read_easily(seconds: float, words: str) -> None:
    """In the unit that fits."""
    assert words == took(seconds)


# --- copying -------------------------------------------------------------------------------------


def requests_of(client: Client, number: str, act) -> list[Request]:
    """What an act asked of Twilio."""
    before = len(trace())
    act(client, number)
    return [one for one in trace()[before:] if isinstance(one, Request)]


ACTS = {
    "call": lambda c, n: c.calls.create(
        to="+14155550123", from_=n, twiml="<Response/>", timeout=20,
        status_callback="http://127.0.0.1:1/", status_callback_event=["ringing", "completed"]),
    "text": lambda c, n: c.messages.create(to="+14155550123", from_=n, body="“Ahoy” 'n' \"hi\"\n"),
    "fetch": lambda c, n: c.calls(c.calls.create(to="+14155550123", from_=n,
                                                 twiml="<Response/>").sid).fetch(),
    "update": lambda c, n: c.calls(c.calls.create(to="+14155550123", from_=n,
                                                  twiml="<Response/>").sid).update(
                                                      status="canceled"),
    "list": lambda c, n: c.messages.list(limit=3, to="+14155550123"),
    "search": lambda c, n: c.available_phone_numbers("US").local.list(area_code=415, limit=2),
    "account": lambda c, n: c.api.account.fetch(),
    "balance": lambda c, n: c.balance.fetch(),
    "lookup": lambda c, n: c.lookups.v2.phone_numbers("+14155550123").fetch(),
    "numbers": lambda c, n: c.incoming_phone_numbers.list(limit=1),
    "service": lambda c, n: c.messaging.v1.services.create(friendly_name="Harbour"),
}


@pytest.mark.parametrize("act", ACTS)
def test_copied_python_asks_the_same(account, client, act: str) -> None:
    """Run, the copied line sends the request that it was copied from."""
    record = requests_of(client, account.number, ACTS[act])[-1]
    line = as_python(record)
    again = requests_of(client, account.number,
                        lambda client, number: _run(line, client))[-1]
    assert "client.request" not in line
    assert (record.method, record.url, record.params) == (again.method, again.url, again.params)


def _run(line: str, client: Client) -> None:
    try:
        exec(line, {"client": client})
    except Exception as refused:  # a call that was canceled can't be canceled again
        assert "client" not in str(refused)


def test_python_falls_back_to_the_request_itself(account) -> None:
    """Where the SDK has no call that fits, nothing is made up."""
    line = as_python(asked("POST", "Nothing/Like/This", params={"A": "1"}))
    assert line.startswith("client.request(") and "'A': '1'" in line


@pytest.mark.parametrize("path", ["Request/Calls", "HttpClient", "Calls/Create", "Close", "_x"])
def test_looking_a_call_up_asks_nothing(account, path: str) -> None:
    """A path that is the name of a method of the SDK does not carry it out."""
    record = asked(path=path)
    record.path = record.path.replace("AC" + "1" * 32, account.sid)
    as_python(record)
    assert [] == list(trace())


def test_python_shows_the_call_as_one_would_write_it(account) -> None:
    """Long calls have one value a line."""
    record = asked(params={"To": "+14155550123", "From": "+14155550100", "Timeout": "20",
                           "Record": "true", "Twiml": "<Response><Say>Ahoy hoy!</Say></Response>"},
                   path="Calls")
    record.path = record.path.replace("AC" + "1" * 32, account.sid)
    assert as_python(record) == (
        'client.calls.create(\n    to="+14155550123",\n    from_="+14155550100",\n'
        '    timeout=20,\n    record=True,\n'
        '    twiml="<Response><Say>Ahoy hoy!</Say></Response>",\n)')


HOSTILE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@given(HOSTILE)
@settings(max_examples=100, deadline=None)
def test_no_word_escapes_into_the_shell(body: str) -> None:
    """Quotes, dollars and backticks of a text are one argument of curl."""
    assume("\\\n" not in body)  # which the next line would take for its own
    words = shlex.split(as_curl(asked(params={"Body": body})).replace("\\\n", ""))
    assert ["--data-urlencode", f"Body={body}"] == words[-4:-2]


@given(HOSTILE)
@settings(max_examples=100, deadline=None)
def test_no_word_escapes_into_python(body: str) -> None:
    """A text is one literal of the copied line."""
    import ast

    line = as_python(asked(path="Messages", params={"Body": body}))
    call = ast.parse(line).body[0].value
    values = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
    assert body in values


def test_curl_names_the_credentials_and_never_shows_them(account, client) -> None:
    """Variables of the shell stand where the values would."""
    client.messages.create(to="+14155550123", from_=account.number, body="Ahoy")
    told = as_curl(trace()[0])
    assert '-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"' in told
    assert "/Accounts/$TWILIO_ACCOUNT_SID/Messages.json" in told
    assert [] == [one for one in (account.sid, os.environ["TWILIO_AUTH_TOKEN"]) if one in told]


def test_curl_asks_the_site_as_twilio_did() -> None:
    """With the signature, so that a guarded site lets it in."""
    told = as_curl(hooked(params={"From": "+14155550123"},
                          headers={"X-Twilio-Signature": "abc=", "Cookie": "x"}))
    assert shlex.split(told.replace("\\\n", "")) == [
        "curl", "-X", "POST", "http://127.0.0.1:5000/voice",
        "-H", "X-Twilio-Signature: abc=", "--data-urlencode", "From=+14155550123"]
