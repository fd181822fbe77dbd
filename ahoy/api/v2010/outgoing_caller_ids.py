"""OutgoingCallerIds: numbers of somebody's own, and the requests to verify them.

POST answers 200 with a ValidationRequest, which has no SID; the caller ID comes to be when
the phone that is called keys in the code. Key order as in Twilio's OpenAPI example.
"""

from __future__ import annotations

from typing import Any

from ...facts.dates import rfc2822
from ...numbers import phone_numbers
from ...store.rows import OutgoingCallerId
from ...store.store import Where
from .. import paging
from ..answers import Answer, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .rules import outgoing_caller_ids as rules

CALLER_IDS = ACCOUNT + "/OutgoingCallerIds"
CALLER_ID = CALLER_IDS + "/{sid}"

CREATE = Accepts(
    "PhoneNumber FriendlyName CallDelay Extension StatusCallback StatusCallbackMethod")
UPDATE = Accepts("FriendlyName")
LIST = Accepts(f"PhoneNumber FriendlyName {PAGING}")


@on("POST", CALLER_IDS)
def create(ask: Ask) -> Answer:
    """Calls the number and asks for the code that is answered here."""
    CREATE.check(ask)
    wanted = rules.new_verification(ask)
    ask.world.store.insert(wanted.call)
    ask.world.exchange.verify(wanted)
    return fetched({
        "account_sid": ask.account.sid, "call_sid": wanted.call.sid,
        "friendly_name": wanted.friendly_name, "phone_number": wanted.call.to,
        "validation_code": wanted.code}, wanted.call.sid)


@on("GET", CALLER_ID)
def fetch(ask: Ask) -> Answer:
    """One caller ID."""
    return fetched(as_json(find(ask)))


@on("GET", CALLER_IDS)
def listing(ask: Ask) -> Answer:
    """The account's caller IDs, newest first."""
    LIST.check(ask)
    return paging.answer(ask, OutgoingCallerId, "outgoing_caller_ids", _filters(ask), as_json)


@on("POST", CALLER_ID)
def update(ask: Ask) -> Answer:
    """Gives it another name."""
    caller_id = find(ask)
    UPDATE.check(ask)
    if name := rules.name(ask):
        ask.world.store.update(
            caller_id, friendly_name=name, date_updated=ask.world.clock.now())
    return fetched(as_json(caller_id))


@on("DELETE", CALLER_ID)
def delete(ask: Ask) -> Answer:
    """Forgets it: calls from it are refused again."""
    ask.world.store.delete(find(ask))
    return deleted()


def find(ask: Ask) -> OutgoingCallerId:
    """The account's caller ID of that SID; 404 when there is none."""
    found = ask.world.store.get(OutgoingCallerId, ask.names["sid"])
    if found is None or found.account_sid != ask.account.sid:
        raise ask.not_found()
    return found


def _filters(ask: Ask) -> Where:
    where: Where = [("account_sid", "=", ask.account.sid)]
    if text := ask.text("PhoneNumber"):
        where.append(("phone_number", "=", phone_numbers.parse(text) or text))
    if text := ask.text("FriendlyName"):
        where.append(("friendly_name", "=", text))
    return where


def as_json(row: OutgoingCallerId) -> dict[str, Any]:
    """A caller ID as Twilio writes it."""
    return {
        "account_sid": row.account_sid,
        "date_created": rfc2822(row.date_created),
        "date_updated": rfc2822(row.date_updated),
        "friendly_name": row.friendly_name,
        "phone_number": row.phone_number,
        "sid": row.sid,
        "uri": f"/2010-04-01/Accounts/{row.account_sid}/OutgoingCallerIds/{row.sid}.json",
    }
