"""TwiML that is known to be harmless. What stands in no table here is refused.

Elements, attributes, text between elements, comments: whoever reads the document at Twilio
must find in it exactly what was judged, and nobody in it but allowed numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .live_refusals import UNSENT, LiveRefused, Places

LONGEST = 14_400
"""Seconds: Twilio's own limit of a call."""


class Shape(NamedTuple):
    """What an element may hold. `text`: words, sound, url, number, name, or nothing."""

    attributes: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    text: str = ""


def _shape(attributes: str = "", children: str = "", text: str = "") -> Shape:
    return Shape(frozenset(attributes.split()), frozenset(children.split()), text)


SSML = "break emphasis lang p phoneme prosody s say-as sub w"
SPOKEN = "Say Play Pause"
STATUS = "statusCallback statusCallbackMethod statusCallbackEvent"
TAPED = ("recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent "
         "recordingChannels recordingTrack trim")
DETECTS = ("machineDetection machineDetectionTimeout machineDetectionSpeechThreshold "
           "machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout "
           "amdStatusCallback amdStatusCallbackMethod")

SHAPES = {
    "Response": _shape(children=f"{SPOKEN} Gather Record Redirect Hangup Reject Leave Sms Message "
                       "Dial Enqueue"),
    "Say": _shape("voice language loop", SSML, "words"),
    "Play": _shape("loop digits", text="sound"),
    "Pause": _shape("length"),
    "Gather": _shape("input action method timeout finishOnKey numDigits partialResultCallback "
                     "partialResultCallbackMethod language hints bargeIn speechTimeout "
                     "maxSpeechTime profanityFilter actionOnEmptyResult debug speechModel "
                     "enhanced", SPOKEN),
    "Record": _shape("action method timeout finishOnKey maxLength playBeep transcribe "
                     f"transcribeCallback {TAPED}"),
    "Redirect": _shape("method", text="url"),
    "Hangup": _shape(),
    "Reject": _shape("reason"),
    "Leave": _shape(),
    "Sms": _shape("to from action method statusCallback", text="words"),
    "Message": _shape("to from action method statusCallback", "Body Media", "words"),
    "Body": _shape(text="words"),
    "Media": _shape(text="sound"),
    "Dial": _shape("action method timeout timeLimit callerId hangupOnStar answerOnBridge "
                   f"ringTone record sequential {TAPED}", "Number Conference Queue", "number"),
    "Number": _shape(f"sendDigits url method {STATUS} {DETECTS}", text="number"),
    "Conference": _shape("muted beep startConferenceOnEnter endConferenceOnExit waitUrl "
                         "waitMethod maxParticipants participantLabel coach record region "
                         f"jitterBufferSize eventCallbackUrl {STATUS} {TAPED}", text="name"),
    "Queue": _shape("url method", text="name"),
    "Enqueue": _shape("action method waitUrl waitUrlMethod maxQueueSize", text="name"),
} | {name: _shape("strength time level lang xml:lang alphabet ph rate pitch volume interpret-as "
                  "format role alias {http://www.w3.org/XML/1998/namespace}lang", SSML, "words")
     for name in SSML.split()}

LED = ("action", "url", "waitUrl", "statusCallback", "recordingStatusCallback",
       "partialResultCallback", "transcribeCallback", "amdStatusCallback", "eventCallbackUrl")
"""Attributes that hold an address."""


@dataclass(slots=True)
class FoundCalls:
    """What a document does that costs. `source` is what may be sent."""

    source: str
    legs: list[tuple[str, int]] = field(default_factory=list)
    """Whom it calls, and for how many seconds at most."""
    texts: list[tuple[str, str, int]] = field(default_factory=list)
    """Whom it texts, what, and how many files."""
    taped: int = 0
    """Minutes that may be recorded."""
    transcribed: int = 0
    heard: int = 0
    """How often speech is listened for."""


