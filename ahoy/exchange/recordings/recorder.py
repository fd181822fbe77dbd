"""Records a leg or a conference: listens while it goes on, and writes a Recording's row.

Used by <Record>, <Dial record>, <Conference record>, calls.create(record=True), <Start>
<Recording> and the Recordings resource:

    recorder = begin(leg, Wanted("DialVerb", callback=url))
    recorder.stop()                       # or the end of the leg, which stops it, too

`begin_conference(conference, wanted)` does the same for a conference.

A recording that ends is `processing` for some seconds, then `completed`, with its price;
one in which nothing was heard is `absent`. Its media can be had as soon as it has ended.
Channels as in recorded answers of 2026: the first is the far end's (of a <Dial>: whoever
was dialled), the second what Twilio or the caller said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ... import trace
from ...account import usage_triggers
from ...clock import Process
from ...facts import prices, timing
from ...facts.dates import rfc2822
from ...media import sound
from ...media.sound import Sound
from ...store.rows import Recording
from ...store.statuses import become
from ..calls.leg import Leg
from ..calls.status_callbacks import StatusCallbacks

if TYPE_CHECKING:
    from ...store.rows import Call
    from ..conferences.conference import LiveConference

API = "https://api.twilio.com"
SILENT = 16102
"""Twilio's code for a recording that is `absent` because nothing was heard."""


@dataclass(frozen=True, slots=True)
class RecordingOptions:
    """How to record. `source` is RecordVerb, DialVerb, Conference, OutboundAPI, …

    `track`: `inbound` (what Twilio receives), `outbound` (what it sends) or `both`.
    `trim`: silence at both ends is cut off. `callback` is told of `events`, which are
    separated by blanks. `deaf_to`: keys that are not heard, since they end the recording.
    `name`: by which a <Stop> finds it.
    """

    source: str
    channels: int = 1
    track: str = "both"
    trim: bool = False
    callback: str = ""
    method: str = "POST"
    events: str = "completed"
    deaf_to: str = ""
    name: str = ""


def begin(leg: Leg, wanted: RecordingOptions) -> Recorder:
    """Records a leg from now on, until `stop()` or its end."""
    return _begin(leg, leg.call, None, wanted)


def begin_conference(conference: LiveConference, wanted: RecordingOptions) -> Recorder:
    """Records a conference from now on, until `stop()` or its end. It has one channel."""
    first = conference.present[0].leg.call
    tape = _begin(conference, first, conference.row.sid, replace(wanted, channels=1))
    conference.ended.callbacks.append(lambda _: tape.stop())
    return tape


def going_on(source: Leg | LiveConference, *, by: str = "") -> list[Recorder]:
    """The recordings of a leg or conference, the oldest first: all, or those of one source."""
    found = [one for one in source.recorders if isinstance(one, Recorder)]
    return [one for one in found if by in ("", one.row.source)]


def _begin(source: Leg | LiveConference, call: Call, conference_sid: str | None,
           wanted: RecordingOptions) -> Recorder:
    world, now = source.world, source.world.clock.now()
    row = Recording(
        sid=world.ids.sid("RE"), account_sid=call.account_sid, call_sid=call.sid,
        conference_sid=conference_sid, source=wanted.source, channels=wanted.channels,
        track=wanted.track, start_time=now, date_created=now, date_updated=now,
        world=world.name)
    world.store.insert(row)
    tape = Recorder(source, row, wanted)
    source.recorders.append(tape)
    return tape


