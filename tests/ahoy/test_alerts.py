"""What the debugger says of documents, files, webhooks and callbacks, with Twilio's codes."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from ahoy import Simulator

ALICE, OFFICE = "+14155550123", "+14155550100"
SITE = "https://office.example.com"


@pytest.fixture
def alerts(client):
    """Code and level of each, the oldest first."""
    return lambda: [(int(one.error_code), one.log_level)
                    for one in client.monitor.v1.alerts.list()][::-1]


@pytest.fixture
def visit():
    """A site that answers with this: gives what Alice heard, and the alerts' codes and levels."""

    def run(answer, path="/voice", file=None):
        app = Flask("office")
        app.add_url_rule("/voice", "voice", lambda: answer, methods=["POST"])
        app.add_url_rule("/file", "file", lambda: file, methods=["GET"])
        with Simulator() as twilio:
            twilio.mount(SITE, app)
            client = twilio.client()
            alice = twilio.phone(ALICE)
            client.calls.create(to=ALICE, from_=OFFICE, url=SITE + path)
            twilio.run()
            return alice.heard, [(int(one.error_code), one.log_level)
                                 for one in client.monitor.v1.alerts.list()][::-1]

    return run


# --- documents ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("verbs", "found"), [
    (f'<Say voice="Polly.Joanna">{"x" * 3000}</Say>', []),
    (f'<Say voice="Polly.Joanna">{"x" * 3001}</Say>', [(13521, "warning")]),
    (f'<Say voice="Polly.Joanna"><s>{"x" * 2999}</s></Say>', []),
    (f'<Gather><Say voice="Polly.Emma">{"x" * 3001}</Say></Gather>', [(13521, "warning")]),
    (f'<Say voice="alice">{"x" * 4096}</Say>', []),
    (f'<Say>{"x" * 4097}</Say>', [(13521, "warning")]),
    (f'<Gather hints="{",".join(["boat"] * 500)}"/>', []),
    (f'<Gather hints="{",".join(["boat"] * 501)}"/>', [(13330, "warning")]),
    (f'<Gather hints="boat, {"x" * 100}"/>', []),
    (f'<Gather hints="boat, {"x" * 101}"/>', [(13330, "warning")]),
    ('<Gather debug="maybe"/>', [(13336, "warning")]),
    ('<Gather enhanced="maybe"/>', [(13339, "warning")]),
    ('<Play digits="Z"/>', [(13430, "warning")]),
    ('<Play digits="Z"></Play><Say>On.</Say>', [(13430, "warning")]),
    (f'<Dial><Sip>sip:ada@example.com?x={"y" * 1021}</Sip></Dial>', []),
    (f'<Dial><Sip>sip:ada@example.com?x={"y" * 1022}</Sip></Dial>', [(13253, "warning")]),
    ('<Dial><Conference coach="CA1">Pier</Conference></Dial>', [(13240, "error")]),
    ('<Record transcribeCallback="ftp://a"/>', [(13257, "error")]),
    ("<Enqueue/>", [(14204, "error")]),
    (f"<Enqueue>{'x' * 65}</Enqueue>", [(14205, "error")]),
    ('<Enqueue waitUrlMethod="PUT">a</Enqueue>', [(14206, "error")]),
    ('<Dial><Queue method="PUT">a</Queue></Dial>', [(14210, "error")]),
    ("<Dial><Queue/></Dial>", [(14212, "error")]),
    (f"<Dial><Queue>{'x' * 65}</Queue></Dial>", [(14213, "error")]),
    ('<Dial><Conference participantLabel="a/b">Pier</Conference></Dial>', [(16023, "error")]),
])
def test_a_document_is_told_with_twilios_code_and_level(
        world, client, office, alice, hosted, alerts, verbs, found):
    """As the error dictionary has them."""
    alice.answers(after=0).hangs_up(after=9)
    world.phones.get("sip:ada@example.com").is_busy()
    made = client.calls.create(to=ALICE, from_=office, url=hosted(verbs))
    world.settle(made.sid)
    assert found == alerts()


@pytest.mark.parametrize("noun", ["<Client/>", "<Client></Client>", "<Client> </Client>",
                                  "<Client><Identity/></Client>"])
def test_an_empty_client_rings_nobody(ring, client, hosted, told, noun):
    """A stranger picked up."""
    parent = ring(f'<Dial action="{hosted()}">{noun}</Dial>')
    assert ([], ("failed",)) == (client.calls.list(parent_call_sid=parent.sid),
                                 told("DialCallStatus"))


# --- what a site answers -------------------------------------------------------------------------

