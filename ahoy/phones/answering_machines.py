"""What answers in a person's stead: a voicemail, or a fax machine.

Both make their sounds as a person would, so that whoever is on the line hears them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..facts import timing

if TYPE_CHECKING:
    from ..clock import Process
    from ..exchange.calls.leg import Leg
    from .handset import Handset

BEEP, FAX = "beep", "fax tone"


@dataclass(slots=True)
class Voicemail:
    """A message that somebody left. `heard`: what was recorded, in order, as in `Handset.heard`.

    Of a sentence that began before the beep only the rest was recorded: it begins with "…".
    """

    from_: str
    heard: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.heard)


class _Recorder:
    """Listens to the line: what sounds after the beep is recorded."""

    def __init__(self, leg: Leg) -> None:
        self._leg = leg
        self._message: Voicemail | None = None
        self._before: tuple[float, str, str] = (0.0, "", "")
        leg.taps.append(self)

    def __call__(self, who: str, what: str, value: str, seconds: float) -> None:
        if who == "person":  # the machine's own greeting
            return
        if self._message is None:
            self._before = (self._leg.env.now + seconds, what, value)
        else:
            self._message.heard.append(value)

    def begins(self) -> Voicemail:
        """The beep: what still sounds is recorded from here."""
        self._message = Voicemail(self._leg.peer)
        end, what, value = self._before
        left = end - self._leg.env.now
        if left > 0:
            self._message.heard.append(_rest(value, left) if what == "Say" else value)
        return self._message


def _rest(text: str, left: float) -> str:
    """The words of a sentence that are spoken in its last `left` seconds."""
    begun = timing.speech(text) - left
    return "… " + " ".join(word for end, word in timing.word_ends(text) if end > begun)


def _still_rings(leg: Leg) -> bool:
    return leg.is_alive and not leg.is_connected


def voicemail(handset: Handset, leg: Leg, greeting: str) -> Process[None]:
    """Picks up after a while, greets, beeps, and records until the call ends."""
    yield leg.env.timeout(timing.VOICEMAIL_PICKUP)
    if not _still_rings(leg):
        return
    handset.act("answers", "", "voicemail")
    recorder = _Recorder(leg)
    for sound, value in (("says", greeting), ("sounds", BEEP)):
        yield leg.env.timeout(timing.MACHINE_PAUSE)
        if not leg.is_alive:
            return
        handset.act(sound, value, "voicemail")
        if sound == "says":
            yield leg.env.timeout(timing.speech(greeting))
    handset.voicemails.append(recorder.begins())


def fax(handset: Handset, leg: Leg) -> Process[None]:
    """Picks up and whistles."""
    yield leg.env.timeout(timing.AUTOPILOT_ANSWER)
    if not _still_rings(leg):
        return
    handset.act("answers", "", "fax")
    yield leg.env.timeout(timing.MACHINE_PAUSE)
    if leg.is_alive:
        handset.act("sounds", FAX, "fax")
