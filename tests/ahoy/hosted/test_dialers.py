"""The twimlets that connect calls, held to what the live ones were seen to answer."""

from __future__ import annotations

import pytest

from tests.ahoy.hosted.twimlet_answers import body, page

HANGUP = "<Response><Hangup/></Response>"


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        (
            "PhoneNumber=415-555-0112",
            '<Dial action="/forward?Dial=true" timeout="20">415-555-0112</Dial>',
        ),
        (
            "PhoneNumber=415-555-0112&FailUrl=https%3A%2F%2Fexample.com%2Flater.mp3",
            '<Dial action="/forward?Dial=true&amp;FailUrl=https%3A%2F%2Fexample.com%2Flater.mp3"'
            ' timeout="20">'
            "415-555-0112</Dial>",
        ),
        (
            "PhoneNumber=415-555-0112&Timeout=42&CallerId=510-555-0112",
            '<Dial action="/forward?Dial=true" timeout="42" '
            'callerId="510-555-0112">415-555-0112</Dial>',
        ),
        (
            "PhoneNumber=1&AllowedCallers[0]=415-555-0199&From=%2B15105550111",
            "<Say>Sorry, you are calling from a restricted number. Good bye.</Say>",
        ),
        (
            "PhoneNumber=1&AllowedCallers[0]=510-555-0111&From=%2B15105550111",
            '<Dial action="/forward?Dial=true" timeout="20">1</Dial>',
        ),
        (
            "PhoneNumber=1&AllowedCallers[0]=510-555-0111&To=%2B15105550111",
            '<Dial action="/forward?Dial=true" timeout="20">1</Dial>',
        ),
    ],
)
def test_forward_dials_for_those_who_may(query, answered):
    """Twenty seconds unless told; digits alone decide who is allowed."""
    assert f"<Response>{answered}</Response>" == body(f"forward?{query}")


@pytest.mark.parametrize("name", ["forward", "callme", "simulring"])
def test_after_its_dial_a_twimlet_hangs_up_or_goes_to_failurl(name):
    """Completed, answered, or nowhere to go: the end. Otherwise 302."""
    returned = f"{name}?Dial=true"
    assert HANGUP == body(returned, DialCallStatus="completed", FailUrl="/x")
    assert HANGUP == body(returned, DialStatus="answered")
    assert HANGUP == body(returned, DialCallStatus="busy")
    failed = page(
        returned + "&FailUrl=https%3A%2F%2Fexample.com%2Flater", DialCallStatus="no-answer"
    )
    assert (302, "https://example.com/later") == (failed.status, failed.headers["Location"])


def test_callme_lets_the_called_person_accept():
    """The number is dialled with a whisper."""
    assert (
        '<Response><Dial action="/callme?Dial=true" timeout="42">'
        '<Number url="whisper?Message=Custom+message">415-555-0112</Number></Dial></Response>'
    ) == body("callme?PhoneNumber=415-555-0112&Message=Custom+message&Timeout=42")


def test_simulring_rings_sorted_numbers_at_once():
    """Its action names FailUrl even when there is none."""
    assert (
        '<Response><Dial action="/simulring?Dial=true&amp;FailUrl=" timeout="20">'
        '<Number url="whisper?Message=">415-555-0112</Number>'
        '<Number url="whisper?Message=">415-555-0113</Number></Dial></Response>'
    ) == body("simulring?PhoneNumbers[0]=415-555-0113&PhoneNumbers[1]=415-555-0112")


