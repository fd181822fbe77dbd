"""Replies that Twilio does not send, and why."""

from __future__ import annotations

import pytest
from flask import Flask

from ahoy.trace import Alert
from helpers.site import serve


@pytest.fixture
def answer(world, client, alice, office):
    """The office answers Alice's text with some TwiML: gives alerts and what Alice got."""
    app = Flask("office")
    app.twiml = ""

    @app.post("/sms")
    def sms():
        return f"<Response>{app.twiml}</Response>", 200, {"Content-Type": "text/xml"}

    site = serve(app)
    client.incoming_phone_numbers(world.number.sid).update(sms_url=site.url + "/sms")

    def run(twiml):
        app.twiml = twiml
        world.settle(alice.texts("Hello", to=office).sid)
        return ([record.code for record in world.trace if isinstance(record, Alert)],
                [one.body for one in alice.messages if one.direction == "inbound"])

    yield run
    site.stop()


@pytest.mark.parametrize(("attributes", "code"), [
    ('to="+14155550100"', 14101),
    ('to="nobody"', 14101),
    ('from="+14155550111"', 14102),
    ('from="+14155550159"', 14108),
])
def test_a_reply_that_cant_go_is_dropped(client, answer, attributes, code):
    """With a warning that has the line; the next one goes."""
    client.incoming_phone_numbers.create(phone_number="+14155550159")  # it can't text
    alerts, received = answer(f"<Message {attributes}>No</Message>\n<Message>Yes</Message>")
    assert ([code], ["Yes"]) == (alerts, received)


def test_a_reply_may_come_from_another_number_of_the_account(client, answer, alice):
    """Alice sees it."""
    other = client.incoming_phone_numbers.create(area_code="206").phone_number
    answer(f'<Message from="{other}">From Seattle</Message>')
    assert other == alice.messages[-1].from_


def test_two_programs_do_not_talk_for_ever(world, client, office):
    """After fifteen quick replies Twilio stops the chain: 14107."""
    app = Flask("parrots")

    @app.post("/sms")
    def sms():
        return "<Response><Message>And you?</Message></Response>", 200, {"Content-Type": "text/xml"}

    site = serve(app)
    other = client.incoming_phone_numbers.create(area_code="206", sms_url=site.url + "/sms")
    client.incoming_phone_numbers(world.number.sid).update(sms_url=site.url + "/sms")
    begun = client.messages.create(to=other.phone_number, from_=office, body="How are you?")
    world.settle(begun.sid)
    site.stop()
    replies = [one for one in client.messages.list() if one.direction == "outbound-reply"]
    assert (16, "failed", 14107) == (len(replies), replies[0].status, replies[0].error_code)
    assert {"delivered"} == {one.status for one in replies[1:]}
    assert [14107] == [record.code for record in world.trace if isinstance(record, Alert)]


def test_a_patient_conversation_goes_on(world, client, answer, alice, office):
    """Half a minute between two texts, and there is no limit."""
    for _ in range(20):
        alerts, received = answer("<Message>Yes?</Message>")
        world.clock.advance(31)
    assert ([], 20) == (alerts, len(received))
