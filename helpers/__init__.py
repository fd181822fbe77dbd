"""Ahoy's face: all that a notebook imports. Everything is loaded on first use.

Importing this package arms the practice transport: until `start()` has settled the mode,
Twilio's client refuses to send anything. (`ahoy` alone does not, and loads no
Jupyter.)
"""

# Old Pythons read this file, too, on the way to `helpers.starting`: no annotations here.

import importlib
import importlib.util
import sys
from typing import Any

_HOMES = {
    "start": "account",
    "phone": "account",
    "serve": "site",
    "signed_url": "site",
    "watch": "watching",
    "trace": "watching",
    "check": "lesson",
    "call_form": "page.forms",
    "sms_form": "page.forms",
    "credentials_form": "credentials",
    "number_form": "page.number_form",
    "url_form": "page.url_form",
    "voice_form": "page.voice_form",
    "spending": "page.spending",
    "twiml_bin": "bins",
    "explain": "explaining",
    "twiml_bench": "bench",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        known = ", ".join(__all__)
        raise AttributeError(f"module 'helpers' has no attribute {name!r}; it has {known}")
    _arm()
    value = getattr(importlib.import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> "list[str]":
    return __all__


def _arm() -> None:
    """Nothing may reach Twilio before start() has settled the mode."""
    from ahoy import arm, current

    if current() is None and not getattr(sys.modules[__name__], "_settled", False):
        arm()
