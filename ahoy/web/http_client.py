"""Carries one HTTP request to the learner's site, on this computer and nowhere else.

A carrier is a function: `Ask` in, `Answer` out, never an exception. This one speaks real
HTTP on loopback. It follows no redirects and keeps no cookies: `webhooks` does.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..facts import alerts
from . import plain_urls
from .plain_urls import is_this_computer

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from .background_work import Turn

CONNECT_LIMIT = 5.0
"""Seconds for each of two attempts to connect (Twilio's error page 11205)."""

TOTAL_LIMIT = 15.0
"""Seconds for the whole request, connecting included (error page 11205)."""

MEDIA_LIMIT = 16 * 1024 * 1024
"""Bytes of an audio file that is fetched to measure it."""

SIZE_LIMIT = 64 * 1024
"""Bytes of a TwiML answer (error page 11750)."""


@dataclass(slots=True)
class HttpRequest:
    """One request as it goes over the wire. `body` is None for GET."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None = None
    connect_limit: float = CONNECT_LIMIT
    read_limit: float = TOTAL_LIMIT
    total_limit: float = TOTAL_LIMIT
    size_limit: int = SIZE_LIMIT
    turn: Turn | None = None
    """Whose turn it will be, where a webhook asks a site of this process."""


@dataclass(slots=True)
class HttpAnswer:
    """What came back. `error` is one of Twilio's 11xxx codes when nothing usable did.

    `reason`: what the site raised, where it runs in this kernel; no network carries it.
    """

    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    error: int | None = None
    problem: str = ""
    seconds: float = 0.0
    reason: str = ""

    def header(self, name: str) -> str | None:
        """The first header of this name, whatever its letter case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def is_loopback(url: str) -> bool:
    """True for this computer: 127.0.0.0/8, [::1], `localhost` and `*.localhost`.

    Other names are never looked up, so nothing outside can be reached by a trick of DNS.
    """
    try:
        return is_this_computer(plain_urls.read(url, user_info=True).host)
    except plain_urls.UnclearAddress:
        return False


def failed(code: int, detail: str = "") -> HttpAnswer:
    """No answer came, and why: one of the debugger's codes."""
    return HttpAnswer(error=code, problem=alerts.sentence(code, detail))


def too_large(status: int | None, headers: list[tuple[str, str]], body: bytes) -> HttpAnswer:
    """An answer of which the rest was not read (11750)."""
    return HttpAnswer(status, headers, body, 11750,
                      alerts.sentence(11750, "the limit is 64 kB"))


_pools = threading.local()


def http(ask: HttpRequest) -> HttpAnswer:
    """Sends `ask` over HTTP to loopback. Gives an answer with `error` instead of raising."""
    begun = time.monotonic()
    answer = _attempt(ask, begun)
    answer.seconds = time.monotonic() - begun
    return answer


def _attempt(ask: HttpRequest, begun: float) -> HttpAnswer:
    import urllib3

    try:
        if not _stays_here(ask.url):
            return failed(11205, "the host is not on this computer")
        response = _open(ask)
    except urllib3.exceptions.HTTPError as fault:
        return _failure(fault)
    except (ValueError, OSError) as fault:
        return failed(11100, str(fault))
    try:
        return _read(response, ask, begun)
    except (urllib3.exceptions.HTTPError, OSError) as fault:
        return _failure(fault)
    finally:
        response.release_conn()


def _stays_here(url: str) -> bool:
    """True when also the library that connects takes the host for this computer.

    In a URL like `http://there.example\\@127.0.0.1/` two readers see two hosts.
    """
    from urllib3.util import parse_url

    return is_loopback(url) and is_this_computer(parse_url(url).host or "")


def _open(ask: HttpRequest) -> BaseHTTPResponse:
    import urllib3

    pool = getattr(_pools, "manager", None)
    if pool is None:
        pool = _pools.manager = urllib3.PoolManager(num_pools=8, maxsize=4)
    url = _numeric(ask.url)
    limit = urllib3.Timeout(
        connect=ask.connect_limit,
        read=min(ask.read_limit, ask.total_limit),
        total=ask.total_limit,
    )
    return pool.request(
        ask.method,
        url,
        body=ask.body,
        headers=ask.headers,
        redirect=False,
        preload_content=False,
        decode_content=True,
        timeout=limit,
        retries=urllib3.Retry(total=False, connect=0, read=0, redirect=0),
    )


def _numeric(url: str) -> str:
    """`*.localhost` means this computer, whatever the resolver thinks of it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if not host.rstrip(".").endswith(".localhost") and host != "localhost.":
        return url
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"127.0.0.1{port}").geturl()


def _read(response: BaseHTTPResponse, ask: HttpRequest, begun: float) -> HttpAnswer:
    headers = list(response.headers.items())
    body = bytearray()
    for piece in response.stream(16_384, decode_content=True):
        body += piece
        if len(body) > ask.size_limit:
            response.close()
            return too_large(response.status, headers, bytes(body[: ask.size_limit]))
        if time.monotonic() - begun > ask.total_limit:
            response.close()
            return HttpAnswer(response.status, headers, b"", 11200,
                              alerts.sentence(11200, "timed out"))
    return HttpAnswer(response.status, headers, bytes(body))


def _failure(fault: Exception) -> HttpAnswer:
    import urllib3

    cause = getattr(fault, "reason", None) or fault
    errors = urllib3.exceptions
    if isinstance(cause, errors.NewConnectionError):
        return failed(11205, "nobody listens there")
    if isinstance(cause, errors.ConnectTimeoutError):
        return failed(11205, "connecting timed out")
    if isinstance(cause, errors.ReadTimeoutError):
        return failed(11200, "no answer in time")
    if isinstance(cause, errors.LocationParseError):
        return failed(11100)
    return failed(11206, "the answer broke off")
