"""Conferences: /Accounts/{sid}/Conferences.json and /Conferences/{sid}.json.

Key order as in Twilio's OpenAPI examples. Conferences are made by <Dial><Conference> and
by the first participant that the API calls; there is neither create nor delete.
"""

from __future__ import annotations

from typing import Any

from ...facts import errors
from ...facts.dates import rfc2822
from ...store.conference_rows import Conference
from ...store.store import Where
from .. import date_filters, paging
from ..answers import Answer, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import ACCOUNT, on
from .rules import participants as rules

CONFERENCES = ACCOUNT + "/Conferences"
CONFERENCE = CONFERENCES + "/{sid}"

STATUSES = ("init", "in-progress", "completed")
UPDATE = Accepts("Status AnnounceUrl AnnounceMethod")
LIST = Accepts("DateCreated DateCreated< DateCreated> DateUpdated DateUpdated< DateUpdated>"
               f" FriendlyName Status {PAGING}")


@on("GET", CONFERENCE)
def fetch(ask: Ask) -> Answer:
    """One conference, as it is now."""
    return fetched(as_json(find(ask)))


@on("GET", CONFERENCES)
def listing(ask: Ask) -> Answer:
    """The account's conferences, newest first."""
    LIST.check(ask)
    return paging.answer(ask, Conference, "conferences", _filters(ask), as_json)


@on("POST", CONFERENCE)
def update(ask: Ask) -> Answer:
    """Ends the conference, or announces something to all who are in it."""
    row = find(ask)
    UPDATE.check(ask)
    if ask.text("Status") not in ("", "completed"):
        raise errors.bad_parameter("Status")
    source = rules.source(ask, "AnnounceUrl", "AnnounceMethod", "POST", "announcement")
    conference = ask.world.exchange.conferences.get(row.sid)
    if conference is not None and source is not None:
        conference.announce(source)
    if conference is not None and ask.text("Status"):
        conference.end("conference-ended-via-api")
    return fetched(as_json(find(ask)))


def find(ask: Ask) -> Conference:
    """The account's conference of that SID; 404 when there is none."""
    conference = ask.world.store.get(Conference, ask.names["sid"])
    if conference is None or conference.account_sid != ask.account.sid:
        raise ask.not_found()
    return conference


def _filters(ask: Ask) -> Where:
    where: Where = [("account_sid", "=", ask.account.sid)]
    if name := ask.text("FriendlyName"):
        where.append(("friendly_name", "=", name))
    if status := ask.text("Status"):
        if status not in STATUSES:
            raise errors.bad_parameter("Status")
        where.append(("status", "=", status))
    where += date_filters.filters(ask, "DateCreated", "date_created", last_day_counts=True)
    where += date_filters.filters(ask, "DateUpdated", "date_updated", last_day_counts=True)
    return where


def as_json(conference: Conference) -> dict[str, Any]:
    """A conference as Twilio writes it."""
    uri = f"/2010-04-01/Accounts/{conference.account_sid}/Conferences/{conference.sid}"
    return {
        "account_sid": conference.account_sid,
        "api_version": "2010-04-01",
        "date_created": rfc2822(conference.date_created),
        "date_updated": rfc2822(conference.date_updated),
        "friendly_name": conference.friendly_name,
        "sid": conference.sid,
        "region": conference.region,
        "status": conference.status,
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
        "uri": f"{uri}.json",
        "reason_conference_ended": conference.reason_conference_ended,
        "call_sid_ending_conference": conference.call_sid_ending_conference,
    }
