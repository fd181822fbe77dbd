"""Asks a URL for its TwiML as Twilio would for a call or a text, without making one.

The request is signed and has the standard parameters; its SID is all zeros, and no row of
the account belongs to it. It stands in the trace, as every request to a site does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..clock import Process
from ..facts import alerts
from ..facts.errors import AhoyError
from ..media.sound_length import seconds_of
from ..store.rows import Call, Message
from ..twiml import explain_document
from ..twiml.explain_document import Explanation, Finding
from ..web.http_client import MEDIA_LIMIT, HttpRequest
from ..web.webhook_cures import cure_of
from ..web.webhooks import WebhookReply, WebhookRequest, ask
from .calls.call_parameters import call_params
from .calls.documents import AUDIO, XML_TYPES
from .messages.message_webhooks import message_params

if TYPE_CHECKING:
    from ..world import World

NOBODY = "0" * 32
CALLER = "+14155550199"
SAYS = "Ahoy"
"""What the text says for which a reply is asked."""


def explain(world: World, url: str, kind: str = "", method: str = "POST") -> Explanation:
    """What the document at `url` does; what keeps it from being read is its one fault.

    `kind` is `voice` (also for ""), or `messaging`: what the site is asked with.
    Raises `AhoyError` from inside a webhook on the virtual clock, where no request can wait.
    """
    reply = _fetch(world, _question(world, url, kind, method))
    if fault := _unusable(reply, kind):
        return explain_document.broken(Explanation(kind or "voice", reply.text, reply.url), fault)
    return explain_document.read(_source(reply), kind, reply.url,
                                 lambda sound: length(world, sound))


def length(world: World, url: str) -> float | None:
    """Seconds of the sound at a URL on this machine or of Twilio's demo pages, else None."""
    hosted = world.hosted.answer("GET", url, {})
    if hosted is not None:
        return seconds_of(hosted.body) if hosted.content_type.startswith(AUDIO) else None
    if not world.reaches(url):
        return None
    answer = world.carrier(HttpRequest("GET", url, {"Accept": "audio/*"}, size_limit=MEDIA_LIMIT))
    kind = answer.header("Content-Type") or ""
    return seconds_of(answer.body) if kind.startswith(AUDIO) and answer.status == 200 else None


def _question(world: World, url: str, kind: str, method: str) -> WebhookRequest:
    to, sid = world.number.phone_number, world.account.sid
    if kind == "messaging":
        text = Message(sid="SM" + NOBODY, account_sid=sid, to=to, from_=CALLER,
                       direction="inbound", body=SAYS)
        return WebhookRequest(url, method, message_params(world, text), "explain", text.sid)
    call = Call(sid="CA" + NOBODY, account_sid=sid, to=to, from_=CALLER, direction="inbound",
                status="ringing")
    return WebhookRequest(url, method, call_params(call), "explain", call.sid)


def _fetch(world: World, question: WebhookRequest) -> WebhookReply:
    got: list[WebhookReply] = []
    given_up: list[bool] = []

    def fetching() -> Process[None]:
        if not given_up:
            got.append((yield from ask(world, question)))

    world.clock.post(lambda: world.env.process(fetching()))
    if not world.clock.settle(lambda: bool(got)):
        given_up.append(True)
        raise AhoyError("A URL can't be explained from inside a webhook. Ask for it from a cell, "
                        "or give the TwiML itself.")
    return got[0]


def _unusable(reply: WebhookReply, kind: str) -> Finding | None:
    """Why nothing of the answer can be carried out, before it is read."""
    effect = explain_document.SENDS_NOTHING if kind == "messaging" else explain_document.APOLOGIZES
    if reply.error:
        return Finding(reply.error, "error", None, reply.problem, effect, cure_of(reply))
    types = (*XML_TYPES, "text/plain")
    if reply.content_type in types or reply.content_type.startswith(AUDIO):
        return None
    sent = reply.content_type or "none was sent"
    return Finding(12300, "error", None, alerts.sentence(12300, sent), effect,
                   'Answer with the content type "text/xml".')


def _source(reply: WebhookReply) -> str:
    """The document; plain words and sounds stand for the verb that they become."""
    from xml.sax.saxutils import escape

    if reply.content_type.startswith(AUDIO):
        return f"<Response><Play>{escape(reply.url)}</Play></Response>"
    if reply.content_type == "text/plain" and not reply.text.lstrip().startswith("<"):
        return f"<Response><Say>{escape(reply.text.strip())}</Say></Response>"
    return reply.text
