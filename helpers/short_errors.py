"""A refused request in one block: what Twilio says, where it was asked, what to do.

In a notebook an exception of the SDK or of the kit is told so in place of its traceback, which
`%tb` still shows. No traceback of any kind shows a token, in any `%xmode`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import traceback
from types import TracebackType
from typing import Any

from ahoy import AhoyError
from ahoy.facts.errors import DOCS

from .hidden_tokens import scrub

CURES = {
    20003: "Compare Account SID and Auth Token, or run account = start() and make a new Client().",
    20404: "Compare the SID, letter by letter. Does it belong to this account, and was it not "
           "deleted?",
    13223: "To is no telephone number: a plus sign, the country code and the number, like "
           "alice.number.",
    21201: "Give to=, the number that is called, like alice.number.",
    21205: "Give the call something to say: twiml=, or the url= of a page that answers TwiML.",
    21210: "From must be a number of yours: use account.number, or verify the other one.",
    21211: "To is no telephone number: a plus sign, the country code and the number, like "
           "alice.number.",
    21450: "It is verified already: take it from client.outgoing_caller_ids.list(), or delete it "
           "there first.",
    21604: "Give to=, the number that gets the text, like alice.number.",
    21617: "Send two texts, or say it in fewer words.",
    21619: "Give the text something to carry: body=, or media_url=.",
    21659: "From must be a number of yours that can text: use account.number.",
}
"""What to do about the codes that lessons meet. Other codes: by their status."""

BY_STATUS = {
    401: CURES[20003],
    404: CURES[20404],
    429: "Too many requests at once: wait a moment, then ask again.",
    501: "The practice Twilio cannot do this. The sentence above says what works instead.",
}
OTHERS = "Find out which value the sentence names, change it, and run the cell again."

WHOLE = "The whole traceback: %tb"
STOPPED = ("Stopped waiting. The call or text itself goes on: await watch(…) waits for its end "
           "again.")


def install(shell: Any) -> None:
    """Has a notebook's shell tell exceptions so. A second time does nothing."""
    if not hasattr(shell, "kernel") or getattr(shell, "_ahoy_tells", False):
        return
    from twilio.base.exceptions import TwilioException

    shell.set_custom_exc((TwilioException, AhoyError, asyncio.CancelledError), _tell)
    show = shell._showtraceback
    shell._showtraceback = lambda kind, error, lines: show(
        kind, _Said(scrub(str(error))), [scrub(line) for line in lines])
    shell._ahoy_tells = True


class _Said(str):
    """An exception's own words."""


def _tell(shell: Any, kind: type, error: BaseException, trace: TracebackType,
          tb_offset: int | None = None) -> list[str]:
    sys.last_type, sys.last_value, sys.last_traceback = kind, error, trace  # for %tb
    vars(sys)["last_exc"] = error  # from Python 3.12 on
    lines = block(error)
    if lines is None:
        shell.showtraceback((kind, error, trace), running_compiled_code=True)
        return []
    shell._showtraceback(kind, error, lines)
    return lines


def block(error: BaseException) -> list[str] | None:
    """The lines that tell of this exception; None for one that is told as usual."""
    if isinstance(error, asyncio.CancelledError):
        is_ours = any(frame.filename.endswith("story.py") and __package__ in frame.filename
                      for frame in traceback.extract_tb(error.__traceback__))
        return [STOPPED] if is_ours else None
    if isinstance(error, AhoyError):
        return _joined(str(error), _place(error), WHOLE)
    status, code = getattr(error, "status", None), getattr(error, "code", None)
    if not isinstance(status, int):  # the SDK itself, before it asked
        return _joined(f"Twilio's library says: {error}", _place(error), WHOLE)
    known = code if isinstance(code, int) and code >= 1000 else None
    return _joined(
        f"Twilio refused: HTTP {status}{f', code {known}' if known else ''}",
        str(getattr(error, "msg", "") or error),
        _place(error),
        "What to do: " + (CURES.get(known or 0) or BY_STATUS.get(status, OTHERS)),
        f"Twilio's page: {DOCS}{known}" if known else "",
        WHOLE)


def _joined(*lines: str) -> list[str]:
    return [line for line in lines if line]


def _place(error: BaseException) -> str:
    """The line of the learner's own code that asked."""
    from .site.site_log import own_frames

    frames = [one for one in own_frames(error) if one.line]
    if not frames:
        return ""
    frame = frames[-1]
    is_cell = "ipykernel_" in frame.filename or frame.filename.startswith("<")
    where = "your cell" if is_cell else os.path.basename(frame.filename)
    return f"In {where}, line {frame.lineno}: {frame.line}"


__all__ = ["block", "install"]
