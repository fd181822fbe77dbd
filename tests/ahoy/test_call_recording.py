"""Whole calls are recorded: by calls.create, <Dial>, <Conference> and the Recordings resource."""

from __future__ import annotations

import io
import wave

import pytest
from twilio.base.exceptions import TwilioRestException

from ahoy.api import ApiRequest

ALICE, BOB = "+14155550123", "+14155550124"
TALK = "<Response><Say>Good evening, here is the office.</Say><Pause length='20'/></Response>"


@pytest.fixture
def told(world):
    """What a webhook of this purpose was told, of these parameters."""

    def find(purpose, *names):
        return [tuple(one.params.get(name) for name in names) for one in world.trace
                if getattr(one, "purpose", "") == purpose]

    return find


@pytest.fixture
def download(world):
    """Gets a recording's file: gives its status and bytes."""

    def get(row, ending=".wav", **query):
        auth = (world.account.sid, world.account.auth_token)
        reply = world.request(ApiRequest("GET", row.media_url + ending, params=query, auth=auth))
        return reply.status, reply.body

    return get


def loud(body):
    """The seconds in which each channel of a WAV file is heard."""
    with wave.open(io.BytesIO(body)) as sound:
        count, size = sound.getnchannels(), sound.getsampwidth()
        frames = sound.readframes(sound.getnframes())
    step = 8000 * count * size
    seconds = [frames[at:at + step] for at in range(0, len(frames), step)]
    return [[at for at, second in enumerate(seconds) if any(_channel(second, place, count))]
            for place in range(count)]


def _channel(frames, place, count):
    return b"".join(frames[at + 2 * place:at + 2 * place + 2]
                    for at in range(0, len(frames), 2 * count))


# --- calls.create(record=True) ---------------------------------------------------------------


def test_a_call_is_recorded_from_its_answer_to_its_end(call, alice, client, hosted, told):
    """Its last status callback says where the recording is."""
    alice.answers().says("Hello?", after=3).hangs_up(after=4)

    made = call(TALK, record=True, trim="do-not-trim", status_callback=hosted())

    (row,) = client.calls(made.sid).recordings.list()
    url = f"https://api.twilio.com/2010-04-01/Accounts/{row.account_sid}/Recordings/{row.sid}"
    assert ("OutboundAPI", "completed", "7", 1, "both") == (
        row.source, row.status, row.duration, row.channels, row.track)
    assert [(url, row.sid, "7")] == told(
        "status callback", "RecordingUrl", "RecordingSid", "RecordingDuration")


def test_a_call_that_nobody_answers_is_not_recorded(call, alice, client):
    """There is nothing to record."""
    alice.does_not_answer()
    call(TALK, record=True)

    assert [] == client.recordings.list()


def test_silence_at_both_ends_is_trimmed_from_a_recorded_call(call, alice, client):
    """That is the default of calls.create: here what is said is in the middle."""
    alice.answers().hangs_up(after=9)
    call("<Response><Pause length='2'/><Say>Twelve  words.</Say><Pause length='20'/></Response>",
         record=True)

    assert ["1"] == [row.duration for row in client.recordings.list()]


def test_a_recorded_call_may_have_two_channels(call, alice, client, download):
    """The called person's is the first; without RequestedChannels both are in one."""
    alice.answers().says("I am here.", after=5).hangs_up(after=4)
    call(TALK, record=True, recording_channels="dual", trim="do-not-trim")

    (row,) = client.recordings.list()
    both, mixed = download(row, RequestedChannels="2")[1], download(row)[1]
    assert (2, [[5], [0, 1, 2]], [[0, 1, 2, 5]]) == (row.channels, loud(both), loud(mixed))
    assert b"\xff\xf3\x28\x04" == download(row, ".mp3", RequestedChannels="2")[1][:4]


@pytest.mark.parametrize(("track", "heard"), [
    ("inbound", [[5]]), ("outbound", [[0, 1, 2]]), ("both", [[0, 1, 2, 5]])])
