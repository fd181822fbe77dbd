"""Whether a person is there: at a page that is visible, has been used lately, and whose cells
are run one by one. Then the autopilot gives time to see, to read and to click."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from helpers.simulator import current

from .runs import runs

MOST = 50
"""So many pages are remembered."""


class Presence:
    """What the pages of this kernel have said."""

    def __init__(self) -> None:
        self._there: dict[str, bool] = {}
        self._docks: dict[str, bool] = {}
        self._busy = 0

    def told(self, page: str, is_there: bool) -> None:
        """A page says whether somebody is at it."""
        self._there.pop(page, None)
        self._there[page] = is_there
        for old in list(self._there)[:-MOST]:
            del self._there[old]
        self.tell()

    def docked(self, page: str, is_docked: bool) -> None:
        """A page says whether a dock with all phones stands on it."""
        self._docks.pop(page, None)
        self._docks[page] = is_docked
        for old in list(self._docks)[:-MOST]:
            del self._docks[old]

    def takes(self, content: dict[str, Any]) -> bool:
        """Takes a message of a page that is about its reader; False for another one."""
        page, what = str(content.get("page", ""))[:64], content.get("do")
        if what not in ("there", "away"):
            return False
        self.docked(page, content.get("docked") is True)
        self.told(page, what == "there")
        return True

    @property
    def has_dock(self) -> bool:
        """True where some page shows all phones in a dock."""
        return any(self._docks.values())

    @property
    def is_there(self) -> bool:
        """True while somebody can see and click."""
        return any(self._there.values()) and not runs.is_batch and not self._busy

    def tell(self, *_: Any) -> None:
        """Tells the phones of the current world."""
        world = current()
        if world is not None:
            world.phones.attend(self.is_there)

    @contextlib.contextmanager
    def nobody_needed(self) -> Iterator[None]:
        """Meanwhile nobody is waited for: a check makes its calls by itself."""
        self._busy += 1
        self.tell()
        try:
            yield
        finally:
            self._busy -= 1
            self.tell()


presence = Presence()
"""Of this kernel."""

runs.when_begun = presence.tell
