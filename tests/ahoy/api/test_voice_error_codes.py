"""One table: a row an error code that calls, recordings, conferences and queues can meet.

What a new call lacks stands in `test_refusals`; numbers and messages have `test_error_codes`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.refusals import refusal

ALICE, BOB, OFFICE, STRANGER = "+14155550123", "+14155550124", "+14155550100", "+14155550188"
WAITS = "<Response><Pause length='60'/></Response>"
QUEUED = "<Response><Enqueue>support</Enqueue></Response>"
CHANGED = "Call is not in-progress. Cannot redirect."
TAPED = "Requested resource is not eligible for recording"
BUSY = "Cannot delete this resource before it is complete"
LABEL = "Participant label invalid: max 128 chars, not a CallSid, no '/'"

Act = Callable[[SimpleNamespace], object]


@pytest.fixture
def scene(client, world, alice, bob):
    """Alice can be called; `line` is a call in progress, `room` a conference with Bob in it."""
    for handset in (alice, bob):
        handset.answers(after=1)

    def create(**more):
        return client.calls.create(**{"to": ALICE, "from_": OFFICE, "twiml": WAITS} | more)

    def begun(**more):
        made = create(**more)
        world.clock.advance(5)
        return client.calls(made.sid)

    def invite(name="Harbour", **more):
        return client.conferences(name).participants.create(
            **{"to": BOB, "from_": OFFICE} | more)

    def room(**more):
        made = invite(label="bob", **more)
        world.clock.advance(5)
        return client.conferences(made.conference_sid)

    return SimpleNamespace(client=client, world=world, alice=alice, call=create, line=begun,
                           invite=invite, room=room)


def ended(s):
    """A call that is over."""
    made = s.call(twiml="<Response/>")
    s.world.settle(made.sid)
    return s.client.calls(made.sid)


def over(s):
    """A conference that is over."""
    room = s.room()
    room.update(status="completed")
    return room


def stopped(s):
    """The recording of a call, which has been stopped."""
    call = s.line()
    made = call.recordings.create()
    call.recordings(made.sid).update(status="stopped")
    return call.recordings(made.sid)


def transcribing(s):
    """A transcription that goes on."""
    s.alice.says("Please call me back about the boat.")
    s.call(twiml='<Response><Record transcribe="true" action="http://demo.twilio.com/docs/'
                 'voice.xml"/></Response>')
    looks = (s.client.transcriptions.list() for _ in range(60))
    return next(found[0] for found in looks if found)


def waiting(s):
    """The queue `support`, in which Alice waits."""
    s.line(twiml=QUEUED)
    (made,) = s.client.queues.list()
    return s.client.queues(made.sid)


TABLE: list[tuple[Act, int, int, str]] = [
    # calls that are changed, found or deleted
    (lambda s: ended(s).update(status="completed"), 400, 21220, CHANGED),
    (lambda s: ended(s).update(twiml="<Response/>"), 400, 21220, CHANGED),
    (lambda s: s.call().update(twiml="<Response/>"), 400, 21220, CHANGED),
    (lambda s: s.line().update(status="busy"), 400, 20001, "Invalid Parameter Status"),
    (lambda s: s.line().update(url="http://a.example/b", twiml="<Response/>"), 400, 20001,
     "Invalid Parameter Twiml"),
    (lambda s: s.line().update(url="voice"), 400, 21205, "Url is not a valid URL: voice"),
    (lambda s: s.line().update(time_limit=0), 400, 20001, "Invalid Parameter TimeLimit"),
    (lambda s: s.line().delete(), 409, 20009, BUSY),
    # detection of machines
    (lambda s: s.call(machine_detection="Perhaps"), 400, 21234,
     "Invalid Machine Detection configuration value"),
    (lambda s: s.call(machine_detection="Enable", machine_detection_timeout=2), 400, 21234,
     "Invalid Machine Detection configuration value"),
    (lambda s: s.call(machine_detection="Enable", async_amd="maybe"), 400, 21234,
     "Invalid Machine Detection configuration value"),
    (lambda s: s.call(machine_detection="Enable", async_amd_status_callback="told"), 400, 21205,
     "AsyncAmdStatusCallback is not a valid URL: told"),
    # recordings and transcriptions
    (lambda s: s.call(record=True, recording_channels="three"), 400, 20001,
     "Invalid Parameter RecordingChannels"),
    (lambda s: s.call(record=True, recording_track="mine"), 400, 20001,
     "Invalid Parameter RecordingTrack"),
    (lambda s: s.call(record=True, trim="a bit"), 400, 20001, "Invalid Parameter Trim"),
    (lambda s: s.call(record=True, recording_status_callback="told"), 400, 20001,
     "Invalid Parameter RecordingStatusCallback"),
    (lambda s: s.call(record=True, recording_status_callback_method="PUT"), 400, 21209,
     "Invalid Method"),
    (lambda s: s.call(record=True, recording_status_callback_event=["begun"]), 400, 20001,
     "Invalid Parameter RecordingStatusCallbackEvent"),
    (lambda s: ended(s).recordings.create(), 400, 21220, TAPED),
    (lambda s: s.client.calls(s.call().sid).recordings.create(), 400, 21220, TAPED),
    (lambda s: stopped(s).update(status="paused"), 400, 21220, TAPED),
    (lambda s: s.client.recordings(s.line().recordings.create().sid).delete(), 409, 20009, BUSY),
    (lambda s: transcribing(s).delete(), 409, 20009, BUSY),
    # conferences and who is in them
    (lambda s: s.room().participants.create(to=ALICE, from_=OFFICE, label="bob"), 400, 16026,
     "Participant label is in use by another participant"),
    (lambda s: s.invite(label="a/b"), 400, 16024, LABEL),
    (lambda s: s.invite(label="CA" + "1" * 32), 400, 16024, LABEL),
    (lambda s: over(s).participants.create(to=ALICE, from_=OFFICE), 404, 16022,
     "Conference does not exist or is completed"),
    (lambda s: s.invite("CF" + "9" * 32), 404, 16022,
     "Conference does not exist or is completed"),
    (lambda s: (s.invite(), s.invite(to=ALICE), s.invite(to=STRANGER, max_participants=2)), 400,
     16020, "Conference is full"),
    (lambda s: s.invite(timeout=4), 400, 21208, "Invalid Timeout"),
    (lambda s: s.invite(conference_record="sometimes"), 400, 20001,
     "Invalid Parameter ConferenceRecord"),
    (lambda s: s.invite(conference_status_callback="told"), 400, 21609,
     "The StatusCallback URL told is not a valid URL."),
    (lambda s: s.room().update(status="in-progress"), 400, 20001, "Invalid Parameter Status"),
    (lambda s: s.room().update(announce_url="hello"), 400, 21205,
     "AnnounceUrl is not a valid URL: hello"),
    (lambda s: s.room().participants("bob").update(coaching=True), 400, 20001,
     "Invalid Parameter CallSidToCoach"),
    # queues and who waits in them
    (lambda s: (s.client.queues.create("vip"), s.client.queues.create("vip")), 400, 22003,
     "A queue with this FriendlyName already exists"),
    (lambda s: waiting(s).delete(), 400, 22002, "Queue is not empty"),
    (lambda s: s.client.queues.create("vip", max_size=5001), 400, 20001,
     "Invalid Parameter MaxSize"),
    (lambda s: waiting(s).members("Front").update(url="music"), 400, 21205,
     "Url is not a valid URL: music"),
]


@pytest.mark.parametrize(("act", "status", "code", "sentence"), TABLE,
                         ids=[str(row[2]) for row in TABLE])
def test_a_code_is_met(scene, act, status, code, sentence):
    """With its HTTP status and its sentence."""
    assert (status, code, sentence) == refusal(lambda: act(scene))


@pytest.mark.parametrize("act", [
    lambda s: s.client.calls("CA" + "9" * 32).fetch(),
    lambda s: s.client.recordings("RE" + "9" * 32).fetch(),
    lambda s: s.client.transcriptions("TR" + "9" * 32).fetch(),
    lambda s: s.client.conferences("CF" + "9" * 32).fetch(),
    lambda s: s.room().participants("nobody").fetch(),
    lambda s: s.client.queues("QU" + "9" * 32).fetch(),
    lambda s: waiting(s).members("CA" + "9" * 32).fetch(),
    lambda s: s.line().recordings("Twilio.CURRENT").update(status="stopped"),
])
def test_what_is_not_there_is_not_found(scene, act):
    """20404, with the path that was asked."""
    with pytest.raises(TwilioRestException) as refused:
        act(scene)
    assert (404, 20404) == (refused.value.status, refused.value.code)
    path = f"/2010-04-01{refused.value.uri}"
    assert f"The requested resource {path} was not found" == refused.value.msg.partition(": ")[2]
