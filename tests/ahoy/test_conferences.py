"""Conferences: who hears whom, who starts and ends them, and what your site is told."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import Dial, VoiceResponse

MUSIC = "http://com.twilio.sounds.music.s3.amazonaws.com/"


def room(name="Harbour", dial=None, then=None, **attributes):
    """TwiML that joins a conference, and says something afterwards."""
    response = VoiceResponse()
    joined = Dial(**dial or {})
    joined.conference(name, **attributes)
    response.append(joined)
    if then:
        response.say(then)
    return str(response)


@pytest.fixture
def chen(world):
    """Chen's handset."""
    return world.phones.get("+14155550125", "Chen")


@pytest.fixture
def join(client, office):
    """Calls a handset into a conference."""

    def calls(handset, twiml=None, **attributes):
        return client.calls.create(
            to=handset.number, from_=office, twiml=twiml or room(**attributes))

    return calls


@pytest.fixture
def quiet(world):
    """Lets everything come to its end."""
    return lambda: world.clock.settle(world.exchange.is_quiet)


def spoken(handset):
    """What a handset heard of the others."""
    return [words for words in handset.heard if words.startswith("[")]


def events(world):
    """The trace's records of conferences, in one line each."""
    return [str(record).partition("  ")[2] for record in world.trace
            if type(record).__name__ == "Attendance"]


def alerts(world):
    return [record.code for record in world.trace if type(record).__name__ == "Alert"]


# --- being in a room ----------------------------------------------------------------------


def test_those_in_a_conference_hear_each_other(alice, bob, join, quiet):
    """Words and keys; nobody hears himself."""
    alice.answers().says("Ahoy, Bob.", after=8).hangs_up(after=6)
    bob.answers().says("Ahoy, Alice.", after=9).presses("5", after=1)
    join(alice)
    join(bob)
    quiet()

    assert ["[beep]", "[Bob: Ahoy, Alice.]", "[key 5]"] == spoken(alice)
    assert ["[Alice: Ahoy, Bob.]", "[beep]"] == spoken(bob)


def test_a_dial_records_no_conference_and_says_so(alice, join, quiet, world):
    """Nothing is swallowed: the alert names what does record it."""
    join(alice.hangs_up(after=1), dial={"record": "record-from-answer"})

    quiet()

    [alert] = [record for record in world.trace if record.is_problem]
    assert (
        'warning <Dial record="record-from-answer"> records no conference. (line 1) '
        'Write <Conference record="record-from-start">.'
    ) == alert.what


def test_rooms_of_different_names_are_apart(alice, bob, join, quiet):
    """And one person alone in a room hears music."""
    alice.answers().says("Hello?", after=8).hangs_up(after=2)
    bob.answers().hangs_up(after=20)
    join(alice, name="North")
    join(bob, name="South")
    quiet()

    assert [] == spoken(bob)
    assert {True} == {song.startswith(MUSIC) for song in bob.heard}


def test_the_trace_tells_who_comes_and_goes(alice, bob, join, quiet, world):
    """The conference starts with the second one, and ends with the last."""
    alice.answers().hangs_up(after=10)
    bob.answers().hangs_up(after=20)
    join(alice)
    join(bob)
    quiet()

    assert [
        "Alice → Twilio: joins conference “Harbour”",
        "Bob → Twilio: joins conference “Harbour”",
        "Twilio: starts conference “Harbour”",
        "Alice → Twilio: leaves conference “Harbour”",
        "Bob → Twilio: leaves conference “Harbour”",
        "Twilio: ends conference “Harbour” last participant left",
    ] == events(world)


def test_who_is_muted_hears_and_is_not_heard(alice, bob, join, quiet):
    """muted=true."""
    alice.answers().says("Can you hear me?", after=8).hangs_up(after=9)
    bob.answers().says("Yes.", after=12).hangs_up(after=9)
    join(alice, muted=True)
    join(bob)
    quiet()

    assert "[Bob: Yes.]" in alice.heard
    assert [] == [words for words in bob.heard if "Alice" in words]


@pytest.mark.parametrize(
    ("beep", "beeps"),
    [("true", 2), ("onEnter", 1), ("onExit", 1), ("false", 0)],
)
def test_a_beep_tells_the_others(alice, bob, join, quiet, beep, beeps):
    """Of coming, of going, of both or of nothing: the newcomer decides, and does not hear it."""
    alice.answers().hangs_up(after=20)
    bob.answers().hangs_up(after=5)
    join(alice, beep=False)
    join(bob, beep=beep)
    quiet()

    assert ["[beep]"] * beeps == spoken(alice)
    assert [] == spoken(bob)


# --- starting and ending --------------------------------------------------------------------


