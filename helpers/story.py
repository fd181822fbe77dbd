"""A story: what happened to calls and messages, as text, as a drawing, as records."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterator
from typing import Any, overload

from ahoy import current
from ahoy.trace import Record, Status, Touched
from ahoy.world import World

PATIENCE = 0.05
"""Seconds between two looks while a cell awaits on the real clock."""

PLACED = ("calls", "texts")
"""What code does on a phone as often as people do."""


class Story:
    """Records of the trace, in order. Iterate over it, print it, or let a cell show it.

    `await` it (or call `.wait()` in a plain script) to wait for the end of what is watched.
    """

    def __init__(self, world: World, sids: tuple[str, ...], until: str = "") -> None:
        self._world, self._sids, self._until = world, sids, until
        self._shown = False
        self._page: Any = None

    @property
    def records(self) -> list[Record]:
        """The records so far, oldest first."""
        if not self._sids:
            return list(self._world.trace.records)
        exchange = self._world.exchange
        told = [one for sid in self._sids for one in (sid, *exchange.callers_of(sid))]
        return self._world.trace.about(one for sid in told for one in exchange.family(sid))

    @property
    def is_over(self) -> bool:
        """True when all that is watched has ended and its last callback was answered."""
        return all(self._world.exchange.is_settled(sid) for sid in self._sids)

    def _is_enough(self) -> bool:
        """Whether whoever waits may go on: all is over, or has the status that was asked for."""
        return self.is_over or any(
            isinstance(one, Status) and one.status == self._until and one.sid in self._sids
            for one in self.records)

    @property
    def is_touched(self) -> bool:
        """True when a person did something on a phone: the scripts then ended early."""
        touches = (record for record in self.records if isinstance(record, Touched))
        return any(one.by == "person" and one.action not in PLACED for one in touches)

    @property
    def has_end(self) -> bool:
        """False for the story of a whole world, which goes on as long as the world does."""
        return bool(self._sids)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener()` after each new record of the world; gives a function that ends it."""
        return self._world.trace.listen(lambda _: listener())

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        return self.records[place]

    def wait(self, timeout: float | None = None) -> Story:
        """Waits, in a plain script, until it is over or `timeout` real seconds have passed."""
        self._world.clock.settle(self._is_enough, timeout)
        return self

    def __await__(self) -> Generator[Any, None, Story]:
        return self._until_over().__await__()

    async def _until_over(self) -> Story:
        if self._world.clock.is_virtual:
            return self.wait()
        self._show_live()
        while not self._is_enough() and self._world is current():
            await asyncio.sleep(PATIENCE)
        return self

    def _show_live(self) -> None:
        """In a notebook the drawing grows while the cell waits; it is shown once."""
        if not _in_kernel():
            return
        from IPython.display import display

        display(self)
        self._shown = True

    def __repr__(self) -> str:
        records = self.records
        if not records:
            return "Nothing has happened yet."
        return "\n".join(str(record) for record in records)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from .page.story.sequence_diagram import draw

        return self._live({"text/plain": repr(self), "image/svg+xml": draw(self.records)})

    def _live(self, bundle: dict[str, Any]) -> dict[str, Any]:
        from .page.story.trace_widget import TraceWidget
        from .page.widget_line import view

        if self._page is None or self._page.comm is None:
            self._page = TraceWidget(self)  # shown again, it is another view of the same
        return view(self._page, bundle["text/plain"]) | bundle

    def _ipython_display_(self) -> None:
        """Shown once: nothing more where the live drawing stands already."""
        if not self._shown:
            raise NotImplementedError  # IPython then shows the mimebundle


def _in_kernel() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")
