"""Conferences and their participants over the API: called in, changed, sent away."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from ahoy.trace import Alert, Attendance, Webhook

NEWS = "<Response><Say>The harbour is closed.</Say></Response>"


@pytest.fixture
def call_in(client, office):
    """Calls somebody into the room `Harbour`."""

    def create(handset, name="Harbour", **more):
        return client.conferences(name).participants.create(
            from_=office, to=handset.number, **more)

    return create


@pytest.fixture
def meeting(alice, bob, call_in, world, client):
    """Alice and Bob in a conference that has started: its context in the client."""
    alice.answers(after=1)
    bob.answers(after=1)
    made = call_in(alice, label="ada", beep=False)
    call_in(bob, label="bob", beep=False)
    world.clock.advance(10)
    return client.conferences(made.conference_sid)


def purposes(world):
    return [one.purpose for one in world.trace if isinstance(one, Webhook)]


def test_a_participant_is_queued_then_rings_then_is_connected(alice, call_in, client, world):
    """And the conference that it is called into exists at once, in status `init`."""
    alice.answers(after=5)
    made = call_in(alice)
    where = client.conferences(made.conference_sid)
    seen = [made.status, where.participants(made.call_sid).fetch().status]
    world.clock.advance(6)
    seen.append(where.participants(made.call_sid).fetch().status)

    assert ["queued", "ringing", "connected"] == seen
    assert ("init", "Harbour", None) == (
        (found := where.fetch()).status, found.friendly_name, found.reason_conference_ended)


def test_a_name_and_a_sid_lead_to_the_same_conference(alice, bob, call_in):
    """Twilio takes either in the path."""
    first = call_in(alice)
    second = call_in(bob, name=first.conference_sid)

    assert first.conference_sid == second.conference_sid


def test_participants_are_listed_while_they_are_in(meeting, world):
    """By SID of the call or by label; filters count; afterwards nobody is there."""
    assert ["bob", "ada"] == [one.label for one in meeting.participants.list()]
    meeting.participants("bob").update(muted=True)
    assert ["bob"] == [one.label for one in meeting.participants.list(muted=True)]
    assert ["ada"] == [one.label for one in meeting.participants.list(muted=False)]
    meeting.update(status="completed")
    world.clock.settle(world.exchange.is_quiet)
    assert [] == meeting.participants.list()


def test_who_is_muted_over_the_api_is_not_heard(meeting, alice, bob, world):
    """Until unmuted."""
    meeting.participants("bob").update(muted=True)
    bob.say("One.")
    meeting.participants("bob").update(muted=False)
    bob.say("Two.")

    assert ["[Bob: Two.]"] == [one for one in alice.heard if "Bob" in one]


def test_who_is_on_hold_hears_music_alone(meeting, alice, bob, world, bin_):
    """HoldUrl is asked with GET; neither hears the other meanwhile."""
    url = bin_("<Response><Say>Please hold.</Say></Response>")
    held = meeting.participants("bob").update(hold=True, hold_url=url)
    alice.say("Secret.")
    bob.say("Secret, too.")
    meeting.participants("bob").update(hold=False)
    alice.say("Back again.")

    asked = next(one for one in world.trace if getattr(one, "purpose", "") == "hold")
    assert (True, "GET") == (held.hold, asked.method)
    assert ["Please hold.", "[Alice: Back again.]"] == bob.heard[-2:]
    assert [] == [words for words in alice.heard if "Secret" in words]


def test_hold_without_a_url_plays_twilios_music(meeting, bob, world):
    """The playlist that a page of the kit stands in for."""
    meeting.participants("bob").update(hold=True)
    world.clock.advance(3)

    assert "http://com.twilio.sounds.music" == bob.heard[-1][:30]


def test_an_announcement_is_heard_by_all_and_asked_for_once(meeting, alice, bob, world, bin_):
    """AnnounceUrl of the conference."""
    meeting.update(announce_url=bin_(NEWS))
    world.clock.advance(3)

    assert ["The harbour is closed."] * 2 == [alice.heard[-1], bob.heard[-1]]
    assert 1 == purposes(world).count("announcement")


def test_an_announcement_to_one_is_heard_by_that_one(meeting, alice, bob, world, bin_):
    """AnnounceUrl of a participant."""
    meeting.participants("ada").update(announce_url=bin_(NEWS), announce_method="GET")
    world.clock.advance(3)

    assert ("The harbour is closed.", False) == (
        alice.heard[-1], "The harbour is closed." in bob.heard)


def test_who_is_sent_away_goes_on_with_the_call(alice, bob, client, office, world, call_in):
    """DELETE: what follows the <Dial> is carried out; the others stay."""
    alice.answers(after=1)
    bob.answers(after=1)
    made = client.calls.create(to=alice.number, from_=office, twiml=(
        "<Response><Dial><Conference>Harbour</Conference></Dial><Say>You were removed.</Say>"
        "</Response>"))
    other = call_in(bob)
    world.clock.advance(9)
    where = client.conferences(other.conference_sid)

    assert where.participants(made.sid).delete() is True
    world.settle(made.sid)
    assert "You were removed." == alice.heard[-1]
    assert ["Bob"] == [one.source for one in world.trace
                       if isinstance(one, Attendance) and one.event == "joins"][-1:]
    assert [other.call_sid] == [one.call_sid for one in where.participants.list()]


def test_the_last_one_sent_away_ends_it(alice, call_in, client, world):
    """last-participant-kicked."""
    alice.answers(after=1)
    made = call_in(alice)
    world.clock.advance(5)
    where = client.conferences(made.conference_sid)
    where.participants(made.call_sid).delete()

    ended = where.fetch()
    assert ("completed", "last-participant-kicked", made.call_sid) == (
        ended.status, ended.reason_conference_ended, ended.call_sid_ending_conference)


def test_ending_a_conference_ends_the_calls_of_its_participants(meeting, world, client):
    """conference-ended-via-api; those who are still called are called no more."""
    ended = meeting.update(status="completed")
    world.clock.settle(world.exchange.is_quiet)

    assert ("completed", "conference-ended-via-api", None) == (
        ended.status, ended.reason_conference_ended, ended.call_sid_ending_conference)
    assert ["completed"] * 2 == [one.status for one in client.calls.list()]


def test_a_phone_that_still_rings_when_it_ends_rings_no_more(alice, bob, call_in, client, world):
    """Its call is canceled."""
    alice.answers(after=1)
    bob.does_not_answer()
    made = call_in(alice)
    ringing = call_in(bob, timeout=300)
    world.clock.advance(5)
    client.conferences(made.conference_sid).update(status="completed")
    world.clock.settle(world.exchange.is_quiet)

    assert "canceled" == client.calls(ringing.call_sid).fetch().status


@pytest.mark.parametrize(("habit", "status"), [
    ("is_busy", "busy"), ("does_not_answer", "no-answer"), ("is_unreachable", "failed")])
def test_who_cannot_be_reached_leaves_before_coming(bob, call_in, client, world, habit, status,
                                                    bin_):
    """participant_add_failed, with the call's status; nobody else was there, so it ends."""
    getattr(bob, habit)()
    made = call_in(bob, conference_status_callback=bin_("<Response/>"),
                   conference_status_callback_event=["join", "leave", "end"])
    world.clock.settle(world.exchange.is_quiet)

    told = [one.params for one in world.trace if isinstance(one, Webhook)]
    assert ["participant-leave", "conference-end"] == [one["StatusCallbackEvent"] for one in told]
    assert ("participant_add_failed", status) == (
        told[0]["ReasonParticipantLeft"], told[0]["ParticipantCallStatus"])
    assert "completed" == client.conferences(made.conference_sid).fetch().status


