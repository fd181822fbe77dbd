"""A text as a handset has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text as the handset's owner sees it: `direction` is `inbound` for a received one."""

    from_: str
    to: str
    body: str
    media: tuple[str, ...] = ()
    direction: str = "inbound"
    sid: str = ""
