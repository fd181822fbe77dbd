"""A caller is taken from a queue: a document for the caller first, then the two are connected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...clock import Process
from ...twiml.verb_limits import DEQUEUED
from ..calls import play_until
from ..calls.bridge import Bridge
from ..calls.documents import Source, follow_beside

if TYPE_CHECKING:
    import simpy

    from ..calls.leg import Leg
    from .queue import QueueMember


class Dequeue:
    """What an agent's <Dial> of a queue waits for.

    `taken` happens when a caller was found, `over` when caller and agent have parted.
    `whisper`: what the caller hears before. `limit`: seconds that they may talk, 0 for any.
    """

    def __init__(self, agent: Leg, whisper: Source | None, *, limit: int = 0,
                 star_ends: bool = False, connects: Callable[[], None]) -> None:
        self.agent = agent
        self._whisper, self._limit, self._star_ends = whisper, limit, star_ends
        self._connects = connects
        self.taken: simpy.Event = agent.env.event()
        self.over: simpy.Event = agent.env.event()
        self._gone: simpy.Event = agent.env.event()
        self.member: QueueMember | None = None
        self.bridge: QueueBridge | None = None

    def takes(self, member: QueueMember) -> None:
        """It is this caller's turn."""
        self.member = member
        self.taken.succeed()
        member.is_taken_by(self)

    def meet(self, member: QueueMember) -> Process[bool]:
        """The caller's side: the whisper, and the talk to its end. False if it came to none."""
        env = self.agent.env
        if self._whisper is not None:
            life = follow_beside(member.leg, self._whisper, DEQUEUED,
                                 lambda: self._params(member))
            yield from play_until.until(member.leg, self._gone, life)
        if self._gone.triggered:
            return False
        self.agent.connect()
        self._connects()
        self.bridge = bridge = QueueBridge(self.agent, member.leg, star_ends=self._star_ends)
        if self._limit:
            env.timeout(self._limit).callbacks.append(lambda _: bridge.leaves(self.agent))
        yield bridge.ended
        self.part()
        return True

    def _params(self, member: QueueMember) -> dict[str, str]:
        return {"QueueSid": member.queue.row.sid, "QueueTime": str(member.seconds),
                "DequeingCallSid": self.agent.call.sid}

    def part(self) -> None:
        """The two have nothing more to do with each other, whoever wants it so."""
        if self.bridge is not None:
            self.bridge.leaves(self.agent)
        for event in (self._gone, self.over):
            if not event.triggered:
                event.succeed()


class QueueBridge(Bridge):
    """A bridge that the agent may end with the star key."""

    def __init__(self, agent: Leg, caller: Leg, *, star_ends: bool) -> None:
        self._agent, self._star_ends = agent, star_ends
        super().__init__(agent, caller)

    def carries(self, leg: Leg, action: str, value: str) -> None:
        if self._star_ends and leg is self._agent and (action, value) == ("presses", "*"):
            self.leaves(leg)
        else:
            super().carries(leg, action, value)
