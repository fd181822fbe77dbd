"""Who asks, and for which account: HTTP Basic, as the 2010 API has it.

The user is an account's SID with its token, or an API key's SID with its secret. A missing
user is 401 before anything else; then comes an account SID in the path that is none (404);
then the user name and the password. That a well-formed SID of somebody else's account in
the path is 404, too, is from memory.

Who may see what follows the pages "Using subaccounts", "API keys" and 20003 (2026): an
account reaches its subaccounts, a subaccount or a key only itself; a standard key (all keys
that the REST API makes) reaches neither Accounts nor Keys; a suspended or closed account's
own credentials open nothing. What its owner may still do there is in part from memory:
read, change and end what there is, but make nothing new.
"""

from __future__ import annotations

import re

from ..facts import errors
from ..store.rows import Account, ApiKey
from .request_context import Ask, UncheckedAsk, checked

ACCOUNT_SID = re.compile("AC[0-9a-fA-F]{32}")
SID = re.compile("[A-Z]{2}[0-9a-fA-F]{32}")

FOR_MAIN_KEYS = ("Keys", "SigningKeys")


def check(ask: UncheckedAsk) -> Ask:
    """The request, with its `caller`, `account` and `key`.

    Raises:
        TwilioError: 401/20003 for wrong credentials, and for those that don't suffice;
            404/20404 for another's account; 403/20005 for an account that isn't active.
    """
    if not ask.auth or not ask.auth[0]:
        raise errors.no_credentials()
    names_account = len(ask.parts) > 2 and ask.parts[2] == "Accounts" and ask.parts[0] == "api"
    path_sid = ask.parts[3] if names_account and len(ask.parts) > 3 else None
    if path_sid is not None and not ACCOUNT_SID.fullmatch(path_sid):
        raise ask.not_found()
    caller, key = _caller(ask, *ask.auth)
    if key is not None and names_account and _is_for_main_keys(ask):
        raise errors.unknown_user()
    if path_sid is None or path_sid == caller.sid:
        return checked(ask, caller, caller, key)
    account = _another(ask, path_sid, caller, key)
    _must_be_active(ask, account)
    return checked(ask, caller, account, key)


def _caller(ask: UncheckedAsk, user: str, password: str) -> tuple[Account, ApiKey | None]:
    key = ask.world.store.get(ApiKey, user) if user[:2] == "SK" else None
    if key is not None:
        account, secret = ask.world.account_of(key.account_sid), key.secret
    else:
        account, secret = _by_sid(ask, user)
    if account is None:
        raise errors.unknown_user()
    if secret != password or not _is_open(ask, account):
        raise errors.wrong_credentials()
    return account, key


def _by_sid(ask: UncheckedAsk, user: str) -> tuple[Account | None, str]:
    world = ask.world
    if user == world.account.sid:  # as nearly always
        return world.account, world.account.auth_token
    own = world.test_account.sid == user
    account = world.test_account if own else world.store.get(Account, user)
    return account, account.auth_token if account else ""


def _is_open(ask: UncheckedAsk, account: Account) -> bool:
    """True when neither the account nor its owner is suspended or closed."""
    owner = ask.world.account_of(account.owner_account_sid) or account
    return account.status == owner.status == "active"


def _is_for_main_keys(ask: UncheckedAsk) -> bool:
    return len(ask.parts) <= 4 or ask.parts[4] in FOR_MAIN_KEYS


def _another(ask: UncheckedAsk, sid: str, caller: Account, key: ApiKey | None) -> Account:
    """A subaccount of the caller's."""
    account = ask.world.store.get(Account, sid)
    if account is None or account.owner_account_sid != caller.sid:
        raise ask.not_found()
    if key is not None:  # keys of the main account open the main account alone
        raise errors.wrong_credentials()
    return account


def _must_be_active(ask: UncheckedAsk, account: Account) -> None:
    """Nothing new is made for an account that is suspended or closed."""
    makes = ask.method == "POST" and not SID.fullmatch(ask.parts[-1])
    if makes and account.status != "active":
        raise errors.refuse(20005, sid=account.sid)
