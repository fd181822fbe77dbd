"""What the webhook of an incoming message carries, and its cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...media import message_media
from ...store.rows import Message
from ...web.webhooks import Jar, place

if TYPE_CHECKING:
    from ...world import World
    from ..exchange import Exchange

COOKIE_LIFE = 4 * 3600
"""Seconds that the cookies of a pair of numbers last."""


def message_params(world: World, message: Message) -> dict[str, str]:
    """What the webhook of an incoming text carries, in the order seen on the wire
    (docs/twilio-behaviour.md, 14.1)."""
    to, from_ = place("To", message.to), place("From", message.from_ or "")
    media = message_media.of(world, message)
    params = {
        "ToCountry": to.get("ToCountry", ""),
        "ToState": to.get("ToState", ""),
        **{f"MediaContentType{i}": file.content_type for i, file in enumerate(media)},
        "SmsMessageSid": message.sid,
        "NumMedia": str(message.num_media),
        "ToCity": to.get("ToCity", ""),
        "FromZip": from_.get("FromZip", ""),
        "SmsSid": message.sid,
        "FromState": from_.get("FromState", ""),
        "SmsStatus": "received",
        "FromCity": from_.get("FromCity", ""),
        "Body": message.body,
        "FromCountry": from_.get("FromCountry", ""),
        "To": message.to,
        **({"MessagingServiceSid": message.messaging_service_sid}
           if message.messaging_service_sid else {}),
        "ToZip": to.get("ToZip", ""),
        "NumSegments": str(message.num_segments),
        "MessageSid": message.sid,
        "AccountSid": message.account_sid,
        "From": message.from_ or "",
    }
    params |= {f"MediaUrl{i}": message_media.API + message_media.path(file)
               for i, file in enumerate(media)}
    return params | {"ApiVersion": "2010-04-01"}


def jar_of(exchange: Exchange, message: Message) -> Jar:
    """The cookies of this pair of numbers; they last four hours."""
    pair = (message.from_ or "", message.to)
    now = exchange.world.env.now
    jar = exchange.jars.get(pair)
    if jar is None or now - jar.begun > COOKIE_LIFE:
        jar = exchange.jars[pair] = Jar(begun=now)
    return jar
