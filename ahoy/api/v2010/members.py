"""Members of a queue: /Queues/{sid}/Members.json and /Members/{call_sid}.json, or `Front`.

Only those whose calls this kernel carries are there.
"""

from __future__ import annotations

from typing import Any

from ...exchange.queues.queue import QueueMember
from ...facts import errors
from ...facts.dates import rfc2822
from .. import paging
from ..answers import Answer, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import on
from . import queues
from .rules import participants as rules

MEMBERS = queues.QUEUE + "/Members"
MEMBER = MEMBERS + "/{call_sid}"
FRONT = "Front"

UPDATE = Accepts("Url Method")
LIST = Accepts(PAGING)


@on("GET", MEMBERS)
def listing(ask: Ask) -> Answer:
    """Who waits, the first first."""
    LIST.check(ask)
    waiting = ask.world.exchange.queues.of(queues.find(ask))
    return paging.computed(ask, "queue_members", [
        as_json(one, position) for position, one in enumerate(waiting, 1)])


@on("GET", MEMBER)
def fetch(ask: Ask) -> Answer:
    """One who waits, by the SID of the call; `Front` is the first."""
    one = find(ask)
    return fetched(as_json(one, one.position), one.leg.call.sid)


@on("POST", MEMBER)
def update(ask: Ask) -> Answer:
    """Takes a call out of the queue: the document at Url rules it from now on."""
    one = find(ask)
    UPDATE.check(ask)
    source = rules.source(ask, "Url", "Method", "POST", "redirect")
    if source is None:
        raise errors.refuse(20001, "missing", name="Url")
    answer = fetched(as_json(one, one.position), one.leg.call.sid)
    one.queue.leave(one)
    one.leg.cut(source)
    return answer


def find(ask: Ask) -> QueueMember:
    """The member of that call, or the first; 404 when there is none."""
    members = ask.world.exchange.queues.of(queues.find(ask)).members
    sid = ask.names["call_sid"]
    one = next(iter(members.values()), None) if sid == FRONT else members.get(sid)
    if one is None:
        raise ask.not_found()
    return one


def as_json(one: QueueMember, position: int) -> dict[str, Any]:
    """A member as Twilio writes it; `wait_time` is in seconds."""
    row, sid = one.queue.row, one.leg.call.sid
    return {
        "queue_sid": row.sid,
        "call_sid": sid,
        "date_enqueued": rfc2822(one.date_enqueued),
        "position": position,
        "uri": f"/2010-04-01/Accounts/{row.account_sid}/Queues/{row.sid}/Members/{sid}.json",
        "wait_time": one.seconds,
    }
