"""Twilio's products that are simulated: a folder each, whose files name their resources."""

from __future__ import annotations

import importlib
import pkgutil

from . import iam, lookups, messaging, monitor, v2010

PRODUCTS = (v2010, iam, lookups, messaging, monitor)
"""A new product is a new folder, and one more name here."""


def load() -> None:
    """Lets every resource say what it answers (see `routes.on`)."""
    for product in PRODUCTS:
        for found in pkgutil.iter_modules(product.__path__):
            importlib.import_module(f"{product.__name__}.{found.name}")
