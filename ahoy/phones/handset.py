"""A telephone: it rings, is answered, hears, presses keys and texts.

A person touches it through the page; a script plays the person; where neither does
anything, the autopilot answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts import message_errors, timing
from ..facts.shown_text import shown, whole
from ..media import recording_files
from . import answering_machines
from .answering_machines import Greeting, Voicemail
from .handset_listeners import Watched
from .handset_screen import Screen
from .script import KEYS, Script, Step
from .text_message import TextMessage
from .touches import PhoneError, Touches

if TYPE_CHECKING:
    from ..exchange.calls.leg import Leg
    from . import Phones, Placed


class Handset(Touches, Watched):
    """A telephone. Make one with `phone("+14155550123", name="Alice")`.

    `heard`: what it heard, in order: the words of each Say and the URL of each Play that
    began, noises in [brackets]. `messages`: its texts, oldest first. `voicemails`: what its
    voicemail recorded.
    """

    def __init__(self, phones: Phones, number: str, name: str | None = None,
                 autopilot: float = timing.AUTOPILOT_ANSWER, habit: str = "person") -> None:
        self.number = number
        self.name = name or number
        self._phones = phones
        self._autopilot = autopilot
        super().__init__()
        self._screen = Screen()
        self._begin()
        self.habit = habit

    def _begin(self) -> None:
        """A new world: nothing heard, nothing planned, nobody on the line."""
        self.heard: list[str] = []
        self.messages: list[TextMessage] = []
        self.voicemails: list[Voicemail] = []
        """The messages that its voicemail recorded, oldest first."""
        self.habit = "person"
        self.text_fault: int | None = None
        """The error code with which texts to it end, or None."""
        self._greeting = Greeting()
        self._script = Script(self, self._autopilot)
        self._leg: Leg | None = None
        self._screen.clear()

    # --- a script: what the person will do ---------------------------------------------

    def answers(self, after: float = 2) -> Handset:
        """Answers the next call, `after` seconds of ringing."""
        self.habit = "person"
        return self._plan(Step("answers", after=_seconds(after)))

    def declines(self, after: float = 2) -> Handset:
        """Declines the next call, `after` seconds of ringing. Twilio reports it as `busy`."""
        self.habit = "person"
        return self._plan(Step("declines", after=_seconds(after)))

    def presses(self, keys: str, after: float | None = None) -> Handset:
        """Presses `keys` (0-9 * #, A-D; w waits half a second, W a whole one).

        `after`: seconds after the step before. Left out, the person waits for Twilio to
        ask for keys, and presses a second later.
        """
        keys = str(keys)
        if not keys or any(key not in KEYS for key in keys):
            raise PhoneError(f"{self.name} can't press {keys!r}: a keypad has 0-9, * and #. "
                             'Write the keys as text, for example presses("1#").')
        return self._plan(Step("presses", keys, _seconds(after)))

    def says(self, words: str, after: float | None = None) -> Handset:
        """Says `words`, when Twilio listens for speech or `after` seconds."""
        return self._plan(Step("says", whole(str(words)), _seconds(after)))

    def hangs_up(self, after: float = 5) -> Handset:
        """Hangs up `after` seconds after the step before. A caller whose first step it is gives
        up when it has rung for so long and nobody has picked up."""
        return self._plan(Step("hangs up", after=_seconds(after)))

    def is_busy(self) -> Handset:
        """From now on every call finds it busy."""
        return self._be("busy")

    def does_not_answer(self) -> Handset:
        """From now on it rings, and nobody answers."""
        return self._be("no-answer")

    def is_unreachable(self) -> Handset:
        """From now on it is switched off: calls fail, texts are not delivered."""
        return self._be("unreachable")

    def has_voicemail(self, greeting: str = "Please leave a message after the tone.",
                      ends: str = "beep", after: float = timing.VOICEMAIL_PICKUP) -> Handset:
        """From now on a voicemail answers after so many seconds of ringing: it says its greeting,
        beeps, and records what it hears. `voicemails` has the messages.

        `ends`: how the greeting ends: "beep", "silence", or "other" (with a jingle), which
        DetectMessageEnd reports as machine_end_beep, machine_end_silence, machine_end_other.
        Raises `PhoneError` for another word.
        """
        if ends not in answering_machines.ENDINGS:
            known = ", ".join(map(repr, answering_machines.ENDINGS))
            raise PhoneError(f"ends={ends!r} is no end of a greeting. Use one of {known}.")
        self._greeting = Greeting(whole(greeting), answering_machines.ENDINGS[ends],
                                  _seconds(after) or 0.0)
        return self._be("voicemail")

    def is_silent(self) -> Handset:
        """From now on whoever answers says nothing, not even hello."""
        return self._be("silent")

    def is_fax(self) -> Handset:
        """From now on a fax machine answers."""
        return self._be("fax")

    def rejects_texts(self, code: int = 30007) -> Handset:
        """From now on texts to it are accepted by Twilio and fail later with this error code.

        30003 unreachable, 30005 unknown, 30006 landline, 30007 filtered, 30008 unknown error,
        30034 sender not registered, and others of Twilio's; 30001, 30010, 30036 … end as
        `failed`, the rest as `undelivered`. Raises `PhoneError` for another code.
        """
        if code not in message_errors.TABLE:
            known = ", ".join(str(one) for one in message_errors.TABLE if one >= 30001)
            raise PhoneError(f"{code!r} is no error code of a text that is not delivered. "
                             f"Use one of {known}.")
        return self._refuse(code)

    def accepts_texts(self) -> Handset:
        """Texts to it arrive again."""
        return self._refuse(None)

    def _refuse(self, code: int | None) -> Handset:
        self._phones.change(lambda: setattr(self, "text_fault", code))
        self.changed()
        return self

    def _be(self, habit: str) -> Handset:
        self._phones.change(lambda: setattr(self, "habit", habit))
        self.changed()
        return self

    def _plan(self, step: Step) -> Handset:
        self._phones.change(lambda: self._script.plan(step, self._leg))
        self.changed()
        return self

    # --- acts ---------------------------------------------------------------------------

    def calls(self, number: str, **parameters: str) -> Placed:
        """Calls a number of the account. Returns at once; the call is already listed.
        A browser calls a TwiML app as the Voice SDKs do, `.calls("app:AP…", To="+14155550124")`:
        its voice URL is told the `parameters`. Raises `PhoneError` for whom it can't reach."""
        return self._phones.call_from(self, number, parameters)

    def texts(self, body: str, to: str, media: list[str] | tuple[str, ...] = ()) -> Placed:
        """Texts a number of the account. Returns at once; the text is already listed."""
        return self._phones.text_from(self, to, whole(str(body)), tuple(map(whole, media)))

    # --- reads ---------------------------------------------------------------------------

    @property
    def status(self) -> str:
        """`idle`, `ringing`, `calling` or `in-call`."""
        leg = self._leg
        if leg is None:
            return "idle"
        if leg.is_connected:
            return "in-call"
        return "calling" if leg.is_caller else "ringing"

    def snapshot(self) -> dict[str, Any]:
        """All that a page shows, as plain values. Safe from any thread."""
        with self._phones.world.clock.lock:
            return self._snapshot()

    def _snapshot(self) -> dict[str, Any]:
        leg, clock = self._leg, self._phones.world.clock
        return {
            "number": self.number, "name": self.name,
            "status": self.status, "habit": self.habit,
            "fault": self.text_fault,
            "peer": "" if leg is None else leg.peer,
            "since": 0.0 if leg is None else leg.since,
            "now": clock.elapsed(),
            "ticks": not clock.is_virtual,
            "lines": list(self._screen.lines),
            "messages": self._phones.thread_of(self),
            "next": self._script.coming(),
            "script": [step.shown() for step in self._script.planned],
            "calls": list(self._screen.calls),
        }

    def sound(self, url: str) -> tuple[str, bytes] | None:
        """A sound that was played in the latest call, if Twilio itself keeps it.

        That is hold music, or a recording. Gives its type and its bytes; None for every
        other URL. Nothing is fetched.
        """
        world = self._phones.world
        with world.clock.lock:
            if not self._screen.played(url):
                return None
            if recording := recording_files.at(world, url):
                return recording_files.TYPES["mp3"], recording_files.content(recording, "mp3")
            page = world.hosted.answer("GET", url, {})
        if page is None or not page.content_type.startswith("audio/"):
            return None
        return page.content_type, page.body

    def __repr__(self) -> str:
        own = "" if self.name == self.number else f"{self.name}'s phone "
        return shown(f"{own}{self.number}: {self.status}")

    # --- what the exchange tells the handset (engine's side, lock held) --------------------

    def begin_call(self, leg: Leg) -> None:
        """It rings, or it has dialled."""
        self._turns_the_page()
        self._leg = leg
        self._screen.begin()
        if not leg.is_caller:
            self._rings(leg)
        self.changed()

    def _rings(self, leg: Leg) -> None:
        if self.habit in ("person", "silent"):
            self._script.begin(leg)
        elif self.habit == "voicemail":
            leg.env.process(answering_machines.voicemail(self, leg, self._greeting))
        elif self.habit == "fax":
            leg.env.process(answering_machines.fax(self, leg))

    def call_connected(self) -> None:
        """The other side picked up, or this one did."""
        leg = self._leg
        if leg is not None and leg.is_caller:
            self._script.begin(leg)
        self.changed()

    def call_ended(self, leg: Leg) -> None:
        """The line is dead."""
        if self._leg is not leg:
            return
        self._screen.end(leg, leg.env.now)
        self._leg = None
        self._script.ends_call()
        self.changed()

    def hears_ringing(self, leg: Leg) -> None:
        """Nobody has picked up so far."""
        if leg is self._leg:
            self._script.hears_ringing(leg)

    def hears(self, text: str, kind: str, language: str = "", **more: Any) -> None:
        """`kind`: `say`, `play` or `noise`. `more`: `seconds`, `voice`; see `Screen`."""
        self.heard.append(text)
        self.shows(text, kind, language, **more)

    def hears_keys(self, keys: str, noise: str) -> None:
        """The tones of keys, written as this noise."""
        self.hears(noise, "noise")

    def hears_person(self, name: str, words: str) -> None:
        """The other person on the line says something."""
        self.heard.append(f"[{name}: {words}]")
        self.shows(words, "voice", who=name, seconds=timing.speech(words))

    def shows(self, text: str, kind: str, language: str = "", who: str = "", **more: Any) -> None:
        """One more line on the screen; a key, a note and own words are shown but not heard.

        `who`: the other person that says it (kind `voice`), "" for Twilio and oneself.
        `more`: see `Screen`.
        """
        at = self._phones.world.env.now
        self._screen.add(kind, text, at, language=language, **{"from": who}, **more)
        self.changed()

    def is_hushed(self) -> None:
        """Twilio stops to say or play; the page must not go on."""
        if self._screen.hush(self._phones.world.env.now):
            self.changed()

    def receives(self, message: TextMessage) -> None:
        """A text came in, or went out."""
        self._turns_the_page()
        self.messages.append(message)
        self.changed()

    # --- doing what a step or a touch says -----------------------------------------------

    def act(self, action: str, value: str, by: str) -> None:
        """Does it now, on behalf of a person, a script, the autopilot or a voicemail."""
        leg = self._leg
        if leg is None:
            return
        if action == "presses":
            for key in value.upper():
                leg.is_touched("presses", key, by)
        else:
            leg.is_touched(action, value, by)


def _seconds(after: float | None) -> float | None:
    if after is None:
        return None
    if isinstance(after, bool) or not isinstance(after, int | float) or not 0 <= after < 1e6:
        raise PhoneError(f"after={after!r} is no time: give seconds, for example after=2.")
    return float(after)
