"""Calls: /Accounts/{sid}/Calls.json and /Calls/{sid}.json.

Key order, nulls and formats as in answers of the live API of June 2026 and, for the answer
to a create, of December 2025: there the dates are null and `trunk_sid` is null; later it
is "".
"""

from __future__ import annotations

from typing import Any

from ...account import usage
from ...facts import errors, life_cycles
from ...facts.dates import rfc2822
from ...numbers import phone_numbers
from ...store.rows import Call
from ...store.store import Where
from .. import date_filters, paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on, on_test
from .rules import calls as rules
from .rules import machine_detection, magic_numbers, recordings

CALLS = ACCOUNT + "/Calls"
CALL = CALLS + "/{sid}"

CREATE = Accepts(
    "To From Url Twiml Method FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod"
    " StatusCallbackEvent SendDigits Timeout TimeLimit ApplicationSid MachineDetection"
    " MachineDetectionTimeout MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold"
    " MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback"
    # a SIP phone here asks for no password
    f" AsyncAmdStatusCallbackMethod Record {recordings.NAMES} CallReason SipAuthUsername"
    " SipAuthPassword",
    "CallerId Byoc CallToken ClientNotificationUrl Passports RecordingConfigurationId",
)
UPDATE = Accepts(
    "Url Twiml Method Status FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod"
    " TimeLimit")
LIST = Accepts(
    "To From ParentCallSid Status StartTime StartTime< StartTime> EndTime EndTime< EndTime>"
    f" {PAGING}")

SUBRESOURCES = {
    "events": "Events",
    "notifications": "Notifications",
    "payments": "Payments",
    "recordings": "Recordings",
    "siprec": "Siprec",
    "streams": "Streams",
    "transcriptions": "Transcriptions",
    "user_defined_message_subscriptions": "UserDefinedMessageSubscriptions",
    "user_defined_messages": "UserDefinedMessages",
}


@on("POST", CALLS)
def create(ask: Ask) -> Answer:
    """Makes a call. It is `queued`, and the exchange takes it on."""
    CREATE.check(ask)
    call = rules.new_call(ask)
    detecting, recording = machine_detection.wanted(ask), recordings.with_call(ask)
    ask.world.store.insert(call)
    ask.world.exchange.place_call(call, detecting, recording)
    machine_detection.complain(ask.world, call, detecting)
    return created(as_json(call, fresh=True), call.sid)


@on_test("POST", CALLS)
def create_as_a_test(ask: Ask) -> Answer:
    """Test credentials: checked, answered, and forgotten."""
    CREATE.check(ask)
    call = magic_numbers.call(ask)
    machine_detection.wanted(ask)
    return created(as_json(call, fresh=True))


@on("GET", CALL)
def fetch(ask: Ask) -> Answer:
    """One call, as it is now."""
    return fetched(as_json(find(ask)))


@on("GET", CALLS)
def listing(ask: Ask) -> Answer:
    """The account's calls, newest first."""
    LIST.check(ask)
    return paging.answer(ask, Call, "calls", _filters(ask), as_json)


@on("POST", CALL)
def update(ask: Ask) -> Answer:
    """Redirects the call or hangs it up."""
    call = find(ask)
    UPDATE.check(ask)
    leg = ask.world.exchange.legs.get(call.sid)
    call = call if leg is None else leg.call
    rules.change_call(ask, call)
    return fetched(as_json(call))


@on("DELETE", CALL)
def delete(ask: Ask) -> Answer:
    """Forgets a call that has ended."""
    call = find(ask)
    if call.status not in life_cycles.FINAL_CALL:
        raise errors.refuse(20009)
    usage.keep(ask.world, call)
    ask.world.store.delete(call)
    return deleted(call.sid)


def find(ask: Ask) -> Call:
    """The account's call of that SID; 404 when there is none."""
    call = ask.world.store.get(Call, ask.names["sid"])
    if call is None or call.account_sid != ask.account.sid:
        raise ask.not_found()
    return call


def _filters(ask: Ask) -> Where:
    where: Where = [("account_sid", "=", ask.account.sid)]
    for name, column in (("To", "to"), ("From", "from_")):
        if text := ask.text(name):
            where.append((column, "=", phone_numbers.parse(text) or text))
    if parent := ask.text("ParentCallSid"):
        where.append(("parent_call_sid", "=", parent))
    if status := ask.text("Status"):
        if status not in life_cycles.ALL_CALL:
            raise errors.bad_parameter("Status")
        where.append(("status", "=", status))
    where += date_filters.filters(ask, "StartTime", "start_time", last_day_counts=False)
    where += date_filters.filters(ask, "EndTime", "end_time", last_day_counts=False)
    return where


def as_json(call: Call, *, fresh: bool = False) -> dict[str, Any]:
    """A call as Twilio writes it. `fresh`: in the answer to its creation."""
    uri = f"/2010-04-01/Accounts/{call.account_sid}/Calls/{call.sid}"
    return {
        "account_sid": call.account_sid,
        "annotation": None,
        "answered_by": call.answered_by,
        "api_version": "2010-04-01",
        "caller_name": call.caller_name,
        "date_created": None if fresh else rfc2822(call.date_created),
        "date_updated": None if fresh else rfc2822(call.date_updated),
        "direction": call.direction,
        "duration": None if call.duration is None else str(call.duration),
        "end_time": rfc2822(call.end_time),
        "forwarded_from": call.forwarded_from,
        "from": call.from_,
        "from_formatted": phone_numbers.formatted(call.from_),
        "group_sid": None,
        "parent_call_sid": call.parent_call_sid,
        "phone_number_sid": call.phone_number_sid,
        "price": None if call.price is None else f"{-abs(call.price):.5f}",
        "price_unit": call.price_unit,
        "queue_time": call.queue_time,
        "sid": call.sid,
        "start_time": rfc2822(call.start_time),
        "status": call.status,
        "subresource_uris": {key: f"{uri}/{name}.json" for key, name in SUBRESOURCES.items()},
        "to": call.to,
        "to_formatted": phone_numbers.formatted(call.to),
        "trunk_sid": None if fresh else "",
        "uri": f"{uri}.json",
    }
