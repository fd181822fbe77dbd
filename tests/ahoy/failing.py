"""Disks that fail: SQLite's own connection, at which one write or all of them go wrong."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Iterator

WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT")

FULL = ("database or disk is full", sqlite3.SQLITE_FULL)
BROKEN = ("disk I/O error", sqlite3.SQLITE_IOERR)
LOCKED = ("database is locked", sqlite3.SQLITE_BUSY)


class Plan:
    """Which write fails, and how. `is_undone`: SQLite ends the transaction by itself."""

    def __init__(self) -> None:
        self.count = 0
        self.fails: range | None = None
        self.why, self.is_undone = FULL, False

    def strikes(self) -> bool:
        """Counts one write; True when it fails."""
        self.count += 1
        return self.fails is not None and self.count in self.fails


def failing(plan: Plan) -> type[sqlite3.Connection]:
    """A connection that follows the plan."""

    class Failing(sqlite3.Connection):
        def execute(self, statement, *values):
            if statement.startswith(WRITES) and plan.strikes():
                if plan.is_undone and self.in_transaction:
                    super().execute("ROLLBACK")
                fault = sqlite3.OperationalError(plan.why[0])
                fault.sqlite_errorcode = plan.why[1]
                raise fault
            return super().execute(statement, *values)

    return Failing


@contextlib.contextmanager
def a_failing_disk(plan: Plan) -> Iterator[None]:
    """Every database that is opened meanwhile follows the plan."""
    original = sqlite3.connect
    sqlite3.connect = functools.partial(original, factory=failing(plan))
    try:
        yield
    finally:
        sqlite3.connect = original
