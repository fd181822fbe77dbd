"""What a trial account may do: all rules of Twilio's two kinds of trial, in one place.

`trial-classic` (until about 2025): texts begin with a notice, calls too, and both reach
verified numbers only; one number, calls of ten minutes. `trial-2026`: a few parameters,
template texts, five verified recipients, a number that Twilio lends, some verbs blocked.
The sources disagree on details; what is not confirmed is marked [unsure].

Not here: the 30 days after which a 2026 trial ends (a practice account should last).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts import errors, life_cycles
from ..numbers import phone_numbers
from ..store.rows import Account, Call, OutgoingCallerId, PhoneNumber
from ..twiml.document import Document, Element

if TYPE_CHECKING:
    from ..store.rows import Message
    from ..world import World

KINDS = ("full", "trial-2026", "trial-classic")
CLASSIC, NEW = "trial-classic", "trial-2026"

# --- trial-classic ------------------------------------------------------------------------

PREFIX = "Sent from your Twilio trial account - "
"""In front of every text; it counts into the segments."""

NOTICE = ("You have a trial account. You can remove this message at any time by upgrading to a"
          " full account. Press any key to execute your code.")
"""At the beginning of every call that you make. That it is so for incoming calls, too, is
said by some; here they begin at once."""

NOTICE_PATIENCE = 10.0
"""Seconds after the notice without a key until Twilio hangs up [unsure]."""

CALL_LIMIT = 600
"""Seconds. Both kinds; the end is alert 13805."""

# --- trial-2026 ---------------------------------------------------------------------------

SIGN_UP = "+14155550101"
"""The phone with which the account was opened: verified from the beginning."""

RECIPIENTS = 5
"""So many numbers may be verified, the one of the sign-up among them."""

TEXT_PARAMETERS = frozenset({"To", "From", "Body", "StatusCallback"})
CALL_PARAMETERS = frozenset({"To", "From", "Url", "Method"})
"""Anything else is refused with code 0. For calls the list is [unsure]."""

TEMPLATES = {
    "sms_2fa": "Your verification code is 123456.",
    "sms_appointment_reminders": "Reminder: you have an appointment tomorrow at 10:00.",
    "sms_order_confirmation": "Your order was received. Thank you!",
    "sms_delivery_updates": "Your parcel is on its way.",
    "sms_customer_support": "We got your question and will answer soon.",
    "sms_marketing_promotions": "This week only: 20% off everything.",
    "sms_event_notifications": "The event begins at 18:00.",
    "sms_account_alerts": "There was a new sign-in to your account.",
    "sms_feedback_surveys": "How did we do? Answer with 1 to 5.",
    "sms_internal_alerts": "Alert: a server does not answer.",
}
"""What `Body` must be, and what arrives then. The texts are ours: Twilio's are not known."""

FETCH_SECONDS = 5.0
"""A site must answer a call's webhook within this."""

HOPS = 10
"""So many documents a call may lead to."""

MINUTES = 75
CONCURRENT = 5
"""Minutes of calls in all, and calls at once. The refusals' codes are [unsure]."""

BLOCKED = frozenset({
    "Record", "Refer", "Pay", "Stream", "ConversationRelay", "VirtualAgent", "Siprec",
    "Recording"})
BLOCKED_IN_DIAL = frozenset({"Number", "Sip", "Application", "WhatsApp", "Client"})
INSTEAD = "The {verb} verb is not available on trial accounts."
PLAYS = 10
"""Times that one <Play> may loop."""


def webhook_seconds(kind: str) -> float | None:
    """How long a site may take to answer, where a trial has a rule of its own."""
    return FETCH_SECONDS if kind == NEW else None


# --- verified numbers ---------------------------------------------------------------------


def is_verified(world: World, account: Account, number: str) -> bool:
    """True for a verified caller ID of the account."""
    return bool(world.store.pick(
        OutgoingCallerId, "sid", phone_number=number, account_sid=account.sid))


def may_reach(world: World, account_sid: str, number: str) -> bool:
    """True when TwiML of this account may call or text the number."""
    account = world.store.get(Account, account_sid)
    if account is None or account.kind == "full" or phone_numbers.is_callable_address(number):
        return True
    return is_verified(world, account, number) or bool(
        world.store.pick(PhoneNumber, "sid", phone_number=number, account_sid=account_sid))


def check_text(ask: Any, to: str) -> None:
    """21608 for a text to a number that is not verified."""
    if ask.account.kind == CLASSIC and not is_verified(ask.world, ask.account, to):
        raise errors.refuse(21608, to=to)


def check_call_parameters(ask: Any) -> None:
    """Code 0 for what a 2026 trial may not give."""
    if ask.account.kind == NEW and not ask.given.keys() <= CALL_PARAMETERS:
        raise errors.refuse(0)


