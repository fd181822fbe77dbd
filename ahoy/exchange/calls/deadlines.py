"""What shall happen to a leg after so many seconds, unless it ends before."""

from __future__ import annotations

from collections.abc import Callable

import simpy


class Deadlines:
    """A leg's deadlines: forgotten when it ends. Else a call that is over would be kept
    until its time limit, hours later."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._events: list[simpy.Event] = []

    def add(self, seconds: float, act: Callable[[], None]) -> None:
        """Calls `act()` after so many seconds."""
        event = self._env.timeout(seconds)
        event.callbacks.append(lambda _: act())
        self._events.append(event)

    def forget(self) -> None:
        """None of them happens any more."""
        for event in self._events:
            if event.callbacks is not None:
                event.callbacks.clear()
        self._events.clear()
