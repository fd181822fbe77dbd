"""Something goes on on a leg until something else happens: hold music until the other joins.

A leg's own process waits here, so that a hang-up or new instructions still reach it.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

if TYPE_CHECKING:
    from .leg import Leg

_STOP = object()


def until(leg: Leg, event: simpy.Event, life: Generator[Any, Any, Any]):
    """Runs `life` beside the leg's process until `event`, or to its own end, whichever is first.

    Gives True when `event` has happened. What `life` raises is raised here; where the leg is
    interrupted, `life` is stopped and the interrupt goes on.
    """
    beside = leg.env.process(_stoppable(life))
    try:
        yield beside | event
    finally:
        if beside.is_alive:
            beside.interrupt(_STOP)
    return event.triggered


def _stoppable(life: Generator[Any, Any, Any]):
    try:
        return (yield from life)
    except simpy.Interrupt as interrupt:
        if interrupt.cause is not _STOP:
            raise
        return None