def test_guests_wait_with_music_until_the_moderator_comes(alice, bob, chen, join, quiet, world):
    """startConferenceOnEnter=false: two of them do not start it, and do not hear each other."""
    alice.answers().says("Is anybody here?", after=6).hangs_up(after=30)
    bob.answers().hangs_up(after=30)
    chen.answers(after=10).says("Good morning.", after=2).hangs_up(after=5)
    join(alice, start_conference_on_enter=False)
    join(bob, start_conference_on_enter=False)
    join(chen)
    quiet()

    assert ["[beep]", "[Chen: Good morning.]", "[beep]"] == spoken(bob)[:3]
    assert 1 == events(world).count("Twilio: starts conference “Harbour”")


def test_when_the_moderator_leaves_it_ends_for_all(alice, bob, join, quiet, client, world):
    """endConferenceOnExit=true: the others go on with what follows their <Dial>."""
    alice.answers()
    bob.answers().hangs_up(after=9)
    join(alice, twiml=room(then="The meeting is over."))
    join(bob, end_conference_on_exit=True)
    quiet()

    ended = client.conferences.list()[0]
    assert "The meeting is over." == alice.heard[-1]
    assert ("completed", "participant-with-end-conference-on-exit-left") == (
        ended.status, ended.reason_conference_ended)
    assert events(world)[2] == "Twilio: starts conference “Harbour”"


def test_a_name_is_free_again_when_the_conference_has_ended(alice, join, quiet, client):
    """The next one of that name has another SID."""
    for _ in range(2):
        alice.answers().hangs_up(after=3)
        join(alice)
        quiet()

    assert 2 == len({one.sid for one in client.conferences.list(friendly_name="Harbour")})


def test_what_follows_the_dial_is_asked_of_its_action(alice, bob, join, quiet, world, bin_):
    """DialCallStatus is `answered`, and there is neither DialCallSid nor DialCallDuration."""
    url = bin_("<Response><Say>Goodbye.</Say></Response>")
    alice.answers().presses("*", after=9)
    bob.answers().hangs_up(after=20)
    join(alice, twiml=room(dial={"action": url, "hangup_on_star": True}))
    join(bob)
    quiet()

    action = next(one for one in world.trace if getattr(one, "purpose", "") == "action")
    assert "Goodbye." == alice.heard[-1]
    assert {"DialCallStatus": "answered"} == {
        name: value for name, value in action.params.items() if name.startswith("Dial")}


def test_the_action_is_asked_also_when_the_caller_hangs_up(alice, join, quiet, world, bin_):
    """With CallStatus=completed, and its answer changes nothing."""
    url = bin_("<Response><Say>Never.</Say></Response>")
    alice.answers().hangs_up(after=5)
    join(alice, twiml=room(dial={"action": url}))
    quiet()

    action = next(one for one in world.trace if getattr(one, "purpose", "") == "action")
    assert ("completed", "answered") == tuple(
        action.params[name] for name in ("CallStatus", "DialCallStatus"))
    assert "Never." not in alice.heard


def test_a_time_limit_ends_ones_own_stay(alice, bob, join, quiet):
    """<Dial timeLimit>, in seconds."""
    alice.answers()
    bob.answers().hangs_up(after=60)
    join(alice, twiml=room(dial={"time_limit": 15}, then="Time is up."))
    join(bob)
    quiet()

    assert "Time is up." == alice.heard[-1]
    assert ["[beep]"] == spoken(bob)


def test_the_end_of_a_conference_makes_no_noise_of_those_who_are_sent_away(
        alice, bob, chen, client, join, quiet):
    """All leave at once: one beep is Chen coming, and no beep is another one going."""
    for handset in (alice, bob, chen):
        handset.answers()
    join(alice)
    join(bob, beep="onExit")
    join(chen)
    for _ in range(5):
        client.api.account.fetch()  # a second each
    client.conferences.list()[0].update(status="completed")
    quiet()

    assert (["[beep]"], ["[beep]"], []) == (spoken(alice), spoken(bob), spoken(chen))


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ({"participant_label": "desk"}, {"participant_label": "desk"}, 16025),
        ({}, {"participant_label": "CA" + "0" * 32}, 16023),
        ({}, {"participant_label": "a/b"}, 16023),
        ({}, {"max_participants": 2}, None),
        ({}, {"coach": "CA" + "9" * 32}, 13240),
        ({}, {"coach": "Bob"}, 13240),
    ],
)
def test_what_does_not_fit_is_an_alert(alice, bob, join, quiet, world, first, second, code):
    """A label in use, a bad one, nobody to coach."""
    alice.answers().hangs_up(after=20)
    bob.answers().hangs_up(after=20)
    join(alice, **first)
    join(bob, **second)
    quiet()

    assert [code] * bool(code) == alerts(world)


def test_a_label_in_use_lets_the_call_go_on(alice, bob, join, quiet):
    """With the next verb, although there is an action."""
    alice.answers().hangs_up(after=20)
    bob.answers(after=5)
    join(alice, participant_label="desk")
    join(bob, twiml=room(dial={"action": "https://office.example.com/never"},
                         participant_label="desk", then="Try again later."))
    quiet()

    assert ["Try again later."] == bob.heard


