"""Code that asks Twilio without the SDK: by requests, urllib3, urllib, httpx or aiohttp.

The SDK has no method for the file of a recording or of a picture, so an app that keeps
them fetches them by hand; and some libraries send texts without the SDK. Between `arm()`
and `disarm()` whatever these ask of *.twilio.com is answered by the current world, and
goes nowhere else.

Each library is caught at the one place where all its requests pass, below what mocks such
as `responses` replace, so a test's own mocks come first. A library that is not loaded yet
is caught when it is. Only aiohttp needs a socket: its requests go to a port of this computer.

An app in a process of its own loads this file alone (see `other_process/sitecustomize.py`): it
needs nothing but the standard library, as long as `Here` is not used.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ..world import World
    from .port import Port

    Function = Callable[..., Any]

NOT_STARTED = (
    "Twilio was asked for {url} before start(). Nothing was sent: Ahoy must know first whether "
    "to practise or to go live. Run this before it: from helpers import start; account = start()"
)

HOP = ("host", "content-length", "transfer-encoding", "connection", "accept-encoding")
"""Headers that belong to one connection."""


class TwilioAnswer(NamedTuple):
    """What Twilio answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Here:
    """The current world answers, in this process."""

    def __init__(self) -> None:
        self._port: Port | None = None

    def ask(self, method: str, url: str, headers: Any, body: bytes) -> TwilioAnswer:
        """Raises `NotStarted` where there is no world."""
        from ..api.api_request import received

        return self._told(self._world(url).request(received(method, url, headers, body)))

    async def ask_async(self, method: str, url: str, headers: Any, body: bytes) -> TwilioAnswer:
        """The same where an event loop runs."""
        from ..api.api_request import received

        request = received(method, url, headers, body)
        return self._told(await self._world(url).request_async(request))

    def port_for(self, url: str) -> str:
        """The address of the API on a port, which is opened when it is first needed."""
        from .port import Port

        world = self._world(url)
        if self._port is not None and self._port.world is not world:
            self.close()
        self._port = self._port or Port(world)
        return self._port.url

    def close(self) -> None:
        """Closes the port."""
        if self._port is not None:
            self._port.stop()
            self._port = None

    def _told(self, reply: Any) -> TwilioAnswer:
        body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        return TwilioAnswer(reply.status, reply.headers, body)

    def _world(self, url: str) -> World:
        from ..facts.errors import NotStarted
        from ..world import current

        world = current()
        if world is None:
            raise NotStarted(NOT_STARTED.format(url=url.partition("?")[0]))
        return world


class AtAPort:
    """A simulator in another process answers, at this address."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, method: str, url: str, headers: Any, body: bytes) -> TwilioAnswer:
        """Raises `OSError` where nobody listens."""
        from http.client import HTTPConnection

        line = HTTPConnection(urlsplit(self._url).netloc)
        sent = {name: value for name, value in headers.items() if name.lower() not in HOP}
        line.request(method, "/" + url.partition("://")[2], body, sent)
        with contextlib.closing(line):
            answer = line.getresponse()
            told = {name: value for name, value in answer.getheaders() if name.lower() not in HOP}
            return TwilioAnswer(answer.status, told, answer.read())

    async def ask_async(self, *asked: Any) -> TwilioAnswer:
        """The same where an event loop runs."""
        import asyncio

        return await asyncio.get_running_loop().run_in_executor(None, lambda: self.ask(*asked))

    def port_for(self, url: str) -> str:
        """Its address."""
        return self._url

    def close(self) -> None:
        """Nothing was open."""


_originals: list[tuple[type, str, Function]] = []
_twilio: Any = None
"""Who answers: `Here` or `AtAPort`."""


def is_twilio(host: str | None) -> bool:
    """True for Twilio's own hosts."""
    return (host or "").rstrip(".").lower().endswith(".twilio.com")


def arm(twilio: Here | AtAPort | None = None) -> None:
    """Catches the libraries that are there, and those that are imported later."""
    global _twilio
    _twilio = twilio or _twilio or Here()
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    for name, catch in _CATCHERS.items():
        if name in sys.modules:
            catch(sys.modules[name])


def disarm() -> None:
    """Gives everything back."""
    global _twilio
    with contextlib.suppress(ValueError):  # it was never armed
        sys.meta_path.remove(_FINDER)
    while _originals:
        holder, name, original = _originals.pop()
        setattr(holder, name, original)
    if _twilio is not None:
        _twilio.close()
        _twilio = None


def _replace(holder: type, name: str, make: Callable[[Function], Function]) -> None:
    if not any((holder, name) == (one, another) for one, another, _ in _originals):
        original = getattr(holder, name)
        _originals.append((holder, name, original))
        setattr(holder, name, make(original))


def _whole(body: Any) -> bytes:
    """A request's body, in whatever form it was given."""
    if body is None or isinstance(body, (bytes, str)):
        return body.encode() if isinstance(body, str) else body or b""
    if hasattr(body, "read"):
        return _whole(body.read())
    if isinstance(body, (bytearray, memoryview)):
        return bytes(body)
    return b"".join(map(_whole, body))


def _content(method: str, answer: TwilioAnswer) -> bytes:
    return b"" if method.upper() == "HEAD" else answer.body


# --- urllib3, and requests on top of it ------------------------------------------------------


