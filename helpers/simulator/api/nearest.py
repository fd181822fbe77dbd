"""What Ahoy does not simulate, and the nearest thing that works."""

from __future__ import annotations

from .. import errors
from .asking import Ask

RESOURCES = {
    "Recordings": "Recordings themselves work: client.recordings.list().",
    "Transcriptions": "Those of recordings work: client.transcriptions.list().",
    "SigningKeys": "Keys work: client.new_keys.create().",
}
PRODUCTS = {
    "messaging": "Services and their numbers work: client.messaging.v1.services.",
    "verify": "Send a code of your own: client.messages.create().",
    "lookups": "client.lookups.v2.phone_numbers(number).fetch() works.",
    "monitor": "Alerts work: client.monitor.v1.alerts.list().",
    "iam": "Keys work through the 2010 API: client.new_keys.create().",
    "content": "Send a body of your own: client.messages.create(body=...).",
    "conversations": "Texts work: client.messages.create().",
}
DEFAULT = (
    "What works: client.calls, client.messages, client.incoming_phone_numbers, client.api.account.")


def no_such_resource(ask: Ask) -> errors.TwilioError:
    """501 for a path that Ahoy does not know. (Twilio may not know it either.)"""
    product = ask.parts[0]
    known = [RESOURCES[part] for part in ask.parts if part in RESOURCES]
    instead = known[-1] if known else PRODUCTS.get(product, DEFAULT)
    return errors.not_simulated(_request(ask), instead)


def no_such_method(ask: Ask, instead: str) -> errors.TwilioError:
    """501 for a method that Twilio has here and Ahoy has not."""
    return errors.not_simulated(_request(ask), instead)


def _request(ask: Ask) -> str:
    """`POST /2010-04-01/Accounts/.../Domains.json`; other hosts are named.

    In ASCII, since the SDK shows some refusals as escaped JSON.
    """
    host = "" if ask.parts[0] == "api" else f"{ask.parts[0]}.twilio.com"
    path = ask.path
    if ask.names.get("account_sid"):
        path = path.replace(ask.names["account_sid"], "...", 1)
    return f"{ask.method} {host}{path}"
