"""What is checked before a TwiML app is made or changed, and when a request names one.

The codes for a bad URL and method are those of phone numbers (21402, 21403), which share
these settings; that is likely, not confirmed.
"""

from __future__ import annotations

from typing import Any

from ....account import twiml_apps
from ....facts import errors
from ....store.rows import Application, PhoneNumber
from ... import parameters
from ...request_context import Ask

URLS = {
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url",
    "StatusCallback": "status_callback",
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsStatusCallback": "message_status_callback",
    "MessageStatusCallback": "message_status_callback",
}
"""`SmsStatusCallback` is the old name of `MessageStatusCallback`."""

METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallbackMethod": "status_callback_method",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
}


def settings(ask: Ask) -> dict[str, Any]:
    """The fields of the row that this request sets; an empty URL clears it.

    Raises:
        TwilioError: 21402 for a URL, 21403 for a method, 20001 for a name of more than 64
            characters.
    """
    if len(ask.text("FriendlyName")) > 64:
        raise errors.bad_parameter("FriendlyName")
    urls = {field: _url(ask, name) for name, field in URLS.items() if ask.has(name)}
    methods = {field: parameters.method(ask, name, 21403)
               for name, field in METHODS.items() if ask.has(name)}
    names = {"friendly_name": ask.text("FriendlyName")} if ask.has("FriendlyName") else {}
    return urls | methods | names


def _url(ask: Ask, name: str) -> str | None:
    url = ask.text(name)
    if url and not parameters.is_web_address(url):
        raise errors.refuse(21402)
    return url or None


def named(ask: Ask, name: str = "ApplicationSid", code: int = 21218) -> Application | None:
    """The account's app that a parameter names; None when it is empty.

    Raises:
        TwilioError: `code`, when the account has no such app.
    """
    sid = ask.text(name)
    app = twiml_apps.find(ask.world.store, sid, ask.account.sid)
    if sid and app is None:
        raise errors.refuse(code)
    return app


def take_away(ask: Ask, app: Application) -> None:
    """Numbers forget an app that is deleted."""
    store = ask.world.store
    for field in ("voice_application_sid", "sms_application_sid"):
        for number in store.find(PhoneNumber, account_sid=app.account_sid, **{field: app.sid}):
            store.update(number, **{field: ""})
