"""Threads and tasks that a request to a mounted site leaves behind when it has answered.

Many sites answer at once and do the work afterwards. On virtual time that work has its turn
at one moment, the same on every machine: once Twilio has dealt with the answer, and before
time passes. What it asks of Twilio earlier waits until then; time waits until it is done.

A pool's threads are not waited for: they stay, whether they have work or not.
"""

from __future__ import annotations

import threading
from contextvars import ContextVar

PATIENCE = 10.0
"""Real seconds for each thread, or for the next task, that a request left behind."""

mine: ContextVar[Turn | None] = ContextVar("ahoy_turn", default=None)
"""The request on whose behalf a task runs; its tasks, and threads of a pool, inherit it."""


class Turn:
    """One request, from its beginning until what it left behind has its turn.

    `is_answered`: its answer is complete. `threads`: what it had started by its end.
    """

    def __init__(self) -> None:
        self._before = set(threading.enumerate())
        self._has_come = threading.Event()
        self._has_ended = False
        self.is_answered = False
        self.threads: list[threading.Thread] = []

    def ends(self) -> None:
        """The site has answered, or failed to."""
        self.threads = [one for one in threading.enumerate() if self._is_new(one)]
        self._has_ended = True

    def comes(self) -> None:
        """Lets what was left behind go on, and waits for its threads."""
        self._has_come.set()
        for thread in self.threads:
            if getattr(thread, "interval", 0) < PATIENCE:  # not for a timer of tomorrow
                thread.join(PATIENCE)

    def is_early(self) -> bool:
        """True in what this request left behind. (While it is being answered, its tasks may
        ask what they like: the answer may need it.)"""
        if mine.get() is self:
            return self.is_answered
        thread = threading.current_thread()
        return thread in self.threads if self._has_ended else self._is_new(thread)

    def wait(self) -> None:
        """Waits for it. (Not for ever: an answer may, of all things, wait for a thread.)"""
        self._has_come.wait(PATIENCE)

    def _is_new(self, thread: threading.Thread) -> bool:
        ours = thread.name.startswith("ahoy-")
        return thread not in self._before and not ours and not _is_pooled(thread)


def wait(turns: list[Turn]) -> None:
    """Called before each request: whoever is early waits for the turn."""
    for turn in list(turns):
        if turn.is_early():
            turn.wait()


async def wait_async(turns: list[Turn]) -> None:
    """The same where an event loop runs."""
    import asyncio

    for turn in list(turns):
        if turn.is_early():
            await asyncio.to_thread(turn.wait)


def _is_pooled(thread: threading.Thread) -> bool:
    from concurrent.futures import thread as pools

    work = getattr(thread, "_target", None)
    return work is pools._worker or type(thread).__module__.startswith("anyio.")
