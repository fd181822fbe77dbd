"""What is checked before the REST API begins to record a call.

Of bad values no live answer is known: 20001 names the parameter.
"""

from __future__ import annotations

from ... import errors
from ...exchange.recorder import Wanted
from .. import parameters
from ..asking import Ask

EVENTS = ("in-progress", "completed", "absent")
CHANNELS = {"": 1, "mono": 1, "dual": 2}
TRACKS = ("both", "inbound", "outbound")
TRIMS = ("trim-silence", "do-not-trim")

NAMES = ("RecordingChannels RecordingTrack RecordingStatusCallback RecordingStatusCallbackMethod"
         " RecordingStatusCallbackEvent Trim")
"""The parameters that say how to record."""


def with_call(ask: Ask) -> Wanted | None:
    """How a new call shall be recorded (Record=true), or None. Silence is trimmed."""
    if parameters.flag(ask, "Record"):
        return wanted(ask, "OutboundAPI", TRIMS[0])
    if ignored := [name for name in NAMES.split() if ask.text(name)]:
        ask.warn(f"Ignored without Record=true: {', '.join(ignored)}.", "Send Record=true, too.")
    return None


def wanted(ask: Ask, source: str, trim: str = TRIMS[1]) -> Wanted:
    """How to record. `trim`: what counts where Trim does not say.

    Raises:
        TwilioError: 20001 for a value that can't be, 21209 for a method.
    """
    channels = ask.text("RecordingChannels")
    if channels not in CHANNELS:
        raise errors.bad_parameter("RecordingChannels")
    url = ask.text("RecordingStatusCallback")
    if url and not parameters.is_callback_address(url):
        raise errors.bad_parameter("RecordingStatusCallback")
    return Wanted(
        source, channels=CHANNELS[channels], track=_one_of(ask, "RecordingTrack", TRACKS),
        trim=_one_of(ask, "Trim", (trim, *TRIMS)) == "trim-silence", callback=url,
        method=parameters.method(ask, "RecordingStatusCallbackMethod"), events=_events(ask))


def _one_of(ask: Ask, name: str, words: tuple[str, ...]) -> str:
    """One of the words; the first where there is none."""
    word = ask.text(name) or words[0]
    if word not in words:
        raise errors.bad_parameter(name)
    return word


def _events(ask: Ask) -> str:
    events = " ".join(ask.texts("RecordingStatusCallbackEvent")).split()
    if any(event not in EVENTS for event in events):
        raise errors.bad_parameter("RecordingStatusCallbackEvent")
    return " ".join(events) or "completed"
