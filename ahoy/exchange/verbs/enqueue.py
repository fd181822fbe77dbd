"""<Enqueue>, <Leave> and <Dial><Queue>: waiting in line (their own pages;
docs/twilio-behaviour.md, 4.1).

What the action is told of a caller whose agent is gone before they were connected
(`bridging-in-process`) is likely only.
"""

from __future__ import annotations

import simpy

from ... import trace
from ...clock import Process
from ...twiml.document import Element
from ...twiml.verb_limits import QUEUED
from ..calls import play_until
from ..calls.documents import FAILED, DocumentEnded, HangUp, Page, Source
from ..calls.hold_music import HoldMusic
from ..calls.leg import Leg, Over
from ..queues.dequeue import Dequeue
from ..queues.queue import LiveQueue, QueueMember
from .attributes import action, is_on, number, source
from .cut_verbs import asks_action
from .dial import DialOutcome
from .dial_recording import DialRecording
from .wait_url import music

PATIENCE = 30
"""Seconds that a <Dial> waits for somebody in the queue, unless its timeout says otherwise."""


class LeftQueue(DocumentEnded):
    """A <Leave/>: the call is in the queue no more."""

    verb = "Leave"


class QueueWait:
    """A caller's way through a queue, for the action: `result` is Twilio's QueueResult."""

    def __init__(self, waiting: LiveQueue) -> None:
        self._queue = waiting
        self.result = "queue-full"
        self._seconds: int | None = None
        self._led_away = "redirected"

    def ends(self, member: QueueMember, result: str) -> None:
        """The caller is out of the queue, or was taken from it."""
        if self._seconds is None:
            self._seconds = member.seconds
        self._queue.leave(member)
        self.result = result

    def begins_to_meet(self, member: QueueMember) -> None:
        """Somebody takes the caller: what interrupts from now on means something else."""
        self.ends(member, "bridging-in-process")
        self._led_away = "bridging-in-process"

    def is_cut(self, member: QueueMember, handover: Dequeue | None, cause: object) -> None:
        """The caller hangs up, or the API leads the call away."""
        is_bridged = handover is not None and handover.bridge is not None
        if isinstance(cause, Over):
            result = "bridged" if is_bridged else "hangup"
        else:
            result = "redirected-from-bridged" if is_bridged else self._led_away
        self.ends(member, result)

    @property
    def params(self) -> dict[str, str]:
        """What the action is told; SID and time only if the call was in the queue."""
        params = {"QueueResult": self.result}
        if self._seconds is not None:
            params |= {"QueueSid": self._queue.row.sid, "QueueTime": str(self._seconds)}
        return params


def enqueue(leg: Leg, page: Page, element: Element) -> Process[Source | None]:
    """<Enqueue>: waits with music until somebody takes the call, or something ends it."""
    name = element.text.strip()
    waiting = leg.world.exchange.queues.open(leg.call.account_sid, name)
    wait = QueueWait(waiting)
    if waiting.is_full:
        leg.alert(14207, line=element.line,
                   cure="Raise its size: client.queues(sid).update(max_size=…).")
        yield leg.env.timeout(0)
    else:
        yield from _stand_in_line(leg, page, element, waiting, wait)
    leg.barren = 0
    return _after(page, element, wait)


def _stand_in_line(leg: Leg, page: Page, element: Element, waiting: LiveQueue,
                   wait: QueueWait) -> Process[None]:
    meanwhile = music(leg, page, element, "waitUrlMethod")
    member = waiting.join(leg)
    try:
        ended_by = yield from _wait(member, meanwhile)
        if member.taker is not None:
            wait.begins_to_meet(member)
            if (yield from member.taker.meet(member)):
                wait.result = "bridged"
            return
    except simpy.Interrupt as interrupt:
        yield from _is_cut(leg, page, element, member, wait, interrupt.cause)
        raise
    wait.ends(member, "leave" if ended_by == "Leave" else "hangup")
    if ended_by == "Hangup":
        leg.asks_when_over(_after(page, element, wait))
        raise HangUp


