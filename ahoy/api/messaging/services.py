"""Messaging Services: messaging.twilio.com/v1/Services, and the numbers in them.

Fields as in the SDK, in the order of Twilio's pages; the defaults of booleans are from
memory. Dates are ISO 8601, lists have the product APIs' envelope.
"""

from __future__ import annotations

from typing import Any

from ...facts.dates import iso8601
from ...numbers import phone_numbers
from ...store.rows import MessagingService, PhoneNumber
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..not_simulated import RESOURCES
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import on, only_twilio
from . import service_rules as rules

HOST = "https://messaging.twilio.com"
SERVICES = "/v1/Services"
SERVICE = SERVICES + "/{sid}"
SENDERS = SERVICE + "/PhoneNumbers"
SENDER = SENDERS + "/{number_sid}"

SETTINGS = " ".join(
    ("FriendlyName", *rules.URLS, *rules.METHODS, *rules.FLAGS, *rules.WORDS, "ValidityPeriod"))
WRITE = Accepts(SETTINGS)
LIST = Accepts(PAGING)
ADD = Accepts("PhoneNumberSid")

LINKS = {
    "phone_numbers": "PhoneNumbers",
    "short_codes": "ShortCodes",
    "alpha_senders": "AlphaSenders",
    "messages": "Messages",
    "us_app_to_person": "Compliance/Usa2p",
    "us_app_to_person_usecases": "Compliance/Usa2p/Usecases",
}
WORDS = {"sms": "SMS", "mms": "MMS", "voice": "Voice"}

for _path in (f"{SERVICE}/ShortCodes", f"{SERVICE}/AlphaSenders", f"{SERVICE}/Compliance/Usa2p",
              f"{SERVICE}/ChannelSenders", f"{SERVICE}/DestinationAlphaSenders",
              f"{SERVICES}/Usecases", f"{SERVICES}/PreregisteredUsa2p"):
    for _method in ("GET", "POST"):
        _word = _path.removesuffix("/Usa2p").rpartition("/")[2]
        only_twilio(_method, _path, RESOURCES["messaging"][_word], "messaging")


@on("POST", SERVICES, "messaging")
def create(ask: Ask) -> Answer:
    """Makes a service, without numbers yet."""
    WRITE.check(ask)
    rules.must_have(ask, "FriendlyName")
    now = ask.world.clock.now()
    service = MessagingService(sid=ask.world.ids.sid("MG"), account_sid=ask.account.sid,
                               date_created=now, date_updated=now, **rules.settings(ask))
    ask.world.store.insert(service)
    return created(as_json(service))


@on("GET", SERVICE, "messaging")
def fetch(ask: Ask) -> Answer:
    """One service."""
    return fetched(as_json(find(ask)))


@on("GET", SERVICES, "messaging")
def listing(ask: Ask) -> Answer:
    """The account's services, newest first."""
    LIST.check(ask)
    where = [("account_sid", "=", ask.account.sid)]
    return paging.answer(ask, MessagingService, "services", where, as_json)


@on("POST", SERVICE, "messaging")
def update(ask: Ask) -> Answer:
    """Changes its settings."""
    service = find(ask)
    WRITE.check(ask)
    changes = rules.settings(ask)
    ask.world.store.update(service, **changes, date_updated=ask.world.clock.now())
    return fetched(as_json(service))


@on("DELETE", SERVICE, "messaging")
def delete(ask: Ask) -> Answer:
    """Forgets it; its numbers stay the account's."""
    service = find(ask)
    for number in ask.world.store.find(PhoneNumber, messaging_service_sid=service.sid):
        ask.world.store.update(number, messaging_service_sid="")
    ask.world.store.delete(service)
    return deleted()


@on("POST", SENDERS, "messaging")
def add(ask: Ask) -> Answer:
    """A number of the account's joins."""
    service = find(ask)
    ADD.check(ask)
    number = rules.new_sender(ask, service)
    now = ask.world.clock.now()
    ask.world.store.update(number, messaging_service_sid=service.sid, date_added=now)
    return created(sender_as_json(number))


@on("GET", SENDER, "messaging")
def fetch_sender(ask: Ask) -> Answer:
    """One number of the service."""
    return fetched(sender_as_json(_find_sender(ask)))


@on("GET", SENDERS, "messaging")
def list_senders(ask: Ask) -> Answer:
    """The service's numbers."""
    LIST.check(ask)
    where = [("messaging_service_sid", "=", find(ask).sid)]
    return paging.answer(ask, PhoneNumber, "phone_numbers", where, sender_as_json)


@on("DELETE", SENDER, "messaging")
def remove(ask: Ask) -> Answer:
    """The number leaves the service, and stays the account's."""
    ask.world.store.update(_find_sender(ask), messaging_service_sid="")
    return deleted()


def find(ask: Ask) -> MessagingService:
    """The account's service of that SID; 404 when there is none."""
    service = ask.world.store.get(MessagingService, ask.names["sid"])
    if service is None or service.account_sid != ask.account.sid:
        raise ask.not_found()
    return service


def _find_sender(ask: Ask) -> PhoneNumber:
    number = ask.world.store.get(PhoneNumber, ask.names["number_sid"])
    if number is None or number.messaging_service_sid != find(ask).sid:
        raise ask.not_found()
    return number


def as_json(service: MessagingService) -> dict[str, Any]:
    """A service as Twilio writes it."""
    url = f"{HOST}{SERVICES}/{service.sid}"
    return {
        "account_sid": service.account_sid,
        "sid": service.sid,
        "date_created": iso8601(service.date_created),
        "date_updated": iso8601(service.date_updated),
        "friendly_name": service.friendly_name,
        "inbound_request_url": service.inbound_request_url,
        "inbound_method": service.inbound_method,
        "fallback_url": service.fallback_url,
        "fallback_method": service.fallback_method,
        "status_callback": service.status_callback,
        "sticky_sender": service.sticky_sender,
        "smart_encoding": service.smart_encoding,
        "mms_converter": service.mms_converter,
        "fallback_to_long_code": service.fallback_to_long_code,
        "scan_message_content": service.scan_message_content,
        "area_code_geomatch": service.area_code_geomatch,
        "validity_period": service.validity_period,
        "synchronous_validation": service.synchronous_validation,
        "usecase": service.usecase,
        "us_app_to_person_registered": False,
        "use_inbound_webhook_on_number": service.use_inbound_webhook_on_number,
        "links": {name: f"{url}/{path}" for name, path in LINKS.items()},
        "url": url,
    }


def sender_as_json(number: PhoneNumber) -> dict[str, Any]:
    """A number of a service as Twilio writes it."""
    able = number.capabilities.split()
    return {
        "sid": number.sid,
        "account_sid": number.account_sid,
        "service_sid": number.messaging_service_sid,
        "date_created": iso8601(number.date_added),
        "date_updated": iso8601(number.date_added),
        "phone_number": number.phone_number,
        "country_code": phone_numbers.country(number.phone_number),
        "capabilities": [word for what, word in WORDS.items() if what in able],
        "url": f"{HOST}{SERVICES}/{number.messaging_service_sid}/PhoneNumbers/{number.sid}",
    }
