"""What is checked before a call is made or changed.

To, Url and From must be there, in this order (captured in 2026); then their forms, then
the options, then whose number From is. The order among the later ones is likely, not
captured.
"""

from __future__ import annotations

import re
from typing import Any

from ....account import trials
from ....account.twiml_apps import calling
from ....facts import errors, life_cycles
from ....numbers import phone_numbers
from ....store.rows import Call, OutgoingCallerId, PhoneNumber
from ... import parameters
from ...request_context import Ask
from . import documentation_examples
from .applications import named

LONGEST_TWIML = 4000
RINGING, LONGEST_RINGING = 60, 600
LONGEST_CALL = 86_400

EVENTS = ("initiated", "ringing", "answered", "completed")

REDIRECTED = {
    "FallbackUrl": "fallback_url",
    "FallbackMethod": "fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
}
"""What an update changes besides the instructions, and only together with them."""

_KEYS = re.compile(r"[0-9A-Da-d#*wW]{1,32}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 ]*")


def new_call(ask: Ask) -> Call:
    """The call that is asked for, as a row that is not yet in the store."""
    trials.check_call_parameters(ask)
    what_a_call_needs(ask)
    to = whom_to_call(ask)
    return dialled(ask, to, _what_the_app_says(ask) or what_to_do(ask))


def dialled(ask: Ask, to: str, instructions: dict[str, Any]) -> Call:
    """A call to this number or client, with all that may be left out."""
    from_ = _caller_id(ask, to)
    options = call_options(ask)
    owned = own_number(ask, to, from_)
    _must_be_permitted(ask, to)
    trials.check_call(ask, to, from_)
    now = ask.world.clock.now()
    return Call(
        sid=ask.world.ids.sid("CA"), account_sid=ask.account.sid, to=to, from_=from_,
        direction="outbound-api", phone_number_sid=owned, price_unit=ask.account.currency,
        date_created=now, date_updated=now, world=ask.world.name, **options | instructions)


def what_a_call_needs(ask: Ask) -> None:
    """To, one of Url, Twiml and ApplicationSid, and From."""
    if not ask.text("To"):
        raise errors.refuse(21201)
    if not any(ask.text(name) for name in ("Url", "Twiml", "ApplicationSid")):
        raise errors.refuse(21205)
    if not ask.text("From"):
        raise errors.refuse(21213)


def whom_to_call(ask: Ask) -> str:
    """To: a number in E.164, a client, or a SIP address."""
    to = ask.text("To").strip()
    if phone_numbers.is_callable_address(to):
        return to
    number = phone_numbers.parse(to)
    if number is None:
        documentation_examples.remark_on_to(ask, to)
        raise errors.refuse(13223, to=to)
    return number


def _what_the_app_says(ask: Ask) -> dict[str, Any]:
    """Where an app's TwiML comes from; {} when the request names none."""
    app = named(ask)
    if app is None:
        return {}
    ignored = [name for name in (*REDIRECTED, "Url", "Twiml", "Method", "StatusCallbackEvent")
               if ask.text(name)]
    if ignored:
        ask.warn(f"Ignored, because ApplicationSid is given, too: {', '.join(ignored)}.",
                 "Set these on the application.")
    return calling(app) | {"twiml": None, "status_callback_event": "completed"}


def what_to_do(ask: Ask) -> dict[str, Any]:
    """Where the call's TwiML comes from: with a Url, Twiml is ignored."""
    url, twiml = ask.text("Url"), ask.text("Twiml")
    if url:
        must_be_url("Url", url)
        if twiml:
            ask.warn("Twiml is ignored, because Url is given, too.", "Give one of them.")
        twiml = ""
    if len(twiml) > LONGEST_TWIML:  # which code Twilio answers is not known
        raise errors.bad_parameter("Twiml")
    return {"url": url or None, "twiml": twiml or None, "method": parameters.method(ask, "Method")}


def must_be_url(name: str, url: str) -> None:
    """An absolute web address, or nothing."""
    if url and not parameters.is_web_address(url):
        raise errors.refuse(21205, "malformed", name=name, url=url)


def _caller_id(ask: Ask, to: str) -> str:
    """From, in E.164. Calling a client or a SIP phone, it may be any name."""
    text = ask.text("From").strip()
    number = phone_numbers.parse(text)
    if number is None and phone_numbers.is_callable_address(to):
        return text
    if number is None and _WORD.fullmatch(text):
        raise errors.refuse(21210, from_=text)
    if number is None:
        raise errors.refuse(21212, "call", from_=text)
    return number


