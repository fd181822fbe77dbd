"""Queues: who waits, who is taken first, and what your site is told."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import Dial, VoiceResponse

from ahoy.trace import Alert, Attendance, Webhook

MUSIC = "http://com.twilio.sounds.music.s3.amazonaws.com/"


@pytest.fixture
def chen(world):
    """Chen's handset, the agent's."""
    return world.phones.get("+14155550125", "Chen")


@pytest.fixture
def wait(client, office):
    """Calls somebody, who then waits in a queue."""

    def call(handset, name="support", then="Next.", **attributes):
        response = VoiceResponse()
        response.enqueue(name, **attributes)
        response.say(then)
        return client.calls.create(to=handset.number, from_=office, twiml=str(response))

    return call


@pytest.fixture
def take(client, office):
    """Calls an agent, who then takes the first from a queue."""

    def call(handset, name="support", dial=None, then="Done.", **attributes):
        response = VoiceResponse()
        dialled = Dial(**dial or {})
        dialled.queue(name, **attributes)
        response.append(dialled)
        response.say(then)
        return client.calls.create(to=handset.number, from_=office, twiml=str(response))

    return call


@pytest.fixture
def quiet(world):
    """Lets everything come to its end."""
    return lambda: world.clock.settle(world.exchange.is_quiet)


def asked(world, purpose):
    """What your site was told for this purpose, in order."""
    return [one.params for one in world.trace
            if isinstance(one, Webhook) and one.purpose == purpose]


def only(params, *names):
    return tuple(params.get(name) for name in names)


# --- waiting ----------------------------------------------------------------------------------


def test_a_caller_waits_with_music_until_taken(alice, chen, wait, take, quiet):
    """Then the two hear each other."""
    alice.answers().says("I need help.", after=12).hangs_up(after=9)
    chen.answers(after=5).says("Support, good morning.", after=3)
    wait(alice)
    take(chen)
    quiet()

    assert MUSIC == alice.heard[0][: len(MUSIC)]
    assert "[Chen: Support, good morning.]" == alice.heard[-1]
    assert ["[Alice: I need help.]", "Done."] == chen.heard


def test_the_first_who_came_is_taken_first(alice, bob, chen, wait, take, world, quiet):
    """And the other one moves up."""
    alice.answers(after=1).hangs_up(after=30)
    bob.answers(after=1).hangs_up(after=60)
    wait(alice)
    wait(bob)
    chen.answers(after=5)
    take(chen)
    quiet()

    assert [
        "Alice → Twilio: joins queue “support” at position 1",
        "Bob → Twilio: joins queue “support” at position 2",
        "Chen → Twilio: takes the first from queue “support”",
        "Alice → Twilio: leaves queue “support” after 6 s",
        "Bob → Twilio: leaves queue “support” after 60 s",
    ] == [str(one).partition("  ")[2] for one in world.trace if isinstance(one, Attendance)]


def test_the_wait_url_is_told_how_long_the_line_is(alice, bob, wait, world, quiet, bin_):
    """And asked again when its verbs have run out, for ever."""
    url = bin_("<Response><Pause length='10'/></Response>")
    alice.answers(after=1).hangs_up(after=25)
    bob.answers(after=1).hangs_up(after=40)
    wait(alice, wait_url=url)
    wait(bob, wait_url=url, wait_url_method="GET")
    quiet()

    told = [only(one, "QueuePosition", "QueueTime", "CurrentQueueSize", "MaxQueueSize")
            for one in asked(world, "wait") if one["CallSid"].endswith("2")]
    assert [("2", "0", "2", "1000"), ("2", "10", "2", "1000"), ("2", "20", "2", "1000"),
            ("1", "30", "1", "1000")] == told


def test_a_redirect_in_the_music_is_told_the_position_too(alice, wait, world, quiet, bin_):
    """Every document of the wait is."""
    alice.answers().hangs_up(after=9)
    wait(alice, wait_url=bin_("<Response><Pause length='5'/><Redirect/></Response>"))
    quiet()

    assert ["5"] == [one["QueueTime"] for one in asked(world, "redirect")]


def test_music_that_cannot_be_had_is_silence(alice, wait, world, quiet):
    """An alert, and the caller waits on."""
    alice.answers().hangs_up(after=20)
    made = wait(alice, wait_url="https://a.example.com/music")
    quiet()

    assert ([], "20") == (alice.heard, made.fetch().duration)
    assert [11205] == [one.code for one in world.trace if isinstance(one, Alert)]


def test_empty_music_is_an_alert_and_silence(alice, wait, world, quiet, bin_):
    """It is not asked for without end."""
    alice.answers().hangs_up(after=20)
    made = wait(alice, wait_url=bin_("<Response/>"))
    quiet()

    assert "20" == made.fetch().duration
    assert 1 == len([one for one in world.trace if isinstance(one, Alert)])


def test_a_gather_in_the_music_lets_the_caller_leave(alice, wait, world, quiet, bin_):
    """<Leave>: what follows <Enqueue> is carried out; QueueResult is `leave`."""
    out = bin_("<Response><Leave/></Response>")
    url = bin_(f"<Response><Gather numDigits='1' action='{out}'><Say>Press a key.</Say></Gather>"
               "</Response>")
    alice.answers().presses("1")
    wait(alice, wait_url=url, then="Call again.")
    quiet()

    assert ["Press a key.", "Call again."] == alice.heard


def test_a_hangup_in_the_music_ends_the_call(alice, wait, world, quiet, bin_):
    """The action is asked, and its answer changes nothing."""
    url = bin_("<Response><Say>We are closed.</Say><Hangup/></Response>")
    action = bin_("<Response><Say>Never.</Say></Response>")
    alice.answers()
    made = wait(alice, wait_url=url, action=action)
    quiet()

    (told,) = asked(world, "action")
    assert (["We are closed."], "completed") == (alice.heard, made.fetch().status)
    assert ("hangup", "completed") == only(told, "QueueResult", "CallStatus")


def test_leave_outside_of_a_queue_is_ignored(call, alice, world):
    """An alert of practice's own; the next verb goes on."""
    call("<Response><Leave/><Say>Still here.</Say></Response>")

    assert ["Still here."] == alice.heard
    assert [None] == [one.code for one in world.trace if isinstance(one, Alert)]


