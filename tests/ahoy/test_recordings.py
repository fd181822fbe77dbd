"""What is recorded: <Record>, its action, its callbacks, and the Recordings resource."""

from __future__ import annotations

import io
import wave

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ahoy import SimulatorClient, World, begin

WORDS = "Hello, this is Bob. Please call me back."
THANKS = "<Response><Say>Thanks.</Say></Response>"


def response(*verbs):
    return f"<Response>{''.join(verbs)}</Response>"


@pytest.fixture
def thanks(bin_):
    """The URL of an action that says thanks."""
    return bin_(THANKS)


def asked(world, purpose="action"):
    """The parameters of each webhook of this purpose, in order."""
    return [one.params for one in world.trace if getattr(one, "purpose", "") == purpose]


def alerts(world):
    return [one for one in world.trace if type(one).__name__ == "Alert"]


# --- <Record> ------------------------------------------------------------------------------


def test_what_was_said_is_handed_to_the_action(call, alice, world, thanks, client):
    """After five seconds of silence; what follows the Record is never reached."""
    alice.answers().says(WORDS)

    made = call(response(f'<Record action="{thanks}"/>', "<Say>Never.</Say>"))

    (params,), (row,) = asked(world), client.recordings.list()
    assert ["[beep]", "Thanks."] == alice.heard
    assert (row.sid, row.duration, "") == tuple(
        params[name] for name in ("RecordingSid", "RecordingDuration", "Digits"))
    assert f"https://api.twilio.com{row.uri.removesuffix('.json')}" == params["RecordingUrl"]
    assert "in-progress" == params["CallStatus"]
    assert (made.sid, "RecordVerb", "completed", "3") == (
        row.call_sid, row.source, row.status, row.duration)


def test_silence_falls_through_to_the_next_verb(call, alice, world, thanks, client):
    """Nobody said anything: the action is not asked, and the recording is absent."""
    made = call(response(f'<Record action="{thanks}" timeout="3"/>', "<Say>Nobody there.</Say>"))

    (row,) = client.recordings.list()
    assert ["[beep]", "Nobody there."] == alice.heard
    assert [] == asked(world)
    assert ("absent", 16102, None, None) == (row.status, row.error_code, row.duration, row.price)
    assert "completed" == made.status


@pytest.mark.parametrize(("attributes", "keys", "digits"), [
    ("", "5", "5"), ('finishOnKey="#"', "1#", "#"), ('finishOnKey="" timeout="2"', "#", ""),
])
def test_a_finishing_key_ends_it_and_is_told(call, alice, world, thanks, attributes, keys, digits):
    """Any key does by default; with finishOnKey one of these, and with none of them none."""
    alice.answers().says(WORDS).presses(keys, after=4)

    call(response(f'<Record action="{thanks}" {attributes}/>'))

    assert [digits] == [params["Digits"] for params in asked(world)]


def test_silence_ends_it_after_the_timeout(call, alice, client, thanks):
    """Counted from the end of the words; untrimmed, the silence is in the recording."""
    alice.answers().says(WORDS)

    call(response(f'<Record action="{thanks}" timeout="9" trim="do-not-trim"/>'))

    # one second until she speaks, 2.67 for the words, nine of silence
    assert ["13"] == [row.duration for row in client.recordings.list()]


def test_a_timeout_of_zero_waits_for_a_key(call, alice, client, thanks):
    """Silence does not end it."""
    alice.answers().says("One moment.").presses("#", after=60)

    call(response(f'<Record action="{thanks}" timeout="0" trim="do-not-trim"/>'))

    assert ["61"] == [row.duration for row in client.recordings.list()]


def test_max_length_ends_it_in_mid_sentence(call, alice, client, thanks):
    """The rest is cut off."""
    alice.answers().says("word " * 100)

    call(response(f'<Record action="{thanks}" maxLength="8" trim="do-not-trim"/>'))

    assert ["8"] == [row.duration for row in client.recordings.list()]


def test_without_a_beep_nothing_is_heard(call, alice, thanks):
    """playBeep=false."""
    call(response(f'<Record action="{thanks}" playBeep="false"/>'))

    assert [] == alice.heard


