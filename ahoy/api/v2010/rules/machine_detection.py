"""Answering machine detection, as a request asks for it: 21234 for a bad value.

Limits follow the page "Answering Machine Detection"; Timeout may be 3 to 60 as in the newest
copy of <Number>'s page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ....account.debugger import raise_alert
from ....exchange.calls.machine_detection import MODES, DetectionOptions
from ....facts import alerts
from ....facts.errors import refuse
from ....store.rows import Call
from ... import parameters
from ...request_context import Ask
from .calls import must_be_url

if TYPE_CHECKING:
    from ....world import World

OFF = ("", "none", "false")


def wanted(ask: Ask) -> DetectionOptions | None:
    """What the request wants detected, or None. SendDigits switches it off, as at Twilio."""
    mode = ask.text("MachineDetection")
    times = {
        "timeout": _seconds(ask, "MachineDetectionTimeout", 3, 60, default=30),
        "speech_threshold": _thousandths(ask, "SpeechThreshold", 1000, 6000, default=2400),
        "speech_end": _thousandths(ask, "SpeechEndThreshold", 500, 5000, default=1200),
        "silence": _thousandths(ask, "SilenceTimeout", 2000, 10_000, default=5000),
    }
    callback, waits = _callback(ask), not _is_async(ask)
    if mode.lower() in OFF or ask.text("SendDigits"):
        return None
    if mode not in MODES:
        raise refuse(21234)
    return DetectionOptions(mode, **times, waits=waits, callback=None if waits else callback)


def of_participant(ask: Ask) -> DetectionOptions | None:
    """The same for one who is called into a conference, who never waits for the result."""
    found = wanted(ask)
    url = ask.text("AmdStatusCallback")
    must_be_url("AmdStatusCallback", url)
    method = parameters.method(ask, "AmdStatusCallbackMethod")
    return found and replace(found, waits=False, callback=(url, method) if url else None)


def complain(world: World, call: Call, found: DetectionOptions | None) -> None:
    """21262: the result of an asynchronous detection goes nowhere."""
    if found is not None and not found.waits and found.callback is None:
        raise_alert(world, call.sid, 21262, alerts.sentence(21262),
                    cure="Give async_amd_status_callback= a URL that is told.")


def _callback(ask: Ask) -> tuple[str, str] | None:
    url = ask.text("AsyncAmdStatusCallback")
    must_be_url("AsyncAmdStatusCallback", url)
    method = parameters.method(ask, "AsyncAmdStatusCallbackMethod")
    return (url, method) if url else None


def _is_async(ask: Ask) -> bool:
    value = ask.text("AsyncAmd").lower() or "false"
    if value not in ("true", "false"):
        raise refuse(21234)
    return value == "true"


def _seconds(ask: Ask, name: str, low: int, high: int, *, default: int) -> float:
    text = ask.text(name)
    if not text:
        return float(default)
    value = parameters.whole(text, low, high)
    if value is None:
        raise refuse(21234)
    return float(value)


def _thousandths(ask: Ask, name: str, low: int, high: int, *, default: int) -> float:
    return _seconds(ask, f"MachineDetection{name}", low, high, default=default) / 1000