# --- what the action is told --------------------------------------------------------------------


@pytest.mark.parametrize("way", ["bridged", "hangup", "leave", "redirected",
                                 "redirected-from-bridged", "bridging-in-process"])
def test_the_action_is_told_how_the_wait_ended(way, alice, chen, wait, take, client, world, quiet,
                                               bin_):
    """QueueResult, with the queue and the seconds in it."""
    alice.answers(after=1)
    chen.answers(after=1)
    slow = bin_("<Response><Say>" + "One moment. " * 20 + "</Say></Response>")
    music = {"wait_url": bin_("<Response><Leave/></Response>")} if way == "leave" else {}
    made = wait(alice, action=bin_("<Response/>"), **music)
    world.clock.advance(8)
    if way in ("bridged", "redirected-from-bridged", "bridging-in-process"):
        take(chen, **{"url": slow} if way == "bridging-in-process" else {})
        world.clock.advance(6)
    if way in ("hangup", "bridged"):
        alice.hang_up()
    elif way != "leave":
        client.calls(made.sid).update(twiml="<Response><Say>Elsewhere.</Say></Response>")
    quiet()

    (told,) = asked(world, "action")
    assert way == told["QueueResult"]
    assert told["QueueSid"] == client.queues.list()[0].sid
    assert told["QueueTime"].isdecimal()
    assert ("redirect" in way or "process" in way) == ("Elsewhere." in alice.heard)


def test_a_full_queue_takes_nobody(alice, bob, wait, client, world, quiet, bin_):
    """14207 and `queue-full`, without SID and time; the caller goes on at the action."""
    client.queues.create("support", max_size=1)
    alice.answers().hangs_up(after=20)
    bob.answers(after=4)
    wait(alice)
    wait(bob, action=bin_("<Response><Say>Too many.</Say></Response>"))
    quiet()

    (told,) = asked(world, "action")
    assert ("queue-full", None, None) == only(told, "QueueResult", "QueueSid", "QueueTime")
    assert ["Too many."] == bob.heard
    assert [14207] == [one.code for one in world.trace if isinstance(one, Alert)]


# --- taking -----------------------------------------------------------------------------------


def test_an_agent_waits_for_the_next_caller(alice, chen, wait, take, client, quiet):
    """As long as the <Dial>'s timeout says."""
    client.queues.create("support")
    chen.answers(after=1)
    alice.answers(after=12).says("Hello.", after=2).hangs_up(after=4)
    take(chen)
    wait(alice)
    quiet()

    assert ["[Alice: Hello.]", "Done."] == chen.heard


def test_an_agent_gives_up_after_the_timeout(chen, take, client, world, quiet, bin_):
    """DialCallStatus is `no-answer`."""
    client.queues.create("support")
    chen.answers(after=1)
    made = take(chen, dial={"timeout": 10, "action": bin_("<Response/>")})
    quiet()

    (told,) = asked(world, "action")
    assert ("no-answer", None) == only(told, "DialCallStatus", "DialCallSid")
    assert "10" == made.fetch().duration


def test_a_queue_that_nobody_made_is_an_error(chen, take, world, quiet, bin_):
    """DialCallStatus is `failed`, at once."""
    chen.answers(after=1)
    take(chen, dial={"action": bin_("<Response><Say>Nobody there.</Say></Response>")})
    quiet()

    (told,) = asked(world, "action")
    assert ("failed", ["Nobody there."]) == (told["DialCallStatus"], chen.heard)


