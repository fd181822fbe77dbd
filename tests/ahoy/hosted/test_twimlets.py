"""The eleven twimlets, held to what the live ones were seen to answer."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ahoy.twiml.document import parse
from ahoy.web.hosted import TWIMLETS, Hosted
from tests.ahoy.hosted.twimlet_answers import PROLOG, body, page


def test_all_eleven_are_there():
    """As listed on twilio.com/labs/twimlets, and whisper, which some of them use."""
    names = (
        "echo message menu forward voicemail simulring findme callme conference holdmusic whisper"
    )
    assert set(names.split()) == set(TWIMLETS)


@pytest.mark.parametrize(
    "start",
    [
        "http://twimlets.com",
        "https://twimlets.com",
        "http://www.twimlets.com",
        "HTTP://TWIMLETS.COM:80",
    ],
)
def test_a_twimlet_answers_on_all_its_hosts(start):
    """http and https, with and without www."""
    answer = Hosted().answer("GET", f"{start}/message?Message=Hi", {})
    assert f"{PROLOG}<Response><Say>Hi</Say></Response>\n" == answer.text


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        ("", "<Response/>"),
        ("?", "<Response/>"),
        ("?Message=", "<Response/>"),
        ("?Message=Hello%20World", "<Response><Say>Hello World</Say></Response>"),
        ("?Message%5B0%5D=Hello%20World", "<Response><Say>Hello World</Say></Response>"),
        ("?Message[0]=Hello+World", "<Response><Say>Hello World</Say></Response>"),
        ("?Message[]=a&Message[]=b", "<Response><Say>a</Say><Say>b</Say></Response>"),
        (
            "?Message[1]=one&Message[0]=&Message[7]=two",
            "<Response><Say>one</Say><Say>two</Say></Response>",
        ),
        (
            "?Message[0]=a&Message[1]=HTTP://x.example/b.mp3&Message[2]=c",
            "<Response><Say>a</Say><Play>HTTP://x.example/b.mp3</Play><Say>c</Say></Response>",
        ),
        ("?Message=Tom+%26+%3CJerry%3E", "<Response><Say>Tom &amp; &lt;Jerry&gt;</Say></Response>"),
        ("?Message=a%FFb", "<Response><Say>a\ufffdb</Say></Response>"),
        ("?Message=a%00b", "<Response><Say>ab</Say></Response>"),
    ],
)
def test_message_says_or_plays_each_message_in_order(query, answered):
    """Both spellings of a list; what begins with http is played; empty ones are left out."""
    assert answered == body(f"message{query}")


def test_form_fields_count_like_those_of_the_url():
    """A list may come in the form as well."""
    assert "<Response><Say>b</Say></Response>" == body("message", **{"Message[0]": "b"})


def test_echo_answers_what_it_is_given():
    """Verbatim, without a prolog of its own."""
    xml = '<?xml version="1.0"?><Response><Say>echo okay</Say></Response>'
    assert (xml, "text/xml") == (page(f"echo?Twiml={quote(xml)}").text, page("echo").content_type)


MENU = "menu?Message=Text+message&Options[1]=/sales&Options[12]=http%3A%2F%2Fexample.com%2Fx"


@pytest.mark.parametrize(
    ("path", "digits", "answered"),
    [
        (MENU, None, '<Gather numDigits="2"><Say>Text message</Say></Gather><Redirect/>'),
        (
            MENU,
            "5",
            "<Say>I'm sorry, that wasn't a valid option.</Say>"
            '<Gather numDigits="2"><Say>Text message</Say></Gather><Redirect/>',
        ),
        (
            "menu",
            "5",
            "<Say>I'm sorry, that wasn't a valid option.</Say><Gather numDigits=\"1\"/><Redirect/>",
        ),
        (
            "menu?Message=http://x/a.mp3",
            None,
            '<Gather numDigits="1"><Play>http://x/a.mp3</Play></Gather><Redirect/>',
        ),
    ],
)
def test_menu_asks_until_a_key_is_valid(path, digits, answered):
    """As many digits as the longest option has; the empty Redirect asks again."""
    params = {"Digits": digits} if digits else {}
    assert f"<Response>{answered}</Response>" == body(path, **params)


@pytest.mark.parametrize(
    ("digits", "target"), [("1", "http://twimlets.com/sales"), ("12", "http://example.com/x")]
)
def test_menu_sends_a_valid_key_to_its_page(digits, target):
    """302; a relative address counts from twimlets.com."""
    answer = page(MENU, Digits=digits)
    assert (302, target, "") == (answer.status, answer.headers["Location"], answer.text)


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        ("Transcribe=false", "<Say>Please leave a message after the beep.</Say><Record/>"),
        ("Transcribe=0&Message=Custom", "<Say>Custom</Say><Record/>"),
        ("Transcribe=0&Message=http://x/a.mp3", "<Play>http://x/a.mp3</Play><Record/>"),
        (
            "Transcribe=0&Message=Hola&Language=es&Voice=woman",
            '<Say language="es" voice="woman">Hola</Say><Record/>',
        ),
        ("Transcribe=0&Message=Hi&Language=klingon&Voice=robot", "<Say>Hi</Say><Record/>"),
        (
            "Email=you@example.com",
            '<Say>Please leave a message after the beep.</Say><Record transcribe="true" '
            'transcribeCallback="http://twimlets.com/voicemail?Email=you@example.com"/>',
        ),
    ],
)
def test_voicemail_asks_and_records(query, answered):
    """Transcribed unless told otherwise; only known voices and languages are passed on."""
    assert f"<Response>{answered}</Response>" == body(f"voicemail?{query}")


def test_voicemail_thanks_after_the_recording():
    """Two spaces, as on the live site; the transcription's callback gets nothing."""
    assert "<Response><Say>Thanks.  Good bye.</Say><Hangup/></Response>" == body(
        "voicemail", RecordingUrl="https://api.twilio.com/x"
    )
    assert (200, "") == (
        page("voicemail", TranscriptionStatus="completed").status,
        page("voicemail", TranscriptionStatus="failed").text,
    )


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        ("", "<Say>An S 3 bucket is required.</Say>"),
        ("Bucket=my.own", "<Say>Failed to fetch the hold music.</Say>"),
        (
            "Bucket=com.twilio.music.guitars&Message=Please+hold",
            "<Play>http://com.twilio.music.guitars.s3.amazonaws.com/Pitx_-_A_Thought.mp3</Play>"
            "<Say>Please hold</Say>"
            "<Play>http://com.twilio.music.guitars.s3.amazonaws.com/Pitx_-_Long_Winter.mp3</Play>"
            "<Say>Please hold</Say><Redirect/>",
        ),
    ],
)
def test_holdmusic_plays_a_bucket_for_ever(query, answered):
    """Each song, each followed by the message, then from the beginning."""
    assert f"<Response>{answered}</Response>" == body(f"holdmusic?{query}")


