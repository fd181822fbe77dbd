"""Parameters of a request: which ones an operation knows, and what their values may be."""

from __future__ import annotations

import re
from functools import lru_cache

from ..facts import errors
from .request_context import Ask

NO_EFFECT = frozenset({"", "false", "none", "retain"})
"""Values with which a parameter that is not simulated changes nothing."""

UNKNOWN = "Unknown parameters were not recognized and were ignored: "

_URL = re.compile(
    r"https?://(?:[^/?#@\s]*@)?(?P<host>\[[0-9a-f:.]+\]|[^/?#:@\s\[\]]+)(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{1,9}")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")


_NO_ADDRESS = "Numbers here need no address and no identity. Leave it out."
_NO_EMERGENCY = "No emergency call is made in practice. Leave it out."

INSTEAD = {
    "AddOns": "Add-ons are not simulated: type=['carrier', 'caller-name'] works.",
    "AddressRetention": "Delete the message when it was delivered: delete().",
    "AddressSid": _NO_ADDRESS,
    "BundleSid": _NO_ADDRESS,
    "Byoc": "Carriers of your own are not simulated. Leave Byoc out.",
    "CallToken": "Webhooks of practice carry no CallToken. Leave it out.",
    "CallerId": "Give the number as from_.",
    "ClientNotificationUrl": "No push notification is sent. phone(\"client:ada\") rings by itself.",
    "ContentRetention": "Redact the message when it was delivered: update(body='').",
    "ContentSid": "Send the text itself as Body. (Twilio refuses a ContentSid that your account"
                  " does not have with 21655.)",
    "EmergencyAddressSid": _NO_EMERGENCY,
    "EmergencyStatus": _NO_EMERGENCY,
    "FallbackFrom": "Only texts are simulated, and none falls back. Leave it out.",
    "IdentitySid": _NO_ADDRESS,
    "InLata": "Search by AreaCode, InRegion, InLocality or NearNumber.",
    "Passports": "SHAKEN passports are not simulated. Leave Passports out.",
    "PersistentAction": "It is for WhatsApp. Send the place as words or as a link.",
    "PublicApplicationConnectEnabled": "Only your own account can dial the app. Leave it out.",
    "RecordingConfigurationId": "Say how to record in the request: record=True,"
                                " recording_channels='dual'.",
    "ShortenUrls": "Send the URL as it is.",
    "TrunkSid": "SIP trunks are not simulated. Set a VoiceUrl.",
    "VoiceCallerIdLookup": "A number can: client.incoming_phone_numbers(sid).update("
                           "voice_caller_id_lookup=True).",
}
"""The nearest thing that works, where leaving the parameter out is not all there is to say."""


class Accepts:
    """The parameters of one operation: those that Ahoy honours, and those that only Twilio does.

    Both are names separated by blanks.
    """

    def __init__(self, honoured: str, only_twilio: str = "") -> None:
        self.honoured = frozenset(honoured.split())
        self.only_twilio = frozenset(only_twilio.split())

    def check(self, ask: Ask) -> None:
        """Refuses (501) what is not simulated; warns of what Twilio does not know (20001).

        Twilio ignores unknown parameters and carries on, and so does Ahoy.
        """
        unknown = ask.given.keys() - self.honoured
        for name in sorted(unknown & self.only_twilio):
            if any(value.lower() not in NO_EFFECT for value in ask.texts(name)):
                instead = INSTEAD.get(name, f"Leave {name} out.")
                raise errors.not_simulated(f"the parameter {name}", instead)
        if unheard_of := sorted(unknown - self.only_twilio):
            ask.warn(UNKNOWN + ", ".join(unheard_of), "Look for a misspelt name.", code=20001)


PAGING = "PageSize Page PageToken"


@lru_cache(maxsize=1024)
def is_web_address(text: str) -> bool:
    """True for an absolute http(s) URL with a host that could be on the internet.

    Unlike Twilio, also for this machine (localhost, 127.0.0.1), where a learner's practice
    site is; a host without a dot, which no network could find, is refused as by Twilio.
    """
    match = _URL.fullmatch(text)
    if match is None:
        return False
    host = match["host"].lower()
    if host == "localhost" or host.startswith("["):
        return True
    labels = host.rstrip(".").split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)


def is_callback_address(text: str) -> bool:
    """The same for a StatusCallback: at most 4,000 characters, no underscore in the host."""
    match = _URL.fullmatch(text) if len(text) <= 4000 and is_web_address(text) else None
    return match is not None and "_" not in match["host"]


def method(ask: Ask, name: str, code: int = 21209) -> str:
    """An HTTP method, GET or POST (the default), in capitals."""
    value = ask.text(name).upper()
    if not value:
        return "POST"
    if value not in ("GET", "POST"):
        raise errors.refuse(code)
    return value


def flag(ask: Ask, name: str) -> bool:
    """`true` or `false`, in any letter case. Another word is refused (20001, a guess)."""
    value = ask.text(name).lower()
    if value not in ("", "true", "false"):
        raise errors.bad_parameter(name)
    return value == "true"


def whole(text: str, least: int, most: int) -> int | None:
    """The whole number, or None when the text is none or lies outside of these bounds."""
    if not _DIGITS.fullmatch(text):
        return None
    return int(text) if least <= int(text) <= most else None
