"""STOP, START and HELP: Twilio's own replies, and whom it lets through."""

from __future__ import annotations

import pytest
from flask import Flask, request

from ahoy.trace import Alert
from helpers.site import serve
from tests.refusals import refusal

STOPPED = ("You have successfully been unsubscribed. You will not receive any more messages from"
           " this number. Reply START to resubscribe.")
STARTED = ("You have successfully been re-subscribed to messages from this number. Reply HELP for"
           " help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.")
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


@pytest.fixture
def quiet(client, world):
    """The office's number without a site."""
    client.incoming_phone_numbers(world.number.sid).update(sms_url="")


@pytest.fixture
def say(world, office):
    """A phone texts the office: gives the texts that came back."""

    def run(phone, words, to=office):
        before = len(phone.messages)
        world.settle(phone.texts(words, to=to).sid)
        return [one.body for one in phone.messages[before:] if one.direction == "inbound"]

    return run


def send(client, phone, from_, **more):
    return client.messages.create(to=phone.number, from_=from_, body="Hi", **more)


REFUSED = (400, 21610, "Attempt to send to unsubscribed recipient")


@pytest.mark.parametrize("word", [
    "STOP", "stop", " Stop\n", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE",
    "OPTOUT"])
def test_a_word_stops_all_texts_of_a_number(client, alice, office, quiet, say, word):
    """Twilio confirms it once, and refuses what comes after."""
    assert [STOPPED] == say(alice, word)
    assert REFUSED == refusal(lambda: send(client, alice, office))


@pytest.mark.parametrize("words", ["STOP PLEASE", "stop.", "don't stop", "STOPP", "", "ST OP"])
def test_a_keyword_stands_alone(client, alice, office, quiet, say, words):
    """Anything more is an ordinary text."""
    assert [] == say(alice, words)
    assert "queued" == send(client, alice, office).status


@pytest.mark.parametrize("word", ["START", "start", "UNSTOP", "YES"])
def test_a_word_lets_texts_through_again(client, alice, office, quiet, say, word):
    """And is confirmed."""
    say(alice, "STOP")
    assert [STARTED] == say(alice, word)
    assert "queued" == send(client, alice, office).status


def test_yes_is_an_ordinary_word_to_who_has_not_stopped(alice, quiet, say):
    """START is confirmed all the same."""
    assert [[], [STARTED]] == [say(alice, "YES"), say(alice, "START")]


@pytest.mark.parametrize("word", ["HELP", "help", "INFO"])
def test_help_is_answered(client, alice, office, quiet, say, word):
    """It changes nothing, also for who has stopped."""
    assert [HELPED] == say(alice, word)
    say(alice, "STOP")
    assert [HELPED] == say(alice, word)
    assert REFUSED == refusal(lambda: send(client, alice, office))


def test_a_block_is_of_one_pair(client, alice, bob, office, quiet, say):
    """Bob hears from the office, and Alice from another number."""
    other = client.incoming_phone_numbers.create(area_code="206").phone_number
    say(alice, "STOP")
    assert ["queued", "queued"] == [
        send(client, bob, office).status, send(client, alice, other).status]


def test_a_block_is_of_a_whole_service(client, alice, world, say):
    """All of its numbers, and whatever the service would choose."""
    service = client.messaging.v1.services.create(
        "Harbour", inbound_request_url="https://demo.twilio.com/welcome/sms/reply/")
    other = client.incoming_phone_numbers.create(area_code="206")
    for sid in (world.number.sid, other.sid):
        client.messaging.v1.services(service.sid).phone_numbers.create(sid)
    assert STOPPED in say(alice, "STOP")
    assert [REFUSED] * 3 == [refusal(one) for one in (
        lambda: send(client, alice, other.phone_number),
        lambda: send(client, alice, None, messaging_service_sid=service.sid),
        lambda: send(client, alice, other.phone_number, messaging_service_sid=service.sid))]


def test_carriers_have_their_own_words_for_toll_free_numbers(client, alice, say):
    """STOP and UNSTOP; the other words are ordinary ones, and YES undoes nothing."""
    free = client.incoming_phone_numbers.create(phone_number="+18885550150").phone_number
    stopped = ('NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this'
               ' number. Text back "unstop" to receive messages again.')
    started = ('NETWORK MSG: You have replied "unstop" and will begin receiving messages again from'
               " this number.")
    said = [say(alice, word, to=free) for word in ("QUIT", "STOP", "HELP", "YES", "UNSTOP", "HELP")]
    assert [[], [stopped], [], [], [started], [HELPED]] == said


def test_the_keyword_is_listed_and_twilios_reply_costs_nothing(client, alice, office, quiet, say):
    """The text that came in is charged like any other."""
    say(alice, "STOP")
    reply, asked = client.messages.list()
    assert ("outbound-reply", "delivered", None, STOPPED) == (
        reply.direction, reply.status, reply.price, reply.body)
    assert ("inbound", "STOP", "-0.00830") == (asked.direction, asked.body, asked.price)


def test_the_site_gets_the_keyword_and_its_own_reply_is_blocked(client, alice, say, world):
    """21610 in the debugger; OptOutType comes with advanced opt-out only."""
    app, seen = Flask("office"), []

    @app.post("/sms")
    def sms():
        seen.append(request.values.to_dict())
        return "<Response><Message>Bye</Message></Response>", 200, {"Content-Type": "text/xml"}

    site = serve(app)
    client.incoming_phone_numbers(world.number.sid).update(sms_url=site.url + "/sms")
    heard = say(alice, "Stop")
    site.stop()
    assert ([STOPPED], "Stop", False) == (heard, seen[0]["Body"], "OptOutType" in seen[0])
    assert [21610] == [record.code for record in world.trace if isinstance(record, Alert)]
