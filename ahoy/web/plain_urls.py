"""Which host a URL names: the one place that decides it, for guards and for carriers.

Two readers of `https://there.example\\.twilio.com/` see two hosts. So a URL that is not
plain has no host here: it is refused, before anybody else reads it in another way. Needs
the standard library only (an app in a process of its own loads this file, too).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import NamedTuple

URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^#]*)(#.*)?")
AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
PORTS = {"http": 80, "https": 443}


class UnclearAddress(ValueError):
    """A URL that two programs could read in two ways. The message says by what."""


class Address(NamedTuple):
    """A URL that everybody reads alike: `host` in lower case, `rest` from the path on."""

    scheme: str
    host: str
    port: int
    rest: str

    @property
    def path(self) -> str:
        """Without the query."""
        return self.rest.partition("?")[0] or "/"

    @property
    def query(self) -> str:
        """After the question mark."""
        return self.rest.partition("?")[2]


def read(url: str, user_info: bool = False) -> Address:
    """The parts of a whole URL. `user_info`: a user name and a password may stand in it.

    Raises `UnclearAddress` for backslashes and blanks beside the host, control characters,
    user names, letters that are no ASCII, and what is no URL.
    """
    if CONTROL.search(url):
        raise UnclearAddress("has a control character")
    found = URL.fullmatch(url)
    if not found:
        raise UnclearAddress("is no whole URL like https://example.com/voice")
    authority = found[2]
    if "\\" in authority or " " in authority:
        raise UnclearAddress("has a backslash or a blank beside its host")
    if "@" in authority:
        if not user_info or authority.count("@") > 1:
            raise UnclearAddress("has a user name before its host")
        authority = authority.partition("@")[2]
    if not (plain := AUTHORITY.fullmatch(authority)):
        raise UnclearAddress("has no plain host")
    scheme = found[1].lower()
    return Address(scheme, plain[1].lower().rstrip("."),
                   int(plain[2] or PORTS.get(scheme, 0)), found[3])


def is_twilio(host: str | bytes | None) -> bool:
    """True for Twilio's own hosts, in every spelling that a resolver takes for one."""
    text = host.decode("latin-1") if isinstance(host, (bytes, bytearray)) else host or ""
    return any(one == "twilio.com" or one.endswith(".twilio.com") for one in _spellings(text))


def _spellings(host: str) -> set[str]:
    """As it stands, and as names in other alphabets are looked up (IDNA)."""
    host = host.rpartition("@")[2].strip().lower()
    if ":" in host and not host.startswith("["):
        host = host.partition(":")[0]
    found = {host.rstrip(".")}
    if not host.isascii():
        shown = "".join(one for one in unicodedata.normalize("NFKC", host.replace("\u3002", "."))
                        if unicodedata.category(one) not in ("Cf", "Mn"))
        found.add(shown.lower().rstrip("."))
    return found


def is_this_computer(host: str) -> bool:
    """True for 127.0.0.0/8, ::1, `localhost` and `*.localhost`. No name is looked up."""
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
