"""The life of a text: queued, sending, sent, delivered; or received, and answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ... import trace
from ...account import messaging_services, opt_outs, trials, twiml_apps, usage_triggers
from ...clock import Process
from ...facts import message_errors, prices, segments, timing
from ...phones import TextMessage, label
from ...store.rows import Message, MessagingService, PhoneNumber
from ..calls.status_callbacks import StatusCallbacks
from . import outbox, reply_documents
from .message_status import becomes, tell

if TYPE_CHECKING:
    from ...phones import Handset
    from ...world import World
    from ..exchange import Exchange

def outbound(exchange: Exchange, message: Message, is_free: bool = False) -> Process[None]:
    """A text on its way to a handset."""
    callbacks = StatusCallbacks(exchange.world, message.sid)
    exchange.keep_callbacks(message.sid, callbacks)
    if (yield from outbox.prepare(exchange, message, callbacks)):
        yield from _send(exchange, message, callbacks, is_free)
    exchange.forget_text(message)


def _send(exchange: Exchange, message: Message, callbacks: StatusCallbacks,
          is_free: bool) -> Process[None]:
    world, env = exchange.world, exchange.world.env
    yield env.timeout(timing.SENDING)
    becomes(world, message, "sending")
    yield env.timeout(timing.SENT - timing.SENDING)
    fault = _fault(exchange, message)
    if fault and message_errors.end_of(fault) == message_errors.FAILED:
        becomes(world, message, **message_errors.as_row(fault))
        tell(world, message, callbacks)
        return
    price = prices.message_price("outbound", message.num_segments, message.num_media)
    becomes(world, message, "sent", date_sent=world.clock.now(), price=None if is_free else price)
    tell(world, message, callbacks)
    yield env.timeout(timing.DELIVERED - timing.SENT)
    _arrive(exchange, message)
    tell(world, message, callbacks)


def _fault(exchange: Exchange, message: Message) -> int | None:
    """The code of what goes wrong with this text, if anything does."""
    world = exchange.world
    handset = world.phones.find(message.to)
    if handset is not None and handset.text_fault:
        return handset.text_fault
    if handset is not None and handset.habit == "unreachable":
        return 30003
    if not world.is_active(message.account_sid):
        return 30002
    if world.kind != "full" and trials.is_too_long(message):
        return 30044
    return world.network.blocks(message.from_ or "", message.to)


def _arrive(exchange: Exchange, message: Message) -> None:
    world = exchange.world
    if fault := _fault(exchange, message):  # it was sent: it can't be `failed` any more
        ended = message_errors.as_row(fault) | {"status": message_errors.UNDELIVERED}
        becomes(world, message, **ended)
        return
    handset = world.phones.find(message.to)
    _travels(world, message, trace.TWILIO, label(world.phones, message.to))
    if handset is not None:
        handset.receives(_as_seen(message, "inbound"))
    becomes(world, message, "delivered")
    if handset is None and (owned := world.number_at(message.to)) is not None:
        _comes_in_again(exchange, message, owned)


def _comes_in_again(exchange: Exchange, message: Message, owned: PhoneNumber) -> None:
    """One of our own numbers got it: it comes in on the other side."""
    media = media_of(message)
    twin = incoming(exchange.world, message.from_ or "", owned, message.body, media)
    exchange.adopt(message.sid, twin.sid)
    exchange.receive(twin, owned)


def incoming(world: World, sender: str, number: PhoneNumber, body: str,
             media: tuple[str, ...]) -> Message:
    """The row of a text that comes in."""
    now = world.clock.now()
    count = 1 if media else segments.count(body).segments
    return Message(
        sid=world.ids.sid("MM" if media else "SM"),
        account_sid=number.account_sid,
        to=number.phone_number,
        from_=sender,
        direction="inbound",
        body=body,
        status="received",
        num_segments=count,
        num_media=len(media),
        media=json.dumps(list(media)),
        date_created=now,
        date_updated=now,
        date_sent=now,
        price=prices.message_price("inbound", count, len(media)),
        world=world.name,
    )


def leaves(world: World, handset: Handset, message: Message) -> None:
    """The handset's own side of a text that it sends."""
    _travels(world, message, handset.name, trace.TWILIO)
    handset.receives(_as_seen(message, "outbound"))


def media_of(message: Message) -> tuple[str, ...]:
    """The URLs of its media."""
    return tuple(json.loads(message.media)) if message.num_media else ()


def _as_seen(message: Message, direction: str) -> TextMessage:
    return TextMessage(message.from_ or "", message.to, _words(message),
                       media_of(message), direction, message.sid)


def _words(message: Message) -> str:
    """What the phone shows. The resource keeps the body as it was given (likely)."""
    return segments.smart(message.body) if message.smart_encoded else message.body


def _travels(world: World, message: Message, source: str, target: str) -> None:
    world.trace.add(trace.Text(
        at=world.env.now, source=source, target=target, sid=message.sid, body=_words(message),
        from_=message.from_ or "", to=message.to, media=media_of(message)))


def inbound(exchange: Exchange, message: Message, number: PhoneNumber,
            service: MessagingService | None = None) -> Process[None]:
    """A text has come in: Twilio reacts to STOP and the like; the site is asked all the same."""
    world = exchange.world
    yield world.env.timeout(timing.TEXT_TRAVEL)
    usage_triggers.look(world, message.sid)
    reply = opt_outs.hear(world, number, message.from_ or "", message.body)
    if reply is not None:
        reply_documents.send_reply(exchange, message, message.from_ or "", message.to, reply,
                             is_free=True)
    site = messaging_services.site_of(twiml_apps.for_texts(world.store, number), service)
    if site.url:
        fallback = (site.fallback_url, site.fallback_method) if site.fallback_url else None
        yield from reply_documents.answer(exchange, message, site.url, site.method, fallback)
    exchange.texts.pop(message.sid, None)


def is_lost(world: World, message: Message) -> None:
    """A text to a number whose service takes none: it is not even listed. STOP still counts."""
    world.trace.add(trace.Alert(
        at=world.env.now, source=trace.TWILIO, target=trace.TWILIO, sid=message.sid, code=None,
        level="warning", text=f"{message.to} is in a Messaging Service without an inbound URL: "
        "its texts are neither listed nor handed to anybody.",
        cure="Set inbound_request_url, or use_inbound_webhook_on_number=True, on the service."))


__all__ = ["inbound", "incoming", "leaves", "outbound"]