def test_the_room_hears_the_ringing_of_a_new_participant(meeting, alice, world, client, office):
    """EarlyMedia=true, the default; with false nothing is heard."""
    for early in (True, False):
        meeting.participants.create(from_=office, to="+14155550177", beep=False,
                                    early_media=early)
        world.clock.advance(8)

    assert 1 == alice.heard.count("[ringing]")


def test_a_transfer_takes_the_call_out_of_the_room(meeting, client, alice, world):
    """New instructions for the call of a participant that the API had called."""
    ada = meeting.participants("ada").fetch()
    client.calls(ada.call_sid).update(twiml="<Response><Say>Elsewhere.</Say></Response>")
    world.settle(ada.call_sid)

    assert "Elsewhere." == alice.heard[-1]
    assert ["bob"] == [one.label for one in meeting.participants.list()]


def test_changes_are_told_to_the_site(alice, bob, call_in, client, world, bin_):
    """mute, hold, modify and announcement, of both kinds each."""
    alice.answers(after=1)
    bob.answers(after=1)
    made = call_in(alice, conference_status_callback=bin_("<Response/>"),
                   conference_status_callback_event=["mute", "hold", "modify", "announcement"])
    call_in(bob)
    world.clock.advance(8)
    where = client.conferences(made.conference_sid)
    one = where.participants(made.call_sid)
    for change in ({"muted": True}, {"muted": False}, {"hold": True}, {"hold": False},
                   {"end_conference_on_exit": True}, {"beep_on_exit": False},
                   {"announce_url": bin_(NEWS)}, {"announce_url": "https://a.example.com/gone"}):
        one.update(**change)
        world.clock.advance(5)

    assert ["participant-mute", "participant-unmute", "participant-hold", "participant-unhold",
            "participant-modify", "participant-modify", "announcement-end",
            "announcement-fail"] == [
        record.params["StatusCallbackEvent"] for record in world.trace
        if isinstance(record, Webhook) and "StatusCallbackEvent" in record.params]


