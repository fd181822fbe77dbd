"""Conferences in progress: many legs hear each other (docs/twilio-behaviour.md, 9).

A conference begins with the first who comes and ends with the last who goes; another one of the
same name is a new conference. It starts when two are in it, one of whom may start it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import trace
from ...account import usage
from ...facts import prices, timing
from ...store.conference_rows import Conference
from ...store.statuses import become
from ..calls.leg import Over
from ..recordings import recorder
from . import announcements
from .conference_callbacks import ConferenceCallbacks
from .participants import ADD_FAILED, HUNG_UP, UPDATED, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    import simpy

    from ...world import World
    from ..calls.documents import Source
    from ..calls.leg import Leg, Tap
    from ..recordings.recorder import Recorder, RecordingOptions

BEEP = "[beep]"
VIA_API = "conference_ended_via_api"
MODERATOR = "moderator_ended_conference"


class LiveConferences:
    """The conferences of this world that go on, by SID and by account and name."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_sid: dict[str, LiveConference] = {}
        self._by_name: dict[tuple[str, str], LiveConference] = {}

    def __iter__(self) -> Iterator[LiveConference]:
        return iter(list(self._by_sid.values()))

    def get(self, sid: str) -> LiveConference | None:
        """The conference with this SID, while it goes on."""
        return self._by_sid.get(sid)

    def named(self, account_sid: str, name: str) -> LiveConference | None:
        """The account's conference of this name, while it goes on."""
        return self._by_name.get((account_sid, name))

    def open(self, account_sid: str, name: str, region: str = "us1") -> LiveConference:
        """The account's conference of this name, made if need be: a conference in status `init`."""
        return self.named(account_sid, name) or self._new(account_sid, name, region)

    def _new(self, account_sid: str, name: str, region: str) -> LiveConference:
        now = self._world.clock.now()
        row = Conference(sid=self._world.ids.sid("CF"), account_sid=account_sid,
                         friendly_name=name, region=region, date_created=now, date_updated=now,
                         world=self._world.name)
        self._world.store.insert(row)
        conference = LiveConference(self._world, row)
        self._by_sid[row.sid] = self._by_name[account_sid, name] = conference
        return conference

    def forget(self, conference: LiveConference) -> None:
        """The conference has ended: its name is free again."""
        self._by_sid.pop(conference.row.sid, None)
        self._by_name.pop((conference.row.account_sid, conference.row.friendly_name), None)


