"""What live mode refuses, in words; and the addresses that it lets Twilio fetch from."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin

from ahoy import AhoyError
from ahoy.web import plain_urls

from ..settings import E164, plain_number

UNSENT = "Nothing was sent."
PRACTISE = "try it with AHOY_MODE=practice in .env."


class LiveRefused(AhoyError):
    """Live mode did not do it, and nothing left this computer. The message says why."""


def check_number(allowed: frozenset[str], written: str) -> str:
    """The number in E.164 form. Raises `LiveRefused` for one that is not among `allowed`."""
    number = plain_number(written.removeprefix("whatsapp:"))
    if number in allowed:
        return number
    cure = "Add it there if you mean it, and run start() again."
    if not E164.fullmatch(number):
        cure = "Write it in E.164 form, a plus sign and the digits, as it stands there."
    raise LiveRefused(f"Live mode refused to reach {written}: it is not among "
                      f"AHOY_ALLOWED_NUMBERS in .env. {UNSENT} {cure}")


# --- addresses --------------------------------------------------------------------------------

DEMO = re.compile(r"https?://demo\.twilio\.com/(?:docs|welcome)/[A-Za-z0-9_./-]*"
                  r"|https?://twimlets\.com/holdmusic\?Bucket=com\.twilio\.music\.[a-z-]+")
"""Twilio's own pages: they greet, thank and play music, and dial nobody."""

ONLY = ("Give the TwiML itself, an address under PUBLIC_URL in .env, or one of Twilio's demo "
        "pages.")


class Places:
    """Addresses whose TwiML is known: under `public_url`, and Twilio's demo pages."""

    def __init__(self, public_url: str = "") -> None:
        self.public_url = public_url.rstrip("/")
        self._public = plain_urls.read(self.public_url) if public_url else None

    def check(self, address: str, what: str, base: str | None = None) -> None:
        """Raises `LiveRefused` for an address that leads anywhere else.

        `base`: the address of the document that names it; "" for one of this computer whose
        public address is not known. None where there is no document.
        """
        if not address.strip():
            return
        try:
            whole = plain_urls.CONTROL.sub("\0", address)
            if base is not None and "://" not in address.partition("?")[0]:
                whole = self._joined(whole, base)
            found = plain_urls.read(whole) if whole else None
        except ValueError as why:
            fault = why if isinstance(why, plain_urls.UnclearAddress) else "is broken"
            raise LiveRefused(f"Live mode refused {_shown(address)} as {what}: the address "
                              f"{fault}. {UNSENT} {ONLY}") from None
        if found and not DEMO.fullmatch(whole) and not self._is_under(found):
            raise LiveRefused(f"Live mode refused {_shown(address)} as {what}: nobody can judge "
                              f"what stands there, and it may call anyone. {UNSENT} {ONLY}")

    def at(self, path: str) -> str:
        """The public address of what was asked of a site as `path`."""
        if self._public is None:
            return ""
        prefix = self._public.path.rstrip("/")
        top = self.public_url.removesuffix(prefix) if prefix else self.public_url
        return (top if prefix and path.startswith(prefix + "/") else self.public_url) + path

    def _joined(self, address: str, base: str) -> str:
        if address.startswith(("//", "\\", "/\\")) or re.match(r"[A-Za-z][\w+.-]*:", address):
            raise plain_urls.UnclearAddress("is no whole URL like https://example.com/voice")
        return urljoin(base, address) if base else ""

    def _is_under(self, found: plain_urls.Address) -> bool:
        mine = self._public
        if mine is None or (found.scheme, found.host, found.port) != (
                mine.scheme, mine.host, mine.port):
            return False
        path, prefix = unquote(found.path), mine.path.rstrip("/")
        if "\\" in path or any(one in (".", "..") for one in path.split("/")):
            return False
        return path == prefix or path.startswith(prefix + "/")


def _shown(address: str) -> str:
    return "".join(one if one.isprintable() else "\ufffd" for one in address[:200])
