"""Feedback: /Messages/{sid}/Feedback.json, what your user has told you about a message.

Twilio takes it for messages that were sent with ProvideFeedback=true; what it answers for
others is not known, so they are taken here, with a remark. 200 is OpenAPI's.
"""

from __future__ import annotations

from ...facts import errors
from ...facts.dates import rfc2822
from ..answers import Answer, fetched
from ..parameters import Accepts
from ..request_context import Ask
from ..routes import on
from . import messages

CREATE = Accepts("Outcome")
OUTCOMES = ("confirmed", "unconfirmed")


@on("POST", messages.MESSAGE + "/Feedback")
def create(ask: Ask) -> Answer:
    """Notes whether the message has done its work."""
    message = messages.find(ask)
    CREATE.check(ask)
    if not message.feedback:
        ask.warn("Feedback on a message that was sent without ProvideFeedback.",
                 "Send it with provide_feedback=True.")
    ask.world.store.update(message, feedback=_outcome(ask))
    return fetched(_as_json(ask, message.feedback))


def _outcome(ask: Ask) -> str:
    outcome = ask.text("Outcome") or OUTCOMES[0]
    if outcome not in OUTCOMES:
        raise errors.bad_parameter("Outcome")
    return outcome


def _as_json(ask: Ask, outcome: str) -> dict[str, str | None]:
    now, sid = rfc2822(ask.world.clock.now()), ask.names["sid"]
    return {
        "account_sid": ask.account.sid,
        "date_created": now,
        "date_updated": now,
        "message_sid": sid,
        "outcome": outcome,
        "uri": f"/2010-04-01/Accounts/{ask.account.sid}/Messages/{sid}/Feedback.json",
    }
