"""Handsets: scripts, touches and what they know."""

from __future__ import annotations

import pytest

from ahoy.phones import PhoneError
from ahoy.trace import Touched

LONG = "<Response><Pause length='60'/></Response>"


def touches(world):
    """Who did what, and when."""
    return [
        (record.at, record.action, record.value, record.by)
        for record in world.trace
        if isinstance(record, Touched)
    ]


def test_steps_count_from_the_step_before(call, alice, world):
    """The first one from the first ring, at one second."""
    alice.answers(after=2).presses("12", after=3).hangs_up(after=5)

    call(LONG)

    assert [
        (3.0, "answers", "", "script"),
        (6.0, "presses", "1", "script"),
        (6.3, "presses", "2", "script"),
        (11.3, "hangs up", "", "script"),
    ] == [(round(at, 3), *rest) for at, *rest in touches(world)]


def test_a_script_may_come_after_the_call_was_made(client, alice, office, world):
    """Until the phone is answered."""
    made = client.calls.create(to=alice.number, from_=office, twiml=LONG)
    alice.declines(after=1)
    world.settle(made.sid)

    assert "busy" == made.fetch().status


def test_a_phone_may_be_put_on_the_page_while_it_rings(client, office, world):
    """The call is its own from then on."""
    made = client.calls.create(to="+14155550177", from_=office, twiml=LONG)
    world.phones.get("+14155550177").answers(after=2).presses("12", after=1).hangs_up(after=1)
    world.settle(made.sid)

    assert ("completed", [(3.0, "answers"), (4.0, "presses"), (4.3, "presses"), (5.3, "hangs up")]
            ) == (made.fetch().status, [(round(at, 3), what) for at, what, *_ in touches(world)])


def test_a_phone_that_was_put_on_the_page_late_is_like_any_other(client, office, world):
    """From its next call on it answers as soon as others do."""
    first = client.calls.create(to="+14155550177", from_=office, twiml=LONG)
    late = world.phones.get("+14155550177", "Zoe").hangs_up(after=8)
    world.settle(first.sid)
    begun = world.clock.elapsed()
    second = client.calls.create(to=late.number, from_=office, twiml=LONG)
    world.settle(second.sid)

    assert "Zoe" == late.name
    answered = [at for at, what, *_ in touches(world) if what == "answers"]
    assert 4.0 == round(answered[-1] - begun, 3)


def test_a_touch_drops_the_rest_of_the_script(client, alice, office, world):
    """The person has taken over."""
    alice.answers(after=9).hangs_up(after=1)
    made = client.calls.create(to=alice.number, from_=office, twiml=LONG)
    alice.answer()
    world.settle(made.sid)

    assert ["person"] == [by for _, _, _, by in touches(world)]
    assert "60" == made.fetch().duration


def test_taking_over_stops_the_autopilot(client, alice, office, world):
    """It rings until Twilio gives up."""
    made = client.calls.create(to=alice.number, from_=office, twiml=LONG, timeout=30)
    alice.take_over()
    world.settle(made.sid)

    assert "no-answer" == made.fetch().status


def test_a_callers_script_begins_when_the_other_side_picks_up(bob, office, world):
    """Not while it rings."""
    bob.hangs_up(after=2)
    placed = bob.calls(office)
    world.settle(placed.sid)

    picked_up = next(record.at for record in world.trace if record.what == "call is in-progress")
    hung_up = next(at for at, action, *_ in touches(world) if action == "hangs up")
    assert 2.0 == hung_up - picked_up


def test_keys_without_a_time_wait_until_they_are_asked_for(call, alice, world):
    """A second after Twilio begins to listen."""
    alice.answers(after=0).presses("7")

    call(
        "<Response><Say>" + "x" * 150 + "</Say><Gather numDigits='1' "
        "action='http://twimlets.com/message?Message=Thanks'/></Response>"
    )

    assert "Thanks" == alice.heard[-1]


def test_the_same_number_is_the_same_handset(world):
    """Also when it is written differently; a new name is taken over."""
    first = world.phones.get("+14155550123", "Alice")

    assert first is world.phones.get("(415) 555-0123", "Alicia")
    assert "Alicia" == first.name


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda phone: phone.presses("1x"),
            r"^Alice can't press '1x': a keypad has 0-9, \* and #\.",
        ),
        (
            lambda phone: phone.answers(after=-1),
            r"^after=-1 is no time: give seconds, for example after=2\.$",
        ),
        (
            lambda phone: phone.calls("hello"),
            r"^'hello' is no phone number: write it in E\.164 form",
        ),
        (
            lambda phone: phone.calls("+14155550188"),
            r"^Alice can't reach \+14155550188: it is no number of your",
        ),
    ],
)
def test_what_a_phone_cant_do_is_said(alice, act, sentence):
    """What happened, why, what to do."""
    with pytest.raises(PhoneError, match=sentence):
        act(alice)


def test_a_handset_in_a_call_cant_begin_another(alice, office, world):
    """Hang up first."""
    alice.calls(office)

    with pytest.raises(PhoneError, match=r"^Alice is in a call already: hang up first\.$"):
        alice.calls(office)


def test_a_handset_says_how_it_is(client, alice, office):
    """idle, ringing, in-call: in words that are spoken."""
    seen = [repr(alice)]
    client.calls.create(to=alice.number, from_=office, twiml=LONG)
    seen.append(repr(alice))
    alice.answer()
    client.calls.list()
    seen.append(repr(alice))

    assert [
        f"Alice's phone +14155550123: {status}" for status in ("idle", "ringing", "in-call")
    ] == seen


def test_a_snapshot_is_all_that_a_page_needs(client, alice, office, world):
    """Plain values, also of the texts."""
    sent = client.messages.create(to=alice.number, from_=office, body="Ahoy")
    world.settle(sent.sid)

    shown = alice.snapshot()
    assert ("Alice", "idle", "") == (shown["name"], shown["status"], shown["peer"])
    assert [
        {
            "sid": sent.sid,
            "direction": "inbound",
            "from": office,
            "to": alice.number,
            "body": "Ahoy",
            "media": [],
            "status": "delivered",
        }
    ] == shown["messages"]


def test_listeners_hear_of_every_change_until_they_stop(call, alice):
    """And no longer."""
    heard = []
    stop = alice.listen(lambda: heard.append(alice.status))
    call(LONG)
    stop()
    count = len(heard)
    call(LONG)

    assert {"ringing", "in-call", "idle"} <= set(heard)
    assert count == len(heard)


def test_handsets_go_on_in_the_next_world(world, alice, client, office):
    """The same object, with nothing heard."""
    from ahoy import World

    alice.heard.append("old words")
    following = World(clock="virtual", previous=world)

    assert alice is following.phones.get("+14155550123")
    assert [] == alice.heard
    following.close()


def test_a_voicemail_answers_after_twenty_seconds(call, alice, world):
    """And stays until Twilio hangs up."""
    alice.has_voicemail()

    call("<Response><Say>Ahoy</Say></Response>")

    assert (21.0, "answers", "", "voicemail") == touches(world)[0]
    assert ["Ahoy"] == alice.heard
