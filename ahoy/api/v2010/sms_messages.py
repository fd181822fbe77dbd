"""SMS/Messages, the resource before Messages: gone since 2022 (Twilio's page on 20410)."""

from __future__ import annotations

from ...facts import errors
from ..answers import Answer
from ..request_context import Ask
from ..routes import ACCOUNT, on

OLD = ACCOUNT + "/SMS/Messages"


def gone(ask: Ask) -> Answer:
    """410, whatever is asked. The trace says what to ask instead."""
    ask.warn(f"{OLD.rpartition('}/')[2]} is a discontinued resource of Twilio's.",
             "Ask for Messages: client.messages.create(...).")
    raise errors.refuse(20410)


for _path in (OLD, OLD + "/{sid}"):
    for _method in ("GET", "POST", "DELETE"):
        on(_method, _path)(gone)
