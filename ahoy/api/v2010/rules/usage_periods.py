"""The periods of usage: whole days in UTC, counted from 1970, both ends included.

Each way to cut has the days that were asked for, and those that the account has known: its
life until today, beyond which there are no days, months or years to tell of.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ....facts.errors import bad_parameter
from ...request_context import Ask

EPOCH = dt.date(1970, 1, 1)

_OFFSET = re.compile(r"([+-]\d{1,5})\s?days?")


class Period(NamedTuple):
    """From day `first` to day `last`."""

    first: int
    last: int

    def within(self, outer: Period) -> Period:
        """The part of it that lies in `outer`; empty when `last` comes before `first`."""
        return Period(max(self.first, outer.first), min(self.last, outer.last))


def day_of(date: dt.date) -> int:
    """A date as a day."""
    return (date - EPOCH).days


def date_of(day: int) -> dt.date:
    """A day as a date."""
    return EPOCH + dt.timedelta(days=day)


def asked_for(ask: Ask, known: Period) -> Period:
    """StartDate and EndDate, or all days since the account was opened (`known`).

    Each is `YYYY-MM-DD`, or days from today: `-30days`, `+1day`.
    """
    begun, today = known
    return Period(_day(ask, "StartDate", begun, today), _day(ask, "EndDate", today, today))


def _day(ask: Ask, name: str, default: int, today: int) -> int:
    text = ask.text(name).strip()
    if not text:
        return default
    if offset := _OFFSET.fullmatch(text):
        return today + int(offset[1])
    try:
        return day_of(dt.date.fromisoformat(text[:10]))
    except ValueError:
        raise bad_parameter(name) from None


def _month(date: dt.date) -> Period:
    days = calendar.monthrange(date.year, date.month)[1]
    return Period(day_of(date.replace(day=1)), day_of(date.replace(day=days)))


def _year(date: dt.date) -> Period:
    return Period(day_of(dt.date(date.year, 1, 1)), day_of(dt.date(date.year, 12, 31)))


def _steps(whole: Period, around: Callable[[dt.date], Period]) -> Iterator[Period]:
    """The newest first."""
    day = whole.last
    while day >= whole.first:
        period = around(date_of(day))
        yield period.within(whole)
        day = period.first - 1


def all_time(asked: Period, known: Period) -> Iterator[Period]:
    """One period: all that was asked for."""
    yield asked


def daily(asked: Period, known: Period) -> Iterator[Period]:
    """Each day, the newest first."""
    first, last = asked.within(known)
    yield from (Period(day, day) for day in range(last, first - 1, -1))


def monthly(asked: Period, known: Period) -> Iterator[Period]:
    """Each month, the newest first."""
    yield from _steps(asked.within(known), _month)


def yearly(asked: Period, known: Period) -> Iterator[Period]:
    """Each year, the newest first."""
    yield from _steps(asked.within(known), _year)


def today_alone(asked: Period, known: Period) -> Iterator[Period]:
    """Today."""
    yield Period(known.last, known.last)


def yesterday(asked: Period, known: Period) -> Iterator[Period]:
    """Yesterday."""
    yield Period(known.last - 1, known.last - 1)


def this_month(asked: Period, known: Period) -> Iterator[Period]:
    """From the first of the month until today."""
    yield Period(_month(date_of(known.last)).first, known.last)


def last_month(asked: Period, known: Period) -> Iterator[Period]:
    """The whole month before this one."""
    yield _month(date_of(_month(date_of(known.last)).first - 1))
