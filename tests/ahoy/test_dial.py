"""<Dial> connects the caller with somebody, and its action is told how that went."""

from __future__ import annotations

import pytest

from ahoy import trace

ALICE, BOB, CAROL = "+14155550123", "+14155550124", "+14155550125"


@pytest.fixture
def carol(world):
    """Carol's handset."""
    return world.phones.get(CAROL, "Carol")


@pytest.fixture
def children(client):
    """The calls that a call dialled: what each number's came to."""
    return lambda parent: {
        one.to: one.status for one in client.calls.list(parent_call_sid=parent.sid)}


def test_both_hear_each_other(ring, alice, bob):
    """What one says, the other hears, until one hangs up; then the next verb speaks."""
    alice.says("Hello?")
    bob.answers().says("Bob here.").presses("5").hangs_up(after=3)

    ring(f"<Dial>{BOB}</Dial>", "<Say>Goodbye.</Say>")

    assert ["[ringing]", "[Bob: Bob here.]", "[key 5]", "Goodbye."] == alice.heard
    assert ["[Alice: Hello?]"] == bob.heard


def test_the_dialled_call_is_a_row_of_its_own(ring, client, bob):
    """Its parent is the caller's, its direction outbound-dial, and it has a price."""
    bob.answers().hangs_up(after=3)

    parent = ring(f"<Dial>{BOB}</Dial>")

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    assert ("outbound-dial", parent.sid, BOB, ALICE) == (
        child.direction, child.parent_call_sid, child.to, child._from)
    assert ("completed", "3", "-0.01400") == (child.status, child.duration, child.price)


def test_the_story_says_whose_call_has_which_status(ring, world, bob):
    """The caller's is "call"; the dialled one is "call to Bob"."""
    bob.answers().hangs_up(after=3)

    ring(f"<Dial answerOnBridge='true'>{BOB}</Dial>")

    assert ["call to Bob is ringing", "call to Bob is in-progress", "call is in-progress",
            "call to Bob is completed", "call is completed"] == [
        record.what for record in world.trace if isinstance(record, trace.Status)]


@pytest.mark.parametrize(("habit", "status"), [
    ("declines", "busy"), ("is_busy", "busy"), ("does_not_answer", "no-answer"),
    ("is_unreachable", "failed")])
def test_the_action_is_told_why_nobody_came(ring, alice, bob, hosted, told, habit, status):
    """DialCallStatus; and what follows the <Dial> is unreachable."""
    getattr(bob, habit)()

    ring(f'<Dial action="{hosted("<Say>Sorry.</Say>")}">{BOB}</Dial>', "<Say>Never.</Say>")

    assert (status, "false", None) == told("DialCallStatus", "DialBridged", "DialCallDuration")
    assert "Sorry." == alice.heard[-1]


def test_the_action_is_told_of_a_conversation(ring, client, bob, hosted, told):
    """Its length in seconds, and its call, while the caller is still there."""
    bob.answers().hangs_up(after=3)

    parent = ring(f'<Dial method="GET" action="{hosted()}">{BOB}</Dial>')

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    assert ("in-progress", "completed", "3", "true", child.sid) == told(
        "CallStatus", "DialCallStatus", "DialCallDuration", "DialBridged", "DialCallSid")


def test_a_dial_without_an_action_goes_on_with_the_next_verb(ring, alice, bob):
    """Also when nobody came."""
    bob.is_busy()

    ring(f"<Dial>{BOB}</Dial>", "<Say>Busy, sorry.</Say>")

    assert ["Busy, sorry."] == alice.heard


@pytest.mark.parametrize(("patience", "status"), [(15, "no-answer"), (16, "completed")])
def test_a_dial_rings_five_seconds_longer_than_its_timeout(ring, bob, children, patience, status):
    """A voicemail picks up after twenty."""
    bob.has_voicemail()
    limit = 'timeLimit="5"'

    parent = ring(f'<Dial timeout="{patience}" {limit}>{BOB}</Dial>')

    assert {BOB: status} == children(parent)


def test_a_time_limit_ends_the_dialled_call_alone(ring, alice, bob, hosted, told):
    """The caller goes on."""
    bob.answers()

    ring(f'<Dial timeLimit="7" action="{hosted("<Say>Time is up.</Say>")}">{BOB}</Dial>')

    assert ("completed", "7") == told("DialCallStatus", "DialCallDuration")
    assert "Time is up." == alice.heard[-1]


