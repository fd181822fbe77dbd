"""What is checked before an account is made or changed.

Twilio's page "Using subaccounts": only the owner, with the main account's credentials,
suspends, reactivates or closes a subaccount; nobody does so to the main account; what is
closed stays closed, and its numbers are released. The titles of 21475 to 21480 stand in
for the sentences.
"""

from __future__ import annotations

import datetime as dt

from ....account import usage
from ....facts import errors
from ....store.rows import Account, ApiKey, PhoneNumber
from ...request_context import Ask

STATUSES = ("active", "suspended", "closed")

MOST_SUBACCOUNTS = 1000
"""Twilio's default (its page on 21480)."""


def new_subaccount(ask: Ask) -> Account:
    """A subaccount of the caller's, as a row that is not yet in the store.

    Raises:
        TwilioError: 20003 when the caller is a subaccount (a guess), 21480, or 20001 for a
            name of more than 64 characters (a guess, too).
    """
    owner, now = ask.caller, ask.world.clock.now()
    if owner.owner_account_sid != owner.sid:
        raise errors.wrong_credentials()
    owned = ask.world.store.pick(Account, "sid", owner_account_sid=owner.sid)
    if len(owned) > MOST_SUBACCOUNTS:  # the owner is one of them
        raise errors.refuse(21480)
    return Account(
        sid=ask.world.ids.sid("AC"), auth_token=ask.world.ids.token(), kind=owner.kind,
        friendly_name=_name(ask) or _default_name(now), owner_account_sid=owner.sid,
        currency=owner.currency, credit=0.0, date_created=now, date_updated=now)


def _default_name(now: float) -> str:
    moment = dt.datetime.fromtimestamp(now, dt.UTC)
    return f"SubAccount Created at {moment:%Y-%m-%d %I:%M} {'am' if moment.hour < 12 else 'pm'}"


def _name(ask: Ask) -> str:
    if len(ask.text("FriendlyName")) > 64:
        raise errors.bad_parameter("FriendlyName")
    return ask.text("FriendlyName")


def changes(ask: Ask, account: Account) -> dict[str, str]:
    """The fields of the row that an update sets."""
    found = {"friendly_name": _name(ask)} if ask.text("FriendlyName") else {}
    if ask.text("Status"):
        found["status"] = _status(ask, account)
    return found


def _status(ask: Ask, account: Account) -> str:
    status = ask.text("Status").lower()
    if status not in STATUSES:
        raise errors.refuse(21475)
    if account.owner_account_sid == account.sid:
        raise errors.refuse(21477)
    if ask.caller.sid != account.owner_account_sid:  # which code Twilio answers is not known
        raise errors.wrong_credentials()
    if account.status == "closed":
        raise errors.refuse(21479)
    return status


def close(ask: Ask, account: Account) -> None:
    """A closed account keeps its history, and neither numbers nor keys."""
    store = ask.world.store
    for number in store.find(PhoneNumber, account_sid=account.sid):
        usage.keep(ask.world, number)
        store.delete(number)
    for key in store.find(ApiKey, account_sid=account.sid):
        store.delete(key)
