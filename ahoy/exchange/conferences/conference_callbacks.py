"""What a conference's status callback is told, and what for
(docs/twilio-behaviour.md, 9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts.dates import rfc2822
from ..calls.status_callbacks import StatusCallbacks

if TYPE_CHECKING:
    from ...store.conference_rows import Conference
    from ...world import World
    from .participants import Participant

EVENTS = {
    "start": ("conference-start",),
    "end": ("conference-end",),
    "join": ("participant-join",),
    "leave": ("participant-leave",),
    "mute": ("participant-mute", "participant-unmute"),
    "hold": ("participant-hold", "participant-unhold"),
    "modify": ("participant-modify",),
    "speaker": ("participant-speech-start", "participant-speech-stop"),
    "announcement": ("announcement-end", "announcement-fail"),
}
"""The words of statusCallbackEvent, and the events that each stands for."""


class ConferenceCallbacks:
    """A conference's status callbacks, in order. The first participant's wish counts."""

    def __init__(self, world: World, row: Conference) -> None:
        self._world, self._row = world, row
        self._callbacks = StatusCallbacks(world, row.sid)
        self._count = 0
        self._is_settled = False
        self._url, self._method = "", "POST"
        self._wanted: frozenset[str] = frozenset()

    def subscribe(self, url: str, method: str, events: str) -> None:
        """Who comes first says where the news goes; later wishes are ignored, as on Twilio."""
        if not self._is_settled:
            self._is_settled = True
            self._url, self._method = url, method
            self._wanted = frozenset(
                event for word in events.split() for event in EVENTS[word])

    def tell(self, event: str, one: Participant | None = None,
             more: dict[str, str] | None = None) -> None:
        """Posts an event, where it is wanted. SequenceNumber counts those that are sent."""
        if not self._url or event not in self._wanted:
            return
        self._count += 1
        params = self._params(event) | (_about(one) if one else {}) | (more or {})
        self._callbacks.send(self._url, self._method, params)
        self._world.exchange.keep_callbacks(self._row.sid, self._callbacks)

    def _params(self, event: str) -> dict[str, str]:
        row = self._row
        return {"ConferenceSid": row.sid, "FriendlyName": row.friendly_name,
                "AccountSid": row.account_sid, "SequenceNumber": str(self._count),
                "Timestamp": rfc2822(self._world.clock.now()), "StatusCallbackEvent": event}


def _about(one: Participant) -> dict[str, str]:
    options = one.options
    params = {"CallSid": one.leg.call.sid, "Muted": _word(options.muted), "Hold": _word(one.hold),
              "Coaching": _word(options.coaching), "EndConferenceOnExit": _word(options.ends),
              "StartConferenceOnEnter": _word(options.starts)}
    if options.label:
        params["ParticipantLabel"] = options.label
    if options.coached:
        params["CallSidToCoach"] = options.coached
    return params


def _word(value: bool) -> str:
    return str(value).lower()