def test_one_track_of_a_call_may_be_recorded(call, alice, client, download, track, heard):
    """Inbound is what Twilio hears, outbound what it says."""
    alice.answers().says("I am here.", after=5).hangs_up(after=4)
    call(TALK, record=True, recording_track=track, trim="do-not-trim")

    assert heard == loud(download(client.recordings.list()[0])[1])


def test_the_recording_status_callback_of_a_call_is_told(call, alice, hosted, told):
    """In the order in which things happen."""
    alice.answers().hangs_up(after=3)
    call(TALK, record=True, recording_status_callback=hosted(),
         recording_status_callback_event=["in-progress", "completed"],
         recording_status_callback_method="GET")

    assert [("in-progress", "OutboundAPI", None), ("completed", "OutboundAPI", "3")] == told(
        "recording status callback", "RecordingStatus", "RecordingSource", "RecordingDuration")


@pytest.mark.parametrize(("name", "value"), [
    ("recording_channels", "stereo"), ("recording_track", "left"), ("trim", "yes"),
    ("recording_status_callback", "nowhere"), ("recording_status_callback_event", ["begun"])])
def test_a_recorded_call_with_a_bad_option_is_refused(call, client, name, value):
    """20001, and nobody is called."""
    with pytest.raises(TwilioRestException) as refused:
        call(TALK, record=True, **{name: value})

    assert (400, 20001, []) == (refused.value.status, refused.value.code, client.calls.list())


def test_options_of_a_recording_without_a_recording_are_warned_of(call, client, world):
    """The call is made, and not recorded."""
    call(TALK, recording_channels="dual")

    said = [one.text for one in world.trace if type(one).__name__ == "Alert"]
    assert ["Ignored without Record=true: RecordingChannels."] == said
    assert [] == client.recordings.list()


# --- the Recordings resource of a call -------------------------------------------------------


@pytest.fixture
def talking(client, alice, office, world):
    """A call in which Alice is on the line for 20 seconds."""
    alice.answers(after=0).hangs_up(after=20)
    made = client.calls.create(to=alice.number, from_=office, twiml=TALK)
    while client.calls(made.sid).fetch().status != "in-progress":
        pass
    return client.calls(made.sid)


def test_a_call_in_progress_can_be_recorded(talking, client, world):
    """From that moment on."""
    begun = talking.recordings.create(recording_channels="dual", recording_track="inbound")
    world.settle(begun.call_sid)

    ended = client.recordings(begun.sid).fetch()
    assert ("in-progress", None, None, "StartCallRecordingAPI", "inbound", 2) == (
        begun.status, begun.duration, begun.price, begun.source, begun.track, begun.channels)
    assert ("completed", True) == (ended.status, 10 < int(ended.duration) < 20)


@pytest.mark.parametrize("sid", ["Twilio.CURRENT", "its own"])
def test_a_recording_can_be_stopped(talking, client, world, sid):
    """The call goes on; what is stopped can't be stopped again."""
    begun = talking.recordings.create()
    stopped = talking.recordings(begun.sid if sid == "its own" else sid).update(status="stopped")
    with pytest.raises(TwilioRestException) as refused:
        talking.recordings(begun.sid).update(status="paused")

    assert ("stopped", "in-progress") == (stopped.status, talking.fetch().status)
    assert (400, 21220) == (refused.value.status, refused.value.code)
    world.settle(begun.call_sid)
    assert ("completed", "1") == (
        client.recordings(begun.sid).fetch().status, client.recordings(begun.sid).fetch().duration)


