"""<Gather> hears what a person says: when it begins, when it ends, and what the action is told."""

from __future__ import annotations

import pytest
from twilio.rest import Client
from twilio.twiml.voice_response import Gather, VoiceResponse

from ahoy import SimulatorClient, World, begin
from ahoy.trace import Alert, Webhook


@pytest.fixture
def thanks(world):
    """The URL of a page that thanks."""
    return world.hosted.bins.add("<Response><Say>Thanks.</Say></Response>", "EH" + "1" * 32).url


def asked(world, purpose):
    """What the webhooks of this purpose carried, with their times."""
    return [(one.at, one.params) for one in world.trace
            if isinstance(one, Webhook) and one.purpose == purpose]


def asks(prompt="Yes or no?", otherwise="Nothing.", **attributes):
    """A document that listens, and what it says when nothing came."""
    response, gather = VoiceResponse(), Gather(**attributes)
    gather.say(prompt)
    response.append(gather)
    response.say(otherwise)
    return str(response)


def test_words_reach_the_action_with_a_confidence(call, alice, world, thanks):
    """SpeechResult as it was said, and no Digits."""
    alice.answers().says("yes please")

    call(asks(input="speech", action=thanks))

    ((_, params),) = asked(world, "action")
    assert ("yes please", "0.9", False) == (
        params["SpeechResult"], params["Confidence"], "Digits" in params)
    assert ["Yes or no?", "Thanks."] == alice.heard


def test_silence_falls_through_after_the_timeout(call, alice):
    """Three seconds after the prompt the next verb speaks."""
    made = call(asks(input="speech", timeout=3, prompt="x" * 30))

    assert ["x" * 30, "Nothing."] == alice.heard
    assert "6" == made.duration  # 2 s of prompt, 3 of waiting, half a one of speech


@pytest.mark.parametrize(
    ("wanted", "seconds"),
    [({"timeout": 4}, 4), ({"speech_timeout": 2}, 2), ({"speech_timeout": "auto"}, 1),
     ({"speech_timeout": 0}, 0), ({"speech_timeout": 9, "timeout": 1}, 9)],
)
def test_a_sentence_ends_with_a_silence_of_speech_timeout(call, alice, world, thanks, wanted,
                                                          seconds):
    """It is as long as the timeout unless it says so itself; `auto` takes the first pause."""
    alice.answers(after=1).says("x" * 30, after=1)

    call(asks(input="speech", action=thanks, **wanted))

    ((at, _),) = asked(world, "action")
    assert 1 + 1 + 1 + 2 + seconds == round(at, 3)  # set-up, ringing, waiting, the words


def test_who_goes_on_speaking_is_heard_to_the_end(call, alice, world, thanks):
    """Sentences within the silence are one result."""
    alice.answers().says("one two").says("three", after=2).says("lost", after=9)

    call(asks(input="speech", action=thanks, speech_timeout=3))

    ((_, params),) = asked(world, "action")
    assert "one two three" == params["SpeechResult"]


def test_nobody_is_heard_longer_than_max_speech_time(call, alice, world, thanks):
    """The words that were spoken by then are the result."""
    alice.answers(after=1).says("aaaa " * 12 + "aaaa", after=1)  # four and a quarter seconds

    call(asks(input="speech", action=thanks, max_speech_time=2))

    ((at, params),) = asked(world, "action")
    assert ("aaaa aaaa aaaa aaaa aaaa aaaa", 5.0) == (params["SpeechResult"], round(at, 3))


def test_who_speaks_into_the_prompt_stops_it(call, alice, thanks):
    """Barge-in: the second sentence never begins."""
    response, gather = VoiceResponse(), Gather(input="speech", action=thanks, speech_timeout=1)
    gather.say("A long question. " * 9)
    gather.say("Second.")
    response.append(gather)
    alice.answers(after=1).says("no", after=1)

    call(str(response))

    assert "Second." not in alice.heard
    assert "Thanks." == alice.heard[-1]


def test_without_barge_in_the_prompt_goes_on(call, alice, world, thanks):
    """What was said meanwhile counts all the same."""
    response = VoiceResponse()
    gather = Gather(input="speech", action=thanks, speech_timeout=1, barge_in=False)
    gather.say("x" * 150)
    gather.say("Second.")
    response.append(gather)
    alice.answers(after=1).says("no", after=1)

    call(str(response))

    assert ["x" * 150, "Second.", "Thanks."] == alice.heard
    assert "no" == asked(world, "action")[0][1]["SpeechResult"]


