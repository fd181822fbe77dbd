"""Voice verbs: each is a short generator that lets time pass on a leg.

A verb gives None to go on with the next one, or the `Source` of the document that takes
over. Rules: facts 4 and 4.1 (the verbs' own pages).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from .. import carriers, timing, trace
from ..exchange.instructions import Broken, Page, Source, not_simulated
from ..exchange.leg import Ear, Leg, Over
from . import schema
from .document import Element

LOOPS_FOR_EVER = 1000
"""`loop="0"`: until the call ends, at most this often (Say, Play)."""

Verb = Callable[[Leg, Page, Element], Generator[Any, Any, Source | None]]


class HangUp(Exception):
    """A <Hangup/>, or the end of the document."""


def carry_out(leg: Leg, page: Page):
    """Runs a document's verbs from top to bottom. Gives the next source, or None at the end."""
    for element in page.document.verbs:
        if (reason := schema.refusal(element, "voice")) is not None:
            raise not_simulated(reason, element)
        if not leg.is_connected and element.name not in ("Reject", "Pause", "Redirect"):
            leg.connect()
        try:
            following = yield from VERBS[element.name](leg, page, element)
        except HangUp:
            return None
        if following is not None:
            return following
    leg.connect()
    return None


def say(leg: Leg, page: Page, element: Element):
    """<Say>: 1/15 second a character."""
    yield from _aloud(leg, element)


def play(leg: Leg, page: Page, element: Element):
    """<Play>: an audio file, or with `digits` keys that the other side hears."""
    yield from _aloud(leg, element, page)


def pause(leg: Leg, page: Page, element: Element):
    """<Pause>: as the first verb of an incoming call it waits before picking up."""
    length = _number(element, "length", 1)
    leg.barren = 0
    leg.note(trace.Verb, target=trace.TWILIO, name="Pause", note=f"{length} s")
    yield leg.env.timeout(length)


def gather(leg: Leg, page: Page, element: Element):
    """<Gather>: collects keys while it speaks and `timeout` seconds after."""
    timeout = _number(element, "timeout", 5)
    leg.note(trace.Verb, target=trace.TWILIO, name="Gather", note=f"waits {timeout} s for keys")
    ear = leg.listen("presses")
    try:
        yield from _prompt(leg, page, element, ear)
        digits, ended_by = yield from _collect(leg, element, ear, timeout)
    finally:
        leg.stop_listening()
    leg.barren = 0
    if not digits and element.attributes.get("actionOnEmptyResult") != "true":
        return None
    return _action(page, element, "Gather", {
        "msg": "Gather End", "Digits": digits, "FinishedOnKey": ended_by})


def redirect(leg: Leg, page: Page, element: Element):
    """<Redirect>: another document takes over; empty means this one again."""
    leg.note(trace.Verb, target=trace.TWILIO, name="Redirect", note=element.text.strip())
    yield leg.env.timeout(0)
    return _source(page, element, element.text.strip(), "redirect", {})


def hangup(leg: Leg, page: Page, element: Element):
    """<Hangup>: the call ends; what follows is never reached."""
    leg.note(trace.Verb, target=trace.TWILIO, name="Hangup")
    yield leg.env.timeout(0)
    raise HangUp


def reject(leg: Leg, page: Page, element: Element):
    """<Reject>: refuses a call that nobody answered yet, without charge."""
    reason = element.attributes.get("reason", "rejected")
    leg.note(trace.Verb, target=trace.TWILIO, name="Reject", note=reason)
    yield leg.env.timeout(0)
    if leg.is_connected:  # answered already: it acts like a hang-up
        raise HangUp
    if reason == "busy":
        leg.makes_noise("[busy tone]")
        raise Over("busy", trace.TWILIO)
    leg.makes_noise("[not in service]")
    raise Over("no-answer", trace.TWILIO)


VERBS: dict[str, Verb] = {
    "Say": say, "Play": play, "Pause": pause, "Gather": gather,
    "Redirect": redirect, "Hangup": hangup, "Reject": reject,
}


# --- pieces -----------------------------------------------------------------------------


def _number(element: Element, name: str, default: int) -> int:
    """A whole number; the parser has dropped what is none, so the default counts."""
    try:
        return int(element.attributes.get(name, default))
    except ValueError:
        return default


def _aloud(leg: Leg, element: Element, page: Page | None = None, ear: Ear | None = None):
    """Says or plays `loop` times; a key in `ear` ends it (barge-in)."""
    times = _number(element, "loop", 1) or LOOPS_FOR_EVER
    for _ in range(times):
        seconds = yield from _begin_sound(leg, element, page)
        if seconds is None:
            return
        finished = leg.env.timeout(seconds)
        yield finished if ear is None else finished | ear.something
        if ear is not None and ear.keys:
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
    from ..audio import seconds_of

    ask = carriers.Ask("GET", url, {"User-Agent": "TwilioProxy/1.1", "Accept": "audio/*"},
                       size_limit=carriers.MEDIA_LIMIT)
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
        leg.alert(11200, f"HTTP retrieval failure: {problem or status}", url=url, line=element.line,
                  cure="The file in <Play> can't be had; the call goes on with the next verb.")
        return None
    if not kind.startswith("audio/"):
        leg.alert(13420, f"Play: Invalid Content-Type: {kind or 'none'}", url=url,
                  level="warning", line=element.line,
                  cure="Serve the file as audio/mpeg or audio/wav.")
        return None
    return seconds_of(body if isinstance(body, bytes) else body.encode())


def _prompt(leg: Leg, page: Page, element: Element, ear: Ear):
    """What a <Gather> says before it waits; the first key ends it."""
    for child in element.children:
        if ear.keys and element.attributes.get("bargeIn") != "false":
            return
        if child.name == "Pause":
            yield leg.env.timeout(_number(child, "length", 1)) | ear.something
        elif child.name in ("Say", "Play"):
            barge = None if element.attributes.get("bargeIn") == "false" else ear
            yield from _aloud(leg, child, page, barge)


def _collect(leg: Leg, element: Element, ear: Ear, timeout: int):
    """Keys until one of finishOnKey, numDigits, or a silence of `timeout` seconds."""
    finish_on = element.attributes.get("finishOnKey", "#")
    wanted = _number(element, "numDigits", 0)
    digits = ""
    while True:
        while ear.keys:
            key = ear.keys.popleft()
            if key in finish_on:
                return digits, key
            digits += key
            if len(digits) == wanted:
                return digits, ""
        yield ear.again() | leg.env.timeout(timeout)
        if not ear.keys:
            return digits, ""


def _action(page: Page, element: Element, verb: str, extra: dict[str, str]) -> Source:
    return _source(page, element, element.attributes.get("action", ""), "action", extra)


def _source(page: Page, element: Element, target: str, purpose: str,
            extra: dict[str, str]) -> Source:
    url = page.resolve(target)
    if url is None:
        raise Broken(11100, f"Invalid URL format: {target or 'none given'}", line=element.line,
                     cure=f"This document has no URL of its own (it came with the request), so "
                     f"<{element.name}> needs an absolute URL.")
    method = element.attributes.get("method", "POST").upper()
    return Source(url, method, extra=extra, purpose=purpose, fallback=page.source.fallback)
