"""Where a call's TwiML comes from: inline, a URL, or the URL's fallback.

Failures end as they do on Twilio: an alert for you, an apology for the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import simpy

from ...account import trials
from ...clock import Process
from ...facts import alerts, limits
from ...media.sound_length import is_audio
from ...store.rows import Call
from ...twiml.document import Document, Element, Fault, parse
from ...twiml.verb_limits import VerbLimits
from ...web import webhooks
from ...web.webhook_cures import cure_of
from ...web.webhooks import WebhookReply, WebhookRequest
from . import trial_calls
from .call_parameters import call_params
from .leg import Leg
from .leg_protocols import Audience

APOLOGY = "We're sorry, an application error has occurred. Goodbye."
"""What a caller hears when your TwiML can't be had or read (public transcripts)."""

FAILED = "failed"
"""How a document ended that could not be had or read (see `follow_beside`)."""

MOMENT = 0.1
"""Seconds: where less passes in all verbs of a document, nothing was heard or waited for."""

XML_TYPES = ("text/xml", "application/xml", "text/html")


@dataclass(slots=True)
class Source:
    """Where the next document is: inline `twiml`, or a `url` asked with `method`."""

    url: str | None = None
    method: str = "POST"
    twiml: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    purpose: str = "voice"
    fallback: tuple[str, str] | None = None


@dataclass(slots=True)
class Page:
    """A document being carried out, and where it came from (None: inline)."""

    document: Document
    source: Source
    url: str | None

    def resolve(self, target: str) -> str | None:
        """An attribute's URL made absolute; empty means this document. None: impossible."""
        if target.startswith(("http://", "https://")):
            return webhooks.join(target, "")
        return None if self.url is None else webhooks.join(self.url, target)


CarryOut = Callable[[Audience, Page, VerbLimits | None], Process[Source | None]]
"""Runs the verbs of a document, all of them or those that the limits allow. Gives the source
of the next document, or None. It is handed to the exchange (see `verbs.carry_out`)."""


class DocumentEnded(Exception):
    """A verb ends its document here: <Hangup/>, or <Leave/> in hold music."""

    verb = ""


class HangUp(DocumentEnded):
    """A <Hangup/>: the document ends, and so does the call."""

    verb = "Hangup"


class Broken(Exception):
    """The document can't be had or read."""

    def __init__(self, code: int | None, text: str, *, cure: str = "", url: str = "",
                 line: int | None = None) -> None:
        super().__init__(text)
        self.code, self.text, self.cure, self.url, self.line = code, text, cure, url, line


def first_source(call: Call) -> Source:
    """What the row says to do when the call is answered."""
    fallback = (call.fallback_url, call.fallback_method) if call.fallback_url else None
    if call.twiml is not None:
        return Source(twiml=call.twiml)
    return Source(call.url or "", call.method, fallback=fallback)


def follow(leg: Leg, source: Source | None) -> Process[None]:
    """Carries out one document after the other until the call has nothing more to do."""
    while source is not None:
        try:
            source = yield from _one_or_apology(leg, source)
        except simpy.Interrupt as interrupt:
            source = new(interrupt)


def new(interrupt: simpy.Interrupt) -> Source:
    """The new instructions that interrupt a leg. Raises the interrupt if it is its end."""
    if not isinstance(interrupt.cause, Source):
        raise interrupt
    return interrupt.cause


def _one_or_apology(leg: Leg, source: Source) -> Process[Source | None]:
    try:
        return (yield from _one(leg, source, None))
    except Broken as broken:
        return (yield from _give_up(leg, source, broken))


def follow_beside(leg: Audience, source: Source | None, rules: VerbLimits,
                  params: Callable[[], dict[str, str]] = dict) -> Process[str]:
    """Documents that do not control the call: hold music, a whisper. Ends where they end.

    `params`: what each of them is told besides. Gives the verb that ended it: "Hangup",
    another one (see `Ended`), or "" for the end of the document. One that can't be had or
    read is an alert and silence, and gives `FAILED`.
    """
    while source is not None:
        source.extra = params() | source.extra
        try:
            source = yield from _one(leg, source, rules)
        except DocumentEnded as ended:
            return ended.verb
        except Broken as broken:
            _alert(leg, broken)
            return FAILED
    return ""


def _one(leg: Audience, source: Source, rules: VerbLimits | None) -> Process[Source | None]:
    """Carries out one document; gives the next source."""
    yield from trial_calls.begin(leg)
    page = yield from obtain(leg, source)
    try:
        return (yield from leg.world.exchange.carry_out(leg, page, rules))
    except HangUp:
        if rules is not None:
            raise
        return None


