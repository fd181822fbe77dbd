"""Runs an ASGI app (version 3) as a server would: one event loop for as long as it is mounted,
its start-up and its end, and the tasks that a request leaves behind.

An answer counts as soon as it is complete. What the app does afterwards (FastAPI's
background tasks, `asyncio.create_task`) goes on, and `settle()` waits for it.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
import weakref
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future
from typing import Any, TypeVar

from ..facts.errors import AhoyError
from .background_work import LOOP, PATIENCE, Turn, mine
from .http_client import HttpAnswer

T = TypeVar("T")
Work = Coroutine[Any, Any, T]

FAREWELL = 5.0
"""Real seconds that an app has for its end."""


def is_asgi(app: Any) -> bool:
    """True for an ASGI app, such as FastAPI's."""
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(type(app).__call__)


class AsgiServer:
    """`app` with a loop in a thread of its own, from now until `stop()`.

    `on_failure` is told what a task raised that a request left behind.
    Raises what the app raises at its start-up.
    """

    def __init__(self, app: Any, on_failure: Callable[[BaseException], None]) -> None:
        self._app, self._on_failure = app, on_failure
        self._state: dict[str, Any] = {}
        self._refusal: Exception | None = None
        self._turns = weakref.WeakKeyDictionary[asyncio.Task[Any], Turn]()
        self._awaited: set[Future[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._loop.set_task_factory(self._begin)
        self._thread = threading.Thread(target=self._run, name=LOOP, daemon=True)
        self._thread.start()
        try:
            self._do(self._start())
        except BaseException:
            self._leave()
            raise

    def ask(self, scope: dict[str, Any], body: bytes, turn: Turn) -> HttpAnswer:
        """One request. Raises what the app raises before its answer is complete."""
        turn.is_in_a_loop(lambda: bool(self._awaited))
        turn.waits.append(functools.partial(self._settle, turn))
        answered: Future[HttpAnswer] = Future()
        work = self._begin_work(self._answer(scope, body, turn, answered))
        work.add_done_callback(functools.partial(_pass_on, answered))
        return self._result(answered)

    def _settle(self, turn: Turn) -> None:
        """Waits for tasks that a request left behind, until none ends for a while."""
        if self._thread.is_alive():
            self._do(self._wait(turn, PATIENCE))

    def stop(self) -> None:
        """Lets the app end, and ends its loop with whatever is still in it."""
        try:
            self._do(self._end())
        finally:
            self._leave()

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    def _do(self, work: Work[Any]) -> Any:
        return self._result(self._begin_work(work))

    def _begin_work(self, work: Work[T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _result(self, awaited: Future[T]) -> T:
        self._awaited.add(awaited)
        try:
            return awaited.result()
        finally:
            self._awaited.discard(awaited)

    def _leave(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    # --- start and end ---------------------------------------------------------------------

    async def _start(self) -> None:
        self._started, self._ending = asyncio.Event(), asyncio.Event()
        scope = {"type": "lifespan", "state": self._state,
                 "asgi": {"version": "3.0", "spec_version": "2.0"}}
        events = iter(("startup", "shutdown"))

        async def receive() -> dict[str, str]:
            event = next(events, None)
            if event != "startup":
                await self._ending.wait()
            return {"type": f"lifespan.{event or 'shutdown'}"}

        async def send(event: dict[str, Any]) -> None:
            if event["type"] == "lifespan.startup.failed":
                self._refusal = AhoyError(f"The site's start-up failed: {event.get('message')}")
            self._started.set()

        self._life = asyncio.create_task(self._live(scope, receive, send))
        await self._started.wait()
        if self._refusal is not None:
            await self._life
            raise self._refusal

    async def _live(self, *arguments: Any) -> None:
        try:
            await self._app(*arguments)
        except Exception as why:  # most apps that know nothing of a start-up say so in this way
            if self._refusal is not None:
                self._refusal = why
        finally:
            self._started.set()

    async def _end(self) -> None:
        self._ending.set()
        await asyncio.wait([self._life], timeout=FAREWELL)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    # --- a request ---------------------------------------------------------------------------

    async def _answer(self, scope: dict[str, Any], body: bytes, turn: Turn,
                      answered: Future[HttpAnswer]) -> HttpAnswer:
        answer, complete, status = HttpAnswer(500), asyncio.Event(), 500
        first = [{"type": "http.request", "body": body}]

        async def receive() -> dict[str, Any]:
            if not first:
                await complete.wait()  # whoever asks stays until then
            return first.pop() if first else {"type": "http.disconnect"}

        async def send(event: dict[str, Any]) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                answer.status = status = event["status"]
                answer.headers = [(name.decode("latin-1"), value.decode("latin-1"))
                                  for name, value in event.get("headers", ())]
            elif event["type"] == "http.response.body":
                answer.body += event.get("body", b"")
                if not event.get("more_body") and not complete.is_set():
                    turn.is_answered = True
                    complete.set()
                    if status < 500:  # else what the view raised follows it
                        answered.set_result(answer)  # now: what follows may hold the loop up

        scope = scope | {"state": self._state.copy()}
        mine.set(turn)
        task = asyncio.create_task(self._app(scope, receive, send))
        task.add_done_callback(lambda _: complete.set())
        await complete.wait()
        if task.done() and not answered.done():
            del self._turns[task]
            task.result()
        return answer

    def _begin(self, loop: asyncio.AbstractEventLoop, work: Work[T] | Generator[Any, None, T],
               **options: Any) -> asyncio.Task[T]:
        """Makes each task of the loop, and notes for which request."""
        task, context = asyncio.Task(work, loop=loop, **options), options.get("context")
        if turn := context.get(mine) if context else mine.get():
            self._turns[task] = turn
        return task

    async def _wait(self, turn: Turn, limit: float) -> None:
        while left := {task for task, its in self._turns.items() if its is turn}:
            done, late = await asyncio.wait(left, timeout=limit)
            for task in done or late:
                del self._turns[task]
            for task in done:
                if task.cancelled() or not task._log_traceback:  # or somebody has looked
                    continue
                if (why := task.exception()) is not None:
                    self._on_failure(why)


def _pass_on(answered: Future[HttpAnswer], work: Future[HttpAnswer]) -> None:
    """Whoever asks is told how the request ended, if it ended without an answer."""
    if answered.done():
        return
    if work.cancelled():
        answered.cancel()
    elif (why := work.exception()) is not None:
        answered.set_exception(why)
    else:
        answered.set_result(work.result())
