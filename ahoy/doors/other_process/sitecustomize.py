"""Python runs this at its start where this folder is on PYTHONPATH (see `Port.environment`).

Then whatever that program asks of Twilio, by the SDK or without it, goes to the simulator's
port. It may be any Python from 3.8 on, with packages of its own and nothing of the kit's.
"""

import importlib.machinery
import importlib.util
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))


def _load(name, file):
    spec = importlib.util.spec_from_file_location(name, file)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _follow():
    """The sitecustomize that this one hides has its turn, too."""
    others = [place for place in sys.path if os.path.abspath(place or ".") != FOLDER]
    hidden = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if hidden is not None and hidden.origin:
        _load("ahoy_hidden_sitecustomize", hidden.origin)


if os.environ.get("AHOY_TWILIO"):
    _plain = _load("ahoy_plain_http", os.path.join(os.path.dirname(FOLDER), "plain_http.py"))
    _plain.arm(_plain.AtAPort(os.environ["AHOY_TWILIO"]))
_follow()