def obtain(leg: Audience, source: Source) -> Process[Page]:
    """Gets and reads the document. Raises `Broken`."""
    leg.barren += 1
    if leg.barren > limits.BARREN_DOCUMENTS:
        raise Broken(None, f"The call was given {limits.BARREN_DOCUMENTS} documents in a row that "
                     "say and do nothing.", cure="A <Redirect> or Gather action leads back to "
                     "itself. Add a <Say> or a <Pause>, or end with <Hangup/>.")
    if source.twiml is not None:
        return _read(leg, source, None, source.twiml)
    if not source.url:
        raise Broken(11100, alerts.sentence(11100, "no URL is set."),
                     cure="Give the call a url= or twiml=; give a number its voice_url.")
    params = call_params(leg.call) | source.extra
    question = WebhookRequest(source.url, source.method, params, source.purpose, leg.call.sid,
                              leg.jar)
    reply = yield from webhooks.ask(leg.world, question)
    return _page_of(leg, source, reply)


def tell(leg: Audience, source: Source | None) -> Process[None]:
    """Asks a site whose answer changes nothing: new instructions rule the call already."""
    if source is None or not source.url:
        return
    params = call_params(leg.call) | source.extra
    question = WebhookRequest(source.url, source.method, params, source.purpose, leg.call.sid,
                              leg.jar)
    reply = yield from webhooks.ask(leg.world, question)
    if reply.error:
        _alert(leg, Broken(reply.error, reply.problem, cure=cure_of(reply), url=reply.url))


def _page_of(leg: Audience, source: Source, reply: WebhookReply) -> Page:
    if reply.error:
        raise Broken(reply.error, reply.problem, cure=cure_of(reply), url=reply.url)
    kind = reply.content_type
    if not reply.body and reply.is_chunked:
        raise Broken(11770, alerts.sentence(11770), url=reply.url,
                     cure="The site began an answer in chunks, and sent none.")
    if kind in XML_TYPES:
        if not reply.body.strip():
            raise Broken(12100, alerts.sentence(12100, "the answer is empty."), url=reply.url,
                         cure="Return str(response), the XML of your VoiceResponse.")
        return _read(leg, source, reply.url, reply.text)
    if not kind:
        raise Broken(11200, alerts.sentence(11200, "the answer has no Content-Type"),
                     url=reply.url, cure='Answer with the content type "text/xml".')
    if is_audio(kind):
        return _made_of(source, reply.url, Element("Play", {}, reply.url, [], 1))
    if kind == "text/plain":
        return _plain(leg, source, reply)
    raise Broken(12300, alerts.sentence(12300, kind), url=reply.url,
                 cure='Answer with the content type "text/xml".')


def _made_of(source: Source, url: str | None, *verbs: Element) -> Page:
    return Page(Document(list(verbs), []), source, url)


def _plain(leg: Audience, source: Source, reply: WebhookReply) -> Page:
    """text/plain: TwiML if it reads as such, else it is read aloud."""
    document = parse(reply.text, "voice")
    if document.fatal is None:
        return _read(leg, source, reply.url, reply.text)
    return _made_of(source, reply.url, Element("Say", {}, reply.text.strip(), [], 1))


def _read(leg: Audience, source: Source, url: str | None, text: str) -> Page:
    document = parse(text, "voice")
    if document.fatal is not None:
        fault = document.fatal
        raise Broken(fault.code, fault.text, cure=fault.cure, url=url or "", line=fault.line)
    for fault in document.faults:
        warn(leg, fault, url or "")
    if not trial_calls.may_go_on(leg):
        raise Broken(None, f"On a trial a call may lead to {trials.HOPS} documents, and no more.",
                     cure="Put more into one document, or use a full account: start().")
    return Page(trials.admit(leg.world.kind, leg.call.account_sid, document), source, url)


def warn(leg: Audience, fault: Fault, url: str = "") -> None:
    """A fault of a document that is carried out all the same."""
    leg.alert(fault.code, fault.text, cure=fault.cure, level=fault.level, url=url, line=fault.line)


def _give_up(leg: Leg, source: Source, broken: Broken) -> Process[Source | None]:
    """The fallback URL, else the apology and the end."""
    _alert(leg, broken)
    if source.fallback is not None and source.purpose != "fallback":
        url, method = source.fallback
        extra = {"ErrorCode": str(broken.code or ""), "ErrorUrl": broken.url or source.url or ""}
        return Source(url, method, extra=extra, purpose="fallback")
    leg.connect()
    yield leg.env.timeout(leg.says(APOLOGY))
    return None


def _alert(leg: Audience, broken: Broken) -> None:
    leg.alert(broken.code, broken.text, cure=broken.cure, url=broken.url, line=broken.line)


def not_simulated(reason: str, element: Element) -> Broken:
    """A verb or attribute that Twilio has and this kit does not carry out."""
    what, _, cure = reason.partition(": ")
    return Broken(None, f"{what} is not simulated.", cure=cure, line=element.line)


__all__ = ["APOLOGY", "FAILED", "Broken", "DocumentEnded", "HangUp", "Page", "Source",
           "first_source", "follow", "follow_beside", "not_simulated", "obtain", "tell"]
