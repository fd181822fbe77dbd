"""What is checked before a number's settings change."""

from __future__ import annotations

from typing import Any

from ....facts import errors
from ... import parameters
from ...request_context import Ask
from .applications import named

URLS = {
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url",
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
    "StatusCallback": "status_callback",
}
METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
    "StatusCallbackMethod": "status_callback_method",
}

APPS = {"VoiceApplicationSid": "voice_application_sid", "SmsApplicationSid": "sms_application_sid"}


def settings(ask: Ask) -> dict[str, Any]:
    """The fields of the row that this request sets; an empty URL clears it.

    Raises:
        TwilioError: 21402 for a URL, 21403 for a method, 21420 for an app, 20001 for a
            name of more than 64 characters and a bad flag (that code is a guess).
    """
    urls = {field: _url(ask, name) for name, field in URLS.items() if ask.has(name)}
    methods = {field: parameters.method(ask, name, 21403)
               for name, field in METHODS.items() if ask.has(name)}
    apps = {field: _app(ask, name) for name, field in APPS.items() if ask.has(name)}
    _must_be_for_voice(ask)
    return urls | methods | apps | _name(ask) | _lookup(ask)


def new_owner(ask: Ask) -> dict[str, str]:
    """AccountSid gives the number to another account of the same owner.

    Raises:
        TwilioError: 20001 for any other account (that code is a guess).
    """
    sid = ask.text("AccountSid")
    if not sid or sid == ask.account.sid:
        return {}
    other = ask.world.account_of(sid)
    if other is None or ask.caller.sid not in (other.sid, other.owner_account_sid):
        raise errors.bad_parameter("AccountSid")
    return {"account_sid": sid, "messaging_service_sid": ""}


def _must_be_for_voice(ask: Ask) -> None:
    mode = ask.text("VoiceReceiveMode")
    if mode == "fax":
        raise errors.not_simulated("fax", "Leave VoiceReceiveMode out: the number takes calls.")
    if mode not in ("", "voice"):
        raise errors.bad_parameter("VoiceReceiveMode")


def _url(ask: Ask, name: str) -> str:
    url = ask.text(name)
    if url and not parameters.is_web_address(url):
        raise errors.refuse(21402)
    return url


def _app(ask: Ask, name: str) -> str:
    app = named(ask, name, 21420)
    return app.sid if app else ""


def _lookup(ask: Ask) -> dict[str, bool]:
    name = "VoiceCallerIdLookup"
    return {"voice_caller_id_lookup": parameters.flag(ask, name)} if ask.has(name) else {}


def _name(ask: Ask) -> dict[str, str]:
    if not ask.has("FriendlyName"):
        return {}
    if len(ask.text("FriendlyName")) > 64:
        raise errors.bad_parameter("FriendlyName")
    return {"friendly_name": ask.text("FriendlyName")}
