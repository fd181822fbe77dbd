"""Demo pages, hold music and TwiML bins."""

from __future__ import annotations

import io
import wave

import pytest

from ahoy.twiml.document import parse
from ahoy.web.hosted import Hosted

SID = "EH" + "0" * 31 + "1"


def get(url: str, hosted: Hosted | None = None):
    """The page at a URL."""
    return (hosted or Hosted()).answer("GET", url, {})


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://127.0.0.1:5000/voice",
        "ftp://twimlets.com/message",
        "https://nottwimlets.com/message",
        "https://twimlets.com.evil.example/message",
        "twimlets.com/message",
        "",
        "http://[",
        "http://s3.amazonaws.com/my-bucket/x.xml",
        "http://my.s3.amazonaws.com/x.mp3",
    ],
)
def test_other_hosts_are_none_of_our_business(url):
    """None: the caller goes elsewhere, or refuses."""
    assert get(url) is None


@pytest.mark.parametrize(
    ("path", "kind", "verbs"),
    [
        (
            "docs/voice.xml",
            "voice",
            [
                ("Say", "Thanks for trying our documentation. Enjoy!"),
                ("Play", "http://demo.twilio.com/docs/classic.mp3"),
            ],
        ),
        (
            "welcome/voice/",
            "voice",
            [
                (
                    "Say",
                    "Thanks for the call. "
                    "Configure your number's voice U R L to change this message.",
                ),
                ("Pause", ""),
                ("Say", "Let us know if we can help you in any way during your development."),
            ],
        ),
        (
            "welcome/sms/reply/",
            "messaging",
            [
                (
                    "Message",
                    "Thanks for the message. "
                    "Configure your number's SMS URL to change this message."
                    "Reply HELP for help.Reply STOP to unsubscribe.Msg&Data rates may apply.",
                )
            ],
        ),
        (
            "welcome/sms/reply",
            "messaging",
            [
                (
                    "Message",
                    "Thanks for the message. "
                    "Configure your number's SMS URL to change this message."
                    "Reply HELP for help.Reply STOP to unsubscribe.Msg&Data rates may apply.",
                )
            ],
        ),
    ],
)
def test_the_demo_pages_say_what_twilios_say(path, kind, verbs):
    """Over http and https, with the voice "alice" where there is one, and without faults."""
    for scheme in ("http", "https"):
        answer = get(f"{scheme}://demo.twilio.com/{path}")
        document = parse(answer.body, kind)
        assert (200, "text/xml", []) == (answer.status, answer.content_type, document.faults)
        assert verbs == [(element.name, element.text) for element in document.verbs]
        assert all(
            one.attributes == {"voice": "alice"} for one in document.verbs if one.name == "Say"
        )


@pytest.mark.parametrize(
    "url",
    [
        "http://demo.twilio.com/docs/classic.mp3",
        "http://com.twilio.music.guitars.s3.amazonaws.com/Pitx_-_A_Thought.mp3",
        "https://com.twilio.sounds.music.s3.amazonaws.com/BusyStrings.mp3",
    ],
)
def test_music_is_a_short_sound_that_can_be_heard(url):
    """A whole WAV file, small, neither silent nor clipped."""
    answer = get(url)
    with wave.open(io.BytesIO(answer.body)) as sound:
        seconds, samples = (
            sound.getnframes() / sound.getframerate(),
            sound.readframes(sound.getnframes()),
        )
    assert (200, "audio/wav", 2.0) == (answer.status, answer.content_type, seconds)
    assert 20 < max(samples) - min(samples) < 200 and len(answer.body) < 20_000


def test_the_playlist_for_those_who_wait_repeats_its_songs():
    """Each of its songs can be had, and the empty Redirect begins again."""
    verbs = parse(
        get("http://s3.amazonaws.com/com.twilio.sounds.music/index.xml").body, "voice"
    ).verbs
    *songs, last = verbs
    assert ("Redirect", "") == (last.name, last.text)
    assert len(songs) >= 2 and all(get(song.text).status == 200 for song in songs)


@pytest.mark.parametrize(
    "url",
    [
        "http://demo.twilio.com/",
        "http://demo.twilio.com/nothing.xml",
        f"https://handler.twilio.com/twiml/{SID}",
        "https://handler.twilio.com/",
        "http://com.twilio.music.guitars.s3.amazonaws.com/other.mp3",
    ],
)
def test_a_page_that_is_not_there_is_404(url):
    """The body names it."""
    answer = get(url)
    assert (404, "text/plain") == (answer.status, answer.content_type) and answer.text.endswith(
        ".\n"
    )


def test_head_has_no_body():
    """Some players ask first how long a file is."""
    answer = Hosted().answer("HEAD", "http://demo.twilio.com/docs/classic.mp3", {})
    assert (200, b"") == (answer.status, answer.body)


def test_a_bin_serves_its_document_at_its_url():
    """To the letter, as text/xml, over http as well."""
    hosted, xml = Hosted(), "<Response>\n  <Say>Ahoy</Say>\n</Response>"
    made = hosted.bins.add(xml, SID)
    assert (f"https://handler.twilio.com/twiml/{SID}", (), True) == (
        made.url,
        made.faults,
        made.is_saved,
    )
    pages = [get(url, hosted) for url in (made.url, made.url.replace("https", "http"))]
    assert [(200, "text/xml", xml)] * 2 == [
        (one.status, one.content_type, one.text) for one in pages
    ]


def test_a_bin_may_answer_calls_or_texts():
    """The document is judged as what it suits."""
    bins = Hosted().bins
    assert ((), ()) == (
        bins.add("<Response><Say>a</Say></Response>", SID).faults,
        bins.add("<Response><Message>a</Message></Response>", SID).faults,
    )


def test_a_bin_shows_the_faults_of_its_document():
    """What Twilio only warns about is saved all the same."""
    hosted = Hosted()
    made = hosted.bins.add('<Response><Say voice="robot">a</Say></Response>', SID)
    assert ([13511], 200) == ([fault.code for fault in made.faults], get(made.url, hosted).status)


def test_what_is_no_twiml_is_not_saved():
    """The console refuses it as well; the older document of that place stays."""
    hosted = Hosted()
    hosted.bins.add("<Response/>", SID)
    made = hosted.bins.add("<Response>", SID)
    assert (False, [12100]) == (made.is_saved, [fault.code for fault in made.faults])
    assert "<Response/>" == get(made.url, hosted).text


def test_bins_belong_to_one_world():
    """Another world has none of them."""
    made = Hosted().bins.add("<Response/>", SID)
    assert 404 == get(made.url).status
