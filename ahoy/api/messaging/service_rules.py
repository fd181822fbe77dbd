"""What is checked about Messaging Services: their settings, their numbers, sending through one.

Codes for settings are those of Twilio's newer APIs (20001, from memory).
"""

from __future__ import annotations

import re
from typing import Any

from ...facts import errors
from ...store.rows import MessagingService, PhoneNumber
from .. import parameters
from ..request_context import Ask

URLS = {
    "InboundRequestUrl": "inbound_request_url",
    "FallbackUrl": "fallback_url",
    "StatusCallback": "status_callback",
}
METHODS = {"InboundMethod": "inbound_method", "FallbackMethod": "fallback_method"}
FLAGS = {
    "StickySender": "sticky_sender",
    "MmsConverter": "mms_converter",
    "SmartEncoding": "smart_encoding",
    "FallbackToLongCode": "fallback_to_long_code",
    "AreaCodeGeomatch": "area_code_geomatch",
    "SynchronousValidation": "synchronous_validation",
    "UseInboundWebhookOnNumber": "use_inbound_webhook_on_number",
}
WORDS = {
    "ScanMessageContent": ("scan_message_content", ("inherit", "enable", "disable")),
    "Usecase": ("usecase", ("notifications", "marketing", "verification", "discussion", "poll",
                            "undeclared")),
}
LONGEST_NAME = 64
LONGEST_VALIDITY = 36_000
"""Seconds."""

_SID = re.compile("MG[0-9a-fA-F]{32}")


def settings(ask: Ask) -> dict[str, Any]:
    """The fields of the row that this request sets; an empty URL clears it."""
    urls = {field: _url(ask, name) for name, field in URLS.items() if ask.has(name)}
    methods = {field: _word(ask, name, ("GET", "POST")) for name, field in METHODS.items()
               if ask.has(name)}
    flags = {field: parameters.flag(ask, name) for name, field in FLAGS.items() if ask.has(name)}
    words = {field: _word(ask, name, known) for name, (field, known) in WORDS.items()
             if ask.has(name)}
    return urls | methods | flags | words | _name(ask) | _validity(ask)


def _url(ask: Ask, name: str) -> str | None:
    url = ask.text(name)
    if url and not parameters.is_web_address(url):
        raise errors.bad_parameter(name)
    return url or None


def _word(ask: Ask, name: str, known: tuple[str, ...]) -> str:
    if ask.text(name) not in known:
        raise errors.bad_parameter(name)
    return ask.text(name)


def _name(ask: Ask) -> dict[str, str]:
    if not ask.has("FriendlyName"):
        return {}
    if not 1 <= len(ask.text("FriendlyName")) <= LONGEST_NAME:
        raise errors.bad_parameter("FriendlyName")
    return {"friendly_name": ask.text("FriendlyName")}


def _validity(ask: Ask) -> dict[str, int]:
    if not ask.has("ValidityPeriod"):
        return {}
    seconds = parameters.whole(ask.text("ValidityPeriod"), 1, LONGEST_VALIDITY)
    if seconds is None:
        raise errors.bad_parameter("ValidityPeriod")
    return {"validity_period": seconds}


def must_have(ask: Ask, name: str) -> str:
    """A parameter that may not be left out."""
    if not ask.text(name):
        raise errors.refuse(20001, "missing", name=name)
    return ask.text(name)


def new_sender(ask: Ask, service: MessagingService) -> PhoneNumber:
    """The number that shall join the service.

    Raises:
        TwilioError: 20404 for no number of the account's, 21710 or 21712 for one that is in
            this or another service.
    """
    number = ask.world.store.get(PhoneNumber, must_have(ask, "PhoneNumberSid"))
    if number is None or number.account_sid != ask.account.sid:
        raise ask.not_found()
    if number.messaging_service_sid == service.sid:
        raise errors.refuse(21710)
    if number.messaging_service_sid:
        raise errors.refuse(21712)
    return number


def asked_for(ask: Ask) -> MessagingService | None:
    """The service through which a message shall be sent; None when none is named.

    Raises:
        TwilioError: 21705 for no SID, 21701 for none of the account's, 21704 for one
            without numbers.
    """
    sid = ask.text("MessagingServiceSid")
    if not sid:
        return None
    if not _SID.fullmatch(sid):
        raise errors.refuse(21705, sid=sid)
    service = ask.world.store.get(MessagingService, sid)
    if service is None or service.account_sid != ask.account.sid:
        raise errors.refuse(21701)
    if not ask.world.store.pick(PhoneNumber, "sid", messaging_service_sid=sid):
        raise errors.refuse(21704)
    return service
