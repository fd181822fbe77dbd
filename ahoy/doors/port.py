"""The same API on a port of this computer, for curl and the SDKs of other languages.

A request becomes the very `api.Request` that the Python SDK's transport makes, so body,
status and headers are the same, byte for byte. Twilio's other hosts are reached by their
name, as the `Host` header or as the first piece of the path:

    http://127.0.0.1:40123/2010-04-01/Accounts/...            api.twilio.com
    http://127.0.0.1:40123/messaging.twilio.com/v1/Services   messaging.twilio.com

Only loopback is listened on, and every request needs the account's credentials, since
others on a shared computer can reach loopback, too. What is simulated and what differs is
read without them, at /ahoy/differences and the other pages of `manual`.
"""

from __future__ import annotations

import contextlib
import errno
import http
import json
import os
import socket
import socketserver
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .. import api
from ..api.api_request import received
from ..facts.errors import DIFFERENCES, AhoyError
from . import manual

if TYPE_CHECKING:
    from ..world import World

HOST = "127.0.0.1"
DEFAULT = "api.twilio.com"

POLL = 0.02
"""Seconds between two looks whether to stop."""

IDLE = 300.0
"""Seconds that a connection may be silent."""

BODY = 1024 * 1024
"""Bytes of a request's body; Twilio's longest parameters take a fraction of it."""


class PortTaken(AhoyError):
    """Another program listens on the port. The message names it and the remedy."""


class Port:
    """`world`'s REST API on 127.0.0.1, from now until `stop()` or the end of `with`.

    `url`: its address, without a slash at the end. `port`: 0 for any free one.

    Raises:
        PortTaken: another program listens there.
        AhoyError: the system refuses the port.
    """

    def __init__(self, world: World, port: int = 0) -> None:
        self.world = world
        self._server = _Server(world, _listen(port))
        self.number: int = self._server.server_address[1]
        self.url = f"http://{HOST}:{self.number}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), name="ahoy-port", daemon=True)
        self._thread.start()

    @property
    def environment(self) -> dict[str, str]:
        """Variables with which a Python program of its own asks this port instead of Twilio:

            subprocess.Popen(["flask", "run"], env=os.environ | port.environment)

        The program stays as it is. It finds the account's credentials, unless it has some of
        its own; and neither the SDK nor requests, urllib, httpx or aiohttp reach Twilio.
        """
        paths = [str(Path(__file__).parent / "other_process"), os.environ.get("PYTHONPATH", "")]
        world = self.world
        return {"AHOY_TWILIO": self.url, "PYTHONPATH": os.pathsep.join(filter(None, paths)),
                "TWILIO_ACCOUNT_SID": world.account.sid,
                "TWILIO_AUTH_TOKEN": world.account.auth_token,
                "TWILIO_PHONE_NUMBER": world.number.phone_number,
                "TWILIO_REGION": "", "TWILIO_EDGE": ""}

    def stop(self) -> None:
        """Stops listening, lets answers that are under way go out, ends all connections."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.part()
            self._server.server_close()

    def __enter__(self) -> Port:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _listen(port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise AhoyError(f"There is no port {port}: give a number from 1 to 65535, or none.")
    try:
        return socket.create_server((HOST, port), backlog=128)
    except OSError as why:
        if why.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} is taken by another program on this computer, so nothing is served."
                " Name another one, or none, and a free one is used.") from why
        raise AhoyError(f"Port {port} can't be listened on: {why.strerror}. Name another one, or"
                        " none, and a free one is used.") from why


class _Server(socketserver.ThreadingTCPServer):
    """A thread a connection; `part` ends them all."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, world: World, listening: socket.socket) -> None:
        super().__init__(listening.getsockname(), _Connection, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.world = world
        self._quiet = threading.Condition()
        self._open: set[_Connection] = set()
        self._is_parting = False

    def entered(self, connection: _Connection) -> None:
        with self._quiet:
            self._open.add(connection)

    def left(self, connection: _Connection) -> None:
        with self._quiet:
            self._open.discard(connection)

    def may_begin(self, connection: _Connection) -> bool:
        """Marks the connection as busy; False when the server stops."""
        with self._quiet:
            connection.is_busy = not self._is_parting
            return connection.is_busy

    def ended(self, connection: _Connection) -> None:
        with self._quiet:
            connection.is_busy = False
            self._quiet.notify_all()

    def part(self, patience: float = 2.0) -> None:
        """Waits at most `patience` seconds for answers under way, then hangs up."""
        with self._quiet:
            self._is_parting = True
            self._quiet.wait_for(lambda: not any(one.is_busy for one in self._open), patience)
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):  # closed already
                connection.connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection broke off. Nothing is printed: nobody is there to be told."""


class _Connection(BaseHTTPRequestHandler):
    """One connection: request after request."""

    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet
    is_busy = False

    def handle(self) -> None:
        self.server.entered(self)
        try:
            super().handle()
        finally:
            self.server.left(self)

    def answer(self) -> None:
        """Answers one request."""
        body = self._body()
        if body is None or not self.server.may_begin(self):
            self.close_connection = True
            return
        try:
            self._send(_shown(self.path) or self._led(_ask(self.server.world, self._request(body))))
        finally:
            self.server.ended(self)

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = do_OPTIONS = answer

    def _body(self) -> bytes | None:
        """The request's body, or None when it was refused."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            self.send_error(411, "Send a Content-Length")
            return None
        if int(length) > BODY:
            self.send_error(413)
            return None
        return self.rfile.read(int(length))

    def _request(self, body: bytes) -> api.ApiRequest:
        url = address(self.path, self.headers.get("Host", ""))
        return received(self.command, url, dict(self.headers.items()), body)

    def _led(self, reply: api.ApiReply) -> api.ApiReply:
        """What is not simulated leads to the page that tells so, on this port."""
        if reply.status < 500 or isinstance(reply.body, bytes) or DIFFERENCES not in reply.body:
            return reply
        page = f"http://{HOST}:{self.server.server_address[1]}{manual.PLACE}differences"
        body = reply.body.replace(DIFFERENCES, page)
        return api.ApiReply(reply.status, body,
                         reply.headers | {"Content-Length": str(len(body.encode()))})

    def _send(self, reply: api.ApiReply) -> None:
        body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        phrase = http.HTTPStatus(reply.status).phrase.upper()  # as Twilio writes it
        self.send_response_only(reply.status, phrase)
        length = {"Content-Length": str(len(body))} if body else {}
        for name, value in (length | reply.headers).items():
            if name.lower() == "connection" and self.close_connection:
                value = "close"
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_expect_100(self) -> bool:
        """Tells a careful client to send its body."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def log_message(self, *_: object) -> None:
        """Nothing is printed; the world's trace has every request."""


