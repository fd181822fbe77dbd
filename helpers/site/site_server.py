"""An HTTP server for one WSGI app: loopback only, threaded, with keep-alive.

What comes over the wire is read, judged and limited in `ahoy.web.http_server`; here a whole request
becomes WSGI's environment, and what the app says becomes an answer. Nothing is printed.
"""

from __future__ import annotations

import socket
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import h11

from ahoy import World, within
from ahoy.web import http_server
from ahoy.web.http_server import HOST, Asked, Connection

from .site_log import SiteLog, Visit

BODY = 32 * 1024 * 1024
"""Bytes of a request's body."""

BODILESS = (204, 304)
"""Answers that have no body."""

__all__ = ["HOST", "SiteServer"]


class SiteServer(http_server.Server):
    """Serves `app` on a socket that listens already. `visits` takes all there is to say."""

    def __init__(self, listening: socket.socket, app: Any, visits: SiteLog) -> None:
        super().__init__(listening, self._ask, BODY)
        self.app, self.visits = app, visits
        self.world: World | None = None
        """The world that its handlers ask; None: whichever is the current one."""

    def _ask(self, asked: Asked, connection: Connection) -> None:
        visit = self.visits.begin(asked.method, asked.target)
        with within(self.world), visit:
            visit.token = asked.header("i-twilio-idempotency-token")
            SiteAnswer(self, asked, connection, visit).send()

    def refused(self, status: int, why: str) -> None:
        """The log has it."""
        visit = self.visits.begin("(refused)", "")
        visit.status = status
        visit.write(f"{why}\n")

    def failed(self, error: BaseException) -> None:
        """The log has it."""
        self.visits.begin("(broken)", "").fail(error)


def environ_of(asked: Asked, port: int, visit: Visit) -> dict[str, Any]:
    """WSGI's environment of a request (PEP 3333)."""
    host, path, query = _apart(asked.target)
    environ = {
        "REQUEST_METHOD": asked.method, "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": asked.target, "RAW_URI": asked.target,
        "SERVER_NAME": HOST, "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{asked.version}", "SERVER_SOFTWARE": "Ahoy",
        "REMOTE_ADDR": asked.peer[0], "REMOTE_PORT": asked.peer[1],
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": asked.body,
        "wsgi.input_terminated": True, "wsgi.errors": visit, "wsgi.multithread": True,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }
    for name, value in asked.headers:
        if "_" in name or name == "transfer-encoding":  # "_" would pass for "-"
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    if asked.size or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(asked.size)
    if host:
        environ["HTTP_HOST"] = host
    return environ


def _apart(target: str) -> tuple[str, str, str]:
    """Host (of a whole URL, else ""), path and query, as they were sent."""
    path, _, query = target.partition("?")
    if path.startswith("/") or "://" not in path:
        return "", path, query
    try:
        parts = urlsplit(target)
    except ValueError:
        return "", path, query
    return parts.netloc, parts.path or "/", parts.query


class _Gone(Exception):
    """Whoever asked has left."""


class SiteAnswer:
    """One answer on its way out (WSGI's server side, PEP 3333)."""

    def __init__(self, server: SiteServer, asked: Asked, connection: Connection,
                 visit: Visit) -> None:
        self._server, self._asked, self._connection = server, asked, connection
        self._visit = visit
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self._has_body = asked.method != "HEAD"

    def send(self) -> None:
        """Asks the app and sends what it says; 500 when it fails."""
        environ = environ_of(self._asked, self._server.server_address[1], self._visit)
        try:
            self._send(self._server.app(environ, self.start))
        except _Gone:
            self._connection.close_soon()
        except (Exception, SystemExit) as error:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self._visit.fail(error)
        if self._connection.has_begun:  # half of it is out: all that can be done is to break off
            return self._connection.close_soon()
        body = b"Internal Server Error. What the app raised stands in the site's log."
        self.start("500 INTERNAL SERVER ERROR", [("Content-Type", "text/plain; charset=utf-8"),
                                                 ("Content-Length", str(len(body)))])
        try:
            self._send([body])
        except (_Gone, h11.LocalProtocolError):
            self._connection.close_soon()

    def _send(self, pieces: Any) -> None:
        try:
            for piece in pieces:
                self.write(piece)
            if not self._connection.has_begun:
                self._begin()
            self._out(self._connection.end)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """WSGI's `start_response`."""
        if self._connection.has_begun:
            raise exc_info[1] if exc_info else AssertionError("The answer has begun already.")
        self._status, self._headers = status, headers
        return self.write

    def write(self, piece: bytes) -> None:
        """Sends a piece of the body, after the head."""
        if not piece:
            return
        if not self._connection.has_begun:
            self._begin()
        if self._has_body:
            self._out(self._connection.data, piece)

    def _begin(self) -> None:
        code, _, reason = self._status.partition(" ")
        headers = list(self._headers)
        if not any(name.lower() == "date" for name, _ in headers):
            headers.append(("Date", formatdate(usegmt=True)))
        self._connection.head(int(code), reason, headers)
        self._has_body = self._has_body and int(code) not in BODILESS
        self._visit.status = int(code)

    def _out(self, send: Any, *what: bytes) -> None:
        try:
            send(*what)
        except OSError as gone:
            raise _Gone from gone
        except h11.LocalProtocolError as wrong:  # another length than it promised
            raise ValueError(f"The answer has another length than its Content-Length says: {wrong}"
                             ) from wrong
