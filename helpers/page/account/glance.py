"""The account at a glance: numbers, balance, last calls and messages, alerts.

`read` asks through the SDK, five lists of a few rows; the rest writes what it found as
text and as HTML. Every text from outside is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .. import page_words
from ..text_width import cut
from . import account_reader

ROWS = 5
"""Calls, messages and alerts that are shown: the latest."""
NUMBERS = 10
BODY = 360
"""Pixels that the body of a message may take."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")
BAD = ("failed", "undelivered", "busy", "no-answer", "canceled")
"""Statuses that are worth a look."""

T = page_words.ACCOUNT


@dataclass(frozen=True)
class AlertLine:
    """What Twilio's debugger shows. `cure` is known in practice."""

    sid: str
    when: str
    title: str
    cure: str
    about: str
    link: str
    code: str


Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Glance:
    """What was found, as it is shown: tables are rows of texts, None where not read."""

    title: str
    sid: str
    number: str
    balance: str = ""
    numbers: Rows | None = None
    calls: Rows | None = None
    messages: Rows | None = None
    alerts: tuple[AlertLine, ...] | None = None
    problem: str = ""


def read(account: Any, client: Any = None) -> Glance:
    """The account as it is now. What can't be read is said in `problem`; nothing is raised
    for it, only `NotStarted` once practice is over.
    """
    top = {"title": T[account.mode], "sid": account.sid, "number": account.number}
    found: dict[str, Any] = {}
    problem = ""
    for part, ask in PARTS.items():
        try:
            found[part] = ask(client or account_reader.client())
        except account_reader.Gone:
            raise
        except Exception as why:  # a value that is shown must not raise
            problem = T["unread"].format(why=getattr(why, "msg", "") or why or type(why).__name__)
            if isinstance(why, OSError):  # no network: the others would wait in vain
                break
    return Glance(**top, **found, problem=problem)


def _balance(client: Any) -> str:
    money = client.api.v2010.account.balance.fetch()
    return T["balance"].format(balance=money.balance, currency=money.currency)


PARTS: dict[str, Callable[[Any], Any]] = {
    "balance": _balance,
    "numbers": lambda client: tuple(
        map(_number, client.incoming_phone_numbers.list(limit=NUMBERS))),
    "calls": lambda client: tuple(map(_call, client.calls.list(limit=ROWS))),
    "messages": lambda client: tuple(map(_message, client.messages.list(limit=ROWS))),
    "alerts": lambda client: tuple(map(_alert, client.monitor.v1.alerts.list(limit=ROWS))),
}
"""One request each."""


def _number(row: Any) -> tuple[str, ...]:
    return row.phone_number, _address(row.voice_url), _address(row.sms_url)


def _call(row: Any) -> tuple[str, ...]:
    lasted = T["seconds"].format(count=row.duration) if row.duration else T["nothing"]
    return (_time(row.date_created), row._from or T["nothing"], row.to or T["nothing"], row.status,
            lasted, _price(row))


def _message(row: Any) -> tuple[str, ...]:
    body = cut(" ".join((row.body or "").split()), BODY, 13)
    if row.num_media not in (None, "0"):
        body = f"{body} + {T['media'].format(count=row.num_media)}".strip(" +")
    return (_time(row.date_created), row.from_ or T["nothing"], row.to or T["nothing"], body,
            row.status, _price(row))


def _alert(row: Any) -> AlertLine:
    said = parse_qs(row.alert_text or "").get("Msg", [""])[0]
    return AlertLine(
        sid=row.sid, when=_time(row.date_created), code=str(row.error_code),
        title=f"{row.log_level} {row.error_code}: {said}".rstrip(": "),
        cure=_cure(row), about=T["about"].format(sid=row.resource_sid) if row.resource_sid else "",
        link=row.more_info or "")


def _cure(row: Any) -> str:
    """What this world's trace says to do about it; an alert of an older world has none."""
    cures = [one.cure for one in account_reader.alerts()
             if one.sid == row.resource_sid and str(one.code) == str(row.error_code)]
    return cures[-1] if cures else ""


def _price(row: Any) -> str:
    if row.price in (None, ""):
        return T["nothing"]
    return f"{abs(float(row.price)):.4f} {str(row.price_unit or 'USD').upper()}"


def _time(moment: dt.datetime | str | None) -> str:
    if isinstance(moment, dt.datetime):
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    return str(moment or T["nothing"])


def _address(url: str | None) -> str:
    """Where a webhook goes. A site on this machine is named without its port, which changes."""
    if not url:
        return T["unset"]
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK:
        return T["this_machine"].format(path=parts.path or "/")
    return url
