"""Accepted is not delivered: what a learner can let go wrong after 201."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from ahoy import World
from ahoy.facts.message_errors import TABLE
from ahoy.phones import PhoneError


@pytest.fixture
def send(client, world, alice, office):
    """Sends Alice a text and waits for its end."""

    def run(body="Hi", **more):
        made = client.messages.create(**{"to": alice.number, "from_": office, "body": body} | more)
        world.settle(made.sid)
        return made.fetch()

    return run


@pytest.mark.parametrize(("code", "status", "text"), [
    (30003, "undelivered", "Unreachable destination handset"),
    (30005, "undelivered", "Unknown destination handset"),
    (30006, "undelivered", "Landline or unreachable carrier"),
    (30007, "undelivered", "Message filtered"),
    (30008, "undelivered", "Unknown error"),
    (30034, "undelivered", "US A2P 10DLC - message from an unregistered number"),
    (30002, "failed", "Account suspended"),
    (30036, "failed", "Validity period expired"),
])
def test_a_phone_can_reject_texts(send, alice, code, status, text):
    """With the code that the learner chooses; nothing arrives."""
    alice.rejects_texts(code)
    ended = send()
    assert (status, code, text, []) == (
        ended.status, ended.error_code, ended.error_message, alice.messages)


def test_what_was_sent_is_paid_and_what_failed_is_not(send, alice):
    """An undelivered text has left Twilio."""
    prices = [send().price for _ in map(alice.rejects_texts, (30007, 30002))]
    assert ["-0.00830", None] == prices


@pytest.mark.parametrize(("code", "expected"), [
    (30007, [("sent", None), ("undelivered", "30007")]),
    (30002, [("failed", "30002")]),
])
def test_the_site_is_told_the_code(send, alice, noted, code, expected):
    """ErrorCode comes first in the callback."""
    alice.rejects_texts(code)
    send(status_callback=noted.url)
    assert expected == [(seen["MessageStatus"], seen.get("ErrorCode")) for seen in noted.seen]
    assert "ErrorCode" == next(iter(noted.seen[-1]))


def test_a_phone_accepts_texts_again(send, alice):
    """accepts_texts."""
    alice.rejects_texts(30005).accepts_texts()
    assert "delivered" == send().status


def test_a_new_world_forgets_who_rejects(world, alice):
    """Like all that a phone was told, and what the network was."""
    alice.rejects_texts()
    world.network.a2p_registered = False
    after = World(clock="virtual", previous=world)
    assert (None, True) == (alice.text_fault, after.network.a2p_registered)
    after.close()


def test_a_code_that_is_none_is_explained(alice):
    """With those that there are."""
    with pytest.raises(PhoneError, match=r"^21211 is no error code of a text"):
        alice.rejects_texts(21211)


def test_a_local_number_can_be_unregistered(send, world):
    """30034, for the USA; Twilio takes the text all the same."""
    world.permissions.allow("GB")
    world.network.a2p_registered = False
    ended = send()
    assert ("undelivered", 30034) == (ended.status, ended.error_code)
    assert "delivered" == send(to="+442079460123").status


def test_a_toll_free_number_can_be_unverified(send, client, world):
    """30032."""
    free = client.incoming_phone_numbers.create(phone_number="+18885550150").phone_number
    world.network.toll_free_verified = False
    assert [("undelivered", 30032), ("delivered", None)] == [
        (ended.status, ended.error_code) for ended in (send(from_=free), send())]


def test_real_senders_are_slow(client, world, alice, office):
    """One segment a second from a local number, three from a toll-free one."""
    world.network.real_rates = True
    free = client.incoming_phone_numbers.create(phone_number="+18885550150").phone_number

    def seconds(from_) -> float:
        made = [client.messages.create(to=alice.number, from_=from_, body="x" * 1500)
                for _ in range(4)]
        begun = world.clock.elapsed()
        for one in made:
            world.settle(one.sid)
        return world.clock.elapsed() - begun

    assert seconds(office) > 2.5 * seconds(free)


def test_a_queue_can_be_full(client, world, alice, office):
    """429 and 21611: nothing is made of the text that is one too many."""
    world.network.real_rates, world.network.queue_limit = True, 10
    with pytest.raises(TwilioRestException) as refused:
        for _ in range(5):
            client.messages.create(to=alice.number, from_=office, body="x" * 1500)
    assert (429, 21611, "Unable to create record: SMS queue is full.") == (
        refused.value.status, refused.value.code, refused.value.msg)


def test_through_a_service_a_full_queue_fails_later(client, world, alice):
    """30001."""
    world.network.real_rates, world.network.queue_limit = True, 10
    service = client.messaging.v1.services.create("Harbour")
    client.messaging.v1.services(service.sid).phone_numbers.create(world.number.sid)
    made = [client.messages.create(to=alice.number, messaging_service_sid=service.sid,
                                   body="x" * 1500) for _ in range(4)]
    for one in made:
        world.settle(one.sid)
    assert ("failed", 30001) == (made[-1].fetch().status, made[-1].fetch().error_code)


def test_a_text_that_waits_too_long_expires(client, world, alice, office):
    """30036, when the validity period is over."""
    world.network.real_rates = True
    client.messages.create(to=alice.number, from_=office, body="x" * 1500)
    second = client.messages.create(to=alice.number, from_=office, body="Hurry", validity_period=5)
    world.settle(second.sid)
    ended = second.fetch()
    assert ("failed", 30036, 5) == (
        ended.status, ended.error_code, (ended.date_updated - ended.date_created).total_seconds())


def test_every_failure_has_an_end_and_a_title():
    """`failed` or `undelivered`."""
    assert {"failed", "undelivered"} == {status for status, _ in TABLE.values()}
    assert all(title for _, title in TABLE.values())
