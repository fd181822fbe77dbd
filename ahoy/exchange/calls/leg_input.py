"""What Twilio collects on a leg while it listens."""

from __future__ import annotations

from collections import deque

import simpy


class LegInput:
    """What Twilio collects while it listens: keys, and words."""

    def __init__(self, env: simpy.Environment, kinds: tuple[str, ...]) -> None:
        self._env = env
        self.kinds = kinds
        self.keys: deque[str] = deque()
        self.words: deque[tuple[float, str]] = deque()
        """What was said, and when it began."""
        self.first = ""
        """What came first: `presses` or `says`."""
        self.something = env.event()

    @property
    def is_empty(self) -> bool:
        """True when nothing waits to be taken."""
        return not self.keys and not self.words

    def put(self, kind: str, value: str) -> None:
        """A key was pressed or something was said."""
        self.first = self.first or kind
        if kind == "presses":
            self.keys.append(value)
        else:
            self.words.append((self._env.now, value))
        if not self.something.triggered:
            self.something.succeed()

    def again(self) -> simpy.Event:
        """An event for the next thing that arrives."""
        if self.something.triggered and self.is_empty:
            self.something = self._env.event()
        return self.something

    def only(self, kind: str) -> None:
        """From now on it listens for this alone; what else came is forgotten."""
        self.kinds = (kind,)
        (self.words if kind == "presses" else self.keys).clear()
