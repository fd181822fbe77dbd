"""Twilio's REST API, without a socket: an `ApiRequest` in, an `ApiReply` out.

Each product of Twilio's is a folder (`v2010`, `messaging`, `lookups`, …; they are named in
`products`), each resource a file in it that is found by itself; what is checked before
something happens stands beside it, in `rules`. The rest of this package is what all of them
share: who asks (`access`), which handler answers (`routes`), parameters, pages, dates, and
how an answer is written (`answers`).
"""

from __future__ import annotations

from .api_request import ApiReply, ApiRequest
from .handling import handle, look

__all__ = ["ApiReply", "ApiRequest", "handle", "look"]
