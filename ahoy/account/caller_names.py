"""Whose number it is: the names that a caller-name database (CNAM) would have.

Here the handsets are that database: a name that was given to one is its owner's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts import prices
from . import usage

if TYPE_CHECKING:
    from ..world import World


def name_of(world: World, number: str) -> str | None:
    """The name of the handset with this number, or None."""
    handset = world.phones.find(number)
    return handset.name if handset is not None and handset.name != number else None


def charge(world: World, account_sid: str) -> None:
    """A name costs, also one that is not known (Twilio's page on Caller Name)."""
    usage.charge(world, account_sid, "calleridlookups", 1, prices.USD["lookup caller name"])
