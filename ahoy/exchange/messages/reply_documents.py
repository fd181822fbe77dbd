"""Messaging verbs: what your site replies to a text.

<Message> (with Body and Media) and <Redirect>, as on the page "TwiML for Programmable
Messaging"; the old <Sms> is a <Message> whose action is told in old words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ...account import trials
from ...account.debugger import raise_alert
from ...clock import Process
from ...facts import alerts, limits, segments
from ...store.rows import Call, Message
from ...twiml import all_tags
from ...twiml.document import Element, parse
from ...web import webhooks
from ...web.webhook_cures import cure_of
from ...web.webhooks import WebhookReply, WebhookRequest
from ..calls.documents import XML_TYPES
from . import reply_rules
from .message_webhooks import jar_of, message_params

if TYPE_CHECKING:
    from ..exchange import Exchange

Next = tuple[str, str, dict[str, str], str]


def answer(exchange: Exchange, message: Message, url: str, method: str,
           fallback: tuple[str, str] | None) -> Process[None]:
    """Asks the site, carries out its document, and follows where that leads."""
    ahead: Next | None = (url, method, {}, "message")
    for _ in range(limits.DOCUMENTS_OF_A_TEXT):
        if ahead is None:
            return
        reply = yield from _ask(exchange, message, *ahead)
        if reply.error or not _is_readable(reply):
            _complain(exchange, message, reply)
            fell_back = ahead[3] == "fallback"
            ahead = None if fell_back or not fallback else _fall_back(fallback, reply)
        else:
            ahead = _carry_out(exchange, message, reply)
    if ahead is not None:
        _alert(exchange, message, 14106,
               cure="A <Redirect> or action leads in a circle: 50 documents are the limit.")


def _ask(exchange: Exchange, message: Message, url: str, method: str, extra: dict[str, str],
         purpose: str) -> Process[WebhookReply]:
    params = message_params(exchange.world, message) | extra
    question = WebhookRequest(url, method, params, purpose, message.sid, jar_of(exchange, message))
    return (yield from webhooks.ask(exchange.world, question))


def _is_readable(reply: WebhookReply) -> bool:
    return not reply.body.strip() or reply.content_type in (*XML_TYPES, "text/plain")


def _complain(exchange: Exchange, message: Message, reply: WebhookReply) -> None:
    if reply.error:
        _alert(exchange, message, reply.error, reply.problem, cure=cure_of(reply), url=reply.url)
        return
    sent = reply.content_type
    if not sent:
        _alert(exchange, message, 11200, alerts.sentence(11200, "the answer has no Content-Type"),
               cure='Answer with the content type "text/xml".', url=reply.url)
        return
    _alert(exchange, message, 12300, alerts.sentence(12300, sent),
           cure='Answer with the content type "text/xml".', url=reply.url)


def _fall_back(fallback: tuple[str, str], reply: WebhookReply) -> Next:
    code = str(reply.error or (12300 if reply.content_type else 11200))
    return (*fallback, {"ErrorCode": code, "ErrorUrl": reply.url}, "fallback")


def _alert(exchange: Exchange, message: Message, code: int | None, text: str = "", *,
           cure: str = "", level: str | None = None, url: str = "",
           line: int | None = None) -> None:
    raise_alert(exchange.world, message.sid, code, text, cure=cure, level=level, url=url, line=line)


def _carry_out(exchange: Exchange, message: Message, reply: WebhookReply) -> Next | None:
    text = reply.text
    if not text.strip():
        return None
    document = parse(text, "messaging")
    if reply.content_type == "text/plain" and document.fatal is not None:
        _plain(exchange, message, text.strip())
        return None
    for fault in filter(None, [document.fatal, *document.faults]):
        _alert(exchange, message, fault.code, fault.text, cure=fault.cure, level=fault.level,
               url=reply.url, line=fault.line)
    return _run(exchange, message, document.verbs, reply.url)


def _plain(exchange: Exchange, message: Message, words: str) -> None:
    """text/plain is the reply itself."""
    _message(exchange, message, Element("Message", {}, words, [], 1), "")


def _run(exchange: Exchange, message: Message, verbs: list[Element], url: str) -> Next | None:
    count = 0
    for element in verbs:
        method = element.attributes.get("method", "POST").upper()
        if element.name == "Redirect":
            return webhooks.join(url, element.text.strip()) or "", method, {}, "redirect"
        if (reason := all_tags.refusal(element, "messaging")) is not None:
            what, _, cure = reason.partition(": ")
            _alert(exchange, message, None, f"{what} is not simulated.", cure=cure,
                   line=element.line)
            continue
        count += 1
        if count > limits.REPLIES:
            _alert(exchange, message, 14109,
                   cure="Send the rest with client.messages.create(...).")
            return None
        sent = _message(exchange, message, element, url)
        if action := element.attributes.get("action"):
            params = _sent_params(element, sent)
            return webhooks.join(url, action) or "", method, params, "action"
    return None


def _sent_params(element: Element, sent: Message | None) -> dict[str, str]:
    if element.name == "Sms":
        return {"SmsSid": sent.sid if sent else "", "SmsStatus": "sending" if sent else "invalid"}
    if sent is None:
        return {"MessageStatus": "invalid"}
    return {"MessageSid": sent.sid, "MessageStatus": sent.status}


def _message(exchange: Exchange, message: Message, element: Element, url: str) -> Message | None:
    bodies = [child.text for child in element.children if child.name == "Body"]
    links = [webhooks.join(url, child.text.strip()) for child in element.children
             if child.name == "Media"]
    if None in links:
        _alert(exchange, message, 11100, level=alerts.WARNING,
               line=element.line,
               cure="Write the URL of a picture into <Media>; this one is left out.")
    media = tuple(filter(None, links))
    body = "".join(bodies) if bodies else element.text.strip()
    if not body and not media:
        _alert(exchange, message, 14103, alerts.sentence(14103, "Invalid Body"), line=element.line,
               cure="Put the text between <Message> and </Message>, or into a <Body>.")
        return None
    to, from_ = reply_rules.parties(message, element)
    if fault := reply_rules.refusal(exchange, message, to, from_):
        _alert(exchange, message, fault.code, fault.text, level=fault.level, cure=fault.cure,
               line=element.line)
        return None
    callback = element.attributes.get("statusCallback") or element.attributes.get("action")
    return send_reply(exchange, message, to, from_, trials.wording(exchange.world.kind, body),
                      media, webhooks.join(url, callback) if callback else None)


def send_reply(exchange: Exchange, message: Message | Call, to: str, from_: str, body: str,
               media: tuple[str, ...] = (), callback: str | None = None, *,
               is_free: bool = False, direction: str = "outbound-reply") -> Message:
    """Sends a text because of a message, or during a call (`direction` outbound-call).

    One too many between two numbers fails (14107).
    """
    world, now = exchange.world, exchange.world.clock.now()
    row = Message(
        sid=world.ids.sid("MM" if media else "SM"),
        account_sid=message.account_sid,
        to=to,
        from_=from_,
        direction=direction,
        body=body,
        num_segments=1 if media else segments.count(body).segments,
        num_media=len(media),
        media=json.dumps(list(media)),
        date_created=now,
        date_updated=now,
        status_callback=callback,
        world=world.name,
    )
    if is_loop := not is_free and reply_rules.is_loop(exchange, row):
        reply_rules.stop(exchange, message, row)
    world.store.insert(row)
    exchange.adopt(message.sid, row.sid)
    if not is_loop:
        exchange.send_message(row, is_free=is_free)
    return row
