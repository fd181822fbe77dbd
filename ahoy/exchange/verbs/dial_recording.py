"""<Dial record>: the recording of the two who talk (Twilio's page on Dial)."""

from __future__ import annotations

from ...twiml.document import Element
from ..calls.documents import Page
from ..calls.leg import Leg
from ..recordings import recorder
from ..recordings.recorder import Recorder
from .recording_attributes import by_dial


class DialRecording:
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

    def begins(self) -> None:
        """Both at once: who is taken from a queue has been on the line for long."""
        self.rings()
        self.connects()

    def stop(self) -> dict[str, str]:
        """The end; gives what the action is told of it, unless it is absent."""
        if self._tape is None:
            return {}
        self._tape.stop()
        return recorder.told(self._tape.row) if self._tape.row.duration else {}

    def _begin(self) -> None:
        if self._tape is None:
            self._tape = recorder.begin(self._leg, by_dial(self._leg, self._page, self._dial))
