"""<Dial record>: the recording of the two who talk (Twilio's page on Dial)."""

from __future__ import annotations

from ...exchange import recorder
from ...exchange.instructions import Page
from ...exchange.leg import Leg
from ...exchange.recorder import Recorder, Wanted
from ..document import Element
from .common import callback_url


class Tape:
    """The recording that a <Dial> wants, or none: from the ringing on, or from the answer."""

    def __init__(self, leg: Leg, page: Page, dial: Element) -> None:
        self._leg, self._page, self._dial = leg, page, dial
        record = dial.attributes.get("record", "do-not-record")
        self._when = "from-answer" if record == "true" else record.removeprefix("record-")
        self._tape: Recorder | None = None

    def rings(self) -> None:
        """A phone rings."""
        if self._when.startswith("from-ringing"):
            self._begin()

    def connects(self) -> None:
        """The two hear each other."""
        if self._when.startswith("from-answer"):
            self._begin()

    def stop(self) -> dict[str, str]:
        """The end; gives what the action is told of it."""
        if self._tape is None:
            return {}
        self._tape.stop()
        row = self._tape.row
        return {"RecordingUrl": recorder.url_of(row), "RecordingSid": row.sid,
                "RecordingDuration": str(row.duration or 0)}

    def _begin(self) -> None:
        if self._tape is None:
            self._tape = recorder.begin(self._leg, self._wanted())

    def _wanted(self) -> Wanted:
        given = self._dial.attributes
        return Wanted(
            "DialVerb", channels=2 if self._when.endswith("dual") else 1,
            track=given.get("recordingTrack", "both"),
            trim=given.get("trim") == "trim-silence",
            callback=callback_url(self._leg, self._page, self._dial, "recordingStatusCallback"),
            method=given.get("recordingStatusCallbackMethod", "POST"),
            events=given.get("recordingStatusCallbackEvent", "completed"))
