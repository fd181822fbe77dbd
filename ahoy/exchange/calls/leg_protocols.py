"""What may stand in for a leg, and for the handset at its end: what others ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ... import trace
    from ...clock import Engine
    from ...store.rows import Call
    from ...web.webhooks import Jar
    from ...world import World
    from .leg import Leg


class FarEnd(Protocol):
    """Who is at the end of a leg: a handset, or a wire to a document that answers instead."""

    number: str
    name: str
    habit: str

    @property
    def status(self) -> str:
        """`idle`, or what it is doing."""

    def begin_call(self, leg: Leg) -> None:
        """It rings, or it has dialled."""

    def hears_ringing(self, leg: Leg) -> None:
        """It calls, and nobody has picked up so far."""

    def call_connected(self) -> None:
        """Somebody picked up."""

    def call_ended(self, leg: Leg) -> None:
        """The line is dead."""

    def hears(self, text: str, kind: str, language: str = "", **more: Any) -> None:
        """Twilio says or plays something, or there is a noise."""

    def hears_keys(self, keys: str, noise: str) -> None:
        """The tones of keys."""

    def hears_person(self, name: str, words: str) -> None:
        """The other person on the line says something."""

    def is_hushed(self) -> None:
        """Twilio stops to say or play."""

    def shows(self, text: str, kind: str, language: str = "", **more: Any) -> None:
        """What is seen, and not heard."""


class Hushable(Protocol):
    """What can be told that a sound is over."""

    def is_hushed(self) -> None:
        """Twilio stops to say or play."""


class Audience(Protocol):
    """Who hears a document: a leg, or all participants of a conference at once."""

    world: World
    env: Engine
    call: Call
    jar: Jar
    barren: int
    documents: int
    is_connected: bool

    @property
    def handset(self) -> Hushable:
        """Who is at the end."""

    def connect(self) -> None:
        """Picks up, where nobody has."""

    def says(self, text: str, voice: str = "", language: str = "") -> float:
        """Words are heard; gives the seconds that they take."""

    def plays(self, url: str, seconds: float) -> float:
        """An audio file is heard."""

    def sends_keys(self, keys: str) -> float:
        """Key tones are heard."""

    def note(self, record: type[trace.Record], /, *, target: str = ..., **fields: Any) -> None:
        """Adds a record to the trace."""

    def alert(self, code: int | None, text: str, *, cure: str = "", level: str = "error",
              url: str = "", line: int | None = None) -> None:
        """What Twilio's debugger would show."""
