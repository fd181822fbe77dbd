"""Python runs this at its start where this folder is on PYTHONPATH (see `Port.environment`).

Then whatever that program asks of Twilio, by the SDK or without it, goes to the simulator's
port. It may be any Python from 3.8 on, with packages of its own and nothing of the kit's.
"""

import importlib.machinery
import importlib.util
import os
import sys
from typing import Any

FOLDER = os.path.dirname(os.path.abspath(__file__))


def _load(name: str, file: str) -> Any:
    spec: Any = importlib.util.spec_from_file_location(name, file)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _follow() -> None:
    """The sitecustomize that this one hides has its turn, too."""
    others = [place for place in sys.path if os.path.abspath(place or ".") != FOLDER]
    hidden = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if hidden is not None and hidden.origin:
        _load("ahoy_hidden_sitecustomize", hidden.origin)


if os.environ.get("AHOY_TWILIO"):
    _libraries = _load("ahoy_http_libraries",
                       os.path.join(os.path.dirname(FOLDER), "http_libraries.py"))
    _libraries.arm(_libraries.AtAPort(os.environ["AHOY_TWILIO"]))
_follow()
