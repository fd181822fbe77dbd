"""Queues and who waits in them, over the API."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from ahoy.trace import Webhook

WAIT = "<Response><Enqueue action='{}'>support</Enqueue><Say>Next.</Say></Response>"
ELSEWHERE = "<Response><Say>Elsewhere.</Say></Response>"


@pytest.fixture
def line(client, office, world, alice, bob, bin_):
    """A queue in which Alice waits, and Bob ten seconds less."""
    action = bin_("<Response/>")
    for handset in (alice, bob):
        handset.answers(after=1)
        client.calls.create(to=handset.number, from_=office, twiml=WAIT.format(action))
        world.clock.advance(9)
    return client.queues(client.queues.list()[0].sid)


def test_a_new_queue_is_empty_and_takes_a_thousand(client):
    """Unless MaxSize says otherwise."""
    made, small = client.queues.create("support"), client.queues.create("vip", max_size=5)

    assert (0, 0, 1000, "support") == (
        made.current_size, made.average_wait_time, made.max_size, made.friendly_name)
    assert [small.sid, made.sid] == [one.sid for one in client.queues.list()]
    assert 5 == small.fetch().max_size


def test_a_queue_counts_who_waits(line):
    """And the mean of the seconds that they have waited so far."""
    found = line.fetch()
    waits = [one.wait_time for one in line.members.list()]

    # the members are listed one second later
    assert (2, sum(waits) // 2 - 1) == (found.current_size, found.average_wait_time)


def test_members_stand_in_their_order(line, client):
    """With position and time; the first is `Front`, too."""
    first, second = line.members.list()

    assert [1, 2] == [first.position, second.position]
    assert first.wait_time == second.wait_time + 10
    assert first.call_sid == line.members("Front").fetch().call_sid
    assert second.call_sid == line.members(second.call_sid).fetch().call_sid


def test_the_first_is_led_out_of_the_queue(line, alice, bob, world, bin_):
    """Members("Front").update(url): the document rules the call; QueueResult is `redirected`."""
    led = line.members("Front").update(url=bin_(ELSEWHERE), method="GET")
    world.clock.advance(5)

    (asked,) = [one for one in world.trace if isinstance(one, Webhook)
                and one.purpose == "redirect" and one.target == "handler.twilio.com"]
    (told,) = [one for one in world.trace if isinstance(one, Webhook) and one.purpose == "action"]
    assert (1, "Elsewhere.", "GET") == (led.position, alice.heard[-1], asked.method)
    assert "redirected" == told.params["QueueResult"]
    assert [1] == [one.position for one in line.members.list()]


def test_a_smaller_queue_keeps_who_is_in_it(line, client, office, world):
    """But takes nobody more."""
    line.update(max_size=1, friendly_name="helpdesk")
    stranger = client.calls.create(to="+14155550177", from_=office,
                                   twiml="<Response><Enqueue>helpdesk</Enqueue></Response>")
    world.settle(stranger.sid)

    assert (2, 1, "helpdesk") == (
        (found := line.fetch()).current_size, found.max_size, found.friendly_name)


def test_an_empty_queue_can_be_removed(client):
    """204, and it is not found any more."""
    made = client.queues.create("support")

    assert made.delete() is True
    assert [] == client.queues.list()


@pytest.mark.parametrize(("act", "status", "code", "sentence"), [
    (lambda c, line: c.queues.create("support"), 400, 22003,
     "A queue with this FriendlyName already exists"),
    (lambda c, line: c.queues(c.queues.create("vip").sid).update(friendly_name="support"), 400,
     22003, "A queue with this FriendlyName already exists"),
    (lambda c, line: line.delete(), 400, 22002, "Queue is not empty"),
    (lambda c, line: c.queues.create(""), 400, 20001,
     "Missing required parameter FriendlyName in the post body"),
    (lambda c, line: c.queues.create("x" * 65), 400, 20001, "Invalid Parameter FriendlyName"),
    (lambda c, line: c.queues.create("vip", max_size=5001), 400, 20001,
     "Invalid Parameter MaxSize"),
    (lambda c, line: line.members("Front").update(url=""), 400, 20001,
     "Missing required parameter Url in the post body"),
    (lambda c, line: line.members("Front").update(url="music"), 400, 21205,
     "Url is not a valid URL: music"),
    (lambda c, line: line.members("CA" + "9" * 32).fetch(), 404, 20404, None),
    (lambda c, line: c.queues(c.queues.create("vip").sid).members("Front").fetch(), 404, 20404,
     None),
    (lambda c, line: c.queues("QU" + "9" * 32).fetch(), 404, 20404, None),
])
def test_what_cannot_be_is_refused(client, line, act, status, code, sentence):
    """And nothing changes."""
    with pytest.raises(TwilioRestException) as refused:
        act(client, line)
    assert (status, code) == (refused.value.status, refused.value.code)
    assert sentence in (None, refused.value.msg.partition(": ")[2])
    assert 2 == line.fetch().current_size
