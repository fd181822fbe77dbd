"""Code that asks Twilio without the SDK: by requests, urllib3, urllib, httpx or aiohttp.

The SDK has no method for the file of a recording or of a picture, so an app that keeps
them fetches them by hand; and some libraries send texts without the SDK. Between `arm()`
and `disarm()` the rule decides about whatever these ask of *.twilio.com: in practice the
current world answers, and nothing goes anywhere else; in live each request is judged as
one of the SDK is (see `patches`; below this stands `sockets`).

Each library is caught at the one place where all its requests pass, below what mocks such
as `responses` replace, so a test's own mocks come first. A library that is not loaded yet
is caught when it is. Only aiohttp needs a socket: its requests go to a port of this computer.

An app in a process of its own loads this file with `hosts`, `patches` and `sockets` (see
`other_process/sitecustomize.py`): they need nothing but the standard library, as long as
`Here` is not used.
"""

from __future__ import annotations

import contextlib
import copy
import io
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from ..web.plain_urls import is_this_computer, is_twilio, read
from . import patches, sockets
from .patches import replace, whole
from .sockets import content

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

    answers = True

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

    def error(self, sentence: str) -> Exception:
        """The kit's own error."""
        from ..facts.errors import AhoyError

        return AhoyError(sentence)

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

    answers = True

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, method: str, url: str, headers: Any, body: bytes) -> TwilioAnswer:
        """Raises `OSError` where nobody listens."""
        from http.client import HTTPConnection

        place = read(self._url)
        line = HTTPConnection(place.host, place.port)  # no proxy is asked
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


def arm(rule: Any = None) -> None:
    """Catches the libraries that are there, and those that are imported later.

    `rule` decides from now on; left out, the simulator of this process answers.
    """
    now = patches.rule()
    patches.swap(rule or (now if isinstance(now, (Here, AtAPort)) else Here()))
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    for name, catch in _CATCHERS.items():
        if name in sys.modules:
            catch(sys.modules[name])


def disarm() -> None:
    """Gives everything back. Only tests do this: who changes the mode swaps the rule."""
    with contextlib.suppress(ValueError):  # it was never armed
        sys.meta_path.remove(_FINDER)
    patches.give_back()
    patches.swap(None)


def _goes_to_twilio(host: str, headers: Any = None) -> bool:
    """Also by an address of Twilio's, with its name in the header `Host`."""
    if is_twilio(host):
        return True
    named = next((v for n, v in (headers or {}).items() if str(n).lower() == "host"), "")
    return bool(named) and is_twilio(named) and not is_this_computer(host)


# --- urllib3, and requests on top of it ------------------------------------------------------


