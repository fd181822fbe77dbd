"""<Conference> in <Dial>: the caller joins a conference (its own page;
docs/twilio-behaviour.md, 9.1)."""

from __future__ import annotations

from ...clock import Process
from ...twiml.document import Element
from ..calls.documents import Page
from ..calls.leg import Leg
from ..conferences.conference import LiveConference
from ..conferences.participants import UPDATED, Participant, ParticipantOptions
from .attributes import is_on, number
from .dial import DialOutcome
from .recording_attributes import by_conference
from .wait_url import music

FULL = 250
"""So many may be in a conference, unless maxParticipants says less."""


def conference(leg: Leg, page: Page, dial: Element, outcome: DialOutcome) -> Process[None]:
    """Joins the conference and stays until it is left, it ends, or the caller is sent away."""
    noun = next(one for one in dial.children if one.name == "Conference")
    _says_who_records(leg, dial)
    name, conferences = noun.text.strip(), leg.world.exchange.conferences
    conference = conferences.named(leg.call.account_sid, name)
    if conference is not None and _is_refused(leg, conference, noun, outcome):
        return
    if conference is None and _has_nobody_to_coach(leg, noun, outcome):
        return
    conference = conferences.open(leg.call.account_sid, name, noun.attributes.get("region", "us1"))
    _subscribe(page, conference, noun)
    if wanted := by_conference(leg, page, noun):
        conference.record(wanted)
    one = Participant(conference, leg, _manner(leg, page, noun, dial))
    _limit(one, dial)
    leg.connect()  # <Dial answerOnBridge="true"> has not picked up yet
    outcome.status = "answered"
    yield from one.stay()


def _says_who_records(leg: Leg, dial: Element) -> None:
    if dial.attributes.get("record", "false") not in ("false", "do-not-record"):
        leg.alert(None, f'<Dial record="{dial.attributes["record"]}"> records no conference.',
                  level="warning", line=dial.line,
                  cure='Write <Conference record="record-from-start">.')


def _is_refused(leg: Leg, conference: LiveConference, noun: Element, outcome: DialOutcome) -> bool:
    """Full, a label that is in use, or nobody to coach: each with its alert."""
    given = noun.attributes
    if len(conference.participants) >= number(noun, "maxParticipants", FULL):
        outcome.status = "failed"  # which one Twilio gives is not known
        leg.alert(16020, line=noun.line,
                  cure="Raise maxParticipants, or send callers to another room.")
        return True
    label = given.get("participantLabel")
    if label and conference.labelled(label):
        outcome.is_skipped = True
        leg.alert(16025,
                  line=noun.line, cure="Give each participant a label of its own.")
        return True
    coached = given.get("coach")
    return bool(coached and coached not in conference.participants) and _nobody(leg, noun, outcome)


def _has_nobody_to_coach(leg: Leg, noun: Element, outcome: DialOutcome) -> bool:
    return bool(noun.attributes.get("coach")) and _nobody(leg, noun, outcome)


def _nobody(leg: Leg, noun: Element, outcome: DialOutcome) -> bool:
    outcome.status = "failed"
    leg.alert(13240, "Dial->Conference: Invalid whisper SID", line=noun.line,
              cure="coach takes the SID of a call that is in this conference now.")
    return True


def _subscribe(page: Page, conference: LiveConference, noun: Element) -> None:
    given = noun.attributes
    url = page.resolve(given["statusCallback"]) if given.get("statusCallback") else None
    conference.callbacks.subscribe(url or "", given.get("statusCallbackMethod", "POST"),
                        given.get("statusCallbackEvent", ""))


def _manner(leg: Leg, page: Page, noun: Element, dial: Element) -> ParticipantOptions:
    given = noun.attributes
    beep = given.get("beep", "true")
    return ParticipantOptions(
        label=given.get("participantLabel") or None,
        muted=is_on(noun, "muted"),
        starts=given.get("startConferenceOnEnter") != "false",
        ends=is_on(noun, "endConferenceOnExit"),
        beeps_in=beep in ("true", "onEnter"),
        beeps_out=beep in ("true", "onExit"),
        hangs_up_on_star=is_on(dial, "hangupOnStar"),
        coaching=bool(given.get("coach")),
        coached=given.get("coach") or None,
        wait=music(leg, page, noun, "waitMethod"),
    )


def _limit(one: Participant, dial: Element) -> None:
    """<Dial timeLimit>: so long may one stay (seconds)."""
    if seconds := number(dial, "timeLimit", 0):
        one.leg.env.timeout(seconds).callbacks.append(lambda _: one.conference.leave(one, UPDATED))
