"""Recordings of a conference: /Conferences/{sid}/Recordings.json and what is below it.

Twilio begins none here: <Conference record="record-from-start"> does, or ConferenceRecord of
a participant. Key order as in Twilio's OpenAPI examples.
"""

from __future__ import annotations

from typing import Any

from ...store.rows import Recording
from .. import paging
from ..answers import Answer, fetched
from ..request_context import Ask
from ..routes import on
from . import recordings
from .conferences import CONFERENCE
from .conferences import find as find_conference
from .recording_control import CURRENT, change, current


@on("GET", CONFERENCE + recordings.RECORDINGS)
def listing(ask: Ask) -> Answer:
    """The recordings of a conference, newest first."""
    where = recordings.of_one(ask, "conference_sid", find_conference(ask).sid)
    return paging.answer(ask, Recording, "recordings", where, as_json)


@on("GET", CONFERENCE + recordings.RECORDING)
def fetch(ask: Ask) -> Answer:
    """One recording of a conference."""
    return fetched(as_json(find(ask)))


@on("POST", CONFERENCE + recordings.RECORDING)
def update(ask: Ask) -> Answer:
    """Pauses, goes on with or stops a conference's recording."""
    conference = ask.world.exchange.conferences.get(find_conference(ask).sid)
    row = current(ask, conference) if ask.names["recording_sid"] == CURRENT else find(ask)
    return fetched(as_json(row) | {"status": change(ask, row)})


@on("DELETE", CONFERENCE + recordings.RECORDING)
def delete(ask: Ask) -> Answer:
    """Deletes the media of a conference's recording."""
    return recordings.remove(ask, find(ask))


def find(ask: Ask) -> Recording:
    """The conference's recording of that SID; 404 when there is none."""
    conference, found = find_conference(ask), recordings.find(ask)
    if found.conference_sid != conference.sid:
        raise ask.not_found()
    return found


def as_json(row: Recording) -> dict[str, Any]:
    """A recording as Twilio writes it below its conference."""
    return recordings.common(row) | {
        "encryption_details": None,
        "uri": f"/2010-04-01/Accounts/{row.account_sid}/Conferences/{row.conference_sid}"
               f"/Recordings/{row.sid}.json",
    }