HELLO = "<Response><Say>Hello.</Say></Response>"


def without_type(body):
    """An answer that does not say what it is."""
    response = Response(body)
    del response.headers["Content-Type"]
    return response


@pytest.mark.parametrize(("answer", "code"), [
    (without_type(HELLO), 11200), (Response(HELLO, mimetype="application/json"), 12300),
    (Response(b"x", mimetype="audio/ogg"), 12300),
    (Response("", mimetype="text/xml", headers={"Transfer-Encoding": "chunked"}), 11770)])
def test_an_answer_that_is_no_document_has_its_code(visit, answer, code):
    """And the caller hears the apology."""
    heard, found = visit(answer)
    assert ([(code, "error")], 1) == (found, len(heard))


def test_a_reply_without_a_content_type_has_the_same_code():
    """11200, as captured."""
    app = Flask("office")
    app.add_url_rule("/sms", "sms", lambda: without_type("<Response/>"), methods=["POST"])
    with Simulator() as twilio:
        twilio.mount(SITE, app)
        (number,) = twilio.client().incoming_phone_numbers.list()
        number.update(sms_url=SITE + "/sms")
        twilio.phone(ALICE).texts("Ahoy", to=OFFICE)
        twilio.run()
        assert ["11200"] == [one.error_code for one in twilio.client().monitor.v1.alerts.list()]


@pytest.mark.parametrize(("kind", "verbs", "found"), [
    ("audio/mpeg", "<Play>/file</Play>", []),
    ("audio/ogg", "<Play>/file</Play>", [(13420, "error")]),
    ("text/html", "<Play>/file</Play>", [(13420, "error")]),
    ("text/html", "<Gather><Play>/file</Play></Gather>", [(13325, "error")]),
])
def test_a_file_that_is_no_audio_is_told(visit, kind, verbs, found):
    """With a code of its own in a <Gather>; the call goes on."""
    document = Response(f"<Response>{verbs}<Say>On.</Say></Response>", mimetype="text/xml")
    heard, told = visit(document, file=Response(b"x", mimetype=kind))
    assert (found, "On.") == (told, heard[-1])


@pytest.mark.parametrize(("fragment", "found"), [
    ("#rp=ct,5xx&e=dublin,ashburn-ix", []), ("#top", []), ("", []),
    ("#rp=never", [(11243, "error")]), ("#rp=5xx,6xx", [(11243, "error")]),
    ("#e=atlantis", [(11240, "error")]), ("#e=dublin,atlantis&rc=2", [(11240, "error")])])
def test_an_override_that_is_none_is_told(visit, fragment, found):
    """And the URL is not asked."""
    heard, told = visit(Response(HELLO, mimetype="text/xml"), path="/voice" + fragment)
    assert (found, not found) == (told, heard == ["Hello."])


# --- texts and numbers ---------------------------------------------------------------------------


def test_the_carrier_says_when_a_text_was_delivered(client, world, office, alice, hosted):
    """RawDlrDoneDate comes first, and with nothing but `delivered`."""
    text = client.messages.create(to=alice.number, from_=office, body="Hi",
                                  status_callback=hosted())
    world.settle(text.sid)
    told = [one.params for one in world.trace if getattr(one, "purpose", "") == "status callback"]
    assert [(None, "sent"), ("2601050900", "delivered")] == [
        (one.get("RawDlrDoneDate"), one["MessageStatus"]) for one in told]
    assert "RawDlrDoneDate" == next(iter(told[-1]))


def test_the_action_of_a_reply_is_told_its_statuses(client, world, alice, office, hosted):
    """As a statusCallback is, where there is none (Twilio's page on <Message>)."""
    action = hosted()
    client.incoming_phone_numbers(world.number.sid).update(
        sms_url=hosted(f'<Message action="{action}">Hi</Message>'))
    text = alice.texts("Ahoy", to=office)
    world.settle(text.sid)
    assert ["sent", "delivered"] == [
        one.params["MessageStatus"] for one in world.trace
        if getattr(one, "purpose", "") == "status callback" and one.url == action]


def test_a_trigger_looks_when_a_callers_name_was_looked_up(client, world, alice, office, hosted):
    """VoiceCallerIdLookup costs like any lookup."""
    client.incoming_phone_numbers(world.number.sid).update(
        voice_url=hosted("<Reject/>"), voice_caller_id_lookup=True)
    trigger = client.usage.triggers.create(
        callback_url=hosted(), trigger_value="1", usage_category="calleridlookups")
    placed = alice.calls(office)
    world.clock.advance(0.2)
    assert trigger.fetch().date_fired is not None
    world.settle(placed.sid)
