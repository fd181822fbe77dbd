"""What is checked before a queue is made, changed or removed.

Codes 22002 and 22003 are known by number; their sentences are ours. Bad values are 20001,
which is a guess.
"""

from __future__ import annotations

from typing import Any

from ....exchange.queues.queue import LARGEST, SIZE
from ....facts import errors
from ....store.rows import Queue
from ... import parameters
from ...request_context import Ask

LONGEST = 64
"""Characters of a name."""


def new_queue(ask: Ask) -> Queue:
    """The queue that is asked for, as a row that is not yet in the store."""
    name = ask.text("FriendlyName")
    if not name:
        raise errors.refuse(20001, "missing", name="FriendlyName")
    now = ask.world.clock.now()
    return Queue(sid=ask.world.ids.sid("QU"), account_sid=ask.account.sid,
                 friendly_name=_free(ask, name, None), max_size=_size(ask, SIZE),
                 date_created=now, date_updated=now)


def changes(ask: Ask, queue: Queue) -> dict[str, Any]:
    """What an update changes."""
    found: dict[str, Any] = {"max_size": _size(ask, queue.max_size)}
    if name := ask.text("FriendlyName"):
        found["friendly_name"] = _free(ask, name, queue)
    return found


def must_be_empty(ask: Ask, queue: Queue) -> None:
    """Nobody may wait in a queue that is removed."""
    if ask.world.exchange.queues.of(queue).members:
        raise errors.refuse(22002)


def _free(ask: Ask, name: str, own: Queue | None) -> str:
    if len(name) > LONGEST:
        raise errors.bad_parameter("FriendlyName")
    taken = ask.world.store.find(Queue, friendly_name=name, account_sid=ask.account.sid)
    if any(own is None or one.sid != own.sid for one in taken):
        raise errors.refuse(22003)
    return name


def _size(ask: Ask, default: int) -> int:
    if not ask.text("MaxSize"):
        return default
    size = parameters.whole(ask.text("MaxSize"), 1, LARGEST)
    if size is None:
        raise errors.bad_parameter("MaxSize")
    return size