@pytest.mark.parametrize(
    ("first", "reported"),
    [("keys", {"Digits": "1", "FinishedOnKey": ""}), ("words", {"SpeechResult": "hello"})],
)
def test_what_is_detected_first_counts(call, alice, world, thanks, first, reported):
    """Keys or words: the other kind is not listened for any more."""
    alice.answers(after=1)
    if first == "keys":
        alice.presses("1", after=1).says("hello", after=1)
    else:
        alice.says("hello", after=1).presses("1", after=1)

    call(asks(input="dtmf speech", action=thanks, timeout=3))

    ((_, params),) = asked(world, "action")
    got = {name: params[name] for name in ("Digits", "FinishedOnKey", "SpeechResult")
           if name in params}
    assert reported == got


def test_a_gather_for_keys_hears_no_words(call, alice):
    """input is dtmf unless it says otherwise."""
    alice.answers(after=1).says("one", after=1)

    call(asks(timeout=2))

    assert "Nothing." == alice.heard[-1]


@pytest.mark.parametrize(
    ("kinds", "empty"),
    [("speech", {"SpeechResult": ""}), ("dtmf", {"Digits": "", "FinishedOnKey": ""}),
     ("dtmf speech", {"SpeechResult": "", "Digits": "", "FinishedOnKey": ""})],
)
def test_an_empty_result_names_what_was_listened_for(call, alice, world, thanks, kinds, empty):
    """With actionOnEmptyResult."""
    call(asks(input=kinds, timeout=1, action=thanks, action_on_empty_result=True))

    ((_, params),) = asked(world, "action")
    got = {name: params[name] for name in ("Digits", "FinishedOnKey", "SpeechResult")
           if name in params}
    assert empty == got


def test_partial_results_come_word_by_word(call, alice, world, thanks):
    """Each with all words so far; the action comes after them, once."""
    alice.answers(after=1).says("one two three", after=1)

    call(asks(input="speech", action=thanks, speech_timeout=1, partial_result_callback=thanks))

    partials = asked(world, "partial result")
    assert [("one", "", "0"), ("one two", "one", "1"), ("one two three", "one two", "2")] == [
        (params["UnstableSpeechResult"], params["StableSpeechResult"], params["SequenceNumber"])
        for _, params in partials]
    assert [3.2, 3.467, 3.867] == [round(at, 3) for at, _ in partials]
    assert ["Yes or no?", "Thanks."] == alice.heard


def test_partial_results_go_by_the_method_that_is_asked_for(call, alice, world, thanks):
    """POST unless partialResultCallbackMethod says GET."""
    alice.answers().says("yes")

    call(asks(input="speech", action=thanks, partial_result_callback=thanks,
              partial_result_callback_method="GET"))

    assert {"GET"} == {one.method for one in world.trace
                       if isinstance(one, Webhook) and one.purpose == "partial result"}


def test_hanging_up_in_mid_sentence_reports_what_was_said_by_then(call, alice, world, thanks):
    """The action is not asked: nobody is there for an answer."""
    alice.answers(after=1).says("one two three", after=1).hangs_up(after=0.5)

    call(asks(input="speech", action=thanks, partial_result_callback=thanks))

    assert ["one", "one two"] == [
        params["UnstableSpeechResult"] for _, params in asked(world, "partial result")]
    assert [] == asked(world, "action")


def test_a_relative_partial_callback_of_an_inline_document_is_an_alert(call, alice, world,
                                                                      thanks):
    """11100 names the attribute; the result comes all the same."""
    alice.answers().says("yes")

    call(asks(input="speech", action=thanks, partial_result_callback="/partial"))

    (alert,) = [one for one in world.trace if isinstance(one, Alert)]
    assert (11100, True) == (alert.code, "partialResultCallback" in alert.cure)
    assert "Thanks." == alice.heard[-1]


def test_auto_goes_with_no_speech_model(call, alice, world, thanks):
    """13335, and the timeout counts instead."""
    alice.answers(after=1).says("x" * 30, after=1)

    call(asks(input="speech", action=thanks, timeout=3, speech_timeout="auto",
              speech_model="phone_call"))

    (alert,) = [one for one in world.trace if isinstance(one, Alert)]
    assert (13335, "warning", 8.0) == (
        alert.code, alert.level, round(asked(world, "action")[0][0], 3))


@pytest.mark.parametrize("clock", ["virtual", "real"])
def test_a_person_may_type_what_is_said(clock):
    """On the page, while the phone is asked; the same on both clocks."""
    world = World(clock=clock)
    begin(world)
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    page = world.hosted.bins.add("<Response><Say>So be it.</Say></Response>", "EH" + "1" * 32)
    alice = world.phones.get("+14155550123", "Alice").answers(after=0)
    try:
        made = client.calls.create(
            to=alice.number, from_=world.number.phone_number,
            twiml=asks(input="speech", action=page.url, speech_timeout=1, timeout=60))
        world.clock.advance(1.5)
        alice.say("let us go")
        assert world.settle(made.sid, timeout=10)
    finally:
        begin(None)
        world.close()

    assert ["Yes or no?", "So be it."] == alice.heard
    assert "let us go" == asked(world, "action")[0][1]["SpeechResult"]
