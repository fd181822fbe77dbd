"""What a person does on a handset now: each button of the page, as a method.

A script has the same verbs with an s: `answer()` takes the call that rings, `answers(after=2)`
plans it for the next one.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..facts.errors import AhoyError
from ..facts.shown_text import whole
from .script import KEYS

if TYPE_CHECKING:
    from ..exchange.calls.leg import Leg
    from . import Phones, Placed
    from .script import Script

NAMES = ("number", "name", "status", "heard", "messages", "voicemails",
         "answers", "declines", "presses", "says", "hangs_up", "calls", "texts",
         "is_busy", "does_not_answer", "is_unreachable", "is_silent", "is_fax", "has_voicemail",
         "rejects_texts", "accepts_texts",
         "answer", "decline", "press", "say", "hang_up", "dial", "send_text", "take_over")
"""What a handset offers to people who write lessons and tests; the rest is the exchange's."""


class PhoneError(AhoyError):
    """A handset was asked for something that it can't do."""


def _at_once(plan: str) -> Callable[[Any], Any]:
    """A touch has no `after`: who gives one means the script's verb `plan`."""

    def decorate(touch: Any) -> Any:
        form = inspect.signature(touch)

        @functools.wraps(touch)
        def checked(self: Any, *words: Any, **named: Any) -> None:
            try:
                form.bind(self, *words, **named)
            except TypeError:
                given = ", ".join([*map(repr, words), *(f"{n}={v!r}" for n, v in named.items())])
                raise PhoneError(
                    f"{touch.__name__}() is a touch on {self.name}'s phone, now, and does not know "
                    f"what to do with ({given}). What {self.name} will do in a call is "
                    f"{plan}(): write .{plan}({given}) before the call.") from None
            touch(self, *words, **named)

        return checked

    return decorate


class Touches:
    """The buttons of a handset. They do nothing where the page would not show them."""

    if TYPE_CHECKING:  # what the handset itself has
        _phones: Phones
        _script: Script
        _leg: Leg | None

        @property
        def status(self) -> str:
            """`idle`, `ringing`, `calling`, `in-call`."""

        def calls(self, number: str) -> Placed:
            """Calls a number."""

        def texts(self, body: str, to: str) -> Placed:
            """Texts a number."""

        def act(self, action: str, value: str, by: str) -> None:
            """Lets the leg know."""

        def changed(self) -> None:
            """Lets the page know."""

    def __dir__(self) -> list[str]:
        return sorted(NAMES)

    @_at_once("answers")
    def answer(self) -> None:
        """A person takes the call that rings (a script: `answers`)."""
        self._touch("answers")

    @_at_once("declines")
    def decline(self) -> None:
        """A person declines the call that rings (a script: `declines`)."""
        self._touch("declines")

    @_at_once("presses")
    def press(self, keys: str) -> None:
        """A person presses keys now (a script: `presses`)."""
        self._touch("presses", "".join(key for key in str(keys) if key in KEYS))

    @_at_once("says")
    def say(self, words: str) -> None:
        """A person says something now (a script: `says`)."""
        self._touch("says", whole(str(words)))

    @_at_once("hangs_up")
    def hang_up(self) -> None:
        """A person ends the call, or gives up calling (a script: `hangs_up`)."""
        self._touch("hangs up")

    def dial(self, number: str) -> Placed:
        """A person calls a number."""
        return self.calls(number)

    def send_text(self, body: str, to: str) -> Placed:
        """A person sends a text."""
        return self.texts(body, to=to)

    def take_over(self) -> None:
        """A person stops script and autopilot: from here on only touches count."""
        self._phones.change(self._script.drop_all)
        self.changed()

    def _touch(self, action: str, value: str = "") -> None:
        def change() -> None:
            if self._leg is not None and self._can(action):
                self._script.drop()
                self.act(action, value, "person")

        self._phones.change(change)

    def _can(self, action: str) -> bool:
        rings = self.status == "ringing"
        return rings if action in ("answers", "declines") else not rings
