"""The lowest layer: http.client, and the sockets below every library.

`http.client` itself is answered or judged. Any other library that opens a socket of its own
to Twilio is refused there, by the name that it looks up or that TLS needs: nothing goes to
Twilio that was not seen as a request first. Programs outside of this Python (a subprocess,
or C code with sockets of its own) are not seen.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from ..web import plain_urls
from . import patches

REFUSED = (
    "A connection to {host} was refused, and nothing was sent: it was opened by a library that "
    "Ahoy can't look into. Ask Twilio by its SDK, or by requests, httpx, urllib or aiohttp."
)
CLOSED = "Nothing was sent: a request to Twilio may not go by way of {host}. Ask Twilio itself."


def refusal(sentence: str) -> Exception:
    """The kit's own error, where the kit is there; a child's process has the name only."""
    rule = patches.rule()
    return getattr(rule, "error", PermissionError)(sentence)


def content(method: str, answer: Any) -> bytes:
    """What of an answer's body goes over the wire."""
    return b"" if method.upper() == "HEAD" else answer.body


class Wire:
    """Stands in for a connection's socket: what was sent is a request, what is read its answer.

    `connect` opens the real one, for what a rule lets pass.
    """

    def __init__(self, host: str, scheme: str, connect: Callable[[], Any]) -> None:
        self._host, self._scheme, self._connect = host, scheme, connect
        self._sent = bytearray()
        self._real: Any = None

    def sendall(self, data: Any) -> None:
        self._sent += data

    def makefile(self, mode: str, *more: Any) -> Any:
        """The answer to what was sent so far, as it would go over the wire."""
        rule = patches.rule()
        if rule is None or rule.answers:
            return io.BufferedReader(_Later(lambda: self._answer(rule)))
        return self._judged(rule, mode)

    def close(self) -> None:
        """Of a stand-in nothing is open."""
        if self._real is not None:
            self._real.close()

    def _request(self) -> tuple[str, str, list[tuple[str, str]], bytes]:
        """Method, URL, headers and body of what was sent."""
        from http.client import parse_headers

        head, _, body = bytes(self._sent).partition(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        self._sent.clear()
        method, target, _ = line.decode("latin-1").split(" ")
        address = target if "://" in target else f"{self._scheme}://{self._host}{target}"
        headers = parse_headers(io.BytesIO(rest + b"\r\n\r\n"))
        return method, address, list(headers.items()), body

    def _answer(self, rule: Any) -> bytes:
        method, address, headers, body = self._request()
        told = rule.ask(method, address, dict(headers), body)
        body = content(method, told)
        head = {**told.headers, "Content-Length": str(len(body)), "Connection": "close"}
        lines = [f"HTTP/1.1 {told.status} {HTTPStatus(told.status).phrase}",
                 *map(": ".join, head.items()), "", ""]
        return "\r\n".join(lines).encode("latin-1") + body

    def _judged(self, rule: Any, mode: str) -> Any:
        method, address, headers, body = self._request()
        permit = rule.judge(method, address, headers, body)
        target = "/" + address.partition("://")[2].partition("/")[2]
        lines = [f"{method} {target} HTTP/1.1",
                 *(f"{name}: {value}" for name, value in permit.headers), "", ""]
        with patches.opened():
            if self._real is None:
                self._real = self._connect()
            self._real.sendall("\r\n".join(lines).encode("latin-1") + permit.body)
        return self._real.makefile(mode)

    def __getattr__(self, name: str) -> Any:
        if self._real is None:
            raise AttributeError(name)
        return getattr(self._real, name)


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


# --- http.client -----------------------------------------------------------------------------


def catch_http_client(module: Any) -> None:
    """Connections to Twilio, also by a proxy, and by classes that connect in their own way."""
    patches.replace(module.HTTPConnection, "connect", _connecting("http"))
    if hasattr(module, "HTTPSConnection"):  # not where Python has no ssl
        patches.replace(module.HTTPSConnection, "connect", _connecting("https"))
    patches.replace(module.HTTPConnection, "putrequest", _putting)
    patches.replace(module.HTTPConnection, "endheaders", _ending)


def _connecting(scheme: str) -> Callable[..., Any]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def connect(connection: Any) -> Any:
            host = _host(connection)
            if patches.is_open() or not plain_urls.is_twilio(host):
                return original(connection)
            connection.sock = Wire(_place(connection, host, scheme), scheme,
                                   lambda: _real(connection, original))

        vars(connect)["gives_wires"] = True
        return connect

    return make


def _putting(original: Callable[..., Any]) -> Callable[..., Any]:
    def putrequest(connection: Any, method: str, url: str, *args: Any, **options: Any) -> Any:
        connection._ahoy_host = _by_proxy(url)
        if not patches.is_open() and plain_urls.is_twilio(_host(connection)):
            if not hasattr(type(connection).connect, "gives_wires"):
                raise refusal(REFUSED.format(host=_host(connection)))
            if connection.sock is not None and not isinstance(connection.sock, Wire):
                connection.close()  # that one is open to a proxy
        return original(connection, method, url, *args, **options)

    return putrequest


def _ending(original: Callable[..., Any]) -> Callable[..., Any]:
    def endheaders(connection: Any, *args: Any, **options: Any) -> Any:
        if not plain_urls.is_twilio(_host(connection)):
            _check_host_header(connection)
        return original(connection, *args, **options)

    return endheaders


def _real(connection: Any, connect: Callable[..., Any]) -> Any:
    wire = connection.sock
    connect(connection)
    real, connection.sock = connection.sock, wire
    return real


def _host(connection: Any) -> str:
    asked = getattr(connection, "_ahoy_host", "")
    return asked or getattr(connection, "_tunnel_host", None) or connection.host


def _place(connection: Any, host: str, scheme: str) -> str:
    """The host, and its port unless it is the usual one."""
    port = getattr(connection, "_tunnel_port", None) or connection.port
    is_usual = port in (None, plain_urls.PORTS[scheme]) or host != connection.host
    return host if is_usual else f"{host}:{port}"


def _by_proxy(target: str) -> str:
    """Whom a proxy is asked for: it is given the whole URL."""
    authority = target.partition("://")[2].partition("/")[0] if "://" in target else ""
    name = authority.rpartition("@")[2].partition(":")[0]
    return name if plain_urls.is_twilio(name) else ""


def _check_host_header(connection: Any) -> None:
    if plain_urls.is_this_computer(connection.host):  # the simulator's own port knows hosts by it
        return
    for line in getattr(connection, "_buffer", ()):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"host" and plain_urls.is_twilio(value.strip()):
            raise refusal(CLOSED.format(host=connection.host))


# --- sockets ---------------------------------------------------------------------------------


def catch_socket(module: Any) -> None:
    """No name of Twilio's is looked up but for a request that was judged."""

    def looking(original: Callable[..., Any]) -> Callable[..., Any]:
        def look_up(host: Any = None, *args: Any, **options: Any) -> Any:
            _check(host, patches.is_open_somewhere())
            return original(host, *args, **options)

        return look_up

    def connecting(original: Callable[..., Any]) -> Callable[..., Any]:
        def connect(sock: Any, address: Any) -> Any:
            if isinstance(address, tuple) and address:
                _check(address[0], patches.is_open_somewhere())
            return original(sock, address)

        return connect

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        patches.replace(module, name, looking)
    for name in ("connect", "connect_ex"):
        patches.replace(module.socket, name, connecting)


def catch_ssl(module: Any) -> None:
    """Nobody speaks TLS with Twilio but for a request that was judged."""

    def wrapping(original: Callable[..., Any]) -> Callable[..., Any]:
        def wrap(context: Any, first: Any, *args: Any, **options: Any) -> Any:
            at = 3 if original.__name__ == "wrap_socket" else 2
            named = args[at:at + 1] or (options.get("server_hostname"),)
            _check(named[0], patches.is_open())
            return original(context, first, *args, **options)

        wrap.__name__ = original.__name__
        return wrap

    for name in ("wrap_socket", "wrap_bio"):
        patches.replace(module.SSLContext, name, wrapping)


def _check(host: Any, is_open: bool) -> None:
    if is_open or not isinstance(host, (str, bytes, bytearray)):
        return
    name = host if isinstance(host, str) else bytes(host).decode("latin-1")
    if plain_urls.is_twilio(name):
        raise refusal(REFUSED.format(host=name))
