"""The clock: two drivers of one engine.

SimPy runs calls and messages as processes. The virtual driver jumps from event to event
whenever someone asks for time to pass; the real one sleeps in a thread until the next
event is due. Processes can't tell which of them drives.

Whoever changes state holds `lock`; nobody holds it while a webhook is in flight.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import simpy
from simpy.core import BoundClass

from .facts import timing

if TYPE_CHECKING:
    from concurrent.futures import Future

Errand = Callable[[], Any]

RETRY = 0.25
"""Real seconds until what the disk did not take is tried again."""

LONGEST = 3600.0
"""Real seconds that the clock's thread may sleep."""

T = TypeVar("T")

Process = Generator[simpy.Event, Any, T]
"""What lets time pass: it waits for one event after the other, and gives a T at its end."""


class Engine(simpy.Environment):
    """SimPy's environment, with a way to let idle time pass, and to end all that goes on."""

    def __init__(self) -> None:
        super().__init__()
        for name, made in vars(simpy.Environment).items():
            if isinstance(made, BoundClass):  # SimPy binds those of its own class alone
                setattr(self, name, getattr(self, name))
        self._lives: weakref.WeakSet[simpy.Process] = weakref.WeakSet()

    def process(self, generator: Any) -> simpy.Process:
        """Begins a process."""
        life = simpy.Process(self, generator)
        self._lives.add(life)
        return life

    def abandon(self) -> None:
        """Ends every process where it waits. Left to the garbage collector, it would still
        do what it does at its end, when the account may be closed."""
        for life in list(self._lives):
            if life.is_alive:
                with contextlib.suppress(Exception):
                    life._generator.close()

    def advance_to(self, moment: float) -> None:
        """Moves `now` on to `moment`, or to the next event if that comes first."""
        moment = min(moment, self.peek())
        if moment > self._now:
            self._now = moment


class Clock:
    """What both drivers share. Times are seconds; `elapsed` begins at 0."""

    is_virtual: bool
    lock: threading.Condition

    def __init__(self) -> None:
        self.env = Engine()
        self.when_quiet: Callable[[], bool] = lambda: True
        """Called, with the lock, when all that was due has been done. False: it wants to be
        called again soon."""

    def elapsed(self) -> float:
        """Seconds since this world began."""
        return self.env.now

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""
        raise NotImplementedError

    def post(self, change: Callable[[], object]) -> None:
        """Makes a short change of state, from any thread, at a safe moment."""
        with self.lock:
            self.catch_up()
            change()
            self.rest()
            self.lock.notify_all()

    def rest(self) -> None:
        """All that was due has been done."""
        self.when_quiet()

    def send(self, errand: Errand) -> simpy.Event:
        """Runs a slow `errand` without the lock; the event that it gives carries the result."""
        raise NotImplementedError

    def after_request(self) -> None:
        """Lets time pass after a REST request."""

    async def after_request_async(self) -> None:
        """The same where an event loop runs, which may have a webhook to answer meanwhile."""

    def catch_up(self) -> None:
        """Brings the engine's time up to date before a change."""

    def settle(self, done: Callable[[], bool], timeout: float | None = None) -> bool:
        """Waits until `done()`; False when time (real seconds) or events ran out first."""
        raise NotImplementedError

    async def settle_async(self, done: Callable[[], bool]) -> bool:
        """The same where an event loop runs, on virtual time alone."""
        raise NotImplementedError

    def advance(self, seconds: float) -> None:
        """Lets `seconds` pass."""
        raise NotImplementedError

    def close(self) -> None:
        """Stops the driver. What was under way stays as it is."""


