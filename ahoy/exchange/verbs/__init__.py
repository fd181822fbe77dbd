"""The voice verbs, by name: each is a short generator that lets time pass on a leg."""

from __future__ import annotations

from . import (
    dial,
    dial_conference,
    enqueue,
    gather,
    record,
    redirect_hangup_reject,
    say_play_pause,
    sms,
    start_stop,
)
from .attributes import Sound, Verb

SOUNDS: dict[str, Sound] = {
    "Say": say_play_pause.say,
    "Play": say_play_pause.play,
    "Pause": say_play_pause.pause,
    "Redirect": redirect_hangup_reject.redirect,
}
"""What an announcement may do, and every other document."""

VERBS: dict[str, Verb] = {
    **SOUNDS,
    "Gather": gather.gather,
    "Dial": dial.dial,
    "Record": record.record,
    "Sms": sms.sms,
    "Start": start_stop.start,
    "Stop": start_stop.stop,
    "Refer": redirect_hangup_reject.refer,
    "Hangup": redirect_hangup_reject.hangup,
    "Reject": redirect_hangup_reject.reject,
    "Enqueue": enqueue.enqueue,
    "Leave": enqueue.leave,
}

dial.ALONE |= {"Conference": dial_conference.conference, "Queue": enqueue.queue}

BEFORE_ANSWERING = frozenset({"Reject", "Pause", "Redirect"})
"""Verbs that leave a call which comes in unanswered; every other one picks up first."""

__all__ = ["BEFORE_ANSWERING", "SOUNDS", "VERBS", "Sound", "Verb"]
