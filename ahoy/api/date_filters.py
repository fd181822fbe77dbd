"""Dates of the filters of lists.

A filter may be a day (`2026-01-05`), which is UTC and means the whole day, or a moment in
one of the formats of Twilio's OpenAPI examples. Midnight counts as a day where equality is
asked, because the SDK sends a `date` so; that is likely, not confirmed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from ..facts.errors import bad_parameter
from .request_context import Ask

DAY = 86_400.0

_DAY_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMERICAN = "%m/%d/%Y %H:%M:%S"
_ZONES = {"UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
          "MDT": -6, "PST": -8, "PDT": -7}


def moment(text: str) -> float:
    """Seconds since 1970 for a date in any of the accepted formats.

    Raises:
        ValueError: it is none of them.
    """
    for read in (_iso, _american, _mail):
        try:
            return read(text.strip()).timestamp()
        except (ValueError, KeyError, OverflowError):
            continue
    raise ValueError(f"not a date: {text!r}")


def iso(text: str) -> float:
    """Seconds since 1970 for an ISO 8601 date, UTC unless it says otherwise.

    Raises:
        ValueError: it is none.
    """
    return _iso(text.strip()).timestamp()


def _iso(text: str) -> dt.datetime:
    read = dt.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def _american(text: str) -> dt.datetime:
    """`06/11/2019 22:05:25 MST`."""
    when, _, zone = text.rpartition(" ")
    offset = dt.timezone(dt.timedelta(hours=_ZONES[zone]))
    return dt.datetime.strptime(when, _AMERICAN).replace(tzinfo=offset)


def _mail(text: str) -> dt.datetime:
    """RFC 2822."""
    read = parsedate_to_datetime(text)
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def filters(ask: Ask, name: str, column: str, *, last_day_counts: bool
            ) -> Iterator[tuple[str, str, Any]]:
    """The conditions that `name`, `name<` and `name>` put on a column.

    Bounds are inclusive. `last_day_counts`: a day after `<` is included whole (messages:
    "on and before") or stands for its first moment (calls: "before this date").
    """
    for suffix in ("", "<", ">"):
        text = ask.text(name + suffix)
        if text:
            start = _start(name, text)
            days = DAY if last_day_counts and _DAY_ONLY.fullmatch(text) else 0.0
            yield from _bounds(column, suffix, start, days)


def between(ask: Ask, first: str, last: str, column: str) -> Iterator[tuple[str, str, Any]]:
    """The conditions that two parameters put on a column, bounds included; a day is whole."""
    if text := ask.text(first):
        yield column, ">=", _start(first, text)
    if text := ask.text(last):
        yield from _bounds(column, "<", _start(last, text), DAY * bool(_DAY_ONLY.fullmatch(text)))


def _start(name: str, text: str) -> float:
    try:
        return moment(text)
    except ValueError:
        raise bad_parameter(name) from None


def _bounds(column: str, suffix: str, start: float, days: float) -> list[tuple[str, str, Any]]:
    if suffix == ">":
        return [(column, ">=", start)]
    if suffix == "<":
        return [(column, "<", start + days)] if days else [(column, "<=", start)]
    length = 1.0 if start % DAY else DAY
    return [(column, ">=", start), (column, "<", start + length)]
