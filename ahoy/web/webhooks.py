"""Twilio asks the learner's site: parameters, signature, cookies, redirects.

Follows the pages "Twilio's request to your application", "Security: validating requests"
and "How do Twilio cookies work". Differences are in
docs/differences.md#webhooks-and-your-site.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urljoin, urlsplit

from .. import trace
from ..account.debugger import remember
from ..facts import alerts
from ..numbers import phone_numbers
from . import background_work, connection_overrides, http_client
from .http_client import HttpAnswer, HttpRequest

if TYPE_CHECKING:
    from ..clock import Process
    from ..world import World
    from .hosted.hosted_page import HostedPage

REDIRECTS = 10
"""More in a row is error 11215."""

SHORT = 100
"""Longer values are not worth remembering."""

USER_AGENT = "TwilioProxy/1.1"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


@dataclass(slots=True)
class Jar:
    """The cookies of one call, or of one pair of numbers: by host, name and value."""

    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    begun: float = 0.0

    def header(self, url: str) -> str:
        return "; ".join(f"{k}={v}" for k, v in self.cookies.get(_host(url), {}).items())

    def keep(self, url: str, answer: HttpAnswer) -> None:
        """Keeps what the site sets; an expired or empty-dated cookie is dropped."""
        mine = self.cookies.setdefault(_host(url), {})
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                _keep_one(mine, value)


def _keep_one(mine: dict[str, str], text: str) -> None:
    try:
        parsed = SimpleCookie(text)
    except CookieError:
        return
    for name, morsel in parsed.items():
        if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
            mine.pop(name, None)
        else:
            mine[name] = morsel.coded_value


def _host(url: str) -> str:
    return urlsplit(url).netloc


def base_of(url: str) -> str:
    """The address of the site: "http://127.0.0.1:5000"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(slots=True)
class WebhookRequest:
    """One webhook to send: where, how, with what, on whose behalf."""

    url: str
    method: str
    params: dict[str, str]
    purpose: str
    sid: str
    jar: Jar = field(default_factory=Jar)


@dataclass(slots=True)
class WebhookReply:
    """The last answer of a webhook, redirects followed. `url` is where it came from."""

    url: str
    status: int | None
    content_type: str
    body: bytes
    error: int | None = None
    problem: str = ""
    reason: str = ""
    """What the site raised, where that is known."""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def ask(world: World, question: WebhookRequest) -> Process[WebhookReply]:
    """Sends a webhook and follows its redirects; a SimPy process yields from it."""
    url, method, params = question.url, question.method, question.params
    token = _idempotency(world)
    for hop in range(REDIRECTS + 1):
        if join(url, "") is None:
            return WebhookReply(url, None, "", b"", 11100, alerts.sentence(11100))
        answer, sent = yield from _one(world, question, url, method, params, token, hop)
        question.jar.keep(url, answer)
        target = answer.header("Location") if answer.status in (301, 302, 303, 307, 308) else None
        if target is None:
            return _reply(sent, answer)
        url = join(url, target) or ""
        if answer.status not in (307, 308):
            method = "GET"
    return WebhookReply(url, None, "", b"", 11215, alerts.sentence(11215))


def join(base: str, target: str) -> str | None:
    """The target's absolute URL, or None where one of them is none that can be read."""
    try:
        joined = urljoin(base, target)
        urlsplit(joined)
    except ValueError:  # brackets without an address of IPv6 between them
        return None
    return joined


def _idempotency(world: World) -> str:
    return str(uuid.UUID(int=world.ids.dice.getrandbits(128), version=4))


def _reply(url: str, answer: HttpAnswer) -> WebhookReply:
    kind = (answer.header("Content-Type") or "").split(";")[0].strip().lower()
    error, problem = answer.error, answer.problem
    if error is None and answer.status is not None and answer.status >= 400:
        error = 11200
        problem = alerts.sentence(error, f"your site answered {answer.status}")
    return WebhookReply(url, answer.status, kind, answer.body, error, problem, answer.reason)


def _one(world: World, question: WebhookRequest, url: str, method: str, params: dict[str, str],
         token: str, hop: int) -> Process[tuple[HttpAnswer, str]]:
    request = prepare(world, url, method, params, question.jar, token)
    page = world.hosted.answer(method, request.url, params)
    if page is not None:
        answer = _from_hosted(page)
    elif not world.reaches(url):
        answer = _outside(url)
    else:
        overrides = connection_overrides.read(url, world.webhook_seconds)
        answer = yield from _carry(world, request, overrides)
    if answer.status is not None and answer.status >= 500 and not answer.reason:
        answer.reason = world.why(base_of(url), token)
    _note(world, question, url, request, params, answer, hop)
    remember(world, question.sid, request, params, answer)
    return answer, strip(url)