def test_the_caller_hears_a_document_before_being_connected(alice, chen, wait, take, world, quiet,
                                                            bin_):
    """<Queue url>, told whose turn it is and who takes the call."""
    url = bin_("<Response><Say>This call is recorded.</Say><Gather/></Response>")
    alice.answers(after=1)
    chen.answers(after=6).says("Hello.", after=6).hangs_up(after=2)
    queued = wait(alice)
    agent = take(chen, url=url)
    quiet()

    (told,) = asked(world, "whisper")
    assert ["This call is recorded.", "[Chen: Hello.]", "Next."] == alice.heard[-3:]
    assert (queued.sid, agent.sid) == only(told, "CallSid", "DequeingCallSid")
    assert [13238] == [one.code for one in world.trace if isinstance(one, Alert)]


def test_the_agents_action_is_told_of_the_caller(alice, chen, wait, take, world, quiet, bin_):
    """The star key ends the talk: both calls go on."""
    alice.answers(after=1)
    chen.answers(after=5).presses("*", after=10)
    queued = wait(alice)
    action = bin_("<Response><Say>Next!</Say></Response>")
    take(chen, dial={"hangup_on_star": True, "action": action})
    quiet()

    (told,) = asked(world, "action")
    assert ("completed", queued.sid, "10", "true") == only(
        told, "DialCallStatus", "DialCallSid", "DialCallDuration", "DialBridged")
    assert ("Next.", "Next!") == (alice.heard[-1], chen.heard[-1])


def test_a_time_limit_ends_the_talk(alice, chen, wait, take, quiet):
    """<Dial timeLimit>, in seconds."""
    alice.answers(after=1)
    chen.answers(after=5)
    wait(alice)
    made = take(chen, dial={"time_limit": 20})
    quiet()

    assert ("Done.", "Next.", "21") == (chen.heard[-1], alice.heard[-1], made.fetch().duration)


def test_an_agent_takes_one_after_the_other(alice, bob, chen, wait, client, office, quiet, world,
                                            bin_):
    """The action of the agent's <Dial> dials the queue again."""
    alice.answers(after=1).hangs_up(after=15)
    bob.answers(after=1).hangs_up(after=30)
    wait(alice)
    wait(bob)
    again = bin_("<Response><Dial timeout='5'><Queue>support</Queue></Dial><Redirect/></Response>")
    chen.answers(after=3).hangs_up(after=40)
    client.calls.create(to=chen.number, from_=office, url=again)
    quiet()

    assert ["Alice", "Bob"] == [one.source for one in world.trace
                                if isinstance(one, Attendance) and one.event == "leaves"]
    assert 2 == sum(one.event == "takes the first from" for one in world.trace
                    if isinstance(one, Attendance))


@pytest.mark.parametrize(("verb", "name"), [
    ("<Enqueue workflowSid='WW1'><Task>{}</Task></Enqueue>", "Enqueue workflowSid"),
    ("<Enqueue maxQueueSize='5'>support</Enqueue>", "Enqueue maxQueueSize"),
    ("<Dial><Queue reservationSid='WR1'>support</Queue></Dial>", "Queue reservationSid"),
    ("<Dial><Queue postWorkActivitySid='WA1'>support</Queue></Dial>", "Queue postWork"),
])
def test_task_router_is_refused_by_name(call, world, verb, name):
    """And the call ends with the apology."""
    call(f"<Response>{verb}</Response>")

    (alert,) = [one for one in world.trace if isinstance(one, Alert)]
    assert (None, True) == (alert.code, name in alert.text)


@pytest.mark.parametrize(("verb", "code"), [
    ("<Enqueue/>", 14204),
    (f"<Enqueue>{'x' * 65}</Enqueue>", 14205),
    ("<Enqueue method='PUT' waitUrl='https://a.example.com'>support</Enqueue>", 14201),
    ("<Enqueue waitUrlMethod='PUT' waitUrl='https://a.example.com'>support</Enqueue>", 14206),
    ("<Dial><Queue/></Dial>", 14212),
    (f"<Dial><Queue>{'x' * 65}</Queue></Dial>", 14213),
])
def test_bad_names_and_methods_have_codes_of_their_own(call, alice, world, verb, code):
    """As in Twilio's error dictionary."""
    alice.answers().hangs_up(after=9)
    call(f"<Response>{verb}</Response>")

    assert code in [one.code for one in world.trace if isinstance(one, Alert)]


# --- many -----------------------------------------------------------------------------------------


def test_a_thousand_callers_wait_in_one_line(client, office, world, bin_):
    """The last one has position 1000, and the next one finds it full."""
    music = bin_("<Response><Pause length='600'/></Response>")
    number = client.incoming_phone_numbers.list()[0]
    number.update(voice_url=bin_(
        f"<Response><Enqueue waitUrl='{music}'>support</Enqueue></Response>"))
    placed = [world.phones.get(f"client:caller-{count}").calls(office) for count in range(1001)]
    world.clock.advance(5)

    members = client.queues(client.queues.list()[0].sid).members
    assert (1000, placed[999].sid) == (members(placed[999].sid).fetch().position,
                                       members.list(page_size=1000)[-1].call_sid)
    assert [14207] == [one.code for one in world.trace if isinstance(one, Alert)]
