"""Twilio and the telephone network, simulated in this process.

Usable alone, without Jupyter. For tests of an app of yours there is `Simulator`, a context
manager (see `testing`). Below it: make a `World`, `begin` it, give the SDK a
`SimulatorClient` (or `arm()` it as the default of every `Client()`), and look at
`world.trace` and `world.phones` afterwards. A `Port` serves the same API over HTTP.
"""

from __future__ import annotations

from .facts.errors import AhoyError, NotSimulated, NotStarted, TwilioError
from .world import World, begin, current

__all__ = [
    "AhoyError",
    "AsyncSimulatorClient",
    "NotSimulated",
    "NotStarted",
    "Port",
    "Simulator",
    "SimulatorClient",
    "TwilioError",
    "World",
    "arm",
    "begin",
    "current",
    "disarm",
    "onlooker",
]


_LATER = {
    "AsyncSimulatorClient": "transport",
    "Port": "port",
    "Simulator": "testing",
    "SimulatorClient": "transport",
    "arm": "transport",
    "disarm": "transport",
    "onlooker": "transport",
}
"""Imported on first use: these need the SDK or sockets, the rest does not."""


def __getattr__(name: str):
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
