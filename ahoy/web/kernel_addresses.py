"""Addresses that live as long as a kernel: its sites and its TwiML bins.

Each running world notes its own beside its lock (`KernelLock`). What the account has set up for
one that is gone with its kernel goes back to what it was at first: otherwise a number would
lead every caller of the next day to an apology.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..store.rows import Application, MessagingService, PhoneNumber
from .hosted.twiml_bins import HOST

if TYPE_CHECKING:
    from ..store.store import Store

FIELDS: dict[type, tuple[str, ...]] = {
    PhoneNumber: ("voice_url", "voice_fallback_url", "sms_url", "sms_fallback_url",
                  "status_callback"),
    Application: ("voice_url", "voice_fallback_url", "status_callback", "sms_url",
                  "sms_fallback_url", "message_status_callback"),
    MessagingService: ("inbound_request_url", "fallback_url", "status_callback"),
}
"""Where an account keeps the addresses of somebody's own."""


def of(url: str | None) -> str:
    """The address that a URL belongs to: the site, or the bin itself; "" for no URL."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    is_bin = parts.hostname == HOST
    return f"{parts.scheme}://{parts.netloc}{parts.path if is_bin else ''}" if parts.netloc else ""


def let_go(store: Store, dead: set[str], living: set[str], first: dict[str, Any]) -> None:
    """Nothing in the account points to a dead address any more, nor to a bin that nobody has.

    `first`: the account's first number, and what it says as long as nobody has set it up.
    """
    for kind, fields in FIELDS.items():
        usual = {field.name: field.default for field in dataclasses.fields(kind)}
        row: Any
        for row in store.find(kind):
            lost = [name for name in fields if _is_lost(getattr(row, name), dead, living)]
            if lost:
                is_first = getattr(row, "phone_number", "") == first["phone_number"]
                again = usual | (first if is_first else {})
                store.update(row, **{name: again[name] for name in lost})


def _is_lost(url: str | None, dead: set[str], living: set[str]) -> bool:
    address = of(url)
    return address in dead or (urlsplit(address).hostname == HOST and address not in living)
