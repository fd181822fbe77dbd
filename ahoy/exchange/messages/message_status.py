"""A message's status: who writes it down, and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import trace
from ...account import usage_triggers
from ...store.rows import Message
from ...store.statuses import become
from ..calls.status_callbacks import StatusCallbacks

if TYPE_CHECKING:
    from ...world import World


def becomes(world: World, message: Message, status: str, **changes: Any) -> None:
    """Writes the new status down and tells the trace."""
    become(world.store, message, status, world.clock.now(), **changes)
    world.trace.add(trace.Status(
        at=world.env.now, source=trace.TWILIO, target=trace.TWILIO, sid=message.sid,
        status=status, kind="message", error_code=message.error_code))
    usage_triggers.look(world, message.sid)
    for number in (message.to, message.from_ or ""):
        if handset := world.phones.find(number):
            handset.changed()


def tell(world: World, message: Message, callbacks: StatusCallbacks) -> None:
    """Posts the status callback of a text: its status as it is now
    (docs/twilio-behaviour.md, 14.2)."""
    if not message.status_callback:
        return
    params = {
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "MessageStatus": message.status,
        "To": message.to,
        "MessageSid": message.sid,
        "AccountSid": message.account_sid,
        "From": message.from_ or "",
        "ApiVersion": "2010-04-01",
    }
    if message.messaging_service_sid:
        params["MessagingServiceSid"] = message.messaging_service_sid
    if message.error_code:
        params = {"ErrorCode": str(message.error_code), **params}
    callbacks.send(message.status_callback, "POST", params)
