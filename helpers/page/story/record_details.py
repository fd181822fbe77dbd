"""What an opened row shows: the request, the answer, the times, and what it means.

Only the live widget asks for this, so raw values (ports, signatures) may stand in it: it is
never saved. All values are texts; the page sets them as text.
"""

from __future__ import annotations

from dataclasses import fields
from functools import singledispatch
from http import HTTPStatus
from typing import Any

from ahoy import trace

from . import trace_words as texts
from .colouring import coloured
from .record_as_code import as_curl, as_python
from .record_meanings import cure, meaning

Part = dict[str, Any]
ERRORS = "https://www.twilio.com/docs/errors/"
UNTOLD = {"at", "felt", "sid", "source", "target", "cure", "was_busy"}
"""Fields of a record that stand elsewhere in the picture."""


def details(record: trace.Record) -> dict[str, Any]:
    """`title`, `meaning`, `cure`, `link`, `facts`, `parts` and `copies`: all that a row holds."""
    return {
        "title": record.what,
        "meaning": meaning(record),
        "cure": cure(record),
        "link": f"{ERRORS}{code}" if (code := _code(record)) else "",
        "facts": _times(record),
        "parts": _parts(record),
        "copies": _copies(record),
    }


def _code(record: trace.Record) -> int | None:
    """Twilio's error code, if it has one; those of the kit's own refusals are HTTP's."""
    code = getattr(record, "code", None) or getattr(record, "error_code", None)
    return code if code and code >= 10_000 else None


def _times(record: trace.Record) -> list[list[str]]:
    t, since = texts.DETAILS, texts.DETAILS["since"]
    facts = [[t["clock"], since.format(time=trace.clock_text(record.at))]]
    if record.felt is not None:
        facts.append([t["felt"], since.format(time=trace.clock_text(record.felt))])
    if isinstance(record, trace.Request | trace.Webhook):
        facts.append([t["took"], took(record.seconds)])
    return facts


def took(seconds: float) -> str:
    """3.7 ms, 240 ms, 1.2 s."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    milliseconds = seconds * 1000
    return f"{milliseconds:.1f} ms" if milliseconds < 10 else f"{milliseconds:.0f} ms"


@singledispatch
def _parts(record: trace.Record) -> list[Part]:
    """Any record: its own fields, as they are."""
    named = [one.name for one in fields(record) if one.name not in UNTOLD]
    values = [[name.rstrip("_").replace("_", " "), _text(getattr(record, name))] for name in named]
    who = [texts.DETAILS["who"], f"{record.source} → {record.target}"]
    facts = [who, *([name, value] for name, value in values if value)]
    return [_part("record", [*facts, *([["SID", record.sid]] if record.sid else [])])]


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


@_parts.register
def _(record: trace.Request) -> list[Part]:
    t = texts.DETAILS
    error = [[t["error"], f"{record.code}: {record.message}"]] if record.code else []
    asked = [[record.method, record.url or record.path], [t["auth"], t["basic"]]]
    return [
        _part("request", asked),
        *_table("parameters", record.params),
        _part("answer", [[t["status"], _status(record.status)], *error],
              code=record.answer, note="" if record.answer else t["no_body"]),
    ]


@_parts.register
def _(record: trace.Webhook) -> list[Part]:
    t = texts.DETAILS
    signature = record.headers.get("X-Twilio-Signature", "")
    asked = [[record.method, record.url or record.path],
             [t["signature"], t["signed"] if record.signed else t["unsigned"]],
             *([["X-Twilio-Signature", signature]] if signature else [])]
    answer = [[t["status"], _status(record.status)]] if record.status else []
    answer += [[t["type"], record.content_type]] if record.content_type else []
    answer += [[t["error"], record.problem]] if record.problem else []
    others = {k: v for k, v in record.headers.items() if k != "X-Twilio-Signature"}
    return [
        _part("request", asked),
        *_table("parameters", record.params),
        *_table("headers", others),
        _part("answer", answer, code=record.body, content_type=record.content_type,
              note="" if record.body else t["no_body" if record.status else "no_answer"]),
    ]


def _table(name: str, values: dict[str, Any]) -> list[Part]:
    pairs = [[key, _text(value)] for key, value in values.items()]
    return [_part(name, pairs) | {"folded": name == "headers"}] if pairs else []


def _part(name: str, facts: list[list[str]], *, code: str = "", content_type: str = "",
          note: str = "") -> Part:
    pieces, cut = coloured(code, content_type)
    return {
        "title": texts.DETAILS[name],
        "facts": facts,
        "code": pieces,
        "note": texts.DETAILS["cut"].format(count=cut) if cut else note,
    }


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _copies(record: trace.Record) -> list[dict[str, str]]:
    t, copies = texts.DETAILS, []
    if isinstance(record, trace.Request):
        copies.append({"do": "python", "title": t["python"], "text": as_python(record),
                       "note": t["python_note"]})
    if isinstance(record, trace.Request | trace.Webhook):
        kind = "request" if isinstance(record, trace.Request) else "webhook"
        copies.append({"do": "curl", "title": t["curl"], "text": as_curl(record),
                       "note": t[f"curl_{kind}_note"]})
    return copies
