"""Before a text goes out: it waits for its time, gets its sender, and stands in its queue.

A Messaging Service chooses the sender: the one that this person knows (sticky sender),
else one of the same area code (geomatch), else each in turn. Twilio says that it spreads
messages over the pool, and not how. A service's MMS Converter has nothing to do: every
phone of the practice takes pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from ...account import messaging_services
from ...clock import Process
from ...facts import message_errors, segments, timing
from ...store.rows import Message, MessagingService, PhoneNumber
from .message_status import becomes, tell

if TYPE_CHECKING:
    from ..calls.status_callbacks import StatusCallbacks
    from ..exchange import Exchange


@dataclass(slots=True)
class Outbox:
    """Texts that wait: until when each sender is busy, whose turn it is, what is scheduled."""

    busy_until: dict[str, float] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    canceled: dict[str, simpy.Event] = field(default_factory=dict)

    def waiting(self, sender: str, now: float) -> float:
        """Seconds until `sender` is free."""
        return max(0.0, self.busy_until.get(sender, 0.0) - now)


def is_full(exchange: Exchange, sender: str) -> bool:
    """True when the sender's queue holds all that it can (`Network.queue_limit`)."""
    world = exchange.world
    waiting = exchange.outbox.waiting(sender, world.env.now)
    return waiting > 0 and waiting >= world.network.queue_limit


def prepare(exchange: Exchange, message: Message, callbacks: StatusCallbacks) -> Process[bool]:
    """Lets time pass until the text may go. Gives False when it ended before."""
    if message.status == "scheduled":
        yield from _until_due(exchange, message)
        if message.status == "canceled":
            tell(exchange.world, message, callbacks)
            return False
    if message.status in ("accepted", "scheduled"):
        yield exchange.world.env.timeout(timing.CHOOSING)
        if not _choose(exchange, message):
            return _fail(exchange, message, callbacks, 21703)
        becomes(exchange.world, message, "queued")
        tell(exchange.world, message, callbacks)
    if exchange.world.network.real_rates:
        return (yield from _queue(exchange, message, callbacks))
    return True


def cancel(exchange: Exchange, message: Message) -> None:
    """A scheduled text will not be sent."""
    becomes(exchange.world, message, "canceled")
    waiting = exchange.outbox.canceled.get(message.sid)
    if waiting is not None and not waiting.triggered:
        waiting.succeed()


def _until_due(exchange: Exchange, message: Message) -> Process[None]:
    world = exchange.world
    canceled = exchange.outbox.canceled[message.sid] = world.env.event()
    left = max(0.0, (message.send_at or 0.0) - world.clock.now())
    yield canceled | world.env.timeout(left)
    del exchange.outbox.canceled[message.sid]
    if world.store.pick(Message, "status", sid=message.sid) == [("canceled",)]:
        message.status = "canceled"  # perhaps by another notebook


def _choose(exchange: Exchange, message: Message) -> bool:
    """Settles who sends; False when nobody in the service's pool can."""
    sender = message.from_ or _pick(exchange, message)
    if sender is None:
        return False
    words = segments.smart(message.body) if message.smart_encoded else message.body
    count = 1 if message.sid.startswith("MM") else segments.count(words).segments
    account = exchange.world.account_of(message.account_sid) or exchange.world.account
    exchange.world.store.update(message, from_=sender, num_segments=count,
                                price_unit=account.currency)
    return True


def _pick(exchange: Exchange, message: Message) -> str | None:
    service = exchange.world.store.get(MessagingService, message.messaging_service_sid or "")
    needed = "mms" if message.num_media else "sms"
    able = [one.phone_number for one in pool(exchange, message.messaging_service_sid or "")
            if messaging_services.can(one.capabilities, needed)]
    if service is None or not able:
        return None
    return (_known(exchange, message, service, able) or _near(message, service, able)
            or _next(exchange, service, able))


def pool(exchange: Exchange, service_sid: str) -> list[PhoneNumber]:
    """The service's numbers, in the order in which they joined it."""
    found = exchange.world.store.find(PhoneNumber, messaging_service_sid=service_sid)
    found.reverse()  # from here on the oldest first
    return sorted(found, key=lambda one: one.date_added)


def _known(exchange: Exchange, message: Message, service: MessagingService,
           able: list[str]) -> str | None:
    """Sticky sender: who texted this person last."""
    if not service.sticky_sender:
        return None
    where = [("to", "=", message.to), ("messaging_service_sid", "=", service.sid),
             ("from_", ">", "")]
    last = exchange.world.store.page(Message, where=where, size=1).rows
    return last[0].from_ if last and last[0].from_ in able else None


def _near(message: Message, service: MessagingService, able: list[str]) -> str | None:
    """Geomatch: who has the person's area code."""
    if not service.area_code_geomatch or not message.to.startswith("+1"):
        return None
    return next((one for one in able if one[:5] == message.to[:5]), None)


def _next(exchange: Exchange, service: MessagingService, able: list[str]) -> str:
    turn = exchange.outbox.turns.get(service.sid, 0)
    exchange.outbox.turns[service.sid] = turn + 1
    return able[turn % len(able)]


def _queue(exchange: Exchange, message: Message, callbacks: StatusCallbacks) -> Process[bool]:
    """One sender sends one segment after the other; who waits too long is dropped."""
    env, sender, outbox = exchange.world.env, message.from_ or "", exchange.outbox
    if is_full(exchange, sender):
        return _fail(exchange, message, callbacks, 30001)
    wait = outbox.waiting(sender, env.now)
    if wait > message.validity_period:
        yield env.timeout(message.validity_period)
        return _fail(exchange, message, callbacks, 30036)
    busy = exchange.world.network.seconds_for(sender, message.num_segments)
    outbox.busy_until[sender] = env.now + wait + busy
    if wait:
        yield env.timeout(wait)
    return True


def _fail(exchange: Exchange, message: Message, callbacks: StatusCallbacks, code: int) -> bool:
    becomes(exchange.world, message, **message_errors.as_row(code))
    tell(exchange.world, message, callbacks)
    return False
