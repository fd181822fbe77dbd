"""Twilio's demo pages, which new numbers and the documentation point to
(docs/twilio-behaviour.md, 7.1)."""

from __future__ import annotations

from collections.abc import Callable

from . import hold_music_files
from .hosted_page import HostedPage, element, twiml

HOST = "demo.twilio.com"
WAV = "audio/wav"


def voice_xml() -> HostedPage:
    """/docs/voice.xml: what the documentation's first calls play."""
    thanks = element("Say", "Thanks for trying our documentation. Enjoy!", voice="alice")
    return twiml(thanks + element("Play", f"http://{HOST}/docs/classic.mp3"))


def welcome_voice() -> HostedPage:
    """/welcome/voice/: what a new number says until you configure it."""
    first = "Thanks for the call. Configure your number's voice U R L to change this message."
    second = "Let us know if we can help you in any way during your development."
    return twiml(
        element("Say", first, voice="alice")
        + element("Pause", length="1")
        + element("Say", second, voice="alice")
    )


def welcome_sms() -> HostedPage:
    """/welcome/sms/reply/: what a new number answers to a text (public message logs)."""
    text = (
        "Thanks for the message. Configure your number's SMS URL to change this message."
        "Reply HELP for help.Reply STOP to unsubscribe.Msg&Data rates may apply."
    )
    return twiml(element("Message", text))


def classic() -> HostedPage:
    """/docs/classic.mp3: a short tone stands for the music, so its type is WAV."""
    return sound()


def sound() -> HostedPage:
    """A tone made by this kit, in place of music that is not ours to ship."""
    return HostedPage(200, WAV, hold_music_files.tone())


def hold_music() -> HostedPage:
    """The playlist that <Conference> and <Enqueue> use when they name none."""
    songs = hold_music_files.songs(hold_music_files.SOUNDS)
    played = "".join(element("Play", song) for song in songs)
    return twiml(played + "<Redirect/>")


PAGES: dict[str, Callable[[], HostedPage]] = {
    "/docs/voice.xml": voice_xml,
    "/docs/classic.mp3": classic,
    "/welcome/voice": welcome_voice,
    "/welcome/sms/reply": welcome_sms,
}
