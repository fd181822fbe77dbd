"""What Twilio refuses, as a program reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException


def refusal(act: Callable[[], Any]) -> tuple[int, int | None, str]:
    """HTTP status, Twilio's code, and the sentence without the SDK's words before it."""
    with pytest.raises(TwilioRestException) as refused:
        act()
    return refused.value.status, refused.value.code, refused.value.msg.partition(": ")[2]


def code_of(act: Callable[[], Any]) -> tuple[int, int | None]:
    """HTTP status and Twilio's code."""
    return refusal(act)[:2]
