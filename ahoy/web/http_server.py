"""HTTP on a socket of ours: a thread a connection, h11's grammar, and a limit on everything.

What is served (the API's port, a site) is a function that gets an `Asked` and the
`Connection` to answer on. It is asked with whole requests only: what breaks off, can be read
in two ways, is too large or too slow never gets there.
"""

from __future__ import annotations

import contextlib
import io
import re
import socket
import socketserver
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import h11

from ..clock import stopwatch

HOST = "127.0.0.1"

POLL = 0.02
"""Seconds between two looks whether to stop."""

IDLE = 300.0
"""Seconds that a connection may be silent between two requests."""

ARRIVAL = 30.0
"""Seconds in which a request must be there, from its first byte to its last."""

DEPARTURE = 60.0
"""Seconds that a piece of an answer may take."""

HEAD = 64 * 1024
"""Bytes of a request's first line and headers, or of the head of one chunk."""

MEMORY = 1024 * 1024
"""Bytes of a body that are held in memory; a larger one is held in a temporary file."""

MOST = 500
"""Connections at once. With more, the one that was silent longest goes; else they wait."""

LINGER = 1.0
"""Seconds in which a refusal may be read."""

CONTROL = re.compile(rb"[\x00-\x20\x7f]")


@dataclass(slots=True)
class Asked:
    """One whole request. `target` is as it was sent, a character for each byte; header names
    are in small letters."""

    method: str
    target: str
    version: str
    headers: list[tuple[str, str]]
    body: BinaryIO
    size: int
    peer: tuple[str, int]

    def header(self, name: str) -> str:
        """The first header of this name, or ""."""
        return next((value for key, value in self.headers if key == name), "")


class Refused(Exception):
    """The request is not answered: `status` and words for whoever sent it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Connection(socketserver.BaseRequestHandler):
    """One connection: request after request. Answer with `head`, `data` …, `end`."""

    server: Server
    is_busy = is_silent = False
    has_begun = False
    """Whether the head of the present answer is out."""

    def setup(self) -> None:
        """It was opened."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD)
        self._waiting = b""
        self._is_last = False
        self.server.entered(self)

    def handle(self) -> None:
        """Serves until either side wants no more."""
        with contextlib.suppress(OSError):  # whoever asked has left, or is too slow
            try:
                while self._serve():
                    pass
            except Refused as why:
                self._refuse(why.status, str(why))
            except h11.RemoteProtocolError as why:
                self._refuse(why.error_status_hint, str(why))

    def finish(self) -> None:
        """It is closed."""
        self.server.left(self)

    def hang_up(self) -> None:
        """Ends it, from any thread."""
        with contextlib.suppress(OSError):  # closed already
            self.request.shutdown(socket.SHUT_RDWR)

    def close_soon(self) -> None:
        """This answer is the last one."""
        self._is_last = True

    # --- requests ----------------------------------------------------------------------------

    def _serve(self) -> bool:
        """Answers one request. False when it was the last."""
        asked = self._next()
        if asked is None or not self.server.may_begin(self):
            return False
        self.has_begun = False
        try:
            with asked.body:
                self.server.answer(asked, self)
        finally:
            self.server.ended(self)
        if self._is_last or (self._http.our_state, self._http.their_state) != (h11.DONE, h11.DONE):
            return False
        self._http.start_next_cycle()
        return True

    def _next(self) -> Asked | None:
        """The next request, whole; None when there is none any more."""
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.trailing_data[0]:
                break  # it has begun
            self._receive(IDLE if self.is_silent else ARRIVAL)
        lasts = stopwatch()
        if event is h11.NEED_DATA:
            event = self._event(lasts)
        if not isinstance(event, h11.Request):
            return None
        headers = [(name.decode(), value.decode("latin-1")) for name, value in event.headers]
        self._check(event, headers)
        body, size = self._body(lasts)
        method, version = event.method.decode(), event.http_version.decode()
        return Asked(method, event.target.decode("latin-1"), version, headers, body, size,
                     self.client_address)

    def _check(self, request: h11.Request, headers: list[tuple[str, str]]) -> None:
        """Refuses what h11 lets through, though two readers might read it in two ways."""
        given = dict(headers)
        if request.http_version not in (b"1.0", b"1.1"):
            raise Refused(505, "Only version 1.1 of HTTP is spoken here")
        if CONTROL.search(request.target):
            raise Refused(400, "A control character in the address")
        if sum(len(name) + len(value) for name, value in headers) > HEAD:
            raise Refused(431, f"The headers may have {HEAD} bytes here")
        if "transfer-encoding" in given and (
                "content-length" in given or request.http_version == b"1.0"):
            raise Refused(400, "Transfer-Encoding beside Content-Length, or in HTTP/1.0")
        self.server.check(given)
        if int(given.get("content-length", 0)) > self.server.largest:
            raise self._too_large()

    def _body(self, lasts: Callable[[], float]) -> tuple[BinaryIO, int]:
        body: BinaryIO = io.BytesIO()
        size = 0
        while isinstance(event := self._event(lasts), h11.Data):
            size += len(event.data)
            if size > self.server.largest:
                raise self._too_large()
            if size > MEMORY and isinstance(body, io.BytesIO):
                held, body = body.getvalue(), tempfile.TemporaryFile()  # noqa: SIM115
                body.write(held)
            body.write(event.data)
        body.seek(0)
        return body, size

    def _too_large(self) -> Refused:
        return Refused(413, f"A body may have {self.server.largest} bytes here")

    def _event(self, lasts: Callable[[], float]
               ) -> h11.Event | type[h11.PAUSED] | type[h11.NEED_DATA]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                self._send(self._http.send(h11.InformationalResponse(
                    status_code=100, headers=[], reason=b"Continue")))
            left = ARRIVAL - lasts()
            if left <= 0:
                raise Refused(408, f"The request took longer than {ARRIVAL:g} seconds")
            try:
                self._receive(left)
            except TimeoutError:
                continue
        return event

    def _receive(self, patience: float) -> None:
        self.request.settimeout(patience)
        self._http.receive_data(self.request.recv(65_536))

    # --- answers -----------------------------------------------------------------------------

    def head(self, status: int, reason: str, headers: list[tuple[str, str]]) -> None:
        """Begins the answer. Raises `h11.LocalProtocolError` for what can't be sent."""
        written = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        if self._is_last:
            written.append((b"Connection", b"close"))
        self._waiting = self._http.send(h11.Response(
            status_code=status, headers=written, reason=reason.encode("latin-1")))
        self.has_begun = True

    def data(self, piece: bytes) -> None:
        """Sends a piece of the body; head and first piece are one packet."""
        self._send(self._http.send(h11.Data(data=piece)))

    def end(self) -> None:
        """Ends the answer."""
        self._send(self._http.send(h11.EndOfMessage()))

    def _send(self, data: bytes) -> None:
        data, self._waiting = self._waiting + data, b""
        if data:
            self.request.settimeout(DEPARTURE)
            self.request.sendall(data)

    def _refuse(self, status: int, why: str) -> None:
        """Says so, once, and waits a little: what is closed at once might never be read."""
        self.server.refused(status, why)
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        self.close_soon()
        body = f"Error code: {status}. {why}.\n".encode("utf-8", "replace")
        with contextlib.suppress(h11.LocalProtocolError):  # no body after HEAD
            self.head(status, "", [("Content-Type", "text/plain; charset=utf-8"),
                                   ("Content-Length", str(len(body)))])
            self.data(body)
        self.request.shutdown(socket.SHUT_WR)
        lasts = stopwatch()
        while (left := LINGER - lasts()) > 0:
            self.request.settimeout(left)
            if not self.request.recv(65_536):
                return


