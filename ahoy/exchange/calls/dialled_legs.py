"""The legs that a <Dial> makes: they ring, the first that is ready is connected, others end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import simpy

from ... import trace
from ...clock import Process
from ...store.rows import Call, OutgoingCallerId, PhoneNumber
from ...twiml.verb_limits import WHISPER
from . import call_life, documents, machine_detection
from .bridge import Bridge
from .call_life import CallEnd
from .documents import Source
from .leg import Leg, Over

if TYPE_CHECKING:
    from .leg_protocols import FarEnd


@dataclass(slots=True)
class Invitation:
    """Whom to ring, and how. `patience`: seconds of ringing. `options`: columns of the row.

    `whisper`: the document that the called person hears before being connected.
    `parameters`: custom ones of a client, and headers of a SIP phone: the phone shows them.
    """

    to: str
    from_: str
    handset: FarEnd
    patience: float
    options: dict[str, Any] = field(default_factory=dict)
    whisper: Source | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    detecting: machine_detection.DetectionOptions | None = None


def _nothing() -> None:
    pass


def _nothing_to_tell() -> dict[str, str]:
    return {}


class DialAttempt:
    """Children of one leg that ring at once.

    `over` happens when the one that was connected has ended or was led away, or when none
    is left that could be. `rings` is called when the first phone rings, `connects` when the
    two hear each other, `parts` when they no longer do: it gives what the child's last status
    callback says besides. `star_ends`: the caller's * ends that.
    """

    def __init__(self, parent: Leg, *, star_ends: bool = False,
                 rings: Callable[[], None] = _nothing,
                 connects: Callable[[], None] = _nothing,
                 parts: Callable[[], dict[str, str]] = _nothing_to_tell) -> None:
        self.parent = parent
        self.over: simpy.Event = parent.env.event()
        self.winner: Leg | None = None
        self._called: list[Leg] = []
        self._last: Leg | None = None
        self._waiting: list[Leg] = []
        self._star_ends = star_ends
        self._tells_rings, self._tells_connects, self._parts = rings, connects, parts
        self._has_rung = False

    def invite(self, wanted: Invitation) -> None:
        """Begins to ring somebody."""
        leg = _dialled_leg(self.parent, wanted)
        self._called.append(leg)
        self._waiting.append(leg)
        self.parent.world.exchange.run(leg, self._life(leg, wanted))

    @property
    def last(self) -> Leg:
        """The one that ended last; until one has, the first that was called."""
        return self._last or self._called[0]

    def stop(self) -> None:
        """The parent is gone: what still rings is canceled, what was answered is completed."""
        for leg in self._waiting:
            _end(leg, self.parent.lane)

    def _life(self, leg: Leg, wanted: Invitation) -> Process[None]:
        try:
            yield from call_life.live(leg, self._conversation(leg, wanted))
        finally:
            self._is_done(leg)

    def _conversation(self, leg: Leg, wanted: Invitation) -> Process[CallEnd]:
        leg.tell("initiated")
        try:
            rings = partial(self._rings, leg, wanted)
            ended = yield from call_life.reach(leg, wanted.patience, rings)
            if ended is not None:
                return ended
            self._is_answered(leg)
            yield from call_life.send_digits(leg)
            yield from machine_detection.begin(leg)
            yield from self._meet(leg, wanted)
        except simpy.Interrupt as interrupt:
            source = documents.new(interrupt)
            self._is_led_away(leg)
            yield from documents.follow(leg, source)
        return "completed", trace.TWILIO

    def _rings(self, leg: Leg, wanted: Invitation) -> None:
        for name, value in wanted.parameters.items():
            leg.handset.shows(f"{name}: {value}", "note")
        if not self._has_rung:
            self._has_rung = True
            self._tells_rings()
            self.parent.makes_noise("[ringing]")
            self.parent.rings_on()

    def _is_answered(self, leg: Leg) -> None:
        """Who picks up first is the one, also if a whisper ends it (Twilio's page on Number)."""
        for other in self._waiting:
            if other is not leg:
                _end(other, leg.lane)

    def _meet(self, leg: Leg, wanted: Invitation) -> Process[None]:
        """The whisper, which may end in a <Hangup>; then the two hear each other."""
        if wanted.whisper is not None and (yield from _whisper(leg, wanted.whisper)):
            return
        self.winner = leg
        self.parent.connect()
        self._tells_connects()
        yield DialBridge(self.parent, leg, self._parts, star_ends=self._star_ends).ended

    def _is_led_away(self, leg: Leg) -> None:
        if leg.line is not None:
            leg.line.leaves(leg)
        self._is_done(leg)

    def _is_done(self, leg: Leg) -> None:
        if leg not in self._waiting:
            return
        self._waiting.remove(leg)
        self._last = leg
        if (leg is self.winner or not self._waiting) and not self.over.triggered:
            self.over.succeed()


class DialBridge(Bridge):
    """A bridge that the caller may end with the star key, and stay on the line."""

    def __init__(self, parent: Leg, child: Leg, parts: Callable[[], dict[str, str]], *,
                 star_ends: bool) -> None:
        self._parent, self._child, self._star_ends = parent, child, star_ends
        self._parts = parts
        super().__init__(parent, child)

    def carries(self, leg: Leg, action: str, value: str) -> None:
        if self._star_ends and leg is self._parent and (action, value) == ("presses", "*"):
            self.leaves(leg)
        else:
            super().carries(leg, action, value)

    def leaves(self, leg: Leg) -> None:
        """They no longer hear each other."""
        self._child.told_at_end = self._parts()
        super().leaves(leg)


def _whisper(leg: Leg, source: Source) -> Process[str]:
    """Gives what ended it, or "". That one which can't be had ends the call is likely only."""
    ended_by = yield from documents.follow_beside(leg, source, WHISPER)
    if ended_by == documents.FAILED:
        yield leg.env.timeout(leg.says(documents.APOLOGY))
    return ended_by


def _dialled_leg(parent: Leg, wanted: Invitation) -> Leg:
    world, now = parent.world, parent.world.clock.now()
    call = Call(
        sid=world.ids.sid("CA"), account_sid=parent.call.account_sid, to=wanted.to,
        from_=wanted.from_, direction="outbound-dial", status="ringing",
        phone_number_sid=_number_sid(parent, wanted.from_), parent_call_sid=parent.call.sid,
        date_created=now, date_updated=now, start_time=now, world=world.name,
        **wanted.options)
    world.store.insert(call)
    world.exchange.adopt(parent.call.sid, call.sid)
    leg = Leg(world, call, wanted.handset, is_caller=False)
    leg.hops, leg.detecting = parent.hops, wanted.detecting
    for name, value in wanted.parameters.items():
        leg.note(trace.Verb, target=trace.TWILIO, name="Parameter", note=f"{name}={value}")
    return leg


def _number_sid(parent: Leg, from_: str) -> str | None:
    """The SID of the account's number that the call is from, or of its verified caller ID."""
    mine = {"phone_number": from_, "account_sid": parent.call.account_sid}
    for kind in (PhoneNumber, OutgoingCallerId):
        if found := parent.world.store.pick(kind, "sid", **mine):
            return str(found[0][0])
    return None


def _end(leg: Leg, by: str) -> None:
    leg.cut(Over("completed" if leg.was_connected else "canceled", by))