def _catch_urllib3(module: Any) -> None:
    def make(original: Function) -> Function:
        def urlopen(pool: Any, method: str, url: str, body: Any = None, headers: Any = None,
                    *args: Any, **options: Any) -> Any:
            if not is_twilio(pool.host):
                return original(pool, method, url, body, headers, *args, **options)
            address = url if "://" in url else f"https://{pool.host}{url}"
            told = _twilio.ask(method, address, headers or pool.headers, _whole(body))
            return module.HTTPResponse(
                io.BytesIO(_content(method, told)), told.headers, told.status,
                reason=HTTPStatus(told.status).phrase,
                preload_content=options.get("preload_content", True), request_method=method,
                decode_content=options.get("decode_content", True), request_url=url)

        return urlopen

    _replace(module.HTTPConnectionPool, "urlopen", make)


# --- the standard library: http.client, and urllib.request on top of it ----------------------


class _Wire:
    """Stands in for a connection's socket: what was sent is a request, what is read its answer."""

    def __init__(self, host: str) -> None:
        self._host, self._sent = host, bytearray()

    def sendall(self, data: Any) -> None:
        self._sent += data

    def makefile(self, mode: str) -> io.BufferedReader:
        """The answer to what was sent so far, as it would go over the wire."""
        return io.BufferedReader(_Later(self._answer))

    def close(self) -> None:
        """Nothing was open."""

    def _answer(self) -> bytes:
        from http.client import parse_headers

        head, _, body = bytes(self._sent).partition(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        self._sent.clear()
        method, target, _ = line.decode("latin-1").split(" ")
        address = target if "://" in target else f"https://{self._host}{target}"
        headers = parse_headers(io.BytesIO(rest + b"\r\n\r\n"))
        told = _twilio.ask(method, address, headers, body)
        content = _content(method, told)
        fields = {**told.headers, "Content-Length": str(len(content)), "Connection": "close"}
        lines = [f"HTTP/1.1 {told.status} {HTTPStatus(told.status).phrase}",
                 *map(": ".join, fields.items()), "", ""]
        return "\r\n".join(lines).encode("latin-1") + content


class _Later(io.RawIOBase):
    """Bytes that are fetched by the first who reads them, who is told what goes wrong."""

    def __init__(self, fetch: Callable[[], bytes]) -> None:
        self._fetch = fetch
        self._bytes: io.BytesIO | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._bytes is None:
            self._bytes = io.BytesIO(self._fetch())
        return self._bytes.readinto(buffer)


def _catch_http_client(module: Any) -> None:
    def make(original: Function) -> Function:
        def connect(connection: Any) -> Any:
            host = connection._tunnel_host or connection.host
            if not is_twilio(host):
                return original(connection)
            connection.sock = _Wire(host)
            return None

        return connect

    _replace(module.HTTPConnection, "connect", make)
    if hasattr(module, "HTTPSConnection"):  # not where Python has no ssl
        _replace(module.HTTPSConnection, "connect", make)


# --- httpx -----------------------------------------------------------------------------------


def _catch_httpx(module: Any) -> None:
    def response(request: Any, told: TwilioAnswer) -> Any:
        return module.Response(told.status, headers=told.headers, request=request,
                               content=_content(request.method, told))

    def make(original: Function) -> Function:
        def handle(transport: Any, request: Any) -> Any:
            if not is_twilio(request.url.host):
                return original(transport, request)
            body = request.read()
            return response(request, _twilio.ask(
                request.method, str(request.url), request.headers, body))

        return handle

    def make_async(original: Function) -> Function:
        async def handle(transport: Any, request: Any) -> Any:
            if not is_twilio(request.url.host):
                return await original(transport, request)
            body = await request.aread()
            return response(request, await _twilio.ask_async(
                request.method, str(request.url), request.headers, body))

        return handle

    _replace(module.HTTPTransport, "handle_request", make)
    _replace(module.AsyncHTTPTransport, "handle_async_request", make_async)


# --- aiohttp ---------------------------------------------------------------------------------


def _catch_aiohttp(module: Any) -> None:
    def make(original: Function) -> Function:
        async def request(session: Any, method: str, address: Any, **options: Any) -> Any:
            url = session._build_url(address)
            if not is_twilio(url.host):
                return await original(session, method, address, **options)
            path = f"{_twilio.port_for(str(url))}/{url.host}{url.raw_path_qs}"
            options.update(proxy=None, ssl=True)
            return await original(session, method, type(url)(path, encoded=True), **options)

        return request

    _replace(module.ClientSession, "_request", make)


# --- what is imported later ------------------------------------------------------------------

_CATCHERS: dict[str, Callable[[Any], None]] = {
    "urllib3": _catch_urllib3, "http.client": _catch_http_client,
    "httpx": _catch_httpx, "aiohttp": _catch_aiohttp,
}


class _Finder:
    """A finder of modules that finds none itself: it looks who is imported."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The module's own spec, which catches the library once it is loaded."""
        if name not in _CATCHERS:
            return None
        others = [one for one in sys.meta_path if one is not self]
        found = (one.find_spec(name, path, target) for one in others)
        spec = next((one for one in found if one is not None), None)
        if spec is not None and spec.loader is not None:
            loader: Any = spec.loader
            load = loader.exec_module

            def exec_module(module: Any) -> None:
                load(module)
                if self in sys.meta_path:
                    _CATCHERS[name](module)

            loader.exec_module = exec_module
        return spec


_FINDER = _Finder()
