"""One leg: a call's row, the handset at its far end, and what passes between them.

The exchange's processes drive a leg forward; the handset touches it from the other side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import simpy

from ... import trace
from ...account import usage_triggers
from ...account.debugger import raise_alert
from ...clock import Process
from ...facts import prices, timing
from ...store.rows import Call
from ...store.statuses import become
from ...web.webhooks import Jar
from .call_parameters import call_params
from .deadlines import Deadlines
from .leg_input import LegInput
from .status_callbacks import StatusCallbacks, call_event

if TYPE_CHECKING:
    from ...world import World
    from .bridge import Line, Service
    from .documents import Source
    from .leg_protocols import FarEnd
    from .machine_detection import DetectionOptions

Tap = Callable[[str, str, str, float], None]

ASKED_PATIENCE = 60.0
"""A script waits this long (seconds) to be asked for keys, then presses all the same."""

ASKED_PAUSE = 1.0
"""And lets this pass (seconds) once it is asked."""


_SOUNDS = {"Say": "says", "Play": "plays", "noise": "makes_noise"}

_REACTIONS = {"answers": "answered", "declines": "busy", "": "no-answer"}
"""How a handset's reaction to the ringing is reported; a far end gives a status itself."""


class Over(Exception):
    """The call ends now, with this final status, because of `by`."""

    def __init__(self, status: str, by: str) -> None:
        super().__init__(f"{status}: {by}")
        self.status, self.by = status, by


