"""From a request to a reply: who asks, which handler, what it says, and one record of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import trace
from ..facts import errors, secrets
from . import access, answers, empty_lists, products, representations, request_context, routes
from .answers import Answer
from .api_request import ApiReply, ApiRequest
from .request_context import UncheckedAsk

if TYPE_CHECKING:
    from ..world import World

products.load()
empty_lists.register()

_log = logging.getLogger("ahoy.api")


def handle(world: World, request: ApiRequest) -> ApiReply:
    """Answers as Twilio's REST API does, and never raises.

    A refusal becomes Twilio's error; what Ahoy can't do is HTTP 501 and says what can be
    done instead; a fault of Ahoy's own is HTTP 500 and is logged. Call it under the
    world's lock (`World.request` does).
    """
    begun = world.trace.stopwatch()
    ask = request_context.read(world, request)
    answer = _answered(ask, lambda: _answer(ask))
    request_id = "RQ" + answer.request_id if answer.request_id else world.ids.sid("RQ")
    reply = answers.write(answer, ask, request_id)
    _record(ask, answer, reply, begun)
    return reply


def look(world: World, request: ApiRequest) -> ApiReply:
    """Answers a page that shows the account, as `handle` would, and leaves no trace.

    Neither recorded nor counted, and only for GET: nobody's code has asked.
    """
    ask = request_context.read(world, request)
    if ask.method != "GET":
        raise errors.AhoyError(f"A page that shows the account may only read, not {ask.method}.")
    return answers.write(_answered(ask, lambda: _handled(ask)), ask, "RQ" + "0" * 32)


def _answered(ask: UncheckedAsk, answer: Callable[[], Answer]) -> Answer:
    try:
        return answer()
    except errors.TwilioError as why:
        return answers.refused(why)
    except Exception as fault:
        return _fault(ask, fault)


def _answer(ask: UncheckedAsk) -> Answer:
    store, answer = ask.world.store, None
    store.begin_request()
    try:
        answer = _handled(ask, ask.world.limits.check)
    finally:
        store.end_request(is_answered=answer is not None)
    return answer


def _handled(ask: UncheckedAsk, check_limits: Callable[[], None] = lambda: None) -> Answer:
    form, ask.format = ask.format, ask.format.replace("html", "xml")
    checked = access.check(ask)
    check_limits()
    handler = routes.find(checked)
    if form == "html":
        raise errors.not_simulated(f"answers in HTML ({ask.path})", "JSON, XML and CSV work.")
    return handler(checked)


def _fault(ask: UncheckedAsk, fault: Exception) -> Answer:
    """A bug must not look like a refusal of Twilio's, and must not take the kernel down."""
    if isinstance(fault, errors.AhoyError):
        said = str(fault)
    else:
        _log.exception("%s %s", ask.method, ask.path)
        said = (f"Ahoy itself failed at {ask.method} {ask.path}: {fault!r}."
                " This is a fault of the kit, not of your code: please report it.")
    return answers.refused(errors.TwilioError(20500, 500, said, errors.DIFFERENCES))


def _record(ask: UncheckedAsk, answer: Answer, reply: ApiReply, begun: float) -> None:
    named = ask.names.get("sid")
    ask.world.trace.add(trace.Request(
        at=ask.world.env.now,
        source=trace.CODE,
        target=trace.TWILIO,
        sid=answer.sid or (named if named and named[:2] in ("CA", "SM", "MM") else None),
        method=ask.method,
        path=ask.path,
        params={name: _open(name, value) for name, value in ask.given.items()},
        status=answer.status,
        code=answer.code,
        message=answer.message,
        answer=_without_secrets(ask, answer, reply),
        url=f"https://{ask.parts[0]}.twilio.com{ask.path}",
        seconds=ask.world.trace.stopwatch() - begun,
    ))


def _without_secrets(ask: UncheckedAsk, answer: Answer, reply: ApiReply) -> str:
    """The body as JSON, with tokens and secrets hidden."""
    if isinstance(reply.body, bytes):
        return f"{len(reply.body)} bytes"
    text = reply.body
    if ask.format != "json" and answer.body is not None:
        text = representations.as_json(answer.body)
    return secrets.without_fields(text)


def _open(name: str, value: Any) -> Any:
    """The value, or what may be shown of it: no password gets into the trace."""
    if name.endswith("Password") or name == "AuthToken":
        return secrets.HIDDEN
    if isinstance(value, str):
        return secrets.without_password(value)
    return [_open(name, one) for one in value]