class TwimlJudge:
    """Judges one document.

    `number` raises for what may not be reached; `base` and `replies_to`: where the document
    stands, and who is answered by a text without `to`; `limit`: seconds of a `<Dial>` that
    names no `timeLimit`.
    """

    def __init__(self, number: Callable[[str], str], places: Places, *, base: str | None,
                 replies_to: str = "", limit: int = LONGEST) -> None:
        self._number, self._places, self._base = number, places, base
        self._replies_to, self._limit = replies_to, limit

    def judge(self, source: str) -> FoundCalls:
        """What it does. Raises `LiveRefused` for what is not known to be harmless."""
        root = _parsed(source)
        if root.tag != "Response":
            raise _refused(f"<{_name(root)}> is not <Response>")
        found = FoundCalls(source)
        self._look(root, found)
        self._limit_dials(root, found)
        return found

    def _look(self, element: Any, found: FoundCalls) -> None:
        shape = SHAPES[element.tag]
        self._check_attributes(element, shape)
        self._check_text(element, shape, found)
        for child in element:
            if not isinstance(child.tag, str):
                if shape.text:
                    raise _refused(f"there is a comment in <{element.tag}>")
            elif child.tag not in shape.children:
                raise _unknown(child, element)
            else:
                self._look(child, found)
        self._count(element, found)

    def _check_attributes(self, element: Any, shape: Shape) -> None:
        for name, value in element.items():
            if name not in shape.attributes:
                raise _refused(f"the attribute {name} of <{element.tag}> is not on the list of "
                               "what is known to be harmless")
            if name in LED:
                self._places.check(value, f"{name} of <{element.tag}>", self._base)

    def _check_text(self, element: Any, shape: Shape, found: FoundCalls) -> None:
        text, tails = element.text or "", "".join(child.tail or "" for child in element)
        if shape.text != "words" and (tails.strip() or (not shape.text and text.strip())):
            stray = (tails.strip() or text.strip())[:40]
            raise _refused(f"there is the text “{stray}” in <{element.tag}>, where none belongs")
        if shape.text == "url":
            self._places.check(text.strip(), f"<{element.tag}>", self._base)
        if shape.text == "sound" and ":" in text and not text.strip().startswith(
                ("http://", "https://")):
            raise _refused(f"<{element.tag}> has no web address")
        if shape.text == "number" and (text.strip() or element.tag == "Number"):
            found.legs.append((self._number(text.strip()), 0))

    def _count(self, element: Any, found: FoundCalls) -> None:
        if element.tag in ("Sms", "Message"):
            self._count_text(element, found)
        elif element.tag == "Record":
            seconds = min(_whole(element.get("maxLength"), LONGEST), self._limit)
            found.taped += math.ceil(seconds / 60)
            if element.get("transcribe") or element.get("transcribeCallback"):
                found.transcribed += min(2, math.ceil(seconds / 60))
        elif element.tag == "Gather" and "speech" in (element.get("input") or ""):
            found.heard += 1
        elif element.tag in ("Dial", "Conference") and element.get("record"):
            found.taped += math.ceil(self._limit / 60)

    def _count_text(self, element: Any, found: FoundCalls) -> None:
        to = element.get("to") or (self._replies_to if element.tag == "Message" else "")
        if not to:
            raise _refused(f"<{element.tag}> does not say to whom, and the one who is answered "
                           "is not known", "Write to= and one of your AHOY_ALLOWED_NUMBERS.")
        bodies = [element, *element.iter("Body")]
        words = "".join((one.text or "").strip() for one in bodies)
        self._number(to)
        found.texts.append((to, words, len(list(element.iter("Media")))))

    def _limit_dials(self, root: Any, found: FoundCalls) -> None:
        """Each <Dial> ends in time, and its legs are known to."""
        from xml.etree.ElementTree import tostring

        numbers, found.legs = found.legs, []
        longest = 0
        for dial in root.iter("Dial"):
            written = dial.get("timeLimit")
            if written is None:
                dial.set("timeLimit", str(self._limit))
                found.source = ""
            longest = max(longest, _whole(written, self._limit))
        found.legs = [(number, longest) for number, _ in numbers]
        found.source = found.source or tostring(root, encoding="unicode")


def _parsed(source: str) -> Any:
    from xml.etree.ElementTree import TreeBuilder

    from defusedxml.ElementTree import DefusedXMLParser

    declared = re.match(r"\s*<\?xml[^>]*encoding\s*=\s*['\"]([^'\"]*)", source)
    if declared and declared[1].lower() not in ("utf-8", "us-ascii", "iso-8859-1"):
        raise _refused(f"its encoding is {declared[1][:20]}", "Write it in UTF-8.")
    try:
        builder = TreeBuilder(insert_comments=True, insert_pis=True)
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        parser.feed(source.strip())
        root = parser.close()
    except Exception:
        raise LiveRefused("Live mode refused this call: its TwiML can't be read, so nobody "
                          f"knows whom it would call. {UNSENT} Mend the XML first.") from None
    for element in root.iter():
        if getattr(element.tag, "__name__", "") in ("ProcessingInstruction", "PI"):
            raise _refused("there is an instruction <?…?> in it")
    return root


def _whole(written: str | None, otherwise: int) -> int:
    if written is None:
        return otherwise
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= LONGEST):
        raise _refused(f"“{written[:20]}” is no number of seconds from 1 to {LONGEST}")
    return int(written)


LEADS_AWAY = ("Sip", "Refer")


def _unknown(child: Any, parent: Any) -> LiveRefused:
    name = _name(child)
    if name in LEADS_AWAY:
        return LiveRefused(f"Live mode refused this call: <{name}> leads to an address "
                           f"that can't be checked. {UNSENT} Use <Number>.")
    return _refused(f"<{name}> in <{parent.tag}> is not on the list of what is known to be "
                    "harmless")


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2][:40]


def _refused(why: str, cure: str = "Take it out, or try it with AHOY_MODE=practice in .env."
             ) -> LiveRefused:
    return LiveRefused(f"Live mode refused this TwiML: {why}. {UNSENT} {cure}")
