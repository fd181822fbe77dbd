"""Balance: /Accounts/{sid}/Balance.json, what is left of the account's money.

Key order as in Twilio's OpenAPI example. "Child accounts do not contain balance
information": that they answer 404 is a guess.
"""

from __future__ import annotations

from ...account import usage
from ...facts import prices
from ..answers import Answer, fetched
from ..request_context import Ask
from ..routes import ACCOUNT, on


@on("GET", ACCOUNT + "/Balance")
def fetch(ask: Ask) -> Answer:
    """What was paid in, less all that the account and its subaccounts have used."""
    account, world = ask.account, ask.world
    if account.owner_account_sid != account.sid:
        raise ask.not_found()
    left = usage.balance(world.store, account, world.clock.now())
    return fetched({"account_sid": account.sid, "balance": prices.written(left),
                    "currency": account.currency})
