"""Each verb in a few words: what the caller hears, what is waited for, who is asked next.

A phrase gets the walk through the document and the element, and adds its steps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ..facts import limits, segments, timing
from .document import Element

if TYPE_CHECKING:
    from .explain_document import Walk

Phrase = Callable[["Walk", Element], None]


def seconds(count: float) -> str:
    """`5 s`, `1.5 s`, `2 min`, `1 min 30 s`, `4 h`."""
    if count < 60:
        return f"{round(count, 1):g} s"
    minutes, rest = divmod(round(count), 60)
    if rest:
        return f"{minutes} min {rest} s"
    return f"{minutes} min" if minutes % 60 else f"{minutes // 60} h"


def whole(element: Element, name: str, default: int) -> int:
    """A whole number; words like `auto` count as the default."""
    value = element.attributes.get(name, "")
    return int(value) if value.isdigit() else default


# --- sounds ------------------------------------------------------------------


def say(walk: Walk, element: Element) -> None:
    words = " ".join(element.text.split())
    if words:
        _sound(walk, element, f"“{words}”{_voice(element)}", timing.speech(words) + element.breaks)


def _voice(element: Element) -> str:
    given = [element.attributes[name] for name in ("language", "voice")
             if name in element.attributes]
    return f" in {', '.join(given)}" if given else ""


def play(walk: Walk, element: Element) -> None:
    if keys := element.attributes.get("digits"):
        _sound(walk, element, f"the tones of the keys {keys}",
               sum(timing.KEY_PAUSES.get(key, timing.KEY_GAP) for key in keys))
        return
    file = element.text.strip()
    lasts = walk.measure(urljoin(walk.url, file))
    about = "" if lasts is not None else "about "
    _sound(walk, element, f"♪ {file}", timing.PLAY if lasts is None else lasts, about)


def _sound(walk: Walk, element: Element, what: str, lasts: float, about: str = "") -> None:
    loop = whole(element, "loop", 1)
    total = lasts * (loop or limits.LOOPS)
    times = f", {loop} times" if loop > 1 else ""
    if loop == 0:
        times = f", again and again, {limits.LOOPS:,} times at most"
    walk.add(element, f"{what}{times} ({about}{seconds(total)})", total)
    walk.passes(total)
    if total >= timing.CALL_LIMIT:
        walk.stops(f"line {element.line} goes on until the call ends",
                   "It goes on until the caller hangs up, or for four hours.")


def pause(walk: Walk, element: Element) -> None:
    length = whole(element, "length", 1)
    rings = "" if walk.is_connected else "; an incoming call goes on ringing"
    walk.add(element, f"silence ({seconds(length)}){rings}", length)
    walk.passes(length)


# --- questions ------------------------------------------------------------------


def gather(walk: Walk, element: Element) -> None:
    place, begun = len(walk.steps), walk.at
    walk.depth += 1
    for child in element.children:
        VOICE[child.name](walk, child)
    spoken = None if begun is None or walk.at is None else round(walk.at - begun, 3)
    timeout = whole(element, "timeout", 5)
    walk.passes(timeout)
    _gathered(walk, element, timeout)
    walk.depth -= 1
    while_ = f"while it speaks and {seconds(timeout)} after" if spoken else seconds(timeout)
    inside = walk.steps[place:]
    del walk.steps[place:]
    now, walk.at = walk.at, begun
    walk.add(element, f"listens for {_wanted(element)}: {while_}", (spoken or 0) + timeout)
    walk.steps += inside
    walk.at = now


def _wanted(element: Element) -> str:
    kinds = element.attributes.get("input", "dtmf").split()
    count, ending = whole(element, "numDigits", 0), element.attributes.get("finishOnKey", "#")
    keys = f"{count} key{'s' * (count > 1)}" if count else "keys"
    keys += f", {ending} to end" if ending and count != 1 else ""
    return " or ".join({"dtmf": keys, "speech": "words"}[kind] for kind in kinds)


def _gathered(walk: Walk, element: Element, timeout: int) -> None:
    asks = walk.asks(element, element.attributes.get("action", ""))
    kinds = element.attributes.get("input", "dtmf").split()
    names = " or ".join({"dtmf": "Digits", "speech": "SpeechResult"}[kind] for kind in kinds)
    came = " or ".join({"dtmf": "keys", "speech": "words"}[kind] for kind in kinds)
    walk.add(element, f"{asks}, with {names}; its answer takes over", None, when=came, asks=asks)
    if element.attributes.get("actionOnEmptyResult") == "true":
        walk.add(element, f"{asks}, with no {names}; its answer takes over", 0.0, when="nothing",
                 asks=asks)
        walk.stops(f"line {element.line} hands over in any case", f"{asks} takes over.")
    else:
        walk.add(element, "the next verb", 0.0, when="nothing")


def record(walk: Walk, element: Element) -> None:
    longest, silence = whole(element, "maxLength", 3600), whole(element, "timeout", 5)
    beep = "" if element.attributes.get("playBeep") == "false" else "a beep; "
    asks = walk.asks(element, element.attributes.get("action", ""))
    lasts = silence + (timing.BEEP if beep else 0)
    walk.add(element, f"{beep}records what the caller says, {seconds(longest)} at most, until "
             f"{seconds(silence)} of silence or a key", lasts)
    walk.depth += 1
    walk.add(element, f"{asks}, with RecordingUrl; its answer takes over", None, when="words",
             asks=asks)
    walk.passes(lasts)
    walk.add(element, "the next verb", 0.0, when="nothing")
    walk.depth -= 1


# --- other people ------------------------------------------------------------------


def dial(walk: Walk, element: Element) -> None:
    timeout = whole(element, "timeout", 30)
    walk.add(element, _whom(element, timeout), None)
    _then(walk, element, "DialCallStatus")


def _whom(element: Element, timeout: int) -> str:
    nouns = element.children or ([Element("Number", {}, element.text, [], element.line)]
                                 if element.text else [])
    if not nouns:
        return "dials nobody"
    kind, names = nouns[0].name, [noun.text.strip() for noun in nouns]
    if kind == "Conference":
        return f"the conference “{names[0]}”, until the caller leaves it or it ends"
    if kind == "Queue":
        return f"talks to whoever waits first in the queue “{names[0]}”"
    how = "one after the other" if element.attributes.get("sequential") == "true" else "all at once"
    several = f", {how}; the first to answer talks" if len(nouns) > 1 else ""
    rings = f"rings {', '.join(names)}{several}: {seconds(timeout + timing.RINGS_ON)} at most"
    return f"{rings}, then talks until one hangs up"


def enqueue(walk: Walk, element: Element) -> None:
    music = element.attributes.get("waitUrl")
    hears = f"what {music} says" if music else "Twilio's hold music"
    name = element.text.strip()
    walk.add(element, f"waits in the queue “{name}”, hearing {hears}", None)
    _then(walk, element, "QueueResult")


def _then(walk: Walk, element: Element, result: str) -> None:
    """When it is over: the action's document, or the next verb."""
    walk.passes(None)
    target = element.attributes.get("action")
    if target is None:
        return
    asks = walk.asks(element, target)
    walk.depth += 1
    walk.add(element, f"{asks}, with {result}; its answer takes over", 0.0, when="it is over",
             asks=asks)
    walk.depth -= 1
    walk.stops(f"line {element.line} hands over", f"{asks} takes over.")


