"""<Dial record> records the two who talk (Twilio's page on Dial)."""

from __future__ import annotations

import pytest

BOB = "+14155550124"


@pytest.fixture
def tape(ring, client, alice, bob):
    """Alice and Bob talk for ten seconds, after two of ringing: gives the recording, or None."""

    def record(attributes):
        alice.says("Hello, Bob.", after=6)
        bob.answers(after=2).says("Hello, Alice.", after=5).hangs_up(after=5)
        ring(f"<Dial {attributes}>{BOB}</Dial>")
        return next(iter(client.recordings.list()), None)

    return record


@pytest.mark.parametrize(("record", "channels", "seconds"), [
    ("record-from-answer", 1, "10"), ("record-from-ringing", 1, "12"), ("true", 1, "10"),
    ("record-from-answer-dual", 2, "10"), ("record-from-ringing-dual", 2, "12")])
def test_a_conversation_is_recorded(tape, client, record, channels, seconds):
    """From the answer or from the first ring on; one channel, or one for each of the two."""
    found = tape(f'record="{record}"')

    parent = client.calls.list()[-1]
    assert ("DialVerb", channels, seconds, parent.sid) == (
        found.source, found.channels, found.duration, found.call_sid)


@pytest.mark.parametrize("given", ["", 'record="do-not-record"', 'record="false"'])
def test_nothing_is_recorded_unless_asked_for(tape, given):
    """It is off by default."""
    assert tape(given) is None


def test_silence_can_be_trimmed(tape):
    """From the first word to the last."""
    assert "3" == tape('record="true" trim="trim-silence"').duration


@pytest.mark.parametrize(("track", "seconds"), [("inbound", "1"), ("outbound", "1"), ("both", "3")])
def test_one_side_may_be_recorded_alone(tape, track, seconds):
    """recordingTrack: what the caller says, what the caller hears, or both."""
    found = tape(f'record="true" trim="trim-silence" recordingTrack="{track}"')

    assert seconds == found.duration


def test_the_action_is_told_of_the_recording(tape, hosted, told):
    """RecordingUrl, without an extension."""
    found = tape(f'record="true" action="{hosted()}"')

    url = f"https://api.twilio.com{found.uri.removesuffix('.json')}"
    assert (url, found.sid, "10") == told("RecordingUrl", "RecordingSid", "RecordingDuration")


def test_the_action_is_told_when_the_caller_hangs_up(ring, alice, bob, hosted, told):
    """The recording ends with the call."""
    bob.answers(after=2)
    alice.hangs_up(after=9)

    ring(f'<Dial record="true" action="{hosted()}">{BOB}</Dial>')

    assert ("completed", "7") == told("CallStatus", "RecordingDuration")


def test_nothing_is_recorded_of_a_call_that_nobody_answers(ring, client, bob):
    """Where it would begin with the answer."""
    bob.declines()

    ring(f'<Dial record="record-from-answer">{BOB}</Dial>')

    assert [] == client.recordings.list()


def test_the_end_of_a_recording_is_reported(tape, world, hosted):
    """recordingStatusCallback, with its method and its events."""
    found = tape(f'record="true" recordingStatusCallback="{hosted()}" '
                 'recordingStatusCallbackMethod="GET" '
                 'recordingStatusCallbackEvent="in-progress completed"')

    reports = [one for one in world.trace
               if getattr(one, "purpose", "") == "recording status callback"]
    assert [("GET", "in-progress", found.sid), ("GET", "completed", found.sid)] == [
        (one.method, one.params["RecordingStatus"], one.params["RecordingSid"])
        for one in reports]
