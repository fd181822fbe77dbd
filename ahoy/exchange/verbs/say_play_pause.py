"""<Say>, <Play> and <Pause>: what a caller hears, and silence
(docs/twilio-behaviour.md, 4; their own pages)."""

from __future__ import annotations

from ... import trace
from ...clock import Process
from ...facts import alerts, limits, timing
from ...media import recording_files
from ...media.sound_length import is_audio, seconds_of
from ...twiml.document import Element
from ...web import http_client
from ..calls.documents import Page
from ..calls.leg import Leg
from ..calls.leg_input import LegInput
from ..calls.leg_protocols import Audience
from .attributes import number


def say(leg: Audience, page: Page, element: Element) -> Process[None]:
    """<Say>: 1/15 second a character."""
    yield from aloud(leg, element)


def play(leg: Audience, page: Page, element: Element) -> Process[None]:
    """<Play>: an audio file, or with `digits` keys that the other side hears."""
    yield from aloud(leg, element, page)


def pause(leg: Audience, page: Page, element: Element) -> Process[None]:
    """<Pause>: as the first verb of an incoming call it waits before picking up."""
    length = number(element, "length", 1)
    leg.note(trace.Verb, target=trace.TWILIO, name="Pause", note=f"{length} s")
    if isinstance(leg, Leg):
        leg.rings_on()
    yield leg.env.timeout(length)


def aloud(leg: Audience, element: Element, page: Page | None = None,
          ear: LegInput | None = None, *, no_audio: int = 13420) -> Process[None]:
    """Says or plays `loop` times; a key or a word in `ear` ends it (barge-in).

    `no_audio`: the alert for a file that is none.
    """
    times = number(element, "loop", 1) or limits.LOOPS
    for _ in range(times):
        seconds = yield from _begin_sound(leg, element, page, no_audio)
        if seconds is None:
            return
        finished = leg.env.timeout(seconds)
        try:
            yield finished if ear is None else finished | ear.something
        finally:
            leg.handset.is_hushed()
        if ear is not None and not ear.is_empty:
            return


def _begin_sound(leg: Audience, element: Element, page: Page | None,
                 no_audio: int) -> Process[float | None]:
    """Starts a sentence or a file; gives its seconds, or None when there is nothing."""
    if element.name == "Say":
        text = " ".join(element.text.split())
        if not text:
            return None
        given = element.attributes
        seconds = leg.says(text, given.get("voice", ""), given.get("language", ""))
        return seconds + element.breaks
    if digits := element.attributes.get("digits"):
        return leg.sends_keys(digits)
    return (yield from _begin_file(leg, element, page, no_audio))


def _begin_file(leg: Audience, element: Element, page: Page | None,
                no_audio: int) -> Process[float | None]:
    url = page.resolve(element.text.strip()) if page else element.text.strip()
    if not url:
        leg.alert(11100, alerts.sentence(11100, element.text.strip() or "none given"),
                  cure="Write an absolute URL in <Play>.", line=element.line)
        return None
    seconds = yield from _length(leg, url, element, no_audio)
    return None if seconds is None else leg.plays(url, seconds)


def _length(leg: Audience, url: str, element: Element, no_audio: int) -> Process[float | None]:
    """Files on this computer and on the demo pages are fetched; others are taken on trust."""
    if recording_files.sid_in(url):
        return _length_of_recording(leg, url, element)
    headers = {"User-Agent": "TwilioProxy/1.1", "Accept": "audio/*"}
    ask = http_client.HttpRequest("GET", url, headers, size_limit=http_client.MEDIA_LIMIT)
    hosted = leg.world.hosted.answer("GET", url, {})
    if hosted is not None:
        status, kind, body, problem = hosted.status, hosted.content_type, hosted.body, ""
    elif leg.world.reaches(url):
        answer = yield leg.world.clock.send(lambda: leg.world.carrier(ask))
        status, body, problem = answer.status, answer.body, answer.problem
        kind = answer.header("Content-Type") or ""
    else:
        return timing.PLAY
    if problem or status is None or status >= 400:
        _not_there(leg, url, element, problem or status or 0)
        return None
    if not is_audio(kind):
        leg.alert(no_audio, alerts.sentence(no_audio, kind or "none"), url=url, line=element.line,
                  cure="Serve the file as audio/mpeg or audio/wav.")
        return None
    return seconds_of(body)


def _length_of_recording(leg: Audience, url: str, element: Element) -> float | None:
    """A recording of this account: nothing needs to be fetched."""
    found = recording_files.at(leg.world, url)
    if found is None:
        _not_there(leg, url, element, 404)
        return None
    return found.seconds


def _not_there(leg: Audience, url: str, element: Element, problem: str | int) -> None:
    leg.alert(11200, alerts.sentence(11200, str(problem)), url=url, line=element.line,
              cure="The file in <Play> can't be had; the call goes on with the next verb.")
