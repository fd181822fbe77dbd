"""The twimlets of twimlets.com that speak or ask: echo, message, menu, voicemail, …

Twilio's ready-made applications, each a page that answers TwiML by its parameters. Their
behaviour follows their published source and logs of the live site (docs/twilio-behaviour.md, 7).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from . import hold_music_files
from .hosted_page import XML, Fields, HostedPage, element, moved, twiml, wrapped

HOST = "twimlets.com"
Twimlet = Callable[[str, Fields], HostedPage]


def is_web(text: str) -> bool:
    """Twimlets play what begins with http and say everything else."""
    return text.strip()[:4].lower() == "http"


def sound(text: str, **say: str) -> str:
    """<Play> for a URL, <Say> for words, nothing for nothing."""
    if not text.strip():
        return ""
    return element("Play", text) if is_web(text) else element("Say", text, **say)


def echo(url: str, fields: Fields) -> HostedPage:
    """Answers the TwiML that it was given, as it is."""
    return HostedPage(200, XML, fields.one("Twiml").encode("utf-8", "replace"))


def message(url: str, fields: Fields) -> HostedPage:
    """Says or plays each Message; without one an empty <Response/>."""
    return twiml("".join(sound(one) for one in fields.many("Message")))


def menu(url: str, fields: Fields) -> HostedPage:
    """Asks for keys and goes where Options[keys] points."""
    options = {key: target for key, target in fields.named("Options").items() if target}
    digits = fields.one("Digits")
    if digits and digits in options:
        return moved(url, options[digits])
    longest = max([1, *(len(key) for key in options)])
    asked = wrapped("Gather", sound(fields.one("Message")), numDigits=str(longest))
    sorry = element("Say", "I'm sorry, that wasn't a valid option.") if digits else ""
    return twiml(f"{sorry}{asked}<Redirect/>")


def voicemail(url: str, fields: Fields) -> HostedPage:
    """Asks for a message and records it. The e-mail that Twilio sends is not sent here."""
    if fields.one("TranscriptionStatus"):
        return HostedPage(200, XML, b"")
    if fields.one("RecordingUrl"):
        return twiml(element("Say", "Thanks.  Good bye.") + "<Hangup/>")
    prompt = fields.one("Message") or "Please leave a message after the beep."
    return twiml(sound(prompt, **_how_to_speak(fields)) + _record(url, fields))


def _how_to_speak(fields: Fields) -> dict[str, str]:
    allowed = {"language": ("en", "en-gb", "es", "fr", "de"), "voice": ("man", "woman")}
    given = {name: fields.one(name.title()).lower() for name in allowed}
    return {name: value for name, value in given.items() if value in allowed[name]}


def _record(url: str, fields: Fields) -> str:
    if fields.one("Transcribe", "true").lower() != "true":
        return "<Record/>"
    # the live site writes the address as it was given, so its @ stays bare
    callback = f"{page_url(url)}?" + urlencode({"Email": fields.one("Email")}, safe="@")
    return element("Record", transcribe="true", transcribeCallback=callback)


def page_url(url: str) -> str:
    """The twimlet's own address without its query."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def holdmusic(url: str, fields: Fields) -> HostedPage:
    """Plays the songs of a bucket, again and again.

    Twilio shuffles them; here their order is fixed, so that a lesson runs the same twice.
    """
    bucket = fields.one("Bucket").strip()
    if not bucket:
        return twiml(element("Say", "An S 3 bucket is required."))
    songs = hold_music_files.songs(bucket)
    if not songs:
        return twiml(element("Say", "Failed to fetch the hold music."))
    notice = sound(fields.one("Message"))
    played = "".join(element("Play", song) + notice for song in songs)
    return twiml(played + "<Redirect/>")


def whisper(url: str, fields: Fields) -> HostedPage:
    """Tells a called person who calls, and connects them when they press a key."""
    if "Digits" in fields:
        return twiml("" if fields.one("Digits") else "<Hangup/>")
    words = sound(fields.one("Message")) or element("Say", _who_calls(fields))
    asked = wrapped("Gather", words, numDigits="1")
    return twiml(asked + ("<Hangup/>" if fields.one("HumanCheck") else ""))


def _who_calls(fields: Fields) -> str:
    caller = fields.one("Caller") or fields.one("From")
    spelled = "".join(f"{char}. " for char in caller)
    return f"You are receiving a call from {spelled}.  Press any key to accept."
