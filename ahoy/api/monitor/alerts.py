"""Monitor Alerts: https://monitor.twilio.com/v1/Alerts and /Alerts/{sid}.

The debugger's alerts, as in real answers of 2016 and 2026: dates in ISO 8601, the request
and the response only where one alert is fetched. An EndDate without a time includes that
day, which is likely. What only practice says, such as that a verb is not simulated, has no
code of Twilio's and is in the trace alone.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from ...facts import errors
from ...facts.dates import iso8601
from ...store.rows import Notification
from ...store.store import Where
from .. import date_filters, paging
from ..answers import Answer, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import on
from ..v2010.notifications import find, pairs

ALERTS = "/v1/Alerts"
ALERT = ALERTS + "/{notification_sid}"

LIST = Accepts(f"LogLevel StartDate EndDate {PAGING}")
LEVELS = ("error", "warning", "notice", "debug")

ORDER = ("Msg", "sourceComponent", "ErrorCode", "httpResponse", "parserMessage", "line",
         "statusCallback", "url", "LogLevel")


@on("GET", ALERT, product="monitor")
def fetch(ask: Ask) -> Answer:
    """One alert, with what your site was asked and what it answered."""
    return fetched(in_full(find(ask)))


@on("GET", ALERTS, product="monitor")
def listing(ask: Ask) -> Answer:
    """The account's alerts, newest first."""
    LIST.check(ask)
    return paging.answer(ask, Notification, "alerts", _filters(ask), as_json)


def _filters(ask: Ask) -> Where:
    where: Where = [("account_sid", "=", ask.account.sid)]
    if level := ask.text("LogLevel").lower():
        if level not in LEVELS:
            raise errors.bad_parameter("LogLevel")
        where.append(("level", "=", level))
    return where + list(date_filters.between(ask, "StartDate", "EndDate", "date_created"))


def alert_text(row: Notification) -> str:
    """The pairs, form-encoded; an empty value has no `=`, as in the real ones."""
    found = pairs(row)
    return "&".join(f"{name}={quote_plus(found[name])}" if found[name] else name
                    for name in ORDER if name in found)


def as_json(row: Notification) -> dict[str, Any]:
    """An alert as Twilio writes it: its code is a string."""
    date = iso8601(row.date_created)
    return {
        "account_sid": row.account_sid,
        "alert_text": alert_text(row),
        "api_version": "2010-04-01",
        "date_created": date,
        "date_generated": date,
        "date_updated": date,
        "error_code": str(row.error_code),
        "log_level": row.level,
        "more_info": f"{errors.DOCS}{row.error_code}",
        "request_method": row.request_method or None,
        "request_url": row.request_url,
        "resource_sid": row.resource_sid,
        "service_sid": None,
        "sid": row.sid,
        "url": f"https://monitor.twilio.com/v1/Alerts/{row.sid}",
    }


def in_full(row: Notification) -> dict[str, Any]:
    """The same with what only a fetch shows, in alphabetical order."""
    more = {
        "request_headers": None,
        "request_variables": row.request_variables,
        "response_body": row.response_body,
        "response_headers": row.response_headers,
    }
    return dict(sorted((as_json(row) | more).items()))
