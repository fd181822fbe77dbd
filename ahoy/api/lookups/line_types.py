"""What Lookup tells of a number for money: what kind of line it is, and whose.

Shapes and words as on Twilio's pages "Line Type Intelligence", "Caller Name" and those of
Lookup v1. What they say is what this world knows: a number of the account is Twilio's, a
handset's name is in the caller-name database, and every other line belongs to a carrier
with the codes 001 and 01, which are reserved for test networks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import phonenumbers
from phonenumbers import PhoneNumberType

from ...account import caller_names, usage, usage_triggers
from ...facts import prices
from ...numbers import phone_numbers
from ...store.rows import PhoneNumber
from ..request_context import Ask

if TYPE_CHECKING:
    from ...world import World

LANDLINE = 30006
"""A text that ends with this code was for a landline: `alice.rejects_texts(30006)`."""

NO_ACCESS = 60601
"""Canadian numbers need an approval that a new account has not."""

TYPES = {
    PhoneNumberType.TOLL_FREE: "tollFree",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "sharedCost",
    PhoneNumberType.VOIP: "nonFixedVoip",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "uan",
    PhoneNumberType.VOICEMAIL: "voicemail",
    PhoneNumberType.FIXED_LINE: "landline",
}
"""By the numbering plan; any other number is a mobile phone's, since all take texts here."""

OLD_TYPES = {"nonFixedVoip": "voip", "fixedVoip": "voip", "landline": "landline",
             "mobile": "mobile"}
"""What Lookup v1 calls them; it has no word for the rest."""

TWILIO = ("Twilio - SMS/MMS-SVR", "240", "38")
OTHERS = ("Ahoy Practice Network", "001", "01")


def line_type(ask: Ask, number: str) -> dict[str, Any]:
    """The package `line_type_intelligence`, charged for."""
    _pays(ask, _charge_line_type)
    if phone_numbers.country(number) == "CA":
        return _line(NO_ACCESS, None, None, None, None)
    kind = _kind(ask.world, number)
    carrier, country, network = TWILIO if _is_twilios(ask.world, number) else OTHERS
    if kind in ("mobile", "nonFixedVoip"):
        return _line(None, country, network, carrier, kind)
    return _line(None, None, None, carrier, kind)


def carrier(ask: Ask, number: str) -> dict[str, Any]:
    """The same as Lookup v1 tells it."""
    found = line_type(ask, number)
    return {
        "mobile_country_code": found["mobile_country_code"],
        "mobile_network_code": found["mobile_network_code"],
        "name": found["carrier_name"],
        "type": OLD_TYPES.get(found["type"]),
        "error_code": found["error_code"],
    }


def caller_name(ask: Ask, number: str) -> dict[str, Any]:
    """The package `caller_name`: of US numbers only, and charged for also without a name.

    The word for a name that is not known is from one live answer of 2024.
    """
    if phone_numbers.country(number) != "US":
        return {"caller_name": None, "caller_type": None, "error_code": None}
    _pays(ask, caller_names.charge)
    name = caller_names.name_of(ask.world, number)
    return {"caller_name": name, "caller_type": "CONSUMER" if name else "UNDETERMINED",
            "error_code": None}


def _line(error: int | None, country: str | None, network: str | None, name: str | None,
          kind: str | None) -> dict[str, Any]:
    return {"error_code": error, "mobile_country_code": country, "mobile_network_code": network,
            "carrier_name": name, "type": kind}


def _kind(world: World, number: str) -> str:
    planned = TYPES.get(phonenumbers.number_type(phonenumbers.parse(number)))
    if planned is not None:
        return planned
    if _is_twilios(world, number):
        return "nonFixedVoip"
    handset = world.phones.find(number)
    is_landline = handset is not None and (handset.text_fault == LANDLINE
                                           or handset.habit == "fax")
    return "landline" if is_landline else "mobile"


def _is_twilios(world: World, number: str) -> bool:
    return bool(world.store.pick(PhoneNumber, "sid", phone_number=number))


def _pays(ask: Ask, charge: Callable[[World, str], None]) -> None:
    """Test credentials pay nothing."""
    if ask.account.kind != "test":
        charge(ask.world, ask.account.sid)
        usage_triggers.look(ask.world, ask.account.sid)


def _charge_line_type(world: World, account_sid: str) -> None:
    usage.charge(world, account_sid, "carrier-lookups", 1, prices.USD["lookup line type"])
