"""What is checked before the REST API begins to record a call.

Of bad values no live answer is known: 20001 names the parameter.
"""

from __future__ import annotations

from dataclasses import replace

from ....exchange.recordings.recorder import RecordingOptions
from ....facts import errors
from ... import parameters
from ...request_context import Ask

EVENTS = ("in-progress", "completed", "absent")
CHANNELS = {"": 1, "mono": 1, "dual": 2}
TRACKS = ("both", "inbound", "outbound")
TRIMS = ("trim-silence", "do-not-trim")

NAMES = ("RecordingChannels RecordingTrack RecordingStatusCallback RecordingStatusCallbackMethod"
         " RecordingStatusCallbackEvent Trim")
"""The parameters that say how to record a call."""

OF_CONFERENCE = ("ConferenceRecord ConferenceTrim ConferenceRecordingStatusCallback"
                 " ConferenceRecordingStatusCallbackMethod ConferenceRecordingStatusCallbackEvent")
"""And how to record the conference of a participant."""


def with_call(ask: Ask) -> RecordingOptions | None:
    """How a new call shall be recorded (Record=true), or None. Silence is trimmed."""
    if parameters.flag(ask, "Record"):
        return wanted(ask, "OutboundAPI", TRIMS[0])
    if ignored := [name for name in NAMES.split() if ask.text(name)]:
        ask.warn(f"Ignored without Record=true: {', '.join(ignored)}.", "Send Record=true, too.")
    return None


def with_conference(ask: Ask) -> RecordingOptions | None:
    """How the conference of a new participant shall be recorded, or None. Silence is trimmed."""
    if ask.text("ConferenceRecord").lower() in ("", "false", "do-not-record"):
        return None
    if ask.text("ConferenceRecord").lower() not in ("true", "record-from-start"):
        raise errors.bad_parameter("ConferenceRecord")
    return _wanted(ask, "Conference", TRIMS[0], "Conference")


def wanted(ask: Ask, source: str, trim: str = TRIMS[1]) -> RecordingOptions:
    """How to record a call. `trim`: what counts where Trim does not say.

    Raises:
        TwilioError: 20001 for a value that can't be, 21209 for a method.
    """
    channels = ask.text("RecordingChannels")
    if channels not in CHANNELS:
        raise errors.bad_parameter("RecordingChannels")
    return replace(_wanted(ask, source, trim), channels=CHANNELS[channels],
                   track=_one_of(ask, "RecordingTrack", TRACKS))


def _wanted(ask: Ask, source: str, trim: str, prefix: str = "") -> RecordingOptions:
    """`prefix`: before the names of parameters, for those of a conference."""
    callback = prefix + "RecordingStatusCallback"
    url = ask.text(callback)
    if url and not parameters.is_callback_address(url):
        raise errors.bad_parameter(callback)
    return RecordingOptions(
        source, trim=_one_of(ask, prefix + "Trim", (trim, *TRIMS)) == TRIMS[0], callback=url,
        method=parameters.method(ask, callback + "Method"), events=_events(ask, callback + "Event"))


def _one_of(ask: Ask, name: str, words: tuple[str, ...]) -> str:
    """One of the words; the first where there is none."""
    word = ask.text(name) or words[0]
    if word not in words:
        raise errors.bad_parameter(name)
    return word


def _events(ask: Ask, name: str) -> str:
    events = " ".join(ask.texts(name)).split()
    if any(event not in EVENTS for event in events):
        raise errors.bad_parameter(name)
    return " ".join(events) or "completed"