def test_the_action_is_still_asked_when_the_caller_hangs_up(call, alice, world, thanks, client):
    """Digits=hangup and CallStatus=completed; its answer changes nothing."""
    alice.answers().says(WORDS).hangs_up(after=3)

    call(response(f'<Record action="{thanks}" method="GET"/>'))

    (params,), (row,) = asked(world), client.recordings.list()
    assert ("hangup", "completed") == (params["Digits"], params["CallStatus"])
    assert ("completed", "3", ["[beep]"]) == (row.status, row.duration, alice.heard)


def test_without_an_action_this_document_is_asked_again(client, alice, office, world, bin_):
    """So a Record alone goes round, until somebody hangs up."""
    url = bin_(response('<Record timeout="2"/>'))
    alice.answers().says("One.").says("Two.", after=4).hangs_up(after=1)

    made = client.calls.create(to=alice.number, from_=office, url=url)
    world.settle(made.sid)

    assert ["", "hangup"] == [params["Digits"] for params in asked(world)]


@pytest.mark.parametrize("ending", ["waits", "hangs up"])
def test_inline_twiml_needs_an_absolute_action(call, alice, world, ending):
    """There is no document to ask again: 11100, also after a hang-up."""
    alice.answers().says(WORDS)
    if ending == "hangs up":
        alice.hangs_up(after=2)

    made = call(response("<Record/>"))

    assert [11100] == [one.code for one in alerts(world)]
    assert "completed" == made.status


def test_new_instructions_end_a_recording_without_asking_its_action(
        client, alice, office, world, thanks):
    """The recording is kept."""
    alice.answers().says(WORDS)
    made = client.calls.create(to=alice.number, from_=office,
                               twiml=response(f'<Record action="{thanks}"/>'))
    while not client.recordings.list():
        pass
    client.calls(made.sid).update(twiml=response("<Say>Enough.</Say>"))
    world.settle(made.sid)

    assert (["[beep]", "Enough."], []) == (alice.heard, asked(world))
    assert ["completed"] == [row.status for row in client.recordings.list()]


def test_its_status_callback_is_told_how_it_ends(call, alice, world, thanks):
    """The events that were asked for, with Twilio's parameters."""
    alice.answers().says(WORDS)
    made = call(response(
        f'<Record action="{thanks}" recordingStatusCallback="{thanks}" '
        'recordingStatusCallbackEvent="in-progress completed"/>'))

    begun, ended = asked(world, "recording status callback")
    assert {
        "RecordingSource": "RecordVerb", "RecordingTrack": "both",
        "RecordingSid": begun["RecordingSid"], "RecordingStatus": "in-progress",
        "RecordingChannels": "1", "ErrorCode": "0", "CallSid": made.sid,
        "RecordingStartTime": "Mon, 05 Jan 2026 09:00:03 +0000",
        "AccountSid": world.account.sid} == begun
    assert ("completed", "3", True) == (
        ended["RecordingStatus"], ended["RecordingDuration"],
        ended["RecordingUrl"].endswith("/Recordings/" + ended["RecordingSid"]))


@pytest.mark.parametrize(("events", "told"), [("absent", ["absent"]), ("completed", [])])
def test_an_absent_recording_is_told_when_asked_for(call, world, thanks, events, told):
    """By GET, when the method says so."""
    call(response(f'<Record recordingStatusCallback="{thanks}" recordingStatusCallbackMethod="GET" '
                  f'recordingStatusCallbackEvent="{events}"/>'))

    sent = [one for one in world.trace
            if getattr(one, "purpose", "") == "recording status callback"]
    assert told == [one.params["RecordingStatus"] for one in sent]
    assert ["GET"] * len(told) == [one.method for one in sent]


# --- the resource --------------------------------------------------------------------------


@pytest.fixture
def recorded(call, alice, client, thanks):
    """Alice has said something, and it was recorded."""
    alice.answers().says(WORDS)
    call(response(f'<Record action="{thanks}"/>'))
    return client.recordings.list()[0]


def test_a_recording_is_fetched_by_its_sid_and_from_its_call(recorded, client):
    """The same one, told in two ways."""
    alone = client.recordings(recorded.sid).fetch()
    at_call = client.calls(recorded.call_sid).recordings(recorded.sid).fetch()
    listed = client.calls(recorded.call_sid).recordings.list()

    assert {"-0.00250"} == {str(one.price) for one in (alone, at_call, listed[0])}
    assert "both" == at_call.track
    assert f"/Calls/{recorded.call_sid}/Recordings/{recorded.sid}.json" in at_call.uri


