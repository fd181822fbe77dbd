"""<Start> and <Stop>: what goes on beside the document. And the old <Sms>, and <Refer>."""

from __future__ import annotations

import json

import pytest
from twilio.twiml.voice_response import Start, Stop, VoiceResponse

from ahoy.store.rows import Message
from ahoy.trace import Alert, Webhook


@pytest.fixture
def page(world):
    """The URL of a page that says Done."""
    return world.hosted.bins.add("<Response><Say>Done.</Say></Response>", "EH" + "1" * 32).url


def told(world, purpose="transcription"):
    """What the webhooks of this purpose carried, with their times."""
    return [(round(one.at, 3), one.params) for one in world.trace
            if isinstance(one, Webhook) and one.purpose == purpose]


def said(world):
    """Which words were told, on which track."""
    return [(params["Track"], json.loads(params["TranscriptionData"])["transcript"])
            for _, params in told(world) if params["TranscriptionEvent"] == "transcription-content"]


def alerts(world):
    return [one for one in world.trace if isinstance(one, Alert)]


def transcribed(page, *verbs, **more):
    """A document that is transcribed. The oldest SDK has no `start.transcription()`."""
    response, start = VoiceResponse(), Start()
    start.add_child("Transcription", statusCallbackUrl=page, **more).attrs["name"] = "desk"
    response.append(start)
    for verb in verbs:
        response.append(verb)
    return response


def test_what_is_said_in_a_call_is_told_as_it_is_said(call, alice, world, page):
    """Started, content of both sides, stopped: numbered from 1."""
    response = transcribed(page)
    response.say("Who is there?")
    response.pause(length=4)
    alice.answers(after=1).says("It is me", after=2)

    made = call(str(response))

    events = told(world)
    assert ["started", "content", "content", "stopped"] == [
        params["TranscriptionEvent"].removeprefix("transcription-") for _, params in events]
    assert ["1", "2", "3", "4"] == [params["SequenceId"] for _, params in events]
    assert [("outbound_track", "Who is there?"), ("inbound_track", "It is me")] == said(world)
    assert {(made.sid, world.account.sid, "GT")} == {
        (params["CallSid"], params["AccountSid"], params["TranscriptionSid"][:2])
        for _, params in events}


def test_content_is_final_and_sure(call, alice, world, page):
    """Each sentence when it ends, with its language."""
    response = transcribed(page, languageCode="nl-NL")
    response.say("x" * 30)

    call(str(response))

    at, params = told(world)[1]
    assert (4.0 + 2.0, "true", "nl-NL") == (at, params["Final"], params["LanguageCode"])
    assert {"transcript": "x" * 30, "confidence": 0.9} == json.loads(params["TranscriptionData"])


@pytest.mark.parametrize("track", ["inbound_track", "outbound_track"])
def test_one_track_alone_may_be_wanted(call, alice, world, page, track):
    """What the other side says is not told."""
    response = transcribed(page, track=track)
    response.say("Who is there?")
    response.pause(length=4)
    alice.answers(after=1).says("It is me", after=2)

    call(str(response))

    assert {track} == {one for one, _ in said(world)}


def test_partial_results_come_word_by_word(call, alice, world, page):
    """The last one of a sentence is final."""
    response = transcribed(page, partialResults=True)
    response.say("one two three")

    call(str(response))

    assert ["one", "one two", "one two three"] == [words for _, words in said(world)]
    assert ["false", "false", "true"] == [
        params["Final"] for _, params in told(world) if "Final" in params]


def test_stop_ends_it_by_name(call, alice, world, page):
    """What is said afterwards is not told."""
    response = transcribed(page)
    response.say("Before.")
    stop = Stop()
    stop.add_child("Transcription").attrs["name"] = "desk"
    response.append(stop)
    response.say("After.")

    call(str(response))

    assert [("outbound_track", "Before.")] == said(world)
    assert "transcription-stopped" == told(world)[-1][1]["TranscriptionEvent"]


def test_a_stop_that_finds_nothing_says_so(call, alice, world, page):
    """With the line, and how to name it."""
    call("<Response><Stop><Transcription name='x'/></Stop></Response>")

    (alert,) = alerts(world)
    assert ("There is no transcription “x” to stop.", "warning") == (alert.text, alert.level)


def test_who_hangs_up_in_mid_sentence_was_heard_up_to_there(call, alice, world, page):
    """The words that were spoken by then."""
    response = transcribed(page, track="outbound_track")
    response.say("one two three four")
    alice.answers(after=1).hangs_up(after=0.6)

    call(str(response))

    assert [("outbound_track", "one two")] == said(world)


def test_both_sides_of_a_bridge_are_told(call, alice, bob, world, page):
    """The other person is on the track that Twilio sends."""
    response = transcribed(page)
    response.dial(bob.number)
    alice.answers(after=0).says("hello Bob", after=10)
    bob.answers(after=1).says("hello Alice", after=14).hangs_up(after=3)

    call(str(response))

    assert [("inbound_track", "hello Bob"), ("outbound_track", "hello Alice")] == said(world)


