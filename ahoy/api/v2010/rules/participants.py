"""What is checked before somebody is called into a conference, or changed in it.

Twilio's page on the Participant resource; error codes from its dictionary. The codes for
bad values that have none there are 20001, which is a guess.
"""

from __future__ import annotations

import re

from ....account.trials import check_call_parameters
from ....exchange.calls.documents import Source
from ....exchange.calls.hold_music import HoldMusic, default_music
from ....exchange.conferences.conference import LiveConference
from ....exchange.conferences.conference_callbacks import EVENTS
from ....exchange.conferences.participants import Participant, ParticipantOptions
from ....facts import errors
from ....store.rows import Call
from ... import parameters
from ...request_context import Ask
from . import calls

LONGEST = 128
"""Characters of a label, and of a conference's name."""

SHORTEST_RINGING = 5
FULL = 250
BEEPS = {word.lower(): word for word in ("true", "false", "onEnter", "onExit")}
"""By their small letters: the SDK writes `beep=False` as "False"."""

BUFFERS = ("off", "small", "medium", "large")
"""Sizes of the jitter buffer, which changes nothing here: sound does not jitter."""

REGIONS = ("us1", "us2", "ie1", "de1", "sg1", "br1", "au1", "jp1", "in1")

_BAD_LABEL = re.compile(r".*(/|%2F|%2f).*|CA[0-9a-f]{32}", re.DOTALL)


def source(ask: Ask, url: str, method: str, default: str, purpose: str) -> Source | None:
    """The document that a parameter names, or None where it is missing."""
    target = ask.text(url)
    if not target:
        return None
    calls.must_be_url(url, target)
    return Source(target, _method(ask, method, default), purpose=purpose)


def music(ask: Ask, url: str, method: str, default: str, purpose: str) -> HoldMusic:
    """What is heard meanwhile: Twilio's own where nothing is named, silence where it is ""."""
    if not ask.has(url):
        return default_music(purpose)
    named = source(ask, url, method, default, purpose)
    return HoldMusic(None, purpose=purpose) if named is None else HoldMusic(
        named.url, named.method, purpose)


def _method(ask: Ask, name: str, default: str) -> str:
    return parameters.method(ask, name) if ask.has(name) else default


def says(ask: Ask, name: str, default: bool) -> bool:
    """`true`, or anything else for false, as Twilio reads these."""
    return ask.text(name).lower() == "true" if ask.has(name) else default


# --- create -------------------------------------------------------------------------------


def new_call(ask: Ask) -> Call:
    """The call to the new participant, as a row that is not yet in the store."""
    check_call_parameters(ask)
    if not ask.text("To"):
        raise errors.refuse(21201)
    if not ask.text("From"):
        raise errors.refuse(21213)
    to = calls.whom_to_call(ask)
    call = calls.dialled(ask, to, {})
    if ask.text("Timeout") and call.timeout < SHORTEST_RINGING:
        raise errors.refuse(21208)
    if shown := ask.text("CallerId"):
        call.phone_number_sid = calls.own_number(ask, to, shown)
        call.from_ = shown
    return call


def conference_for(ask: Ask, given: str) -> LiveConference | None:
    """The conference of this SID or name, which takes one more; None for a name that is free.

    Raises:
        TwilioError: 16022 for a SID that is unknown or of a conference that is over; 16020,
            16024, 16026 for a full conference, a bad label, and one that is in use.
    """
    conferences = ask.world.exchange.conferences
    found = conferences.get(given) or conferences.named(ask.account.sid, given)
    if found is None and re.fullmatch("CF[0-9a-fA-F]{32}", given):
        raise errors.refuse(16022)
    if found is not None and found.row.account_sid != ask.account.sid:
        raise errors.refuse(16022)
    if len(given) > LONGEST:
        raise errors.bad_parameter("FriendlyName")
    _must_be_free(ask, found)
    return found


def _must_be_free(ask: Ask, conference: LiveConference | None) -> None:
    label = ask.text("Label")
    if len(label) > LONGEST or _BAD_LABEL.fullmatch(label):
        raise errors.refuse(16024)
    most = parameters.whole(ask.text("MaxParticipants") or str(FULL), 2, FULL)
    if most is None:
        raise errors.bad_parameter("MaxParticipants")
    if conference is not None and len(conference.participants) >= most:
        raise errors.refuse(16020)
    if conference is not None and label and conference.labelled(label):
        raise errors.refuse(16026)