def _carry(world: World, request: HttpRequest,
           wishes: connection_overrides.Overrides) -> Process[HttpAnswer]:
    """Sends it, again where the URL's overrides say so (by default: after no connection)."""
    request.connect_limit, request.read_limit = wishes.connect, wishes.read
    request.total_limit = wishes.total
    for _ in range(wishes.retries + 1):
        answer = yield from _send(world, request)
        if not wishes.wants_retry(answer.status, answer.error):
            break
    return answer


def _send(world: World, request: HttpRequest) -> Process[HttpAnswer]:
    answer: HttpAnswer
    if base_of(request.url) not in world.sites:
        answer = yield world.clock.send(lambda: world.carrier(request))
        return answer
    token = request.headers["I-Twilio-Idempotency-Token"]
    with background_work.turn(world, token) as turn:
        request.turn = turn
        answer = yield world.clock.send(lambda: turn.during(lambda: world.carrier(request)))
        return answer


def _from_hosted(page: HostedPage) -> HttpAnswer:
    return HttpAnswer(page.status, [("Content-Type", page.content_type), *page.headers.items()],
                      page.body)


def _outside(url: str) -> HttpAnswer:
    if urlsplit(url).scheme not in ("http", "https") or not _host(url):
        return http_client.failed(11100)
    return http_client.failed(11205)


def prepare(world: World, url: str, method: str, params: dict[str, str], jar: Jar,
            token: str = "") -> HttpRequest:
    """The request as Twilio would send it: parameters placed, signed, with cookies."""
    url = strip(url)
    if method == "GET" and params:
        url += ("&" if urlsplit(url).query else "?") + form(params)
    body = None if method == "GET" else form(params).encode()
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "X-Twilio-Signature": sign(
            _token_of(world, params), url, {} if method == "GET" else params),
        "I-Twilio-Idempotency-Token": token,
        "X-Home-Region": "us1",
    }
    if body is not None:
        headers["Content-Type"] = FORM
    if cookie := jar.header(url):
        headers["Cookie"] = cookie
    return HttpRequest(method, *_without_user(url, headers), body)


def form(params: dict[str, str]) -> str:
    """The parameters as a form carries them. Most are the same in each webhook of a call."""
    return "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in params.items()])


def _quoted(text: str) -> str:
    return _quoted_before(text) if len(text) < SHORT else quote_plus(text)


_quoted_before = lru_cache(maxsize=8192)(quote_plus)


def _token_of(world: World, params: dict[str, str]) -> str:
    """Each account's webhooks are signed with its own token."""
    account = world.account_of(params.get("AccountSid", "")) or world.account
    return account.auth_token


def strip(url: str) -> str:
    """Without its fragment: connection overrides stay at Twilio and are not signed."""
    return url.partition("#")[0]


def _without_user(url: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    if parts.username is None:
        return url, headers
    user = f"{parts.username}:{parts.password or ''}".encode()
    headers["Authorization"] = "Basic " + base64.b64encode(user).decode()
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), headers


def sign(token: str, url: str, params: dict[str, str]) -> str:
    """X-Twilio-Signature: HMAC-SHA1 of the URL and the sorted form parameters, in base64."""
    text = url + "".join(name + params[name] for name in sorted(params))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _note(world: World, question: WebhookRequest, url: str, request: HttpRequest,
          params: dict[str, str], answer: HttpAnswer, hop: int) -> None:
    parts = urlsplit(strip(url))
    known = world.reaches(request.url)
    site = world.sites.get(base_of(url), "your site") if known else parts.netloc
    world.trace.add(trace.Webhook(
        at=world.env.now,
        source=trace.TWILIO,
        target=site,
        sid=question.sid,
        purpose="HTTP redirect" if hop else question.purpose,
        method=request.method,
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        params=dict(params),
        status=answer.status,
        content_type=answer.header("Content-Type") or "",
        body=answer.body[:65_536].decode("utf-8", "replace"),
        problem=answer.problem,
        url=request.url,
        headers=request.headers,
        seconds=answer.seconds,
    ))


def place(prefix: str, number: str) -> dict[str, str]:
    """ToCity, ToState, … of a phone number; empty where unknown; nothing for clients."""
    if not number.startswith("+"):
        return {}
    geo = phone_numbers.geo(number)
    return {
        f"{prefix}City": geo.city,
        f"{prefix}State": geo.state,
        f"{prefix}Zip": geo.zip,
        f"{prefix}Country": geo.country,
    }