def check_call(ask: Any, to: str, from_: str) -> None:
    """21219 (classic) or 573002 and 573005 (2026) for a call to a number that is not verified."""
    if ask.account.kind == CLASSIC and not phone_numbers.is_callable_address(to):
        if not is_verified(ask.world, ask.account, to):
            raise errors.refuse(21219, to=to)
    elif ask.account.kind == NEW:
        _lends(ask, to, from_, 573002, 573005)
        _has_minutes(ask)


def check_text_parameters(ask: Any) -> None:
    """Code 0 for what a 2026 trial may not give."""
    if not ask.given.keys() <= TEXT_PARAMETERS:
        raise errors.refuse(0)


def template(name: str) -> str:
    """The text of a template, which is all that a 2026 trial may send."""
    if name not in TEMPLATES:
        raise errors.refuse(572006)
    return TEMPLATES[name]


def lent_number(ask: Any, to: str) -> str:
    """The number from which a 2026 trial texts `to`; From may be left out."""
    mine = ask.world.number.phone_number
    from_ = phone_numbers.parse(ask.text("From")) or ask.text("From") or mine
    _lends(ask, to, from_, 572002, 572005)
    return from_


def _lends(ask: Any, to: str, from_: str, not_assigned: int, not_yet: int) -> None:
    if ask.world.exchange.verifying.get(to) == ask.account.sid:
        raise errors.refuse(not_yet)
    if from_ != ask.world.number.phone_number or not is_verified(ask.world, ask.account, to):
        raise errors.refuse(not_assigned)


def _has_minutes(ask: Any) -> None:
    calls = ask.world.store.pick(Call, "duration", "status", account_sid=ask.account.sid)
    if sum(-(-seconds // 60) for seconds, _ in calls if seconds) >= MINUTES:
        raise errors.refuse(10002)
    if sum(status not in life_cycles.FINAL_CALL for _, status in calls) >= CONCURRENT:
        raise errors.refuse(10004)


def check_new_number(ask: Any, owned: int) -> None:
    """21404 for a second number (classic), 10002 for any (2026)."""
    if ask.account.kind == NEW:
        raise errors.refuse(10002)
    if ask.account.kind == CLASSIC and owned:
        raise errors.refuse(21404)


def check_new_caller_id(ask: Any) -> None:
    """10002 for a sixth recipient of a 2026 trial [unsure]."""
    if ask.account.kind == NEW:
        verified = ask.world.store.pick(OutgoingCallerId, "sid", account_sid=ask.account.sid)
        if len(verified) >= RECIPIENTS:
            raise errors.refuse(10002)


# --- texts ----------------------------------------------------------------------------------


def wording(kind: str, body: str) -> str:
    """The body as an account of this kind sends it."""
    return PREFIX + body if kind == CLASSIC else body


def is_too_long(message: Message) -> bool:
    """True when the prefix makes the text longer than any text may be (30044) [unsure]."""
    return (message.body.startswith(PREFIX)
            and len(message.body.encode("utf-16-le")) // 2 > 1600)


# --- calls ----------------------------------------------------------------------------------


def admit(kind: str, account_sid: str, document: Document) -> Document:
    """The document as an account of this kind may have it carried out."""
    if kind != NEW:
        return document
    return Document([_allowed(account_sid, verb) for verb in document.verbs], document.faults)


def _allowed(account_sid: str, verb: Element) -> Element:
    blocked = _blocked(verb)
    if blocked:
        return Element("Say", {}, INSTEAD.format(verb=blocked), [], verb.line)
    return _tamed(account_sid, verb)


def _blocked(verb: Element) -> str | None:
    """The name of what is blocked: the verb's own, or that of a noun in it."""
    if verb.name in BLOCKED:
        return verb.name
    inner = [noun.name for noun in verb.children]
    if verb.name in ("Connect", "Start"):
        return next((name for name in inner if name in BLOCKED), None)
    if verb.name != "Dial" or "Conference" in inner or "Queue" in inner:
        return None
    return next((name for name in inner if name in BLOCKED_IN_DIAL), "Number")


def _tamed(account_sid: str, element: Element) -> Element:
    """Fewer loops, shorter dials, conferences and queues under the account's name."""
    attributes, text, children = dict(element.attributes), element.text, element.children
    if element.name == "Play" and (attributes.get("loop", "1") == "0" or _int(attributes) > PLAYS):
        attributes["loop"] = str(PLAYS)
    if element.name == "Dial":
        attributes = {k: v for k, v in attributes.items() if not k.startswith("record")}
        attributes["timeLimit"] = str(min(_int(attributes, "timeLimit", CALL_LIMIT), CALL_LIMIT))
        children = [one for one in children if one.name not in BLOCKED_IN_DIAL]
    if element.name == "Conference":
        text = account_sid
    if element.name in ("Queue", "Enqueue") and text.strip():
        text = f"{text.strip()}-{account_sid}"
    inner = [_tamed(account_sid, one) for one in children]
    return Element(element.name, attributes, text, inner, element.line)


def _int(attributes: dict[str, str], name: str = "loop", default: int = 1) -> int:
    value = attributes.get(name, "")
    return int(value) if value.isdecimal() else default
