"""Where a call's TwiML comes from: inline, a URL, or the URL's fallback.

Failures end as they do on Twilio: an alert for you, an apology for the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from ...account import trials
from ...store.rows import Call
from ...twiml.document import Document, Element, Fault, parse
from ...web import webhooks
from ...web.webhooks import WebhookReply, WebhookRequest, place
from .leg import Leg, Over

if TYPE_CHECKING:
    from ..verbs import carry_out

APOLOGY = "We're sorry, an application error has occurred. Goodbye."
"""What a caller hears when your TwiML can't be had or read (public transcripts)."""

BARREN_LIMIT = 100
"""So many documents in a row in which nothing is heard or waited for end the call.

Twilio publishes no such limit; without one a `<Redirect>` to itself would never end.
"""

FAILED = "failed"
"""How a document ended that could not be had or read (see `follow_beside`)."""

MOMENT = 0.1
"""Seconds: where less passes in all verbs of a document, nothing was heard or waited for."""

XML_TYPES = ("text/xml", "application/xml", "text/html")
AUDIO = "audio/"


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


class Broken(Exception):
    """The document can't be had or read."""

    def __init__(self, code: int | None, text: str, *, cure: str = "", url: str = "",
                 line: int | None = None) -> None:
        super().__init__(text)
        self.code, self.text, self.cure, self.url, self.line = code, text, cure, url, line


def call_params(leg: Leg, status: str | None = None) -> dict[str, str]:
    """What every voice webhook carries, in the order seen on the wire (facts 2.7)."""
    call = leg.call
    to, from_ = place("To", call.to), place("From", call.from_)
    called = {key.replace("To", "Called", 1): value for key, value in to.items()}
    caller = {key.replace("From", "Caller", 1): value for key, value in from_.items()}
    params = {"Called": call.to, **to, **caller, "Direction": call.direction, "CallSid": call.sid,
              "To": call.to, **called, "ApiVersion": "2010-04-01",
              "CallStatus": status or call.status, "From": call.from_,
              "AccountSid": call.account_sid, **from_, "Caller": call.from_}
    if call.parent_call_sid:
        params["ParentCallSid"] = call.parent_call_sid
    if call.caller_name is not None:
        params["CallerName"] = call.caller_name
    if call.answered_by:
        params["AnsweredBy"] = call.answered_by
    return params


def first_source(call: Call) -> Source:
    """What the row says to do when the call is answered."""
    fallback = (call.fallback_url, call.fallback_method) if call.fallback_url else None
    if call.twiml is not None:
        return Source(twiml=call.twiml)
    return Source(call.url or "", call.method, fallback=fallback)


def follow(leg: Leg, source: Source | None):
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


def _one_or_apology(leg: Leg, source: Source):
    try:
        return (yield from _one(leg, source, None))
    except Broken as broken:
        return (yield from _give_up(leg, source, broken))


def follow_beside(leg: Leg, source: Source | None, rules: carry_out.VerbLimits,
                  params: Callable[[], dict[str, str]] = dict):
    """Documents that do not control the call: hold music, a whisper. Ends where they end.

    `params`: what each of them is told besides. Gives the verb that ended it: "Hangup",
    another one (see `Ended`), or "" for the end of the document. One that can't be had or
    read is an alert and silence, and gives `FAILED`.
    """
    from ..verbs import DocumentEnded

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


def _one(leg: Leg, source: Source, rules: carry_out.VerbLimits | None):
    """Carries out one document; gives the next source."""
    from ..verbs import HangUp, carry_out

    yield from trials.begin(leg)
    page = yield from obtain(leg, source)
    try:
        return (yield from carry_out.carry_out(leg, page, rules))
    except HangUp:
        if rules is not None:
            raise
        return None


def obtain(leg: Leg, source: Source):
    """Gets and reads the document. Raises `Broken`."""
    leg.barren += 1
    if leg.barren > BARREN_LIMIT:
        raise Broken(None, f"{BARREN_LIMIT} documents in a row said and did nothing.",
                     cure="A <Redirect> or Gather action leads back to itself. Add a <Say> or a "
                     "<Pause>, or end with <Hangup/>.")
    if source.twiml is not None:
        return _read(leg, source, None, source.twiml)
    if not source.url:
        raise Broken(11100, "Invalid URL format: no URL is set.",
                     cure="Give the call a url= or twiml=; give a number its voice_url.")
    params = call_params(leg) | source.extra
    question = WebhookRequest(source.url, source.method, params, source.purpose, leg.call.sid, leg.jar)
    reply = yield from webhooks.ask(leg.world, question)
    return _page_of(leg, source, reply)


