"""The seam: the SDK's HTTP client, answered by the simulator without a socket.

The SDK chooses its client in one place, the name `TwilioHttpClient` in
`twilio.base.client_base`. `arm()` puts ours there, and makes a client that is built by
hand go the same way, so that no code can reach Twilio by accident. In live mode the same
places ask a rule that judges (see `patches`).
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from twilio.base import client_base
from twilio.http import HttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

from .. import api
from .. import world as worlds
from ..api.api_request import basic, fields
from ..facts.errors import NotStarted
from ..world import World
from . import http_libraries, patches

if TYPE_CHECKING:
    from twilio.rest import Client

NOT_STARTED = (
    "Twilio's client was used before start(). Nothing was sent: Ahoy must know first whether "
    "to practise or to go live. Run this before it: from helpers import start; account = start()"
)


class SimulatorClient(HttpClient):  # type: ignore[misc]  # untyped: the SDK has no py.typed
    """An `HttpClient` of the SDK that asks a simulated Twilio.

    `world`: the one to ask; left out, the current one at the time of each request.
    Raises `NotStarted` on use when there is none.
    """

    def __init__(self, world: World | None = None, **options: Any) -> None:
        super().__init__(logging.getLogger("twilio.http_client"), False, options.get("timeout"))
        self._world = world

    def request(self, method: str, uri: str, params: Any = None, data: Any = None,
                headers: Any = None, auth: Any = None, timeout: Any = None,
                allow_redirects: bool = False) -> Response:
        """Answers as Twilio would."""
        return _ask(self._world, method, uri, params, data, headers, auth)


class AsyncSimulatorClient(SimulatorClient):
    """The same for the SDK's `…_async` methods. While a webhook is answered, the event
    loop is free: the site that answers may run in it.
    """

    def __init__(self, world: World | None = None, **options: Any) -> None:
        super().__init__(world, **options)
        self.is_async = True

    async def request(
            self, method: str, uri: str, params: Any = None, data: Any = None,
            headers: Any = None, auth: Any = None, timeout: Any = None,
            allow_redirects: bool = False) -> Response:
        """Answers as Twilio would."""
        return await _ask_async(self._world, method, uri, params, data, headers, auth)

    async def close(self) -> None:
        """Nothing was open."""

    async def __aenter__(self) -> AsyncSimulatorClient:
        return self

    async def __aexit__(self, *_: Any) -> None:
        return None


class Onlooker(SimulatorClient):
    """For pages that show the account: reads, and leaves no trace of it."""

    def request(self, method: str, uri: str, params: Any = None, data: Any = None,
                headers: Any = None, auth: Any = None, timeout: Any = None,
                allow_redirects: bool = False) -> Response:
        """Answers a GET as Twilio would. Raises `AhoyError` for anything else."""
        asked = as_request(method, uri, params, data, headers, auth)
        reply = _one_of(self._world).look(asked)
        return Response(reply.status, reply.body, headers=reply.headers)


def onlooker() -> Client:
    """A client of the SDK that reads the current world's account, unseen by its trace.

    Raises `NotStarted` where there is none.
    """
    from twilio.rest import Client

    world = _one_of(None)
    return Client(world.account.sid, world.account.auth_token, http_client=Onlooker(world))


def _ask(world: World | None, *asked: Any) -> Response:
    reply = _one_of(world).request(as_request(*asked))
    return Response(reply.status, reply.body, headers=reply.headers)


async def _ask_async(world: World | None, *asked: Any) -> Response:
    reply = await _one_of(world).request_async(as_request(*asked))
    await asyncio.sleep(0)  # a real request lets others have their turn, too
    return Response(reply.status, reply.body, headers=reply.headers)


def _one_of(world: World | None) -> World:
    world = world or worlds.current()
    if world is None:
        raise NotStarted(NOT_STARTED)
    return world


def as_request(method: str, uri: str, params: dict[str, Any] | None, data: dict[str, Any] | None,
               headers: dict[str, str] | None, auth: tuple[str, str] | None) -> api.ApiRequest:
    """What the SDK's transport was asked, as the API takes it."""
    query = _texts(params)
    parts = urlsplit(uri)
    if parts.query:
        query = fields(parts.query) | query
    headers = dict(headers or {})
    return api.ApiRequest(method=method.upper(), url=uri, params=query, form=_texts(data),
                       auth=auth or basic(headers), headers=headers)


