"""<Redirect>, <Hangup> and <Reject>: verbs that lead elsewhere or end the call."""

from __future__ import annotations

from ... import trace
from ...clock import Process
from ...numbers import sip_addresses
from ...twiml.document import Element
from ..calls import document_far_end
from ..calls.documents import HangUp, Page, Source, not_simulated
from ..calls.leg import Leg, Over
from ..calls.leg_protocols import Audience
from .attributes import parameters, prefixed, source


def redirect(leg: Audience, page: Page, element: Element) -> Process[Source]:
    """<Redirect>: another document takes over; empty means this one again."""
    leg.note(trace.Verb, target=trace.TWILIO, name="Redirect", note=element.text.strip())
    yield leg.env.timeout(0)
    return source(page, element, element.text.strip(), "redirect", {})


def hangup(leg: Leg, page: Page, element: Element) -> Process[None]:
    """<Hangup>: the call ends; what follows is never reached."""
    leg.note(trace.Verb, target=trace.TWILIO, name="Hangup", note=_gives_back(leg, element))
    yield leg.env.timeout(0)
    raise HangUp


def refer(leg: Leg, page: Page, element: Element) -> Process[None]:
    """<Refer>: hands a SIP call over to another SIP server; every other call goes on here.

    A SIP phone of practice is not referred either: there is no server to refer it to.
    """
    if sip_addresses.is_sip(leg.handset.number):
        raise not_simulated("<Refer>: Write <Redirect> within your site, or <Dial>.", element)
    leg.alert(13801, line=element.line, url=page.url or "",
              cure="Only calls over SIP can be referred. Use <Dial> or <Redirect>.")
    yield leg.env.timeout(0)


def reject(leg: Leg, page: Page, element: Element) -> Process[None]:
    """<Reject>: refuses a call that nobody answered yet, without charge."""
    reason = element.attributes.get("reason", "rejected")
    leg.note(trace.Verb, target=trace.TWILIO, name="Reject",
             note=f"{reason} {_gives_back(leg, element)}".strip())
    yield leg.env.timeout(0)
    if leg.is_connected:  # answered already: it acts like a hang-up
        raise HangUp
    if reason == "busy":
        leg.makes_noise("[busy tone]")
        raise Over("busy", trace.TWILIO)
    leg.makes_noise("[not in service]")
    raise Over("no-answer", trace.TWILIO)


def _gives_back(leg: Leg, element: Element) -> str:
    """Its parameters go to the action of the <Dial> that called this app; gives them as text.

    That they are called Param_… there, too, is likely only.
    """
    document_far_end.give_back(leg, prefixed(element))
    return ", ".join(f"{name}={value}" for name, value in parameters(element).items())