def test_wait_music_can_be_changed_while_one_waits(alice, call_in, client, world, bin_):
    """WaitUrl."""
    alice.answers(after=1)
    made = call_in(alice, wait_url="")
    world.clock.advance(5)
    client.conferences(made.conference_sid).participants(made.call_sid).update(
        wait_url=bin_(NEWS))
    world.clock.advance(3)

    assert ["The harbour is closed."] == alice.heard


def test_coaching_can_begin_and_end(meeting, alice, bob, world, client, office):
    """Coaching and CallSidToCoach; a third one no longer hears the coach."""
    chen = world.phones.get("+14155550125", "Chen").answers(after=1)
    meeting.participants.create(from_=office, to=chen.number, label="chen", beep=False)
    world.clock.advance(8)
    ada = meeting.participants("ada").fetch()
    coaching = meeting.participants("chen").update(coaching=True, call_sid_to_coach=ada.call_sid)
    chen.say("One.")
    meeting.participants("chen").update(coaching=False)
    chen.say("Two.")

    assert (True, ada.call_sid) == (coaching.coaching, coaching.call_sid_to_coach)
    assert ["[Chen: One.]", "[Chen: Two.]"] == [one for one in alice.heard if "Chen" in one]
    assert ["[Chen: Two.]"] == [one for one in bob.heard if "Chen" in one]


def test_conferences_are_found_by_name_status_and_day(meeting, client):
    """As the list's filters say; nothing was created tomorrow."""
    found = client.conferences.list
    assert [1, 1, 1, 0, 0, 0] == [len(found(**one)) for one in (
        {"friendly_name": "Harbour"}, {"status": "in-progress"}, {"date_created": "2026-01-05"},
        {"status": "completed"}, {"date_created_after": "2026-01-06"},
        {"date_updated_before": "2026-01-04"})]


def test_one_whom_a_machine_answers_is_told_to_the_site(alice, call_in, world, bin_):
    """MachineDetection, to AmdStatusCallback."""
    alice.has_voicemail()
    call_in(alice, machine_detection="Enable", amd_status_callback=bin_("<Response/>"))
    world.clock.advance(40)

    told = next(one.params for one in world.trace
                if isinstance(one, Webhook) and "AnsweredBy" in one.params)
    assert "machine_start" == told["AnsweredBy"]


