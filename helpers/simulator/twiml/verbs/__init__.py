"""The voice verbs, by name: each is a short generator that lets time pass on a leg."""

from __future__ import annotations

from . import (
    asking,
    background,
    conferences,
    control,
    dialing,
    queues,
    recording,
    sounds,
    texting,
)
from .common import Ended, HangUp, Verb

VERBS: dict[str, Verb] = {
    "Say": sounds.say,
    "Play": sounds.play,
    "Pause": sounds.pause,
    "Gather": asking.gather,
    "Dial": dialing.dial,
    "Record": recording.record,
    "Sms": texting.sms,
    "Start": background.start,
    "Stop": background.stop,
    "Refer": control.refer,
    "Redirect": control.redirect,
    "Hangup": control.hangup,
    "Reject": control.reject,
    "Enqueue": queues.enqueue,
    "Leave": queues.leave,
}

dialing.ALONE |= {"Conference": conferences.conference, "Queue": queues.queue}

BEFORE_ANSWERING = frozenset({"Reject", "Pause", "Redirect"})
"""Verbs that leave a call which comes in unanswered; every other one picks up first."""

__all__ = ["BEFORE_ANSWERING", "VERBS", "Ended", "HangUp", "Verb"]
