"""Calls proceed as on Twilio: by clock, by handset, by API."""

from __future__ import annotations

import pytest
from twilio.rest import Client

from ahoy import SimulatorClient, World

AHOY = "<Response><Say>Ahoy hoy!</Say></Response>"


def statuses(world, sid):
    return [
        record.status
        for record in world.trace
        if getattr(record, "kind", "") == "call" and record.sid == sid
    ]


def test_a_call_that_nobody_touches_is_answered_by_the_autopilot_and_speaks(call, alice, world):
    """Queued, ringing, in progress, completed: and the sentence was heard."""
    made = call(AHOY)

    assert ["ringing", "in-progress", "completed"] == statuses(world, made.sid)
    assert ["Ahoy hoy!"] == alice.heard
    assert "completed" == made.status


def test_a_fresh_call_is_queued(client, alice, office):
    """The answer to create is the call as it was taken on."""
    made = client.calls.create(to=alice.number, from_=office, twiml=AHOY)

    assert "queued" == made.status
    assert "ringing" == made.fetch().status


def test_a_call_that_is_stopped_is_canceled_for_whoever_asks_next():
    """Also in real time, where the world goes on in a thread of its own."""
    world = World(clock="real")
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    chen = world.phones.get("+14155550167", "Chen").does_not_answer()
    made = client.calls.create(to=chen.number, from_=world.number.phone_number, twiml=AHOY)
    assert world.clock.settle(lambda: made.fetch().status == "ringing", timeout=5)

    client.calls(made.sid).update(status="canceled")

    assert "canceled" == made.fetch().status
    world.close()


@pytest.mark.parametrize(
    ("habit", "status"),
    [
        ("is_busy", "busy"),
        ("does_not_answer", "no-answer"),
        ("is_unreachable", "failed"),
        ("declines", "busy"),
    ],
)
def test_a_call_that_is_not_answered_says_why(call, alice, habit, status):
    """Each way of not answering has its own final status, and nothing is heard."""
    getattr(alice, habit)()

    made = call(AHOY)

    assert (status, [], "0") == (made.status, alice.heard, made.duration)


def test_a_habit_lasts_until_it_is_changed(call, alice):
    """Busy stays busy; answers() ends it."""
    alice.is_busy()

    assert ["busy", "busy"] == [call(AHOY).status, call(AHOY).status]
    alice.answers()
    assert "completed" == call(AHOY).status


def test_a_script_serves_one_call_and_is_used_up(call, alice):
    """The second call meets the autopilot again."""
    alice.declines(after=1)

    assert ["busy", "completed"] == [call(AHOY).status, call(AHOY).status]


def test_nobody_answers_within_the_timeout(call, alice, world):
    """Timeout is in seconds of ringing."""
    alice.answers(after=20)

    made = call(AHOY, timeout=10)

    assert "no-answer" == made.status


def test_hanging_up_in_mid_sentence_ends_the_call(call, alice):
    """What was begun was heard; what follows was not."""
    alice.answers(after=1).hangs_up(after=2)

    made = call(f"<Response><Say>{'A long story. ' * 20}</Say><Say>Never.</Say></Response>")

    assert 1 == len(alice.heard)
    assert ("completed", "2") == (made.status, made.duration)


def test_a_queued_call_can_be_canceled(client, alice, office, world):
    """Nobody hears it ring to an end."""
    alice.does_not_answer()
    made = client.calls.create(to=alice.number, from_=office, twiml=AHOY)

    made.update(status="canceled")
    world.settle(made.sid)

    assert "canceled" == made.fetch().status


def test_a_call_in_progress_can_be_ended(client, alice, office, world):
    """Status=completed hangs up."""
    alice.answers(after=0)
    made = client.calls.create(
        to=alice.number, from_=office, twiml="<Response><Pause length='600'/></Response>"
    )

    made.update(status="completed")
    world.settle(made.sid)

    assert "completed" == made.fetch().status


def test_a_call_in_progress_takes_new_instructions(client, alice, office, world):
    """update(twiml=…) replaces what was being said."""
    alice.answers(after=0)
    made = client.calls.create(
        to=alice.number, from_=office, twiml="<Response><Pause length='600'/></Response>"
    )

    made.update(twiml="<Response><Say>Change of plan.</Say></Response>")
    world.settle(made.sid)

    assert ["Change of plan."] == alice.heard


