"""Queues: callers wait in line, and who dials the queue takes the first
(docs/twilio-behaviour.md, 4 and 9.2).

A queue's row is shared between kernels; who waits in it is known to the kernel that carries
the calls.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from typing import TYPE_CHECKING

from ... import trace
from ...store.rows import Queue

if TYPE_CHECKING:
    from collections.abc import Iterator

    import simpy

    from ...world import World
    from ..calls.leg import Leg
    from .dequeue import Dequeue

SIZE = 1000
LARGEST = 5000
"""So many may wait in a queue that <Enqueue> makes, and in any."""


class LiveQueues:
    """The queues of this world in which somebody waits or has waited, by SID."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_sid: dict[str, LiveQueue] = {}

    def of(self, row: Queue) -> LiveQueue:
        """Who waits in this queue; the row is taken as the newest."""
        queue = self._by_sid.get(row.sid)
        if queue is None:
            queue = self._by_sid[row.sid] = LiveQueue(self._world, row)
        queue.row = row
        return queue

    def find(self, account_sid: str, name: str) -> LiveQueue | None:
        """The account's queue of this name, or None."""
        rows = self._world.store.find(Queue, friendly_name=name, account_sid=account_sid)
        return self.of(rows[-1]) if rows else None

    def open(self, account_sid: str, name: str, size: int = SIZE) -> LiveQueue:
        """The account's queue of this name, made if need be."""
        return self.find(account_sid, name) or self.of(self._new(account_sid, name, size))

    def _new(self, account_sid: str, name: str, size: int) -> Queue:
        now = self._world.clock.now()
        row = Queue(sid=self._world.ids.sid("QU"), account_sid=account_sid, friendly_name=name,
                    max_size=size, date_created=now, date_updated=now)
        self._world.store.insert(row)
        return row

    def holds(self, leg: Leg) -> bool:
        """True for a call that waits in a queue."""
        return any(leg.call.sid in queue.members for queue in self._by_sid.values())


class QueueMember:
    """A caller who waits. `called` happens when it is the caller's turn: `taker` says with whom."""

    def __init__(self, queue: LiveQueue, leg: Leg, ticket: int) -> None:
        self.queue, self.leg, self.ticket = queue, leg, ticket
        self.since = leg.env.now
        self.date_enqueued = leg.world.clock.now()
        self.called: simpy.Event = leg.env.event()
        self.taker: Dequeue | None = None

    def is_taken_by(self, taker: Dequeue) -> None:
        """It is the caller's turn."""
        self.taker = taker
        self.called.succeed()

    @property
    def position(self) -> int:
        """1 for the first."""
        return bisect_left(self.queue.tickets, self.ticket) + 1

    @property
    def seconds(self) -> int:
        """How long it has been in the queue."""
        return int(self.leg.env.now - self.since)

    def params(self) -> dict[str, str]:
        """What a waitUrl is told besides."""
        queue = self.queue
        return {"QueuePosition": str(self.position), "QueueSid": queue.row.sid,
                "QueueTime": str(self.seconds), "AvgQueueTime": str(queue.average),
                "CurrentQueueSize": str(len(queue.members)),
                "MaxQueueSize": str(queue.row.max_size)}


class LiveQueue:
    """One queue: its callers, the first first, and who waits for one."""

    def __init__(self, world: World, row: Queue) -> None:
        self.world, self.row = world, row
        self.members: dict[str, QueueMember] = {}
        """By the SID of their call."""
        self.tickets: list[int] = []
        self._next = 0
        self._sum_of_since = 0.0
        self._takers: deque[Dequeue] = deque()

    def __iter__(self) -> Iterator[QueueMember]:
        return iter(list(self.members.values()))

    @property
    def is_full(self) -> bool:
        """True when as many wait as may."""
        return len(self.members) >= self.row.max_size

    @property
    def average(self) -> int:
        """The mean of the seconds that those who wait have waited."""
        count = len(self.members)
        return int(self.world.env.now - self._sum_of_since / count) if count else 0

    def join(self, leg: Leg) -> QueueMember:
        """A caller comes in, at the end; one who is waited for is taken at once."""
        member = QueueMember(self, leg, self._next)
        self._next += 1
        self.members[leg.call.sid] = member
        self.tickets.append(member.ticket)
        self._sum_of_since += member.since
        self.note("joins", leg, f"at position {member.position}")
        self._serve()
        return member

    def leave(self, member: QueueMember) -> None:
        """A caller is in the queue no more."""
        if self.members.pop(member.leg.call.sid, None) is None:
            return
        del self.tickets[bisect_left(self.tickets, member.ticket)]
        self._sum_of_since -= member.since
        self.note("leaves", member.leg, f"after {member.seconds} s")

    def wants_one(self, taker: Dequeue) -> None:
        """Somebody takes the first caller: now, or the next who comes."""
        self._takers.append(taker)
        self._serve()

    def wants_none(self, taker: Dequeue) -> None:
        """Somebody waits no longer for a caller."""
        if taker in self._takers:
            self._takers.remove(taker)

    def _serve(self) -> None:
        while self._takers and self.members:
            taker, member = self._takers.popleft(), next(iter(self.members.values()))
            self.note("takes the first from", taker.agent)
            self.leave(member)
            taker.takes(member)

    def note(self, event: str, leg: Leg, note: str = "") -> None:
        """Adds a record about a call and the queue to the trace."""
        leg.note(trace.Attendance, source=leg.lane, target=trace.TWILIO, event=event, kind="queue",
                 name=self.row.friendly_name, note=note)
