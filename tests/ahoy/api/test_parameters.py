"""Each parameter that the SDK has is honoured, or refused by its name: none is unknown."""

from __future__ import annotations

import inspect

import pytest
from twilio.base.exceptions import TwilioException

from ahoy.trace import Alert, Request

PAUSE = "<Response><Pause length='30'/></Response>"


@pytest.fixture
def made(client, world, alice, bob, office):
    """Something of each kind, by name."""
    alice.answers(after=1)
    call = client.calls.create(to=alice.number, from_=office, twiml=PAUSE)
    room = client.conferences("harbour").participants
    guest = room.create(to=bob.number, from_=office)
    world.clock.advance(12)
    return {
        "client": client, "call": client.calls(call.sid),
        "room": room,
        "guest": client.conferences(guest.conference_sid).participants(guest.call_sid),
        "conference": client.conferences(guest.conference_sid),
        "text": client.messages(client.messages.create(
            to=alice.number, from_=office, body="Hi", provide_feedback=True).sid),
        "number": client.incoming_phone_numbers(world.number.sid),
        "app": client.applications.create(friendly_name="Harbour"),
        "queue": client.queues(client.queues.create(friendly_name="line").sid),
        "service": client.messaging.v1.services(
            client.messaging.v1.services.create(friendly_name="Harbour").sid),
        "trigger": client.usage.triggers.create(
            callback_url="https://harbour.example.com/", trigger_value="1",
            usage_category="calls"),
    }


@pytest.mark.parametrize("find", [
    lambda m: m["client"].calls.create,
    lambda m: m["client"].calls.list,
    lambda m: m["call"].update,
    lambda m: m["call"].recordings.create,
    lambda m: m["call"].recordings.list,
    lambda m: m["client"].messages.create,
    lambda m: m["client"].messages.list,
    lambda m: m["text"].update,
    lambda m: m["text"].feedback.create,
    lambda m: m["text"].media.list,
    lambda m: m["room"].create,
    lambda m: m["conference"].participants.list,
    lambda m: m["guest"].update,
    lambda m: m["conference"].update,
    lambda m: m["conference"].recordings.list,
    lambda m: m["client"].conferences.list,
    lambda m: m["client"].recordings.list,
    lambda m: m["client"].transcriptions.list,
    lambda m: m["client"].queues.create,
    lambda m: m["client"].queues.list,
    lambda m: m["queue"].update,
    lambda m: m["client"].incoming_phone_numbers.create,
    lambda m: m["client"].incoming_phone_numbers.list,
    lambda m: m["number"].update,
    lambda m: m["client"].available_phone_numbers("US").local.list,
    lambda m: m["client"].available_phone_numbers("US").toll_free.list,
    lambda m: m["client"].applications.create,
    lambda m: m["client"].applications.list,
    lambda m: m["app"].update,
    lambda m: m["client"].outgoing_caller_ids.list,
    lambda m: m["client"].validation_requests.create,
    lambda m: m["client"].new_keys.create,
    lambda m: m["client"].notifications.list,
    lambda m: m["client"].usage.records.list,
    lambda m: m["client"].usage.records.daily.list,
    lambda m: m["client"].usage.triggers.create,
    lambda m: m["client"].usage.triggers.list,
    lambda m: m["trigger"].update,
    lambda m: m["client"].api.accounts.create,
    lambda m: m["client"].api.accounts.list,
    lambda m: m["client"].monitor.v1.alerts.list,
    lambda m: m["client"].messaging.v1.services.create,
    lambda m: m["service"].update,
    lambda m: m["service"].phone_numbers.create,
    lambda m: m["client"].lookups.v2.phone_numbers("+14155550123").fetch,
    lambda m: m["client"].lookups.v1.phone_numbers("+14155550123").fetch,
], ids=lambda find: inspect.getsource(find).strip().split(": ", 1)[1])
def test_the_sdk_has_no_parameter_that_is_unknown(made, world, find):
    """Sent empty, no parameter asks for anything, and an unknown one would be an alert."""
    act = find(made)
    names = [name for name in inspect.signature(act).parameters
             if name not in ("limit", "page_size")]
    before = len(world.trace)
    try:
        act(**dict.fromkeys(names, ""))
    except TwilioException as refused:
        assert "does not simulate" not in str(refused)
    new = list(world.trace)[before:]
    asked = [one for one in new if isinstance(one, Request)]
    assert asked
    assert 404 not in {one.status for one in asked}
    assert [] == [one.text for one in new if isinstance(one, Alert) and "Unknown" in one.text]


def test_a_reason_is_shown_to_nobody_and_that_is_said(call, alice, world):
    """It takes Branded Calling, which no account has from the beginning."""
    finished = call("<Response><Say>Hi</Say></Response>", call_reason="Your boat is ready")
    (said,) = [one for one in world.trace if isinstance(one, Alert)]
    assert ("completed", None, "Let the call say it.") == (finished.status, said.code, said.cure)
    assert "CallReason is shown by Branded Calling alone" in said.text
    assert ["Hi"] == alice.heard


def test_a_sip_phone_is_called_with_a_password_that_nobody_sees(client, world, office):
    """Phones here ask for none; the trace hides it."""
    ada = world.phones.get("sip:ada@example.com", "Ada")
    made = client.calls.create(
        to=ada.number, from_=office, twiml="<Response><Say>Hi</Say></Response>",
        sip_auth_username="office", sip_auth_password="Ahoy-1876")
    world.settle(made.sid)
    assert ["Hi"] == ada.heard
    (asked,) = [one for one in world.trace if isinstance(one, Request)]
    assert ("office", "[hidden]") == (
        asked.params["SipAuthUsername"], asked.params["SipAuthPassword"])
