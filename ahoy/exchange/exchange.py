"""The exchange: connects calls and carries texts, as processes on one clock.

Everything here runs under the world's lock: callers only change state and schedule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import trace
from ..account import messaging_services
from ..facts import life_cycles
from ..media import message_media
from ..store.rows import Call, Message, PhoneNumber
from .calls import (
    call_life,
    caller_id_verification,
    document_far_end,
    machine_detection,
    reachable_numbers,
)
from .calls.documents import CarryOut, Source
from .calls.leg import Leg, Over
from .calls.status_callbacks import StatusCallbacks
from .conferences.conference import LiveConferences
from .messages import message_life, outbox
from .queues.queue import LiveQueues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..clock import Process
    from ..phones import Handset, TextMessage
    from ..store.rows import Conference, Recording, Transcription
    from ..web.webhooks import Jar
    from ..world import World
    from .calls.call_life import CallEnd
    from .calls.document_far_end import Called, Plug
    from .calls.leg_protocols import FarEnd
    from .messages import reply_rules
    from .recordings.recorder import Recorder, RecordingOptions


class Exchange:
    """Calls and messages in progress, by SID."""

    def __init__(self, world: World, carry_out: CarryOut) -> None:
        self.world = world
        self.carry_out = carry_out
        """Runs the verbs of a call's document: they are handed in, and know the exchange."""
        self.legs: dict[str, Leg] = {}
        self.texts: dict[str, Message] = {}
        self.jars: dict[tuple[str, str], Jar] = {}
        self._callbacks: dict[str, StatusCallbacks] = {}
        self._family: dict[str, list[str]] = {}
        self.conferences = LiveConferences(world)
        self.queues = LiveQueues(world)
        self._work: dict[str, Recording | Transcription] = {}
        self.recorders: dict[str, Recorder] = {}
        """Recordings in progress, by SID."""
        self.outbox = outbox.Outbox()
        self.chains: dict[frozenset[str], reply_rules.Chain] = {}
        self.verifying: dict[str, str] = {}
        """Numbers whose verification is under way, and their accounts."""

    # --- calls ---------------------------------------------------------------------------

    def place_call(self, call: Call, detecting: machine_detection.DetectionOptions | None = None,
                   recording: RecordingOptions | None = None) -> None:
        """Takes on a call that the REST API made, and how it is to be listened to."""
        call.world = self.world.name
        leg = Leg(self.world, call, self.answerer(call.to, call.from_), is_caller=False)
        leg.detecting = detecting
        self._live(leg, call_life.outbound(leg, recording=recording))

    def answerer(self, number: str, from_: str, name: str | None = None) -> FarEnd:
        """Who answers there: a handset; the TwiML of a number of the account; a stranger.

        `name`: who calls, if not `from_`.
        """
        handset = self.world.phones.find(number)
        if handset is not None:
            return handset
        owned = self.world.number_at(number)
        if owned is not None:
            return document_far_end.of_number(self.world, owned, from_, name or from_)
        return self.world.phones.at(number)

    def call_through(self, parent: Leg, plug: Plug, called: Called) -> None:
        """A call comes in because `parent` calls one of the account's own numbers or apps."""
        call = call_life.through(self.world, plug, called)
        self.world.store.insert(call)
        leg = Leg(self.world, call, plug, is_caller=True)
        leg.hops = parent.hops + 1
        plug.begin_call(leg)
        self.adopt(parent.call.sid, call.sid)
        self._live(leg, call_life.inbound(leg, called.extra))

    def call_in(self, handset: Handset, number: str) -> Call:
        """A handset calls one of the account's numbers. Raises `PhoneError` for another."""
        owned = reachable_numbers.number(self.world, number, handset)
        return self._comes_in(handset, call_life.incoming(self.world, handset, owned), number)

    def call_app(self, handset: Handset, sid: str, parameters: dict[str, str]) -> Call:
        """A browser or an app calls a TwiML app, as the Voice SDKs do.

        Raises `PhoneError` for a telephone, and for an app that the account does not have.
        """
        app = reachable_numbers.app(self.world, sid, handset)
        told = {"ApplicationSid": sid} | {name: str(value) for name, value in parameters.items()}
        call = call_life.to_app(self.world, handset, app)
        return self._comes_in(handset, call, f"app:{sid}", told)

    def _comes_in(self, handset: Handset, call: Call, whom: str,
                  told: dict[str, str] | None = None) -> Call:
        self.world.store.insert(call)
        leg = Leg(self.world, call, handset, is_caller=True)
        leg.peer = whom
        handset.begin_call(leg)
        leg.note(trace.Touched, source=leg.lane, target=trace.TWILIO, action="calls", value=whom)
        self._live(leg, call_life.inbound(leg, told))
        return call

    def verify(self, wanted: caller_id_verification.Verification) -> None:
        """Takes on the call that asks for a verification code."""
        call = wanted.call
        call.world = self.world.name
        leg = Leg(self.world, call, self.world.phones.at(call.to), is_caller=False)
        self.run(leg, caller_id_verification.live(leg, wanted))

    def _live(self, leg: Leg, life: Process[CallEnd]) -> None:
        self.run(leg, call_life.live(leg, life))

    def run(self, leg: Leg, process: Process[None]) -> None:
        """Takes on a leg; `process` ends with its `finish`."""
        self.legs[leg.call.sid] = leg
        leg.process = self.world.env.process(process)

    def forget(self, leg: Leg) -> None:
        """The leg has ended; its last callback may still be on the way."""
        self.legs.pop(leg.call.sid, None)
        self.world.last_webhooks.pop(leg.call.sid, None)
        if not leg.callbacks.all_answered:
            self._callbacks[leg.call.sid] = leg.callbacks

    def end_call(self, call: Call, status: str) -> None:
        """Status=completed or canceled from the REST API."""
        leg = self.legs.get(call.sid)
        if leg is not None:
            leg.cut(Over(_final(leg, status), "the REST API"))

    def limit_call(self, call: Call, seconds: int) -> None:
        """TimeLimit from the REST API, in seconds since the call was answered."""
        self.world.store.update(call, time_limit=seconds)
        leg = self.legs.get(call.sid)
        if leg is not None and leg.was_connected:
            call_life.limit(leg, self.world.env.now - leg.since)

    def redirect_call(self, call: Call, url: str | None = None, method: str = "POST",
                      twiml: str | None = None) -> None:
        """New instructions for a call in progress."""
        leg = self.legs.get(call.sid)
        if leg is not None:
            leg.cut(Source(url, method, twiml=twiml, purpose="redirect"))

    # --- messages --------------------------------------------------------------------------

    def send_message(self, message: Message, *, is_free: bool = False) -> None:
        """Takes on a text that the REST API or a reply made."""
        message.world = self.world.name
        self.texts[message.sid] = message
        message_media.keep(self.world, message)
        self.world.env.process(message_life.outbound(self, message, is_free))

    def resume_message(self, message: Message) -> None:
        """Takes on a scheduled text that a kernel left which is no more."""
        self.world.store.update(message, world=self.world.name)
        self.texts[message.sid] = message
        self.world.env.process(message_life.outbound(self, message))

    def cancel_message(self, message: Message) -> None:
        """A scheduled text will not be sent."""
        outbox.cancel(self, message)

    def text_in(self, handset: Handset, number: str, body: str, media: tuple[str, ...]) -> Message:
        """A handset texts one of the account's numbers. Raises `PhoneError` for another."""
        owned = reachable_numbers.number(self.world, number, handset)
        message = message_life.incoming(self.world, handset.number, owned, body, media)
        message_life.leaves(self.world, handset, message)
        self.receive(message, owned)
        return message

    def texts_before(self, number: str) -> list[TextMessage]:
        """What has arrived at a number before it was a handset's."""
        return message_life.seen_before(self.world, number)

    def receive(self, message: Message, number: PhoneNumber) -> None:
        """A text has arrived at one of the account's numbers: its site is asked."""
        service = messaging_services.service_of(self.world, number)
        message.messaging_service_sid = service.sid if service else None
        if messaging_services.takes_texts(service):
            self.world.store.insert(message)
            message_media.keep(self.world, message)
        else:
            message_life.is_lost(self.world, message)
        self.texts[message.sid] = message
        self.world.env.process(message_life.inbound(self, message, number, service))

    def forget_text(self, message: Message) -> None:
        """It has arrived, or failed; its last callback may still be on the way."""
        self.texts.pop(message.sid, None)
        callbacks = self._callbacks.get(message.sid)
        if callbacks is not None and callbacks.all_answered:
            del self._callbacks[message.sid]

    def keep_callbacks(self, sid: str, callbacks: StatusCallbacks) -> None:
        """These callbacks belong to `sid`: `is_settled` waits for them."""
        self._callbacks[sid] = callbacks

    # --- what is going on --------------------------------------------------------------------

    def is_live(self, sid: str) -> bool:
        """True while this world still works on the call or message."""
        return sid in self.legs or sid in self.texts

    def live(self, sid: str) -> Call | Message | None:
        """The row that is being worked on, or None."""
        leg = self.legs.get(sid)
        return leg.call if leg is not None else self.texts.get(sid)

    def unfinished(self) -> Iterator[Call | Message | Conference | Recording | Transcription]:
        """The rows that are being worked on."""
        yield from (leg.call for leg in self.legs.values())
        yield from (text for text in self.texts.values()
                    if text.direction != "inbound" and text.status != "scheduled")
        yield from (conference.row for conference in self.conferences)
        yield from (row for row in self._work.values() if row.status != "deleted")

    def is_quiet(self) -> bool:
        """True when nothing is in progress and every callback was answered."""
        if self.legs or self._work or self.world.turns:
            return False
        if any(text.status != "scheduled" for text in self.texts.values()):
            return False
        return all(one.all_answered for one in self._callbacks.values())

    def is_settled(self, sid: str) -> bool:
        """True when it has ended, its callbacks were answered, and so for all that it caused."""
        if self.conferences.get(sid) is not None:
            return False
        return not self.world.turns and all(self._alone_settled(one) for one in self.family(sid))

    def _alone_settled(self, sid: str) -> bool:
        text = self.texts.get(sid)
        if sid in self.legs or (text is not None and text.status != "scheduled"):
            return False
        if sid in self._work:
            return False
        callbacks = self._callbacks.get(sid)
        if callbacks is None or not callbacks.all_answered:
            return callbacks is None
        del self._callbacks[sid]
        return True

    def family(self, sid: str) -> list[str]:
        """The SID itself, then those of its children (replies, legs that it dialled)."""
        found = [sid]
        for one in found:
            found.extend(self._family.get(one, ()))
        return found

    def callers_of(self, sid: str) -> list[str]:
        """The calls that came into this conference, or were called into it, in their order.
        A call or a message has none."""
        if not sid.startswith("CF"):
            return []
        return [one for one, children in self._family.items() if sid in children]

    def adopt(self, parent: str, child: str) -> None:
        """`child` came to be because of `parent`."""
        self._family.setdefault(parent, []).append(child)

    def report(self, sid: str, url: str, method: str, params: dict[str, str], *,
               because_of: str) -> None:
        """Posts to a site that `sid` has something to say, which came of a call or message."""
        callbacks = StatusCallbacks(self.world, sid)
        self.keep_callbacks(sid, callbacks)
        self.adopt(because_of, sid)
        callbacks.send(url, method, params)

    def begin_work(self, row: Recording | Transcription, parent: str,
                   callbacks: StatusCallbacks) -> None:
        """Something goes on because of `parent`, the SID of a call or of a recording."""
        self._work[row.sid] = row
        self.adopt(parent, row.sid)
        self.keep_callbacks(row.sid, callbacks)

    def end_work(self, sid: str) -> None:
        """It is done, but for its last callbacks."""
        self._work.pop(sid, None)

def _final(leg: Leg, status: str) -> str:
    """Ending a call that nobody answered yet is `canceled`, whatever word was used."""
    answered = life_cycles.follows(life_cycles.CALL, leg.call.status, "completed")
    return "completed" if leg.was_connected and answered else "canceled"
