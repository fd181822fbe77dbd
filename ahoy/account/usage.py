"""What an account has used and spent, added up from its rows.

Balance, Usage Records and Usage Triggers all read `tally`, so they can't disagree. Calls,
messages and recordings count from the moment when their price is known. A number is paid for
when it is bought and each month after that. What is deleted stays paid: see `keep`. What has
no such row is a `Charge`: see `charge`.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..facts import prices
from ..store.rows import Account, Call, Charge, Message, PhoneNumber, Recording, Transcription

if TYPE_CHECKING:
    from ..store.store import Store
    from ..world import World

DAY = 86_400


@dataclass(slots=True)
class Amount:
    """How often, how much (in the category's unit), and for how much money (positive)."""

    count: int = 0
    usage: float = 0.0
    price: float = 0.0

    def add(self, count: int, usage: float, price: float) -> None:
        """Adds to all three."""
        self.count += count
        self.usage += usage
        self.price += price


@dataclass(slots=True)
class Item:
    """Something that was used. `day` counts from 1970; `category` is one without parts."""

    account_sid: str
    day: int
    category: str
    count: int
    usage: float
    price: float


Tally = dict[tuple[int, str], Amount]
"""By day and category; only categories that have no parts."""


def tally(store: Store, accounts: Collection[str], now: float) -> Tally:
    """All that these accounts have used until `now`."""
    amounts: Tally = {}
    for source in (_messages, _failures, _calls, _recordings, _transcriptions, _numbers,
                   _charges):
        for item in source(store, now):
            if item.account_sid in accounts:
                amount = amounts.setdefault((item.day, item.category), Amount())
                amount.add(item.count, item.usage, item.price)
    return amounts


def balance(store: Store, account: Account, now: float) -> float:
    """What is left of the account's money: its subaccounts spend it, too.

    A trial of 2026 has free units, and no money that could be spent (its balance is a guess).
    """
    if account.kind == "trial-2026":
        return account.credit
    spent = tally(store, family(store, account), now).values()
    return account.credit - sum(amount.price for amount in spent)


def family(store: Store, account: Account) -> set[str]:
    """The SIDs of the account and of those that it owns."""
    return {account.sid} | {sid for (sid,) in store.pick(
        Account, "sid", owner_account_sid=account.sid)}


# --- whole tables -------------------------------------------------------------------------


def _day(column: str) -> str:
    return f"CAST({column} / {DAY} AS INTEGER)"


def _messages(store: Store, now: float) -> Iterator[Item]:
    by = ("account_sid", _day("date_created"), "direction", "num_media > 0")
    for sid, day, direction, media, count, segments, price in store.sums(
            Message, by, ("num_segments", "price"), [("price", "<=", 0)]):
        yield Item(sid, day, _kind_of_message(direction, media), count,
                   count if media else segments, -price)


def _failures(store: Store, now: float) -> Iterator[Item]:
    for sid, day, count in store.sums(
            Message, ("account_sid", _day("date_created")), (), [("status", "=", "failed")]):
        yield Item(sid, day, FAILED, count, count, count * prices.FAILED_MESSAGE)


def _calls(store: Store, now: float) -> Iterator[Item]:
    by = ("account_sid", _day("COALESCE(end_time, date_created)"), "direction",
          'substr("to", 1, 5)', "substr(from_, 1, 5)")
    for sid, day, direction, to, from_, count, minutes, price in store.sums(
            Call, by, ("(duration + 59) / 60", "price"), [("price", "<=", 0)]):
        yield Item(sid, day, _kind_of_call(direction, to, from_), count, minutes, -price)


def _recordings(store: Store, now: float) -> Iterator[Item]:
    for sid, day, count, minutes, price in store.sums(
            Recording, ("account_sid", _day("date_created")),
            ("(duration + 59) / 60", "price"), [("price", "<=", 0)]):
        yield Item(sid, day, "calls-recordings", count, minutes, -price)


def _transcriptions(store: Store, now: float) -> Iterator[Item]:
    for sid, day, count, minutes, price in store.sums(
            Transcription, ("account_sid", _day("date_created")),
            ("(duration + 59) / 60", "price"), [("price", "<=", 0)]):
        yield Item(sid, day, "transcriptions", count, minutes, -price)


def _numbers(store: Store, now: float) -> Iterator[Item]:
    for number in store.find(PhoneNumber):
        yield from _of_number(number, now)


def _charges(store: Store, now: float) -> Iterator[Item]:
    by = ("account_sid", _day("date_created"), "category")
    for sid, day, category, _, count, used, price in store.sums(
            Charge, by, ("count", "usage", "price"), []):
        yield Item(sid, day, category, count, used, price)


# --- one row ------------------------------------------------------------------------------

FAILED = "failed-message-processing-fee"


def _kind_of_message(direction: str, media: int) -> str:
    way = "inbound" if direction == "inbound" else "outbound"
    return f"{'mms' if media else 'sms'}-{way}-longcode"


def _kind_of_call(direction: str, to: str, from_: str) -> str:
    kind = prices.kind_of_call(direction, to, from_)
    if kind in ("client", "sip"):
        return f"calls-{kind}"
    if direction != "inbound":
        return "calls-outbound"
    return "calls-inbound-tollfree" if kind == "toll-free" else "calls-inbound-local"


def _of_message(message: Message, now: float) -> Iterator[Item]:
    day, media = int(message.date_created // DAY), message.num_media
    if message.price is not None:
        yield Item(message.account_sid, day, _kind_of_message(message.direction, media), 1,
                   1 if media else message.num_segments, -message.price)
    if message.status == "failed":
        yield Item(message.account_sid, day, FAILED, 1, 1, prices.FAILED_MESSAGE)


def _of_call(call: Call, now: float) -> Iterator[Item]:
    if call.price is not None:
        moment = call.end_time if call.end_time is not None else call.date_created or now
        yield Item(call.account_sid, int(moment // DAY),
                   _kind_of_call(call.direction, call.to, call.from_), 1,
                   prices.minutes(call.duration or 0), -call.price)


def _of_number(number: PhoneNumber, now: float) -> Iterator[Item]:
    price = -prices.number_price(number.type)
    for month in range(12 * 100):
        moment = _months_later(number.date_created, month)
        if moment > now:
            return
        yield Item(number.account_sid, int(moment // DAY), f"phonenumbers-{number.type}",
                   1, 1, price)


def _of_transcription(row: Transcription, now: float) -> Iterator[Item]:
    if row.price is not None:
        yield Item(row.account_sid, int(row.date_created // DAY), "transcriptions", 1,
                   prices.minutes(row.duration), -row.price)


def _months_later(moment: float, months: int) -> float:
    begun = dt.datetime.fromtimestamp(moment, dt.UTC)
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    day = min(begun.day, calendar.monthrange(year, month + 1)[1])
    return begun.replace(year=year, month=month + 1, day=day).timestamp()


OF_ROW: dict[type, Callable[[Any, float], Iterator[Item]]] = {
    Message: _of_message, Call: _of_call, PhoneNumber: _of_number,
    Transcription: _of_transcription}


def keep(world: World, row: Any) -> None:
    """What a row has cost stays spent: call this before the row is deleted."""
    for item in OF_ROW[type(row)](row, world.clock.now()):
        _write(world, item, float(item.day * DAY))


def charge(world: World, account_sid: str, category: str, used: float, price: float) -> None:
    """Charges for something that no call, message or number stands for.

    `used` is in the category's usage unit; `price` as `money` gives it.
    """
    now = world.clock.now()
    _write(world, Item(account_sid, int(now // DAY), category, 1, used, abs(price)), now)


def _write(world: World, item: Item, moment: float) -> None:
    world.store.insert(Charge(
        sid=world.ids.sid("XC"), account_sid=item.account_sid, category=item.category,
        count=item.count, usage=item.usage, price=item.price, date_created=moment))


# --- categories ---------------------------------------------------------------------------


class Category(NamedTuple):
    """One of Twilio's usage categories; `parts` are those that it adds up."""

    name: str
    description: str
    count_unit: str
    usage_unit: str
    parts: tuple[str, ...] = ()


def _category(name: str, description: str, count: str, usage: str, parts: str = "") -> Category:
    return Category(name, description, count, usage, tuple(parts.split()))


CATEGORIES = {one.name: one for one in (
    _category("calls", "Voice Minutes", "calls", "minutes", "calls-inbound calls-outbound"),
    _category("calls-inbound", "Inbound Voice Minutes", "calls", "minutes",
              "calls-inbound-local calls-inbound-mobile calls-inbound-tollfree"),
    _category("calls-inbound-local", "Inbound Local Calls", "calls", "minutes"),
    _category("calls-inbound-mobile", "Inbound Mobile Calls", "calls", "minutes"),
    _category("calls-inbound-tollfree", "Inbound Toll Free Calls", "calls", "minutes"),
    _category("calls-outbound", "Outbound Voice Minutes", "calls", "minutes"),
    _category("calls-client", "Client Minutes", "calls", "minutes"),
    _category("calls-sip", "SIP Minutes", "calls", "minutes"),
    _category("calls-globalconference", "Conference Minutes", "calls", "minutes"),
    _category("calls-recordings", "Call Recordings", "recordings", "minutes"),
    _category("recordings", "Recordings", "recordings", "minutes", "calls-recordings"),
    _category("recordingstorage", "Recording Storage", "recordings", "minutes"),
    _category("transcriptions", "Transcriptions", "transcriptions", "minutes"),
    _category("answering-machine-detection", "Answering Machine Detection", "calls", "calls"),
    _category("speech-recognition", "Speech Recognition", "calls", "recognitions"),
    _category("amazon-polly", "Amazon Polly", "requests", "characters"),
    _category("sms", "SMS", "messages", "segments", "sms-inbound sms-outbound"),
    _category("sms-inbound", "Inbound SMS", "messages", "segments",
              "sms-inbound-longcode sms-inbound-shortcode"),
    _category("sms-inbound-longcode", "Long Code Inbound SMS", "messages", "segments"),
    _category("sms-inbound-shortcode", "Short Code Inbound SMS", "messages", "segments"),
    _category("sms-outbound", "Outbound SMS", "messages", "segments",
              "sms-outbound-longcode sms-outbound-shortcode"),
    _category("sms-outbound-longcode", "Long Code Outbound SMS", "messages", "segments"),
    _category("sms-outbound-shortcode", "Short Code Outbound SMS", "messages", "segments"),
    _category("sms-messages-carrierfees", "SMS Carrier Fees", "messages", "segments"),
    _category("mms", "MMS", "messages", "messages", "mms-inbound mms-outbound"),
    _category("mms-inbound", "Inbound MMS", "messages", "messages",
              "mms-inbound-longcode mms-inbound-shortcode"),
    _category("mms-inbound-longcode", "Long Code Inbound MMS", "messages", "messages"),
    _category("mms-inbound-shortcode", "Short Code Inbound MMS", "messages", "messages"),
    _category("mms-outbound", "Outbound MMS", "messages", "messages",
              "mms-outbound-longcode mms-outbound-shortcode"),
    _category("mms-outbound-longcode", "Long Code Outbound MMS", "messages", "messages"),
    _category("mms-outbound-shortcode", "Short Code Outbound MMS", "messages", "messages"),
    _category("mms-messages-carrierfees", "MMS Carrier Fees", "messages", "messages"),
    _category(FAILED, "Failed Message Processing Fee", "messages", "messages"),
    _category("mediastorage", "Media Storage", "files", "megabytes"),
    _category("phonenumbers", "Phone Numbers", "numbers", "numbers",
              "phonenumbers-local phonenumbers-mobile phonenumbers-tollfree"),
    _category("phonenumbers-local", "Local Phone Numbers", "numbers", "numbers"),
    _category("phonenumbers-mobile", "Mobile Phone Numbers", "numbers", "numbers"),
    _category("phonenumbers-tollfree", "Toll Free Phone Numbers", "numbers", "numbers"),
    _category("lookups", "Lookups", "lookups", "lookups",
              "calleridlookups carrier-lookups number-format-lookups"),
    _category("calleridlookups", "Caller Name Lookups", "lookups", "lookups"),
    _category("carrier-lookups", "Carrier Lookups", "lookups", "lookups"),
    _category("number-format-lookups", "Number Formatting Lookups", "lookups", "lookups"),
    _category("totalprice", "Total Price", "", "usd"),
)}
"""Those that a practice account can meet. Names are Twilio's; descriptions and units, where
the OpenAPI document has no example, are from memory."""


def amount_of(category: str, tally: Tally, first: int, last: int) -> Amount:
    """The category's amount from day `first` to day `last`, both included.

    `totalprice` adds up everything; it has no count, and its usage is its price.
    """
    wanted = None if category == "totalprice" else _leaves(category)
    total = Amount()
    for (day, leaf), amount in tally.items():
        if first <= day <= last and (wanted is None or leaf in wanted):
            total.add(amount.count, amount.usage, amount.price)
    return Amount(0, total.price, total.price) if wanted is None else total


def _leaves(category: str) -> set[str]:
    parts = CATEGORIES[category].parts
    return {category}.union(*(_leaves(part) for part in parts))


__all__ = ["CATEGORIES", "Amount", "Category", "amount_of", "balance", "charge", "family", "keep",
           "tally"]
