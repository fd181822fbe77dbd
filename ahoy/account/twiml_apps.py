"""What a TwiML app says to do, where a call, a text or a number names one.

Twilio's page "Applications" (2026): a number with an app ignores its own URLs; a call
made with an app ignores the request's method, fallback and status callback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..store.rows import Application, PhoneNumber

if TYPE_CHECKING:
    from ..store.store import Store

def find(store: Store, sid: str, account_sid: str) -> Application | None:
    """The account's app of that SID, or None."""
    app = store.get(Application, sid) if sid else None
    return app if app is not None and app.account_sid == account_sid else None


def calling(source: Application | PhoneNumber) -> dict[str, str | None]:
    """The fields of a call that an app, or a number, decides."""
    return {
        "url": source.voice_url or "",
        "method": source.voice_method,
        "fallback_url": source.voice_fallback_url or None,
        "fallback_method": source.voice_fallback_method,
        "status_callback": source.status_callback or None,
        "status_callback_method": source.status_callback_method,
    }


def for_calls(store: Store, number: PhoneNumber) -> dict[str, str | None]:
    """The same for a number that is called: its app's, if it has one."""
    return calling(find(store, number.voice_application_sid, number.account_sid) or number)


def for_texts(store: Store, number: PhoneNumber) -> Application | PhoneNumber:
    """Whose `sms_url` and so on count for a text to this number: its app's, if it has one."""
    return find(store, number.sms_application_sid, number.account_sid) or number
