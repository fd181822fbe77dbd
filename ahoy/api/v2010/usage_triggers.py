"""Usage Triggers: /Accounts/{sid}/Usage/Triggers.json and /Usage/Triggers/{sid}.json.

Key order as in Twilio's OpenAPI examples. That `recurring` is null for a trigger that
fires once, and `friendly_name` "" where none was given, is from memory.
"""

from __future__ import annotations

from typing import Any

from ...account import usage_triggers
from ...facts import prices
from ...facts.dates import rfc2822
from ...store.rows import UsageTrigger
from ...store.store import Where
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .rules import usage_triggers as rules

TRIGGERS = ACCOUNT + "/Usage/Triggers"
TRIGGER = TRIGGERS + "/{sid}"

UPDATE = Accepts("CallbackUrl CallbackMethod FriendlyName")
CREATE = Accepts("CallbackUrl CallbackMethod FriendlyName TriggerValue UsageCategory Recurring"
                 " TriggerBy")
LIST = Accepts(f"Recurring TriggerBy UsageCategory {PAGING}")


@on("POST", TRIGGERS)
def create(ask: Ask) -> Answer:
    """Makes a trigger. It fires when something is charged and its value is reached."""
    CREATE.check(ask)
    trigger = rules.new_trigger(ask)
    ask.world.store.insert(trigger)
    ask.world.has_triggers = True
    return created(as_json(ask, trigger))


@on("GET", TRIGGER)
def fetch(ask: Ask) -> Answer:
    """One trigger, and how far it has come."""
    return fetched(as_json(ask, find(ask)))


@on("GET", TRIGGERS)
def listing(ask: Ask) -> Answer:
    """The account's triggers, newest first."""
    LIST.check(ask)
    return paging.answer(ask, UsageTrigger, "usage_triggers", _filters(ask),
                         lambda trigger: as_json(ask, trigger))


@on("POST", TRIGGER)
def update(ask: Ask) -> Answer:
    """Changes whom the trigger tells, or its name."""
    trigger = find(ask)
    UPDATE.check(ask)
    changes = rules.changes(ask, trigger)
    ask.world.store.update(trigger, **changes, date_updated=ask.world.clock.now())
    return fetched(as_json(ask, trigger))


@on("DELETE", TRIGGER)
def delete(ask: Ask) -> Answer:
    """Forgets a trigger."""
    ask.world.store.delete(find(ask))
    return deleted()


def find(ask: Ask) -> UsageTrigger:
    """The account's trigger of that SID; 404 when there is none."""
    trigger = ask.world.store.get(UsageTrigger, ask.names["sid"])
    if trigger is None or trigger.account_sid != ask.account.sid:
        raise ask.not_found()
    return trigger


def _filters(ask: Ask) -> Where:
    where: Where = [("account_sid", "=", ask.account.sid)]
    if ask.has("Recurring"):
        where.append(("recurring", "=", rules.recurring(ask)))
    for name, column in (("TriggerBy", "trigger_by"), ("UsageCategory", "usage_category")):
        if value := ask.text(name):
            where.append((column, "=", value))
    return where


def as_json(ask: Ask, trigger: UsageTrigger) -> dict[str, Any]:
    """A trigger as Twilio writes it: its values are strings."""
    return {
        "account_sid": trigger.account_sid,
        "api_version": "2010-04-01",
        "callback_method": trigger.callback_method,
        "callback_url": trigger.callback_url,
        "current_value": prices.written(usage_triggers.current_value(ask.world, trigger), 0),
        "date_created": rfc2822(trigger.date_created),
        "date_fired": rfc2822(trigger.date_fired),
        "date_updated": rfc2822(trigger.date_updated),
        "friendly_name": trigger.friendly_name,
        "recurring": trigger.recurring or None,
        "sid": trigger.sid,
        "trigger_by": trigger.trigger_by,
        "trigger_value": prices.written(trigger.trigger_value, 0),
        "uri": f"/2010-04-01/Accounts/{trigger.account_sid}/Usage/Triggers/{trigger.sid}.json",
        "usage_category": trigger.usage_category,
        "usage_record_uri": usage_triggers.record_uri(trigger),
    }