class Leg:
    """A call in progress. `is_caller`: the handset called us, rather than we the handset."""

    def __init__(self, world: World, call: Call, handset: FarEnd, *, is_caller: bool) -> None:
        self.world, self.env = world, world.env
        self.call = call
        self.handset = handset
        self.is_caller = is_caller
        self.lane = handset.name
        self.told_as = self.lane if call.parent_call_sid else ""  # its parent's story tells it
        self.peer = call.to if is_caller else call.from_
        self.jar = Jar()
        self.callbacks = StatusCallbacks(world, call.sid, self.jar)
        self.is_alive = True
        self.is_connected = self.was_connected = False
        self.since = world.clock.elapsed()
        # Documents in a row in which nobody heard or waited for anything.
        self.barren = 0
        # For trials: whether the notice was given, and how many documents there were.
        self.heard_notice = False
        self.documents = 0
        self.ear: LegInput | None = None
        # How many calls of the account lead into this one.
        self.hops = 0
        self._line: Line | None = None
        # What the far end says: until when, how and what.
        self._sound: tuple[float, str, str] | None = None
        # Recordings: each is told who made a sound, which one, and for how many seconds.
        self.taps: list[Tap] = []
        # Those that end with the leg.
        self.recorders: list[Service] = []
        # What the last status callback says besides: where the recording is.
        self.told_at_end: dict[str, str] = {}
        # What answering machine detection shall find out when it is answered.
        self.detecting: DetectionOptions | None = None
        self._parting: Source | None = None
        self.deadlines = Deadlines(self.env)
        self.process: simpy.Process | None = None
        self._reaction = self.env.event()
        self._asked = self.env.event()
        self._connected_at = 0.0
        self._interrupts = True

    # --- life ---------------------------------------------------------------------------

    def becomes(self, status: str, **changes: Any) -> None:
        """Writes the new status down and tells the trace."""
        become(self.world.store, self.call, status, self.world.clock.now(), **changes)
        self.note(trace.Status, target=trace.TWILIO, status=status, kind="call", to=self.told_as)

    def note(self, record: type[trace.Record], /, *, source: str = trace.TWILIO,
             target: str | None = None, **fields: Any) -> None:
        """Adds a record about this leg to the trace."""
        self.world.trace.add(record(
            at=self.env.now, sid=self.call.sid, source=source,
            target=self.lane if target is None else target, **fields))

    def tell(self, event: str) -> None:
        """Posts a status callback, where one is wanted: initiated, ringing, answered, completed."""
        if self.call.status_callback and event in self.call.status_callback_event.split():
            self.callbacks.send(
                self.call.status_callback, self.call.status_callback_method,
                call_event(self, event, self.callbacks.count))

    def ring(self, patience: float, begins: Callable[[], None] | None = None) -> Process[str]:
        """Rings the handset for `patience` seconds: gives `answered`, `busy`, `no-answer`, …

        `begins` is called when it does ring, and is not busy.
        """
        habit = self.handset.habit
        if habit == "busy" or self.handset.status != "idle":
            yield self.env.timeout(timing.BUSY_TONE)
            return "busy"
        self.note(trace.Ring, caller=self.peer)
        self.handset.begin_call(self)
        if begins is not None:
            begins()
        self.deadlines.add(patience, lambda: self.reacts(""))
        reaction: str = yield self._reaction
        if not reaction:
            self.note(trace.Ring, caller=self.peer, stopped="nobody answered")
        return _REACTIONS.get(reaction, reaction)

    def connect(self) -> None:
        """Someone picked up: the handset, or Twilio on behalf of your number."""
        if self.is_connected:
            return
        self.is_connected = self.was_connected = True
        self._connected_at = self.env.now
        self.since = self.world.clock.elapsed()
        self.becomes("in-progress")
        self.tell("answered")
        self.handset.call_connected()

    @property
    def has_reaction(self) -> bool:
        """True once the handset has answered or declined."""
        return self._reaction.triggered

    @property
    def seconds(self) -> int:
        """Whole seconds since it was answered, rounded up as Twilio bills them."""
        if not self.was_connected:
            return 0
        return max(1, int(-(-(self.env.now - self._connected_at) // 1)))

    def finish(self, status: str, by: str) -> None:
        """The end: row, trace, handset, last callback."""
        if not self.is_alive:
            return
        self.is_alive = self.is_connected = False
        self.deadlines.forget()
        was_busy = status == "busy" and by == self.lane and not self.has_reaction
        self.note(trace.Ended, by=by, was_busy=was_busy)
        for recorder in tuple(self.recorders):
            recorder.stop()
        price = prices.of_call(self.call, self.seconds)
        self.becomes(status, end_time=self.world.clock.now(), duration=self.seconds, price=price)
        usage_triggers.look(self.world, self.call.sid)
        self.handset.call_ended(self)
        if self._line is not None:
            self._line.leaves(self)
        self._ask_at_the_end()
        self.tell("completed")
        self.world.exchange.forget(self)

    def asks_when_over(self, source: Source | None) -> None:
        """What an unfinished verb still asks when the call ends; its answer changes nothing."""
        self._parting = source

    def _ask_at_the_end(self) -> None:
        source = self._parting
        if source is not None and source.url:
            params = call_params(self.call) | source.extra
            self.callbacks.send(source.url, source.method, params, source.purpose)

    def cut(self, cause: Any) -> None:
        """Interrupts what Twilio is doing on this leg: `Over` or new instructions."""
        if not self.is_alive or self.process is None or not self._interrupts:
            return
        if isinstance(cause, Over):
            self._interrupts = False
        self.process.interrupt(cause)

    # --- what the handset does ------------------------------------------------------------

    def is_touched(self, action: str, value: str, by: str) -> None:
        """The handset answers, declines, hangs up, presses a key, speaks or makes a sound."""
        if not self.is_alive:
            return
        self.note(trace.Touched, source=self.lane, target=trace.TWILIO,
                  action=action, value=value, by=by)
        if action in ("answers", "declines"):
            self.reacts(action)
        elif action == "hangs up":
            self.cut(Over(self._status_of_hang_up(), self.lane))
        else:
            self._takes_in(action, value)

    def reacts(self, action: str) -> None:
        """Ends the ringing; the first reaction counts, and "" is the end of patience."""
        if not self._reaction.triggered:
            self._reaction.succeed(action)

    def _status_of_hang_up(self) -> str:
        if self.was_connected:
            return "completed"
        return "no-answer" if self.is_caller else "busy"

    def _takes_in(self, action: str, value: str) -> None:
        if action == "says":
            self.handset.shows(value, "own", seconds=timing.speech(value))
        else:
            self.handset.shows(value, "key" if action == "presses" else "note")
        self._record("person", action, value)
        if self.ear is not None and self.is_asked(action):
            self.ear.put(action, value)
        if self._line is not None:
            self._line.carries(self, action, value)

    def takes_sound(self, verb: str, text: str, seconds: float) -> None:
        """The far end says or plays something: a document, rather than a person, is there."""
        self._record("person", verb, text, seconds)
        self._sound = (self.env.now + seconds, verb, text)
        if verb == "Say" and self.ear is not None and self.is_asked("says"):
            self.ear.put("says", text)
        if self._line is not None:
            self._line.carries(self, verb, text)

    def is_asked(self, action: str) -> bool:
        """True while Twilio listens for it: `presses` or `says`."""
        return self.ear is not None and action in self.ear.kinds

    def _record(self, who: str, action: str, value: str, seconds: float | None = None) -> None:
        if not self.taps:
            return
        lasts = timing.speech(value) if seconds is None else seconds
        for tap in tuple(self.taps):
            tap(who, action, value, lasts)

    # --- what verbs need --------------------------------------------------------------------

    @property
    def line(self) -> Line | None:
        """Where its voice goes, when it is connected with somebody."""
        return self._line

    @line.setter
    def line(self, line: Line | None) -> None:
        self._line = line
        if line is None:
            self._asks_no_more()
            return
        if not self._asked.triggered:  # somebody listens: scripts may go on
            self._asked.succeed()
        if self._sound is not None and self.env.now < self._sound[0]:
            line.carries(self, *self._sound[1:])

    def listen(self, *kinds: str, is_question: bool = False) -> LegInput:
        """Begins to collect `presses` and `says`; what came before is lost, as on Twilio.

        `is_question`: one step of a script answers it, and the next one waits for the next.
        """
        self.ear = LegInput(self.env, kinds, is_question=is_question)
        if not self._asked.triggered:
            self._asked.succeed()
        return self.ear

    def stop_listening(self) -> None:
        """Ends the collecting."""
        self.ear = None
        if self._line is None:
            self._asks_no_more()

    def _asks_no_more(self) -> None:
        if self._asked.triggered and self.ear is None:
            self._asked = self.env.event()

    def until_asked(self, action: str) -> Process[None]:
        """A script's wait for Twilio to listen."""
        if action not in ("presses", "says"):
            return
        patience = self.env.timeout(ASKED_PATIENCE)
        while not patience.processed:
            if not self._may_speak(action):
                yield self._asked | patience
            if self._may_speak(action):
                yield self.env.timeout(ASKED_PAUSE)
                if self._may_speak(action):  # it may have ended meanwhile: then the next
                    return
            elif self._asked.triggered:  # for something else
                self._asked = self.env.event()

    def _may_speak(self, action: str) -> bool:
        ear = self.ear
        asked = ear is not None and action in ear.kinds and not ear.is_answered
        return asked or self._line is not None

    def says(self, text: str, voice: str = "", language: str = "") -> float:
        """The handset hears words; gives the seconds that they take."""
        seconds = timing.speech(text)
        self._hears(text, "Say", seconds, voice=voice, language=language)
        self.handset.hears(text, "say", language, seconds=seconds, voice=voice)
        return seconds

    def plays(self, url: str, seconds: float = timing.PLAY) -> float:
        """The handset hears an audio file."""
        self._hears(url, "Play", seconds)
        self.handset.hears(url, "play", seconds=seconds)
        return seconds

    def hears_person(self, name: str, action: str, value: str) -> None:
        """The handset hears the other person on the line: words, the tone of a key, a beep.

        Where a document is at the other end, `action` is `Say`, `Play` or `noise`.
        """
        if action == "says":
            self._hears(f"[{name}: {value}]", "voice", timing.speech(value))
            self.handset.hears_person(name, value)
        elif action == "presses":
            self._hears_keys(value, f"[key {value}]")
        elif action == "sounds":
            self.makes_noise(f"[{value}]")
        else:
            getattr(self, _SOUNDS[action])(value)

    def makes_noise(self, noise: str) -> None:
        """The handset hears a noise, such as `[busy tone]`."""
        self._hears(noise, "noise", 0.0)
        self.handset.hears(noise, "noise")

    def rings_on(self) -> None:
        """A caller whom nobody has picked up so far waits on."""
        if self.is_caller and not self.is_connected:
            self.handset.hears_ringing(self)

    def sends_keys(self, keys: str) -> float:
        """The handset hears key tones; gives the seconds that they take."""
        self._hears_keys(keys, f"[keys {keys}]")
        return sum(timing.KEY_PAUSES.get(key, timing.KEY_GAP) for key in keys)

    def _hears_keys(self, keys: str, noise: str) -> None:
        self._hears(noise, "noise", 0.0)
        self.handset.hears_keys(keys, noise)

    def _hears(self, text: str, verb: str, seconds: float, **more: str) -> None:
        self._record("Twilio", verb, text, seconds)
        self.note(trace.Heard, text=text, verb=verb, seconds=round(seconds, 3), **more)

    def alert(self, code: int | None, text: str = "", *, cure: str = "",
              level: str | None = None, url: str = "", line: int | None = None) -> None:
        """What Twilio's debugger would show about this call (see `debugger.raise_alert`)."""
        raise_alert(self.world, self.call.sid, code, text, cure=cure, level=level, url=url,
                    line=line)
