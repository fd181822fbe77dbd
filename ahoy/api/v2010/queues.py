"""Queues: /Accounts/{sid}/Queues.json and /Queues/{sid}.json.

Key order as in Twilio's OpenAPI examples. <Enqueue> makes a queue, too.
"""

from __future__ import annotations

from typing import Any

from ...facts.dates import rfc2822
from ...store.rows import Queue
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .rules import queues as rules

QUEUES = ACCOUNT + "/Queues"
QUEUE = QUEUES + "/{sid}"

CHANGE = Accepts("FriendlyName MaxSize")
LIST = Accepts(PAGING)


@on("POST", QUEUES)
def create(ask: Ask) -> Answer:
    """Makes an empty queue."""
    CHANGE.check(ask)
    queue = rules.new_queue(ask)
    ask.world.store.insert(queue)
    return created(as_json(ask, queue), queue.sid)


@on("GET", QUEUE)
def fetch(ask: Ask) -> Answer:
    """One queue, and how many wait in it."""
    return fetched(as_json(ask, find(ask)))


@on("GET", QUEUES)
def listing(ask: Ask) -> Answer:
    """The account's queues, newest first."""
    LIST.check(ask)
    where = [("account_sid", "=", ask.account.sid)]
    return paging.answer(ask, Queue, "queues", where, lambda queue: as_json(ask, queue))


@on("POST", QUEUE)
def update(ask: Ask) -> Answer:
    """Changes its name or size; who waits already stays."""
    queue = find(ask)
    CHANGE.check(ask)
    ask.world.store.update(
        queue, **rules.changes(ask, queue), date_updated=ask.world.clock.now())
    return fetched(as_json(ask, queue))


@on("DELETE", QUEUE)
def delete(ask: Ask) -> Answer:
    """Removes an empty queue."""
    queue = find(ask)
    rules.must_be_empty(ask, queue)
    ask.world.store.delete(queue)
    return deleted()


def find(ask: Ask) -> Queue:
    """The account's queue of that SID; 404 when there is none."""
    queue = ask.world.store.get(Queue, ask.names["sid"])
    if queue is None or queue.account_sid != ask.account.sid:
        raise ask.not_found()
    return queue


def as_json(ask: Ask, queue: Queue) -> dict[str, Any]:
    """A queue as Twilio writes it; sizes and times are numbers."""
    waiting = ask.world.exchange.queues.of(queue)
    return {
        "account_sid": queue.account_sid,
        "average_wait_time": waiting.average,
        "current_size": len(waiting.members),
        "date_created": rfc2822(queue.date_created),
        "date_updated": rfc2822(queue.date_updated),
        "friendly_name": queue.friendly_name,
        "max_size": queue.max_size,
        "sid": queue.sid,
        "uri": f"/2010-04-01/Accounts/{queue.account_sid}/Queues/{queue.sid}.json",
    }
