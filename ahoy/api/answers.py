"""What a handler answers, and how it is written: the body in its form, and the headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..facts import errors
from ..facts.dates import http_date
from . import representations
from .api_request import ApiReply

if TYPE_CHECKING:
    from .request_context import UncheckedAsk

ALWAYS = {
    "Connection": "keep-alive",
    "Twilio-Request-Duration": "0.053",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": (
        "Accept, Authorization, Content-Type, If-Match, If-Modified-Since,"
        " If-None-Match, If-Unmodified-Since, Idempotency-Key"),
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Allow-Credentials": "true",
    "X-Powered-By": "AT-5000",
    "X-Shenanigans": "none",
    "X-Home-Region": "us1",
    "Strict-Transport-Security": "max-age=31536000",
}
"""Recorded between 2020 and 2024. The duration is made up, and always the same."""


@dataclass(slots=True)
class Answer:
    """What a handler answers. `sid`: the call or message that it is about, or None.

    `request_id` is the hex part of Twilio's request id, when the answer determines it.
    `file`: the bytes of a picture or a recording and their content type, instead of a body.
    """

    status: int
    body: dict[str, Any] | None
    sid: str | None = None
    request_id: str = ""
    code: int | None = None
    message: str = ""
    file: tuple[bytes, str] | None = None


def file(content: bytes, content_type: str) -> Answer:
    """200, with a file."""
    return Answer(200, None, file=(content, content_type))


def fetched(body: dict[str, Any], sid: str | None = None) -> Answer:
    """200, for a fetch, a list or an update."""
    return Answer(200, body, sid)


def created(body: dict[str, Any], sid: str | None = None) -> Answer:
    """201. Since 2022 a message's SID shares its digits with the request's id."""
    return Answer(201, body, sid, sid[2:] if sid and sid[:2] in ("SM", "MM") else "")


def deleted(sid: str | None = None) -> Answer:
    """204, without a body."""
    return Answer(204, None, sid)


def refused(why: errors.TwilioError) -> Answer:
    """Twilio's error body: four keys, in this order."""
    body = {"code": why.code, "message": why.message, "more_info": why.more_info,
            "status": why.status}
    return Answer(why.status, body, code=why.code, message=why.message)


def write(answer: Answer, ask: UncheckedAsk, request_id: str) -> ApiReply:
    """The reply on the wire, in the form that was asked for."""
    text, form = "", ask.format
    if answer.body is not None:
        word = "" if form == "json" else ask.word  # JSON does not show it
        text = representations.text(answer.body, form, word)
    headers = ALWAYS | {
        "Content-Type": representations.TYPES[form],
        "Content-Length": str(len(text) if text.isascii() else len(text.encode())),
        "Date": http_date(ask.world.clock.now()),
        "Twilio-Request-Id": request_id,
        "Twilio-Concurrent-Requests": str(ask.world.limits.under_way),
        "X-API-Domain": f"{ask.parts[0]}.twilio.com",
    }
    body: str | bytes = text
    if answer.file is not None:
        body, headers["Content-Type"] = answer.file
        headers["Content-Length"] = str(len(body))
    if answer.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    if ask.method == "HEAD":
        body = ""
    return ApiReply(answer.status, body, headers)