def test_new_instructions_may_come_while_digits_are_sent(client, alice, office, world):
    """The first document is never asked for."""
    alice.answers(after=0)
    made = client.calls.create(
        to=alice.number, from_=office, twiml=AHOY, send_digits="WWWWWWWW1")
    world.clock.advance(1)

    made.update(twiml="<Response><Say>Change of plan.</Say></Response>")
    world.settle(made.sid)

    assert ["[keys WWWWWWWW1]", "Change of plan."] == alice.heard


def test_new_instructions_may_come_during_the_apology(client, alice, office, world):
    """A call whose document is broken is still a call."""
    alice.answers(after=0)
    made = client.calls.create(to=alice.number, from_=office, twiml="<Response>")
    world.clock.advance(0.5)

    made.update(twiml="<Response><Say>Sorry for that.</Say></Response>")
    world.settle(made.sid)

    assert "Sorry for that." == alice.heard[-1]


def test_a_stranger_answers_after_five_seconds(client, office, world):
    """A number without a handset behaves like one on autopilot."""
    made = client.calls.create(to="+14155550199", from_=office, twiml=AHOY)
    world.settle(made.sid)

    assert "completed" == made.fetch().status
    assert "“Ahoy hoy!”" in [record.what for record in world.trace.about([made.sid])]


def test_two_calls_at_once_find_the_second_one_busy(client, alice, office, world):
    """One handset, one call."""
    first = client.calls.create(to=alice.number, from_=office, twiml=AHOY)
    second = client.calls.create(to=alice.number, from_=office, twiml=AHOY)
    for made in (first, second):
        world.settle(made.sid)

    assert ["completed", "busy"] == [first.fetch().status, second.fetch().status]


def test_a_handset_calls_the_number_and_its_voice_url_answers(client, bob, office, world):
    """The welcome page of a new number speaks."""
    placed = bob.calls(office)
    world.settle(placed.sid)

    assert "inbound" == client.calls(placed.sid).fetch().direction
    assert "Thanks for the call." == bob.heard[0][:20]


def test_a_call_is_listed_as_soon_as_it_is_placed(client, bob, office):
    """.calls() returns at once."""
    placed = bob.calls(office)

    assert [placed.sid] == [one.sid for one in client.calls.list(limit=5)]


def test_a_call_lasts_four_hours_at_most(call, alice):
    """Nobody hangs up, and still it ends."""
    made = call("<Response><Pause length='99999'/></Response>")

    assert ("completed", "14400") == (made.status, made.duration)


def test_send_digits_are_heard_as_keys_before_the_twiml(call, alice):
    """w waits half a second, W a whole one."""
    made = call("<Response><Hangup/></Response>", send_digits="ww12#W")

    assert ["[keys ww12#W]"] == alice.heard
    assert "3" == made.duration


@pytest.mark.parametrize("address", ["client:ada", "sip:ada@harbour.example"])
def test_an_app_or_a_sip_phone_can_be_called(client, world, office, address):
    """Where there is a handset of that address; From may be any name then."""
    ada = world.phones.get(address, "Ada")
    made = client.calls.create(to=address, from_="Harbour", twiml=AHOY)
    world.settle(made.sid)

    ended = made.fetch()
    assert (["Ahoy hoy!"], address, "Harbour") == (ada.heard, ended.to, ended._from)


@pytest.mark.parametrize(
    ("address", "status"), [("client:ada", "no-answer"), ("sip:ada@harbour.example", "failed")])
def test_who_is_not_registered_does_not_answer(client, world, office, address, status):
    """No handset, no ringing."""
    made = client.calls.create(to=address, from_=office, twiml=AHOY)
    world.settle(made.sid)

    assert status == made.fetch().status


@pytest.mark.parametrize(("limit", "lasts"), [(30, "30"), (2000, "2000"), (1, "6")])
def test_the_time_limit_of_a_call_in_progress_can_be_changed(client, alice, office, world, limit,
                                                            lasts):
    """Counted from the answer; one that is over already ends the call at once."""
    alice.answers(after=0)
    made = client.calls.create(to=alice.number, from_=office, time_limit=600,
                               twiml="<Response><Pause length='5000'/></Response>")
    world.clock.advance(5.5)

    made.update(time_limit=limit)
    world.settle(made.sid)

    assert ("completed", lasts) == (made.fetch().status, made.fetch().duration)