def test_a_full_conference_takes_nobody(alice, bob, chen, join, quiet, world):
    """Alert 16020, and the call goes on."""
    for handset in (alice, bob):
        handset.answers().hangs_up(after=20)
        join(handset)
    chen.answers(after=5)
    join(chen, twiml=room(max_participants=2, then="It is full."))
    quiet()

    assert ([16020], ["It is full."]) == (alerts(world), chen.heard)


# --- what is heard meanwhile ------------------------------------------------------------------


def test_your_own_music_plays_once(alice, join, quiet, bin_, world):
    """waitUrl: when its verbs have run out there is silence, unless it redirects."""
    url = bin_("<Response><Say>Please wait.</Say></Response>")
    alice.answers().hangs_up(after=30)
    join(alice, wait_url=url)
    quiet()

    asked = next(one for one in world.trace if getattr(one, "purpose", "") == "wait")
    assert ["Please wait."] == alice.heard
    assert ("POST", "Harbour") == (asked.method, asked.params["FriendlyName"])


def test_music_that_redirects_goes_on(alice, join, quiet, bin_, world):
    """`<Redirect/>` at its end."""
    url = bin_("<Response><Say>Please wait.</Say><Pause length='4'/><Redirect/></Response>")
    alice.answers().hangs_up(after=20)
    join(alice, wait_url=url, wait_method="GET")
    quiet()

    assert ["Please wait."] * 5 == alice.heard
    assert {"GET", "POST"} == {one.method for one in world.trace
                               if getattr(one, "target", "") == "handler.twilio.com"}


def test_an_empty_wait_url_is_silence(alice, join, quiet):
    """waitUrl=""."""
    alice.answers().hangs_up(after=20)
    join(alice, wait_url="")
    quiet()

    assert [] == alice.heard


def test_music_may_not_gather(alice, join, quiet, bin_, world):
    """13238: only Play, Say, Pause and Redirect; the others still run."""
    url = bin_("<Response><Gather/><Say>Please wait.</Say></Response>")
    alice.answers().hangs_up(after=20)
    join(alice, wait_url=url)
    quiet()

    assert ([13238], ["Please wait."]) == (alerts(world), alice.heard)


def test_a_coach_is_heard_by_one_alone(alice, bob, chen, join, quiet):
    """And hears everybody."""
    made = join(alice)
    alice.answers().says("What does it cost?", after=20).hangs_up(after=9)
    bob.answers().hangs_up(after=40)
    chen.answers(after=4).says("Ten dollars, tell him.", after=9).hangs_up(after=30)
    join(bob)
    join(chen, coach=made.sid, beep=False)
    quiet()

    assert "[Chen: Ten dollars, tell him.]" in alice.heard
    assert [] == [words for words in bob.heard if "Chen" in words]
    assert "[Alice: What does it cost?]" in chen.heard


# --- what your site is told ---------------------------------------------------------------------


def told(world, *names):
    """The conference's status callbacks: these parameters of each, in order."""
    posts = [one.params for one in world.trace
             if "StatusCallbackEvent" in getattr(one, "params", {}) and hasattr(one, "purpose")]
    return [tuple(params.get(name) for name in names) for params in posts]


def test_the_site_is_told_what_happens(alice, bob, join, quiet, world, bin_):
    """Every event once, numbered from 1, to the URL that the first participant named."""
    url = bin_("<Response/>")
    alice.answers().says("Hello.", after=9).hangs_up(after=9)
    bob.answers().hangs_up(after=10)
    made = join(alice, status_callback=url, participant_label="ada",
                status_callback_event="start end join leave speaker", end_conference_on_exit=True)
    join(bob, status_callback="https://elsewhere.example.com/", status_callback_event="join")
    quiet()

    assert [
        ("1", "participant-join", "ada"),
        ("2", "participant-join", None),
        ("3", "conference-start", None),
        ("4", "participant-speech-start", "ada"),
        ("5", "participant-speech-stop", "ada"),
        ("6", "participant-leave", None),
        ("7", "participant-leave", "ada"),
        ("8", "conference-end", None),
    ] == told(world, "SequenceNumber", "StatusCallbackEvent", "ParticipantLabel")
    assert [
        ("participant_hung_up", "completed", None),
        ("participant_hung_up", "completed", None),
        (None, None, made.sid),
    ] == told(world, "ReasonParticipantLeft", "ParticipantCallStatus",
              "CallSidEndingConference")[-3:]


def test_a_site_that_answers_with_an_error_is_a_warning(alice, join, quiet, world):
    """16011; the conference goes on."""
    alice.answers().hangs_up(after=5)
    join(alice, status_callback="https://demo.twilio.com/none", status_callback_event="join")
    quiet()

    assert [16011] == alerts(world)


def test_minutes_in_conferences_are_paid_for(alice, bob, join, quiet, client):
    """Each participant's begun minutes, beside those of the calls."""
    alice.answers().hangs_up(after=70)
    bob.answers().hangs_up(after=10)
    join(alice)
    join(bob)
    quiet()

    used = client.usage.records.list(category="calls-globalconference")[0]
    assert ("2", "3", "0.0054") == (used.count, used.usage, str(used.price))
