"""The parameters of a call, which every webhook about it carries."""

from __future__ import annotations

from ...store.rows import Call
from ...web.webhooks import place


def call_params(call: Call, status: str | None = None) -> dict[str, str]:
    """What every voice webhook carries, in the order seen on the wire
    (docs/twilio-behaviour.md, 2.7)."""
    to, from_ = place("To", call.to), place("From", call.from_)
    called = {key.replace("To", "Called", 1): value for key, value in to.items()}
    caller = {key.replace("From", "Caller", 1): value for key, value in from_.items()}
    params = {"Called": call.to, **to, **caller, "Direction": call.direction, "CallSid": call.sid,
              "To": call.to, **called, "ApiVersion": "2010-04-01",
              "CallStatus": status or call.status, "From": call.from_,
              "AccountSid": call.account_sid, **from_, "Caller": call.from_}
    if call.parent_call_sid:
        params["ParentCallSid"] = call.parent_call_sid
    if call.caller_name is not None:
        params["CallerName"] = call.caller_name
    if call.answered_by:
        params["AnsweredBy"] = call.answered_by
    return params
