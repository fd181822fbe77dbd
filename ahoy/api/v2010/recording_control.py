"""Recordings in progress: /Calls/{sid}/Recordings.json begins one, /…/{sid}.json changes it.

As live tests of 2026 report: while a recording that was begun here goes on, another POST
begins no second one and is no error. `Twilio.CURRENT` stands for the recording in progress.
That one which has ended refuses a change with 21220 is a guess.
"""

from __future__ import annotations

from ...exchange.calls.leg import Leg
from ...exchange.conferences.conference import LiveConference
from ...exchange.recordings import recorder
from ...exchange.recordings.recorder import Recorder
from ...facts import errors
from ...store.rows import Call, Recording
from ..answers import Answer, created, fetched
from ..parameters import Accepts
from ..request_context import Ask
from ..routes import on
from .calls import CALL
from .calls import find as find_call
from .recordings import RECORDING, RECORDINGS, at_call, find_at_call
from .rules import recordings as rules

CURRENT = "Twilio.CURRENT"
SOURCE = "StartCallRecordingAPI"

CREATE = Accepts(rules.NAMES, "RecordingConfigurationId")
UPDATE = Accepts("Status PauseBehavior")


@on("POST", CALL + RECORDINGS)
def create(ask: Ask) -> Answer:
    """Begins to record a call that is in progress."""
    CREATE.check(ask)
    leg = ask.world.exchange.legs.get(find_call(ask).sid)
    if leg is None or not leg.is_connected:
        raise errors.refuse(21220, "recording")
    wanted = rules.wanted(ask, SOURCE)
    running = recorder.going_on(leg, by=SOURCE)
    if running:
        ask.warn("This call is being recorded already: no second recording begins.",
                 "Stop the first one: update(status='stopped').")
    tape = running[0] if running else recorder.begin(leg, wanted)
    return created(at_call(tape.row))


@on("POST", CALL + RECORDING)
def update(ask: Ask) -> Answer:
    """Pauses, goes on with or stops a call's recording."""
    row = _named(ask, find_call(ask))
    return fetched(at_call(row) | {"status": change(ask, row)})


def _named(ask: Ask, call: Call) -> Recording:
    if ask.names["recording_sid"] != CURRENT:
        return find_at_call(ask)
    return current(ask, ask.world.exchange.legs.get(call.sid))


def current(ask: Ask, source: Leg | LiveConference | None) -> Recording:
    """The recording of a leg or room that began last and goes on; 404 when there is none."""
    found = recorder.going_on(source) if source is not None else []
    if not found:
        raise ask.not_found()
    return found[-1].row


def change(ask: Ask, row: Recording) -> str:
    """Carries out an update; gives the status that Twilio answers."""
    UPDATE.check(ask)
    status, pause = ask.text("Status"), ask.text("PauseBehavior") or "silence"
    if status not in ("in-progress", "paused", "stopped"):
        raise errors.bad_parameter("Status")
    if pause not in ("silence", "skip"):
        raise errors.bad_parameter("PauseBehavior")
    tape = ask.world.exchange.recorders.get(row.sid)
    if tape is None or not tape.is_going_on:
        raise errors.refuse(21220, "recording")
    _carry_out(tape, status, skip=pause == "skip")
    return status


def _carry_out(tape: Recorder, status: str, *, skip: bool) -> None:
    if status == "paused":
        tape.pause(skip=skip)
    elif status == "stopped":
        tape.stop()
    else:
        tape.resume()
