"""Twilio's REST API, without a socket: a `Request` in, a `Reply` out.

Paths and resources are in `resources/`, one file each, and found there by themselves;
what they check before they act is in `rules/`. The rest of this package is what all of
them share: who asks (`access`), which handler answers (`routes`), parameters, pages,
dates, and how an answer is written (`answers`).
"""

from __future__ import annotations

from .api_request import ApiReply, ApiRequest
from .handling import handle, look

__all__ = ["ApiReply", "ApiRequest", "handle", "look"]
