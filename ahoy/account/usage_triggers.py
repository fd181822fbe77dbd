"""Usage triggers: a site is told when a category of usage reaches a value.

Twilio looks about once a minute; here it is done whenever something was charged, so that
virtual time need not wait. Parameters as on Twilio's page "UsageTrigger" (2026).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..facts import prices
from ..facts.dates import rfc2822
from ..store.rows import UsageTrigger
from . import usage

if TYPE_CHECKING:
    from ..world import World


def look(world: World, cause: str) -> None:
    """Fires the triggers whose value is reached. `cause`: the call or message that was charged."""
    if not world.has_triggers:
        return
    for trigger in world.store.find(UsageTrigger):
        if not _has_fired(trigger, world.clock.now()):
            _fire_if_reached(world, trigger, cause)


def current_value(world: World, trigger: UsageTrigger) -> float:
    """Count, usage or price of the trigger's category, in its period."""
    account, now = world.account_of(trigger.account_sid), world.clock.now()
    if account is None:
        return 0.0
    tally = usage.tally(world.store, usage.family(world.store, account), now)
    first = int(_period_began(trigger, now) // usage.DAY)
    amount = usage.amount_of(trigger.usage_category, tally, first, int(now // usage.DAY))
    return float(getattr(amount, trigger.trigger_by))


def _period_began(trigger: UsageTrigger, now: float) -> float:
    """Midnight UTC of the day, month or year; the beginning of time when it fires only once."""
    today = dt.datetime.fromtimestamp(now, dt.UTC).replace(
        hour=0, minute=0, second=0, microsecond=0)
    begun = {"daily": today, "monthly": today.replace(day=1),
             "yearly": today.replace(month=1, day=1)}.get(trigger.recurring)
    return begun.timestamp() if begun else 0.0


def _has_fired(trigger: UsageTrigger, now: float) -> bool:
    """A trigger fires once in each of its periods."""
    return trigger.date_fired is not None and trigger.date_fired >= _period_began(trigger, now)


def _fire_if_reached(world: World, trigger: UsageTrigger, cause: str) -> None:
    value = current_value(world, trigger)
    if value < trigger.trigger_value:
        return
    world.store.update(trigger, date_fired=world.clock.now())
    world.exchange.report(trigger.sid, trigger.callback_url, trigger.callback_method,
                          _params(world, trigger, value), because_of=cause)


def _params(world: World, trigger: UsageTrigger, value: float) -> dict[str, str]:
    return {
        "AccountSid": trigger.account_sid,
        "UsageTriggerSid": trigger.sid,
        "DateFired": rfc2822(trigger.date_fired) or "",
        "Recurring": trigger.recurring,
        "UsageCategory": trigger.usage_category,
        "TriggerBy": trigger.trigger_by,
        "TriggerValue": prices.written(trigger.trigger_value, 0),
        "CurrentValue": prices.written(value, 0),
        "UsageRecordUri": record_uri(trigger),
        "IdempotencyToken": f"{trigger.sid}-{int(trigger.date_fired or 0)}",
    }


def record_uri(trigger: UsageTrigger) -> str:
    """The usage record that the trigger watches."""
    return (f"/2010-04-01/Accounts/{trigger.account_sid}/Usage/Records.json"
            f"?Category={trigger.usage_category}")
