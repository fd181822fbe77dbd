"""What a script does, and when: one answer a question, giving up, and plans for the next call."""

from __future__ import annotations

import pytest


@pytest.fixture
def questions(client, world, office, hosted):
    """A number that asks three times, and repeats nothing: gives what each <Gather> was told."""

    def run(input_, **more):
        last = hosted("<Say>Thanks.</Say>")
        more = "".join(f' {name}="{value}"' for name, value in more.items())
        gather = '<Gather input="{}" timeout="4"{} action="{}"><Say>Well?</Say></Gather>'
        second = hosted(gather.format(input_, more, hosted(gather.format(input_, more, last))))
        client.incoming_phone_numbers(world.number.sid).update(
            voice_url=hosted(gather.format(input_, more, second)))
        return office

    return run


def answers(world, name):
    """What the actions were told."""
    return [one.params.get(name) for one in world.trace
            if getattr(one, "purpose", "") == "action"]


def test_words_that_wait_to_be_asked_answer_one_question_each(world, alice, questions):
    """All three landed in the first <Gather>."""
    alice.says("one").says("two").says("three")
    placed = alice.calls(questions("speech"))
    world.settle(placed.sid)
    assert ["one", "two", "three"] == answers(world, "SpeechResult")


def test_keys_that_wait_to_be_asked_answer_one_question_each(world, alice, questions):
    """Also where a <Gather> would take more of them."""
    alice.presses("1").presses("23").presses("4")
    placed = alice.calls(questions("dtmf"))
    world.settle(placed.sid)
    assert ["1", "23", "4"] == answers(world, "Digits")


def test_keys_and_words_take_turns(world, alice, questions):
    """A question for both takes what comes first."""
    alice.says("one").presses("2").says("three")
    placed = alice.calls(questions("dtmf speech"))
    world.settle(placed.sid)
    assert [("one", None), (None, "2"), ("three", None)] == list(zip(
        answers(world, "SpeechResult"), answers(world, "Digits"), strict=True))


def test_words_with_a_time_are_said_at_that_time(world, alice, questions):
    """Whatever is asked: that is how somebody goes on after a pause."""
    alice.says("one", after=2).says("and more", after=0.3).says("two")
    placed = alice.calls(questions("speech", speechTimeout="2"))
    world.settle(placed.sid)
    assert ["one and more", "two"] == answers(world, "SpeechResult")


def test_several_sentences_make_one_message(client, world, alice, office, hosted):
    """A <Record> is no question: whoever talks goes on."""
    client.incoming_phone_numbers(world.number.sid).update(
        voice_url=hosted(f'<Record action="{hosted()}"/>'))
    alice.says("This is Alice.").says("Call me back.")
    placed = alice.calls(office)
    world.settle(placed.sid)
    assert 1 == len(client.recordings.list())


# --- giving up -------------------------------------------------------------------------------


@pytest.mark.parametrize(("patience", "status", "told_"), [
    (3, "no-answer", "canceled"), (9, "completed", "completed")])
def test_a_caller_can_give_up_before_the_pick_up(
        ring, alice, bob, hosted, told, patience, status, told_):
    """While <Dial answerOnBridge> rings; once somebody has picked up, it counts from there."""
    bob.answers(after=6).hangs_up(after=30)
    alice.hangs_up(after=patience)
    made = ring(f'<Dial answerOnBridge="true" action="{hosted()}">{bob.number}</Dial>')
    assert (status, (told_,)) == (made.status, told("DialCallStatus"))
    assert ("0" if status == "no-answer" else "9") == made.duration


def test_a_caller_can_give_up_while_a_first_pause_lasts(ring, alice):
    """A <Pause> that comes first lets it ring."""
    alice.hangs_up(after=3)
    assert "no-answer" == ring("<Pause length='10'/>", "<Say>Hello.</Say>").status


def test_who_gives_up_may_be_told_so_while_it_rings(client, world, alice, bob, office, hosted):
    """A plan that is made late counts from then."""
    bob.does_not_answer()
    client.incoming_phone_numbers(world.number.sid).update(
        voice_url=hosted(f'<Dial answerOnBridge="true">{bob.number}</Dial>'))
    placed = alice.calls(office)
    world.clock.advance(4)
    alice.hangs_up(after=2)
    world.clock.advance(3)
    assert "no-answer" == client.calls(placed.sid).fetch().status


def test_a_caller_whose_plan_begins_with_words_waits(ring, alice, bob):
    """Only who hangs up first of all gives up."""
    bob.answers(after=6)
    alice.says("Hello?", after=1).hangs_up(after=1)
    assert "completed" == ring(f'<Dial answerOnBridge="true">{bob.number}</Dial>').status


# --- for the next call -----------------------------------------------------------------------


def test_a_plan_that_a_call_cannot_use_any_more_serves_the_next_one(
        client, world, alice, office):
    """`answers`, set while a call is still on."""
    wait = "<Response><Pause length='9'/></Response>"
    alice.answers(after=1)
    first = client.calls.create(to=alice.number, from_=office, twiml=wait)
    world.clock.advance(4)
    alice.answers(after=7).says("Again?", after=1).hangs_up(after=1)
    world.settle(first.sid)
    assert "9" == client.calls(first.sid).fetch().duration

    second = client.calls.create(to=alice.number, from_=office, record=True, twiml=wait)
    world.settle(second.sid)
    assert ("2", ["answers", "answers", "says", "hangs up"]) == (
        second.fetch().duration, [one.action for one in world.trace
                                  if type(one).__name__ == "Touched"])


def test_a_caller_may_plan_the_next_call_that_comes(client, world, alice, office, hosted):
    """While calling herself."""
    client.incoming_phone_numbers(world.number.sid).update(voice_url=hosted("<Say>Hi.</Say>"))
    placed = alice.calls(office)
    alice.declines(after=1)
    world.settle(placed.sid)
    back = client.calls.create(to=alice.number, from_=office, twiml="<Response/>")
    world.settle(back.sid)
    assert "busy" == back.fetch().status


def test_the_rest_of_a_plan_ends_with_its_call(client, world, alice, office):
    """Words that the call did not get to are not said in the next one."""
    alice.answers(after=0).says("Too late.", after=60)
    first = client.calls.create(to=alice.number, from_=office, twiml="<Response/>")
    world.settle(first.sid)
    assert [] == alice.snapshot()["script"]


# --- texts that came before ------------------------------------------------------------------


def test_a_phone_made_after_the_fact_has_the_texts_that_came_before(client, world, office):
    """The oldest first, and those that were not delivered are not there."""
    number = "+14155550177"
    for body in ("one", "two"):
        world.settle(client.messages.create(to=number, from_=office, body=body).sid)
    client.messages.create(to=number, from_=office, body="on its way")
    phone = world.phones.get(number, "Carol")
    assert ["one", "two"] == [one.body for one in phone.messages]
    assert ["one", "two"] == [one["body"] for one in phone.snapshot()["messages"]]
    world.clock.settle(world.exchange.is_quiet)
    assert ["one", "two", "on its way"] == [one.body for one in phone.messages]
