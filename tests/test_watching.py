"""watch() and trace() tell what happened."""

from __future__ import annotations

import asyncio

import pytest
from twilio.rest import Client

from ahoy import AhoyError
from helpers import phone, start, trace, twiml_bin, watch
from helpers.account import leave

AHOY = "<Response><Say>Ahoy hoy!</Say></Response>"


@pytest.fixture(params=["virtual", "real"])
def account(request):
    """A practice account on either clock."""
    yield start(clock=request.param)
    leave()


def make_call(account):
    alice = phone("+14155550123", name="Alice").answers(after=0)
    return Client().calls.create(to=alice.number, from_=account.number, twiml=AHOY), alice


def test_awaiting_a_call_waits_for_its_end(account):
    """In a cell."""
    call, alice = make_call(account)

    async def cell():
        return await watch(call)

    story = asyncio.run(cell())
    assert ["Ahoy hoy!"] == alice.heard
    assert "call is completed" == story[-1].what


def test_a_plain_script_waits_with_wait(account):
    """Without await."""
    call, alice = make_call(account)

    story = watch(call).wait(timeout=20)

    assert story.is_over
    assert ["Ahoy hoy!"] == alice.heard


def test_both_clocks_tell_the_same_story():
    """The same records in the same order; only the moments differ."""
    stories = []
    for clock in ("virtual", "real"):
        account = start(clock=clock)
        call, _ = make_call(account)
        stories.append([str(record).split("  ", 1)[1] for record in watch(call).wait(timeout=20)])
        leave()

    assert stories[0] == stories[1]


def test_a_story_is_text_and_drawing(account):
    """For screen readers and diffs; for eyes."""
    call, _ = make_call(account)
    story = watch(call).wait(timeout=20)

    bundle = story._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "Twilio → Alice: “Ahoy hoy!”" in repr(story)
    assert data["image/svg+xml"].startswith("<svg")
    assert repr(story) == data["text/plain"]


def test_trace_without_arguments_tells_everything(account):
    """Also what belongs to no call."""
    Client().calls.list()

    assert ["GET"] == [record.method for record in trace()]


@pytest.mark.parametrize(("touch", "touched"), [
    (lambda alice: alice.answer(), True), (lambda alice: alice.answers(after=0), False)])
def test_a_story_knows_whether_a_person_touched_a_phone(touch, touched):
    """A script is none, and neither is a call that code made on a phone."""
    account = start(clock="virtual")
    alice = phone("+14155550123", name="Alice").does_not_answer()
    call = Client().calls.create(to=alice.number, from_=account.number, twiml=AHOY)
    touch(alice)
    watch(call).wait()
    watch(alice.calls(account.number))
    assert touched is trace().is_touched
    leave()


@pytest.fixture
def meeting():
    """Alice and Bob are called into a conference on virtual time: gives the two participants."""
    account = start(clock="virtual")
    room = Client().conferences("harbour").participants
    people = [phone("+14155550123", name="Alice"), phone("+14155550124", name="Bob")]
    for person in people:
        person.answers(after=1).hangs_up(after=20)
    yield [room.create(to=person.number, from_=account.number) for person in people]
    leave()


def test_a_participant_is_watched_by_its_call(meeting):
    """It has no SID of its own."""
    alice, _ = meeting
    assert str(watch(alice)) == str(trace(alice.call_sid))
    assert "completed" == Client().calls(alice.call_sid).fetch().status


def test_a_conference_is_watched_with_all_who_are_in_it(meeting):
    """Until it is over and all have left."""
    conference = Client().conferences(meeting[0].conference_sid).fetch()
    story = watch(conference)
    assert "completed" == Client().conferences(conference.sid).fetch().status
    assert {conference.sid, *(one.call_sid for one in meeting)} >= {one.sid for one in story}
    assert {"Alice", "Bob"} <= {name for one in story for name in (one.source, one.target)}


def test_a_call_that_a_dial_made_has_a_story_of_its_own():
    """What happened on the call that dialled it is told there."""
    account = start(clock="virtual")
    alice, bob = phone("+14155550123", name="Alice"), phone("+14155550124", name="Bob")
    bob.answers(after=1).hangs_up(after=5)
    call = Client().calls.create(to=alice.number, from_=account.number,
                                 twiml=f"<Response><Dial>{bob.number}</Dial></Response>")
    watch(call)
    (child,) = Client().calls.list(parent_call_sid=call.sid)
    assert {child.sid} == {record.sid for record in trace(child)}
    assert {call.sid, child.sid} == {record.sid for record in trace(call)}
    leave()


def test_several_are_watched_in_one_story(account):
    """In the order in which things happened; it is over when each of them is."""
    first, _ = make_call(account)
    second = Client().messages.create(to="+14155550123", from_=account.number, body="Hi")
    story = watch(first, second).wait(timeout=20)
    assert story.is_over
    assert {first.sid, second.sid} == {one.sid for one in story}


def test_only_calls_and_messages_can_be_watched(account):
    """The error shows what to write."""
    with pytest.raises(
        AhoyError, match=r"^'hello' can't be watched: give a call or a message, like "
    ):
        watch("hello")


def test_there_is_nothing_to_watch_before_start():
    """start() first."""
    with pytest.raises(
        AhoyError, match=r"^There is nothing to see yet\. Run account = start\(\) first\.$"
    ):
        watch("CA" + "0" * 32)


def test_time_never_runs_backwards_in_a_story():
    """On real time, too, where a webhook takes a while: its record has the moment of its answer."""
    account = start(clock="real")
    alice = phone("+14155550123", name="Alice").answers(after=0).presses("1", after=0.5)
    thanks = twiml_bin("<Response><Say>Thanks.</Say></Response>")
    call = Client().calls.create(
        to=alice.number,
        from_=account.number,
        twiml=f'<Response><Gather action="{thanks.url}" numDigits="1"/></Response>',
    )

    moments = [record.at for record in watch(call).wait(timeout=20)]

    assert sorted(moments) == moments
    leave()