class LiveConference:
    """One conference, and who is in it or being called into it.

    `ended` happens at its end.
    """

    def __init__(self, world: World, row: Conference) -> None:
        self.world = world
        self.row = row
        self.participants: dict[str, Participant] = {}
        """By the SID of their call, in the order in which they came."""
        self.has_started = False
        self.ended: simpy.Event = world.env.event()
        self.callbacks = ConferenceCallbacks(world, row)
        self.taps: list[Tap] = []
        self.recorders: list[Recorder] = []
        self._recording: RecordingOptions | None = None

    @property
    def present(self) -> list[Participant]:
        """Those who are in, without those whose phone still rings."""
        return [one for one in self.participants.values() if one.is_in]

    def labelled(self, label: str) -> Participant | None:
        """Who goes by this label, or by this SID of a call."""
        found = self.participants.get(label)
        named = (one for one in self.participants.values() if one.options.label == label)
        return found or next(named, None)

    def expects(self, one: Participant) -> None:
        """Somebody is being called into the conference."""
        self.participants[one.leg.call.sid] = one
        self.world.exchange.adopt(one.leg.call.sid, self.row.sid)

    def kick(self, one: Participant) -> None:
        """The API sends somebody away; a call that is not answered yet is given up."""
        one.is_kicked = True
        is_in = one.is_in
        if not is_in:
            one.ends_as("canceled")
        self.leave(one, UPDATED)
        if not is_in:
            one.leg.cut(Over("canceled", "the REST API"))

    # --- coming and going ------------------------------------------------------------------

    def enter(self, one: Participant) -> None:
        """Somebody comes in: hears, and is heard once the conference has started."""
        self.expects(one)
        one.comes_in()
        if self.has_started:
            one.leg.line = self
        self.note("joins", one, one.options.words)
        self.callbacks.tell("participant-join", one)
        self._start_if_it_may()
        if self.has_started and one.options.beeps_in:
            self.sounds(BEEP, one)

    def _start_if_it_may(self) -> None:
        present = self.present
        if self.has_started or len(present) < 2:
            return
        if any(one.options.starts for one in present):
            self.has_started = True
            self._becomes("in-progress")
            self.note("starts")
            self.callbacks.tell("conference-start")
            self._begin_recording()
            for one in present:
                one.leg.line = self
                one.looks_again()

    def record(self, wanted: RecordingOptions) -> None:
        """Records the conference, from its start on. The first wish counts."""
        if self._recording is None:
            self._recording = wanted
            self._begin_recording()

    def _begin_recording(self) -> None:
        if self.has_started and self._recording is not None:
            recorder.begin_conference(self, self._recording)

    def leave(self, one: Participant, why: str) -> None:
        """Somebody goes (`why`: Twilio's ReasonParticipantLeft), perhaps the last one."""
        if self.participants.get(one.leg.call.sid) is not one:
            return
        self._part(one, why)
        kicked = "kicked" if one.is_kicked else "left"
        if one.was_in and one.options.ends:
            self.end(f"participant-with-end-conference-on-exit-{kicked}", one, MODERATOR)
        elif not self.participants:
            self.end(f"last-participant-{kicked}", one)

    def _part(self, one: Participant, why: str) -> None:
        del self.participants[one.leg.call.sid]
        was_in = one.is_in
        one.goes_out()
        if was_in:
            self._charge(one)
            self.note("leaves", one)
            if self.has_started and one.options.beeps_out and not self.ended.triggered:
                self.sounds(BEEP, one)
        self.callbacks.tell("participant-leave", one, {
            "ParticipantCallStatus": one.call_status, "ReasonParticipantLeft": why})

    def _charge(self, one: Participant) -> None:
        seconds = self.world.env.now - one.since
        if seconds > 0:
            usage.charge(self.world, self.row.account_sid, "calls-globalconference",
                         prices.minutes(seconds), prices.conference_price(seconds))

    def end(self, reason: str, by: Participant | None = None, why: str = VIA_API) -> None:
        """The conference is over for everybody, at once: nobody hears the others go.

        `reason` is Twilio's ReasonConferenceEnded, `why` the ReasonParticipantLeft of the rest.
        """
        if self.ended.triggered:
            return
        self.ended.succeed()
        self.world.exchange.conferences.forget(self)
        for one in list(self.participants.values()):
            self._send_away(one, why)
        sid = by.leg.call.sid if by else None
        self._becomes("completed", reason_conference_ended=reason, call_sid_ending_conference=sid)
        self.note("ends", note=reason.replace("-", " "))
        self.callbacks.tell("conference-end", None, _how_it_ended(reason, by))

    def _send_away(self, one: Participant, why: str) -> None:
        if one.is_in:
            self._part(one, why)
        else:
            one.ends_as("canceled")
            self._part(one, ADD_FAILED)
            one.leg.cut(Over("canceled", "the end of the conference"))

    def _becomes(self, status: str, **changes: str | None) -> None:
        become(self.world.store, self.row, status, self.world.clock.now(), **changes)

    # --- what is heard -----------------------------------------------------------------------

    def carries(self, leg: Leg, action: str, value: str) -> None:
        """The others hear it, unless the speaker is muted or on hold."""
        one = self.participants.get(leg.call.sid)
        if one is None:
            return
        if self.has_started and not one.options.muted and not one.hold:
            self._lets_hear(one, action, value)

    def _lets_hear(self, one: Participant, action: str, value: str) -> None:
        for other in self.listeners(one):
            other.leg.hears_person(one.leg.lane, action, value)
        for tap in tuple(self.taps):
            tap(one.leg.lane, action, value, timing.speech(value))
        if action == "says":
            self.callbacks.tell("participant-speech-start", one)
            self.world.env.timeout(timing.speech(value)).callbacks.append(
                lambda _: self.callbacks.tell("participant-speech-stop", one))

    def listeners(self, one: Participant) -> list[Participant]:
        """Who hears this one: everybody, or only the one that is coached."""
        others = [other for other in self.present if other is not one and not other.hold]
        coached = one.options.coached
        return [other for other in others if not coached or other.leg.call.sid == coached]

    def sounds(self, noise: str, but: Participant | None = None) -> None:
        """Everybody hears a noise, except those on hold and `but`."""
        for one in self.present:
            if one is not but and not one.hold:
                one.leg.makes_noise(noise)

    def changes(self, one: Participant, event: str, words: str = "") -> None:
        """Something about a participant was changed through the API (`event`: Twilio's)."""
        one.date_updated = self.world.clock.now()
        self.note(words or "is changed in", one, is_told=True)
        self.callbacks.tell(event, one)
        one.looks_again()

    def announce(self, source: Source) -> None:
        """Lets everybody who is in hear a document."""
        self.world.env.process(announcements.to_all(self, source))

    def leaves(self, leg: Leg) -> None:
        """A leg has ended (see `bridge.Line`)."""
        one = self.participants.get(leg.call.sid)
        if one is not None:
            self.leave(one, HUNG_UP)

    def note(self, event: str, one: Participant | None = None, note: str = "", *,
             is_told: bool = False) -> None:
        """Adds a record to the trace, about the participant's call or the conference.

        `is_told`: Twilio does it to the participant, rather than the other way round.
        """
        lane = one.leg.lane if one else trace.TWILIO
        source, target = (trace.TWILIO, lane) if is_told else (lane, trace.TWILIO)
        self.world.trace.add(trace.Attendance(
            at=self.world.env.now, source=source, target=target, event=event, kind="conference",
            name=self.row.friendly_name, note=note,
            sid=one.leg.call.sid if one else self.row.sid))


def _how_it_ended(reason: str, by: Participant | None) -> dict[str, str]:
    params = {"ReasonConferenceEnded": reason, "Reason": reason}
    if by is not None:
        params["CallSidEndingConference"] = by.leg.call.sid
        if by.options.label:
            params["ParticipantLabelEndingConference"] = by.options.label
    return params
