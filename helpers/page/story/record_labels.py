"""A record in a few words for the drawing; its full words are the record's own."""

from __future__ import annotations

import re
from functools import singledispatch

from ahoy import trace

_OF_ACCOUNT = re.compile(r"^/2010-04-01/(Accounts/AC\w+/)?")
_SID = re.compile(r"\b([A-Z]{2})[0-9a-f]{28}([0-9a-f]{4})\b")
_VERB = re.compile(r"<([A-Z]\w*)")

SAID, STATE, PLAIN = ("#dcecf3", "#9fc3d3"), ("#eef2f4", "#c3cfd6"), ("#ffffff", "#c3cfd6")


@singledispatch
def label(record: trace.Record) -> str:
    """One short line; the drawing cuts it where it is too long."""
    return record.what


@label.register
def _(record: trace.Request) -> str:
    path = _OF_ACCOUNT.sub("", record.path).split("?")[0].removesuffix(".json")
    said = f" — {record.message}" if record.is_problem and record.message else ""
    return _SID.sub(r"\1…\2", f"{record.method} {path}") + said


@label.register
def _(record: trace.Webhook) -> str:
    problem = f" — {record.problem}" if record.problem else ""
    return f"{record.method} {record.path} ({record.purpose}){problem}"


@label.register
def _(record: trace.Heard) -> str:
    if record.verb == "voice":
        return f"“{record.text}”"
    if record.verb != "Play":
        return record.what
    return f"♪ {record.text.partition('?')[0].rstrip('/').rpartition('/')[2] or record.text}"


@label.register
def _(record: trace.Touched) -> str:
    return record.what if record.by == "person" else f"{record.what} ({record.by})"


def answer(record: trace.Record) -> str:
    """What came back along the same way, or an empty text."""
    if isinstance(record, trace.Request):
        return f"{record.status} · error {record.code}" if record.code else str(record.status)
    if isinstance(record, trace.Webhook) and record.status is not None:
        verbs = [verb for verb in dict.fromkeys(_VERB.findall(record.body)) if verb != "Response"]
        return " · ".join([str(record.status), *([", ".join(verbs[:4])] if verbs else [])])
    return ""


def group(record: trace.Record) -> str:
    """Which filter it belongs to: `request`, `webhook`, `heard`, or `other`."""
    if isinstance(record, trace.Request):
        return "request"
    if isinstance(record, trace.Webhook):
        return "webhook"
    return "heard" if isinstance(record, trace.Heard | trace.Text) else "other"


def look(record: trace.Record) -> tuple[str, str, str]:
    """The class, ground and edge of the box round its words."""
    if isinstance(record, trace.Heard | trace.Text):
        return "said", *SAID
    if isinstance(record, trace.Status | trace.Ended):
        return "state", *STATE
    return "plain", *PLAIN
