"""When a scheduled message may be sent.

Five minutes to 35 days ahead, both inclusive (error pages of 2026). Which of the three
codes with one title means what is a guess: 35114 too soon, 35115 too late, 35117 no date.
"""

from __future__ import annotations

from ....facts import errors
from ....facts.dates import rfc2822
from ... import date_filters
from ...request_context import Ask

SOONEST = 300.0
LATEST = 3_024_000.0
"""Seconds from now."""


def when(ask: Ask) -> float | None:
    """Seconds since 1970 at which the message is due; None for at once.

    Raises:
        TwilioError: 35126 unless ScheduleType is `fixed`, 35118 without a service, 35111
            without SendAt, 35114, 35115 or 35117 for a SendAt that can't be.
    """
    kind, send_at = ask.text("ScheduleType"), ask.text("SendAt")
    if not kind and not send_at:
        return None
    if kind != "fixed":
        raise errors.refuse(35126)
    if not ask.text("MessagingServiceSid"):
        raise errors.refuse(35118)
    if not send_at:
        raise errors.refuse(35111)
    return _in_window(ask, _moment(send_at))


def _moment(text: str) -> float:
    try:
        return date_filters.iso(text)
    except (ValueError, OverflowError):
        raise errors.refuse(35117) from None


def _in_window(ask: Ask, due: float) -> float:
    ahead = due - int(ask.world.clock.now())  # the SDK sends whole seconds
    if SOONEST <= ahead <= LATEST:
        return due
    if ask.world.clock.is_virtual:
        ask.warn(f"The clock of this world says {rfc2822(ask.world.clock.now())}.",
                 "SendAt is five minutes to 35 days from then: send_at=twilio.now +"
                 " timedelta(hours=1) of a Simulator; or let it begin now,"
                 " Simulator(begins=datetime.now(timezone.utc)).")
    raise errors.refuse(35114 if ahead < SOONEST else 35115)
