"""IncomingPhoneNumbers: the numbers that the account owns, and what they do when used.

Key order as in Twilio's OpenAPI example; unset URLs are "", unset SIDs "" for
applications and null for the rest, as in recordings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...account import usage
from ...facts.dates import rfc2822
from ...store.rows import PhoneNumber
from ...store.store import Where
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on, on_test
from .rules import available_phone_numbers as buying
from .rules import incoming_phone_numbers as rules
from .rules import magic_numbers

NUMBERS = ACCOUNT + "/IncomingPhoneNumbers"
NUMBER = NUMBERS + "/{sid}"

SETTINGS = (
    "FriendlyName VoiceUrl VoiceMethod VoiceFallbackUrl VoiceFallbackMethod SmsUrl SmsMethod"
    " SmsFallbackUrl SmsFallbackMethod StatusCallback StatusCallbackMethod ApiVersion"
    " VoiceApplicationSid SmsApplicationSid VoiceReceiveMode VoiceCallerIdLookup")
ONLY_TWILIO = "EmergencyStatus EmergencyAddressSid TrunkSid IdentitySid AddressSid BundleSid"
UPDATE = Accepts(SETTINGS + " AccountSid", ONLY_TWILIO)
CREATE = Accepts(SETTINGS + " PhoneNumber AreaCode", ONLY_TWILIO)
LIST = Accepts(f"Beta FriendlyName PhoneNumber Origin {PAGING}")

FIXED = {
    "address_requirements": "none",
    "address_sid": None,
    "api_version": "2010-04-01",
    "beta": False,
    "emergency_status": "Inactive",
    "emergency_address_sid": None,
    "emergency_address_status": "unregistered",
    "identity_sid": None,
    "origin": "twilio",
    "trunk_sid": None,
    "bundle_sid": None,
    "status": "in-use",
}
"""What all numbers have in common; the rest are fields of the row."""

KEYS = (
    "account_sid", "address_requirements", "address_sid", "api_version", "beta", "capabilities",
    "date_created", "date_updated", "emergency_status", "emergency_address_sid",
    "emergency_address_status", "friendly_name", "identity_sid", "origin", "phone_number", "sid",
    "sms_application_sid", "sms_fallback_method", "sms_fallback_url", "sms_method", "sms_url",
    "status_callback", "status_callback_method", "trunk_sid", "uri", "voice_application_sid",
    "voice_caller_id_lookup", "voice_fallback_method", "voice_fallback_url", "voice_method",
    "voice_url", "bundle_sid", "voice_receive_mode", "status", "type",
)

TYPES = {"Local": "local", "TollFree": "tollfree", "Mobile": "mobile"}
"""Sub-lists, and the type of the numbers in them. The United States have no `mobile` ones."""


@on("POST", NUMBERS)
def create(ask: Ask) -> Answer:
    """Buys a number, by PhoneNumber or by AreaCode. It is set up as the request says."""
    CREATE.check(ask)
    number = buying.new_number(ask, TYPES.get(ask.parts[-1]))
    ask.world.store.insert(number)
    return created(_shape(ask)(number))


@on("GET", NUMBER)
def fetch(ask: Ask) -> Answer:
    """One number with its settings."""
    return fetched(as_json(find(ask)))


@on("GET", NUMBERS)
def listing(ask: Ask) -> Answer:
    """The account's numbers, newest first; under Local and so on those of one type."""
    LIST.check(ask)
    return paging.answer(ask, PhoneNumber, "incoming_phone_numbers", _filters(ask), _shape(ask))


@on("POST", NUMBER)
def update(ask: Ask) -> Answer:
    """Changes what happens when the number is called or texted."""
    number = find(ask)
    UPDATE.check(ask)
    changes = rules.settings(ask) | rules.new_owner(ask)
    ask.world.store.update(number, **changes, date_updated=ask.world.clock.now())
    return fetched(as_json(number))


@on("DELETE", NUMBER)
def delete(ask: Ask) -> Answer:
    """Gives a number back: anybody may buy it now. What it has cost stays spent."""
    number = find(ask)
    usage.keep(ask.world, number)
    ask.world.store.delete(number)
    ask.world.forget_number(number)
    return deleted()


for _type in TYPES:
    on("POST", f"{NUMBERS}/{_type}")(create)
    on("GET", f"{NUMBERS}/{_type}")(listing)


@on_test("POST", NUMBERS)
def create_as_a_test(ask: Ask) -> Answer:
    """Test credentials: a number is checked and not bought."""
    CREATE.check(ask)
    return created(as_json(magic_numbers.phone_number(ask)))


def _shape(ask: Ask) -> Callable[[PhoneNumber], dict[str, Any]]:
    """Under Local and so on, `type` is left out (OpenAPI)."""
    if ask.parts[-1] not in TYPES:
        return as_json
    return lambda number: {key: value for key, value in as_json(number).items() if key != "type"}


def find(ask: Ask) -> PhoneNumber:
    """The account's number of that SID; 404 when there is none."""
    number = ask.world.store.get(PhoneNumber, ask.names["sid"])
    if number is None or number.account_sid != ask.account.sid:
        raise ask.not_found()
    return number


def _filters(ask: Ask) -> Where:
    """PhoneNumber may be a part of the number; `*` stands for any digit."""
    where: Where = [("account_sid", "=", ask.account.sid)]
    if kind := TYPES.get(ask.parts[-1]):
        where.append(("type", "=", kind))
    if name := ask.text("FriendlyName"):
        where.append(("friendly_name", "=", name))
    if part := ask.text("PhoneNumber"):
        digits = "".join("[0-9]" if c == "*" else c for c in part if c in "+*0123456789")
        where.append(("phone_number", "glob", f"*{digits}*"))
    if ask.text("Origin") == "hosted":  # none of ours is
        where.append(("phone_number", "=", ""))
    return where


def as_json(number: PhoneNumber) -> dict[str, Any]:
    """A number as Twilio writes it."""
    uri = f"/2010-04-01/Accounts/{number.account_sid}/IncomingPhoneNumbers/{number.sid}.json"
    able = number.capabilities.split()
    values = FIXED | {
        "capabilities": {what: what in able for what in ("voice", "sms", "mms", "fax")},
        "date_created": rfc2822(number.date_created),
        "date_updated": rfc2822(number.date_updated),
        "uri": uri,
    }
    return {key: values[key] if key in values else getattr(number, key) for key in KEYS}
