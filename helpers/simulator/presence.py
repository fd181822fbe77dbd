"""Which kernels are alive: each running world holds a lock beside the account's file.

The operating system lets go of a dead kernel's lock, so what that kernel left in progress
can be told from what another notebook is doing now.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from . import lifecycle
from .rows import Call, Conference, Message

if TYPE_CHECKING:
    from .store import Store

CALL_STATES = tuple(status for status in lifecycle.CALL if status not in lifecycle.FINAL_CALL)
ROOM_STATES = ("init", "in-progress")
TEXT_STATES = ("accepted", "queued", "sending", "sent")
LOST = {"error_code": 30008, "error_message": "Unknown error"}
"""What becomes of a text whose carrier died: Twilio's code for "we don't know"."""


class Presence:
    """This world's lock, in a folder beside the account's file. `name` goes into its rows."""

    def __init__(self, path: str) -> None:
        self._folder = Path(path + "-worlds")
        self.name = "" if path == ":memory:" else uuid.uuid4().hex  # tells kernels apart
        self._lock = None
        if self.name:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = self._lock_of(self.name)
            self._lock.acquire(timeout=0)

    def _lock_of(self, name: str):
        from filelock import FileLock

        return FileLock(self._folder / f"{name}.lock")

    def end_what_the_dead_left(self, store: Store, now: float) -> int:
        """Calls of dead kernels become `failed`, and so do their texts; conferences are over.

        Gives how many kernels.
        """
        if self._lock is None:
            return 0
        rooms = [row for status in ROOM_STATES for row in store.find(Conference, status=status)]
        left = [row for status in CALL_STATES for row in store.find(Call, status=status)]
        texts = [row for status in TEXT_STATES for row in store.find(Message, status=status)
                 if row.direction != "inbound"]
        worlds = {row.world for row in (*left, *texts, *rooms)}
        dead = {name for name in worlds if self._is_dead(name)}
        end(store, now, (row for row in left if row.world in dead),
            (row for row in texts if row.world in dead),
            (row for row in rooms if row.world in dead))
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


def end(store: Store, now: float, calls, texts, rooms) -> None:
    """Ends rows that nobody carries on."""
    for call in calls:
        store.update(call, status="failed", end_time=now, date_updated=now)
    for text in texts:
        store.update(text, status="failed", date_updated=now, **LOST)
    for room in rooms:
        store.update(room, status="completed", date_updated=now,
                     reason_conference_ended="last-participant-left")
