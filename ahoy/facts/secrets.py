"""What is secret in requests, answers and rows, and how it is left out of what is shown."""

from __future__ import annotations

import re

HIDDEN = "[hidden]"

FIELDS = ("auth_token", "secret", "password", "credential")
"""Names of what nobody is shown, in answers of the API."""

_IN_JSON = re.compile(rf'"({"|".join(FIELDS)})": "[^"]*"')
_IN_ADDRESS = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*(?=@)")


def without_fields(text: str) -> str:
    """JSON without the values of secret fields."""
    if not any(name in text for name in FIELDS):  # as most: quicker than to look closely
        return text
    return _IN_JSON.sub(rf'"\1": "{HIDDEN}"', text)


def without_password(text: str) -> str:
    """A text without the user names and passwords of its addresses."""
    return _IN_ADDRESS.sub(HIDDEN, text) if "@" in text else text
