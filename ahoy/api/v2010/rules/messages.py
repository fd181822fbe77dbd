"""What is checked before a message is sent or changed.

From or a service, To and something to send must be there; then the length, the forms of
To and From, options, the service and the schedule, whose number From is, country and route,
the trial's rules, STOP, and the queue. The order of single faults is recorded in part; that
of two faults at once is likely. That a service refuses who said STOP at once, too, is not
confirmed.
"""

from __future__ import annotations

import json
import re

from ....account import messaging_services, opt_outs, trials
from ....exchange.messages import outbox
from ....facts import errors, life_cycles, segments
from ....numbers import phone_numbers
from ....store.rows import Message, MessagingService, PhoneNumber
from ... import parameters
from ...messaging import service_rules
from ...request_context import Ask
from . import calls, documentation_examples, scheduled_messages
from .applications import named

LONGEST_BODY = 1600
MOST_MEDIA = 10
LONGEST_VALIDITY = 36_000
WITH_MMS = ("US", "CA")
"""Where pictures can be sent to from a US number."""

_SHORT_CODE = re.compile(r"\d{3,6}")
_CHANNELS = {"whatsapp": "WhatsApp", "messenger": "Facebook Messenger", "rcs": "RCS"}
_ALPHANUMERIC = re.compile(r"(?!\+)(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}")


def new_message(ask: Ask) -> Message:
    """The message that is asked for, as a row that is not yet in the store."""
    if ask.account.kind == trials.NEW:
        return _template_message(ask)
    what_a_message_needs(ask)
    not_too_long(ask)
    to = _recipient(ask)
    from_ = _sender(ask) if ask.text("From") else None
    message_options(ask)
    service, due = service_rules.asked_for(ask), scheduled_messages.when(ask)
    sender = service.sid if service else None
    if from_ is not None:
        sender = _own_number(ask, to, from_, service)
    _may_text(ask, to, sender or "", from_)
    return as_row(ask, to, from_, service, due)


def _template_message(ask: Ask) -> Message:
    """A 2026 trial sends templates from a number that Twilio lends; From may be left out."""
    trials.check_text_parameters(ask)
    if not ask.text("To"):
        raise errors.refuse(21604)
    to = _recipient(ask)
    message_options(ask)
    body = trials.template(ask.text("Body"))
    from_ = trials.lent_number(ask, to)
    return as_row(ask, to, from_, body=body)


def as_row(ask: Ask, to: str, from_: str | None, service: MessagingService | None = None,
           due: float | None = None, body: str | None = None) -> Message:
    """SM and packed segments for a text, MM and one for media.

    `queued`; through a service `accepted` or, when it is due later, `scheduled`. Until a
    sender is chosen there are no segments and no unit of the price.
    """
    body = trials.wording(ask.account.kind, ask.text("Body")) if body is None else body
    media, now = ask.texts("MediaUrl"), ask.world.clock.now()
    is_mms = bool(media) or parameters.flag(ask, "SendAsMms")
    row = Message(
        sid=ask.world.ids.sid("MM" if is_mms else "SM"), account_sid=ask.account.sid,
        to=to, from_=from_, direction="outbound-api", body=body,
        num_media=len(media), media=json.dumps(media) if media else "[]",
        price_unit=ask.account.currency, date_created=now, date_updated=now,
        smart_encoded=parameters.flag(ask, "SmartEncoded"),
        status_callback=_callback(ask), world=ask.world.name,
        validity_period=int(ask.text("ValidityPeriod") or LONGEST_VALIDITY),
        feedback="wanted" if parameters.flag(ask, "ProvideFeedback") else "")
    if service is not None:
        _through(ask, row, service, due)
    if not is_mms and from_ is not None:
        sent = segments.smart(body) if row.smart_encoded else body
        row.num_segments = segments.count(sent).segments
    return row


def _callback(ask: Ask) -> str | None:
    """StatusCallback, else the one of the app that ApplicationSid names."""
    if ask.text("StatusCallback"):
        return ask.text("StatusCallback")
    app = named(ask)
    return app.message_status_callback if app else None


def _through(ask: Ask, row: Message, service: MessagingService, due: float | None) -> None:
    """What a service adds to its messages."""
    row.status, row.send_at = "accepted" if due is None else "scheduled", due
    row.messaging_service_sid = service.sid
    row.status_callback = row.status_callback or service.status_callback
    if not ask.has("SmartEncoded"):
        row.smart_encoded = service.smart_encoding
    if not ask.text("ValidityPeriod"):
        row.validity_period = service.validity_period
    if row.from_ is None:
        row.num_segments, row.price_unit = 0, None


def what_a_message_needs(ask: Ask, wording: str = "") -> None:
    """From or a service, To, and a Body or a MediaUrl. `wording`: "" or `classic`."""
    if not ask.text("From") and (wording or not ask.text("MessagingServiceSid")):
        raise errors.refuse(21603, wording)
    if not ask.text("To"):
        raise errors.refuse(21604)
    if not ask.text("Body") and not ask.text("MediaUrl"):
        raise errors.refuse(21602, wording) if wording else errors.refuse(21619)