def test_a_star_ends_the_conversation_where_that_is_wanted(ring, alice, bob, hosted, told):
    """hangupOnStar: the caller's key, which the other one does not hear; Bob's own does nothing."""
    alice.presses("1*", after=10)
    bob.answers().presses("*")

    ring(f'<Dial hangupOnStar="true" action="{hosted("<Say>Back.</Say>")}">{BOB}</Dial>')

    assert ["[key 1]"] == bob.heard
    assert ["[ringing]", "[key *]", "Back."] == alice.heard
    assert ("completed", "true") == told("DialCallStatus", "DialBridged")


def test_a_star_is_a_key_like_any_other(ring, alice, bob):
    """Without hangupOnStar the other one hears it."""
    alice.presses("*", after=10)
    bob.answers().hangs_up(after=20)

    ring(f"<Dial>{BOB}</Dial>")

    assert ["[key *]"] == bob.heard


@pytest.mark.parametrize(("given", "statuses"), [
    ("", ["in-progress", "ringing", "in-progress"]),
    ('answerOnBridge="true"', ["ringing", "in-progress", "in-progress"])])
def test_the_caller_may_be_left_ringing_until_somebody_answers(ring, world, bob, given, statuses):
    """answerOnBridge: Twilio picks up when the two are connected, not before."""
    bob.answers().hangs_up(after=3)

    ring(f"<Dial {given}>{BOB}</Dial>")

    found = [one.status for one in world.trace if getattr(one, "kind", "") == "call"]
    assert statuses == found[:3]


def test_nobody_is_billed_for_a_call_that_only_rang(ring, bob, children):
    """answerOnBridge, and nobody answers: the end of the document picks up."""
    bob.does_not_answer()

    parent = ring(f'<Dial answerOnBridge="true">{BOB}</Dial>', "<Reject/>")

    assert ("no-answer", None) == (parent.status, parent.price)


def test_when_the_caller_hangs_up_the_other_end_is_over_too(ring, alice, bob, children, hosted,
                                                           told):
    """The action is still asked; its answer changes nothing."""
    alice.hangs_up(after=6)
    bob.answers()

    parent = ring(f'<Dial action="{hosted("<Say>Never.</Say>")}">{BOB}</Dial>')

    assert ("completed", {BOB: "completed"}) == (parent.status, children(parent))
    assert ("completed", "completed", "true", "4") == told(
        "CallStatus", "DialCallStatus", "DialBridged", "DialCallDuration")
    assert ["[ringing]"] == alice.heard


def test_who_hangs_up_while_it_rings_cancels_it(ring, alice, bob, children, hosted, told):
    """The other one's phone stops."""
    alice.hangs_up(after=5)
    bob.answers(after=9)

    parent = ring(f'<Dial action="{hosted()}">{BOB}</Dial>')

    assert {BOB: "canceled"} == children(parent)
    assert ("completed", "canceled", "false") == told(
        "CallStatus", "DialCallStatus", "DialBridged")


def test_the_first_who_answers_wins(ring, alice, bob, carol, children):
    """The others stop ringing, and their calls are canceled."""
    bob.answers(after=4)
    carol.answers(after=2).says("Carol here.").hangs_up(after=2)

    parent = ring(f"<Dial><Number>{BOB}</Number><Number>{CAROL}</Number></Dial>")

    assert {BOB: "canceled", CAROL: "completed"} == children(parent)
    assert ["[ringing]", "[Carol: Carol here.]"] == alice.heard


def test_a_sequential_dial_calls_one_after_the_other(ring, alice, bob, carol, children):
    """The second one's phone rings when the first has given up."""
    bob.declines()
    carol.answers().says("Carol here.").hangs_up(after=2)

    parent = ring(f'<Dial sequential="true"><Number>{BOB}</Number><Number>{CAROL}</Number></Dial>')

    assert {BOB: "busy", CAROL: "completed"} == children(parent)
    assert ["[ringing]", "[ringing]", "[Carol: Carol here.]"] == alice.heard


