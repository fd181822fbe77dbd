"""Whom a <Dial> calls: its nouns, made into invitations.

What can't be dialled is an alert, and no call is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ...account import trials, twiml_apps
from ...facts import alerts, limits, timing
from ...numbers import phone_numbers, sip_addresses
from ...store.rows import Application, OutgoingCallerId, PhoneNumber
from ...twiml.document import Element
from ..calls import document_far_end, machine_detection
from ..calls.dialled_legs import Invitation
from ..calls.documents import Page, Source
from ..calls.leg import Leg
from .attributes import callback_url, is_on, number, parameters, prefixed


class NotDialled(Exception):
    """A noun that can't be called: the alert's code and words, and what to do."""

    def __init__(self, code: int | None, text: str, cure: str) -> None:
        super().__init__(text)
        self.code, self.text, self.cure = code, text, cure


def invited(leg: Leg, page: Page, dial: Element) -> list[Invitation]:
    """Who is to be called, in the document's order; alerts for those who can't be."""
    nouns = nouns_of(dial)
    found = []
    for noun in nouns[:limits.DIALLED_AT_ONCE]:
        try:
            found.append(_NOUNS[noun.name](leg, page, dial, noun))
        except NotDialled as why:
            leg.alert(why.code, why.text, cure=why.cure, level=alerts.WARNING, line=noun.line,
                      url=page.url or "")
    if dial.children and dial.text.strip():
        leg.alert(None, f"<Dial> calls its nouns; the text beside them is left out: "
                  f"{dial.text.strip()[:40]}", level="warning", line=dial.line,
                  cure="Write the number in a <Number> of its own.")
    if len(nouns) > limits.DIALLED_AT_ONCE:
        leg.alert(None, f"<Dial> calls {limits.DIALLED_AT_ONCE} at most; the others are left out.",
                  level="warning",
                  cure="Use several <Dial>s, one after the other.", line=dial.line)
    return found


def nouns_of(dial: Element) -> list[Element]:
    """What it calls; the number itself is a <Number>. Nothing where all was left out as faulty."""
    if dial.children or (dial.has_lost and not dial.text.strip()):
        return dial.children
    return [Element("Number", {}, dial.text, [], dial.line)]


# --- the nouns ----------------------------------------------------------------------------


def _number(leg: Leg, page: Page, dial: Element, noun: Element) -> Invitation:
    to = _dialled(leg, noun.text.strip())
    from_ = _caller_id(leg, dial)
    return Invitation(to, from_, leg.world.exchange.answerer(to, from_, leg.lane),
                      **_more(leg, page, dial, noun))


def _client(leg: Leg, page: Page, dial: Element, noun: Element) -> Invitation:
    named = next((part.text.strip() for part in noun.children if part.name == "Identity"), "")
    name = named or noun.text.strip()
    if not name:
        raise NotDialled(None, "A <Client> without a name calls nobody.",
                         "Write the name that the browser or app has: <Client>ada</Client>.")
    return _registered(leg, page, dial, noun, f"client:{name}")


def _sip(leg: Leg, page: Page, dial: Element, noun: Element) -> Invitation:
    address, _, headers = noun.text.strip().partition("?")
    if not sip_addresses.is_sip(address):
        raise NotDialled(13243, alerts.sentence(13243, address[:80] or "none given"),
                         "Write sip:name@host.")
    if len(headers) > sip_addresses.LONGEST_HEADERS:
        raise NotDialled(13253, alerts.sentence(13253), "Headers of a SIP address may have "
                         f"{sip_addresses.LONGEST_HEADERS} characters in all.")
    invitation = _registered(leg, page, dial, noun, address)
    invitation.parameters = sip_addresses.headers(noun.text.strip())
    return invitation


def _registered(leg: Leg, page: Page, dial: Element, noun: Element, address: str) -> Invitation:
    """A client or a SIP phone: it rings when there is a handset of this address."""
    from_ = dial.attributes.get("callerId") or leg.call.from_
    return Invitation(address, from_, leg.world.phones.at(address), parameters=parameters(noun),
                      **_more(leg, page, dial, noun))


def _application(leg: Leg, page: Page, dial: Element, noun: Element) -> Invitation:
    if len(dial.children) > 1 and not is_on(dial, "sequential"):
        raise NotDialled(None, "An <Application> can't be called together with others.",
                         'Write it alone, or <Dial sequential="true">.')
    app = _app(leg, noun)
    from_ = dial.attributes.get("callerId") or leg.call.from_
    named = {"customerId": noun.attributes.get("customerId") or leg.call.account_sid}
    called = document_far_end.Called(
        leg.call.to if is_on(noun, "copyParentTo") else app.sid,
        app.account_sid, twiml_apps.calling(app), named | prefixed(noun), answers_back=True)
    plug = document_far_end.CallingPlug(called, from_, leg.lane)
    return Invitation(f"app:{app.sid}", from_, plug,
                      **_more(leg, page, dial, noun))


_NOUNS: dict[str, Callable[[Leg, Page, Element, Element], Invitation]] = {
    "Number": _number, "Client": _client, "Sip": _sip, "Application": _application}


def _app(leg: Leg, noun: Element) -> Application:
    inside = next((part.text for part in noun.children if part.name == "ApplicationSid"), "")
    sid = (inside or noun.attributes.get("applicationSid") or noun.text).strip()
    app = twiml_apps.find(leg.world.store, sid, leg.call.account_sid)
    if app is None:
        raise NotDialled(21218, alerts.sentence(21218, sid or "none given"),
                         "Make the app with client.applications.create(…) and give its SID.")
    return app


# --- what nouns have in common ------------------------------------------------------------------


def _more(leg: Leg, page: Page, dial: Element, noun: Element) -> dict[str, Any]:
    given = noun.attributes
    return {
        "patience": number(dial, "timeout", 30) + timing.RINGS_ON,
        "whisper": _whisper(page, noun),
        "detecting": machine_detection.of_noun(
            given, lambda _: callback_url(leg, page, noun, "amdStatusCallback") or None),
        "options": {
            "status_callback": callback_url(leg, page, noun, "statusCallback") or None,
            "status_callback_method": given.get("statusCallbackMethod", "POST"),
            "status_callback_event": given.get("statusCallbackEvent", "completed"),
            "send_digits": given.get("sendDigits") or None,
            "time_limit": number(dial, "timeLimit", 14_400),
        },
    }


def _whisper(page: Page, noun: Element) -> Source | None:
    if not noun.attributes.get("url"):
        return None
    return Source(page.resolve(noun.attributes["url"]), noun.attributes.get("method", "POST"),
                  purpose="whisper")


# --- what may be dialled, and from whom ----------------------------------------------------------


def _dialled(leg: Leg, text: str) -> str:
    """The number in E.164. Raises `NotDialled`."""
    to = phone_numbers.parse(text)
    if to is None:
        raise NotDialled(*_why_not(text))
    if phone_numbers.is_premium(to):
        raise NotDialled(13225, alerts.sentence(13225, to), "Twilio does not call it.")
    if not leg.world.permissions.may_call(to):
        country = phone_numbers.country(to)
        raise NotDialled(
            13227, alerts.sentence(13227, to),
            f'Permit the country: account.permissions.allow("{country}"), on Twilio in the'
            " Console.")
    if not trials.may_reach(leg.world, leg.call.account_sid, to):
        raise NotDialled(
            21219, alerts.sentence(21219, to), "Verify it: client.validation_requests.create(…).")
    return to


def _why_not(text: str) -> tuple[int, str, str]:
    shown, e164 = text[:40] or "none given", "Write it in E.164, like +14155550123."
    if not re.fullmatch(r"\+?[0-9 ().\-/]{3,}", text):
        return 13223, alerts.sentence(13223, shown), e164
    if text.startswith("+") and not phone_numbers.country(re.sub(r"[^0-9+]", "", text)):
        return 13226, alerts.sentence(13226, shown), e164
    cure = f"Check its digits: there is no such number. {e164}"
    return 13224, alerts.sentence(13224, shown), cure


def _caller_id(leg: Leg, dial: Element) -> str:
    """The number that is shown: this call's From unless `callerId` says otherwise.

    Raises `NotDialled`, 13214, for one that is neither of this call, nor the account's, nor
    verified (Twilio's page on that error).
    """
    given = dial.attributes.get("callerId", "").strip()
    wanted = given or leg.call.from_
    from_ = phone_numbers.parse(wanted)
    if from_ is None or not (from_ in (leg.call.from_, leg.call.to) or _is_ours(leg, from_)):
        raise NotDialled(
            13214, alerts.sentence(13214, wanted),
            "Give a number of your account, one that you have verified, or one of this call.")
    return from_


def _is_ours(leg: Leg, from_: str) -> bool:
    mine = {"phone_number": from_, "account_sid": leg.call.account_sid}
    store = leg.world.store
    return bool(store.pick(PhoneNumber, "sid", **mine)
                or store.pick(OutgoingCallerId, "sid", **mine))
