"""The spending guard of live mode: what may go to Twilio, and what is refused unsent.

Reading is free to pass. Everything else is refused unless a rule here lets it: a request
that nobody thought of costs nothing. The guard judges; `gate` puts it where every request
passes, whatever library sends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from ahoy.web import plain_urls

from ..settings import plain_number
from . import budget, live_refusals
from .budget import RequestCost
from .harmless_twiml import LONGEST, FoundCalls, TwimlJudge
from .live_refusals import UNSENT, LiveRefused, Places

API = "/2010-04-01/Accounts(?:/AC[0-9a-fA-F]{32})"

TIME_LIMIT = 600
"""Seconds after which a live call ends, unless the program gives a `time_limit`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A request that may pass. `recipients`: parameters that must name allowed numbers.

    `only`: no other parameter may be sent. `kind`: what it costs, and what is added to it.
    """

    host: str
    path: re.Pattern[str]
    recipients: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    kind: str = ""


NAME = "[^/?#]{1,}"
"""A friendly name or a label, in the place of a SID."""


def _rule(path: str, only: str = "", *recipients: str, host: str = "api", kind: str = "") -> Rule:
    prefix = API if host == "api" else "/v2"
    shape = re.sub(r"\{([\w|]+)\}", lambda found: _piece(found[1]), path)
    return Rule(host, re.compile(f"{prefix}{shape}(?:\\.json)?"), recipients,
                _names(only), kind)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _piece(kinds: str) -> str:
    """A SID of one of these kinds, or any name."""
    sids = "|".join(one for one in kinds.split("|") if one != "name")
    sid = f"(?:{sids})[0-9a-zA-Z]{{32}}"
    return f"(?:{sid}|{NAME})" if "name" in kinds.split("|") else sid


DETECTS = ("MachineDetection MachineDetectionTimeout MachineDetectionSpeechThreshold "
           "MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout")
STATUS = "StatusCallback StatusCallbackMethod StatusCallbackEvent"
TAPED = ("Record RecordingChannels RecordingTrack Trim RecordingStatusCallback "
         "RecordingStatusCallbackMethod RecordingStatusCallbackEvent")
VOICE = ("VoiceUrl VoiceMethod VoiceFallbackUrl VoiceFallbackMethod SmsUrl SmsMethod "
         "SmsFallbackUrl SmsFallbackMethod StatusCallback StatusCallbackMethod FriendlyName")

POSTS = (
    _rule("", "FriendlyName"),
    _rule("/Messages", "To From Body MediaUrl StatusCallback MessagingServiceSid ValidityPeriod "
          "MaxPrice ProvideFeedback Attempt ForceDelivery ContentRetention AddressRetention "
          "SmartEncoded PersistentAction ShortenUrls ScheduleType SendAt SendAsMms ContentSid "
          "ContentVariables RiskCheck", "To", kind="message"),
    _rule("/Messages/{SM|MM}", "Body Status"),
    _rule("/Calls", f"To From Twiml Url Method FallbackUrl FallbackMethod {STATUS} {TAPED} "
          f"{DETECTS} SendDigits Timeout TimeLimit CallerId AsyncAmd AsyncAmdStatusCallback "
          "AsyncAmdStatusCallbackMethod CallReason", "To", kind="call"),
    _rule("/Calls/{CA}", f"Twiml Url Method FallbackUrl FallbackMethod {STATUS} Status TimeLimit",
          kind="change"),
    _rule("/OutgoingCallerIds", "PhoneNumber FriendlyName CallDelay Extension StatusCallback "
          "StatusCallbackMethod", "PhoneNumber", kind="validation"),
    _rule("/OutgoingCallerIds/{PN}", "FriendlyName"),
    _rule("/IncomingPhoneNumbers/{PN}", f"{VOICE} SmsApplicationSid VoiceApplicationSid "
          "VoiceReceiveMode"),
    _rule("/Conferences/{CF|name}", "Status AnnounceUrl AnnounceMethod"),
    _rule("/Conferences/{CF|name}/Participants", f"To From {STATUS} {TAPED} {DETECTS} Label "
          "Timeout TimeLimit Muted Beep StartConferenceOnEnter EndConferenceOnExit WaitUrl "
          "WaitMethod EarlyMedia MaxParticipants ConferenceRecord ConferenceTrim "
          "ConferenceStatusCallback ConferenceStatusCallbackMethod ConferenceStatusCallbackEvent "
          "ConferenceRecordingStatusCallback ConferenceRecordingStatusCallbackMethod "
          "ConferenceRecordingStatusCallbackEvent AmdStatusCallback AmdStatusCallbackMethod Region "
          "JitterBufferSize CallerId CallReason Coaching CallSidToCoach", "To", kind="call"),
    _rule("/Conferences/{CF|name}/Participants/{CA|name}", "Muted Hold HoldUrl HoldMethod "
          "AnnounceUrl AnnounceMethod WaitUrl WaitMethod BeepOnExit EndConferenceOnExit Coaching "
          "CallSidToCoach"),
    _rule("/Queues", "FriendlyName MaxSize"),
    _rule("/Queues/{QU}", "FriendlyName MaxSize"),
    _rule("/Queues/{QU}/Members/(?:{CA}|Front)", "Url Method"),
    _rule("/Applications", f"{VOICE} ApiVersion SmsStatusCallback MessageStatusCallback"),
    _rule("/Applications/{AP}", f"{VOICE} ApiVersion SmsStatusCallback MessageStatusCallback"),
    _rule("/Services/{VA}/Verifications", "To Channel", "To", host="verify", kind="code"),
    _rule("/Services/{VA}/Verifications/{VE}", "Status", host="verify"),
    _rule("/Services/{VA}/VerificationCheck", "To Code VerificationSid", host="verify"),
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
    _rule("/Conferences/{CF|name}/Participants/{CA|name}"),
)
"""Records, which the course deletes. A number that is released may be lost for good."""

READABLE = _names(
    "accounts api assistants bulkexports chat content conversations demo docs events flex-api "
    "frontline-api iam insights intelligence ip-messaging knowledge lookups marketplace mcs media "
    "messaging monitor notify numbers oauth preview-iam pricing proxy routes serverless studio "
    "supersim sync taskrouter trunking trusthub verify video voice wireless www")
"""Products whose records may be read. Others act on a GET: a Studio flow begins by one."""

MANY = _names(
    "MediaUrl PersistentAction StatusCallbackEvent RecordingStatusCallbackEvent "
    "ConferenceStatusCallbackEvent ConferenceRecordingStatusCallbackEvent")
"""Parameters that may be given more than once."""


@dataclass(slots=True)
class Verdict:
    """What a permitted request may cost, and parameters that are set for it."""

    cost: RequestCost = budget.NOTHING
    sets: dict[str, str] = field(default_factory=dict)


class Guard:
    """Judges requests for one list of allowed numbers (E.164) and one public address."""

    def __init__(self, allowed: Iterable[str], public_url: str = "") -> None:
        self.allowed = frozenset(allowed)
        self.places = Places(public_url)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guard) and (self.allowed, self.places.public_url) == (
            other.allowed, other.places.public_url)

    def check(self, method: str, url: str, params: Any = None, data: Any = None) -> Verdict:
        """Raises `LiveRefused` for a request that may cost what the learner did not allow."""
        place = address(url)
        sent = list(_pairs(_query(place.query), params, data))
        product = place.host.partition(".")[0]
        if method in ("GET", "HEAD"):
            self._check_reading(product, sent)
            return Verdict()
        rules = {"POST": POSTS, "DELETE": DELETES}.get(method, ())
        rule = next((r for r in rules if r.host == product and _fits(r, place.path)), None)
        if rule is None:
            raise LiveRefused(_not_listed(method, place.path))
        return self._check_parameters(rule, sent, f"{method} {_short(place.path)}")

    def _check_reading(self, product: str, sent: list[tuple[str, Any]]) -> None:
        if product == "lookups" and any(name in ("fields", "type", "addons") for name, _ in sent):
            raise LiveRefused("Live mode refused this lookup: its extra fields cost money. "
                              f"{UNSENT} Ask without them; that is free.")
        if product not in READABLE:
            raise LiveRefused(f"Live mode refused to ask {product}.twilio.com: a question there "
                              f"may start something that costs money. {UNSENT} Do it in the "
                              "Twilio Console.")

    def _check_parameters(self, rule: Rule, sent: list[tuple[str, Any]], what: str) -> Verdict:
        names = [name for name, _ in sent]
        for name in names:
            if name not in rule.only:
                raise LiveRefused(f"Live mode refused {what} with the parameter {name}: it may "
                                  f"cost money or can't be undone. {UNSENT} Do it in the Twilio "
                                  "Console.")
            if names.count(name) > 1 and name not in MANY:
                self._check_each(rule, name, sent)
                raise LiveRefused(f"Live mode refused {what}: {name} is given twice, and one of "
                                  f"them would be lost. {UNSENT} Give it once.")
        for recipient in rule.recipients:
            self._check_recipient(recipient, sent, what)
        for name, value in sent:
            self._check_address(name, str(value))
        return self._verdict(rule, {name: str(value) for name, value in sent}, sent)

    def _check_each(self, rule: Rule, name: str, sent: list[tuple[str, Any]]) -> None:
        if name in (one.lower() for one in rule.recipients):
            for _, value in [pair for pair in sent if pair[0] == name]:
                self.check_number(str(value))

    def _check_recipient(self, recipient: str, sent: list[tuple[str, Any]], what: str) -> None:
        named = [value for name, value in sent if name == recipient.lower()]
        if not named:
            raise LiveRefused(f"Live mode refused {what}: it has no {recipient}. {UNSENT} "
                              f"Name one of your AHOY_ALLOWED_NUMBERS as {recipient}.")
        for value in named:
            self.check_number(str(value))

    def _check_address(self, name: str, value: str) -> None:
        if name.endswith("applicationsid") and value:
            raise LiveRefused(f"Live mode refused {name}: nobody can judge the addresses of an "
                              f"application from here. {UNSENT} Give the address itself, as "
                              "voice_url or sms_url.")
        if name != "mediaurl" and name.endswith(("url", "callback")):
            self.places.check(value, name)

    def check_number(self, written: str) -> str:
        """The number. Raises `LiveRefused` for one that is not among those allowed."""
        return live_refusals.check_number(self.allowed, written)

    def judge_twiml(self, source: str, limit: int = TIME_LIMIT, *, base: str | None = None,
                    replies_to: str = "") -> FoundCalls:
        """What the document does. Raises `LiveRefused` for what is not known to be harmless."""
        return TwimlJudge(self.check_number, self.places, base=base, replies_to=replies_to,
                     limit=limit).judge(source)

    # --- what it costs ---------------------------------------------------------------------

    def _verdict(self, rule: Rule, given: dict[str, str], sent: list[tuple[str, Any]]) -> Verdict:
        verdict = Verdict()
        limit = _seconds(given.get("timelimit", str(TIME_LIMIT)))
        if rule.kind == "call":
            verdict.sets = {"TimeLimit": str(limit)} if "timelimit" not in given else {}
            verdict.cost = budget.call(
                _number(given["to"]), limit, detects=_is_on(given.get("machinedetection")),
                records=_is_on(given.get("record")) or _is_on(given.get("conferencerecord")))
        elif rule.kind == "change" and "timelimit" in given:  # whose call it is, nobody knows here
            verdict.cost = max(budget.call(one, limit) for one in self.allowed)._replace(calls=0)
        elif rule.kind == "validation":
            verdict.cost = budget.call(_number(given["phonenumber"]), 60)
        elif rule.kind == "code":
            verdict.cost = budget.code(given.get("channel", "sms"))
        elif rule.kind == "message":
            files = sum(name == "mediaurl" for name, _ in sent) or _is_on(given.get("sendasmms"))
            verdict.cost = budget.text(given["to"], given.get("body", ""), files,
                                       10 if "contentsid" in given else 0)
        if given.get("twiml"):
            found = self.judge_twiml(given["twiml"], limit)
            verdict.cost += budget.document(found)
            if found.source != given["twiml"]:
                verdict.sets["Twiml"] = found.source
        return verdict


def address(url: str) -> plain_urls.Address:
    """A whole URL of Twilio's, over https. Credentials go to no other host."""
    try:
        place = plain_urls.read(url)
    except plain_urls.UnclearAddress as why:
        raise LiveRefused(f"Live mode refused a request to an address that {why}: two programs "
                          f"could read two hosts in it, and your token would go along. {UNSENT} "
                          "Use Client() as it is.") from None
    if place.scheme == "https" and plain_urls.is_twilio(place.host) and place.port == 443:
        return place
    raise LiveRefused(f"Live mode refused a request to {place.host or 'no host'}: it is not Twilio "
                      f"over https, and your token would go along. {UNSENT} Use Client() as it is.")


