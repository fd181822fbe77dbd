"""A site inside this process, under the public address that it has in production.

A carrier: what is mounted is asked directly (WSGI or ASGI), the rest over HTTP on loopback.
The app sees the request that Twilio would send to the public address, so it can check the
signature as it does there.
"""

from __future__ import annotations

import dataclasses
import io
import sys
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from ..facts.errors import AhoyError
from . import http_client
from .asgi_server import AsgiServer, is_asgi
from .background_work import Turn
from .http_client import HttpAnswer, HttpRequest

PORTS = {"http": "80", "https": "443"}
CALLER = "127.0.0.1"
FAILED = b"<h1>Internal Server Error</h1>"
"""What a web server says when the app behind it raises."""


class Mounts:
    """Apps by public address, until `close()`. `failures`: what they raised, oldest first."""

    def __init__(self, others: Callable[[HttpRequest], HttpAnswer] = http_client.http) -> None:
        self._apps: dict[str, Any] = {}
        self._proxied: set[str] = set()
        self._others = others
        self.failures: list[BaseException] = []

    def add(self, base_url: str, app: Any, *, proxied: bool = False) -> str:
        """Mounts `app`; gives the address as it is kept. Raises `AhoyError` for no address."""
        parts = urlsplit(base_url)
        if parts.scheme not in PORTS or not parts.hostname or parts.query or parts.fragment:
            raise AhoyError(f"A site can't be mounted at {base_url!r}: give its public address, "
                            'like "https://office.example.com".')
        if not callable(app):
            raise AhoyError(f"{app!r} is no web app: give the WSGI or ASGI application itself.")
        base = base_url.rstrip("/")
        before = self._apps.pop(base, None)
        if isinstance(before, AsgiServer):
            before.stop()
        self._apps[base] = AsgiServer(app, self.failures.append) if is_asgi(app) else app
        (self._proxied.add if proxied else self._proxied.discard)(base)
        return base

    def close(self) -> None:
        """Lets the apps end."""
        for server in self._servers():
            server.stop()
        self._apps.clear()

    def _servers(self) -> list[AsgiServer]:
        return [app for app in self._apps.values() if isinstance(app, AsgiServer)]

    def base_of(self, url: str) -> str | None:
        """The longest address under which `url` is, or None."""
        inside = [base for base in self._apps if (url + "/").startswith((base + "/", base + "?"))]
        return max(inside, key=len, default=None)

    def reaches(self, url: str) -> bool:
        """True for what is mounted and for this computer."""
        return self.base_of(url) is not None or http_client.is_loopback(url)

    def __call__(self, ask: HttpRequest) -> HttpAnswer:
        base = self.base_of(ask.url)
        if base is None:
            return self._others(ask)
        app = self._apps[base]
        try:
            seen = _behind_a_proxy(ask) if base in self._proxied else ask
            return _cut(_answer(app, base, seen), ask.size_limit)
        except Exception as failure:  # in production the web server would answer so, too
            self.failures.append(failure)
            said = "".join(traceback.format_exception_only(failure)).strip()
            return HttpAnswer(500, [("Content-Type", "text/html")], FAILED, reason=said)


def _answer(app: Any, base: str, ask: HttpRequest) -> HttpAnswer:
    if not isinstance(app, AsgiServer):
        return _wsgi(app, base, ask)
    turn = ask.turn or Turn()
    return app.ask(scope(base, ask), ask.body or b"", turn)


def _behind_a_proxy(ask: HttpRequest) -> HttpRequest:
    """What is left when a proxy, a tunnel or a host has taken TLS off and says so."""
    parts = urlsplit(ask.url)
    told = {"X-Forwarded-For": CALLER, "X-Forwarded-Host": parts.netloc,
            "X-Forwarded-Port": str(parts.port or PORTS[parts.scheme]),
            "X-Forwarded-Proto": parts.scheme}
    return dataclasses.replace(
        ask, url=parts._replace(scheme="http").geturl(), headers=ask.headers | told)


def _cut(answer: HttpAnswer, limit: int) -> HttpAnswer:
    if len(answer.body) > limit:
        return http_client.too_large(answer.status, answer.headers, answer.body[:limit])
    return answer


def _places(base: str, url: str) -> tuple[str, str, str]:
    """The path of the mount, the path below it, and the query; all still encoded."""
    parts, root = urlsplit(url), urlsplit(base).path
    return root, parts.path[len(root):] or "/", parts.query


# --- WSGI (PEP 3333) ---------------------------------------------------------------------


def _wsgi(app: Any, base: str, ask: HttpRequest) -> HttpAnswer:
    """What `app` writes and returns. Raises what it raises."""
    begun: list[Any] = []
    body: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]],
                       exc_info: Any = None) -> Callable[[bytes], None]:
        if exc_info and any(body):  # too late for another status: the first has gone out
            raise exc_info[1].with_traceback(exc_info[2])
        begun[:] = status, list(headers)
        return body.append

    returned = app(_environ(base, ask), start_response)
    try:
        for piece in returned:
            body.append(piece)
    finally:
        getattr(returned, "close", lambda: None)()
    if not begun:
        raise AhoyError(f"{app!r} gave no status: a WSGI app calls start_response() "
                        "before its answer ends.")
    status, headers = begun
    return HttpAnswer(int(status.split()[0]), headers, b"".join(body))


def _environ(base: str, ask: HttpRequest) -> dict[str, Any]:
    parts = urlsplit(ask.url)
    root, path, query = _places(base, ask.url)
    raw = (root + path) + (f"?{query}" if query else "")
    environ = {
        "REQUEST_METHOD": ask.method,
        "SCRIPT_NAME": _latin(root),
        "PATH_INFO": _latin(path),
        "QUERY_STRING": query,
        "REQUEST_URI": raw,
        "RAW_URI": raw,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or PORTS[parts.scheme]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": CALLER,
        "HTTP_HOST": parts.netloc,
        "CONTENT_LENGTH": str(len(ask.body or b"")),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(ask.body or b""),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in ask.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ


def _latin(path: str) -> str:
    """WSGI's text: the decoded bytes, one character each."""
    return unquote_to_bytes(path).decode("latin-1")


# --- ASGI (version 3) --------------------------------------------------------------------


def scope(base: str, ask: HttpRequest) -> dict[str, Any]:
    """What an ASGI app is told of a request, where it is mounted at `base`."""
    parts = urlsplit(ask.url)
    root, path, query = _places(base, ask.url)
    named = {"Host": parts.netloc, "Content-Length": str(len(ask.body or b""))} | ask.headers
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": ask.method,
        "scheme": parts.scheme,
        "path": unquote_to_bytes(root + path).decode("utf-8", "replace"),
        "raw_path": (root + path).encode(),
        "root_path": root,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
        "client": (CALLER, 0),
        "server": (parts.hostname, parts.port or int(PORTS[parts.scheme])),
    }
