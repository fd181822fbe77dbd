"""Speech of a <Gather>: words as they are said, and where a sentence ends.

Every word is understood, exactly as it was said. Follows the page of <Gather>; how Twilio
divides a partial result into stable and unstable words is not published: here the last
word is unstable.
"""

from __future__ import annotations

from ...clock import Process
from ...facts import timing
from ...twiml.document import Element
from ..calls.call_parameters import call_params
from ..calls.documents import Page
from ..calls.leg import Leg
from ..calls.leg_input import LegInput
from .attributes import callback_url, number

CONFIDENCE = "0.9"
STABILITY = "0.9"
LONGEST = 60
"""Seconds that one may speak, unless maxSpeechTime says otherwise."""


class SpeechResult:
    """What one <Gather> has heard. Each word counts from the moment when it was spoken."""

    def __init__(self, leg: Leg, page: Page, element: Element) -> None:
        self._leg = leg
        self._words: list[tuple[float, str]] = []
        self._partials = _Partials(leg, page, element)
        self.begins = self.ends = 0.0

    def take(self, ear: LegInput) -> None:
        """Takes over what the ear has got. Who is speaking begins the next sentence after."""
        while ear.words:
            at, sentence = ear.words.popleft()
            if not self._words:
                self.begins = at
            at = max(at, self.ends)
            for seconds, word in timing.word_ends(sentence):
                self._words.append((at + seconds, word))
                self._partials.plan(at + seconds, [one for _, one in self._words])
            self.ends = at + timing.speech(sentence)

    def until(self, moment: float) -> str:
        """The words that were spoken by then."""
        return " ".join(word for at, word in self._words if at <= moment)

    def stop(self) -> None:
        """No more partial results."""
        self._partials.stop()


class _Partials:
    """Tells partialResultCallback of each word; the answers are ignored."""

    def __init__(self, leg: Leg, page: Page, element: Element) -> None:
        self._leg, self._count, self._open = leg, 0, True
        self._method = element.attributes.get("partialResultCallbackMethod", "POST")
        self._url = callback_url(leg, page, element, "partialResultCallback")

    def plan(self, moment: float, words: list[str]) -> None:
        """Posts these words when the last of them was said."""
        if self._url:
            env = self._leg.env
            spoken = env.timeout(max(0.0, moment - env.now))
            spoken.callbacks.append(lambda _: self._post(words))

    def _post(self, words: list[str]) -> None:
        if not self._open or not self._leg.is_alive:
            return
        params = call_params(self._leg.call) | {
            "UnstableSpeechResult": " ".join(words), "StableSpeechResult": " ".join(words[:-1]),
            "Stability": STABILITY, "SequenceNumber": str(self._count)}
        self._count += 1
        self._leg.callbacks.send(self._url, self._method, params, "partial result")

    def stop(self) -> None:
        """The result is final."""
        self._open = False


def recognise(leg: Leg, page: Page, element: Element, ear: LegInput) -> Process[dict[str, str]]:
    """Words until a silence of speechTimeout, or for maxSpeechTime. Gives the result."""
    hearing = SpeechResult(leg, page, element)
    limit = number(element, "maxSpeechTime", LONGEST)
    try:
        while ear.words:
            hearing.take(ear)
            end = min(hearing.ends + _patience(element), hearing.begins + limit)
            yield ear.again() | leg.env.timeout(max(0.0, end - leg.env.now))
    finally:
        hearing.stop()
    said = hearing.until(hearing.begins + limit)
    return {"SpeechResult": said, "Confidence": CONFIDENCE} if said else {}


def _patience(element: Element) -> float:
    """Seconds of silence that end a sentence: as long as `timeout`, unless said otherwise."""
    if element.attributes.get("speechTimeout") == "auto":
        return timing.SPEECH_PAUSE
    return number(element, "speechTimeout", number(element, "timeout", 5))