def test_recordings_are_listed_by_day_and_by_call(recorded, client):
    """Bounds are included; another call has none."""
    day = recorded.date_created.date()
    found = [
        client.recordings.list(date_created=day),
        client.recordings.list(date_created_after=day),
        client.recordings.list(date_created_before="2026-01-06"),
        client.recordings.list(call_sid=recorded.call_sid),
        client.recordings.list(date_created_before="2026-01-04"),
        client.recordings.list(call_sid="CA" + "f" * 32),
        client.recordings.list(conference_sid="CF" + "f" * 32),
    ]
    assert [1, 1, 1, 1, 0, 0, 0] == [len(one) for one in found]


@pytest.mark.parametrize("where", ["account", "call"])
def test_a_deleted_recording_is_found_only_when_deleted_ones_are_asked_for(
        recorded, client, where):
    """Its media are gone; what it has cost stays spent."""
    at = client if where == "account" else client.calls(recorded.call_sid)
    before = client.balance.fetch().balance

    assert at.recordings(recorded.sid).delete()

    with pytest.raises(TwilioRestException) as refused:
        client.recordings(recorded.sid).fetch()
    kept = client.recordings(recorded.sid).fetch(include_soft_deleted=True)
    assert (404, 20404) == (refused.value.status, refused.value.code)
    assert ([], "deleted") == (at.recordings.list(), kept.status)
    assert [recorded.sid] == [one.sid for one in client.recordings.list(include_soft_deleted=True)]
    assert before == client.balance.fetch().balance


def test_a_recording_in_progress_cannot_be_deleted(client, alice, office, thanks):
    """20009, and it goes on."""
    client.calls.create(to=alice.number, from_=office,
                        twiml=response(f'<Record action="{thanks}"/>'))
    while not (found := client.recordings.list()):
        pass
    with pytest.raises(TwilioRestException) as refused:
        found[0].delete()

    assert (409, 20009) == (refused.value.status, refused.value.code)
    assert ("in-progress", None) == (found[0].status, found[0].duration)


def test_what_recording_costs_is_counted(recorded, client):
    """Usage, and the balance with the call's own price."""
    used = {one.category: one for one in client.usage.records.list()}
    call = client.calls(recorded.call_sid).fetch()

    assert ("1", "1", "0.0025") == tuple(
        str(getattr(used["recordings"], name)) for name in ("count", "usage", "price"))
    spent = float(client.usage.records.list(category="totalprice")[0].price)
    number = float(used["phonenumbers"].price)
    assert round(number + abs(float(call.price)) + 0.0025, 5) == spent


# --- media ---------------------------------------------------------------------------------


@pytest.fixture
def download(client, world):
    """Gets a recording's file, as the SDK's transport does it: gives status, type, bytes."""
    from ahoy.api import ApiRequest

    def get(row, ending="", **query):
        account = world.account
        reply = world.request(ApiRequest("GET", row.media_url + ending, params=query,
                                      auth=(account.sid, account.auth_token)))
        return reply.status, reply.headers["Content-Type"], reply.body

    return get


