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
    "check": "lessons.check",
    "call_form": "page.forms.form",
    "sms_form": "page.forms.form",
    "credentials_form": "credentials_entry",
    "number_form": "page.forms.number_form",
    "url_form": "page.forms.url_form",
    "voice_form": "page.forms.voice_form",
    "spending": "page.account.spending",
    "twiml_bin": "twiml_bins",
    "explain": "explanations",
    "twiml_bench": "verb_bench",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        known = ", ".join(__all__)
        raise AttributeError(f"module 'helpers' has no attribute {name!r}; it has {known}")
    _arm()
    _tell_errors_shortly()
    value = getattr(importlib.import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> "list[str]":
    return __all__


def _arm() -> None:
    """Nothing may reach Twilio before start() has settled the mode."""
    from ahoy import arm, current
    from ahoy.doors import patches

    is_settled = getattr(sys.modules[__name__], "_settled", False)
    if patches.rule() is None and current() is None and not is_settled:
        arm()


def _tell_errors_shortly() -> None:
    """In a notebook also what the first start() refuses is one block."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        importlib.import_module(".short_errors", __name__).install(shell)
