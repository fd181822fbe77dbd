"""API keys at their own host: iam.twilio.com/v1/Keys. The same keys as those of the 2010 API.

Fields as in the SDK. Standard keys only: a restricted one has a policy of permissions, and
the main one is made in the Console. That `flags` of a key is empty is from memory.
"""

from __future__ import annotations

from ...facts import errors
from ...store.rows import ApiKey
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import on
from ..v2010 import keys

KEYS = "/v1/Keys"
KEY = KEYS + "/{sid}"

CREATE = Accepts("AccountSid FriendlyName KeyType", "Policy")
UPDATE = Accepts("FriendlyName", "Policy")
LIST = Accepts(f"AccountSid {PAGING}")


@on("POST", KEYS, "iam")
def create(ask: Ask) -> Answer:
    """Makes a key; only this answer holds its secret."""
    CREATE.check(ask)
    _must_be_own(ask)
    if ask.text("KeyType") not in ("", "standard"):
        raise errors.not_simulated(f"keys of the type {ask.text('KeyType')}",
                                   "Leave key_type out: a standard key opens all but keys"
                                   " and accounts.")
    key = keys.make(ask)
    return created(keys.as_json(key) | {"secret": key.secret, "policy": None})


@on("GET", KEY, "iam")
def fetch(ask: Ask) -> Answer:
    """One key, without its secret."""
    return fetched(keys.as_json(_find(ask)) | {"policy": None})


@on("GET", KEYS, "iam")
def listing(ask: Ask) -> Answer:
    """The account's keys, newest first."""
    LIST.check(ask)
    _must_be_own(ask)
    return paging.answer(ask, ApiKey, "keys", [("account_sid", "=", ask.account.sid)],
                         lambda key: keys.as_json(key) | {"flags": []})


@on("POST", KEY, "iam")
def update(ask: Ask) -> Answer:
    """Renames a key."""
    key = _find(ask)
    UPDATE.check(ask)
    ask.world.store.update(key, friendly_name=keys.name(ask), date_updated=ask.world.clock.now())
    return fetched(keys.as_json(key) | {"policy": None})


@on("DELETE", KEY, "iam")
def delete(ask: Ask) -> Answer:
    """Takes a key back: what is asked with it from now on is 401."""
    ask.world.store.delete(_find(ask))
    return deleted()


def _find(ask: Ask) -> ApiKey:
    _must_be_main(ask)
    return keys.find(ask)


def _must_be_own(ask: Ask) -> None:
    """AccountSid names who asks. That another account's is 404 is a guess."""
    _must_be_main(ask)
    if not ask.text("AccountSid"):
        raise errors.refuse(20001, "missing", name="AccountSid")
    if ask.text("AccountSid") != ask.account.sid:
        raise ask.not_found()


def _must_be_main(ask: Ask) -> None:
    """A standard key opens no keys, here as in the 2010 API."""
    if ask.key is not None:
        raise errors.unknown_user()
