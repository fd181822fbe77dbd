"""Who looks at a handset: pages that show it, and whether a person is at one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import Phones
    from .script import Script


class Watched:
    """What a handset tells those who look at it, and what they tell it."""

    number: str
    _phones: Phones
    _script: Script

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []
        self._readers: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener()`, from any thread, when something changed; gives a stopper."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def before_news(self, reader: Callable[[], None]) -> Callable[[], None]:
        """Calls `reader()` before a call begins, a text comes or a new world clears all:
        what it shows then is about to be the past. Gives a stopper."""
        self._readers.append(reader)
        return lambda: self._readers.remove(reader) if reader in self._readers else None

    def _turns_the_page(self) -> None:
        for reader in tuple(self._readers):
            reader()

    def changed(self) -> None:
        """Tells the listeners that there is something new to show."""
        for listener in tuple(self._listeners):
            listener()

    def seen(self) -> None:
        """A person has it in view while it rings: the autopilot counts from now."""
        self._phones.change(lambda: self._script.seen(self._phones.world.env.now))
        self.changed()

    @property
    def is_attended(self) -> bool:
        """True while a person is at a page that shows it."""
        return self._phones.is_attended and self._phones.find(self.number) is self

    @property
    def is_in_virtual_time(self) -> bool:
        """True where nothing waits."""
        return self._phones.world.clock.is_virtual