def _wait(member: QueueMember, meanwhile: HoldMusic) -> Process[str]:
    """Music again and again, until it is the caller's turn. Gives the verb that ended it."""
    ended_by: list[str] = []

    def life() -> Process[None]:
        while not ended_by:
            verb = yield from meanwhile.plays(member.leg, QUEUED, member.params)
            if verb in ("Leave", "Hangup"):
                ended_by.append(verb)
            elif verb == FAILED or meanwhile.url is None:
                yield member.leg.env.event()  # silence

    yield from play_until.until(member.leg, member.called, life())
    return ended_by[0] if ended_by else ""


def _is_cut(leg: Leg, page: Page, element: Element, member: QueueMember, wait: QueueWait,
            cause: object) -> Process[None]:
    handover = member.taker
    wait.is_cut(member, handover, cause)
    if handover is not None:
        handover.part()
    yield from asks_action(leg, cause, lambda: _after(page, element, wait))


def _after(page: Page, element: Element, wait: QueueWait) -> Source | None:
    if not element.attributes.get("action"):
        return None
    return action(page, element, wait.params)


def leave(leg: Leg, page: Page, element: Element) -> Process[None]:
    """<Leave>: out of the queue; what follows <Enqueue> is carried out."""
    leg.note(trace.Verb, target=trace.TWILIO, name="Leave")
    yield leg.env.timeout(0)
    if leg.world.exchange.queues.holds(leg):
        raise LeftQueue
    leg.alert(None, "<Leave> is ignored: the call is in no queue.", level="warning",
              line=element.line, cure="Put <Leave/> into the document of an <Enqueue waitUrl>.")


def queue(leg: Leg, page: Page, dial: Element, outcome: DialOutcome) -> Process[None]:
    """<Dial><Queue>: takes the first who waits, or the next who comes within the timeout."""
    noun = next(one for one in dial.children if one.name == "Queue")
    name = noun.text.strip()
    waiting = leg.world.exchange.queues.find(leg.call.account_sid, name)
    leg.note(trace.Verb, target=trace.TWILIO, name="Dial", note=f"queue {name}")
    if waiting is None:
        outcome.status = "failed"  # "an error status", Twilio's page says
        leg.alert(None, f"There is no queue {name!r}.", level="warning", line=noun.line,
                  cure="<Enqueue> makes a queue when the first caller comes.")
        yield leg.env.timeout(0)
        return
    url = noun.attributes.get("url")
    tape = DialRecording(leg, page, dial)
    taker = Dequeue(leg, source(page, noun, url, "whisper", {}) if url else None,
                     limit=number(dial, "timeLimit", 0), star_ends=is_on(dial, "hangupOnStar"),
                     connects=tape.begins)
    try:
        yield from _take(waiting, taker, number(dial, "timeout", PATIENCE), outcome)
    except simpy.Interrupt:
        outcome.params |= tape.stop()
        raise
    outcome.params |= tape.stop()


def _take(waiting: LiveQueue, taker: Dequeue, patience: int, outcome: DialOutcome) -> Process[None]:
    waiting.wants_one(taker)
    try:
        yield taker.taken | taker.agent.env.timeout(patience)
        if taker.member is not None:
            yield taker.over
    except simpy.Interrupt:
        waiting.wants_none(taker)
        taker.part()
        _fill_in(outcome, taker, "canceled")
        raise
    waiting.wants_none(taker)
    _fill_in(outcome, taker, "no-answer")


def _fill_in(outcome: DialOutcome, taker: Dequeue, status: str) -> None:
    outcome.status = "completed" if taker.member is not None else status
    if taker.member is None:
        return
    outcome.params["DialCallSid"] = taker.member.leg.call.sid
    if taker.bridge is not None:
        outcome.params["DialCallDuration"] = str(max(1, round(taker.bridge.seconds)))
    outcome.params["DialBridged"] = "true" if taker.bridge is not None else "false"