@pytest.mark.parametrize(
    ("twiml", "words"),
    [("<Start><Stream url='wss://a.example'/></Start>", "<Stream>"),
     ("<Start><Siprec/></Start>", "<Siprec>"),
     ("<Start><Transcription intelligenceService='GA1'/></Start>", "intelligenceService"),
     ("<Start><Transcription enableProviderData='true'/></Start>", "enableProviderData"),
     ("<Connect><Stream url='wss://a.example'/></Connect>", "<Connect><Stream>"),
     ("<Connect><ConversationRelay url='wss://a.example'/></Connect>",
      "<Connect><ConversationRelay>"), ("<Connect/>", "<Connect>"),
     ("<Pay/>", "<Pay>"), ("<Echo/>", "<Echo>")],
)
def test_a_service_that_is_not_simulated_is_refused_by_name(call, alice, world, twiml, words):
    """The apology, and an alert that names it and what works."""
    call(f"<Response>{twiml}</Response>")

    (alert,) = alerts(world)
    assert (None, True, True) == (alert.code, words in alert.text, bool(alert.cure))
    assert ["We're sorry, an application error has occurred. Goodbye."] == alice.heard


@pytest.mark.parametrize(("inside", "instead"), [
    ("<Stream url='wss://a.example'/>", "No WebSocket is opened in practice. Use <Gather>"),
    ("<Room>Quay</Room>", "Use <Dial><Conference>.")])
def test_what_works_instead_of_a_connection_depends_on_the_service(call, world, inside, instead):
    """A room of people is no robot that listens."""
    call(f"<Response><Connect>{inside}</Connect></Response>")

    (alert,) = alerts(world)
    assert instead in alert.cure


# --- <Sms> ------------------------------------------------------------------------------------


def test_sms_texts_the_person_in_the_call(call, alice, world, office):
    """From the account's number, and the call goes on at once."""
    call("<Response><Sms>See you there.</Sms><Say>Sent.</Say></Response>")

    (text,) = world.store.find(Message)
    assert ("outbound-call", office, alice.number, "delivered") == (
        text.direction, text.from_, text.to, text.status)
    assert (["See you there."], ["Sent."]) == ([one.body for one in alice.messages], alice.heard)


def test_in_an_incoming_call_sms_goes_back_to_the_caller(client, bob, office, world):
    """From the number that was called."""
    number = client.incoming_phone_numbers.list()[0]
    number.update(voice_url=world.hosted.bins.add(
        "<Response><Sms>Ahoy</Sms></Response>", "EH" + "2" * 32).url)

    world.settle(bob.calls(office).sid)

    assert [("Ahoy", office)] == [(one.body, one.from_) for one in bob.messages]


def test_sms_may_go_to_somebody_else_and_tell_its_fate(call, alice, bob, world, page):
    """to=, and a statusCallback like that of every text."""
    call(f"<Response><Sms to='{bob.number}' statusCallback='{page}'>Ahoy</Sms></Response>")

    assert ["Ahoy"] == [one.body for one in bob.messages]
    assert ["sent", "delivered"] == [
        params["MessageStatus"] for _, params in told(world, "status callback")][-2:]


@pytest.mark.parametrize(
    ("attributes", "status", "codes"),
    [("", "sending", []), ("to='nobody'", "invalid", [14101]),
     ("from='+14155550198'", "invalid", [14102])])
def test_the_action_of_sms_is_told_whether_it_was_sent(call, alice, world, page, attributes,
                                                      status, codes):
    """SmsStatus; then the action's document goes on."""
    call(f"<Response><Sms action='{page}' {attributes}>Ahoy</Sms><Say>Never.</Say></Response>")

    ((_, params),) = told(world, "action")
    assert (status, codes) == (params["SmsStatus"], [one.code for one in alerts(world)])
    assert bool(params["SmsSid"]) == (status == "sending")
    assert ["Done."] == alice.heard


def test_the_old_sms_answers_a_text(client, alice, office, world, page):
    """As <Message> does; its action is told SmsSid and SmsStatus."""
    number = client.incoming_phone_numbers.list()[0]
    number.update(sms_url=world.hosted.bins.add(
        f"<Response><Sms action='{page}'>Ahoy</Sms></Response>", "EH" + "3" * 32).url)

    world.settle(alice.texts("hi", to=office).sid)

    assert "Ahoy" == alice.messages[-1].body
    ((_, params),) = told(world, "action")
    assert ("SM", "sending") == (params["SmsSid"][:2], params["SmsStatus"])


# --- <Refer> ----------------------------------------------------------------------------------


def test_a_call_that_is_no_sip_call_is_not_referred(call, alice, world):
    """13801, and the next verb goes on."""
    call("<Response><Refer><Sip>sip:ada@a.example</Sip></Refer><Say>Still here.</Say></Response>")

    assert [13801] == [one.code for one in alerts(world)]
    assert ["Still here."] == alice.heard
