"""Where the guard stands in live mode: at every library's door, and before every spending.

The rule that `ahoy.doors.patches` asks. A request of the SDK passes it up to three times (the
client, its transport, the library below); it is paid for once.
"""

from __future__ import annotations

import contextvars
import inspect
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from ahoy.doors import patches, sdk_client
from ahoy.web import plain_urls

from . import budget, guard
from .budget import Ledger, RequestCost, Reservation
from .guard import Guard, Verdict
from .live_refusals import UNSENT, LiveRefused

FORM = "application/x-www-form-urlencoded"
OVERRIDES = frozenset((
    "x-http-method-override", "x-http-method", "x-method-override", "upgrade", "te",
    "transfer-encoding", "content-encoding"))
"""Headers by which a request could be another one than it looks."""


class Paid:
    """A reservation of the SDK's client, for the one request that a transport then makes."""

    def __init__(self, reservation: Reservation | None, cost: RequestCost) -> None:
        self.reservation, self.cost, self.is_used = reservation, cost, False

    def take(self, cost: RequestCost) -> bool:
        """True for the first who asks, if it covers `cost`."""
        fits = not self.is_used and all(a <= b for a, b in zip(cost, self.cost, strict=True))
        self.is_used = self.is_used or fits
        return fits


_paid: contextvars.ContextVar[Paid | None] = contextvars.ContextVar("ahoy_paid", default=None)


@dataclass(slots=True)
class Permit:
    """What may go out, as it may go out."""

    headers: list[tuple[str, str]]
    body: bytes
    reservation: Reservation | None = None

    def answered(self, status: int) -> None:
        """Twilio has answered. What it refused has cost nothing."""
        _give_back(self.reservation, status)


class Consent:
    """Whether the learner has agreed to spend in this session. `ask()` gives the answer, or
    raises `LiveRefused` where it comes later, by a button."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask, self.is_given = ask, False
        self._one_asks = threading.Lock()

    def need(self, can_ask: bool = True) -> None:
        """Raises `LiveRefused` without it."""
        if not self.is_given and can_ask:
            with self._one_asks:
                self.is_given = self.is_given or self._ask()
        if not self.is_given:
            raise LiveRefused("Live mode asked whether this session may spend money, and nobody "
                              f"has agreed. {UNSENT} Run it again, and answer y.")

    def give(self) -> None:
        """The learner agrees."""
        self.is_given = True


class Gate:
    """Live mode's rule: the guard, the day's budget and the learner's consent."""

    answers = False
    error = LiveRefused

    def __init__(self, guard: Guard, ledger: Ledger, consent: Consent) -> None:
        self.guard, self.ledger, self.consent = guard, ledger, consent

    # --- what every library asks --------------------------------------------------------------

    def judge(self, method: str, url: str, headers: Iterable[tuple[str, str]],
              body: bytes) -> Permit:
        """The request that may go out, paid for. Raises `LiveRefused`."""
        method, sent = method.upper(), [(str(name), str(value)) for name, value in headers]
        place = guard.address(url)
        _check_headers(method, place, sent, body)
        verdict = self.guard.check(method, url, None, guard.form(body))
        if verdict.sets:
            body = _with(body, verdict.sets)
            sent = [(name, str(len(body)) if name.lower() == "content-length" else value)
                    for name, value in sent]
        return Permit(sent, body, self._pay(verdict.cost))

    def _pay(self, cost: RequestCost, can_ask: bool = True) -> Reservation | None:
        paid = _paid.get()
        if not cost or (paid is not None and paid.take(cost)):
            return paid.reservation if cost and paid else None
        self.consent.need(can_ask)
        return self.ledger.reserve(cost)

    # --- what the SDK asks --------------------------------------------------------------------

    def checked(self, method: str, url: str, params: Any, data: Any) -> Any:
        """The data that a transport of the SDK may send; it is paid for further down."""
        verdict = self.guard.check(method.upper(), _quoted(url), params, data)
        return _added(data, verdict)

    def of_client(self, original: Callable[..., Any], given: Mapping[str, Any]) -> Any:
        """A request of the SDK's client: judged here, since any transport may stand below."""
        given = dict(given)
        client = given["self"]
        if isinstance(client.http_client, sdk_client.SimulatorClient):
            raise LiveRefused("This client was made in practice mode and does not go live by "
                              f"itself. {UNSENT} Make it anew: client = Client()")
        url = client.get_hostname(given["uri"])  # a client may be set to another region
        verdict = self.guard.check(given["method"].upper(), _quoted(url), given.get("params"),
                                   given.get("data"))
        given["data"] = _added(given.get("data"), verdict)
        if type(client.http_client).__module__.startswith("twilio.http."):
            return original(**given)
        return self._by_own_transport(original, given, verdict.cost)

    def _by_own_transport(self, original: Callable[..., Any], given: dict[str, Any],
                          cost: RequestCost) -> Any:
        paid = Paid(self._pay(cost), cost)
        token = _paid.set(paid)
        try:
            told = original(**given)
        finally:
            _paid.reset(token)
        return _awaited(told, paid) if inspect.isawaitable(told) else _settled(told, paid)

    # --- what a site answers to Twilio --------------------------------------------------------

    def judge_answer(self, path: str, form: Mapping[str, str], source: str) -> str:
        """The TwiML that may go to Twilio, paid for. Raises `LiveRefused`."""
        is_text = "MessageSid" in form or "SmsSid" in form
        found = self.guard.judge_twiml(
            source, base=self.guard.places.at(path),
            replies_to=form.get("From", "") if is_text else "")
        self._pay(budget.document(found), can_ask=False)
        return found.source

    def judge_words(self, form: Mapping[str, str], words: str) -> None:
        """Plain text that Twilio sends back to whoever texted. Raises `LiveRefused`."""
        if words.strip() and ("MessageSid" in form or "SmsSid" in form):
            to = self.guard.check_number(form.get("From", ""))
            self._pay(budget.text(to, words), can_ask=False)

    def judge_move(self, path: str, location: str) -> None:
        """A redirect by HTTP. Raises `LiveRefused`."""
        self.guard.places.check(location, "Location", self.guard.places.at(path))


