"""Announcements: a document that a conference hears, or one of its participants
(docs/twilio-behaviour.md, 9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import trace
from ...account.debugger import raise_alert
from ...clock import Process
from ...twiml.verb_limits import WAITING
from ...web.webhooks import Jar
from ..calls import play_until
from ..calls.documents import FAILED, Source, follow_beside

if TYPE_CHECKING:
    import simpy

    from ..calls.leg import Leg
    from ..calls.leg_protocols import Audience
    from .conference import LiveConference
    from .participants import Participant


class EveryParticipant:
    """All who are in a conference, as if they were one leg: what it hears, all of them hear.

    Its document is asked for on behalf of the first one's call.
    """

    is_connected = True

    def __init__(self, conference: LiveConference) -> None:
        self._conference = conference
        self.world, self.env = conference.world, conference.world.env
        self.call = conference.present[0].leg.call
        self.jar = Jar()
        self.barren = self.documents = 0

    def _legs(self) -> list[Leg]:
        return [one.leg for one in self._conference.present if not one.hold]

    def connect(self) -> None:
        """They are all connected."""

    @property
    def handset(self) -> EveryParticipant:
        """All of their handsets, for what a document tells a handset."""
        return self

    def is_hushed(self) -> None:
        """Their screens stop to play a file."""
        for leg in self._legs():
            leg.handset.is_hushed()

    def says(self, text: str, voice: str = "", language: str = "") -> float:
        """Everybody hears words; gives the seconds that they take."""
        return self._all_hear("says", text, voice, language)

    def plays(self, url: str, seconds: float) -> float:
        """Everybody hears an audio file."""
        return self._all_hear("plays", url, seconds)

    def sends_keys(self, keys: str) -> float:
        """Everybody hears key tones."""
        return self._all_hear("sends_keys", keys)

    def _all_hear(self, what: str, *args: Any) -> float:
        self.barren = 0
        return max((getattr(leg, what)(*args) for leg in self._legs()), default=0.0)

    def note(self, record: type[trace.Record], /, *, target: str = trace.TWILIO,
             **fields: Any) -> None:
        """Adds a record about the conference."""
        sid = self._conference.row.sid
        self.world.trace.add(record(at=self.env.now, sid=sid, source=trace.TWILIO, target=target,
                                    **fields))

    def alert(self, code: int | None, text: str, **more: Any) -> None:
        """What Twilio's debugger would show about the conference."""
        raise_alert(self.world, self._conference.row.sid, code, text, **more)


def to_all(conference: LiveConference, source: Source) -> Process[None]:
    """Everybody hears the document, until it or the conference ends."""
    if conference.present:
        yield from _announce(conference, EveryParticipant(conference), source, conference.ended)


def to_one(one: Participant, source: Source) -> Process[None]:
    """This one hears the document, until it ends or the participant leaves."""
    if one.is_in:
        yield from _announce(one.conference, one.leg, source, one.gone)


def _announce(conference: LiveConference, ear: Audience, source: Source,
              end: simpy.Event) -> Process[None]:
    results: list[str] = []
    row = conference.row
    source.extra = {"ConferenceSid": row.sid, "FriendlyName": row.friendly_name}
    url = source.url or ""

    def life() -> Process[None]:
        results.append((yield from follow_beside(ear, source, WAITING)))

    if not (yield from play_until.until(ear, end, life())):
        failed = results == [FAILED]
        conference.callbacks.tell("announcement-fail" if failed else "announcement-end", None,
                       {"AnnounceUrl": url, "ReasonAnnouncementFailed": "download failed"}
                       if failed else {"AnnounceUrl": url})
