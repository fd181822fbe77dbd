"""twiml_bin(): TwiML hosted for you, as TwiML Bins are on Twilio."""

from __future__ import annotations

from ahoy import AhoyError, current
from ahoy.facts.shown_text import shown
from ahoy.twiml.document import Fault
from ahoy.web.hosted import Bin


class TwimlBin:
    """A document with a URL. `faults`: what Twilio would complain about, with cures."""

    def __init__(self, hosted: Bin) -> None:
        self.url, self.xml, self.faults = hosted.url, hosted.xml, hosted.faults

    def __repr__(self) -> str:
        if not self.faults:
            return "TwiML bin: no faults"
        return shown("TwiML bin:\n" + "\n".join(_line(fault) for fault in self.faults))


def _line(fault: Fault) -> str:
    place = f" (line {fault.line})" if fault.line else ""
    return f"  {fault.level} {fault.code}{place}: {fault.text} {fault.cure}".rstrip()


def twiml_bin(xml: object) -> TwimlBin:
    """Hosts `xml` (text, or a VoiceResponse or MessagingResponse) at a URL for calls and numbers.

    Raises `AhoyError` before start(), and for a document that Twilio's console would not
    save because it can't be read; smaller faults are listed in `.faults` and shown.
    """
    world = current()
    if world is None:
        raise AhoyError("A TwiML bin needs a running world. Run account = start() first.")
    with world.lock:
        hosted = world.hosted.bins.add(str(xml), world.ids.sid("EH"))
    if not hosted.is_saved:
        faults = " ".join(_line(fault).strip() for fault in hosted.faults)
        raise AhoyError(f"The bin was not saved: {faults}")
    world.serves(hosted.url)
    return TwimlBin(hosted)