@pytest.mark.parametrize("ending", ["", ".wav"])
def test_a_recording_is_a_wav_file_of_its_length(recorded, download, ending):
    """16 bits, 8 kHz; not silent."""
    status, kind, body = download(recorded, ending)
    with wave.open(io.BytesIO(body)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
        form = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
        frames = sound.readframes(sound.getnframes())

    assert (200, "audio/x-wav", (1, 2, 8000)) == (status, kind, form)
    assert abs(seconds - len(WORDS) / 15) < 0.04
    assert any(frames)


def test_a_recording_is_an_mp3_file_of_its_length(recorded, download):
    """Frames of 36 bytes and 36 ms, one after the other; not all of them silent."""
    status, kind, body = download(recorded, ".mp3")
    frames = [body[at:at + 36] for at in range(0, len(body), 36)]

    assert (200, "audio/mpeg") == (status, kind)
    assert {b"\xff\xf3\x18\xc4"} == {frame[:4] for frame in frames}
    assert abs(len(frames) * 0.036 - len(WORDS) / 15) < 0.04
    assert len({bytes(frame) for frame in frames}) > 2


@pytest.mark.parametrize("ending", [".wav", ".mp3", ".json"])
def test_head_tells_of_a_file_what_get_would(recorded, world, ending):
    """Its type and length, without the bytes."""
    from ahoy.api import ApiRequest

    account = world.account
    get, head = (world.request(ApiRequest(method, recorded.media_url + ending,
                                       auth=(account.sid, account.auth_token)))
                 for method in ("GET", "HEAD"))

    assert (get.status, get.headers["Content-Type"], get.headers["Content-Length"]) == (
        head.status, head.headers["Content-Type"], head.headers["Content-Length"])
    assert (str(len(get.body)), "") == (head.headers["Content-Length"], head.body)


def test_head_of_a_recording_that_is_not_there_is_404(client, world):
    """So an app may ask whether a recording is there yet."""
    url = f"https://api.twilio.com/2010-04-01/Accounts/{world.account.sid}/Recordings/RE{'9' * 32}"
    said = client.request("HEAD", url + ".mp3")
    assert (404, "") == (said.status_code, said.text)


def test_a_file_is_the_same_each_time(recorded, download):
    """Byte for byte."""
    assert download(recorded) == download(recorded)


def test_two_channels_of_a_recording_with_one_are_refused(recorded, download):
    """400."""
    assert 400 == download(recorded, ".wav", RequestedChannels="2")[0]


@pytest.mark.parametrize("ending", [".ogg", ".mp4"])
def test_other_forms_are_not_found(recorded, download, ending):
    """404."""
    assert 404 == download(recorded, ending)[0]


def test_a_deleted_recording_has_no_file(recorded, download):
    """404."""
    recorded.delete()
    assert 404 == download(recorded, ".wav")[0]


@pytest.mark.parametrize("ending", ["", ".wav", ".mp3"])
def test_a_recording_can_be_played_to_a_caller(recorded, call, alice, ending):
    """It lasts as long as it is."""
    url = recorded.media_url + ending

    made = call(response(f"<Play>{url}</Play>"))

    assert (url, "3") == (alice.heard[-1], made.duration)


def test_a_recording_that_is_gone_cannot_be_played(recorded, call, world, alice):
    """11200, and the call goes on."""
    recorded.delete()

    call(response(f"<Play>{recorded.media_url}</Play>", "<Say>Sorry.</Say>"))

    assert (11200, "HTTP retrieval failure: 404", "Sorry.") == (
        alerts(world)[-1].code, alerts(world)[-1].text, alice.heard[-1])


# --- transcriptions ------------------------------------------------------------------------


@pytest.fixture
def transcribed(call, alice, client, thanks):
    """Alice has said something, and it was recorded and transcribed."""
    alice.answers().says(WORDS)
    call(response(f'<Record action="{thanks}" transcribe="true" transcribeCallback="{thanks}"/>'))
    return client.transcriptions.list()[0]


def test_what_was_said_is_transcribed(transcribed, client):
    """Found below its recording, too."""
    recording = client.recordings(transcribed.recording_sid)
    fetched = recording.transcriptions(transcribed.sid).fetch()

    assert (WORDS, "completed", "3", "-0.05000", "USD") == (
        fetched.transcription_text, fetched.status, fetched.duration, str(fetched.price),
        fetched.price_unit)
    assert [transcribed.sid] == [one.sid for one in recording.transcriptions.list()]
    assert "fast" == client.transcriptions(transcribed.sid).fetch().type


def test_the_callback_is_told_the_words(transcribed, world, client, alice, office):
    """After the call, with its last status."""
    (params,) = asked(world, "transcribe callback")
    (row,) = client.recordings.list()
    url = f"https://api.twilio.com{row.uri.removesuffix('.json')}"
    assert {
        "TranscriptionSid": transcribed.sid, "TranscriptionText": WORDS,
        "TranscriptionStatus": "completed",
        "TranscriptionUrl": f"{url}/Transcriptions/{transcribed.sid}",
        "RecordingSid": row.sid, "RecordingUrl": url, "CallSid": row.call_sid,
        "AccountSid": world.account.sid, "From": office, "To": alice.number,
        "CallStatus": "completed", "ApiVersion": "2010-04-01",
        "Direction": "outbound-api"} == params


@pytest.mark.parametrize(("attributes", "count"), [
    ('transcribeCallback="{url}"', 1), ('transcribe="true"', 1), ("", 0),
    ('transcribe="false" transcribeCallback="{url}"', 0),
])
def test_only_what_was_asked_for_is_transcribed(call, alice, client, thanks, attributes, count):
    """A transcribeCallback asks for it, too."""
    alice.answers().says(WORDS)
    call(response(f'<Record action="{thanks}" {attributes.format(url=thanks)}/>'))

    assert count == len(client.transcriptions.list())


@pytest.mark.parametrize(("words", "codes"), [
    ("Too short.", [13617]), ("word " * 60, [])])
def test_only_recordings_of_some_length_are_transcribed(
        call, alice, client, world, thanks, words, codes):
    """More than two seconds: else there is a warning."""
    alice.answers().says(words)
    call(response(f'<Record action="{thanks}" transcribe="true"/>'))

    assert codes == [one.code for one in alerts(world)]
    assert len(codes) == 1 - len(client.transcriptions.list())


def test_a_recording_that_may_be_too_long_to_be_transcribed_is_warned_of(
        call, alice, client, world, thanks):
    """13615, and it ends after two minutes."""
    alice.answers().says("word " * 400)
    call(response(
        f'<Record action="{thanks}" transcribe="true" maxLength="300" trim="do-not-trim"/>'))

    assert [13615, 13617] == [one.code for one in alerts(world)]
    assert ["120"] == [row.duration for row in client.recordings.list()]


def test_where_no_word_was_said_the_transcription_fails(call, alice, client, world, thanks):
    """It costs nothing, and the callback is told."""
    alice.answers().says("... " * 20)
    call(response(f'<Record action="{thanks}" transcribeCallback="{thanks}"/>'))

    (row,), (params,) = client.transcriptions.list(), asked(world, "transcribe callback")
    assert ("failed", None, None) == (row.status, row.transcription_text, row.price)
    assert ("failed", "") == (params["TranscriptionStatus"], params["TranscriptionText"])


@pytest.mark.parametrize("where", ["account", "recording"])
def test_a_deleted_transcription_stays_paid(transcribed, client, where):
    """Its recording is not touched."""
    before = client.balance.fetch().balance
    recording = client.recordings(transcribed.recording_sid)
    (client if where == "account" else recording).transcriptions(transcribed.sid).delete()

    used = {one.category: one for one in client.usage.records.list()}
    assert ([], "completed") == (client.transcriptions.list(), recording.fetch().status)
    assert before == client.balance.fetch().balance
    assert ("1", "1", "0.05") == tuple(
        str(getattr(used["transcriptions"], name)) for name in ("count", "usage", "price"))


def test_a_transcription_in_progress_cannot_be_deleted(client, alice, office, thanks):
    """20009."""
    alice.answers().says(WORDS)
    client.calls.create(to=alice.number, from_=office,
                        twiml=response(f'<Record action="{thanks}" transcribe="true"/>'))
    while not (found := client.transcriptions.list()):
        pass
    with pytest.raises(TwilioRestException) as refused:
        found[0].delete()

    assert (409, 20009) == (refused.value.status, refused.value.code)


def test_a_relative_callback_in_inline_twiml_is_11100(call, alice, world, thanks):
    """Nothing is posted; the recording goes on."""
    alice.answers().says(WORDS)
    call(response(f'<Record action="{thanks}" recordingStatusCallback="/done"/>'))

    assert [11100] == [one.code for one in alerts(world)]
    assert ([], 1) == (asked(world, "recording status callback"), len(asked(world)))


# --- both clocks -----------------------------------------------------------------------------


def voicemail(clock):
    """A short voicemail; gives what happened, without its times."""
    world = World(clock=clock)
    begin(world)
    try:
        account = world.account
        client = Client(account.sid, account.auth_token, http_client=SimulatorClient(world))
        alice = world.phones.get("+14155550123", "Alice").answers(after=0.1).says("Hi!")
        url = world.hosted.bins.add(THANKS, "EH" + "1" * 32).url
        made = client.calls.create(
            to=alice.number, from_=world.number.phone_number,
            twiml=response(f'<Record action="{url}" timeout="1" recordingStatusCallback="{url}"/>'))
        assert world.settle(made.sid, 20)
        told = [(type(one).__name__, one.source, one.target, getattr(one, "purpose", one.what))
                for one in world.trace if type(one).__name__ != "Request"]
        return told, [row.status for row in client.recordings.list()]
    finally:
        world.close()
        begin(None)


def test_both_clocks_tell_the_same_story():
    """In real time, too, the end waits for the last callback."""
    assert voicemail("virtual") == voicemail("real")
