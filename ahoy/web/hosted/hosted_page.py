"""A page that is served from inside this process, and what a twimlet is asked with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.sax.saxutils import escape, quoteattr

PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'
XML = "text/xml"

Params = Mapping[str, str | Iterable[str]]
"""Form fields: a name may have several values."""


@dataclass(slots=True)
class HostedPage:
    """An answer as HTTP would carry it. `body` is bytes, `headers` has no Content-Type."""

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The body as a browser would show it."""
        return self.body.decode("utf-8", "replace")


def twiml(inside: str) -> HostedPage:
    """A <Response> around these verbs, which are already XML."""
    whole = f"<Response>{inside}</Response>" if inside else "<Response/>"
    return HostedPage(200, XML, (PROLOG + whole + "\n").encode("utf-8", "replace"))


def moved(base: str, target: str) -> HostedPage:
    """302 to a URL, which may be relative to the page that was asked."""
    try:
        place = urljoin(base, target)
    except ValueError:
        return plain(400, f"Not a URL: {target}\n")
    return HostedPage(302, "text/html", b"", {"Location": re.sub(r"[\r\n]", "", place)})


def plain(status: int, text: str) -> HostedPage:
    """A short message to whoever reads it."""
    return HostedPage(status, "text/plain", text.encode("utf-8", "replace"))


def element(name: str, text: str = "", /, **attributes: str) -> str:
    """One element with escaped text and attributes."""
    return wrapped(name, escape(clean(text)), **attributes)


def wrapped(name: str, inside: str, /, **attributes: str) -> str:
    """One element around XML that is already written."""
    given = "".join(f" {key}={quoteattr(clean(value))}" for key, value in attributes.items())
    return f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"


def clean(text: str) -> str:
    """Without the characters that XML can't hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


class Fields:
    """What a page was asked with, read the way PHP does: `Message[0]=a` is a list.

    The URL's query comes first, then the form; a later value wins.
    """

    def __init__(self, url: str, params: Params) -> None:
        self._single: dict[str, str] = {}
        self._many: dict[str, dict[str, str]] = {}
        for name, value in _pairs(url, params):
            self._keep(name, value)

    def _keep(self, name: str, value: str) -> None:
        found = re.fullmatch(r"([^\[\]]+)\[([^\[\]]*)\]", name)
        if found is None:
            self._single[name] = value
            self._many.pop(name, None)
            return
        items = self._many.setdefault(found[1], {})
        self._single.pop(found[1], None)
        items[found[2] or str(len(items))] = value

    def __contains__(self, name: str) -> bool:
        return name in self._single or name in self._many

    def one(self, name: str, default: str = "") -> str:
        """The value, or the first of a list."""
        return next(iter(self.named(name).values()), default)

    def many(self, name: str) -> list[str]:
        """The values that are not empty, in order."""
        return [value for value in self.named(name).values() if value]

    def named(self, name: str) -> dict[str, str]:
        """A list's values by key; a single value has the key "0"."""
        if name in self._single:
            return {"0": self._single[name]}
        return dict(self._many.get(name, {}))


def _pairs(url: str, params: Params) -> Iterable[tuple[str, str]]:
    yield from parse_qsl(urlsplit(url).query, keep_blank_values=True)
    for name, value in params.items():
        for one in [value] if isinstance(value, str) else value:
            # half a surrogate pair can stand in no URL and no page
            yield name, one.encode("utf-8", "replace").decode()
