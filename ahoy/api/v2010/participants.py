"""Participants: /Conferences/{sid}/Participants.json and /Participants/{call_sid or label}.json.

Only those of a conference that this kernel carries are there; when it is over they are
gone, as on Twilio. A new participant may be called into a conference by its name.
"""

from __future__ import annotations

from typing import Any

from ...exchange.conferences.conference import LiveConference
from ...exchange.conferences.participant_calls import call_participant
from ...exchange.conferences.participants import Participant
from ...facts.dates import rfc2822
from .. import paging
from ..answers import Answer, created, deleted, fetched
from ..parameters import PAGING, Accepts
from ..request_context import Ask
from ..routes import on
from . import conferences
from .rules import machine_detection, recordings
from .rules import participants as rules

PARTICIPANTS = conferences.CONFERENCE + "/Participants"
PARTICIPANT = PARTICIPANTS + "/{call_sid}"

CREATE = Accepts(
    "From To StatusCallback StatusCallbackMethod StatusCallbackEvent Label Timeout Muted Beep"
    " StartConferenceOnEnter EndConferenceOnExit WaitUrl WaitMethod EarlyMedia MaxParticipants"
    " ConferenceStatusCallback ConferenceStatusCallbackMethod ConferenceStatusCallbackEvent"
    " Region Coaching CallSidToCoach CallerId TimeLimit MachineDetection"
    " MachineDetectionTimeout MachineDetectionSpeechThreshold"
    " MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AmdStatusCallback"
    f" AmdStatusCallbackMethod Record {recordings.NAMES} {recordings.OF_CONFERENCE}"
    " JitterBufferSize CallReason SipAuthUsername SipAuthPassword",
    "RecordingConfigurationId Byoc CallToken Passports"
    " ClientNotificationUrl CallerDisplayName EmergencyCallerPosition EmergencyCallerLocation"
    " EmergencyName EmergencyAddress EmergencyZipCode EmergencyCity EmergencyState"
    " EmergencyCountry",
)
UPDATE = Accepts(
    "Muted Hold HoldUrl HoldMethod AnnounceUrl AnnounceMethod WaitUrl WaitMethod BeepOnExit"
    " EndConferenceOnExit Coaching CallSidToCoach")
LIST = Accepts(f"Muted Hold Coaching {PAGING}")

STATUSES = {"queued": "queued", "ringing": "ringing", "in-progress": "connected",
            "completed": "complete"}
"""A call's status, and the participant's; any other is `failed`."""


@on("POST", PARTICIPANTS)
def create(ask: Ask) -> Answer:
    """Calls somebody into the conference; its SID in the path may be its name."""
    CREATE.check(ask)
    name, going_on = ask.names["sid"], ask.world.exchange.conferences
    call, detecting = rules.new_call(ask), machine_detection.of_participant(ask)
    tape, conference_tape = recordings.with_call(ask), recordings.with_conference(ask)
    conference = rules.conference_for(ask, name)
    options, told, region = rules.options(ask, conference), rules.callbacks(ask), rules.region(ask)
    conference = conference or going_on.open(ask.account.sid, name, region)
    conference.callbacks.subscribe(*told)
    ask.world.store.insert(call)
    if conference_tape is not None:
        conference.record(conference_tape)
    one = call_participant(conference, call, options, detecting=detecting, recording=tape,
                           is_heard=rules.says(ask, "EarlyMedia", default=True))
    return created(as_json(one, is_fresh=True), call.sid)


@on("GET", PARTICIPANT)
def fetch(ask: Ask) -> Answer:
    """One participant, by the SID of the call or by label."""
    return _fetched(find(ask))


@on("GET", PARTICIPANTS)
def listing(ask: Ask) -> Answer:
    """Who is in the conference, or on the way there; the newest first."""
    LIST.check(ask)
    row = conferences.find(ask)
    conference = ask.world.exchange.conferences.get(row.sid)
    found = list(conference.participants.values())[::-1] if conference else []
    return paging.computed(ask, "participants", [
        as_json(one) for one in found if _is_wanted(ask, one)])


@on("POST", PARTICIPANT)
def update(ask: Ask) -> Answer:
    """Mutes, puts on hold, lets coach, announces, and the like."""
    one = find(ask)
    UPDATE.check(ask)
    rules.change(ask, one)
    return _fetched(one)


@on("DELETE", PARTICIPANT)
def delete(ask: Ask) -> Answer:
    """Sends a participant away: the call goes on with what follows <Dial>."""
    one = find(ask)
    one.conference.kick(one)
    return deleted(one.leg.call.sid)


def find(ask: Ask) -> Participant:
    """The participant of that call or label; 404 when there is none."""
    conference = _conference(ask)
    one = conference.labelled(ask.names["call_sid"]) if conference else None
    if one is None:
        raise ask.not_found()
    return one


def _conference(ask: Ask) -> LiveConference | None:
    return ask.world.exchange.conferences.get(conferences.find(ask).sid)


def _is_wanted(ask: Ask, one: Participant) -> bool:
    has = {"Muted": one.options.muted, "Hold": one.hold, "Coaching": one.options.coaching}
    return all(rules.says(ask, name, default=value) is value for name, value in has.items())


def _fetched(one: Participant) -> Answer:
    return fetched(as_json(one), one.leg.call.sid)


def _status(one: Participant) -> str:
    status = one.leg.call.status
    if status == "queued" and one.leg.call.start_time is not None:
        return "connecting"
    return STATUSES.get(status, "failed")


def as_json(one: Participant, *, is_fresh: bool = False) -> dict[str, Any]:
    """A participant as Twilio writes it. `queue_time` is told when it is called."""
    row, call, options = one.conference.row, one.leg.call, one.options
    uri = f"/2010-04-01/Accounts/{row.account_sid}/Conferences/{row.sid}/Participants/{call.sid}"
    return {
        "account_sid": row.account_sid,
        "call_sid": call.sid,
        "label": options.label,
        "conference_sid": row.sid,
        "date_created": rfc2822(one.date_created),
        "date_updated": rfc2822(one.date_updated),
        "end_conference_on_exit": options.ends,
        "muted": options.muted,
        "hold": one.hold,
        "status": _status(one),
        "start_conference_on_enter": options.starts,
        "coaching": options.coaching,
        "call_sid_to_coach": options.coached,
        "queue_time": call.queue_time if is_fresh else None,
        "uri": f"{uri}.json",
    }