def _catch_urllib3(module: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def urlopen(pool: Any, method: str, url: str, body: Any = None, headers: Any = None,
                    *args: Any, **options: Any) -> Any:
            rule, headers = patches.rule(), headers or pool.headers
            address = url if "://" in url else f"{pool.scheme}://{_place(pool)}{url}"
            host = _named(address) if is_twilio(_named(address)) else pool.host
            if rule is None or not _goes_to_twilio(host, headers):
                return original(pool, method, url, body, headers, *args, **options)
            if rule.answers:
                told = rule.ask(method, address, headers, whole(body))
                return _as_urllib3(module, method, url, told, options)
            permit = rule.judge(method, address, headers.items(), whole(body))
            with patches.opened():
                told = original(pool, method, url, permit.body or None,
                                type(headers)(permit.headers), *args, **options)
            permit.answered(told.status)
            return told

        return urlopen

    replace(module.HTTPConnectionPool, "urlopen", make)


def _place(pool: Any) -> str:
    """The host, and its port unless it is the usual one."""
    usual = {"http": 80, "https": 443}.get(pool.scheme)
    return pool.host if pool.port in (None, usual) else f"{pool.host}:{pool.port}"


def _named(address: str) -> str:
    """The host of a URL, for the question whether it may be Twilio's."""
    return address.partition("://")[2].partition("/")[0].partition("?")[0]


def _as_urllib3(module: Any, method: str, url: str, told: TwilioAnswer,
                options: dict[str, Any]) -> Any:
    return module.HTTPResponse(
        io.BytesIO(content(method, told)), told.headers, told.status,
        reason=HTTPStatus(told.status).phrase,
        preload_content=options.get("preload_content", True), request_method=method,
        decode_content=options.get("decode_content", True), request_url=url)


# --- httpx -----------------------------------------------------------------------------------


def _catch_httpx(module: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def handle(transport: Any, request: Any) -> Any:
            rule = patches.rule()
            if rule is None or not _goes_to_twilio(request.url.host, request.headers):
                return original(transport, request)
            body = request.read()
            if rule.answers:
                return _as_httpx(module, request, rule.ask(
                    request.method, str(request.url), request.headers, body))
            permit, request = _permitted(module, rule, request, body)
            with patches.opened():
                told = original(transport, request)
            permit.answered(told.status_code)
            return told

        return handle

    replace(module.HTTPTransport, "handle_request", make)
    replace(module.AsyncHTTPTransport, "handle_async_request", _async_httpx(module))


def _async_httpx(module: Any) -> Callable[..., Any]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        async def handle(transport: Any, request: Any) -> Any:
            rule = patches.rule()
            if rule is None or not _goes_to_twilio(request.url.host, request.headers):
                return await original(transport, request)
            body = await request.aread()
            if rule.answers:
                return _as_httpx(module, request, await rule.ask_async(
                    request.method, str(request.url), request.headers, body))
            permit, request = _permitted(module, rule, request, body)
            with patches.opened():
                told = await original(transport, request)
            permit.answered(told.status_code)
            return told

        return handle

    return make


def _as_httpx(module: Any, request: Any, told: TwilioAnswer) -> Any:
    return module.Response(told.status, headers=told.headers, request=request,
                           content=content(request.method, told))


def _permitted(module: Any, rule: Any, request: Any, body: bytes) -> tuple[Any, Any]:
    permit = rule.judge(request.method, str(request.url), request.headers.multi_items(), body)
    return permit, module.Request(
        request.method, request.url, headers=permit.headers, content=permit.body,
        extensions=request.extensions)


# --- aiohttp ---------------------------------------------------------------------------------


def _catch_aiohttp(module: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        async def request(session: Any, method: str, address: Any, **options: Any) -> Any:
            rule, url = patches.rule(), session._build_url(address)
            headers = session._prepare_headers(options.get("headers"))
            if rule is None or not _goes_to_twilio(url.host or "", headers):
                return await original(session, method, address, **options)
            if rule.answers:
                path = f"{rule.port_for(str(url))}/{url.host}{url.raw_path_qs}"
                options.update(proxy=None, ssl=True)
                with _without_proxies(session) as direct:
                    return await original(direct, method, type(url)(path, encoded=True), **options)
            if params := options.pop("params", None):
                url = url.extend_query(params)
            body, kind = _form(module, options)
            headers.setdefault("Content-Type", kind)
            permit = rule.judge(method, str(url), headers.items(), body)
            options.update(data=permit.body or None, headers=type(headers)(permit.headers))
            with patches.opened():
                told = await original(session, method, url, **options)
            permit.answered(told.status)
            return told

        return request

    replace(module.ClientSession, "_request", make)


@contextlib.contextmanager
def _without_proxies(session: Any) -> Any:
    """The same session, which asks no proxy that the environment names or that is its own."""
    direct = copy.copy(session)
    direct._trust_env, direct._default_proxy, direct._default_proxy_auth = False, None, None
    try:
        yield direct
    finally:
        direct._connector = None  # it is the other's: this one holds nothing open


FORM = "application/x-www-form-urlencoded"


def _form(module: Any, options: dict[str, Any]) -> tuple[bytes, str]:
    """What aiohttp would send, and its kind; the kind is empty where it can't be read."""
    data, more = options.pop("data", None), options.pop("json", None)
    options.pop("compress", None)
    if data is None and more is None:
        return b"", FORM
    if isinstance(data, module.FormData):
        data = getattr(data(), "_value", None)
        return (bytes(data), FORM) if isinstance(data, (bytes, bytearray)) else (b"?", "")
    if isinstance(data, (dict, list, tuple)) or hasattr(data, "items"):
        pairs = list(data.items() if hasattr(data, "items") else data)
        return urlencode(pairs, doseq=True).encode(), FORM
    if isinstance(data, (str, bytes, bytearray)):
        return whole(data), "text/plain"
    return b"?", ""


# --- what is imported later ------------------------------------------------------------------

_CATCHERS: dict[str, Callable[[Any], None]] = {
    "urllib3": _catch_urllib3, "http.client": sockets.catch_http_client,
    "httpx": _catch_httpx, "aiohttp": _catch_aiohttp,
    "socket": sockets.catch_socket, "ssl": sockets.catch_ssl,
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
