"""AvailablePhoneNumbers: countries, and numbers that could be bought.

Lists have no paging keys. Key order as in Twilio's OpenAPI example; the letter case of the
capabilities (voice, SMS, MMS) as in three fixtures of 2023 to 2026. Numbers of the United
States are offered, no others.
"""

from __future__ import annotations

from typing import Any

import phonenumbers

from ...facts import errors
from ...numbers import phone_numbers
from ...numbers.numbers_for_sale import Offer
from ..answers import Answer, fetched
from ..parameters import Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .rules import available_phone_numbers as rules

COUNTRIES = ACCOUNT + "/AvailablePhoneNumbers"
COUNTRY = COUNTRIES + "/{country}"

SEARCH = Accepts(
    "AreaCode Contains SmsEnabled MmsEnabled VoiceEnabled FaxEnabled ExcludeAllAddressRequired"
    " ExcludeLocalAddressRequired ExcludeForeignAddressRequired Beta NearNumber NearLatLong"
    " Distance InPostalCode InRegion InRateCenter InLocality PageSize Page PageToken",
    "InLata",
)
TYPES = {"Local": "local", "TollFree": "tollfree"}
OTHER_TYPES = ("Mobile", "National", "Voip", "SharedCost", "MachineToMachine")
"""The United States have none of these."""


@on("GET", COUNTRIES)
def countries(ask: Ask) -> Answer:
    """Where numbers are to be had."""
    return fetched({"countries": [_country(ask)], "uri": ask.path})


@on("GET", COUNTRY)
def country(ask: Ask) -> Answer:
    """One country, and which types of numbers it has."""
    _must_be_offered(ask)
    return fetched(_country(ask))


def _search(ask: Ask) -> Answer:
    """Numbers that fit, at most thirty."""
    _must_be_offered(ask)
    SEARCH.check(ask)
    kind = TYPES.get(ask.parts[-1])
    found = rules.search(ask, kind) if kind else []
    return fetched({"available_phone_numbers": [as_json(offer) for offer in found],
                    "uri": ask.path})


for _type in (*TYPES, *OTHER_TYPES):
    on("GET", f"{COUNTRY}/{_type}")(_search)


def _must_be_offered(ask: Ask) -> None:
    code = ask.names["country"]
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ask.not_found()
    if code != "US":
        raise errors.not_simulated(f"numbers of the country {code}", "Search in US.")


def _country(ask: Ask) -> dict[str, Any]:
    uri = f"/2010-04-01/Accounts/{ask.account.sid}/AvailablePhoneNumbers/US"
    return {
        "beta": False,
        "country": "United States",
        "country_code": "US",
        "subresource_uris": {"local": f"{uri}/Local.json", "toll_free": f"{uri}/TollFree.json"},
        "uri": f"{uri}.json",
    }


def as_json(offer: Offer) -> dict[str, Any]:
    """A number as Twilio writes it; a toll-free one is nowhere."""
    able = offer.capabilities.split()
    north, east = offer.place or (None, None)
    return {
        "address_requirements": "none",
        "beta": False,
        "capabilities": {"voice": "voice" in able, "SMS": "sms" in able, "MMS": "mms" in able},
        "friendly_name": phone_numbers.formatted(offer.number),
        "iso_country": "US",
        "lata": None,
        "latitude": None if north is None else f"{north:.6f}",
        "locality": offer.city.title() or None,
        "longitude": None if east is None else f"{east:.6f}",
        "phone_number": offer.number,
        "postal_code": offer.zip or None,
        "rate_center": offer.city or None,
        "region": offer.state or None,
    }
