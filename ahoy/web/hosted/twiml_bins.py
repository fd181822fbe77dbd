"""TwiML Bins: documents that Twilio hosts for you at handler.twilio.com."""

from __future__ import annotations

from dataclasses import dataclass

from ...twiml.document import Fault, parse
from .hosted_page import XML, HostedPage, plain

HOST = "handler.twilio.com"


@dataclass(frozen=True, slots=True)
class Bin:
    """A document and its place. `faults` are those for calls or for texts, whichever suits
    it better; with a fatal one the bin is not saved, as in Twilio's console."""

    sid: str
    xml: str
    faults: tuple[Fault, ...]
    is_saved: bool

    @property
    def url(self) -> str:
        """https://handler.twilio.com/twiml/EH…"""
        return f"https://{HOST}/twiml/{self.sid}"


class Bins:
    """The bins of one world. Placeholders like {{From}} are not filled in."""

    def __init__(self) -> None:
        self._bins: dict[str, Bin] = {}

    def add(self, xml: str, sid: str) -> Bin:
        """Checks a document and, unless it can't be read, serves it from now on.

        `sid` is EH and 32 hex digits; the same sid again replaces its document.
        """
        document = min(
            (parse(xml, kind) for kind in ("voice", "messaging")),
            key=lambda read: (read.fatal is not None, len(read.faults)),
        )
        faults = (document.fatal,) if document.fatal else tuple(document.faults)
        made = Bin(sid, xml, faults, document.fatal is None)
        if made.is_saved:
            self._bins[sid] = made
        return made

    def answer(self, path: str) -> HostedPage:
        """The document at /twiml/EH…, or 404."""
        found = self._bins.get(path.removeprefix("/twiml/"))
        if found is None or not path.startswith("/twiml/"):
            return plain(404, f"There is no TwiML bin at {path}. Make one with twiml_bin(xml).\n")
        return HostedPage(200, XML, found.xml.encode("utf-8", "replace"))
