"""Call Events: /Accounts/{sid}/Calls/{sid}/Events.json, what Twilio and your site said.

Twilio's page "Call Event resource" (2026): the requests about a call, those of your code
and those to your site, with their answers. Twilio has them fifteen minutes after the call;
here they are there at once, and are those that this world's trace remembers. Whether
Twilio lists the oldest first is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ... import trace
from ...facts.dates import rfc2822
from ...store.rows import Call
from .. import paging
from ..answers import Answer
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import on
from .calls import CALL, find

LIST = Accepts(PAGING)

DURATION = 53
"""Milliseconds, made up: of a REST request, and of any in virtual time, where runs are equal."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@on("GET", CALL + "/Events")
def listing(ask: Ask) -> Answer:
    """The requests about a call, the oldest first."""
    LIST.check(ask)
    return paging.computed(ask, "events", list(_events(ask, find(ask))))


def _events(ask: Ask, call: Call) -> Iterator[dict[str, Any]]:
    clock = ask.world.clock
    began = clock.now() - clock.elapsed()
    for record in ask.world.trace.about([call.sid]):
        date = rfc2822(began + record.at)
        if isinstance(record, trace.Webhook):
            took = DURATION if clock.is_virtual else round(record.seconds * 1000)
            yield _webhook(record, took, date)
        elif isinstance(record, trace.Request) and record.method == "POST" and record.status < 400:
            yield _request(record, call, date)


def _webhook(record: trace.Webhook, took: int, date: str | None) -> dict[str, Any]:
    return {
        "request": {"method": record.method, "url": record.url,
                    "parameters": _snake_case(record.params)},
        "response": {"response_code": record.status,
                     "request_duration": took,
                     "content_type": record.content_type, "response_body": record.body,
                     "date_created": date},
    }


def _request(record: trace.Request, call: Call, date: str | None) -> dict[str, Any]:
    url = f"https://api.twilio.com/2010-04-01/Accounts/{call.account_sid}/Calls/{call.sid}.json"
    parameters = _snake_case(record.params) | {"account_sid": call.account_sid}
    return {
        "request": {"method": record.method, "url": url, "parameters": parameters},
        "response": {"response_code": record.status, "request_duration": DURATION,
                     "content_type": "application/json",
                     "response_body": f'{{"sid": "{call.sid}"}}', "date_created": date},
    }


def _snake_case(params: dict[str, Any]) -> dict[str, Any]:
    return {_HUMP.sub("_", name).lower(): value for name, value in params.items()}