def address(target: str, host: str) -> str:
    """The URL that was meant: `target` is the request's, `host` its Host header.

    A proxy is asked for a whole URL; a path may begin with the name of one of Twilio's
    hosts; the header may name one; else it is api.twilio.com.
    """
    if "://" in target.partition("?")[0]:
        parts = urlsplit(target)
        target, host = target.partition("://")[2].removeprefix(parts.netloc), parts.netloc
    first, slash, rest = target.removeprefix("/").partition("/")
    if _is_twilio(first):
        return f"https://{first.lower()}{slash}{rest}"
    name = host.rpartition("@")[2].partition(":")[0].lower()
    return f"https://{name if _is_twilio(name) else DEFAULT}{target or '/'}"


def _is_twilio(host: str) -> bool:
    return host.lower().endswith(".twilio.com")


def _shown(path: str) -> api.ApiReply | None:
    """A page of the manual, for everybody: it says nothing of an account."""
    page = manual.served(path)
    if not page:
        return None
    return api.ApiReply(200, page, {"Content-Type": "text/plain; charset=utf-8"})


def _ask(world: World, request: api.ApiRequest) -> api.ApiReply:
    try:
        return world.request(request)
    except Exception as fault:  # in process the caller would see it; here it needs an answer
        said = {"code": 20500, "message": f"Ahoy itself failed: {fault!r}. Please report it.",
                "more_info": DIFFERENCES, "status": 500}
        return api.ApiReply(500, json.dumps(said), {"Content-Type": "application/json"})
