"""Which events of a call are called back, as the request wrote them."""

from __future__ import annotations

import pytest

EVERY = ["initiated", "ringing", "answered", "completed"]


@pytest.fixture
def told(world, client, alice, office, hosted):
    """Makes a call with these events: what was called back, and the warnings."""

    def run(events, make=None, **more):
        wanted = {"to": alice.number, "from_": office, "status_callback": hosted(),
                  "status_callback_event": events} | more
        sid = (make or client.calls.create)(**wanted)
        sid = getattr(sid, "call_sid", None) or sid.sid
        world.clock.settle(world.exchange.is_quiet)
        rang = [one.params["CallStatus"] for one in world.trace
                if getattr(one, "purpose", "") == "status callback" and "CallSid" in one.params]
        return rang, [(one.error_code, one.log_level, one.resource_sid == sid)
                      for one in client.monitor.v1.alerts.list()]

    return run


CALL = {"twiml": "<Response><Say>Hi</Say></Response>"}
WARNING = [("21626", "warning", True)]


@pytest.mark.parametrize(("events", "statuses", "warnings"), [
    (EVERY, ["initiated", "ringing", "in-progress", "completed"], []),
    (["ringing"], ["ringing"], []),
    ("ringing", ["ringing"], []),
    ([""], ["completed"], []),
    ("initiated ringing", [], WARNING),
    ("initiated ringing answered completed", [], WARNING),
    ("initiated,ringing", [], WARNING),
    ("initiated, ringing, answered", [], WARNING),
    (["initiated ringing", "answered,completed"], [], WARNING),
    ("in-progress", [], WARNING),
    (["busy"], [], WARNING),
    ("Completed", [], WARNING),
    (["answered", "born"], ["in-progress"], WARNING),
])
def test_each_event_of_a_call_is_a_value_of_its_own(told, events, statuses, warnings):
    """Of any other value the call is made, a warning says so, and nothing is called back."""
    assert (statuses, warnings) == told(events, **CALL)


@pytest.mark.parametrize(("events", "statuses", "warnings"), [
    ("initiated ringing", ["initiated", "ringing"], []),
    (["initiated", "ringing"], ["initiated", "ringing"], []),
    ("initiated,ringing", [], WARNING),
    ("initiated born", ["initiated"], WARNING),
])
def test_a_participants_events_may_stand_in_one_value(
        told, world, client, events, statuses, warnings):
    """With blanks, as Twilio's page on participants has it."""
    world.phones.get("+14155550123").hangs_up(after=3)
    made = client.conferences("Pier").participants.create
    assert (statuses, warnings) == told(events, make=made)


def test_an_unknown_event_of_a_conference_is_a_warning(told, world, client):
    """The participant is called all the same."""
    world.phones.get("+14155550123").hangs_up(after=3)
    made = client.conferences("Pier").participants.create
    assert (["completed"], WARNING) == told(
        "completed", make=made, conference_status_callback=world.hosted.bins.add(
            "<Response/>", world.ids.sid("EH")).url, conference_status_callback_event=["lunch"])