# --- the rest ------------------------------------------------------------------


def redirect(walk: Walk, element: Element) -> None:
    target = element.text.strip()
    asks = walk.asks(element, target)
    walk.add(element, f"{asks}; its answer takes over", 0.0, asks=asks)
    circle = not target or (walk.url and walk.is_circle(target))
    walk.stops(f"line {element.line} hands over",
               walk.rounds() if circle else f"{asks} takes over.")


def hangup(walk: Walk, element: Element) -> None:
    walk.add(element, "hangs up")
    walk.stops(f"line {element.line} ends the call", "The call ends.")


def reject(walk: Walk, element: Element) -> None:
    if walk.is_connected:
        walk.add(element, "hangs up, since the call was answered above")
        walk.stops(f"line {element.line} ends the call", "The call ends.")
        return
    busy = element.attributes.get("reason") == "busy"
    tone = "a busy tone" if busy else "“not in service”"
    walk.add(element, f"refuses an incoming call with {tone}; it costs nothing. "
             "A call that was answered ends")
    walk.stops(f"line {element.line} refuses the call", "The call is refused.")


def leave(walk: Walk, element: Element) -> None:
    walk.add(element, "leaves the queue; what follows <Enqueue> goes on")
    walk.stops(f"line {element.line} leaves the queue", "The queue is left.")


def connect(walk: Walk, element: Element) -> None:
    walk.add(element, f"gives the sound of the call to {_inside(element)}, until that ends", None)
    _then(walk, element, "what came of it")


def start(walk: Walk, element: Element) -> None:
    verb = "begins" if element.name == "Start" else "ends"
    walk.add(element, f"{verb} in the background: {_inside(element)}")


def sms_verb(walk: Walk, element: Element) -> None:
    to = element.attributes.get("to", "the person in the call")
    walk.add(element, f"texts “{element.text}” to {to}")
    _then(walk, element, "SmsStatus")


def refer(walk: Walk, element: Element) -> None:
    walk.add(element, "nothing: only a call over SIP can be referred (13801)")


def _inside(element: Element) -> str:
    return ", ".join(f"<{child.name}>" for child in element.children) or "nothing"


def other(walk: Walk, element: Element) -> None:
    walk.add(element, "is carried out" + (f": {element.text}" if element.text else ""), None)
    walk.passes(None)


# --- replies to texts ------------------------------------------------------------------


def message(walk: Walk, element: Element) -> None:
    sent = sum(step.verb == "Message" for step in walk.steps)
    if sent >= limits.REPLIES:
        walk.add(element, f"not sent: {limits.REPLIES} replies a document are the limit (14109)",
                 is_reached=False)
        return
    walk.add(element, _text(element))
    if target := element.attributes.get("action"):
        asks = walk.asks(element, target)
        walk.depth += 1
        walk.add(element, f"{asks}, with MessageStatus; its answer takes over", asks=asks)
        walk.depth -= 1
        walk.stops(f"line {element.line} hands over", f"{asks} takes over.")


def _text(element: Element) -> str:
    bodies = [child.text for child in element.children if child.name == "Body"]
    media = sum(child.name == "Media" for child in element.children)
    body = "".join(bodies) or element.text.strip()
    to = element.attributes.get("to", "the sender")
    size = f"{media} media" if media else _segments(body)
    return f"texts “{body}” to {to} ({size})"


def _segments(body: str) -> str:
    counted = segments.count(body)
    return f"{counted.segments} segment{'s' * (counted.segments != 1)}, {counted.encoding}"


VOICE: dict[str, Phrase] = {
    "Say": say, "Play": play, "Pause": pause, "Gather": gather, "Record": record, "Dial": dial,
    "Enqueue": enqueue, "Redirect": redirect, "Hangup": hangup, "Reject": reject, "Leave": leave,
    "Connect": connect, "Start": start, "Stop": start, "Sms": sms_verb, "Refer": refer,
}
OF: dict[str, dict[str, Phrase]] = {
    "voice": VOICE, "messaging": {"Message": message, "Sms": message, "Redirect": redirect}}
