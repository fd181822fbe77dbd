"""Media of a message: /Messages/{sid}/Media.json, /Media/{sid}.json, and the file itself.

Without an ending the path is the file (Twilio redirects to its file store; here it is the
answer). Key order as in Twilio's OpenAPI example. Media are separate: they stay when their
message is deleted.
"""

from __future__ import annotations

from typing import Any

from ...facts.dates import rfc2822
from ...media import message_media
from ...store.rows import Media
from .. import date_filters, paging
from ..answers import Answer, deleted, fetched, file
from ..parameters import PAGING, Accepts
from ..request_context import FORMATS, Ask
from ..routes import on
from . import messages

FILES = messages.MESSAGE + "/Media"
FILE = FILES + "/{media_sid}"

LIST = Accepts(f"DateCreated DateCreated< DateCreated> {PAGING}")


@on("GET", FILES)
def listing(ask: Ask) -> Answer:
    """The message's files, newest first."""
    LIST.check(ask)
    messages.find(ask)
    where = [("parent_sid", "=", ask.names["sid"]),
             *date_filters.filters(ask, "DateCreated", "date_created", last_day_counts=True)]
    return paging.answer(ask, Media, "media_list", where, as_json)


@on("HEAD", FILE)
@on("GET", FILE)
def fetch(ask: Ask) -> Answer:
    """One file's row, or without an ending the file."""
    found = find(ask)
    if ask.path.rpartition(".")[2] in FORMATS:
        return fetched(as_json(found))
    return file(message_media.content(found), found.content_type)


@on("DELETE", FILE)
def delete(ask: Ask) -> Answer:
    """Forgets a file; the message still counts it."""
    ask.world.store.delete(find(ask))
    return deleted()


def find(ask: Ask) -> Media:
    """The message's file of that SID; 404 when there is none."""
    found = ask.world.store.get(Media, ask.names["media_sid"])
    wanted = (ask.account.sid, ask.names["sid"])
    if found is None or (found.account_sid, found.parent_sid) != wanted:
        raise ask.not_found()
    return found


def as_json(found: Media) -> dict[str, Any]:
    """A file as Twilio writes it."""
    return {
        "account_sid": found.account_sid,
        "content_type": found.content_type,
        "date_created": rfc2822(found.date_created),
        "date_updated": rfc2822(found.date_updated),
        "parent_sid": found.parent_sid,
        "sid": found.sid,
        "uri": f"{message_media.path(found)}.json",
    }
