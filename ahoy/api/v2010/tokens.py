"""Tokens: /Accounts/{sid}/Tokens.json, credentials for relay servers (WebRTC).

Nothing is stored: the username and the password are as random as on Twilio, and open no
server here. Key order as in Twilio's OpenAPI example; `url` beside `urls` as in answers of
the live API. The limits of Ttl and their code are guesses.
"""

from __future__ import annotations

import base64
from typing import Any

from ...facts import errors
from ...facts.dates import rfc2822
from ..answers import Answer, created
from ..parameters import Accepts, whole
from ..request_context import Ask
from ..routes import ACCOUNT, on

CREATE = Accepts("Ttl")
DAY = 86_400

STUN = "stun:global.stun.twilio.com:3478"
TURN = (
    "turn:global.turn.twilio.com:3478?transport=udp",
    "turn:global.turn.twilio.com:3478?transport=tcp",
    "turn:global.turn.twilio.com:443?transport=tcp",
)


@on("POST", ACCOUNT + "/Tokens")
def create(ask: Ask) -> Answer:
    """Makes credentials that are valid for Ttl seconds, a day unless said otherwise."""
    CREATE.check(ask)
    seconds = whole(ask.text("Ttl") or str(DAY), 1, DAY)
    if seconds is None:
        raise errors.bad_parameter("Ttl")
    username = ask.world.ids.token(64)
    password = base64.b64encode(bytes.fromhex(ask.world.ids.token(64))).decode()
    return created(as_json(ask, username, password, seconds))


def as_json(ask: Ask, username: str, password: str, seconds: int) -> dict[str, Any]:
    """A token as Twilio writes it: `ttl` is a string."""
    now = rfc2822(ask.world.clock.now())
    relays = [{"url": url, "username": username, "urls": url, "credential": password}
              for url in TURN]
    return {
        "username": username,
        "ice_servers": [{"url": STUN, "urls": STUN}, *relays],
        "date_updated": now,
        "account_sid": ask.account.sid,
        "ttl": str(seconds),
        "date_created": now,
        "password": password,
    }
