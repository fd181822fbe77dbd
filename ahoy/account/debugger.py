"""Alerts: what Twilio's debugger shows when a document or a site goes wrong.

Each is a record of the trace; those with a code of Twilio's are rows, too, which Monitor
Alerts and a call's Notifications list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .. import trace
from ..facts import alerts
from ..store.rows import Notification

if TYPE_CHECKING:
    from ..web.http_client import HttpAnswer, HttpRequest
    from ..world import World


REMEMBERED = 1000
"""Webhooks kept for the alerts that may follow; the oldest goes first."""


def raise_alert(world: World, sid: str, code: int | None, text: str = "", *, cure: str = "",
                level: str | None = None, url: str = "", line: int | None = None) -> None:
    """Notes an alert about the call or message `sid`. `code` None: practice alone says it.

    `text` and `level`: those of the code in `facts.alerts`, unless they are given; an error
    where there is no code.
    """
    if code is not None:
        text, level = text or alerts.sentence(code), level or alerts.level_of(code)
    level = level or alerts.ERROR
    world.trace.add(trace.Alert(
        at=world.env.now, source=trace.TWILIO, target=trace.TWILIO, sid=sid,
        code=code, text=text, cure=cure, level=level, url=url, line=line))
    if code is not None:
        world.store.insert(_row(world, sid, code, text, level, url, line))


def remark(world: World, account_sid: str, code: int, text: str, method: str, url: str) -> None:
    """Notes a warning about a request of your code's, which was carried out all the same."""
    world.store.insert(Notification(
        sid=world.ids.sid("NO"), account_sid=account_sid, resource_sid="", error_code=code,
        level="warning", text=text, request_method=method, request_url=url,
        date_created=world.clock.now()))


def _row(world: World, sid: str, code: int, text: str, level: str, url: str,
         line: int | None) -> Notification:
    method, variables, answer = world.last_webhooks.get(sid, ("", {}, None))
    return Notification(
        sid=world.ids.sid("NO"),
        account_sid=variables.get("AccountSid") or _account_sid(world, sid),
        resource_sid=sid,
        error_code=code,
        level=level,
        text=text,
        line=line,
        request_method=method,
        request_url=url,
        request_variables=urlencode(variables),
        response_status=answer.status if answer else None,
        response_headers=urlencode(answer.headers) if answer else "",
        response_body=answer.body[:65_536].decode("utf-8", "replace") if answer else "",
        date_created=world.clock.now(),
    )


def _account_sid(world: World, sid: str) -> str:
    row = world.exchange.live(sid)
    return row.account_sid if row is not None else world.account.sid


def remember(world: World, sid: str, request: HttpRequest, params: dict[str, str],
             answer: HttpAnswer) -> None:
    """The latest webhook of a call or message, for the alert that may follow."""
    world.last_webhooks[sid] = (request.method, params, answer)
    if len(world.last_webhooks) > REMEMBERED:
        del world.last_webhooks[next(iter(world.last_webhooks))]
