"""Which kernels are alive: each running world holds a lock beside the account's file.

The operating system lets go of a dead kernel's lock, so what that kernel left in progress
can be told from what another notebook is doing now.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..facts import life_cycles
from .rows import Call, Conference, Message, Recording, Transcription
from .statuses import become

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from .store import Store
    from .tables import Row

UNFINISHED: dict[type[Row], tuple[str, ...]] = {
    Call: tuple(status for status in life_cycles.CALL if status not in life_cycles.FINAL_CALL),
    Message: ("accepted", "queued", "sending", "sent"),
    Conference: ("init", "in-progress"),
    Recording: ("in-progress", "paused", "processing"),
    Transcription: ("in-progress",),
}
"""Statuses of rows that a kernel works on."""

FATES: dict[type[Row], tuple[str, dict[str, Any]]] = {
    Call: ("failed", {}),
    Message: ("failed", {"error_code": 30008, "error_message": "Unknown error"}),
    Conference: ("completed", {"reason_conference_ended": "last-participant-left"}),
    Recording: ("absent", {}),
    Transcription: ("failed", {}),
}
"""What becomes of them when the kernel dies. 30008 is Twilio's code for "we don't know"."""


class KernelLock:
    """This world's lock, in a folder beside the account's file. `name` goes into its rows."""

    def __init__(self, path: str) -> None:
        self._folder = Path(path + "-worlds")
        self.name = "" if path == ":memory:" else uuid.uuid4().hex  # tells kernels apart
        self._lock: BaseFileLock | None = None
        if self.name:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = self._lock_of(self.name)
            self._lock.acquire(timeout=0)

    def _lock_of(self, name: str) -> BaseFileLock:
        from filelock import FileLock

        return FileLock(self._folder / f"{name}.lock")

    def end_what_the_dead_left(self, store: Store, now: float) -> int:
        """Calls of dead kernels become `failed`, and so do their texts; conferences are over,
        recordings are lost.

        Gives how many kernels.
        """
        if self._lock is None:
            return 0
        left: list[Any] = [row for kind, states in UNFINISHED.items() for status in states
                for row in store.find(kind, status=status)]
        dead = {name for name in {row.world for row in left if _counts(row)} if self._is_dead(name)}
        end(store, now, (row for row in left if _counts(row) and row.world in dead))
        return len(dead)

    def scheduled_by_the_dead(self, store: Store) -> list[Message]:
        """Texts that a dead kernel would have sent later: this world takes them on."""
        if self._lock is None:
            return []
        return [text for text in store.find(Message, status="scheduled")[::-1]
                if self._is_dead(text.world)]

    def _is_dead(self, name: str) -> bool:
        from filelock import Timeout

        if name == self.name:
            return False
        lock = self._lock_of(name or "unknown")
        try:
            with lock.acquire(timeout=0):
                pass
        except Timeout:
            return False
        Path(lock.lock_file).unlink(missing_ok=True)
        return True

    def leave(self) -> None:
        """Lets go of the lock."""
        if self._lock is not None:
            self._lock.release()
            (self._folder / f"{self.name}.lock").unlink(missing_ok=True)
            self._lock = None


def _counts(row: Any) -> bool:
    return not (isinstance(row, Message) and row.direction == "inbound")


def end(store: Store, now: float, rows: Iterable[Any]) -> None:
    """Ends rows that nobody carries on."""
    for row in rows:
        status, changes = FATES[type(row)]
        if row.status == "sent":  # it had left Twilio
            status = "undelivered"
        become(store, row, status, now, **changes)
        if isinstance(row, Call):
            store.update(row, end_time=now)
