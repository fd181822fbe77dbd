"""Messages: /Accounts/{sid}/Messages.json and /Messages/{sid}.json.

Key order, nulls and formats as in recordings of 2022 to 2024.
"""

from __future__ import annotations

from typing import Any

from ...account import usage
from ...facts.dates import rfc2822
from ...numbers import phone_numbers
from ...store.rows import Message
from ...store.store import Where
from .. import date_filters, paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on, on_test
from .rules import magic_numbers
from .rules import messages as rules

MESSAGES = ACCOUNT + "/Messages"
MESSAGE = MESSAGES + "/{sid}"

CREATE = Accepts(
    # MaxPrice and ForceDelivery have no effect on Twilio either; what Attempt, TrafficType,
    # MessageIntent and RiskCheck do is nowhere to be seen
    "To From Body MediaUrl MessagingServiceSid StatusCallback ApplicationSid ValidityPeriod"
    " ProvideFeedback SmartEncoded SendAsMms ScheduleType SendAt MaxPrice ForceDelivery Attempt"
    " TrafficType MessageIntent RiskCheck ContentVariables",
    "ContentRetention AddressRetention PersistentAction ShortenUrls ContentSid FallbackFrom",
)
UPDATE = Accepts("Body Status")
LIST = Accepts(f"To From DateSent DateSent< DateSent> {PAGING}")


@on("POST", MESSAGES)
def create(ask: Ask) -> Answer:
    """Sends a message. It is `queued`, and the exchange takes it on."""
    CREATE.check(ask)
    message = rules.new_message(ask)
    ask.world.store.insert(message)
    ask.world.exchange.send_message(message)
    return created(as_json(message, fresh=True), message.sid)


@on_test("POST", MESSAGES)
def create_as_a_test(ask: Ask) -> Answer:
    """Test credentials: checked, answered, and forgotten."""
    CREATE.check(ask)
    return created(as_json(magic_numbers.message(ask), fresh=True))


@on("GET", MESSAGE)
def fetch(ask: Ask) -> Answer:
    """One message, as it is now."""
    return fetched(as_json(find(ask)))


@on("GET", MESSAGES)
def listing(ask: Ask) -> Answer:
    """The account's messages, newest first."""
    LIST.check(ask)
    return paging.answer(ask, Message, "messages", _filters(ask), as_json)


@on("POST", MESSAGE)
def update(ask: Ask) -> Answer:
    """Redacts a message (an empty Body), or cancels a scheduled one."""
    message = find(ask)
    UPDATE.check(ask)
    message = ask.world.exchange.texts.get(message.sid, message)
    rules.change_message(ask, message)
    return fetched(as_json(message))


@on("DELETE", MESSAGE)
def delete(ask: Ask) -> Answer:
    """Forgets a message that is on its way no longer."""
    message = find(ask)
    rules.must_be_finished(message)
    usage.keep(ask.world, message)
    ask.world.store.delete(message)
    return deleted(message.sid)


def find(ask: Ask) -> Message:
    """The account's message of that SID; 404 when there is none."""
    message = ask.world.store.get(Message, ask.names["sid"])
    if message is None or message.account_sid != ask.account.sid:
        raise ask.not_found()
    return message


def _filters(ask: Ask) -> Where:
    where: Where = [("account_sid", "=", ask.account.sid)]
    for name, column in (("To", "to"), ("From", "from_")):
        if text := ask.text(name):
            where.append((column, "=", phone_numbers.parse(text) or text))
    where += date_filters.filters(ask, "DateSent", "date_sent", last_day_counts=True)
    return where


def as_json(message: Message, *, fresh: bool = False) -> dict[str, Any]:
    """A message as Twilio writes it. `fresh`: in the answer to its creation."""
    uri = f"/2010-04-01/Accounts/{message.account_sid}/Messages/{message.sid}"
    media = {"media": f"{uri}/Media.json"}
    return {
        "body": message.body,
        "num_segments": str(message.num_segments),
        "direction": message.direction,
        "from": message.from_,
        "date_updated": rfc2822(message.date_updated),
        "price": None if message.price is None else f"{-abs(message.price):.5f}",
        "error_message": message.error_message,
        "uri": f"{uri}.json",
        "account_sid": message.account_sid,
        "num_media": str(message.num_media),
        "to": message.to,
        "date_created": rfc2822(message.date_created),
        "status": message.status,
        "sid": message.sid,
        "date_sent": rfc2822(message.date_sent),
        "messaging_service_sid": message.messaging_service_sid,
        "error_code": message.error_code,
        "price_unit": message.price_unit,
        "api_version": "2010-04-01",
        "subresource_uris": media if fresh else media | {"feedback": f"{uri}/Feedback.json"},
    }
