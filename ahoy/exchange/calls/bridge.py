"""Two legs that hear each other: what a <Dial> makes of a caller and whoever answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import simpy

    from .leg import Leg


class Line(Protocol):
    """Where a leg's voice goes: a bridge, or a conference room."""

    def carries(self, leg: Leg, action: str, value: str) -> None:
        """`leg` `says` these words or `presses` this key: the others hear it."""

    def leaves(self, leg: Leg) -> None:
        """`leg` has ended."""


class Service(Protocol):
    """What goes on beside a leg: a recording, a transcription."""

    def stop(self) -> None:
        """The end, once; the leg's own end is one, too."""


class Bridge:
    """Connects two legs from now on. `ended` happens when one of them leaves."""

    def __init__(self, first: Leg, second: Leg) -> None:
        self.legs = (first, second)
        self.ended: simpy.Event = first.env.event()
        self.since: float = first.env.now
        first.line = second.line = self

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return self.legs[0].env.now - self.since

    def other(self, leg: Leg) -> Leg:
        """Who is at the other end."""
        first, second = self.legs
        return second if leg is first else first

    def carries(self, leg: Leg, action: str, value: str) -> None:
        """The other one hears it."""
        self.other(leg).hears_person(leg.lane, action, value)

    def leaves(self, leg: Leg) -> None:
        """The end: nobody hears anybody any more. Both legs may live on."""
        for one in self.legs:
            if one.line is self:
                one.line = None
        if not self.ended.triggered:
            self.ended.succeed(leg)
