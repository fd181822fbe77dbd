"""Transcriptions: /Transcriptions.json and /Recordings/{sid}/Transcriptions.json.

Key order as in Twilio's OpenAPI examples. That one in progress can't be deleted (20009) is
likely.
"""

from __future__ import annotations

from typing import Any

from ...account import usage
from ...facts import errors
from ...facts.dates import rfc2822
from ...store.rows import Transcription
from .. import paging
from ..answers import Answer, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .recordings import RECORDING
from .recordings import find as find_recording

TRANSCRIPTIONS = "/Transcriptions"
TRANSCRIPTION = "/Transcriptions/{transcription_sid}"

LIST = Accepts(PAGING)


@on("GET", ACCOUNT + TRANSCRIPTIONS)
def listing(ask: Ask) -> Answer:
    """The account's transcriptions, newest first."""
    LIST.check(ask)
    where = [("account_sid", "=", ask.account.sid)]
    return paging.answer(ask, Transcription, "transcriptions", where, as_json)


@on("GET", ACCOUNT + TRANSCRIPTION)
def fetch(ask: Ask) -> Answer:
    """One transcription."""
    return fetched(as_json(find(ask)))


@on("DELETE", ACCOUNT + TRANSCRIPTION)
def delete(ask: Ask) -> Answer:
    """Forgets a transcription."""
    return _remove(ask, find(ask))


@on("GET", ACCOUNT + RECORDING + TRANSCRIPTIONS)
def listing_of_recording(ask: Ask) -> Answer:
    """The transcriptions of a recording."""
    LIST.check(ask)
    where = [("recording_sid", "=", find_recording(ask).sid)]
    return paging.answer(ask, Transcription, "transcriptions", where, as_json)


@on("GET", ACCOUNT + RECORDING + TRANSCRIPTION)
def fetch_of_recording(ask: Ask) -> Answer:
    """One transcription of a recording."""
    return fetched(as_json(find_at_recording(ask)))


@on("DELETE", ACCOUNT + RECORDING + TRANSCRIPTION)
def delete_of_recording(ask: Ask) -> Answer:
    """Forgets a transcription of a recording."""
    return _remove(ask, find_at_recording(ask))


def _remove(ask: Ask, found: Transcription) -> Answer:
    if found.status == "in-progress":
        raise errors.refuse(20009)
    usage.keep(ask.world, found)
    ask.world.store.delete(found)
    return deleted()


def find(ask: Ask) -> Transcription:
    """The account's transcription of that SID; 404 when there is none."""
    found = ask.world.store.get(Transcription, ask.names["transcription_sid"])
    if found is None or found.account_sid != ask.account.sid:
        raise ask.not_found()
    return found


def find_at_recording(ask: Ask) -> Transcription:
    """The recording's transcription of that SID; 404 when there is none."""
    recording, found = find_recording(ask), find(ask)
    if found.recording_sid != recording.sid:
        raise ask.not_found()
    return found


def as_json(row: Transcription) -> dict[str, Any]:
    """A transcription as Twilio writes it."""
    return {
        "account_sid": row.account_sid,
        "api_version": "2010-04-01",
        "date_created": rfc2822(row.date_created),
        "date_updated": rfc2822(row.date_updated),
        "duration": str(row.duration),
        "price": None if row.price is None else f"{-abs(row.price):.5f}",
        "price_unit": row.price_unit,
        "recording_sid": row.recording_sid,
        "sid": row.sid,
        "status": row.status,
        "transcription_text": row.transcription_text,
        "type": "fast",
        "uri": f"/2010-04-01/Accounts/{row.account_sid}/Transcriptions/{row.sid}.json",
    }
