"""What elements say about recording: <Record>, <Dial>, <Conference>, <Start><Recording>."""

from __future__ import annotations

from typing import Any

from ...twiml.document import Element
from ..calls.documents import Page
from ..calls.leg import Leg
from ..recordings.recorder import RecordingOptions
from .attributes import callback_url

ANY_KEY = "1234567890*#"
OFF = ("", "false", "do-not-record")


def by_record(leg: Leg, page: Page, element: Element) -> RecordingOptions:
    """A <Record>: silence is trimmed, the keys that end it are not heard."""
    return _wanted(leg, page, element, "RecordVerb", trims=True,
                   deaf_to=element.attributes.get("finishOnKey", ANY_KEY))


def by_dial(leg: Leg, page: Page, element: Element) -> RecordingOptions:
    """A <Dial> that is recorded."""
    is_dual = element.attributes.get("record", "").endswith("dual")
    return _wanted(leg, page, element, "DialVerb", channels=2 if is_dual else 1,
                   track=element.attributes.get("recordingTrack", "both"))


def by_conference(leg: Leg, page: Page, element: Element) -> RecordingOptions | None:
    """A <Conference record="record-from-start">, or None."""
    if element.attributes.get("record", "") in OFF:
        return None
    return _wanted(leg, page, element, "Conference", trims=True)


def by_start(leg: Leg, page: Page, element: Element) -> RecordingOptions:
    """A <Recording> in <Start>: two channels unless it says mono, as live tests report."""
    given = element.attributes
    return _wanted(leg, page, element, "StartCallRecordingTwiML", trims=True,
                   channels=1 if given.get("channels") == "mono" else 2,
                   track=given.get("track", "both"), name=given.get("name", ""))


def _wanted(leg: Leg, page: Page, element: Element, source: str, *, trims: bool = False,
            **more: Any) -> RecordingOptions:
    """`trims`: what happens where `trim` does not say."""
    given = element.attributes
    default = "trim-silence" if trims else "do-not-trim"
    return RecordingOptions(
        source, trim=given.get("trim", default) == "trim-silence",
        callback=callback_url(leg, page, element, "recordingStatusCallback"),
        method=given.get("recordingStatusCallbackMethod", "POST"),
        events=given.get("recordingStatusCallbackEvent", "completed"), **more)