def _texts(values: dict[str, Any] | None) -> dict[str, Any]:
    """Parameters as they would go over the wire: text, lists as repeated keys, None left out."""
    texts: dict[str, Any] = {}
    for key, value in (values or {}).items():
        if isinstance(value, list | tuple):
            if value:
                texts[key] = [_text(one) for one in value]
        elif value is not None:
            texts[key] = _text(value)
    return texts


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


# --- making it the default ---------------------------------------------------------------


def arm(rule: Any = None) -> None:
    """Makes the simulator the default of every `Client()`, wherever it is built, and the
    place where each of the SDK's own transports ends, also of those imported later.

    With a `rule` (see `patches`) the SDK's own transports send what the rule lets pass. Armed
    again, only the rule is swapped: there is no moment without one.
    """
    http_libraries.arm(rule)
    _catch_the_sdk()
    answers = patches.rule().answers
    client_base.TwilioHttpClient = SimulatorClient if answers else TwilioHttpClient


def _catch_the_sdk() -> None:
    for kind in _all_below(HttpClient):
        _catch(kind)
    if "__init_subclass__" not in vars(HttpClient):
        HttpClient.__init_subclass__ = classmethod(_catch)
    for name in ("request", "request_async"):
        patches.replace(client_base.ClientBase, name, _judging)


def _all_below(kind: type[Any]) -> Iterator[type[Any]]:
    for below in kind.__subclasses__():
        yield below
        yield from _all_below(below)


def _catch(kind: type) -> None:
    if kind.__module__.startswith("twilio.http.") and "request" in vars(kind):
        patches.replace(kind, "request", _sending)


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    """One of the SDK's transports: asks the simulator, or sends what was judged."""
    if inspect.iscoroutinefunction(original):

        async def request_async(self: Any, method: str, url: str, params: Any = None,
                                data: Any = None, headers: Any = None, auth: Any = None,
                                timeout: Any = None, allow_redirects: bool = False) -> Any:
            rule = patches.rule()
            if rule is not None and rule.answers:
                return await _ask_async(None, method, url, params, data, headers, auth)
            if rule is not None:
                data = rule.checked(method, url, params, data)
            return await original(self, method, url, params, data, headers, auth, timeout,
                                  allow_redirects)

        return request_async

    def request(self: Any, method: str, url: str, params: Any = None, data: Any = None,
                headers: Any = None, auth: Any = None, timeout: Any = None,
                allow_redirects: bool = False) -> Any:
        rule = patches.rule()
        if rule is not None and rule.answers:
            return _ask(None, method, url, params, data, headers, auth)
        if rule is not None:
            data = rule.checked(method, url, params, data)
        return original(self, method, url, params, data, headers, auth, timeout, allow_redirects)

    return request


def _judging(original: Callable[..., Any]) -> Callable[..., Any]:
    """A client of the SDK: where a rule judges, it sees the request before any transport."""
    shape = inspect.signature(original)

    def request(*args: Any, **kwargs: Any) -> Any:
        rule = patches.rule()
        if rule is None or rule.answers:
            return original(*args, **kwargs)
        return rule.of_client(original, shape.bind(*args, **kwargs).arguments)

    return request


def is_armed() -> bool:
    """True between `arm()` and `disarm()`."""
    return patches.rule() is not None


def disarm() -> None:
    """Gives the SDK its own transport back. Only tests call this."""
    http_libraries.disarm()
    if "__init_subclass__" in vars(HttpClient):
        del HttpClient.__init_subclass__
    client_base.TwilioHttpClient = TwilioHttpClient