@pytest.mark.parametrize(
    ("query", "params", "answered"),
    [
        ("Message=Text", {}, '<Gather numDigits="1"><Say>Text</Say></Gather>'),
        (
            "Message=Text&HumanCheck=1",
            {},
            '<Gather numDigits="1"><Say>Text</Say></Gather><Hangup/>',
        ),
        (
            "Message=",
            {"From": "+19165550123"},
            '<Gather numDigits="1"><Say>You are receiving a call from '
            "+. 1. 9. 1. 6. 5. 5. 5. 0. 1. 2. 3. .  Press any key to accept.</Say></Gather>",
        ),
        ("Message=Text", {"Digits": "5"}, ""),
        ("Message=Text", {"Digits": ""}, "<Hangup/>"),
    ],
)
def test_whisper_connects_on_any_key(query, params, answered):
    """An empty response bridges the call."""
    whole = f"<Response>{answered}</Response>" if answered else "<Response/>"
    assert whole == body(f"whisper?{query}", **params)


@pytest.mark.parametrize("path", ["", "nothing", "message/more"])
def test_a_twimlet_that_is_none_is_not_found(path):
    """404, and the page says what there is."""
    answer = page(path)
    assert 404 == answer.status and "/message" in answer.text


VALUES = st.text(max_size=20) | st.sampled_from(
    ["http://x", "true", "1", "+14155550123", "//[", "\ud800"]
)
FIELDS = st.sampled_from(
    [
        "Message",
        "Message[0]",
        "Options[1]",
        "Digits",
        "PhoneNumber",
        "PhoneNumbers[]",
        "FailUrl",
        "Dial",
        "DialCallStatus",
        "Bucket",
        "Moderators[]",
        "Name",
        "Password",
        "Music",
        "Timeout",
        "Caller",
        "[",
        "[]",
    ]
)


@given(
    st.sampled_from(sorted(set(TWIMLETS) - {"echo"})), st.dictionaries(FIELDS, VALUES, max_size=5)
)
def test_whatever_is_asked_the_answer_is_good_twiml(name, params):
    """Any value is escaped: the page is always XML with nothing unknown in it."""
    answer = page(name, **params)
    if answer.status == 200 and answer.body:
        document = parse(answer.body, "voice")
        assert document.fatal is None and [] == [
            one for one in document.faults if one.code == 12200
        ]
    else:
        assert answer.status in (200, 302, 400)


def test_the_articles_link_speaks_on_a_phone(call, client, alice, office, world):
    """The same address works in a browser and as the url of a call."""
    made = client.calls.create(
        to=alice.number,
        from_=office,
        url="http://twimlets.com/message?Message%5B0%5D=Hello%20World",
    )
    world.settle(made.sid)
    assert ["Hello World"] == [line for line in alice.heard if not line.startswith("[")]


def test_a_menu_leads_to_its_page_during_a_call(client, alice, office, world):
    """Gather, action, 302: all of it inside this process."""
    alice.answers(after=1).presses("1", after=3)
    made = client.calls.create(
        to=alice.number,
        from_=office,
        url="http://twimlets.com/menu?Message=Choose&Options[1]=/message%3FMessage%3DChosen",
    )
    world.settle(made.sid)
    assert ["Choose", "Chosen"] == [line for line in alice.heard if not line.startswith("[")]
