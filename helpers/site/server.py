"""An HTTP server for one WSGI app: loopback only, threaded, with keep-alive.

Werkzeug's, but for three things: connections stay open (which doubles the requests a
second), they end when the site stops, and nothing is printed.
"""

from __future__ import annotations

import contextlib
import io
import socket
import sys
import threading
from typing import Any

from werkzeug.exceptions import InternalServerError
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from ahoy import World, within

from .log import Log, Visit

HOST = "127.0.0.1"

POLL = 0.02
"""Seconds between two looks whether to stop."""

IDLE = 300.0
"""Seconds that a connection may be silent."""

BODY = 1024 * 1024
"""Bytes of a request that are read before the app is asked; a larger one is left to it."""


class Server(ThreadedWSGIServer):
    """Serves `app` on a socket that listens already. `visits` takes all there is to say."""

    def __init__(self, listening: socket.socket, app: Any, visits: Log) -> None:
        port = listening.getsockname()[1]
        with listening:  # the server makes a copy
            super().__init__(HOST, port, app, Handler, fd=listening.fileno())
        self.visits = visits
        self.world: World | None = None
        """The world that its handlers ask; None: whichever is the current one."""
        self._lock = threading.Lock()
        self._stopping = False
        self._open: dict[Handler, threading.Thread] = {}

    def run(self) -> None:
        """Serves until `stop`."""
        self.serve_forever(poll_interval=POLL)

    def stop(self, patience: float = 1.0) -> None:
        """Stops listening, ends idle connections, and gives handlers at work `patience`
        seconds in all. May be called from a handler."""
        self.shutdown()
        with self._lock:
            self._stopping = True
            connections = dict(self._open)
        for handler in connections:
            handler.part()
        for thread in connections.values():
            if thread is not threading.current_thread():
                thread.join(patience / len(connections))

    def entered(self, handler: Handler) -> None:
        """A connection was opened."""
        with self._lock:
            self._open[handler] = threading.current_thread()

    def left(self, handler: Handler) -> None:
        """A connection was closed."""
        with self._lock:
            self._open.pop(handler, None)

    def may_begin(self, handler: Handler) -> bool:
        """Marks the connection as busy; False when the site stops."""
        with self._lock:
            handler.is_busy = not self._stopping
            return handler.is_busy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection broke in a way that nobody foresaw: the log has it."""
        if error := sys.exc_info()[1]:
            self.visits.begin("(broken)", "").fail(error)


class Handler(WSGIRequestHandler):
    """One connection: request after request, each answered by the app."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet
    is_busy = False
    visit: Visit | None = None

    def handle(self) -> None:
        """Serves the connection."""
        self.server.entered(self)
        try:
            super().handle()
        finally:
            self.server.left(self)

    def part(self) -> None:
        """Ends the connection: now when it is idle, else after this answer."""
        self.close_connection = True
        if not self.is_busy:
            with contextlib.suppress(OSError):  # closed already
                self.connection.shutdown(socket.SHUT_RDWR)

    def run_wsgi(self) -> None:
        """Answers one request."""
        if not self.server.may_begin(self):
            self.close_connection = True
            return
        visit = self.server.visits.begin(self.command, self.path)
        with within(self.server.world), visit as self.visit:
            self.visit.token = self.headers.get("I-Twilio-Idempotency-Token", "")
            Answer(self, self._environ()).send()
        self.is_busy = False

    def _environ(self) -> dict[str, Any]:
        """WSGI's environment; the body is read first, so that the connection can go on."""
        environ = self.make_environ()
        environ["wsgi.errors"] = self.visit
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if "HTTP_TRANSFER_ENCODING" in environ or length > BODY:
            self.close_connection = True
        else:
            environ["wsgi.input"] = io.BytesIO(self.rfile.read(length))
        return environ

    def handle_expect_100(self) -> bool:
        """Tells a careful client to send its body."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def parse_request(self) -> bool:
        """Refuses what would leave the two ends at odds about where a request ends."""
        if not super().parse_request():
            return False
        length = self.headers.get("Content-Length", "0")
        if length.isascii() and length.isdigit():
            return True
        self.send_error(400, "Bad Content-Length")
        return False

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The answer's status. A request that could not be read has no visit yet."""
        visit = self.visit or self.server.visits.begin(self.requestline, "")
        visit.status = int(code)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing is printed."""


class _Gone(Exception):
    """Whoever asked has left."""


class Answer:
    """One answer on its way out (WSGI's server side, PEP 3333)."""

    def __init__(self, handler: Handler, environ: dict[str, Any]) -> None:
        self.handler, self.environ = handler, environ
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self._is_begun = self._is_chunked = False
        self._has_body = handler.command != "HEAD"
        self._left: int | None = None  # bytes that Content-Length promises, or None

    def send(self) -> None:
        """Asks the app and sends what it says; 500 when it fails."""
        try:
            self._send(self.handler.server.app)
        except _Gone:
            self.handler.close_connection = True
        except (Exception, SystemExit) as error:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if self.handler.visit:
            self.handler.visit.fail(error)
        if self._is_begun:  # half of it is out: all that can be done is to break off
            self.handler.close_connection = True
            return
        with contextlib.suppress(_Gone):
            self._send(InternalServerError())

    def _send(self, app: Any) -> None:
        pieces = app(self.environ, self.start)
        try:
            for piece in pieces:
                self.write(piece)
            self._end()
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """WSGI's `start_response`."""
        if self._is_begun:
            raise exc_info[1] if exc_info else AssertionError("The answer has begun already.")
        self.status, self.headers = status, headers
        return self.write

    def write(self, piece: bytes) -> None:
        """Sends a piece of the body, after the head."""
        if not piece:
            return
        if not self._is_begun:
            self._begin()
        if self._left is not None:
            self._left -= len(piece)
        if self._has_body:
            self._wire(b"%x\r\n%b\r\n" % (len(piece), piece) if self._is_chunked else piece)

    def _end(self) -> None:
        if not self._is_begun:
            self._begin()
        if self._left and self._has_body:
            self.handler.close_connection = True  # fewer or more bytes than it promised
        self._wire(b"0\r\n\r\n" if self._is_chunked else b"")

    def _begin(self) -> None:
        self._is_begun = True
        handler, (code, _, reason) = self.handler, self.status.partition(" ")
        handler.send_response(int(code), reason)
        for name, value in self.headers:
            handler.send_header(name, value)
        self._has_body = self._has_body and code[0] != "1" and code not in ("204", "304")
        self._measure({name.lower(): value for name, value in self.headers})
        if handler.close_connection:
            handler.send_header("Connection", "close")
        handler.end_headers()

    def _measure(self, headers: dict[str, str]) -> None:
        """How the other side will know where the body ends."""
        if "content-length" in headers:
            self._left = int(headers["content-length"])
        elif self._has_body and self.handler.request_version >= "HTTP/1.1":
            self._is_chunked = True
            self.handler.send_header("Transfer-Encoding", "chunked")
        elif self._has_body:
            self.handler.close_connection = True

    def _wire(self, data: bytes) -> None:
        try:
            self.handler.wfile.write(data)
            self.handler.wfile.flush()
        except OSError as gone:
            raise _Gone from gone
