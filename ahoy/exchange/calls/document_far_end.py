"""The far end of a leg where a document answers instead of a person.

Who calls one of the account's own numbers, or an app, makes two calls: one that goes out,
and one that comes in, whose TwiML speaks. A wire joins them, and each end of it looks like a
handset to its leg: what Twilio says on one leg comes out on the other, and keys and words
arrive where the TwiML listens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ...account import twiml_apps
from ...facts import limits
from ...store.rows import PhoneNumber
from .bridge import Bridge
from .leg import Leg, Over

if TYPE_CHECKING:
    from ...world import World


BY = "other call"
"""Who does what comes over the wire, as the trace says."""


@dataclass(slots=True)
class Called:
    """Whom the call that comes in reaches. `options`: the columns that say what to do then;
    `extra`: what its TwiML is told besides. `answers_back`: what its <Hangup> and <Reject>
    say in <Parameter> comes back, which an app's do and a number's do not."""

    to: str
    account_sid: str
    options: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)
    phone_number_sid: str | None = None
    answers_back: bool = False


class Plug:
    """One end of a wire; the leg that has it takes it for a handset. A `Socket` makes the wire."""

    habit = "document"
    other: Plug

    def __init__(self, number: str, name: str) -> None:
        self.number, self.name = number, name
        self.leg: Leg | None = None
        self._is_carrying = False

    @property
    def status(self) -> str:
        """`idle` until a leg has it, `in-call` from then on."""
        return "idle" if self.leg is None else "in-call"

    @property
    def far(self) -> Leg | None:
        """The leg at the other end, while it lives."""
        leg = self.other.leg
        return leg if leg is not None and leg.is_alive else None

    # --- what a leg tells its handset -------------------------------------------------------

    def begin_call(self, leg: Leg) -> None:
        """A leg has it now."""
        self.leg = leg

    def call_connected(self) -> None:
        """The TwiML picked up: the call that went out is answered."""
        if self.far is not None:
            self.far.reacts("answers")

    def hears_ringing(self, leg: Leg) -> None:
        """A wire is patient."""

    def call_ended(self, leg: Leg) -> None:
        """One call takes the other along."""
        far = self.far
        if far is None:
            return
        far.reacts(leg.call.status)
        if far.was_connected or far.is_caller:
            far.cut(Over("completed" if far.was_connected else "no-answer", far.lane))

    def hears(self, text: str, kind: str, language: str = "", **more: Any) -> None:
        """What Twilio says here comes out over there."""
        verb = {"say": "Say", "play": "Play"}.get(kind, "noise")
        self._carry(lambda far: far.takes_sound(verb, text, more.get("seconds", 0.0)))

    def hears_keys(self, keys: str, noise: str) -> None:
        """Keys are pressed over there."""
        for key in keys.upper().replace("W", ""):
            self._carry(partial(_press, key))

    def hears_person(self, name: str, words: str) -> None:
        """A person's words are said over there."""
        self._carry(lambda far: far.is_touched("says", words, BY))

    def is_hushed(self) -> None:
        """A sentence is cut off over there, too, for whoever it is connected with."""
        self._carry(_hush)

    def _carry(self, act: Callable[[Leg], None]) -> None:
        """Lets the far leg have it, but once: with both ends in one room it would go round."""
        far = self.far
        if far is None or self._is_carrying:
            return
        self._is_carrying = self.other._is_carrying = True
        try:
            act(far)
        finally:
            self._is_carrying = self.other._is_carrying = False

    def shows(self, text: str, kind: str, language: str = "", **more: Any) -> None:
        """A wire has no screen."""


def _press(key: str, far: Leg) -> None:
    far.is_touched("presses", key, BY)


def _hush(far: Leg) -> None:
    if isinstance(far.line, Bridge):
        far.line.other(far).handset.is_hushed()


class CallingPlug(Plug):
    """The end of the call that goes out: when it rings, the one that comes in begins."""

    def __init__(self, called: Called, from_: str, name: str) -> None:
        super().__init__(called.to, called.to)
        self.called = called
        self.given_back: dict[str, str] = {}
        self.other = Plug(from_, f"{name} via {called.to}")
        self.other.other = self

    def begin_call(self, leg: Leg) -> None:
        super().begin_call(leg)
        if leg.hops < limits.CALLS_IN_EACH_OTHER:
            leg.world.exchange.call_through(leg, self.other, self.called)
            return
        leg.alert(None, f"{limits.CALLS_IN_EACH_OTHER} calls of this account lead into each other.",
                  cure=f"The TwiML of {self.number} dials itself, perhaps over another number.")
        leg.reacts("failed")


def give_back(leg: Leg, parameters: dict[str, str]) -> None:
    """The app that speaks on this leg ends the call with them: the <Dial> that called it has
    them now. On every other leg nobody asks for them."""
    socket = getattr(leg.handset, "other", None)
    if isinstance(socket, CallingPlug) and socket.called.answers_back:
        socket.given_back |= parameters


def given_back(leg: Leg) -> dict[str, str]:
    """What the app that this leg called has given back."""
    return leg.handset.given_back if isinstance(leg.handset, CallingPlug) else {}


def of_number(world: World, number: PhoneNumber, from_: str, name: str) -> CallingPlug:
    """The far end of a call to one of the account's own numbers: its voice URL answers.

    `name`: who calls, as the trace calls it. Without a voice URL the call fails, and no alert
    is raised: reported of calls that the API makes, likely of a <Dial>.
    """
    socket = CallingPlug(Called(number.phone_number, number.account_sid,
                           twiml_apps.for_calls(world.store, number),
                           phone_number_sid=number.sid), from_, name)
    if not socket.called.options["url"]:
        socket.habit = "speechless"
    return socket
