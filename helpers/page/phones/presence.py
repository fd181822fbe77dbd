"""Whether a person is there: at a page that is visible, has been used lately, and whose cells
are run one by one. Then the autopilot gives time to see, to read and to click."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from ahoy import current

from .running_cells import runs

FRESH = 13.0
"""What a page has said holds so many seconds: it says it again every five."""


class Presence:
    """What the pages of this kernel have said."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[float, bool, bool]] = {}
        self._busy = 0

    def told(self, page: str, is_there: bool, has_dock: bool = False) -> None:
        """A page says whether somebody is at it, and whether all phones stand in a dock on it."""
        self._pages = self._fresh() | {page: (time.monotonic(), is_there, has_dock)}
        self.tell()

    def _fresh(self) -> dict[str, tuple[float, bool, bool]]:
        """The pages that have said something lately; others were closed, or are asleep."""
        begin = time.monotonic() - FRESH
        return {page: said for page, said in self._pages.items() if said[0] > begin}

    def takes(self, content: dict[str, Any]) -> bool:
        """Takes a message of a page that is about its reader; False for another one."""
        page, what = str(content.get("page", ""))[:64], content.get("do")
        if what not in ("there", "away"):
            return False
        self.told(page, what == "there", content.get("docked") is True)
        return True

    @property
    def has_dock(self) -> bool:
        """True where some page shows all phones in a dock."""
        return any(has_dock for _, _, has_dock in self._fresh().values())

    @property
    def is_there(self) -> bool:
        """True while somebody can see and click."""
        there = any(is_there for _, is_there, _ in self._fresh().values())
        return there and not runs.is_batch and not self._busy

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