@pytest.mark.parametrize(("behavior", "longest"), [("skip", 3), ("silence", 6)])
def test_a_pause_is_silent_or_left_out(talking, client, world, behavior, longest):
    """Two seconds are recorded before it, one after it; it lasts for three."""
    begun = talking.recordings.create()
    talking.fetch()
    paused = talking.recordings("Twilio.CURRENT").update(status="paused", pause_behavior=behavior)
    talking.fetch()
    talking.fetch()
    going = talking.recordings("Twilio.CURRENT").update(status="in-progress")
    talking.recordings("Twilio.CURRENT").update(status="stopped")
    world.settle(begun.call_sid)

    assert ("paused", "in-progress", str(longest)) == (
        paused.status, going.status, client.recordings(begun.sid).fetch().duration)


def test_a_second_recording_of_the_same_kind_does_not_begin(talking, client):
    """No error either: the first one is answered."""
    assert talking.recordings.create().sid == talking.recordings.create().sid


def test_a_call_that_is_over_cannot_be_recorded(talking, world):
    """21220, in words of its own."""
    world.settle(talking.fetch().sid)
    with pytest.raises(TwilioRestException) as refused:
        talking.recordings.create()

    assert (400, 21220) == (refused.value.status, refused.value.code)
    assert "Requested resource is not eligible for recording" in refused.value.msg


@pytest.mark.parametrize(("wrong", "status", "code"), [
    (lambda call: call.recordings("Twilio.CURRENT").update(status="stopped"), 404, 20404),
    (lambda call: call.recordings("RE" + "f" * 32).update(status="stopped"), 404, 20404),
    (lambda call: call.recordings(call.recordings.create().sid).update(status="ended"), 400, 20001),
    (lambda call: call.recordings(call.recordings.create().sid).update(
        status="paused", pause_behavior="wait"), 400, 20001),
])
def test_a_change_that_cannot_be_is_refused(talking, wrong, status, code):
    """An unknown recording, status or behaviour."""
    with pytest.raises(TwilioRestException) as refused:
        wrong(talking)

    assert (status, code) == (refused.value.status, refused.value.code)


# --- <Dial record> ----------------------------------------------------------------------------


@pytest.mark.parametrize(("record", "seconds", "channels"), [
    ("record-from-answer", "4", 1), ("true", "4", 1), ("record-from-answer-dual", "4", 2),
    ("record-from-ringing", "7", 1), ("record-from-ringing-dual", "7", 2)])
def test_a_dial_is_recorded(ring, bob, client, hosted, told, record, seconds, channels):
    """From the ringing or the answer on; on the caller's call. The action is told where."""
    bob.answers(after=3).says("Bob.", after=1).hangs_up(after=3)

    parent = ring(f'<Dial record="{record}" action="{hosted()}">{BOB}</Dial>')

    (row,) = client.recordings.list()
    assert ("DialVerb", seconds, channels, parent.sid) == (
        row.source, row.duration, row.channels, row.call_sid)
    assert [(f"https://api.twilio.com{row.uri.removesuffix('.json')}",)] == told(
        "action", "RecordingUrl")


@pytest.mark.parametrize("record", ["do-not-record", "false"])
def test_a_dial_that_shall_not_be_recorded_is_not(ring, bob, client, hosted, told, record):
    """And the action is told of no recording."""
    bob.answers().hangs_up(after=3)
    ring(f'<Dial record="{record}" action="{hosted()}">{BOB}</Dial>')

    assert ([], [(None,)]) == (client.recordings.list(), told("action", "RecordingUrl"))


def test_in_two_channels_the_dialled_person_is_in_the_first(
        ring, alice, bob, client, download):
    """The caller is in the second."""
    bob.answers().says("Bob speaks.", after=1).hangs_up(after=6)
    alice.says("Alice.", after=6.9)
    ring(f'<Dial record="record-from-answer-dual" recordingTrack="both">{BOB}</Dial>')

    assert [[1], [4]] == loud(download(client.recordings.list()[0], RequestedChannels="2")[1])


def test_a_recorded_dial_may_be_trimmed(ring, bob, client):
    """From the first word to the last."""
    bob.answers().says("Bob.", after=3).hangs_up(after=3)
    ring(f'<Dial record="record-from-answer" trim="trim-silence">{BOB}</Dial>')

    assert ["1"] == [row.duration for row in client.recordings.list()]