def test_findme_tries_one_number_after_the_other():
    """The rest travels in the action; sixty seconds each."""
    first = body(
        "findme?PhoneNumbers[0]=415-555-0112&PhoneNumbers[1]=415-555-0113&Message=Custom+message"
    )
    assert (
        '<Response><Dial action="/findme?Dial=true&amp;FailUrl=&amp;Timeout='
        "&amp;Message=Custom+message"
        '&amp;PhoneNumbers%5B%5D=415-555-0113" timeout="60">'
        '<Number url="whisper?Message=Custom+message&amp;HumanCheck=1">415-555-0112</Number>'
        "</Dial></Response>"
    ) == first
    second = body(
        "findme?Dial=true&FailUrl=&PhoneNumbers%5B%5D=415-555-0113", DialCallStatus="busy"
    )
    assert ">415-555-0113</Number>" in second


def test_findme_ends_when_somebody_answered_or_nobody_is_left():
    """Completed: hang up. Nobody left: FailUrl, or hang up."""
    assert HANGUP == body("findme?Dial=true&PhoneNumbers[]=1", DialCallStatus="completed")
    assert HANGUP == body("findme?Dial=true", DialCallStatus="busy")
    assert (
        "http://twimlets.com/sorry"
        == page("findme?Dial=true&FailUrl=%2Fsorry", DialCallStatus="busy").headers["Location"]
    )


def test_findme_forgets_the_first_ten_of_twelve_numbers():
    """A fault of the live site, kept."""
    numbers = "&".join(f"PhoneNumbers[{n}]=415-555-01{n:02}" for n in range(1, 13))
    answered = body(f"findme?{numbers}")
    assert ">415-555-0111</Number>" in answered and "=415-555-0112&quot;" not in answered
    assert "PhoneNumbers%5B%5D=415-555-0112" in answered


@pytest.mark.parametrize(
    ("query", "digits", "answered"),
    [
        (
            "Password=1234",
            "",
            '<Gather numDigits="4"><Say>Please enter your conference pass code</Say>'
            "</Gather><Redirect/>",
        ),
        (
            "Password=1",
            "9",
            '<Gather numDigits="3"><Say>Please enter your conference pass code</Say>'
            "</Gather><Redirect/>",
        ),
        (
            "Password=1234",
            "1234",
            "<Say>You are now entering the conference line.</Say>"
            "<Dial><Conference>d41d8cd98f00b204e9800998ecf8427e</Conference></Dial>",
        ),
        (
            "Name=foo&Message=Custom",
            "",
            "<Say>Custom</Say><Dial><Conference>foo</Conference></Dial>",
        ),
        (
            "Name=foo&Music=rock",
            "",
            "<Say>You are now entering the conference line.</Say><Dial>"
            '<Conference waitUrl="http://twimlets.com/holdmusic?Bucket=com.twilio.music.rock" '
            'waitMethod="GET">'
            "foo</Conference></Dial>",
        ),
        (
            "Name=foo&Music=https://example.com/a.mp3",
            "",
            "<Say>You are now entering the conference line.</Say>"
            '<Dial><Conference waitUrl="https://example.com/a.mp3" '
            'waitMethod="GET">foo</Conference></Dial>',
        ),
        (
            "Name=foo&Music=polka",
            "",
            "<Say>You are now entering the conference line.</Say><Dial>"
            "<Conference>foo</Conference></Dial>",
        ),
    ],
)
def test_conference_lets_in_who_knows_the_code(query, digits, answered):
    """The name is the given one, or made of the other parameters."""
    assert f"<Response>{answered}</Response>" == body(f"conference?{query}", Digits=digits)


def test_conference_waits_for_a_moderator_and_texts_them():
    """Others wait; a moderator starts it and gets no text."""
    query = "conference?Name=foo&Moderators[0]=415-555-0112&EnableSmsNotifications=true"
    other = body(query, From="+15105550111", Caller="510-555-0111")
    assert (
        '<Sms to="415-555-0112">510-555-0111 has entered your conference.  '
        "Call the number this text came from to join.</Sms>"
    ) in other
    assert '<Conference startConferenceOnEnter="false">foo' in other
    moderator = body(query, From="+14155550112")
    assert "<Sms" not in moderator and '<Conference startConferenceOnEnter="true">foo' in moderator