def test_a_conference_and_a_participant_are_recorded_on_request(alice, bob, call_in, client,
                                                                world, bin_):
    """ConferenceRecord and Record: one recording each, and one of them knows its conference."""
    alice.answers(after=1)
    bob.answers(after=1)
    made = call_in(alice, conference_record="record-from-start", record=True,
                   conference_recording_status_callback=bin_("<Response/>"))
    call_in(bob)
    world.clock.advance(8)
    bob.say("Ahoy there, Alice!")
    world.clock.advance(5)
    client.conferences(made.conference_sid).update(status="completed")
    world.clock.settle(world.exchange.is_quiet)

    kept = client.recordings.list()
    told = [one.params for one in world.trace if isinstance(one, Webhook)
            and one.params.get("RecordingSource") == "Conference"]
    assert {"OutboundAPI", "Conference"} == {one.source for one in kept}
    assert [made.conference_sid] == [one["ConferenceSid"] for one in told]


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(("more", "code", "sentence"), [
    ({"label": "ada"}, 16026, "Participant label is in use by another participant"),
    ({"label": "a/b"}, 16024, "Participant label invalid: max 128 chars, not a CallSid, no '/'"),
    ({"label": "x" * 129}, 16024,
     "Participant label invalid: max 128 chars, not a CallSid, no '/'"),
    ({"max_participants": 2}, 16020, "Conference is full"),
    ({"max_participants": 251}, 20001, "Invalid Parameter MaxParticipants"),
    ({"call_sid_to_coach": "CA" + "9" * 32}, 20001, "Invalid Parameter CallSidToCoach"),
    ({"coaching": True}, 20001, "Invalid Parameter CallSidToCoach"),
    ({"beep": "loud"}, 20001, "Invalid Parameter Beep"),
    ({"jitter_buffer_size": "huge"}, 20001, "Invalid Parameter JitterBufferSize"),
    ({"conference_record": "maybe"}, 20001, "Invalid Parameter ConferenceRecord"),
    ({"conference_trim": "maybe", "conference_record": "true"}, 20001,
     "Invalid Parameter ConferenceTrim"),
    ({"conference_recording_status_callback": "x", "conference_record": "true"}, 20001,
     "Invalid Parameter ConferenceRecordingStatusCallback"),
    ({"region": "moon"}, 20001, "Invalid Parameter Region"),
    ({"timeout": 4}, 21208, "Invalid Timeout"),
    ({"wait_url": "music"}, 21205, "WaitUrl is not a valid URL: music"),
    ({"conference_status_callback_event": ["lunch"]}, 21626, "Invalid 'StatusCallbackEvent'"),
    ({"from_": "+14155550188"}, 21210, None),
    ({"caller_id": "+14155550188"}, 21210, None),
    ({"from_": ""}, 21213, "No 'From' number is specified"),
    ({"to": ""}, 21201, "No 'To' number is specified"),
])
def test_a_participant_that_cannot_be_is_refused(meeting, office, client, more, code, sentence):
    """Nobody is called, and nothing changes."""
    wanted = {"from_": office, "to": "+14155550177"} | more
    before = len(client.calls.list())
    with pytest.raises(TwilioRestException) as refused:
        meeting.participants.create(**wanted)
    assert code == refused.value.code
    assert sentence in (None, refused.value.msg.partition(": ")[2])
    assert before == len(client.calls.list())


@pytest.mark.parametrize("act", [
    lambda one, client, office: one.participants.create(from_=office, to="+14155550177"),
    lambda one, client, office: client.conferences("CF" + "9" * 32).participants.create(
        from_=office, to="+14155550177"),
])
def test_nobody_is_called_into_a_conference_that_is_over(meeting, client, office, act):
    """16022 for a SID that is unknown, or of one that has ended."""
    meeting.update(status="completed")
    with pytest.raises(TwilioRestException) as refused:
        act(meeting, client, office)
    assert (404, 16022) == (refused.value.status, refused.value.code)


@pytest.mark.parametrize("act", [
    lambda one: one.participants("nobody").fetch(),
    lambda one: one.participants("nobody").update(muted=True),
    lambda one: one.participants("nobody").delete(),
])
def test_an_unknown_participant_is_not_found(meeting, act):
    """20404."""
    with pytest.raises(TwilioRestException) as refused:
        act(meeting)
    assert (404, 20404) == (refused.value.status, refused.value.code)


def test_what_is_not_simulated_is_refused_by_name(meeting, office):
    """HTTP 501, and nobody is called."""
    with pytest.raises(TwilioRestException, match="does not simulate the parameter Byoc"):
        meeting.participants.create(from_=office, to="+14155550177", byoc="BY" + "1" * 32)


def test_nothing_goes_wrong_unseen(meeting, world):
    """A plain meeting raises no alert."""
    assert [] == [one for one in world.trace if isinstance(one, Alert)]