def test_the_dialled_calls_callback_names_the_recording(ring, bob, client, hosted, told):
    """As Twilio's page says of Number's statusCallback; the recording has one of its own."""
    bob.answers().hangs_up(after=3)
    ring(f'<Dial record="true" recordingStatusCallback="{hosted()}">'
         f'<Number statusCallback="{hosted()}">{BOB}</Number></Dial>')

    (row,) = client.recordings.list()
    assert [(row.sid, "3")] == told("status callback", "RecordingSid", "RecordingDuration")
    assert [("completed", "DialVerb")] == told(
        "recording status callback", "RecordingStatus", "RecordingSource")


# --- <Conference record> ----------------------------------------------------------------------


@pytest.fixture
def meet(world, client, alice, bob, office, hosted):
    """Alice and then Bob join a conference with these attributes: gives her call."""

    def run(attributes=""):
        url = hosted(f"<Dial><Conference {attributes}>Harbour</Conference></Dial>")
        client.incoming_phone_numbers(world.number.sid).update(voice_url=url)
        first = alice.calls(office)
        world.clock.settle(lambda: alice.status == "in-call")
        bob.calls(office)
        world.settle(first.sid)
        return first

    return run


def test_a_conference_is_recorded_from_its_start(meet, alice, bob, client, hosted, told):
    """All who speak are in one channel; the callback names the conference."""
    bob.says("Bob.", after=2).hangs_up(after=4)
    alice.hangs_up(after=30)
    first = meet(f'record="record-from-start" trim="do-not-trim" '
                 f'recordingStatusCallback="{hosted()}"')

    (row,) = client.recordings.list()
    assert ("Conference", "completed", 1, first.sid) == (
        row.source, row.status, row.channels, row.call_sid)
    assert row.conference_sid.startswith("CF")
    assert [row.sid] == [one.sid for one in client.recordings.list(
        conference_sid=row.conference_sid)]
    assert [("completed", row.conference_sid, None)] == told(
        "recording status callback", "RecordingStatus", "ConferenceSid", "CallSid")


def test_silence_at_both_ends_of_a_conference_is_trimmed(meet, alice, bob, client):
    """By default."""
    bob.says("Bob.", after=2).hangs_up(after=4)
    alice.hangs_up(after=30)
    meet('record="record-from-start"')

    assert ["1"] == [row.duration for row in client.recordings.list()]


def test_whoever_is_in_a_recorded_conference_may_have_any_name(meet, alice, bob, client):
    """Also the word that stands for the far end of a call."""
    bob.name = "person"
    bob.says("Bob.", after=2).hangs_up(after=4)
    alice.hangs_up(after=30)
    meet('record="record-from-start"')

    assert ["1"] == [row.duration for row in client.recordings.list()]


@pytest.mark.parametrize("record", ["", 'record="do-not-record"'])
def test_a_conference_is_not_recorded_unless_it_is_asked_for(meet, alice, bob, client, record):
    """By default none is."""
    bob.hangs_up(after=4)
    alice.hangs_up(after=30)
    meet(record)

    assert [] == client.recordings.list()


def test_a_conferences_recording_is_found_paused_stopped_and_deleted(
        world, client, alice, bob, office, hosted):
    """Below its conference, also as Twilio.CURRENT."""
    url = hosted('<Dial><Conference record="record-from-start">Harbour</Conference></Dial>')
    client.incoming_phone_numbers(world.number.sid).update(voice_url=url)
    alice.calls(office)
    bob.says("Bob.", after=1)
    bob.calls(office)
    while not (found := client.recordings.list()):
        pass
    (row,) = found
    room = client.conferences(row.conference_sid)

    paused = room.recordings("Twilio.CURRENT").update(status="paused")
    going = room.recordings(row.sid).update(status="in-progress")
    stopped = room.recordings("Twilio.CURRENT").update(status="stopped")
    room.update(status="completed")
    world.clock.settle(world.exchange.is_quiet)

    assert ("paused", "in-progress", "stopped") == (paused.status, going.status, stopped.status)
    assert ["completed"] == [one.status for one in room.recordings.list()]
    assert f"/Conferences/{row.conference_sid}/Recordings/" in room.recordings(row.sid).fetch().uri
    assert room.recordings(row.sid).delete()
    assert [] == room.recordings.list()


