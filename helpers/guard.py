"""The spending guard of live mode: what may go to Twilio, and what is refused unsent.

It stands in the SDK's own request methods, so it also covers a transport that is built
by hand and a client with a transport of its own. Reading is free to pass. Everything
else is refused unless a rule here lets it: a request that nobody thought of costs nothing.

Not seen from here: TwiML that Twilio fetches from a `Url`. Inline TwiML is looked into.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ahoy import AhoyError

from .settings import E164, plain_number

API = "/2010-04-01/Accounts(?:/AC[0-9a-f]{32})"
UNSENT = "Nothing was sent."


class LiveRefused(AhoyError):
    """Live mode did not do it, and nothing left this computer. The message says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A request that may pass. `recipients`: parameters that must name allowed numbers.

    `only`: when given, no other parameter may be sent.
    """

    host: str
    path: re.Pattern[str]
    recipients: tuple[str, ...] = ()
    only: frozenset[str] | None = None


def _rule(path: str, *recipients: str, host: str = "api", only: str = "") -> Rule:
    prefix = API if host == "api" else "/v2"
    shape = re.sub(r"\{([\w|]+)\}", r"(?:\1)[0-9a-zA-Z]{32}", path)
    return Rule(host, re.compile(f"{prefix}{shape}(?:\\.json)?"), recipients,
                frozenset(only.lower().split()) or None)


POSTS = (
    _rule("", only="FriendlyName"),
    _rule("/Messages", "To"),
    _rule("/Messages/{SM|MM}"),
    _rule("/Calls", "To"),
    _rule("/Calls/{CA}"),
    _rule("/OutgoingCallerIds", "PhoneNumber"),
    _rule("/OutgoingCallerIds/{PN}"),
    _rule("/IncomingPhoneNumbers/{PN}", only="FriendlyName SmsUrl SmsMethod SmsFallbackUrl "
          "SmsFallbackMethod SmsApplicationSid VoiceUrl VoiceMethod VoiceFallbackUrl "
          "VoiceFallbackMethod VoiceApplicationSid VoiceReceiveMode StatusCallback "
          "StatusCallbackMethod"),
    _rule("/Conferences/{CF}"),
    _rule("/Conferences/{CF}/Participants", "To"),
    _rule("/Conferences/{CF}/Participants/{CA}"),
    _rule("/Queues"),
    _rule("/Queues/{QU}"),
    _rule("/Queues/{QU}/Members/{CA}"),
    _rule("/Applications"),
    _rule("/Applications/{AP}"),
    _rule("/Services/{VA}/Verifications", "To", host="verify"),
    _rule("/Services/{VA}/Verifications/{VE}", host="verify"),
    _rule("/Services/{VA}/VerificationCheck", host="verify"),
)
"""Messages, calls and verifications to allowed numbers; settings that cost nothing."""

DELETES = (
    _rule("/Messages/{SM|MM}"),
    _rule("/Messages/{SM|MM}/Media/{ME}"),
    _rule("/Calls/{CA}"),
    _rule("/Recordings/{RE}"),
    _rule("/Queues/{QU}"),
    _rule("/Applications/{AP}"),
    _rule("/OutgoingCallerIds/{PN}"),
)
"""Records, which the course deletes. A number that is released may be lost for good."""


class Guard:
    """Judges requests for one list of allowed numbers (E.164)."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = frozenset(allowed)

    def check(self, method: str, url: str, params: Any = None, data: Any = None) -> None:
        """Raises `LiveRefused` for a request that may cost what the learner did not allow."""
        method, parts = method.upper(), urlsplit(url)
        host = _twilio_host(parts.scheme, parts.hostname or "")
        sent = list(_pairs(parse_qsl(parts.query, keep_blank_values=True), params, data))
        if method in ("GET", "HEAD"):
            return self._check_reading(host, sent)
        rules = {"POST": POSTS, "DELETE": DELETES}.get(method, ())
        rule = next((r for r in rules if r.host == host and r.path.fullmatch(parts.path)), None)
        if rule is None:
            raise LiveRefused(_not_listed(method, parts.path))
        self._check_parameters(rule, sent, f"{method} {_short(parts.path)}")

    def _check_reading(self, host: str, sent: list[tuple[str, Any]]) -> None:
        if host == "lookups" and any(name in ("fields", "type", "addons") for name, _ in sent):
            raise LiveRefused("Live mode refused this lookup: its extra fields cost money. "
                              f"{UNSENT} Ask without them; that is free.")

    def _check_parameters(self, rule: Rule, sent: list[tuple[str, Any]], what: str) -> None:
        for name, _ in sent:
            if rule.only is not None and name not in rule.only:
                raise LiveRefused(f"Live mode refused {what} with the parameter {name}: it may "
                                  f"cost money or can't be undone. {UNSENT} Do it in the Twilio "
                                  "Console.")
        for recipient in rule.recipients:
            self._check_recipient(recipient, sent, what)
        for name, value in sent:
            if name == "twiml":
                self._check_twiml(str(value))

    def _check_recipient(self, recipient: str, sent: list[tuple[str, Any]], what: str) -> None:
        named = [value for name, value in sent if name == recipient.lower()]
        if not named:
            raise LiveRefused(f"Live mode refused {what}: it has no {recipient}. {UNSENT} "
                              f"Name one of your AHOY_ALLOWED_NUMBERS as {recipient}.")
        for value in named:
            self.check_number(str(value))

    def check_number(self, written: str) -> None:
        """Raises `LiveRefused` for a number that is not among those allowed."""
        number = plain_number(written.removeprefix("whatsapp:"))
        if number in self.allowed:
            return
        cure = "Add it there if you mean it, and run start() again."
        if not E164.fullmatch(number):
            cure = "Write it in E.164 form, a plus sign and the digits, as it stands there."
        raise LiveRefused(f"Live mode refused to reach {written}: it is not among "
                          f"AHOY_ALLOWED_NUMBERS in .env. {UNSENT} {cure}")

    def _check_twiml(self, source: str) -> None:
        from defusedxml.ElementTree import fromstring

        try:
            document = fromstring(source)
        except Exception:
            raise LiveRefused("Live mode refused this call: its TwiML can't be read, so nobody "
                              f"knows whom it would call. {UNSENT} Mend the XML first.") from None
        for element in document.iter():
            self._check_element(element)

    def _check_element(self, element: Any) -> None:
        tag = str(element.tag).rpartition("}")[2].lower()
        if tag in ("sip", "refer"):
            raise LiveRefused(f"Live mode refused this call: <{tag.title()}> leads to an address "
                              f"that can't be checked. {UNSENT} Use <Number>.")
        reached = [value for name, value in element.items()
                   if name.lower() == "to" and tag in ("message", "sms")]
        if tag in ("dial", "number"):
            reached.append(element.text or "")
        for number in reached:
            if number.strip():
                self.check_number(number.strip())


