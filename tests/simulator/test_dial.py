"""<Dial> connects the caller with somebody, and its action is told how that went."""

from __future__ import annotations

import pytest

ALICE, BOB, CAROL = "+14155550123", "+14155550124", "+14155550125"


def response(*verbs):
    return f"<Response>{''.join(verbs)}</Response>"


@pytest.fixture
def bin_(world):
    """Hosts TwiML: gives its URL."""
    return lambda *verbs: world.hosted.bins.add(response(*verbs), world.ids.sid("EH")).url


@pytest.fixture
def ring(world, client, alice, office, bin_):
    """Alice calls the office, whose TwiML is this: gives her call when all is over."""

    def run(*verbs):
        client.incoming_phone_numbers(world.number.sid).update(voice_url=bin_(*verbs))
        placed = alice.calls(office)
        world.settle(placed.sid)
        return client.calls(placed.sid).fetch()

    return run


@pytest.fixture
def told(world):
    """What the action was told, by name."""

    def params(*names):
        asked = [one for one in world.trace if getattr(one, "purpose", "") == "action"]
        return tuple(asked[-1].params.get(name) for name in names)

    return params


def codes(world):
    return [one.code for one in world.trace if type(one).__name__ == "Alert"]


def test_both_hear_each_other(ring, alice, bob):
    """What one says, the other hears, until one hangs up; then the next verb speaks."""
    alice.says("Hello?")
    bob.answers().says("Bob here.").hangs_up(after=3)

    ring(f"<Dial>{BOB}</Dial>", "<Say>Goodbye.</Say>")

    assert ["[ringing]", "[Bob: Bob here.]", "Goodbye."] == alice.heard
    assert ["[Alice: Hello?]"] == bob.heard


def test_the_dialled_call_is_a_row_of_its_own(ring, client, bob):
    """Its parent is the caller's, its direction outbound-dial, and it has a price."""
    bob.answers().hangs_up(after=3)

    parent = ring(f"<Dial>{BOB}</Dial>")

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    assert ("outbound-dial", parent.sid, BOB, ALICE) == (
        child.direction, child.parent_call_sid, child.to, child._from)
    assert ("completed", "3", "-0.01400") == (child.status, child.duration, child.price)


@pytest.mark.parametrize(("habit", "status"), [
    ("declines", "busy"), ("is_busy", "busy"), ("does_not_answer", "no-answer"),
    ("is_unreachable", "failed")])
def test_the_action_is_told_why_nobody_came(ring, bob, bin_, told, habit, status):
    """DialCallStatus; and what follows the Dial is unreachable."""
    getattr(bob, habit)()

    ring(f'<Dial action="{bin_("<Say>Sorry.</Say>")}">{BOB}</Dial>', "<Say>Never.</Say>")

    assert (status, "false", None) == told("DialCallStatus", "DialBridged", "DialCallDuration")


def test_when_the_caller_hangs_up_the_other_end_is_over_too(ring, client, alice, bob, bin_, told):
    """The action is still asked; its answer changes nothing."""
    alice.hangs_up(after=6)
    bob.answers()

    parent = ring(f'<Dial action="{bin_("<Say>Never.</Say>")}">{BOB}</Dial>')

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    assert ("completed", "completed") == (parent.status, child.status)
    assert ("completed", "completed", "true") == told("CallStatus", "DialCallStatus", "DialBridged")
    assert ["[ringing]"] == alice.heard


def test_the_first_who_answers_wins(ring, client, world, bob):
    """The others stop ringing, and their calls are canceled."""
    carol = world.phones.get(CAROL, "Carol")
    bob.answers(after=4)
    carol.answers(after=2).says("Carol here.").hangs_up(after=2)

    parent = ring(f"<Dial><Number>{BOB}</Number><Number>{CAROL}</Number></Dial>")

    ends = {one.to: one.status for one in client.calls.list(parent_call_sid=parent.sid)}
    assert {BOB: "canceled", CAROL: "completed"} == ends


def test_a_whisper_is_for_the_called_alone_and_may_decline(ring, alice, bob, bin_, told):
    """Who does not press 1 is not connected."""
    accepted = bin_("<Say>Thanks.</Say>")
    screen = bin_(f'<Gather numDigits="1" action="{accepted}"><Say>Press 1.</Say></Gather>',
                  "<Hangup/>")
    dial = (f'<Dial action="{bin_("<Say>Nobody.</Say>")}"><Number url="{screen}">{BOB}</Number>'
            "</Dial>")

    ring(dial)
    assert (["Press 1."], "completed", "false") == (
        bob.heard, *told("DialCallStatus", "DialBridged"))
    bob.answers().presses("1").says("Hi!", after=2).hangs_up(after=1)
    ring(dial)

    assert ["Press 1.", "Press 1.", "Thanks."] == bob.heard
    assert "[Bob: Hi!]" in alice.heard


def test_a_caller_id_must_be_ones_own(ring, world, client, bob, bin_, told):
    """Another one is alert 13214, and nobody is called."""
    ring(f'<Dial callerId="+14155550177" action="{bin_("<Hangup/>")}">{BOB}</Dial>')

    assert ([13214], ("failed", None)) == (codes(world), told("DialCallStatus", "DialCallSid"))


def test_a_dialled_call_can_be_led_away(client, world, alice, bob, office):
    """The caller goes on with the next verb."""
    alice.answers(after=0)
    bob.answers(after=0)
    made = client.calls.create(to=ALICE, from_=office, twiml=response(
        f"<Dial>{BOB}</Dial>", "<Say>Alone again.</Say>"))
    world.clock.advance(5)
    (child,) = client.calls.list(parent_call_sid=made.sid)

    child.update(twiml=response("<Say>This way, please.</Say>"))
    world.settle(made.sid)

    assert (["This way, please."], ["[ringing]", "Alone again."]) == (bob.heard, alice.heard)


def test_a_number_of_the_account_answers_with_its_own_twiml(ring, client, alice, bin_):
    """What it says is heard, and keys reach its Gather."""
    thanks = bin_("<Say>Thanks.</Say>")
    client.incoming_phone_numbers.create(phone_number="+14155550110", voice_url=bin_(
        f'<Gather numDigits="1" action="{thanks}"><Say>Press a key.</Say></Gather>'))
    alice.presses("5", after=3)

    ring("<Dial>+14155550110</Dial>", "<Say>Back again.</Say>")

    assert ["[ringing]", "Press a key.", "Thanks.", "Back again."] == alice.heard
    ways = [one.direction for one in client.calls.list()]
    assert ["inbound", "outbound-dial", "inbound"] == ways
