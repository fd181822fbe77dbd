"""Calls: made, changed and deleted through the SDK."""

from __future__ import annotations

import pytest

from ahoy.trace import Alert
from tests.refusals import refusal

LONG = "<Response><Pause length='90'/></Response>"


def until(status: str, call):
    """Looks at the call again and again, as learners do, until it has this status."""
    while call.status != status:
        call = call.fetch()
    return call


def test_a_call_goes_from_queued_to_completed(world, ring):
    """And then has its times, its duration and its price."""
    call = ring()
    assert ("queued", None, None) == (call.status, call.start_time, call.price)
    world.settle(call.sid)
    call = call.fetch()
    assert ("completed", "1", "-0.01400") == (call.status, call.duration, call.price)
    assert call.date_created <= call.start_time < call.end_time


def test_with_a_url_the_twiml_is_ignored(world, client, alice, ring):
    """Twilio's page says so; a remark in the trace tells the learner."""
    twiml = "<Response><Say>Mine</Say></Response>"
    call = ring(url="http://demo.twilio.com/docs/voice.xml", twiml=twiml)
    world.settle(call.sid)
    assert "Mine" not in alice.heard
    assert any("Twiml is ignored" in record.text
               for record in world.trace if isinstance(record, Alert))


def test_a_call_to_a_client_may_come_from_any_name(world, client):
    """Browsers and apps have no numbers. (The SDK names a call's From `_from`.)"""
    world.phones.get("client:ada", "Ada")
    call = client.calls.create(to="client:ada", from_="harbour", twiml="<Response/>")
    assert ("client:ada", "harbour", None) == (call.to, call._from, call.phone_number_sid)


def test_a_ringing_call_can_be_canceled(alice, ring):
    """Nobody hears it ring any longer."""
    alice.does_not_answer()
    call = until("ringing", ring())
    call.update(status="canceled")
    assert "canceled" == call.fetch().status


def test_canceling_leaves_an_answered_call_alone(ring):
    """`canceled` is for calls that are not answered yet, says Twilio's page."""
    call = until("in-progress", ring(twiml=LONG))
    call.update(status="canceled")
    assert "in-progress" == call.fetch().status


def test_a_call_in_progress_can_be_hung_up(ring):
    """`completed` ends it."""
    call = until("in-progress", ring(twiml=LONG))
    call.update(status="completed")
    assert "completed" == call.fetch().status


def test_a_call_in_progress_can_be_redirected(world, alice, ring):
    """It hears the new instructions at once."""
    call = until("in-progress", ring(twiml=LONG))
    call.update(twiml="<Response><Say>Change of plan</Say></Response>")
    world.settle(call.sid)
    assert ["Change of plan"] == alice.heard
    assert "completed" == call.fetch().status


def test_a_call_that_only_rings_cannot_be_redirected(alice, ring):
    """21220."""
    alice.does_not_answer()
    call = until("ringing", ring())
    assert (400, 21220, "Call is not in-progress. Cannot redirect.") == refusal(
        lambda: call.update(twiml="<Response/>"))


@pytest.mark.parametrize("change", [{"status": "completed"}, {"twiml": "<Response/>"}])
def test_a_call_that_has_ended_cannot_be_changed(world, ring, change):
    """Neither hung up nor redirected: 21220 for both."""
    call = ring()
    world.settle(call.sid)
    assert (400, 21220, "Call is not in-progress. Cannot redirect.") == refusal(
        lambda: call.update(**change))


@pytest.mark.parametrize(("change", "code"), [
    ({"status": "busy"}, 20001),
    ({"twiml": "<Response/>", "url": "http://demo.twilio.com/docs/voice.xml"}, 20001),
    ({"url": "nowhere"}, 21205),
    ({"twiml": "<Response/>", "method": "PATCH"}, 21209),
])
def test_a_senseless_change_is_refused(ring, change, code):
    """And the call goes on as if nothing had been asked."""
    call = until("in-progress", ring(twiml=LONG))
    assert (400, code) == refusal(lambda: call.update(**change))[:2]
    assert "in-progress" == call.fetch().status


def test_a_callback_without_new_instructions_is_ignored_aloud(world, ring):
    """Twilio wants Url beside StatusCallback; the trace says so."""
    call = until("in-progress", ring(twiml=LONG))
    call.update(status_callback="http://a.example/status")
    assert any("ignored without Url" in record.text
               for record in world.trace if isinstance(record, Alert))


def test_a_live_call_cannot_be_deleted(ring):
    """409 and 20009."""
    call = until("in-progress", ring(twiml=LONG))
    assert (409, 20009, "Cannot delete this resource before it is complete") == refusal(call.delete)


def test_a_call_that_has_ended_can_be_deleted(world, client, ring):
    """Then it is neither listed nor found."""
    call = ring()
    world.settle(call.sid)
    assert call.delete()
    assert not client.calls.list()
    assert 20404 == refusal(call.fetch)[1]
