"""Keys: /Accounts/{sid}/Keys.json and /Keys/{sid}.json, API keys of the kind "standard".

Their old name is SigningKeys; that both list the same keys is from memory.

The secret is shown once, in the answer to the creation. Keys can't be made, read or
deleted with a key (see `access`). That a key without a name is called "" is from memory.
"""

from __future__ import annotations

from typing import Any

from ...facts import errors
from ...facts.dates import rfc2822
from ...store.rows import ApiKey
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on

KEYS = ACCOUNT + "/Keys"
KEY = KEYS + "/{sid}"
OLD = ACCOUNT + "/SigningKeys"
OLD_ONE = OLD + "/{sid}"

WRITE = Accepts("FriendlyName")
LIST = Accepts(PAGING)


@on("POST", OLD)
@on("POST", KEYS)
def create(ask: Ask) -> Answer:
    """Makes a key; only this answer holds its secret."""
    WRITE.check(ask)
    key = make(ask)
    return created(as_json(key) | {"secret": key.secret})


def make(ask: Ask) -> ApiKey:
    """A new key of the account, with the name that was given."""
    now = ask.world.clock.now()
    key = ApiKey(sid=ask.world.ids.sid("SK"), account_sid=ask.account.sid,
                 secret=ask.world.ids.token(), friendly_name=name(ask),
                 date_created=now, date_updated=now)
    ask.world.store.insert(key)
    return key


@on("GET", OLD_ONE)
@on("GET", KEY)
def fetch(ask: Ask) -> Answer:
    """One key, without its secret."""
    return fetched(as_json(find(ask)))


@on("GET", OLD)
@on("GET", KEYS)
def listing(ask: Ask) -> Answer:
    """The account's keys, newest first."""
    LIST.check(ask)
    name = "signing_keys" if ask.path.endswith("/SigningKeys.json") else "keys"
    return paging.answer(ask, ApiKey, name, [("account_sid", "=", ask.account.sid)], as_json)


@on("POST", OLD_ONE)
@on("POST", KEY)
def update(ask: Ask) -> Answer:
    """Renames a key."""
    key = find(ask)
    WRITE.check(ask)
    ask.world.store.update(key, friendly_name=name(ask), date_updated=ask.world.clock.now())
    return fetched(as_json(key))


@on("DELETE", OLD_ONE)
@on("DELETE", KEY)
def delete(ask: Ask) -> Answer:
    """Takes a key back: what is asked with it from now on is 401."""
    ask.world.store.delete(find(ask))
    return deleted()


def find(ask: Ask) -> ApiKey:
    """The account's key of that SID; 404 when there is none."""
    key = ask.world.store.get(ApiKey, ask.names["sid"])
    if key is None or key.account_sid != ask.account.sid:
        raise ask.not_found()
    return key


def name(ask: Ask) -> str:
    """At most 64 characters; the code of a longer name is a guess."""
    if len(ask.text("FriendlyName")) > 64:
        raise errors.bad_parameter("FriendlyName")
    return ask.text("FriendlyName")


def as_json(key: ApiKey) -> dict[str, Any]:
    """A key as Twilio writes it."""
    return {
        "sid": key.sid,
        "friendly_name": key.friendly_name,
        "date_created": rfc2822(key.date_created),
        "date_updated": rfc2822(key.date_updated),
    }
