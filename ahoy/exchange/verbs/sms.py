"""The old <Sms>: sends a text during a call (its own page, deprecated at Twilio)."""

from __future__ import annotations

from ... import trace
from ...account import trials
from ...clock import Process
from ...numbers import phone_numbers
from ...store.rows import Message
from ...twiml.document import Element
from ..calls.documents import Page, Source
from ..calls.leg import Leg
from ..messages import reply_documents, reply_rules
from .attributes import action, callback_url


def sms(leg: Leg, page: Page, element: Element) -> Process[Source | None]:
    """<Sms>: by default to the person in the call, from the account's number in it."""
    leg.note(trace.Verb, target=trace.TWILIO, name="Sms", note=element.text.strip())
    sent = _send(leg, page, element)
    yield leg.env.timeout(0)
    if not element.attributes.get("action"):
        return None
    return action(page, element, {
        "SmsSid": sent.sid if sent else "", "SmsStatus": "sending" if sent else "invalid"})


def _send(leg: Leg, page: Page, element: Element) -> Message | None:
    given, call = element.attributes, leg.call
    person, ours = (call.from_, call.to) if leg.is_caller else (call.to, call.from_)
    to, from_ = given.get("to", person), given.get("from", ours)
    to, from_ = phone_numbers.parse(to) or "", phone_numbers.parse(from_) or from_
    exchange = leg.world.exchange
    if fault := reply_rules.refusal(exchange, call, to, from_):
        leg.alert(fault.code, fault.text, level=fault.level, cure=fault.cure, line=element.line)
        return None
    return reply_documents.send_reply(
        exchange, call, to, from_, trials.wording(leg.world.kind, element.text.strip()),
        callback=callback_url(leg, page, element, "statusCallback") or None,
        direction="outbound-call")
