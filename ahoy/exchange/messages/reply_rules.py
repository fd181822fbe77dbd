"""Whether a reply may go: to whom, from which number, and not round in circles.

Rules of Twilio's error pages 14101, 14102, 14107, 14108, 14111 and 21610. A number that
is not the account's in `from` is 14102, the same number twice 14101 (both likely).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...account import messaging_services, opt_outs, trials
from ...account.debugger import raise_alert
from ...facts import alerts, message_errors
from ...numbers import phone_numbers
from ...store.rows import Call, Message, PhoneNumber
from ...twiml.document import Element, Fault

if TYPE_CHECKING:
    from ..exchange import Exchange

CHAIN = 15
"""So many replies between two numbers may follow each other quickly."""

QUICKLY = 30.0
"""Seconds; and so long no further one is sent."""


@dataclass(slots=True)
class Chain:
    """Replies between two numbers."""

    count: int = 0
    last: float = 0.0
    blocked_until: float = 0.0


def parties(message: Message, element: Element) -> tuple[str, str]:
    """To and from of a <Message>: by default back to who wrote, from the number written to."""
    to = element.attributes.get("to", message.from_ or "")
    from_ = element.attributes.get("from", message.to)
    return phone_numbers.parse(to) or "", phone_numbers.parse(from_) or from_


def refusal(exchange: Exchange, message: Message | Call, to: str, from_: str) -> Fault | None:
    """Why this text is not sent because of a message, or during a call; or None."""
    world = exchange.world
    owned = world.store.find(PhoneNumber, phone_number=from_, account_sid=message.account_sid)
    if not to or to == from_:
        return _to(to)
    if not owned:
        return _fault(14102, "Reply from a number of your account, or leave from= out.")
    if not messaging_services.can(owned[0].capabilities, "sms"):
        return _fault(14108, "Reply from a number that can text.")
    if to != message.from_ and not trials.may_reach(world, message.account_sid, to):
        return _fault(14111, "A trial texts verified numbers: "
                      "client.validation_requests.create(...).")
    if opt_outs.blocks(world, opt_outs.sender_of(owned[0]), to):
        return _fault(21610, f"{to} has said STOP, so nothing is sent until START comes.")
    return None


def _to(to: str) -> Fault:
    cure = ("A number can't text itself: leave to= out." if to
            else 'Write it in E.164 form: to="+14155550123".')
    return _fault(14101, cure)


def _fault(code: int, cure: str) -> Fault:
    return Fault(code, alerts.level_of(code), alerts.sentence(code), None, cure)


def is_loop(exchange: Exchange, reply: Message) -> bool:
    """Counts the reply; True when it is one too many in a quick chain."""
    now = exchange.world.env.now
    chain = exchange.chains.setdefault(frozenset((reply.to, reply.from_ or "")), Chain())
    if now < chain.blocked_until:
        return True
    chain.count = chain.count + 1 if now - chain.last < QUICKLY else 1
    chain.last = now
    if chain.count <= CHAIN:
        return False
    chain.count, chain.blocked_until = 0, now + QUICKLY
    return True


def stop(exchange: Exchange, message: Message | Call, reply: Message) -> None:
    """The reply ends as failed, before it was sent."""
    for name, value in message_errors.as_row(14107).items():
        setattr(reply, name, value)
    raise_alert(exchange.world, message.sid, 14107,
                cure="Two programs answer each other. Don't reply to what needs no answer.")
