"""Threads and tasks that a request to a site of this process leaves behind when it has answered.

Many sites answer at once and do the work afterwards. That work has its turn once Twilio has
dealt with the answer; what it asks of Twilio earlier waits until then. (On the real network
a request takes far longer than the way back of an answer.) On virtual time it has its turn
at one moment, the same on every machine, and time waits until it is done.

A pool's threads are not known: they stay, whether they have work or not.
"""

from __future__ import annotations

import contextlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from ..clock import Process
    from ..world import World
    from .http_client import HttpAnswer

MOMENT = 0.001
"""Seconds after the answer: the shortest time in which nothing else happens."""

PATIENCE = 10.0
"""Real seconds for each thread, or for the next task, that a request left behind."""

BLINK = 0.005
"""Real seconds between two looks whether the answer waits for a thread."""

LOOP = "ahoy-site"
"""The name of the thread in which an ASGI app's event loop runs."""

WAITING = {threading.Thread.join.__code__, threading.Condition.wait.__code__,
           threading.Event.wait.__code__}
"""Where a thread waits for another one; a queue and a future wait in the second."""

IDLE = re.compile(r"[\\/](threading|queue|thread|_asyncio)\.py$")
"""The files of what an idle thread of a pool does."""

mine: ContextVar[Turn | None] = ContextVar("ahoy_turn", default=None)
"""The request on whose behalf a task runs; its tasks, and threads of a pool, inherit it."""


class Turn:
    """One request, from its beginning until what it left behind has its turn.

    `token`: the webhook's own. `is_answered`: its answer is complete. `waits`: functions that
    wait for what else it began.
    """

    def __init__(self, token: str = "") -> None:
        self.token = token
        self._before: set[threading.Thread] = set()
        self._threads: list[threading.Thread] = []
        self._has_come = threading.Event()
        self._is_under_way = self._has_ended = False
        self._handler: threading.Thread | None = None
        self.is_answered = False
        self.waits: list[Callable[[], None]] = []
        self._is_loop_wanted: Callable[[], bool] = lambda: False

    def during(self, errand: Callable[[], HttpAnswer]) -> HttpAnswer:
        """Does the errand, the request itself, and notes which threads it leaves behind."""
        self._handler = threading.current_thread()
        self._before, self._is_under_way = set(threading.enumerate()), True
        try:
            return errand()
        finally:
            self._threads = [one for one in threading.enumerate() if self._is_new(one)]
            self._is_under_way, self._has_ended = False, True

    def leaves_something(self) -> bool:
        """True when it has ended and anything may still go on."""
        return self._has_ended and bool(self._threads or self.waits)

    def comes(self) -> None:
        """Lets what was left behind go on."""
        self._has_come.set()

    def passes(self) -> None:
        """The same, and waits for its end."""
        self.comes()
        for thread in self._threads:
            if getattr(thread, "interval", 0) < PATIENCE:  # not for a timer of tomorrow
                thread.join(PATIENCE)
        for wait in self.waits:
            wait()

    def is_early(self) -> bool:
        """True in what this request left behind. (While it is being answered, its tasks may
        ask what they like: the answer may need it.)"""
        if mine.get() is self:
            return self.is_answered
        thread = threading.current_thread()
        return self._is_new(thread) if self._is_under_way else thread in self._threads

    def is_in_a_loop(self, is_wanted: Callable[[], bool]) -> None:
        """The thread that does the errand waits for an event loop, which answers. `is_wanted`:
        tells whether somebody waits for that loop."""
        self._handler = None
        self._is_loop_wanted = is_wanted

    def wait(self) -> None:
        """Waits for it, unless the answer, or what comes next, waits for this very thread."""
        holds_up = is_a_sites_loop()
        for _ in range(int(PATIENCE / BLINK)):
            if self._has_come.wait(BLINK) or (self._is_under_way and self._answer_waits()):
                return
            if holds_up and not self._is_under_way and self._is_loop_wanted():
                return

    def _answer_waits(self) -> bool:
        """True where a view, of all things, waits for a thread that it has begun."""
        frames = sys._current_frames()
        views = [one for one in threading.enumerate()
                 if one is self._handler or (_serves(one) and not one.name.startswith("ahoy-"))]
        return any(_waits(frames.get(view.ident or 0)) for view in views)

    def _is_new(self, thread: threading.Thread) -> bool:
        return thread not in self._before and not _serves(thread)


def _waits(frame: FrameType | None) -> bool:
    """True for a view that waits for another thread; not for a thread of a pool that idles."""
    stack = []
    while frame is not None:
        stack.append(frame.f_code)
        frame = frame.f_back
    if threading.Thread.start.__code__ in stack or not any(code in WAITING for code in stack):
        return False
    return not all(IDLE.search(code.co_filename) for code in stack)


@contextlib.contextmanager
def turn(world: World, token: str) -> Iterator[Turn]:
    """Around one request: afterwards, what it leaves behind has its turn. For a SimPy process."""
    one = Turn(token)
    world.turns.append(one)
    try:
        yield one
    finally:
        if one.leaves_something():
            world.env.process(_give(world, one))
        else:
            one.comes()
            world.turns.remove(one)


def _give(world: World, one: Turn) -> Process[None]:
    yield world.env.timeout(MOMENT)
    if world.clock.is_virtual:
        yield world.clock.send(one.passes)
    one.comes()
    world.turns.remove(one)


def find(turns: list[Turn], token: str) -> Turn:
    """The latest turn of the webhook with this token; one of its own for what is no webhook."""
    return next((one for one in reversed(turns) if token and one.token == token), None) or Turn()


def end(turns: list[Turn]) -> None:
    """Lets all that waits go on: its world ends."""
    for turn in list(turns):
        turn.comes()


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


def is_a_sites_loop() -> bool:
    """True in an ASGI app's event loop: it answers nobody while this thread waits."""
    return threading.current_thread().name == LOOP


def _serves(thread: threading.Thread) -> bool:
    """True for threads of ours, of a web server, and of a pool."""
    from concurrent.futures import thread as pools

    work = getattr(thread, "_target", None)
    return (thread.name.startswith("ahoy-") or work is pools._worker
            or getattr(work, "__name__", "") == "process_request_thread"
            or type(thread).__module__.startswith("anyio."))
