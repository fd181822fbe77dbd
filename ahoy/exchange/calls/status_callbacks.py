"""Status callbacks: Twilio tells your site what became of a call or a message.

Those of one call go out one after the other, so that they arrive in order. (Twilio
promises no order; that is in docs/differences.md#calls.)
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ...account.debugger import raise_alert
from ...clock import Process
from ...facts.dates import rfc2822
from ...web import webhooks
from ...web.webhook_cures import why_it_failed
from ...web.webhooks import Jar, WebhookRequest
from .call_parameters import call_params

if TYPE_CHECKING:
    from ...world import World
    from .leg import Leg

SIP_CODES = {
    "completed": "200", "busy": "486", "no-answer": "487", "canceled": "487", "failed": "404",
}


REFUSED = {"CA": 15003, "CF": 16011}
"""The warning when a site answers with an error: about a call, about a conference."""


class StatusCallbacks:
    """The status callbacks of one call or message, in order."""

    def __init__(self, world: World, sid: str, jar: Jar | None = None) -> None:
        self._world, self._sid, self._jar = world, sid, jar or Jar()
        self._waiting: deque[tuple[str, str, dict[str, str], str]] = deque()
        self._running = False
        self.count = 0

    @property
    def all_answered(self) -> bool:
        """True when none is waiting or in flight."""
        return not self._running

    def send(self, url: str, method: str, params: dict[str, str],
             purpose: str = "status callback") -> None:
        """Posts one as soon as those before it were answered."""
        self.count += purpose == "status callback"
        self._waiting.append((url, method, params, purpose))
        if not self._running:
            self._running = True
            self._world.env.process(self._deliver())

    def _deliver(self) -> Process[None]:
        while self._waiting:
            url, method, params, purpose = self._waiting.popleft()
            question = WebhookRequest(url, method, params, purpose, self._sid, self._jar)
            reply = yield from webhooks.ask(self._world, question)
            if reply.error:
                self._complain(reply, purpose)
        self._running = False

    def _complain(self, reply: webhooks.WebhookReply, purpose: str) -> None:
        refused = reply.status is not None and reply.status >= 400
        code = REFUSED.get(self._sid[:2], reply.error) if refused else reply.error
        cure = ("The call or message goes on without it. Answer status callbacks with 200 or 204."
                f" {why_it_failed(reply)}").rstrip()
        raise_alert(self._world, self._sid, code, f"{purpose.capitalize()}: {reply.problem}",
                    level="warning", url=reply.url, cure=cure)


def call_event(leg: Leg, event: str, number: int) -> dict[str, str]:
    """The parameters of a call's status callback (docs/twilio-behaviour.md, 3)."""
    call = leg.call
    status = {"initiated": "initiated", "ringing": "ringing", "answered": "in-progress"}
    params = call_params(call, status.get(event, call.status))
    params["Timestamp"] = rfc2822(leg.world.clock.now())
    params["CallbackSource"] = "call-progress-events"
    params["SequenceNumber"] = str(number)
    if event == "completed":
        params["CallDuration"] = str(call.duration or 0)
        params["Duration"] = str(-(-(call.duration or 0) // 60))
        params["SipResponseCode"] = SIP_CODES.get(call.status, "200")
        params |= leg.told_at_end
    return params