class VirtualClock(Clock):
    """Nothing waits: time moves only when it is asked to, and then at once.

    Webhooks go out one at a time, and time stands still while one is in flight. It `begins`
    so many seconds after 1970 (UTC).
    """

    is_virtual = True

    def __init__(self, begins: float = timing.EPOCH) -> None:
        super().__init__()
        self.lock = threading.Condition(threading.RLock())
        self._begins = begins
        self._errands: deque[tuple[Errand, simpy.Event]] = deque()
        self._driving = False

    def now(self) -> float:
        return self._begins + self.env.now

    def send(self, errand: Errand) -> simpy.Event:
        arrived = self.env.event()
        self._errands.append((errand, arrived))
        return arrived

    def after_request(self) -> None:
        self._drive(self.env.now + timing.REQUEST, _never)

    async def after_request_async(self) -> None:
        await self._drive_async(self.env.now + timing.REQUEST, _never)

    def settle(self, done: Callable[[], bool], timeout: float | None = None) -> bool:
        self._drive(float("inf"), done)
        return done()

    async def settle_async(self, done: Callable[[], bool]) -> bool:
        await self._drive_async(float("inf"), done)
        return done()

    def advance(self, seconds: float) -> None:
        self._drive(self.env.now + seconds, _never)

    def _drive(self, until: float, done: Callable[[], bool]) -> None:
        if self._takes_the_wheel():
            try:
                while found := self._next_errand(until, done):
                    errand, arrived = found
                    self._arrives(arrived, errand())
            finally:
                self._driving = False

    async def _drive_async(self, until: float, done: Callable[[], bool]) -> None:
        if self._takes_the_wheel():
            try:
                while found := self._next_errand(until, done):
                    await self._aside(*found)
            finally:
                self._driving = False

    def _takes_the_wheel(self) -> bool:
        """Only one thread drives. A second one (a webhook's handler) has made its change
        already, and the first will carry it out."""
        with self.lock:
            free, self._driving = not self._driving, True
        return free

    async def _aside(self, errand: Errand, arrived: simpy.Event) -> None:
        """Runs the errand in a thread. A cancelled task does not lose its result."""
        import asyncio

        result = _in_a_thread(errand)
        try:
            answer = await asyncio.shield(asyncio.wrap_future(result))
        except asyncio.CancelledError:
            result.add_done_callback(lambda done: self._arrives(arrived, done.result()))
            raise
        self._arrives(arrived, answer)

    def _arrives(self, arrived: simpy.Event, result: Any) -> None:
        with self.lock:
            arrived.succeed(result)

    def _next_errand(self, until: float, done: Callable[[], bool]
                     ) -> tuple[Errand, simpy.Event] | None:
        """Lets events happen up to the next errand; None when time is up or it is done."""
        env, errands = self.env, self._errands
        queue = env._queue  # looked at for every event: SimPy's peek() costs too much here
        with self.lock:
            while not errands:
                if done() or not queue or queue[0][0] > until:
                    if until != float("inf") and not done():
                        env.advance_to(until)
                    self.rest()
                    return None
                env.step()
            return errands.popleft()


class RealClock(Clock):
    """Real time: a three-second sentence lasts three seconds.

    One daemon thread steps the engine; each webhook has a thread of its own.
    """

    is_virtual = False

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Condition(threading.RLock())
        self._begun = time.monotonic()
        self._began_at = time.time()
        self._closed = False
        self._is_restless = False
        self.on_fault: Callable[[Exception], None] = lambda fault: None
        self._thread = threading.Thread(target=self._run, name="ahoy-clock", daemon=True)
        self._thread.start()

    def elapsed(self) -> float:
        return time.monotonic() - self._begun

    def now(self) -> float:
        return self._began_at + self.elapsed()

    def catch_up(self) -> None:
        self.env.advance_to(self.elapsed())

    def send(self, errand: Errand) -> simpy.Event:
        arrived = self.env.event()

        def run() -> None:
            try:
                result = errand()
            except Exception as fault:  # whose errand it is must hear of it, not wait for ever
                self.post(partial(arrived.fail, fault))
            else:
                self.post(lambda: arrived.succeed(result))

        threading.Thread(target=run, name="ahoy-webhook", daemon=True).start()
        return arrived

    def after_request(self) -> None:
        """What the request set off at once is done: who asks next sees it."""
        with self.lock:
            self.lock.wait_for(self._is_up_to_date, timeout=RETRY)

    def _is_up_to_date(self) -> bool:
        return self._closed or self.env.peek() > self.elapsed()

    def settle(self, done: Callable[[], bool], timeout: float | None = None) -> bool:
        with self.lock:
            return self.lock.wait_for(lambda: done() or self._closed, timeout) and done()

    def advance(self, seconds: float) -> None:
        time.sleep(seconds)

    def close(self) -> None:
        with self.lock:
            self._closed = True
            self.lock.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=2)

    def rest(self) -> None:
        try:
            self._is_restless = not self.when_quiet()
        except Exception as fault:
            self._is_restless = True
            self.on_fault(fault)

    def _run(self) -> None:
        """Whatever happens, it goes on: one broken call must not stop all others."""
        with self.lock:
            while not self._closed:
                stepped = self._step_what_is_due()
                if stepped or self._is_restless:
                    self.rest()
                    self.lock.notify_all()
                pause = max(self.env.peek() - self.elapsed(), 0)
                self.lock.wait(timeout=min(pause, RETRY if self._is_restless else LONGEST))

    def _step_what_is_due(self) -> bool:
        stepped = False
        while self.env.peek() <= self.elapsed():
            stepped = True
            try:
                self.env.step()
            except Exception as fault:
                self.on_fault(fault)
        return stepped


def _never() -> bool:
    return False


def _in_a_thread(errand: Errand) -> Future[Any]:
    """A future of what `errand()` gives. (A thread of its own: none is left to wait for.)"""
    from concurrent.futures import Future

    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(errand())
        except BaseException as fault:
            future.set_exception(fault)

    threading.Thread(target=run, name="ahoy-webhook", daemon=True).start()
    return future


def make(kind: str, begins: float) -> Clock:
    """`"virtual"`, which begins at that time, or `"real"`."""
    return VirtualClock(begins) if kind == "virtual" else RealClock()


def stopwatch() -> Callable[[], float]:
    """Gives a function that tells how many seconds have really passed, on either clock."""
    begun = time.monotonic()
    return lambda: time.monotonic() - begun
