"""The rules of documents, whatever verb is in them (docs/twilio-behaviour.md, 5): what is
unreachable, what is answered, what an alert says, and the caller's hang-up in every verb."""

from __future__ import annotations

import pytest

from ahoy.trace import Alert

APOLOGY = "We're sorry, an application error has occurred. Goodbye."
BOB = "+14155550124"


@pytest.fixture
def comes_in(client, world, alice, office):
    """Alice calls a number with this document: gives the finished call."""

    def run(inside):
        client.incoming_phone_numbers(world.number.sid).update(voice_url=world.hosted.bins.add(
            f"<Response>{inside}</Response>", "EH" + "1" * 32).url)
        placed = alice.calls(office)
        world.settle(placed.sid)
        return client.calls(placed.sid).fetch()

    return run


def alerts(world):
    return [one for one in world.trace if isinstance(one, Alert)]


@pytest.mark.parametrize("inside", ["", "<!-- nothing -->", "<Redirect/><Say>Never.</Say>"])
def test_an_empty_document_answers_and_hangs_up(comes_in, alice, inside):
    """Nothing is heard that a learner wrote; a circle ends with the apology."""
    made = comes_in(inside)

    assert "completed" == made.status
    assert [] == [line for line in alice.heard if line != APOLOGY]


@pytest.mark.parametrize("first", ["<Hangup/>", "<Reject/>",
                                   "<Redirect>http://twimlets.com/message?Message=On.</Redirect>"])
def test_what_follows_is_never_reached(comes_in, alice, first):
    """After Hangup, Reject and Redirect."""
    comes_in(f"{first}<Say>Never.</Say>")

    assert "Never." not in alice.heard


def test_a_reject_that_is_not_first_acts_like_a_hangup(comes_in, alice):
    """The call was answered already."""
    assert "completed" == comes_in("<Say>Hm.</Say><Reject reason='busy'/>").status
    assert ["Hm."] == alice.heard


def test_a_first_pause_leaves_it_ringing(comes_in):
    """Then it is answered, and only that counts."""
    made = comes_in(f"<Pause length='5'/><Say>{'x' * 30}</Say>")

    assert ("completed", "2") == (made.status, made.duration)


@pytest.mark.parametrize(("inside", "code", "line", "cure"), [
    ("\n<say>Hm.</say>", 12200, 2, "case-sensitive. Write <Say>."),
    ("\n\n<Say Voice='alice'>Hm.</Say>", 12200, 3, "Write voice."),
    ("<Gather>\n<Record/></Gather>", 13320, 2, "<Record> may not stand in <Gather>"),
    ("\n<Say voice='robot'>Hm.</Say>", 13511, 2, "Polly"),
    ("stray", 12200, 1, 'Put "stray" into <Say>'),
])
def test_a_warning_says_where_and_what_to_write_instead(call, alice, world, inside, code, line,
                                                        cure):
    """And the verbs that are right go on."""
    call(f"<Response>{inside}<Say>On.</Say></Response>")

    (alert,) = alerts(world)
    assert (code, "warning", line) == (alert.code, alert.level, alert.line)
    assert cure in alert.cure
    assert "On." == alice.heard[-1]


@pytest.mark.parametrize("inside", [
    "<Say>{long}</Say>", "<Play>https://a.example/long.mp3</Play>",
    "<Say>Hm.</Say><Pause length='60'/>", "<Gather timeout='60'/>",
    "<Gather input='speech' timeout='60'/>", "<Record timeout='60'/>",
    "<Dial>" + BOB + "</Dial>", "<Dial><Conference>harbour</Conference></Dial>",
    "<Enqueue>harbour</Enqueue>",
    "<Start><Transcription/></Start><Pause length='60'/>",
])
def test_the_caller_may_hang_up_in_every_verb(comes_in, alice, bob, inside):
    """The call is over at once, and nothing that follows is done."""
    alice.hangs_up(after=3)
    bob.answers(after=1)

    made = comes_in(inside.format(long="x" * 600) + "<Say>Never.</Say>")

    assert ("completed", "3") == (made.status, made.duration)
    assert "Never." not in alice.heard


@pytest.mark.parametrize("verb", ["<Gather timeout='1' numDigits='1' action='/next'/>",
                                  "<Redirect>/next</Redirect>"])
def test_a_relative_url_needs_a_document_with_a_url(call, alice, world, verb):
    """TwiML that came with the request has none: 11100, and the apology."""
    alice.answers().presses("1", after=0.5)

    call(f"<Response>{verb}</Response>")

    assert [11100] == [one.code for one in alerts(world)]
    assert [APOLOGY] == alice.heard


def test_texts_that_lead_in_a_circle_end(client, alice, office, world):
    """14106 after fifty documents."""
    number = client.incoming_phone_numbers(world.number.sid)
    number.update(sms_url=world.hosted.bins.add(
        "<Response><Redirect/></Response>", "EH" + "2" * 32).url)

    world.settle(alice.texts("hi", to=office).sid)

    assert [14106] == [one.code for one in alerts(world)]
