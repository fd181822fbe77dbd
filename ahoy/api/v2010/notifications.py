"""Notifications: /Accounts/{sid}/Notifications.json and /Calls/{sid}/Notifications.json.

The debugger's alerts in the 2010 API's words; Monitor's are in `alerts`. Key order as in
Twilio's OpenAPI examples, the texts of 11200 and 15003 too; those of other codes have the
same pairs and, for documents, `parserMessage` and `line`, which is from memory.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ...facts import alerts, errors
from ...facts.alerts import SCHEMA_WARNING
from ...facts.dates import rfc2822
from ...store.rows import Notification
from ...store.store import Where
from .. import date_filters, paging
from ..answers import Answer, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .calls import CALL
from .calls import find as find_call

NOTIFICATIONS = "/Notifications"
NOTIFICATION = "/Notifications/{notification_sid}"

LIST = Accepts(f"Log MessageDate MessageDate< MessageDate> {PAGING}")
LEVELS = {"0": "error", "1": "warning"}

ABOUT_A_DOCUMENT = (12100, 12101, 12102, SCHEMA_WARNING)
"""Their texts are told apart: the title, and what the parser said."""


@on("GET", ACCOUNT + NOTIFICATION)
def fetch(ask: Ask) -> Answer:
    """One notification, with what your site was asked and what it answered."""
    return fetched(in_full(find(ask)))


@on("GET", ACCOUNT + NOTIFICATIONS)
def listing(ask: Ask) -> Answer:
    """The account's notifications, newest first."""
    LIST.check(ask)
    return paging.answer(ask, Notification, "notifications", _filters(ask), as_json)


@on("GET", CALL + NOTIFICATION)
def fetch_of_call(ask: Ask) -> Answer:
    """One notification about a call."""
    call, found = find_call(ask), find(ask)
    if found.resource_sid != call.sid:
        raise ask.not_found()
    return fetched(_at_call(in_full(found)))


@on("GET", CALL + NOTIFICATIONS)
def listing_of_call(ask: Ask) -> Answer:
    """The notifications about a call, newest first."""
    LIST.check(ask)
    where = [*_filters(ask), ("resource_sid", "=", find_call(ask).sid)]
    return paging.answer(ask, Notification, "notifications", where,
                         lambda found: _at_call(as_json(found)))


def find(ask: Ask) -> Notification:
    """The account's notification of that SID; 404 when there is none."""
    found = ask.world.store.get(Notification, ask.names["notification_sid"])
    if found is None or found.account_sid != ask.account.sid:
        raise ask.not_found()
    return found


def _filters(ask: Ask) -> Where:
    where: Where = [("account_sid", "=", ask.account.sid)]
    if log := ask.text("Log"):
        if log not in LEVELS:
            raise errors.bad_parameter("Log")
        where.append(("level", "=", LEVELS[log]))
    return where + list(date_filters.filters(
        ask, "MessageDate", "date_created", last_day_counts=False))


def is_about_callback(row: Notification) -> bool:
    """15003: its text alone says what happened."""
    return row.error_code == 15003


def pairs(row: Notification) -> dict[str, str]:
    """What the text of an alert says, as names and values."""
    level = {"error": "ERROR", "warning": "WARN"}.get(row.level, row.level.upper())
    found = {"ErrorCode": str(row.error_code), "LogLevel": level}
    if is_about_callback(row):
        said = f"Got HTTP {row.response_status} response to {row.request_url}"
        return {"statusCallback": row.request_url} | found | {"Msg": said}
    component = {"CA": "12000", "SM": "14100", "MM": "14100"}.get(row.resource_sid[:2])
    found |= {"sourceComponent": component} if component else {}
    return found | {"url": row.request_url} | _details(row)


def _details(row: Notification) -> dict[str, str]:
    if row.error_code in ABOUT_A_DOCUMENT:
        title = alerts.sentence(row.error_code).rstrip(".")
        line = {"line": str(row.line)} if row.line else {}
        return {"Msg": title, "parserMessage": row.text.removeprefix(f"{title}: ")} | line
    if row.error_code == 11200 and row.response_status:
        said = "" if row.resource_sid.startswith("CA") else alerts.sentence(11200)
        return {"Msg": said, "httpResponse": str(row.response_status)}
    return {"Msg": row.text}


ORDER = ("statusCallback", "EmailNotification", "LogLevel", "sourceComponent", "Msg",
         "httpResponse", "parserMessage", "line", "ErrorCode", "url")
CALLBACK_ORDER = ("statusCallback", "ErrorCode", "LogLevel", "Msg")


def message_text(row: Notification) -> str:
    """The pairs, form-encoded, in the order of the OpenAPI examples."""
    found = pairs(row)
    if is_about_callback(row):
        return urlencode({name: found[name] for name in CALLBACK_ORDER})
    found |= {"EmailNotification": "false"}
    return urlencode({name: found[name] for name in ORDER if name in found})


def as_json(row: Notification) -> dict[str, Any]:
    """A notification as Twilio writes it: code and log level are strings."""
    about_callback = is_about_callback(row)
    date = rfc2822(row.date_created)
    return {
        "account_sid": row.account_sid,
        "api_version": "2010-04-01",
        "call_sid": row.resource_sid if row.resource_sid.startswith("CA") else None,
        "date_created": date,
        "date_updated": date,
        "error_code": str(row.error_code),
        "log": "0" if row.level == "error" else "1",
        "message_date": date,
        "message_text": message_text(row),
        "more_info": f"{errors.DOCS}{row.error_code}",
        "request_method": None if about_callback else row.request_method or None,
        "request_url": "" if about_callback else row.request_url,
        "sid": row.sid,
        "uri": f"/2010-04-01/Accounts/{row.account_sid}/Notifications/{row.sid}.json",
    }


def in_full(row: Notification) -> dict[str, Any]:
    """The same with what only a fetch shows."""
    about_callback = is_about_callback(row)
    found = as_json(row)
    last = {name: found.pop(name) for name in ("sid", "uri")}
    return found | {
        "request_variables": "" if about_callback else row.request_variables,
        "response_body": "" if about_callback else row.response_body,
        "response_headers": "" if about_callback else row.response_headers,
    } | last


def _at_call(found: dict[str, Any]) -> dict[str, Any]:
    uri = found["uri"].replace("/Notifications/", f"/Calls/{found['call_sid']}/Notifications/")
    return found | {"uri": uri}
