"""Something goes on on a leg until something else happens: hold music until the other joins.

A leg's own process waits here, so that a hang-up or new instructions still reach it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simpy

from ...clock import Process

if TYPE_CHECKING:
    from .leg_protocols import Audience

_STOP = object()


def until(leg: Audience, event: simpy.Event, life: Process[Any]) -> Process[bool]:
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


def _stoppable(life: Process[Any]) -> Process[Any]:
    try:
        return (yield from life)
    except simpy.Interrupt as interrupt:
        if interrupt.cause is not _STOP:
            raise
        return None
