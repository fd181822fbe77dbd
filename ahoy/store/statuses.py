"""A row's status changes: the one writer, which asks the tables of life cycles."""

from __future__ import annotations

from typing import Any

from ..facts import life_cycles
from .conference_rows import Conference
from .recording_rows import Recording, Transcription
from .rows import Call, Message
from .store import Store

Row = Call | Message | Conference | Recording | Transcription

_TABLES: dict[type, life_cycles.Table] = {
    Call: life_cycles.CALL,
    Message: life_cycles.MESSAGE_OUT,
    Conference: life_cycles.CONFERENCE,
    Recording: life_cycles.RECORDING,
    Transcription: life_cycles.TRANSCRIPTION,
}


class ImpossibleStatus(Exception):
    """A status that can't follow: a fault of the simulator, never of who uses it."""


def become(store: Store, row: Row, status: str, now: float, **changes: Any) -> None:
    """Writes the new status down, with other columns that change with it.

    `now`: seconds since 1970. Raises `ImpossibleStatus` where the tables forbid it.
    """
    if status != row.status and not life_cycles.follows(_table_of(row), row.status, status):
        raise ImpossibleStatus(f"{type(row).__name__} {row.sid}: {row.status} → {status}")
    store.update(row, status=status, date_updated=now, **changes)


def _table_of(row: Row) -> life_cycles.Table:
    if isinstance(row, Message) and row.direction == "inbound":
        return life_cycles.MESSAGE_IN
    return _TABLES[type(row)]
