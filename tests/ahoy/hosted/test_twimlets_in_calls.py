"""Each twimlet and demo document in a call: what the caller hears, and what comes of it."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from ahoy.store.rows import Recording
from ahoy.trace import Alert, Attendance

ALICE, BOB = "+14155550123", "+14155550124"


@pytest.fixture
def calls(world, client, alice, office):
    """Alice calls a number whose document is this page, to the call's end: what she heard."""

    def run(url):
        client.incoming_phone_numbers(world.number.sid).update(
            voice_url=url if url.startswith("http") else f"http://twimlets.com/{url}",
            voice_method="GET")
        placed = alice.calls(office)
        world.settle(placed.sid)
        assert [] == [str(one) for one in world.trace if isinstance(one, Alert)]
        return alice.heard

    return run


def test_echo_does_what_it_is_given(calls):
    """Any document, in the URL."""
    assert ["Ahoy"] == calls("echo?Twiml=" + quote("<Response><Say>Ahoy</Say></Response>"))


def test_message_says_and_plays(calls):
    """In order."""
    assert ["One", "http://a.example/b.mp3"] == calls(
        "message?Message[0]=One&Message[1]=http%3A%2F%2Fa.example%2Fb.mp3")


def test_menu_goes_where_the_key_points(calls, alice):
    """After a key that is none of its options it asks again."""
    alice.presses("7", after=1).presses("1", after=8)

    heard = calls("menu?" + urlencode({
        "Message": "Press one.", "Options[1]": "http://twimlets.com/message?Message=Chosen"}))

    assert ["Press one.", "I'm sorry, that wasn't a valid option.", "Press one.", "Chosen"] == heard


def test_menu_asks_until_the_caller_is_gone(calls, alice):
    """Who presses nothing hears it again and again."""
    alice.hangs_up(after=21)

    assert ["Press one."] * 4 == calls("menu?Message=Press%20one.&Options[1]=http://a.example/")


def test_voicemail_records_a_message(calls, alice, world):
    """And thanks for it."""
    alice.says("Please call me back, it is about the boat at the pier.", after=5)
    alice.presses("#", after=5)

    heard = calls("voicemail?Email=you@example.com")

    assert ("Please leave a message after the beep.", "Thanks. Good bye.") == (heard[0], heard[-1])
    assert 1 == len(world.store.find(Recording))


@pytest.mark.parametrize("twimlet", ["callme?PhoneNumber=415-555-0124",
                                     "simulring?PhoneNumbers[0]=415-555-0124"])
def test_who_does_not_press_a_key_is_connected_all_the_same(calls, bob, twimlet):
    """The whisper without HumanCheck only asks."""
    bob.answers(after=1).says("Bob here.", after=25).hangs_up(after=2)

    assert "[Bob: Bob here.]" in calls(twimlet)


def test_findme_leaves_who_does_not_press_a_key(calls, bob):
    """With HumanCheck a voicemail is hung up on, and nobody else is left."""
    bob.has_voicemail()

    heard = calls("findme?PhoneNumbers[0]=415-555-0124"
                  "&FailUrl=http%3A%2F%2Ftwimlets.com%2Fmessage%3FMessage%3DSorry")

    assert "Sorry" != heard[0]
    assert [] == [line for line in heard if line.startswith("[Bob")]


def test_conference_welcomes_and_waits(calls, alice, world):
    """With music, until somebody else comes or the caller goes."""
    alice.hangs_up(after=9)

    heard = calls("conference?Name=harbour&Music=classical")

    assert "You are now entering the conference line." == heard[0]
    assert 1 < len(heard)
    assert ["harbour"] == list(dict.fromkeys(
        one.name for one in world.trace if isinstance(one, Attendance)))


def test_conference_asks_for_its_pass_code(calls, alice):
    """Again after a wrong one."""
    alice.presses("99999", after=1).presses("12345", after=4).hangs_up(after=6)

    heard = calls("conference?Name=harbour&Password=12345")

    assert ["Please enter your conference pass code"] * 2 == heard[:2]
    assert "You are now entering the conference line." == heard[2]


def test_conference_texts_its_moderators(calls, alice, bob):
    """Who calls, and how to join."""
    alice.hangs_up(after=9)

    calls("conference?Name=harbour&Moderators[0]=415-555-0124&EnableSmsNotifications=true")

    assert [f"{ALICE} has entered your conference.  Call the number this text came from to join."
            ] == [text.body for text in bob.messages]


def test_holdmusic_plays_on_and_on(calls, alice):
    """Until the caller hangs up."""
    alice.hangs_up(after=120)

    heard = calls("holdmusic?Bucket=com.twilio.music.classical&Message=Please%20wait.")

    assert heard.count("Please wait.") >= 2
    assert heard[0].startswith("http://com.twilio.music.classical.s3.amazonaws.com/")


@pytest.mark.parametrize("url", ["http://demo.twilio.com/docs/voice.xml",
                                 "https://demo.twilio.com/welcome/voice/"])
def test_the_demo_documents_speak(calls, url):
    """The old article's links."""
    assert 2 <= len(calls(url))
