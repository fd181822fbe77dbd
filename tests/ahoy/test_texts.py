"""Texts travel: out to handsets, in to the number's site, and back."""

from __future__ import annotations

import pytest
from flask import Flask, request, session
from twilio.twiml.messaging_response import MessagingResponse

from ahoy.trace import Alert
from helpers.site import serve


@pytest.fixture
def office_site(world, client):  # noqa: C901 - one site with a page for each case
    """The office's site: it counts and answers, or does what the text says."""
    app = Flask("office")
    app.secret_key = "harbour"
    app.seen = []

    @app.route("/sms", methods=["GET", "POST"])
    def sms():
        app.seen.append(request.values.to_dict())
        words = request.values["Body"]
        response = MessagingResponse()
        if words == "count":
            session["times"] = session.get("times", 0) + 1
            response.message(f"You wrote {session['times']} times")
        elif words == "picture":
            response.message("Here").media("/boat.jpg")
        elif words == "move":
            response.redirect("/moved")
        elif words == "plain":
            return "Plain words", 200, {"Content-Type": "text/plain"}
        elif words == "twelve":
            for i in range(12):
                response.message(str(i))
        elif words == "silence":
            return "", 204
        return str(response), 200, {"Content-Type": "text/xml"}

    @app.post("/moved")
    def moved():
        response = MessagingResponse()
        response.message("From the other page", status_callback="/status")
        return str(response), 200, {"Content-Type": "application/xml"}

    @app.post("/status")
    def status():
        app.seen.append(request.values.to_dict())
        return "", 204

    site = serve(app)
    client.incoming_phone_numbers.list()[0].update(sms_url=site.url + "/sms")
    yield app
    site.stop()


@pytest.fixture
def text(world, bob, office):
    """Bob texts the office; gives what came back to him."""

    def send(body, **more):
        placed = bob.texts(body, to=office, **more)
        world.settle(placed.sid)
        return [one.body for one in bob.messages if one.direction == "inbound"]

    return send


def test_a_text_is_queued_then_delivered(client, alice, office, world):
    """The handset shows it, with who sent it."""
    sent = client.messages.create(to=alice.number, from_=office, body="Ahoy")
    world.settle(sent.sid)

    assert ("queued", "delivered") == (sent.status, sent.fetch().status)
    assert [("Ahoy", office, "inbound")] == [
        (one.body, one.from_, one.direction) for one in alice.messages
    ]


def test_a_phone_that_is_off_gets_nothing(client, alice, office, world):
    """Accepted is not delivered: 30003."""
    alice.is_unreachable()
    sent = client.messages.create(to=alice.number, from_=office, body="Ahoy")
    world.settle(sent.sid)

    ended = sent.fetch()
    assert ("undelivered", 30003, []) == (ended.status, ended.error_code, alice.messages)


def test_the_site_replies_to_a_text(text, office_site):
    """A conversation has a memory: cookies last for the pair of numbers."""
    assert ["You wrote 1 times"] == text("count")
    assert ["You wrote 1 times", "You wrote 2 times"] == text("count")


def test_a_text_comes_with_twilios_parameters(text, office_site, bob, office):
    """As on the wire."""
    text("silence")

    seen = office_site.seen[0]
    assert (bob.number, office, "silence", "0", "1", "received", "US") == tuple(
        seen[key]
        for key in ("From", "To", "Body", "NumMedia", "NumSegments", "SmsStatus", "FromCountry")
    )
    assert seen["MessageSid"] == seen["SmsSid"] == seen["SmsMessageSid"]


def test_an_empty_answer_is_no_reply(text, office_site, world):
    """204 is fine, and no alert is raised."""
    assert [] == text("silence")
    assert [] == [record for record in world.trace if isinstance(record, Alert)]


def test_plain_words_are_the_reply(text, office_site):
    """text/plain is sent back as it is."""
    assert ["Plain words"] == text("plain")


def test_a_redirect_is_followed_and_the_reply_reports_its_status(text, office_site):
    """The callback says sent, then delivered."""
    assert ["From the other page"] == text("move")
    assert ["sent", "delivered"] == [
        seen["MessageStatus"] for seen in office_site.seen if "MessageStatus" in seen
    ]


def test_media_come_with_the_reply(text, office_site, bob):
    """Relative URLs count from the document's."""
    text("picture")

    assert "/boat.jpg" == bob.messages[-1].media[0][-9:]


def test_ten_replies_are_the_limit(text, office_site, world):
    """The rest is dropped, with 14109."""
    assert 10 == len(text("twelve"))
    assert [14109] == [record.code for record in world.trace if isinstance(record, Alert)]


def test_replies_are_listed_as_replies(text, office_site, client):
    """direction is outbound-reply, newest first."""
    text("count")

    assert ["outbound-reply", "inbound"] == [one.direction for one in client.messages.list()]


def test_a_text_to_a_strange_number_is_refused_by_the_handset(bob):
    """Practice has no other network."""
    with pytest.raises(
        Exception, match=r"^Bob can't reach \+14155550177: it is no number of your account"
    ):
        bob.texts("hi", to="+14155550177")


def test_status_callbacks_of_a_text_say_sent_then_delivered(
    client, alice, office, world, office_site
):
    """None for the first status."""
    base = client.incoming_phone_numbers.list()[0].sms_url.removesuffix("/sms")
    sent = client.messages.create(
        to=alice.number, from_=office, body="Hi", status_callback=base + "/status"
    )
    world.settle(sent.sid)

    assert ["sent", "delivered"] == [seen["MessageStatus"] for seen in office_site.seen]