def _twilio_host(scheme: str, host: str) -> str:
    """`api`, `verify`, …: the product. Credentials go to no other host."""
    if scheme == "https" and host.lower().endswith(".twilio.com"):
        return host.lower().partition(".")[0]
    raise LiveRefused(f"Live mode refused a request to {host or 'no host'}: it is not Twilio over "
                      f"https, and your token would go along. {UNSENT} Use Client() as it is.")


def _pairs(*sources: Any) -> Iterator[tuple[str, Any]]:
    """Every parameter, its name in lower case, lists one by one."""
    for source in sources:
        if source is None:
            continue
        if not isinstance(source, Mapping | list):
            raise LiveRefused("Live mode refused a request whose parameters it can't read. "
                              f"{UNSENT} Give them as keyword arguments of the SDK.")
        for name, value in source.items() if isinstance(source, Mapping) else source:
            many = value if isinstance(value, list | tuple) else [value]
            yield from ((str(name).lower(), one) for one in many if one is not None)


def _short(path: str) -> str:
    """/Messages instead of /2010-04-01/Accounts/AC…/Messages.json."""
    return re.sub(API, "", path.removesuffix(".json")) or "/"


def _not_listed(method: str, path: str) -> str:
    short = _short(path)
    why = "is not on the list of what is known to be harmless"
    if short.startswith(("/IncomingPhoneNumbers", "/Accounts", "/2010-04-01/Accounts")):
        why = "buys, gives up or moves what belongs to your account"
    return (f"Live mode refused {method} {short}: it {why}. {UNSENT} Do it in the Twilio Console, "
            "or try it with AHOY_MODE=practice in .env.")


# --- its place in the SDK -------------------------------------------------------------------

_originals: list[tuple[Any, str, Callable[..., Any]]] = []


def install(allowed: Iterable[str]) -> None:
    """Guards every client of this process, however it is built, until `remove()`."""
    remove()
    guard = Guard(allowed)
    for holder, name in _places():
        original = getattr(holder, name)
        _originals.append((holder, name, original))
        setattr(holder, name, _guarded(original, guard))


def remove() -> None:
    """Takes the guard out again. Only practice mode does this, which sends nothing at all."""
    while _originals:
        holder, name, original = _originals.pop()
        setattr(holder, name, original)


def _places() -> list[tuple[Any, str]]:
    from twilio.base.client_base import ClientBase
    from twilio.http.async_http_client import AsyncTwilioHttpClient
    from twilio.http.http_client import TwilioHttpClient

    return [(TwilioHttpClient, "request"), (AsyncTwilioHttpClient, "request"),
            (ClientBase, "request"), (ClientBase, "request_async")]


def _guarded(original: Callable[..., Any], guard: Guard) -> Callable[..., Any]:
    """`original`, asked only after the guard. Both kinds, plain and async, are called alike."""
    shape = inspect.signature(original)

    def request(*args: Any, **kwargs: Any) -> Any:
        given = shape.bind(*args, **kwargs).arguments
        sender = given["self"]
        _refuse_practice_client(sender)
        address = given["uri"] if "uri" in given else given["url"]
        if hasattr(sender, "get_hostname"):  # a client may be set to another region
            address = sender.get_hostname(address)
        guard.check(given["method"], address, given.get("params"), given.get("data"))
        return original(*args, **kwargs)

    return request


def _refuse_practice_client(sender: Any) -> None:
    from ahoy import SimulatorClient

    if isinstance(getattr(sender, "http_client", None), SimulatorClient):
        raise LiveRefused("This client was made in practice mode and does not go live by itself. "
                          f"{UNSENT} Make it anew: client = Client()")
