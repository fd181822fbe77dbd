"""Recordings: /Recordings.json and /Calls/{sid}/Recordings.json, and the files themselves.

Without `.json` the path is the file: `.wav`, `.mp3`, or nothing for WAV (Twilio redirects to
its file store; here it is the answer). A dual-channel recording is mixed unless
`RequestedChannels=2` is asked for, which a recording of one channel refuses with 400 (as
public code reports; the code is a guess). A deleted recording keeps its row, which
`IncludeSoftDeleted` shows (Twilio: for 40 days). Key order as in Twilio's OpenAPI examples.
"""

from __future__ import annotations

from typing import Any

from ...facts import errors
from ...facts.dates import rfc2822
from ...media import recording_files
from ...store.rows import Recording
from ...store.statuses import become
from ...store.store import Where
from .. import date_filters, paging, parameters
from ..answers import Answer, deleted, fetched, file
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .calls import CALL
from .calls import find as find_call

RECORDINGS = "/Recordings"
RECORDING = "/Recordings/{recording_sid}"

DATES = "DateCreated DateCreated< DateCreated>"
LIST = Accepts(f"CallSid ConferenceSid IncludeSoftDeleted {DATES} {PAGING}")
LIST_OF_ONE = Accepts(f"{DATES} {PAGING}")
FETCH = Accepts("IncludeSoftDeleted RequestedChannels")


@on("GET", ACCOUNT + RECORDINGS)
def listing(ask: Ask) -> Answer:
    """The account's recordings, newest first."""
    LIST.check(ask)
    where = _filters(ask)
    if not parameters.flag(ask, "IncludeSoftDeleted"):
        where.append(("is_deleted", "=", 0))
    for name, column in (("CallSid", "call_sid"), ("ConferenceSid", "conference_sid")):
        if sid := ask.text(name):
            where.append((column, "=", sid))
    return paging.answer(ask, Recording, "recordings", where, as_json)


@on("HEAD", ACCOUNT + RECORDING)
@on("GET", ACCOUNT + RECORDING)
def fetch(ask: Ask) -> Answer:
    """One recording, or with an ending other than `.json` its file."""
    FETCH.check(ask)
    sid, dot, ending = ask.names["recording_sid"].partition(".")
    is_file = not ask.path.endswith((".json", ".xml", ".csv", ".html"))
    found = find(ask, sid, deleted_too=parameters.flag(ask, "IncludeSoftDeleted"))
    return _media(ask, found, ending if dot else "wav") if is_file else fetched(as_json(found))


def _media(ask: Ask, found: Recording, ending: str) -> Answer:
    if ending not in recording_files.TYPES or not recording_files.has_media(found):
        raise ask.not_found()
    channels = parameters.whole(ask.text("RequestedChannels") or "1", 1, 2)
    if channels is None or channels > found.channels:
        raise errors.bad_parameter("RequestedChannels")
    return file(recording_files.content(found, ending, channels), recording_files.TYPES[ending])


@on("DELETE", ACCOUNT + RECORDING)
def delete(ask: Ask) -> Answer:
    """Deletes the media."""
    return remove(ask, find(ask))


@on("GET", CALL + RECORDINGS)
def listing_of_call(ask: Ask) -> Answer:
    """The recordings of a call, newest first."""
    where = of_one(ask, "call_sid", find_call(ask).sid)
    return paging.answer(ask, Recording, "recordings", where, at_call)


@on("GET", CALL + RECORDING)
def fetch_of_call(ask: Ask) -> Answer:
    """One recording of a call."""
    return fetched(at_call(find_at_call(ask)))


@on("DELETE", CALL + RECORDING)
def delete_of_call(ask: Ask) -> Answer:
    """Deletes the media of a call's recording."""
    return remove(ask, find_at_call(ask))


def remove(ask: Ask, found: Recording) -> Answer:
    """Its media are gone, its row is `deleted`. 20009 while it goes on."""
    if found.status in ("in-progress", "paused"):
        raise errors.refuse(20009)
    become(ask.world.store, found, "deleted", ask.world.clock.now(), is_deleted=True,
           sounds="[]")
    return deleted()


def find(ask: Ask, sid: str = "", *, deleted_too: bool = False) -> Recording:
    """The account's recording of that SID; 404 when there is none."""
    sid = sid or ask.names["recording_sid"]
    going_on = ask.world.exchange.recorders.get(sid)
    found = going_on.row if going_on else ask.world.store.get(Recording, sid)
    if found is None or found.account_sid != ask.account.sid:
        raise ask.not_found()
    if found.is_deleted and not deleted_too:
        raise ask.not_found()
    return found


def find_at_call(ask: Ask) -> Recording:
    """The call's recording of that SID; 404 when there is none."""
    call, found = find_call(ask), find(ask)
    if found.call_sid != call.sid:
        raise ask.not_found()
    return found


def of_one(ask: Ask, column: str, sid: str) -> Where:
    """The conditions for the recordings of one call or conference."""
    LIST_OF_ONE.check(ask)
    return [*_filters(ask), (column, "=", sid), ("is_deleted", "=", 0)]


def _filters(ask: Ask) -> Where:
    return [("account_sid", "=", ask.account.sid),
            *date_filters.filters(ask, "DateCreated", "date_created", last_day_counts=False)]


def common(row: Recording) -> dict[str, Any]:
    """What Twilio writes of a recording wherever it is shown."""
    return {
        "account_sid": row.account_sid,
        "api_version": "2010-04-01",
        "call_sid": row.call_sid,
        "conference_sid": row.conference_sid,
        "channels": row.channels,
        "date_created": rfc2822(row.date_created),
        "date_updated": rfc2822(row.date_updated),
        "start_time": rfc2822(row.start_time),
        "price": None if row.price is None else f"{-abs(row.price):.5f}",
        "price_unit": row.price_unit,
        "duration": None if row.duration is None else str(row.duration),
        "sid": row.sid,
        "source": row.source,
        "status": row.status,
        "error_code": row.error_code,
    }


def as_json(row: Recording) -> dict[str, Any]:
    """A recording as Twilio writes it."""
    uri = f"/2010-04-01/Accounts/{row.account_sid}/Recordings/{row.sid}"
    return common(row) | {
        "uri": f"{uri}.json",
        "subresource_uris": {
            "add_on_results": f"{uri}/AddOnResults.json",
            "transcriptions": f"{uri}/Transcriptions.json",
        },
        "encryption_details": None,
        "media_url": f"https://api.twilio.com{uri}",
    }


def at_call(row: Recording) -> dict[str, Any]:
    """A recording as Twilio writes it below its call."""
    return common(row) | {
        "encryption_details": None,
        "track": row.track,
        "uri": f"/2010-04-01/Accounts/{row.account_sid}/Calls/{row.call_sid}/Recordings"
               f"/{row.sid}.json",
    }
