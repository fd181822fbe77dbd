"""Accounts: /2010-04-01/Accounts.json and /Accounts/{sid}.json.

Key order and types as in Twilio's OpenAPI example; no live answer was at hand.
"""

from __future__ import annotations

from typing import Any

from ...facts import errors
from ...facts.dates import rfc2822
from ...store.rows import Account
from .. import paging
from ..answers import Answer, created, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, ACCOUNTS, on
from .rules import accounts as rules

CREATE = Accepts("FriendlyName")
UPDATE = Accepts("FriendlyName Status")
LIST = Accepts(f"FriendlyName Status {PAGING}")

SUBRESOURCES = {
    "available_phone_numbers": "AvailablePhoneNumbers",
    "calls": "Calls",
    "conferences": "Conferences",
    "incoming_phone_numbers": "IncomingPhoneNumbers",
    "notifications": "Notifications",
    "outgoing_caller_ids": "OutgoingCallerIds",
    "recordings": "Recordings",
    "transcriptions": "Transcriptions",
    "addresses": "Addresses",
    "signing_keys": "SigningKeys",
    "connect_apps": "ConnectApps",
    "sip": "SIP",
    "authorized_connect_apps": "AuthorizedConnectApps",
    "usage": "Usage",
    "keys": "Keys",
    "applications": "Applications",
    "short_codes": "SMS/ShortCodes",
    "queues": "Queues",
    "messages": "Messages",
    "balance": "Balance",
}


@on("POST", ACCOUNTS)
def create(ask: Ask) -> Answer:
    """Makes a subaccount, with a token and an empty purse of its own."""
    CREATE.check(ask)
    account = rules.new_subaccount(ask)
    ask.world.store.insert(account)
    return created(as_json(account))


@on("POST", ACCOUNT)
def update(ask: Ask) -> Answer:
    """Renames an account; suspends, reactivates or closes a subaccount."""
    UPDATE.check(ask)
    changes = rules.changes(ask, ask.account)
    ask.world.store.update(ask.account, **changes, date_updated=ask.world.clock.now())
    if changes.get("status") == "closed":
        rules.close(ask, ask.account)
    return fetched(as_json(ask.account))


@on("GET", ACCOUNT)
def fetch(ask: Ask) -> Answer:
    """The account itself, or one that it owns."""
    return fetched(as_json(ask.account))


@on("GET", ACCOUNTS)
def listing(ask: Ask) -> Answer:
    """The account and those that it owns, newest first."""
    LIST.check(ask)
    where = [("owner_account_sid", "=", ask.caller.sid)]
    if name := ask.text("FriendlyName"):
        where.append(("friendly_name", "=", name))
    if status := ask.text("Status"):
        if status not in rules.STATUSES:
            raise errors.bad_parameter("Status")
        where.append(("status", "=", status))
    return paging.answer(ask, Account, "accounts", where, as_json)


def as_json(account: Account) -> dict[str, Any]:
    """An account as Twilio writes it. It has no price and no unset field."""
    uri = f"/2010-04-01/Accounts/{account.sid}"
    return {
        "auth_token": account.auth_token,
        "date_created": rfc2822(account.date_created),
        "date_updated": rfc2822(account.date_updated),
        "friendly_name": account.friendly_name,
        "owner_account_sid": account.owner_account_sid,
        "sid": account.sid,
        "status": account.status,
        "subresource_uris": {key: f"{uri}/{name}.json" for key, name in SUBRESOURCES.items()},
        "type": "Full" if account.kind == "full" else "Trial",
        "uri": f"{uri}.json",
    }
