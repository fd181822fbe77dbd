"""The same API on a port of this computer, for curl and the SDKs of other languages.

A request becomes the very `api.Request` that the Python SDK's transport makes, so body,
status and headers are the same, byte for byte. Twilio's other hosts are reached by their
name, as the `Host` header or as the first piece of the path:

    http://127.0.0.1:40123/2010-04-01/Accounts/...            api.twilio.com
    http://127.0.0.1:40123/messaging.twilio.com/v1/Services   messaging.twilio.com

Only loopback is listened on, and every request needs the account's credentials, since
others on a shared computer can reach loopback, too. The token is random, on virtual time as
well. A page of another site, open in a browser of this computer, is refused: by its `Origin`,
and by the `Host` that it was told to call this computer.
What is simulated and what differs is read without credentials, at /ahoy/differences and the
others of `bundled_pages`.
"""

from __future__ import annotations

import errno
import http
import json
import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .. import api
from ..api.api_request import received
from ..facts.errors import DIFFERENCES, AhoyError
from ..web import http_server
from ..web.http_client import is_loopback
from ..web.http_server import HOST, Asked, Connection, Refused
from . import bundled_pages

if TYPE_CHECKING:
    from ..world import World

DEFAULT = "api.twilio.com"

BODY = 1024 * 1024
"""Bytes of a request's body; Twilio's longest parameters take a fraction of it."""

PATIENCE = 2.0
"""Seconds that answers under way may take when the port stops."""


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
            target=self._server.run, name="ahoy-port", daemon=True)
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
            self._server.stop(PATIENCE, cuts=True)
            self._thread.join()

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


class _Server(http_server.Server):
    """The port's."""

    def __init__(self, world: World, listening: socket.socket) -> None:
        super().__init__(listening, self._ask, BODY)
        self.world = world

    def check(self, headers: dict[str, str]) -> None:
        """Refuses what a page of another site sends."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if host and not (is_loopback(f"http://{host}") or _is_twilio(host.partition(":")[0])):
            raise Refused(403, "The Host is neither this computer nor one of Twilio's: ask"
                               f" http://{HOST}:{self.server_address[1]}")
        if origin is not None and origin.lower() != f"http://{host}".lower():
            raise Refused(403, "A page of another site may not ask Ahoy's Twilio. Ask from a"
                               " program, without an Origin")

    def _led(self, reply: api.ApiReply) -> api.ApiReply:
        """What is not simulated leads to the page that tells so, on this port."""
        if reply.status < 500 or isinstance(reply.body, bytes) or DIFFERENCES not in reply.body:
            return reply
        page = f"http://{HOST}:{self.server_address[1]}{bundled_pages.PLACE}differences"
        body = reply.body.replace(DIFFERENCES, page)
        return api.ApiReply(reply.status, body,
                            reply.headers | {"Content-Length": str(len(body.encode()))})

    def _ask(self, asked: Asked, connection: Connection) -> None:
        url = address(asked.target, asked.header("host"))
        headers = {name.title(): value for name, value in asked.headers}
        request = received(asked.method, url, headers, asked.body.read())
        reply = _shown(asked.target) or self._led(_ask(self.world, request))
        body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        length = {"Content-Length": str(len(body))} if body else {}
        phrase = http.HTTPStatus(reply.status).phrase.upper()  # as Twilio writes it
        connection.head(reply.status, phrase, list((length | reply.headers).items()))
        if asked.method != "HEAD" and body:
            connection.data(body)
        connection.end()


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
    page = bundled_pages.served(path)
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
