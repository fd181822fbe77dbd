"""SIP addresses, compared as SIP compares them (RFC 3261, 19.1.4), so that the right phone rings.

The name before the @ counts letter by letter, the host in any letter case. How the call
travels (`;transport=tls`), headers (`?X-Order=42`) and the port that is usual anyway are no
part of whom it reaches. `sips:` is another address than `sip:`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

LONGEST_HEADERS = 1023
"""Characters after the `?` (Twilio's pages on 21227 and 13253; of the latter it is likely)."""

USUAL_PORTS = {"sip": "5060", "sips": "5061"}

_SCHEME = re.compile(r"sips?:", re.IGNORECASE)


def is_sip(address: str) -> bool:
    """True for `sip:…` and `sips:…`, in any letter case."""
    return _SCHEME.match(address) is not None


@lru_cache(maxsize=4096)
def key(address: str) -> str:
    """The same text for all ways to write one SIP address; anything else stays as it is."""
    if not is_sip(address):
        return address
    scheme, _, rest = address.strip().partition(":")
    scheme = scheme.lower()
    user, at, where = rest.partition("?")[0].rpartition("@")
    host, port = _host_and_port(where.partition(";")[0].strip().lower())
    port = "" if port in ("", USUAL_PORTS[scheme]) else f":{port}"
    return f"{scheme}:{unquote(user)}{at}{host.rstrip('.')}{port}"


def _host_and_port(text: str) -> tuple[str, str]:
    if text.startswith("["):  # an address of IPv6
        host, _, port = text.partition("]")
        return host + "]", port.removeprefix(":")
    host, _, port = text.partition(":")
    return host, port


def headers(address: str) -> dict[str, str]:
    """What stands after the `?` of a SIP address: its phone shows it. {} for any other."""
    return dict(parse_qsl(header_text(address), keep_blank_values=True))


def header_text(address: str) -> str:
    """The same as it is written."""
    return address.partition("?")[2] if is_sip(address) else ""
