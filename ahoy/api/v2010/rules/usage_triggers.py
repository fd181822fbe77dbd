"""What is checked before a usage trigger is made or changed.

No code of its own is known for any of these faults: all are 20001, a guess.
"""

from __future__ import annotations

import re
from typing import Any

from ....account import usage, usage_triggers
from ....facts import errors
from ....store.rows import UsageTrigger
from ... import parameters
from ...request_context import Ask

RECURRING = ("daily", "monthly", "yearly", "alltime")
FIELDS = ("usage", "count", "price")

_VALUE = re.compile(r"\+?\d{1,12}(\.\d{1,5})?")


def new_trigger(ask: Ask) -> UsageTrigger:
    """The trigger that is asked for. A value such as `+30` counts from what is used now."""
    now = ask.world.clock.now()
    trigger = UsageTrigger(
        sid=ask.world.ids.sid("UT"), account_sid=ask.account.sid,
        usage_category=_one_of(ask, "UsageCategory", tuple(usage.CATEGORIES)),
        trigger_by=_one_of(ask, "TriggerBy", FIELDS, "usage"),
        recurring=recurring(ask), trigger_value=0.0, callback_url="",
        date_created=now, date_updated=now)
    for field, value in changes(ask, trigger).items():
        setattr(trigger, field, value)
    trigger.trigger_value = _value(ask, trigger)
    return trigger


def recurring(ask: Ask) -> str:
    """How often it may fire; "" for once, which Twilio also calls `alltime`."""
    wanted = _one_of(ask, "Recurring", RECURRING, "alltime")
    return "" if wanted == "alltime" else wanted


def _one_of(ask: Ask, name: str, known: tuple[str, ...], default: str = "") -> str:
    value = ask.text(name) or default
    if value not in known:
        raise errors.bad_parameter(name)
    return value


def _value(ask: Ask, trigger: UsageTrigger) -> float:
    text = ask.text("TriggerValue")
    if not _VALUE.fullmatch(text):
        raise errors.bad_parameter("TriggerValue")
    base = usage_triggers.current_value(ask.world, trigger) if text.startswith("+") else 0.0
    return base + float(text)


def changes(ask: Ask, trigger: UsageTrigger) -> dict[str, Any]:
    """The fields that a request sets: callback and name."""
    url = ask.text("CallbackUrl") or trigger.callback_url
    if not parameters.is_web_address(url):
        raise errors.bad_parameter("CallbackUrl")
    if len(ask.text("FriendlyName")) > 64:
        raise errors.bad_parameter("FriendlyName")
    found = {"callback_url": url}
    if ask.has("CallbackMethod"):
        found["callback_method"] = parameters.method(ask, "CallbackMethod")
    return found | ({"friendly_name": ask.text("FriendlyName")} if ask.has("FriendlyName") else {})