def not_too_long(ask: Ask) -> None:
    """At most 1,600 UTF-16 units (measured for GSM-7; that others count so is likely)."""
    body = ask.text("Body")
    if len(body) * 2 > LONGEST_BODY and len(body.encode("utf-16-le")) // 2 > LONGEST_BODY:
        raise errors.refuse(21617)


def _recipient(ask: Ask) -> str:
    """To, in E.164."""
    text = ask.text("To").strip()
    number = phone_numbers.parse(text)
    if number is not None:
        return number
    _not_of_a_channel(text, "Send a text to the bare number.")
    if _SHORT_CODE.fullmatch(text):
        raise errors.refuse(21265, to=text)
    documentation_examples.remark_on_to(ask, text)
    raise errors.refuse(21211, to=text)


def _not_of_a_channel(address: str, instead: str) -> None:
    """Channels other than SMS and MMS carry their name before the address."""
    channel = _CHANNELS.get(address.partition(":")[0].lower()) if ":" in address else None
    if channel is not None:
        raise errors.not_simulated(channel, instead)


def _sender(ask: Ask) -> str:
    """From: a number in E.164, a short code, or a name of up to eleven characters."""
    text = ask.text("From").strip()
    number = phone_numbers.parse(text)
    _not_of_a_channel(text, "Send a text from the bare number.")
    if number is None and not _SHORT_CODE.fullmatch(text) and not _ALPHANUMERIC.fullmatch(text):
        raise errors.refuse(21212, from_=text)
    return number or text


def _own_number(ask: Ask, to: str, from_: str, service: MessagingService | None) -> str:
    """From must be a number of this account, and of the service, if one is named.

    No US handset takes texts from a mere name. Gives the sender to whom STOP is said.
    """
    if to == from_:
        raise errors.refuse(21266, to=to)
    owners = ask.world.store.pick(
        PhoneNumber, "account_sid", "messaging_service_sid", "capabilities", phone_number=from_)
    mine = next((owner for owner in owners if owner[0] == ask.account.sid), None)
    if mine is None:
        raise _not_yours(ask, to, from_, bool(owners))
    if service is not None and mine[1] != service.sid:
        raise errors.refuse(21711, from_=from_)
    if not messaging_services.can(mine[2], "sms"):
        raise errors.refuse(21661)
    if ask.text("MediaUrl") and not messaging_services.can(mine[2], "mms"):
        raise errors.refuse(21621)
    return mine[1] or from_


def _not_yours(ask: Ask, to: str, from_: str, is_others: bool) -> errors.TwilioError:
    if is_others:
        return errors.refuse(21660, from_=from_, account_sid=ask.account.sid)
    if not _ALPHANUMERIC.fullmatch(from_):
        documentation_examples.remark_on_from(ask, from_)
        return errors.refuse(21659, from_=from_)
    if ask.account.kind == trials.CLASSIC:
        return errors.refuse(21267)
    return errors.refuse(21612, to=to, from_=from_, channel="SMS")


def _may_text(ask: Ask, to: str, sender: str, from_: str | None) -> None:
    """Country, route, trial, STOP and queue, in this order. `sender`: number or service."""
    world = ask.world
    if not world.permissions.may_text(to):
        calls.say_what_permits(ask, to)
        raise errors.refuse(21408, to=to)
    if ask.text("MediaUrl") and from_ and phone_numbers.country(to) not in WITH_MMS:
        raise errors.refuse(21612, to=to, from_=from_, channel="MMS")
    trials.check_text(ask, to)
    if opt_outs.blocks(world, sender, to):
        raise errors.refuse(21610)
    if from_ and world.network.real_rates and outbox.is_full(world.exchange, from_):
        raise errors.refuse(21611)


def message_options(ask: Ask) -> None:
    """Media, the callback and how long the message may wait; variables need a template."""
    if ask.text("ContentVariables"):  # with a ContentSid it did not get here
        raise errors.refuse(21654)
    media = ask.texts("MediaUrl")
    if len(media) > MOST_MEDIA:
        raise errors.refuse(21623)
    if not all(parameters.is_web_address(url) for url in media):
        raise errors.refuse(21620)
    callback = ask.text("StatusCallback")
    if callback and not parameters.is_callback_address(callback):
        raise errors.refuse(21609, url=callback)
    seconds = ask.text("ValidityPeriod")
    if seconds and parameters.whole(seconds, 1, LONGEST_VALIDITY) is None:
        raise errors.refuse(21624)


def must_be_finished(message: Message) -> None:
    """A message that is still on its way can be neither deleted nor redacted."""
    if message.status in life_cycles.UNFINISHED_MESSAGE:
        raise errors.refuse(20009, "message")


def change_message(ask: Ask, message: Message) -> None:
    """Carries out an update: an empty Body redacts, `Status=canceled` cancels.

    Raises:
        TwilioError: 20009 while it is on its way, 30409 unless it is scheduled, 20001 for
            any other Body or Status (that code is from memory).
    """
    status = ask.text("Status")
    if ask.text("Body"):
        raise errors.bad_parameter("Body")
    if status not in ("", "canceled"):
        raise errors.bad_parameter("Status")
    if status and message.status != "scheduled":
        raise errors.refuse(30409)
    if status:
        ask.world.exchange.cancel_message(message)
    elif ask.has("Body"):
        must_be_finished(message)
        ask.world.store.update(message, body="", date_updated=ask.world.clock.now())
