"""<Start> and <Stop>: services that go on beside the document (their own pages)."""

from __future__ import annotations

from collections.abc import Callable

from ... import trace
from ...clock import Process
from ...twiml.document import Element
from ..calls.documents import Page
from ..calls.leg import Leg
from ..recordings import recorder
from ..recordings.live_transcription import LiveTranscription, TranscriptionOptions
from .attributes import callback_url, is_on
from .recording_attributes import by_start

Noun = Callable[[Leg, Page, Element], None]
"""Begins or ends a service; it takes no time."""


def start(leg: Leg, page: Page, element: Element) -> Process[None]:
    """<Start>: each noun goes on until the call ends, or until a <Stop>."""
    yield from _each(leg, page, element, STARTS)


def stop(leg: Leg, page: Page, element: Element) -> Process[None]:
    """<Stop>: ends what a <Start> began, by name."""
    yield from _each(leg, page, element, STOPS)


def _each(leg: Leg, page: Page, element: Element, nouns: dict[str, Noun]) -> Process[None]:
    for noun in element.children:
        leg.note(trace.Verb, target=trace.TWILIO, name=element.name,
                 note=f"{noun.name} {noun.attributes.get('name', '')}".strip())
        nouns[noun.name](leg, page, noun)
    yield leg.env.timeout(0)


def _transcribe(leg: Leg, page: Page, noun: Element) -> None:
    given = noun.attributes
    LiveTranscription(leg, TranscriptionOptions(
        name=given.get("name", ""), track=given.get("track", "both_tracks"),
        language=given.get("languageCode", "en-US"), partial=is_on(noun, "partialResults"),
        callback=callback_url(leg, page, noun, "statusCallbackUrl"),
        method=given.get("statusCallbackMethod", "POST")))


def _stop_transcribing(leg: Leg, page: Page, noun: Element) -> None:
    name = noun.attributes.get("name", "")
    found = [one for one in leg.recorders if isinstance(one, LiveTranscription)
             and name in ("", one.name)]
    for one in found:
        one.stop()
    if not found:
        _nothing_to_stop(leg, page, noun, "transcription")


def _record(leg: Leg, page: Page, noun: Element) -> None:
    recorder.begin(leg, by_start(leg, page, noun))


def _stop_recording(leg: Leg, page: Page, noun: Element) -> None:
    name = noun.attributes.get("name", "")
    found = [one for one in recorder.going_on(leg, by="StartCallRecordingTwiML")
             if name in ("", one.name)]
    for one in found:
        one.stop()
    if not found:
        _nothing_to_stop(leg, page, noun, "recording")


def _nothing_to_stop(leg: Leg, page: Page, noun: Element, what: str) -> None:
    name = noun.attributes.get("name", "")
    leg.alert(None, f"There is no {what} “{name}” to stop.", level="warning",
              line=noun.line, url=page.url or "",
              cure=f"Stop it by the name that <Start><{noun.name} name=…> gave it.")


STARTS: dict[str, Noun] = {"Transcription": _transcribe, "Recording": _record}
STOPS: dict[str, Noun] = {"Transcription": _stop_transcribing, "Recording": _stop_recording}
