"""Code that asks Twilio without the SDK: by requests, urllib3, urllib, httpx or aiohttp.

The SDK has no method for the file of a recording or of a picture, so an app that keeps
them fetches them by hand; and some libraries send texts without the SDK. Between `arm()`
and `disarm()` whatever these ask of *.twilio.com is answered by the current world, and
goes nowhere else.

Each library is caught at the one place where all its requests pass, below what mocks such
as `responses` replace, so a test's own mocks come first. A library that is not loaded yet
is caught when it is. Only aiohttp needs a socket: its requests go to a port of this computer.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from . import world as worlds
from .api import Reply
from .api.http import received
from .errors import NotStarted

if TYPE_CHECKING:
    from .port import Port
    from .world import World

NOT_STARTED = (
    "Twilio was asked for {url} before start(). Nothing was sent: Ahoy must know first whether "
    "to practise or to go live. Run this before it: from helpers import start; account = start()"
)

_originals: list[tuple[type, str, Callable]] = []
_port: Port | None = None


def is_twilio(host: str | None) -> bool:
    """True for Twilio's own hosts."""
    return (host or "").rstrip(".").lower().endswith(".twilio.com")


def arm() -> None:
    """Catches the libraries that are there, and those that are imported later."""
    if not _originals:
        sys.meta_path.insert(0, _LATER)
    for name, catch in _CATCHERS.items():
        if name in sys.modules:
            catch(sys.modules[name])


def disarm() -> None:
    """Gives everything back."""
    global _port
    with contextlib.suppress(ValueError):  # it was never armed
        sys.meta_path.remove(_LATER)
    while _originals:
        holder, name, original = _originals.pop()
        setattr(holder, name, original)
    if _port is not None:
        _port.stop()
        _port = None


def _replace(holder: type, name: str, make: Callable[[Callable], Callable]) -> None:
    if not any((holder, name) == (one, another) for one, another, _ in _originals):
        original = getattr(holder, name)
        _originals.append((holder, name, original))
        setattr(holder, name, make(original))


# --- asking --------------------------------------------------------------------------------


def _world(url: str) -> World:
    world = worlds.current()
    if world is None:
        raise NotStarted(NOT_STARTED.format(url=url.partition("?")[0]))
    return world


def _ask(method: str, url: str, headers: Any, body: bytes) -> Reply:
    return _world(url).request(received(method, url, headers, body))


def _body(method: str, reply: Reply) -> bytes:
    body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
    return b"" if method.upper() == "HEAD" else body


def _whole(body: Any) -> bytes:
    """A request's body, in whatever form it was given."""
    if body is None or isinstance(body, bytes | str):
        return body.encode() if isinstance(body, str) else body or b""
    if hasattr(body, "read"):
        return _whole(body.read())
    return bytes(body) if isinstance(body, bytearray | memoryview) else b"".join(map(_whole, body))


# --- urllib3, and requests on top of it ------------------------------------------------------


def _catch_urllib3(module: Any) -> None:
    def make(original: Callable) -> Callable:
        def urlopen(pool, method, url, body=None, headers=None, *args, **options):
            if not is_twilio(pool.host):
                return original(pool, method, url, body, headers, *args, **options)
            address = url if "://" in url else f"https://{pool.host}{url}"
            reply = _ask(method, address, headers or pool.headers, _whole(body))
            return module.HTTPResponse(
                io.BytesIO(_body(method, reply)), reply.headers, reply.status,
                reason=HTTPStatus(reply.status).phrase,
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

    def makefile(self, mode: str) -> io.BytesIO:
        """The answer to what was sent so far, as it would go over the wire."""
        from http.client import parse_headers

        head, _, body = bytes(self._sent).partition(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        self._sent.clear()
        method, target, _ = line.decode("latin-1").split(" ")
        address = target if "://" in target else f"https://{self._host}{target}"
        reply = _ask(method, address, parse_headers(io.BytesIO(rest + b"\r\n\r\n")), body)
        content, phrase = _body(method, reply), HTTPStatus(reply.status).phrase
        told = reply.headers | {"Content-Length": str(len(content)), "Connection": "close"}
        lines = [f"HTTP/1.1 {reply.status} {phrase}", *map(": ".join, told.items()), "", ""]
        return io.BytesIO("\r\n".join(lines).encode("latin-1") + content)

    def close(self) -> None:
        """Nothing was open."""


def _catch_http_client(module: Any) -> None:
    def make(original: Callable) -> Callable:
        def connect(connection):
            host = connection._tunnel_host or connection.host
            if not is_twilio(host):
                return original(connection)
            connection.sock = _Wire(host)

        return connect

    if hasattr(module, "HTTPSConnection"):  # not where Python has no ssl
        _replace(module.HTTPSConnection, "connect", make)


# --- httpx -----------------------------------------------------------------------------------


def _catch_httpx(module: Any) -> None:
    def answer(request: Any, reply: Reply) -> Any:
        return module.Response(reply.status, headers=reply.headers, request=request,
                               content=_body(request.method, reply))

    def make(original: Callable) -> Callable:
        def handle(transport, request):
            if not is_twilio(request.url.host):
                return original(transport, request)
            asked = (request.method, str(request.url), request.headers, request.read())
            return answer(request, _ask(*asked))

        return handle

    def make_async(original: Callable) -> Callable:
        async def handle(transport, request):
            if not is_twilio(request.url.host):
                return await original(transport, request)
            url, body = str(request.url), await request.aread()
            asked = received(request.method, url, request.headers, body)
            return answer(request, await _world(url).request_async(asked))

        return handle

    _replace(module.HTTPTransport, "handle_request", make)
    _replace(module.AsyncHTTPTransport, "handle_async_request", make_async)


# --- aiohttp ---------------------------------------------------------------------------------


def _catch_aiohttp(module: Any) -> None:
    def make(original: Callable) -> Callable:
        async def request(session, method, address, **options):
            url = session._build_url(address)
            if not is_twilio(url.host):
                return await original(session, method, address, **options)
            path = f"{_port_of(_world(str(url))).url}/{url.host}{url.raw_path_qs}"
            return await original(session, method, type(url)(path, encoded=True),
                                  **options | {"proxy": None, "ssl": True})

        return request

    _replace(module.ClientSession, "_request", make)


def _port_of(world: World) -> Port:
    """The API on a port, opened when it is first needed."""
    from .port import Port

    global _port
    if _port is not None and _port.world is not world:
        _port.stop()
        _port = None
    _port = _port or Port(world)
    return _port


# --- what is imported later ------------------------------------------------------------------

_CATCHERS: dict[str, Callable[[Any], None]] = {
    "urllib3": _catch_urllib3, "http.client": _catch_http_client,
    "httpx": _catch_httpx, "aiohttp": _catch_aiohttp,
}


class _Later:
    """A finder of modules that finds none itself: it looks who is imported."""

    def __init__(self) -> None:
        self._looking = False

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The module's own spec, which catches the library once it is loaded."""
        if name not in _CATCHERS or self._looking:
            return None
        self._looking = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._looking = False
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module: Any) -> None:
                load(module)
                if self in sys.meta_path:
                    _CATCHERS[name](module)

            spec.loader.exec_module = exec_module
        return spec


_LATER = _Later()