def region(ask: Ask) -> str:
    """Where a new conference is mixed."""
    wanted = ask.text("Region") or "us1"
    if wanted not in REGIONS:
        raise errors.bad_parameter("Region")
    return wanted


def callbacks(ask: Ask) -> tuple[str, str, str]:
    """ConferenceStatusCallback, its method and its events."""
    name = "ConferenceStatusCallback"
    url = ask.text(name)
    if url and not parameters.is_callback_address(url):
        raise errors.refuse(21609, url=url)
    words = " ".join(ask.texts(name + "Event")).split() or ["start", "end"]
    if any(word not in EVENTS for word in words):
        raise errors.refuse(21626)
    return url, parameters.method(ask, name + "Method"), " ".join(words)


def options(ask: Ask, conference: LiveConference | None) -> ParticipantOptions:
    """How the new participant will take part."""
    beep = BEEPS.get(ask.text("Beep").lower() or "true")
    if beep is None:
        raise errors.bad_parameter("Beep")
    if (ask.text("JitterBufferSize") or "large") not in BUFFERS:
        raise errors.bad_parameter("JitterBufferSize")
    coached = _coached(ask, conference)
    return ParticipantOptions(
        label=ask.text("Label") or None,
        muted=says(ask, "Muted", default=False),
        starts=says(ask, "StartConferenceOnEnter", default=True),
        ends=says(ask, "EndConferenceOnExit", default=False),
        beeps_in=beep in ("true", "onEnter"),
        beeps_out=beep in ("true", "onExit"),
        coaching=coached is not None,
        coached=coached,
        wait=music(ask, "WaitUrl", "WaitMethod", "POST", "wait"),
    )


def _coached(ask: Ask, conference: LiveConference | None, now: str | None = None) -> str | None:
    """Whom the participant coaches: the SID of a call in the conference, or nobody."""
    coached = ask.text("CallSidToCoach") or now
    if not says(ask, "Coaching", default=coached is not None):
        return None
    if not coached or conference is None or coached not in conference.participants:
        raise errors.bad_parameter("CallSidToCoach")
    return coached


# --- update -------------------------------------------------------------------------------


def change(ask: Ask, one: Participant) -> None:
    """Carries out an update: everything is checked before anything is changed."""
    coached = _coached(ask, one.conference, one.options.coached)
    hold_music = music(ask, "HoldUrl", "HoldMethod", "GET", "hold")
    wait = music(ask, "WaitUrl", "WaitMethod", "POST", "wait") if ask.has("WaitUrl") else None
    announcement = source(ask, "AnnounceUrl", "AnnounceMethod", "POST", "announcement")
    if ask.has("Hold"):
        _hold(one, says(ask, "Hold", default=False), hold_music)
    if ask.has("Muted"):
        _mute(one, says(ask, "Muted", default=False))
    _modify(ask, one, coached)
    if wait is not None:
        one.options.wait = wait
        one.looks_again()
    if announcement is not None:
        one.announce(announcement)


def _hold(one: Participant, hold: bool, hold_music: HoldMusic) -> None:
    one.options.hold_music = hold_music
    if hold != one.hold:
        one.hold = hold
        one.conference.changes(one, *(("participant-hold", "is put on hold in") if hold else
                                ("participant-unhold", "is back in")))


def _mute(one: Participant, muted: bool) -> None:
    if muted != one.options.muted:
        one.options.muted = muted
        one.conference.changes(one, *(("participant-mute", "is muted in") if muted else
                                ("participant-unmute", "is unmuted in")))


def _modify(ask: Ask, one: Participant, coached: str | None) -> None:
    options = one.options
    before = (options.ends, options.beeps_out, options.coached)
    options.ends = says(ask, "EndConferenceOnExit", default=options.ends)
    options.beeps_out = says(ask, "BeepOnExit", default=options.beeps_out)
    options.coached, options.coaching = coached, coached is not None
    if before != (options.ends, options.beeps_out, options.coached):
        one.conference.changes(one, "participant-modify")