def test_a_participant_of_the_api_and_the_conference_can_be_recorded(
        world, client, alice, bob, office, hosted, told):
    """Each has a recording, and callbacks, of its own."""
    room = client.conferences("Harbour")
    alice.answers().says("Alice.", after=9).hangs_up(after=9)
    bob.answers().hangs_up(after=20)
    room.participants.create(
        from_=office, to=ALICE, record=True, conference_record="record-from-start",
        conference_recording_status_callback=hosted(), recording_status_callback=hosted())
    room.participants.create(from_=office, to=BOB)
    world.clock.settle(world.exchange.is_quiet)

    assert {"Conference", "OutboundAPI"} == {
        source for (source,) in told("recording status callback", "RecordingSource")}
    assert ["completed"] * 2 == [row.status for row in client.recordings.list()]


@pytest.mark.parametrize("name", ["conference_record", "conference_trim"])
def test_a_conference_cannot_be_recorded_in_any_other_way(client, office, name):
    """20001, and nobody is called."""
    more = {"conference_record": "true"} | {name: "now"}
    with pytest.raises(TwilioRestException) as refused:
        client.conferences("Harbour").participants.create(from_=office, to=ALICE, **more)

    assert (20001, []) == (refused.value.code, client.calls.list())


# --- <Start><Recording> -----------------------------------------------------------------------


def test_a_document_begins_a_recording_and_goes_on(call, alice, client, hosted, told):
    """Until the call ends, in two channels; the callback tells its source."""
    alice.answers()
    call(f'<Response><Start><Recording recordingStatusCallback="{hosted()}" track="outbound" '
         'trim="do-not-trim"/></Start><Say>Ahoy</Say><Pause length="3"/></Response>')

    (row,) = client.recordings.list()
    assert ("StartCallRecordingTwiML", "completed", 2, "4", ["Ahoy"]) == (
        row.source, row.status, row.channels, row.duration, alice.heard)
    assert [("completed", "outbound")] == told(
        "recording status callback", "RecordingStatus", "RecordingTrack")


@pytest.mark.parametrize(("channels", "count"), [('channels="mono"', 1), ('channels="dual"', 2)])
def test_a_document_says_how_many_channels_are_recorded(call, client, channels, count):
    """One or two."""
    call(f"<Response><Start><Recording {channels}/></Start><Say>Ahoy</Say></Response>")

    assert [count] == [row.channels for row in client.recordings.list()]


def test_a_document_ends_its_recording_by_name(call, client, world):
    """The other one goes on; a name that there is not is warned of."""
    call('<Response><Start><Recording name="one"/></Start><Start><Recording name="two"/></Start>'
         '<Say>Ahoy</Say><Stop><Recording name="one"/><Recording name="three"/></Stop>'
         "<Say>And so it goes on for a while.</Say></Response>")

    said = [one.text for one in world.trace if type(one).__name__ == "Alert"]
    assert {"1", "3"} == {row.duration for row in client.recordings.list()}
    assert ["There is no recording “three” to stop."] == said


def test_the_api_finds_a_recording_among_other_services(talking, client, world):
    """A transcription that goes on is no recording."""
    talking.update(twiml="<Response><Start><Transcription/></Start><Pause length='9'/></Response>")
    begun = talking.recordings.create()
    stopped = talking.recordings("Twilio.CURRENT").update(status="stopped")

    assert begun.sid == stopped.sid
