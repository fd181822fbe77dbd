"""A script stands in for a person: its steps serve the handset's next call.

A step waits `after` seconds from the step before it (the first: from the first ring, or,
for a caller, from the moment the other side picks up). A person's touch drops the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..facts import timing

if TYPE_CHECKING:
    from ..clock import Process
    from ..exchange.calls.leg import Leg
    from .handset import Handset

KEYS = "0123456789*#ABCDabcdwW"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `after`: seconds after the step before; None: when Twilio asks for it."""

    action: str
    value: str = ""
    after: float | None = None
    by: str = "script"

    def __str__(self) -> str:
        wait = "" if self.after is None else f" after {self.after:g} s"
        return f"{self.action} {self.value}".strip() + wait

    def shown(self) -> dict[str, Any]:
        """As plain values, for a page."""
        return {"action": self.action, "value": self.value, "after": self.after, "by": self.by}


class Script:
    """The steps of one handset, and the process that carries them out."""

    def __init__(self, handset: Handset, autopilot: float) -> None:
        self._handset = handset
        self.autopilot = autopilot
        self.steps: list[Step] = []
        self.next: Step | None = None
        self._token: object | None = None
        self._last_at = 0.0

    def coming(self) -> dict[str, Any] | None:
        """The step that is waited for, with `at`: when on the clock, None when asked for it."""
        if self.next is None:
            return None
        at = None if self.next.after is None else self._last_at + self.next.after
        return self.next.shown() | {"at": at}

    def drop(self) -> None:
        """Forgets the rest; a process that waits finds its token gone."""
        self.steps.clear()
        self.next = None
        self._token = None

    def begin(self, leg: Leg) -> None:
        """Counts from now: it rings, or the other side picked up."""
        self._last_at = leg.env.now
        self.restart(leg)

    def restart(self, leg: Leg) -> None:
        """Takes the steps up again, as they are now."""
        token = self._token = object()
        leg.env.process(self._follow(leg, token))

    def _follow(self, leg: Leg, token: object) -> Process[None]:
        while (step := self._choose(leg)) is not None:
            self.next = step
            self._handset.changed()
            yield from self._wait(leg, step)
            if self._token is not token or not leg.is_alive:
                return
            if step in self.steps:
                self.steps.remove(step)
            yield from self._do(leg, step, token)
            self._last_at = leg.env.now
        self.next = None

    def _choose(self, leg: Leg) -> Step | None:
        """The next step; the autopilot's where a called person has no plan of the kind."""
        plans = any(step.action in ("answers", "declines") for step in self.steps)
        if not leg.has_reaction and not leg.is_caller and not plans:
            return Step("answers", after=self.autopilot, by="autopilot")
        return self.steps[0] if self.steps else None

    def _wait(self, leg: Leg, step: Step) -> Process[None]:
        if step.after is None:
            yield from leg.until_asked(step.action)
        else:
            yield leg.env.timeout(max(0.0, self._last_at + step.after - leg.env.now))

    def _do(self, leg: Leg, step: Step, token: object) -> Process[None]:
        if step.action != "presses":
            self._handset.act(step.action, step.value, step.by)
            return
        for place, key in enumerate(step.value):
            pause = timing.KEY_PAUSES.get(key, timing.KEY_GAP if place else 0.0)
            if pause:
                yield leg.env.timeout(pause)
            if self._token is not token or not leg.is_alive:
                return
            if key not in timing.KEY_PAUSES:
                self._handset.act("presses", key, step.by)