def _settled(told: Any, paid: Paid) -> Any:
    _give_back(paid.reservation, getattr(told, "status_code", 0))
    return told


def _give_back(reservation: Reservation | None, status: int) -> None:
    """Of a refusal only: what came too late (408) or failed (5xx) may have been done."""
    if reservation is not None and 400 <= status < 500 and status != 408:
        reservation.release()


async def _awaited(told: Any, paid: Paid) -> Any:
    token = _paid.set(paid)
    try:
        return _settled(await told, paid)
    finally:
        _paid.reset(token)


def _quoted(url: str) -> str:
    """A friendly name may have blanks; the library quotes them later."""
    head, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{head}{mark}{host}{slash}{quote(path, safe='/%?&=+:@,~*!$()')}" if slash else url


def _added(data: Any, verdict: Verdict) -> Any:
    if not verdict.sets:
        return data
    sets = {name.lower() for name in verdict.sets}
    kept = {name: value for name, value in dict(data or {}).items() if name.lower() not in sets}
    return kept | verdict.sets


def _with(body: bytes, sets: Mapping[str, str]) -> bytes:
    names = {name.lower() for name in sets}
    kept = [(name, value) for name, value in guard.form(body) if name.lower() not in names]
    return urlencode([*kept, *sets.items()]).encode()


def _check_headers(method: str, place: plain_urls.Address, sent: list[tuple[str, str]],
                   body: bytes) -> None:
    """Nothing in the head may make of the request another one than was judged."""
    names = [name.lower() for name, _ in sent]
    given = dict(zip(names, (value.strip() for _, value in sent), strict=True))
    kind, _, charset = given.get("content-type", FORM).replace(" ", "").lower().partition(";")
    unclear = (
        len(set(names) & {"host", "content-length", "content-type"}) < sum(
            name in ("host", "content-length", "content-type") for name in names)
        or not OVERRIDES.isdisjoint(names)
        or given.get("content-length", str(len(body))) != str(len(body))
        or (body and method != "POST")
        or (body and (kind != FORM or charset not in ("", "charset=utf-8")))
        or any(plain_urls.CONTROL.search(name + value) for name, value in sent))
    if unclear:
        raise guard.unreadable()
    if "host" in given and given["host"].lower().partition(":")[0].rstrip(".") != place.host:
        raise LiveRefused(f"Live mode refused a request whose Host header names another host than "
                          f"{place.host}. {UNSENT} Leave the header out.")


def open_gate(gate: Gate) -> None:
    """From now on every library of this process asks `gate`."""
    sdk_client.arm(gate)


def current() -> Gate | None:
    """The gate that is open now, or None in practice mode."""
    rule = patches.rule()
    return rule if isinstance(rule, Gate) else None