def _fits(rule: Rule, path: str) -> bool:
    """The rule's path, in which no name hides a way elsewhere."""
    pieces = unquote(path).split("/")
    return (rule.path.fullmatch(path) is not None and len(pieces) == path.count("/") + 1
            and not any(one.removesuffix(".json") in (".", "..") or "\\" in one for one in pieces))


def _query(text: str) -> list[tuple[str, str]]:
    if ";" in text:
        raise unreadable()
    return parse_qsl(text, keep_blank_values=True)


def unreadable() -> LiveRefused:
    return LiveRefused("Live mode refused a request whose parameters it can't read. "
                       f"{UNSENT} Give them as keyword arguments of the SDK.")


def form(body: bytes) -> list[tuple[str, str]]:
    """The parameters of a body. Raises `LiveRefused` for one that is no plain form."""
    try:
        text = body.decode("ascii")
    except ValueError:
        raise unreadable() from None
    if plain_urls.CONTROL.search(text):
        raise unreadable()
    return _query(text)


def _pairs(*sources: Any) -> Iterator[tuple[str, Any]]:
    """Every parameter, its name in lower case, lists one by one."""
    for source in sources:
        if source is None:
            continue
        if not isinstance(source, Mapping | list):
            raise unreadable()
        for name, value in source.items() if isinstance(source, Mapping) else source:
            many = value if isinstance(value, list | tuple) else [value]
            yield from ((str(name).lower(), one) for one in many if one is not None)


def _seconds(written: str) -> int:
    if written.isascii() and written.isdigit() and 1 <= int(written) <= LONGEST:
        return int(written)
    raise LiveRefused(f"Live mode refused this call: time_limit is “{written[:20]}”, and it must "
                      f"be from 1 to {LONGEST} seconds. {UNSENT} Leave it out, and it is "
                      f"{TIME_LIMIT}.")


def _is_on(value: str | None) -> bool:
    return value is not None and value.lower() not in ("false", "do-not-record")


def _number(written: str) -> str:
    return plain_number(written.removeprefix("whatsapp:"))


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
