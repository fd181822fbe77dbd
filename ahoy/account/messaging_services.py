"""Who may send and what receives: numbers, and the Messaging Services that they are in.

A number in a service hands its texts to the service's site. A service without one hands
them to nobody, and Twilio does not even list them (the SDK's text on `inbound_request_url`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..store.rows import Application, MessagingService, PhoneNumber

if TYPE_CHECKING:
    from ..world import World


class MessageUrls(NamedTuple):
    """Where a text is handed to, and where else when that fails. URLs may be ""."""

    url: str
    method: str
    fallback_url: str
    fallback_method: str


def service_of(world: World, number: PhoneNumber) -> MessagingService | None:
    """The service that the number is in, or None."""
    sid = number.messaging_service_sid
    return world.store.get(MessagingService, sid) if sid else None


def takes_texts(service: MessagingService | None) -> bool:
    """False for a service that has no site and does not leave texts to its numbers."""
    return (service is None or bool(service.inbound_request_url)
            or service.use_inbound_webhook_on_number)


def site_of(number: PhoneNumber | Application, service: MessagingService | None) -> MessageUrls:
    """What the number (or its app), or else its service, has set up for texts that come in."""
    if service is None or service.use_inbound_webhook_on_number:
        return MessageUrls(number.sms_url or "", number.sms_method, number.sms_fallback_url or "",
                    number.sms_fallback_method)
    return MessageUrls(service.inbound_request_url or "", service.inbound_method,
                service.fallback_url or "", service.fallback_method)


def can(number_capabilities: str, what: str) -> bool:
    """True when a number with these capabilities can `voice`, `sms` or `mms`."""
    return what in number_capabilities.split()
