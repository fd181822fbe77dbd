"""A script stands in for a person: its steps serve the handset's next call.

A step waits `after` seconds from the step before it (the first: from the first ring, or,
for a caller, from the moment the other side picks up). A caller who is to hang up first of
all does so before that, too, when the line has rung for so long. A person's touch drops the
rest. Steps that are planned during a call which is answered already, from a further
`answers` or `declines` on, are for the next call.
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
REACTIONS = ("answers", "declines")


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
        self._for_later: list[Step] = []
        self._rings: Leg | None = None
        self.next: Step | None = None
        self._token: object | None = None
        self._last_at = 0.0
        self._seen_at: float | None = None
        self._wake: Any = None

    def coming(self) -> dict[str, Any] | None:
        """The step that is waited for, with `at`: when on the clock, None when asked for it."""
        if self.next is None:
            return None
        if self.next.by == "autopilot":
            at = self._answers_at()
        else:
            at = None if self.next.after is None else self._last_at + self.next.after
        return self.next.shown() | {"at": at}

    def plan(self, step: Step, leg: Leg | None) -> None:
        """One more step: of the call that goes on, where it can still have it."""
        takes = step.action in REACTIONS and leg is not None and (
            leg.is_caller or leg.has_reaction)
        if takes or self._for_later:
            self._for_later.append(step)
            return
        self.steps.append(step)
        if leg is not None and (leg.is_connected or not leg.is_caller):
            self.restart(leg)
        elif leg is not None and leg is self._rings:
            self.hears_ringing(leg)

    @property
    def planned(self) -> list[Step]:
        """All that is to come, for this call and the next."""
        return self.steps + self._for_later

    def ends_call(self) -> None:
        """Forgets what was for this call; the rest serves the next one."""
        self.drop()
        self.steps, self._for_later = self._for_later, []

    def drop_all(self) -> None:
        """Forgets everything."""
        self._for_later.clear()
        self.drop()

    def drop(self) -> None:
        """Forgets the rest; a process that waits finds its token gone."""
        self.steps.clear()
        self.next = None
        self._token = None

    def begin(self, leg: Leg) -> None:
        """Counts from now: it rings, or the other side picked up."""
        self._last_at = leg.env.now
        self._seen_at = None
        self.restart(leg)

    def hears_ringing(self, leg: Leg) -> None:
        """A caller may be about to give up."""
        self._rings = leg
        if self.steps and self.steps[0].action == "hangs up" and self.next is None:
            self.begin(leg)

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
        plans = any(step.action in REACTIONS for step in self.steps)
        if not leg.has_reaction and not leg.is_caller and not plans:
            return Step("answers", after=self.autopilot, by="autopilot")
        return self.steps[0] if self.steps else None

    def _wait(self, leg: Leg, step: Step) -> Process[None]:
        if step.by == "autopilot" and not self._handset.is_in_virtual_time:
            yield from self._stand_by(leg)
        elif step.after is None:
            yield from leg.until_asked(step.action)
        else:
            yield leg.env.timeout(max(0.0, self._last_at + step.after - leg.env.now))

    def seen(self, now: float) -> None:
        """A person has the ringing phone in view."""
        if self._seen_at is None:
            self._seen_at = now
            self.reconsider()

    def reconsider(self) -> None:
        """A person has come, or has gone: the autopilot thinks again."""
        if self._wake is not None and not self._wake.triggered:
            self._wake.succeed()

    def _stand_by(self, leg: Leg) -> Process[None]:
        """The autopilot does not race a person who is there. Again and again: things change."""
        token = self._token
        while self._token is token and leg.is_alive:
            seen_by = self._last_at + timing.UNSEEN_RING
            at = self._answers_at()
            if at is None and leg.env.now >= seen_by:
                self._seen_at = leg.env.now
                continue
            left = (seen_by if at is None else at) - leg.env.now
            if at is not None and left <= 0:
                return
            self._handset.changed()
            self._wake = leg.env.event()
            yield self._wake | leg.env.timeout(max(0.0, left))

    def _answers_at(self) -> float | None:
        """When the autopilot answers; None: not before a person has seen that it rings."""
        if not self._handset.is_attended:
            return self._last_at + self.autopilot
        if self._seen_at is None:
            return None
        return self._seen_at + timing.PERSON_ANSWER

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
