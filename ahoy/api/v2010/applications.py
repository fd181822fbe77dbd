"""Applications: /Accounts/{sid}/Applications.json and /Applications/{sid}.json, TwiML apps.

Key order and nulls as in Twilio's OpenAPI examples. That an app without a name is called
"" is from memory.
"""

from __future__ import annotations

from typing import Any

from ...facts.dates import rfc2822
from ...store.rows import Application
from ...store.store import Where
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .rules import applications as rules

APPLICATIONS = ACCOUNT + "/Applications"
APPLICATION = APPLICATIONS + "/{sid}"

WRITE = Accepts(" ".join(["FriendlyName ApiVersion", *rules.URLS, *rules.METHODS]),
                "VoiceCallerIdLookup PublicApplicationConnectEnabled")
LIST = Accepts(f"FriendlyName {PAGING}")

KEYS = (
    "account_sid", "api_version", "date_created", "date_updated", "friendly_name",
    "message_status_callback", "sid", "sms_fallback_method", "sms_fallback_url", "sms_method",
    "sms_status_callback", "sms_url", "status_callback", "status_callback_method", "uri",
    "voice_caller_id_lookup", "voice_fallback_method", "voice_fallback_url", "voice_method",
    "voice_url", "public_application_connect_enabled",
)


@on("POST", APPLICATIONS)
def create(ask: Ask) -> Answer:
    """Makes an app: nothing more than a set of URLs."""
    WRITE.check(ask)
    now = ask.world.clock.now()
    settings = rules.settings(ask)
    app = Application(sid=ask.world.ids.sid("AP"), account_sid=ask.account.sid,
                      date_created=now, date_updated=now, **settings)
    ask.world.store.insert(app)
    return created(as_json(app))


@on("GET", APPLICATION)
def fetch(ask: Ask) -> Answer:
    """One app with its settings."""
    return fetched(as_json(find(ask)))


@on("GET", APPLICATIONS)
def listing(ask: Ask) -> Answer:
    """The account's apps, newest first."""
    LIST.check(ask)
    where: Where = [("account_sid", "=", ask.account.sid)]
    if name := ask.text("FriendlyName"):
        where.append(("friendly_name", "=", name))
    return paging.answer(ask, Application, "applications", where, as_json)


@on("POST", APPLICATION)
def update(ask: Ask) -> Answer:
    """Changes what the app says to do."""
    app = find(ask)
    WRITE.check(ask)
    changes = rules.settings(ask)
    ask.world.store.update(app, **changes, date_updated=ask.world.clock.now())
    return fetched(as_json(app))


@on("DELETE", APPLICATION)
def delete(ask: Ask) -> Answer:
    """Forgets the app; numbers that used it go back to their own URLs."""
    app = find(ask)
    rules.take_away(ask, app)
    ask.world.store.delete(app)
    return deleted()


def find(ask: Ask) -> Application:
    """The account's app of that SID; 404 when there is none."""
    app = ask.world.store.get(Application, ask.names["sid"])
    if app is None or app.account_sid != ask.account.sid:
        raise ask.not_found()
    return app


def as_json(app: Application) -> dict[str, Any]:
    """An app as Twilio writes it."""
    values = {
        "api_version": "2010-04-01",
        "date_created": rfc2822(app.date_created),
        "date_updated": rfc2822(app.date_updated),
        "sms_status_callback": app.message_status_callback,
        "uri": f"/2010-04-01/Accounts/{app.account_sid}/Applications/{app.sid}.json",
        "voice_caller_id_lookup": False,
        "public_application_connect_enabled": False,
    }
    return {key: values[key] if key in values else getattr(app, key) for key in KEYS}
