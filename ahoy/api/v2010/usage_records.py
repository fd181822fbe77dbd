"""Usage Records: /Accounts/{sid}/Usage/Records.json and its eight subresources.

One record for each category and period, worked out from the account's rows (see `usage`).
Key order and strings as in Twilio's OpenAPI examples; the order of the categories is ours.
StartDate and EndDate of the fixed periods (Today, LastMonth, …) have no effect, which is
likely; a category that no practice account can meet has no record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from ...account import usage
from ...facts import prices
from .. import paging
from ..answers import Answer
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .rules import usage_periods
from .rules.usage_periods import Period

RECORDS = ACCOUNT + "/Usage/Records"
LIST = Accepts(f"Category StartDate EndDate IncludeSubaccounts {PAGING}")

SUBRESOURCES = {
    "all_time": "AllTime", "daily": "Daily", "last_month": "LastMonth", "monthly": "Monthly",
    "this_month": "ThisMonth", "today": "Today", "yearly": "Yearly", "yesterday": "Yesterday",
}
Cut = Callable[[Period, Period], Iterator[Period]]

PERIODS: dict[str, Cut] = {
    "": usage_periods.all_time,
    "/AllTime": usage_periods.all_time,
    "/Daily": usage_periods.daily,
    "/LastMonth": usage_periods.last_month,
    "/Monthly": usage_periods.monthly,
    "/ThisMonth": usage_periods.this_month,
    "/Today": usage_periods.today_alone,
    "/Yearly": usage_periods.yearly,
    "/Yesterday": usage_periods.yesterday,
}


def _register(path: str, cut: Cut) -> None:
    @on("GET", RECORDS + path)
    def listing(ask: Ask) -> Answer:
        """The records of each period, the newest period first."""
        LIST.check(ask)
        known = Period(*(int(moment // usage.DAY) for moment in (
            ask.account.date_created, ask.world.clock.now())))
        wanted = cut(usage_periods.asked_for(ask, known), known)
        return paging.computed(ask, "usage_records", _records(ask, wanted, path))


for _path, _cut in PERIODS.items():
    _register(_path, _cut)


def _records(ask: Ask, wanted: Iterator[Period], path: str) -> list[dict[str, Any]]:
    tally = usage.tally(ask.world.store, _accounts(ask), ask.world.clock.now())
    categories = _categories(ask)
    return [as_json(ask, category, period, path,
                    usage.amount_of(category.name, tally, *period))
            for period in wanted for category in categories]


def _accounts(ask: Ask) -> set[str]:
    """The account's subaccounts count, too, unless the request says no."""
    if ask.text("IncludeSubaccounts").lower() == "false":
        return {ask.account.sid}
    return usage.family(ask.world.store, ask.account)


def _categories(ask: Ask) -> list[usage.Category]:
    name = ask.text("Category")
    if name and name not in usage.CATEGORIES:
        ask.warn(f"A practice account has no usage of the category {name!r}.",
                 "Look for a misspelt name, or list the records without Category.")
    return [one for one in usage.CATEGORIES.values() if not name or one.name == name]


def as_json(ask: Ask, category: usage.Category, period: Period, path: str,
            amount: usage.Amount) -> dict[str, Any]:
    """A record as Twilio writes it: amounts are strings, the price positive."""
    first, last = (usage_periods.date_of(day).isoformat() for day in period)
    home = f"/2010-04-01/Accounts/{ask.account.sid}/Usage/Records"
    name, is_total = category.name, category.name == "totalprice"
    return {
        "account_sid": ask.account.sid,
        "api_version": "2010-04-01",
        "as_of": dt.datetime.fromtimestamp(int(ask.world.clock.now()), dt.UTC).isoformat(),
        "category": name,
        "count": None if is_total else str(amount.count),
        "count_unit": category.count_unit,
        "description": category.description,
        "end_date": last,
        "price": prices.written(amount.price, 0),
        "price_unit": ask.account.currency.lower(),
        "start_date": first,
        "subresource_uris": {key: f"{home}/{one}.json?Category={name}"
                             for key, one in SUBRESOURCES.items()},
        "uri": f"{home}{path}.json?Category={name}&StartDate={first}&EndDate={last}",
        "usage": prices.written(amount.usage, 0),
        "usage_unit": category.usage_unit,
    }