def own_number(ask: Ask, to: str, from_: str) -> str | None:
    """The SID of the account's number, or of its verified caller ID, that From is.

    Only who calls a client needs none; a 2026 trial has its own rule.
    """
    mine = {"phone_number": from_, "account_sid": ask.account.sid}
    store = ask.world.store
    owned = store.pick(PhoneNumber, "sid", **mine) or store.pick(OutgoingCallerId, "sid", **mine)
    if owned:
        return str(owned[0][0])
    if ask.account.kind != trials.NEW and not phone_numbers.is_callable_address(to):
        documentation_examples.remark_on_from(ask, from_)
        raise errors.refuse(21210, from_=from_)
    return None


def _must_be_permitted(ask: Ask, to: str) -> None:
    if not ask.world.permissions.may_call(to):
        say_what_permits(ask, to)
        raise errors.refuse(21215, to=to)


def say_what_permits(ask: Ask, to: str) -> None:
    """Twilio's refusal names the Console; here the account has a switch."""
    country = phone_numbers.country(to)
    ask.warn(f"Calls and texts to {country or 'this country'} are not permitted in this practice"
             " account.", f'account.permissions.allow("{country}") permits them.')


def call_options(ask: Ask) -> dict[str, Any]:
    """All that may be left out."""
    must_be_url("FallbackUrl", ask.text("FallbackUrl"))
    if ask.text("CallReason"):
        ask.warn("CallReason is shown by Branded Calling alone, which needs a registration: no"
                 " phone here shows it.", "Let the call say it.")
    return {
        "fallback_url": ask.text("FallbackUrl") or None,
        "fallback_method": parameters.method(ask, "FallbackMethod"),
        "status_callback": _status_callback(ask),
        "status_callback_method": parameters.method(ask, "StatusCallbackMethod"),
        "status_callback_event": _events(ask),
        "send_digits": _keys(ask),
        "timeout": _ringing(ask),
        "time_limit": _time_limit(ask),
    }


def _status_callback(ask: Ask) -> str | None:
    url = ask.text("StatusCallback")
    if url and not parameters.is_callback_address(url):
        raise errors.refuse(21609, url=url)
    return url or None


def _events(ask: Ask) -> str:
    """The events, separated by blanks; Twilio takes them repeated."""
    wanted = " ".join(ask.texts("StatusCallbackEvent")).split()
    if any(event not in EVENTS for event in wanted):
        raise errors.refuse(21626)
    return " ".join(event for event in EVENTS if event in wanted) or "completed"


def _keys(ask: Ask) -> str | None:
    keys = ask.text("SendDigits")
    if keys and not _KEYS.fullmatch(keys):
        raise errors.refuse(21206)
    return keys or None


def _ringing(ask: Ask) -> int:
    """Seconds to let it ring. Twilio's lower limit is not known."""
    text = ask.text("Timeout")
    seconds = parameters.whole(text, 1, LONGEST_RINGING) if text else RINGING
    if seconds is None:
        raise errors.refuse(21208)
    return seconds


def _time_limit(ask: Ask) -> int | None:
    if not ask.text("TimeLimit"):
        return None
    seconds = parameters.whole(ask.text("TimeLimit"), 1, LONGEST_CALL)
    if seconds is None:
        raise errors.bad_parameter("TimeLimit")
    return seconds


def change_call(ask: Ask, call: Call) -> None:
    """Carries out an update: new instructions, another limit, or the end of the call.

    `Status=canceled` leaves a call alone that was answered, as Twilio's page says.

    Raises:
        TwilioError: 21220 when the call has ended, or is not in progress and shall be
            redirected; 20001 for Url and Twiml together, or another Status (unsure).
    """
    status = ask.text("Status")
    if status not in ("", "completed", "canceled"):
        raise errors.bad_parameter("Status")
    if ask.text("Url") and ask.text("Twiml"):
        raise errors.bad_parameter("Twiml")
    redirect = what_to_do(ask) if ask.text("Url") or ask.text("Twiml") else None
    limit = _time_limit(ask)
    if call.status in life_cycles.FINAL_CALL or not ask.world.exchange.is_live(call.sid):
        raise errors.refuse(21220)
    if limit:
        ask.world.exchange.limit_call(call, limit)
    if redirect:
        _redirect(ask, call, redirect)
    elif status == "completed" or (status == "canceled" and call.status != "in-progress"):
        ask.world.exchange.end_call(call, status)
    if not redirect and any(ask.has(name) for name in REDIRECTED):
        ask.warn(f"{', '.join(REDIRECTED)} are ignored without Url or Twiml.", "Send Url, too.")


def _redirect(ask: Ask, call: Call, instructions: dict[str, Any]) -> None:
    if call.status != "in-progress":
        raise errors.refuse(21220)
    options = call_options(ask)
    changes = {field: options[field] for name, field in REDIRECTED.items() if ask.has(name)}
    ask.world.store.update(call, **changes)
    ask.world.exchange.redirect_call(call, **instructions)
