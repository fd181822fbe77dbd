"""The account's own number, which forms and handsets suggest."""

from __future__ import annotations

import os


def office_number() -> str:
    """In E.164 form, as `start()` has put it into the environment in either mode; or empty."""
    return os.environ.get("TWILIO_PHONE_NUMBER", "")