def _page_of(leg: Leg, source: Source, reply: WebhookReply) -> Page:
    if reply.error:
        raise Broken(reply.error, reply.problem, cure=cure_of(reply), url=reply.url)
    kind = reply.content_type
    if kind in XML_TYPES:
        if not reply.body.strip():
            raise Broken(12100, "Document parse failure: the answer is empty.", url=reply.url,
                         cure="Return str(response), the XML of your VoiceResponse.")
        return _read(leg, source, reply.url, reply.text)
    if kind.startswith(AUDIO):
        return _made_of(source, reply.url, Element("Play", {}, reply.url, [], 1))
    if kind == "text/plain":
        return _plain(leg, source, reply)
    raise Broken(12300, f"Invalid Content-Type: {kind or 'none was sent'}", url=reply.url,
                 cure='Answer with the content type "text/xml".')


_CURES = {
    400: ("Flask answers so where a view reads a parameter that was not sent: read it with"
          ' request.form.get("Digits"), and look in this story for what was sent.'),
    403: ("Your site refused the request. If it checks signatures: does it do so with this"
          " account's token, and with the URL that Twilio asked?"),
    404: "No page of your site is at this URL. Compare it with the route, letter by letter.",
    405: ('The route does not take this method: Twilio sends POST. Write methods=["POST"] at the'
          ' route, or set the method to GET where you set the URL.'),
    500: "Look at your site's log for the reason; run the view alone to see its error.",
}


def cure_of(reply: WebhookReply) -> str:
    """What to do about a webhook that failed."""
    if reply.reason:
        return why_it_failed(reply)
    if reply.status is not None:
        return _CURES.get(reply.status, _CURES[500])
    if reply.error == 11205 and _is_local(reply.url):
        return "Is your site running? site = serve(app), and use site.url."
    if reply.error == 11205:
        return ("Practice reaches only this computer and Twilio's demo pages. Serve the page "
                "yourself: site = serve(app), and use site.url, or pass twiml=.")
    if reply.error == 11215:
        return "The site redirects in a circle. Let one URL answer with TwiML."
    if reply.error == 11750:
        return "Send less TwiML: 64 kB is the limit."
    return "Answer within 15 seconds, with TwiML, over http."


def why_it_failed(reply: WebhookReply) -> str:
    """What the view raised, and what to do; "" where that is not known."""
    if not reply.reason:
        return ""
    if "did not return a valid response" in reply.reason:  # Flask's words for None and the like
        return f"The view failed: {reply.reason}. End it with: return str(response)."
    return f"The view failed: {reply.reason}. Mend it there; site.log has the rest."


def _is_local(url: str) -> bool:
    from ...web.http_client import is_loopback

    return is_loopback(url)


def _made_of(source: Source, url: str | None, *verbs: Element) -> Page:
    return Page(Document(list(verbs), []), source, url)


def _plain(leg: Leg, source: Source, reply: WebhookReply) -> Page:
    """text/plain: TwiML if it reads as such, else it is read aloud."""
    document = parse(reply.text, "voice")
    if document.fatal is None:
        return _read(leg, source, reply.url, reply.text)
    return _made_of(source, reply.url, Element("Say", {}, reply.text.strip(), [], 1))


def _read(leg: Leg, source: Source, url: str | None, text: str) -> Page:
    document = parse(text, "voice")
    if document.fatal is not None:
        fault = document.fatal
        raise Broken(fault.code, fault.text, cure=fault.cure, url=url or "", line=fault.line)
    for fault in document.faults:
        warn(leg, fault, url or "")
    return Page(trials.admit(leg, document), source, url)


def warn(leg: Leg, fault: Fault, url: str = "") -> None:
    """A fault of a document that is carried out all the same."""
    leg.alert(fault.code, fault.text, cure=fault.cure, level=fault.level, url=url, line=fault.line)


def _give_up(leg: Leg, source: Source, broken: Broken):
    """The fallback URL, else the apology and the end."""
    _alert(leg, broken)
    if source.fallback is not None and source.purpose != "fallback":
        url, method = source.fallback
        extra = {"ErrorCode": str(broken.code or ""), "ErrorUrl": broken.url or source.url or ""}
        return Source(url, method, extra=extra, purpose="fallback")
    leg.connect()
    yield leg.env.timeout(leg.says(APOLOGY))
    return None


def _alert(leg: Leg, broken: Broken) -> None:
    leg.alert(broken.code, broken.text, cure=broken.cure, url=broken.url, line=broken.line)


def not_simulated(reason: str, element: Element) -> Broken:
    """A verb or attribute that Twilio has and this kit does not carry out."""
    what, _, cure = reason.partition(": ")
    return Broken(None, f"{what} is not simulated.", cure=cure, line=element.line)


__all__ = ["APOLOGY", "FAILED", "Broken", "Over", "Page", "Source", "call_params",
           "first_source", "follow", "follow_beside", "not_simulated", "obtain"]
