"""Transcriptions of what <Record transcribe="true"> has recorded: the words, some seconds later.

Twilio transcribes recordings of more than two seconds and less than two minutes; for others
there is a warning (13617), and no Transcription. It fails where no word was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...account import usage_triggers
from ...account.debugger import raise_alert
from ...clock import Process
from ...facts import alerts, prices, timing
from ...store.rows import Transcription
from ...store.statuses import become
from ..calls.call_parameters import call_params
from ..calls.status_callbacks import StatusCallbacks
from . import recorder

if TYPE_CHECKING:
    from ..calls.leg import Leg
    from .recorder import Recorder

LEAST, MOST = 2.0, 120.0
"""Seconds between which a recording's length must be."""

TOLD = ("CallSid", "AccountSid", "From", "To", "CallStatus", "ApiVersion", "Direction")
"""What the callback is told of the call."""


def order(leg: Leg, tape: Recorder, callback: str) -> None:
    """Transcribes the leg's recording when it is complete, and posts to `callback` ("": none)."""
    tape.when_complete(lambda done: _begin(leg, done, callback))


def _begin(leg: Leg, tape: Recorder, callback: str) -> None:
    world, seconds = leg.world, tape.row.seconds
    if not LEAST < seconds < MOST:
        raise_alert(
            world, leg.call.sid, 13617, alerts.sentence(13617),
            cure="Recordings of more than two seconds and less than two minutes"
            f" are transcribed; this one lasts {seconds:g} s.")
        return
    now = world.clock.now()
    row = Transcription(
        sid=world.ids.sid("TR"), account_sid=tape.row.account_sid, recording_sid=tape.row.sid,
        duration=tape.row.duration or 0, date_created=now, date_updated=now, world=world.name)
    world.store.insert(row)
    callbacks = StatusCallbacks(world, leg.call.sid)
    world.exchange.begin_work(row, tape.row.sid, callbacks)
    world.env.process(_work(leg, tape, row, callback, callbacks))


def _work(leg: Leg, tape: Recorder, row: Transcription, callback: str,
          callbacks: StatusCallbacks) -> Process[None]:
    yield leg.env.timeout(timing.TRANSCRIBING)
    _finish(leg, tape, row)
    if callback:
        callbacks.send(callback, "POST", _params(leg, tape, row), "transcribe callback")
    leg.world.exchange.end_work(row.sid)


def _finish(leg: Leg, tape: Recorder, row: Transcription) -> None:
    status, changes = "failed", {}
    if any(letter.isalnum() for letter in tape.words):
        status = "completed"
        changes = {"transcription_text": tape.words,
                   "price": prices.transcription_price(tape.row.seconds),
                   "price_unit": tape.row.price_unit}
    world = leg.world
    become(world.store, row, status, world.clock.now(), **changes)
    usage_triggers.look(world, leg.call.sid)


def _params(leg: Leg, tape: Recorder, row: Transcription) -> dict[str, str]:
    """The parameters of a transcribeCallback (docs/twilio-behaviour.md, 2.2)."""
    call = call_params(leg.call)
    url = recorder.url_of(tape.row)
    params = {"TranscriptionSid": row.sid, "TranscriptionText": row.transcription_text or "",
              "TranscriptionStatus": row.status, "TranscriptionUrl":
              f"{url}/Transcriptions/{row.sid}", "RecordingSid": tape.row.sid,
              "RecordingUrl": url, **{name: call[name] for name in TOLD}}
    if leg.call.forwarded_from:
        params["ForwardedFrom"] = leg.call.forwarded_from
    return params
