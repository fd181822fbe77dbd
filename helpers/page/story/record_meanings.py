"""What a record means, in one plain sentence, and what to do when it is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch

from ahoy import trace

from . import trace_words as texts

_ACCOUNT = re.compile(r"^/2010-04-01/Accounts/AC\w+(?=[/.]|$)|^/v\d+(?=/)")
_ID = re.compile(r"^([A-Z]{2}[0-9a-f]{32}|\+.*|\d.*)$")


def meaning(record: trace.Record) -> str:
    """One sentence or two; a record of an unknown kind is described neutrally."""
    values = _values(record)
    found = next((texts.MEANING[key] for key in _keys(record) if key in texts.MEANING), "")
    if not found:
        note = " note" if record.source == record.target else ""
        found = texts.MEANING[f"neutral{note}"]
    return found.format(**values)


def _values(record: trace.Record) -> dict[str, str]:
    """What a sentence may name: texts only, which `format` puts in as they are."""
    names = ("source", "target", "what", "purpose", "kind", "status", "name", "action")
    values = {name: str(getattr(record, name, "")) for name in names}
    return values | {"who": texts.MEANING.get(f"by {getattr(record, 'by', '')}", "")}


def _keys(record: trace.Record) -> Iterator[str]:
    """Where its sentence may stand in the table, the nearest first."""
    kind = type(record).__name__
    for detail in _details(record):
        yield f"{kind} {detail}"
    yield kind


@singledispatch
def _details(record: trace.Record) -> tuple[str, ...]:
    for name in ("verb", "action", "event", "name", "level"):
        if detail := getattr(record, name, ""):
            return (str(detail),)
    return ()


@_details.register
def _(record: trace.Request) -> tuple[str, ...]:
    resource, is_one = resource_of(record.path)
    one = " one" if is_one else ""
    refused = ("refused",) if record.is_problem else ()
    return (*refused, f"{record.method} {resource}{one}", f"{record.method}{one}")


@_details.register
def _(record: trace.Webhook) -> tuple[str, ...]:
    return ("failed",) if record.is_problem else (record.purpose,)


@_details.register
def _(record: trace.Status) -> tuple[str, ...]:
    return (f"{record.kind} {record.status}",)


@_details.register
def _(record: trace.Ring) -> tuple[str, ...]:
    return ("stopped",) if record.stopped else ()


def resource_of(path: str) -> tuple[str, bool]:
    """The resource that a path names, and whether it names one thing: ("Calls", True)."""
    parts = _ACCOUNT.sub("", path.partition(".json")[0]).strip("/").split("/")
    is_one = bool(_ID.match(parts[-1])) or parts == [""]
    return (parts[-2] if is_one and len(parts) > 1 else parts[-1]), is_one


@singledispatch
def cure(record: trace.Record) -> str:
    """What to do next, or an empty text where nothing is wrong."""
    return str(getattr(record, "cure", "")) if record.is_problem else ""


@cure.register
def _(record: trace.Request) -> str:
    return _by_status("", record.status) if record.is_problem else ""


@cure.register
def _(record: trace.Webhook) -> str:
    if not record.is_problem:
        return ""
    found = _by_status("site ", record.status) if record.status else texts.CURES["site none"]
    return found.format(method=record.method)


@cure.register
def _(record: trace.Status) -> str:
    return texts.CURES.get(f"{record.kind} failed", "") if record.is_problem else ""


def _by_status(where: str, status: int) -> str:
    exact = texts.CURES.get(f"{where}{status}")
    return exact or texts.CURES.get(f"{where}{status // 100}xx", "")
