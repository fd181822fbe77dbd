"""Rows of what calls meet in: conferences and queues.

Only the rows are shared between kernels. Who is in there is known to the exchange of the
kernel that carries the calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(slots=True, kw_only=True)
class Conference:
    """A conference. `status` is `init` (not yet started), `in-progress` or `completed`."""

    TABLE: ClassVar[str] = "conferences"
    PREFIX: ClassVar[str] = "CF"

    sid: str
    account_sid: str
    friendly_name: str
    status: str = "init"
    region: str = "us1"
    reason_conference_ended: str | None = None
    call_sid_ending_conference: str | None = None
    date_created: float = 0.0
    date_updated: float = 0.0
    world: str = ""


@dataclass(slots=True, kw_only=True)
class Queue:
    """A queue of calls. `max_size`: so many may wait in it."""

    TABLE: ClassVar[str] = "queues"
    PREFIX: ClassVar[str] = "QU"

    sid: str
    account_sid: str
    friendly_name: str
    max_size: int = 1000
    date_created: float = 0.0
    date_updated: float = 0.0
