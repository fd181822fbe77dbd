"""What may follow what, for calls, messages, conferences and recordings: tables only.

Calls: Twilio's page on the Call resource. `initiated` is a word of callbacks and never
a status of the resource. Messages: "Outbound Message Status in Status Callbacks" (2026).
That a busy signal may come before the first ring follows from SIP, not from Twilio's page.
"""

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, frozenset[str]]


def _table(**follows: str) -> Table:
    return {old.replace("_", "-"): frozenset(new.split()) for old, new in follows.items()}


CALL: Table = _table(
    queued="ringing busy no-answer failed canceled completed",
    ringing="in-progress busy no-answer failed canceled completed",
    in_progress="completed failed",
    completed="",
    busy="",
    no_answer="",
    failed="",
    canceled="",
)
"""A call that is hung up through the API before it is answered may be `completed`, too."""

MESSAGE_OUT: Table = _table(
    accepted="queued scheduled sending failed canceled",
    scheduled="accepted queued sending failed canceled",
    queued="sending sent failed",
    sending="sent failed",
    sent="delivered undelivered",
    delivered="read",
    undelivered="",
    failed="",
    canceled="",
    read="",
)

MESSAGE_IN: Table = _table(receiving="received failed", received="", failed="")

CONFERENCE: Table = _table(init="in-progress completed", in_progress="completed", completed="")

RECORDING: Table = _table(
    in_progress="paused processing absent",
    paused="in-progress processing absent",
    processing="completed absent deleted",
    completed="deleted",
    absent="deleted",
    deleted="",
)
"""`absent`: nothing was heard, or the kernel that recorded is no more."""

TRANSCRIPTION: Table = _table(in_progress="completed failed", completed="", failed="")

FINAL_CALL = frozenset(status for status, follows in CALL.items() if not follows)
"""`completed`, `busy`, `no-answer`, `failed`, `canceled`."""

FINAL_CONFERENCE = frozenset({"completed"})
FINAL_RECORDING = frozenset({"completed", "absent", "deleted"})
FINAL_TRANSCRIPTION = frozenset({"completed", "failed"})

FINAL_MESSAGE = frozenset(
    {"delivered", "undelivered", "failed", "canceled", "received", "read"})
"""Statuses after which a message needs no more waiting for (`read` may follow `delivered`)."""

UNFINISHED_MESSAGE = frozenset(
    {"accepted", "scheduled", "queued", "sending", "receiving"})
"""A message in one of these can be neither deleted nor redacted (20009)."""

ALL_CALL = frozenset(CALL)
"""Every status that a Call resource can show."""


def follows(table: Table, old: str, new: str) -> bool:
    """True when a call or message may go from `old` to `new` in one step."""
    return new in table.get(old, frozenset())