class Recorder:
    """A recording in progress. `row` is what the REST API shows of it."""

    def __init__(self, source: Leg | LiveConference, row: Recording,
                 wanted: RecordingOptions) -> None:
        world = source.world
        self._leg = source if isinstance(source, Leg) else None
        self._source, self._world, self.row, self._wanted = source, world, row, wanted
        self._began = world.env.now
        self._sounds: list[Sound] = []
        self._spoken_until: dict[str, float] = {}
        self._paused: float | None = None
        self._skips = False
        self._skipped = 0.0
        self._after: list[Callable[[Recorder], None]] = []
        self._callbacks = StatusCallbacks(world, row.call_sid)
        world.exchange.begin_work(row, row.conference_sid or row.call_sid, self._callbacks)
        world.exchange.recorders[row.sid] = self
        source.taps.append(self._hear)
        self._tell("in-progress")

    @property
    def name(self) -> str:
        """The one that <Start><Recording> gave it, or ""."""
        return self._wanted.name

    # --- what it hears ----------------------------------------------------------------------

    @property
    def spoken_until(self) -> float:
        """When the words that people have begun to say will be over (on the world's clock)."""
        return max(self._spoken_until.values(), default=self._began)

    @property
    def words(self) -> str:
        """What people have said so far."""
        return " ".join(one.text for one in self._sounds if one.kind == "says")

    def _hear(self, who: str, action: str, value: str, seconds: float) -> None:
        if self._paused is not None or not self._is_wanted(who, action, value):
            return
        now = self._world.env.now
        name = self._leg.lane if self._leg is not None and who == "person" else who
        if who == "person" and action == "Say":  # another document is at the far end
            action = "says"
        at = max(now, self._spoken_until.get(name, now)) if action == "says" else now
        if action == "says":  # nobody says two things at once
            self._spoken_until[name] = at + seconds
        elif action in ("presses", "noise", "sounds"):
            seconds = timing.KEY_TONE
        self._sounds.append(Sound(
            self._channel(who), round(at - self._began - self._skipped, 3), round(seconds, 3),
            name, action, value))

    def _is_wanted(self, who: str, action: str, value: str) -> bool:
        if action == "presses" and value in self._wanted.deaf_to:
            return False
        return self._wanted.track in ("both", "inbound" if who == "person" else "outbound")

    def _channel(self, who: str) -> int:
        dialled = self._wanted.source == "DialVerb"
        return int(self.row.channels > 1 and (who == "person") == dialled)

    # --- its life ---------------------------------------------------------------------------

    def when_complete(self, act: Callable[[Recorder], None]) -> None:
        """Calls `act(recorder)` when the recording is completed (never for an absent one)."""
        self._after.append(act)

    def pause(self, *, skip: bool = False) -> None:
        """Hears nothing until `resume`. `skip`: the pause takes no place in the recording."""
        if self._paused is None and self.is_going_on:
            self._paused, self._skips = self._world.env.now, skip
            self._becomes("paused")

    def resume(self) -> None:
        """Hears again."""
        if self._paused is not None:
            self._end_pause()
            self._becomes("in-progress")

    def _end_pause(self) -> None:
        if self._paused is not None and self._skips:
            self._skipped += self._world.env.now - self._paused
        self._paused = None

    @property
    def is_going_on(self) -> bool:
        """False once it was stopped."""
        return self.row.status in ("in-progress", "paused")

    def stop(self) -> None:
        """The end. A second time it does nothing."""
        if not self.is_going_on:
            return
        self._source.taps.remove(self._hear)
        self._source.recorders.remove(self)
        self._end_pause()
        sounds, seconds = self._cut()
        if not seconds or (self._wanted.trim and not sounds):
            self._is_absent()
            return
        self._becomes("processing", sounds=sound.write(sounds), seconds=round(seconds, 3),
                      duration=max(1, int(-(-round(seconds, 3) // 1))))
        if self._leg is not None and self._wanted.source == "OutboundAPI":
            self._leg.told_at_end = told(self.row)
        self._world.env.process(self._process())

    def _cut(self) -> tuple[list[Sound], float]:
        """The sounds, and how long it is, without what is trimmed."""
        end = self._world.env.now - self._began - self._skipped
        heard = [one._replace(seconds=round(min(one.end, end) - one.at, 3))
                 for one in self._sounds if one.at < end]
        if not (self._wanted.trim and heard):
            return heard, end
        first = min(one.at for one in heard)
        last = max(one.end for one in heard)
        return [one._replace(at=round(one.at - first, 3)) for one in heard], last - first

    def _is_absent(self) -> None:
        self._becomes("absent", error_code=SILENT)
        self._finish("absent")

    def _process(self) -> Process[None]:
        yield self._world.env.timeout(timing.PROCESSING)
        if self.row.status == "processing":  # not deleted meanwhile
            price = prices.recording_price(self.row.seconds)
            account = self._world.account_of(self.row.account_sid)
            unit = account.currency if account else "USD"
            self._becomes("completed", price=price, price_unit=unit)
            usage_triggers.look(self._world, self.row.call_sid)
            for act in self._after:
                act(self)
            self._finish("completed")
        else:
            self._is_done()

    def _finish(self, event: str) -> None:
        self._tell(event)
        self._is_done()

    def _is_done(self) -> None:
        self._world.exchange.end_work(self.row.sid)
        del self._world.exchange.recorders[self.row.sid]

    def _becomes(self, status: str, **changes: object) -> None:
        become(self._world.store, self.row, status, self._world.clock.now(), **changes)
        self._world.trace.add(trace.Status(
            at=self._world.env.now, sid=self.row.call_sid, source=trace.TWILIO,
            target=trace.TWILIO, status=status, kind="recording",
            error_code=self.row.error_code))

    def _tell(self, event: str) -> None:
        if self._wanted.callback and event in self._wanted.events.split():
            self._callbacks.send(self._wanted.callback, self._wanted.method, _event(self.row),
                                 "recording status callback")


def url_of(row: Recording) -> str:
    """RecordingUrl: where the media are; .wav or .mp3 may be added."""
    return f"{API}/2010-04-01/Accounts/{row.account_sid}/Recordings/{row.sid}"


def told(row: Recording) -> dict[str, str]:
    """What an action or a status callback is told of a recording that has ended."""
    return {"RecordingUrl": url_of(row), "RecordingSid": row.sid,
            "RecordingDuration": str(row.duration)}


def _event(row: Recording) -> dict[str, str]:
    """The parameters of a recordingStatusCallback (docs/twilio-behaviour.md, 2.2)."""
    params = {"RecordingSource": row.source, "RecordingTrack": row.track,
              "RecordingSid": row.sid}
    if row.conference_sid:
        params["ConferenceSid"] = row.conference_sid
    if row.status == "completed":
        params["RecordingUrl"] = url_of(row)
    params |= {"RecordingStatus": row.status, "RecordingChannels": str(row.channels),
               "ErrorCode": str(row.error_code or 0)}
    if not row.conference_sid:
        params["CallSid"] = row.call_sid
    params |= {
               "RecordingStartTime": rfc2822(row.start_time) or "",
               "AccountSid": row.account_sid}
    if row.status == "completed":
        params["RecordingDuration"] = str(row.duration)
    return params


__all__ = ["Recorder", "RecordingOptions", "begin", "begin_conference", "going_on", "told",
           "url_of"]
