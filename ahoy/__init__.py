"""Twilio and the telephone network, simulated in this process.

For tests of an app of yours there is `Simulator`, a context manager (see `testing`). Below
it: make a `World`, `begin` it, give the SDK a `SimulatorClient` (or `arm()` it as the
default of every `Client()`), and look at `world.trace` and `world.phones` afterwards.
A `Port` serves the same API over HTTP; `python -m ahoy` does so from a terminal.

Everything is loaded on first use: pytest imports this package in every run of a project
that has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .doors.port import Port
    from .doors.sdk_client import AsyncSimulatorClient, SimulatorClient, arm, disarm, onlooker
    from .facts.errors import AhoyError, NotSimulated, NotStarted, TwilioError
    from .testing.simulator import Simulator
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

_HOMES = {
    "doors.port": ("Port",),
    "doors.sdk_client": ("AsyncSimulatorClient", "SimulatorClient", "arm", "disarm", "onlooker"),
    "facts.errors": ("AhoyError", "NotSimulated", "NotStarted", "TwilioError"),
    "testing.simulator": ("Simulator",),
    "world": ("World", "begin", "current"),
}
_LATER = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    found = getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
