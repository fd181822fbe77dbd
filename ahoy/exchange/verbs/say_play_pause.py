"""<Say>, <Play> and <Pause>: what a caller hears, and silence (facts 4, their own pages)."""

from __future__ import annotations

from ... import trace
from ...facts import timing
from ...media import recording_files
from ...twiml.document import Element
from ...web import http_client
from ..calls.documents import Page
from ..calls.leg import Leg, LegInput
from .attributes import number

LOOPS_FOR_EVER = 1000
"""`loop="0"`: until the call ends, at most this often (Say, Play)."""


def say(leg: Leg, page: Page, element: Element):
    """<Say>: 1/15 second a character."""
    yield from aloud(leg, element)


def play(leg: Leg, page: Page, element: Element):
    """<Play>: an audio file, or with `digits` keys that the other side hears."""
    yield from aloud(leg, element, page)


def pause(leg: Leg, page: Page, element: Element):
    """<Pause>: as the first verb of an incoming call it waits before picking up."""
    length = number(element, "length", 1)
    leg.note(trace.Verb, target=trace.TWILIO, name="Pause", note=f"{length} s")
    yield leg.env.timeout(length)


def aloud(leg: Leg, element: Element, page: Page | None = None, ear: LegInput | None = None):
    """Says or plays `loop` times; a key or a word in `ear` ends it (barge-in)."""
    times = number(element, "loop", 1) or LOOPS_FOR_EVER
    for _ in range(times):
        seconds = yield from _begin_sound(leg, element, page)
        if seconds is None:
            return
        finished = leg.env.timeout(seconds)
        try:
            yield finished if ear is None else finished | ear.something
        finally:
            leg.handset.is_hushed()
        if ear is not None and not ear.is_empty:
            return


def _begin_sound(leg: Leg, element: Element, page: Page | None):
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
    return (yield from _begin_file(leg, element, page))


def _begin_file(leg: Leg, element: Element, page: Page | None):
    url = page.resolve(element.text.strip()) if page else element.text.strip()
    if not url:
        leg.alert(11100, f"Invalid URL format: {element.text.strip() or 'none given'}",
                  cure="Write an absolute URL in <Play>.", line=element.line)
        return None
    seconds = yield from _length(leg, url, element)
    return None if seconds is None else leg.plays(url, seconds)


def _length(leg: Leg, url: str, element: Element):
    """Files on this computer and on the demo pages are fetched; others are taken on trust."""
    from ...media.sound_length import seconds_of

    if recording_files.sid_in(url):
        return _length_of_recording(leg, url, element)
    ask = http_client.HttpRequest("GET", url, {"User-Agent": "TwilioProxy/1.1", "Accept": "audio/*"},
                       size_limit=http_client.MEDIA_LIMIT)
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
        return _not_there(leg, url, element, problem or status)
    if not kind.startswith("audio/"):
        leg.alert(13420, f"Play: Invalid Content-Type: {kind or 'none'}", url=url,
                  level="warning", line=element.line,
                  cure="Serve the file as audio/mpeg or audio/wav.")
        return None
    return seconds_of(body if isinstance(body, bytes) else body.encode())


def _length_of_recording(leg: Leg, url: str, element: Element) -> float | None:
    """A recording of this account: nothing needs to be fetched."""
    found = recording_files.at(leg.world, url)
    return found.seconds if found else _not_there(leg, url, element, 404)


def _not_there(leg: Leg, url: str, element: Element, problem: str | int) -> None:
    leg.alert(11200, f"HTTP retrieval failure: {problem}", url=url, line=element.line,
              cure="The file in <Play> can't be had; the call goes on with the next verb.")