def test_a_sequential_dial_ends_with_the_first_who_talks(ring, bob, carol, children):
    """The others are not called at all."""
    bob.answers().hangs_up(after=2)

    parent = ring(f'<Dial sequential="true"><Number>{BOB}</Number><Number>{CAROL}</Number></Dial>')

    assert {BOB: "completed"} == children(parent)


def test_when_nobody_comes_the_action_is_told_of_the_last_one(ring, bob, carol, hosted, told):
    """Of those called at once, the one who gave up last."""
    bob.is_busy()
    carol.declines(after=3)

    ring(f'<Dial action="{hosted()}"><Number>{BOB}</Number><Number>{CAROL}</Number></Dial>')

    assert ("busy", "false") == told("DialCallStatus", "DialBridged")


def test_ten_are_called_at_most(ring, client, world):
    """The eleventh is left out, with an alert."""
    numbers = [f"+141555501{line}" for line in range(60, 71)]
    for one in numbers:
        world.phones.get(one).is_busy()

    parent = ring("<Dial>", *(f"<Number>{one}</Number>" for one in numbers), "</Dial>")

    called = client.calls.list(parent_call_sid=parent.sid)
    assert set(numbers[:10]) == {one.to for one in called}
    assert "<Dial> calls 10 at most; the others are left out." in [
        one.text for one in world.trace if type(one).__name__ == "Alert"]


# --- the API, meanwhile ----------------------------------------------------------------------


@pytest.fixture
def talk(client, world, alice, bob, office):
    """Alice and Bob talk, because Twilio called her and dialled him: gives both calls."""

    def begin(after="<Say>Alone again.</Say>"):
        alice.answers(after=0)
        bob.answers(after=0)
        parent = client.calls.create(
            to=ALICE, from_=office, twiml=f"<Response><Dial>{BOB}</Dial>{after}</Response>")
        world.clock.advance(5)
        (child,) = client.calls.list(parent_call_sid=parent.sid)
        return parent, child

    return begin


def test_a_dialled_call_can_be_led_away(talk, world, alice, bob):
    """It goes its own way; the caller goes on with the next verb."""
    parent, child = talk()

    child.update(twiml="<Response><Say>This way, please.</Say></Response>")
    world.settle(parent.sid)

    assert (["This way, please."], ["[ringing]", "Alone again."]) == (bob.heard, alice.heard)
    assert ("completed", "completed") == (parent.fetch().status, child.fetch().status)


def test_a_dialled_call_can_be_ended(talk, world, alice):
    """The caller goes on with the next verb."""
    parent, child = talk()

    child.update(status="completed")
    world.settle(parent.sid)

    assert ["[ringing]", "Alone again."] == alice.heard


def test_a_caller_can_be_led_away(talk, world, alice):
    """The dialled call ends; what followed the <Dial> is not reached."""
    parent, child = talk()

    parent.update(twiml="<Response><Say>Change of plan.</Say></Response>")
    world.settle(parent.sid)

    assert ["[ringing]", "Change of plan."] == alice.heard
    assert "completed" == child.fetch().status


def test_a_warm_transfer_brings_both_into_a_conference(talk, world, alice, bob):
    """Two updates: first whoever was dialled, then the caller."""
    parent, child = talk(after="<Dial><Conference>Pier</Conference></Dial>")

    child.update(twiml="<Response><Dial><Conference>Pier</Conference></Dial></Response>")
    world.clock.advance(5)
    alice.say("Still there?")
    bob.say("Yes.")
    alice.hang_up()
    bob.hang_up()
    world.settle(parent.sid)

    assert "[Alice: Still there?]" in bob.heard
    assert "[Bob: Yes.]" in alice.heard


def test_a_ringing_call_can_be_canceled(client, world, alice, bob, office):
    """The dialled one alone: the caller goes on."""
    alice.answers(after=0)
    bob.does_not_answer()
    parent = client.calls.create(to=ALICE, from_=office, twiml=(
        f"<Response><Dial>{BOB}</Dial><Say>Nobody there.</Say></Response>"))
    (child,) = client.calls.list(parent_call_sid=parent.sid)

    child.update(status="canceled")
    world.settle(parent.sid)

    assert ("canceled", "Nobody there.") == (child.fetch().status, alice.heard[-1])
