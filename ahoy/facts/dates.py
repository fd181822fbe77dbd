"""Twilio's dates. Written by hand because the standard library's are ten times slower."""

from __future__ import annotations

import datetime as dt
import functools
from typing import overload

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@functools.lru_cache(maxsize=1024)
def _whole(second: int) -> str:
    day, second = divmod(second, 86_400)
    minute, second = divmod(second, 60)
    return f"{_day(day)} {minute // 60:02d}:{minute % 60:02d}:{second:02d}"


@functools.lru_cache(maxsize=64)
def _day(day: int) -> str:
    t = dt.datetime.fromtimestamp(day * 86_400, dt.UTC)
    return f"{DAYS[t.weekday()]}, {t.day:02d} {MONTHS[t.month - 1]} {t.year:04d}"


@overload
def rfc2822(moment: float) -> str: ...
@overload
def rfc2822(moment: None) -> None: ...
@overload
def rfc2822(moment: float | None) -> str | None: ...
def rfc2822(moment: float | None) -> str | None:
    """`Mon, 05 Jan 2026 09:00:00 +0000` for seconds since 1970; None stays None."""
    return None if moment is None else f"{_whole(int(moment))} +0000"


def iso8601(moment: float | None) -> str | None:
    """`2026-01-05T09:00:00Z`, as the product APIs write dates; None stays None."""
    if moment is None:
        return None
    return dt.datetime.fromtimestamp(int(moment), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def http_date(moment: float) -> str:
    """`Mon, 05 Jan 2026 09:00:00 GMT`, for the Date header."""
    return f"{_whole(int(moment))} GMT"