class Server(socketserver.ThreadingTCPServer):
    """Serves on a socket that listens already, from `serve_forever` until `stop`.

    `answer`: the function that is asked. `largest`: bytes of a request's body.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, listening: socket.socket, answer: Callable[[Asked, Connection], None],
                 largest: int) -> None:
        super().__init__(listening.getsockname(), Connection, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.answer, self.largest = answer, largest
        self._quiet = threading.Condition()
        self._count = 0
        self._open: dict[Connection, threading.Thread] = {}  # the one that was silent longest first
        self._is_stopping = False

    def run(self) -> None:
        """Serves until `stop`."""
        try:
            self.serve_forever(POLL)
        finally:
            self.server_close()

    def stop(self, patience: float = 1.0, *, cuts: bool = False) -> None:
        """Stops listening, ends silent connections, and gives answers that are under way
        `patience` seconds; `cuts`: then they are cut off. May be called by an answer."""
        with self._quiet:
            self._is_stopping = True
        self.shutdown()
        with self._quiet:
            connections = dict(self._open)
            for one in connections:
                one.close_soon()
                if not one.is_busy:
                    one.hang_up()
        lasts = stopwatch()
        for thread in set(connections.values()) - {threading.current_thread()}:
            thread.join(max(0.0, patience - lasts()))
        if cuts:
            for one in connections:
                one.hang_up()

    # --- what connections tell ---------------------------------------------------------------

    def entered(self, connection: Connection) -> None:
        """A connection was opened."""
        with self._quiet:
            self._open[connection] = threading.current_thread()
            if self._is_stopping:
                connection.hang_up()

    def left(self, connection: Connection) -> None:
        """A connection is being closed."""
        with self._quiet:
            self._open.pop(connection, None)

    def may_begin(self, connection: Connection) -> bool:
        """Marks the connection as busy; False when the server stops."""
        with self._quiet:
            connection.is_busy, connection.is_silent = not self._is_stopping, False
            return connection.is_busy

    def ended(self, connection: Connection) -> None:
        """The answer is out."""
        with self._quiet:
            connection.is_busy, connection.is_silent = False, True
            self._open[connection] = self._open.pop(connection)

    def check(self, headers: dict[str, str]) -> None:
        """Raises `Refused` for a request that is not wanted here. Names are in small letters."""

    def refused(self, status: int, why: str) -> None:
        """A request was refused."""

    def failed(self, error: BaseException) -> None:
        """A connection broke in a way that nobody foresaw."""

    # --- threads -----------------------------------------------------------------------------

    def process_request(self, request: Any, client_address: Any) -> None:
        """Gives the connection a thread, once there is room."""
        with self._quiet:
            while self._count >= MOST and not self._is_stopping:
                silent = next((one for one in self._open if one.is_silent), None)
                if silent is not None:
                    silent.hang_up()
                self._quiet.wait(POLL)
            self._count += 1
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # the system gives no more threads
            self._gone()
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serves one connection (`background_work` knows such threads by this name)."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._gone()

    def _gone(self) -> None:
        with self._quiet:
            self._count -= 1
            self._quiet.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing is printed."""
        if error := sys.exc_info()[1]:
            self.failed(error)
