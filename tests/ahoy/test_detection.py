"""Answering machine detection, and the machines that it is for."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from ahoy.trace import Alert, Detected, Webhook

AHOY = "<Response><Say>Ahoy hoy!</Say></Response>"
STAYS = "<Response><Say>Ahoy hoy!</Say><Pause length='4'/></Response>"
LONG = "This is a long greeting, so that nobody takes it for a person."
BIN = "EH" + "1" * 32


@pytest.fixture
def page(world):
    """The URL of a page that says Ahoy, and stays for a while."""
    return world.hosted.bins.add(STAYS, BIN).url


@pytest.fixture
def ring(client, world, alice, office, page):
    """Calls Alice, who is `habit`, with machine detection: gives the finished call."""

    def run(habit=lambda phone: None, mode="Enable", **more):
        habit(alice)
        made = client.calls.create(**{"to": alice.number, "from_": office, "url": page,
                                      "machine_detection": mode} | more)
        world.settle(made.sid)
        return made.fetch()

    return run


def asked(world, purpose):
    """What the webhooks of this purpose carried, with their times."""
    return [(one.at, one.params) for one in world.trace
            if isinstance(one, Webhook) and one.purpose == purpose]


def voicemail(greeting=LONG):
    return lambda phone: phone.has_voicemail(greeting)


def talker(phone):
    phone.answers(after=1).says(LONG, after=1)


WHO = [
    # who answers, Enable, DetectMessageEnd, and the seconds that each takes
    (lambda phone: None, "human", "human", 2.7, 2.7),
    (lambda phone: phone.answers(after=1).says("Yes, who is there?", after=0.5),
     "human", "human", 2.9, 2.9),
    (talker, "machine_start", "machine_end_silence", 3.4, 6.333),
    (voicemail(), "machine_start", "machine_end_beep", 2.9, 5.133),
    (voicemail("Speak."), "machine_start", "machine_end_beep", 1.5, 1.5),
    (lambda phone: phone.is_silent(), "unknown", "unknown", 5.0, 5.0),
    (lambda phone: phone.is_fax(), "fax", "fax", 0.5, 0.5),
]


@pytest.mark.parametrize("place", range(len(WHO)))
@pytest.mark.parametrize("mode", ["Enable", "DetectMessageEnd"])
def test_each_kind_of_answer_is_told_apart(ring, world, place, mode):
    """The call, the request for its document and the trace say the same."""
    habit, *found = WHO[place]
    answered_by, seconds = found[mode != "Enable"], found[2 + (mode != "Enable")]

    made = ring(habit, mode)

    ((_, params),) = asked(world, "voice")
    (detected,) = [one for one in world.trace if isinstance(one, Detected)]
    assert [answered_by] * 3 == [made.answered_by, params["AnsweredBy"], detected.answered_by]
    assert seconds == detected.seconds
    assert str(round(seconds * 1000)) == params["MachineDetectionDuration"]


def test_the_document_waits_for_the_result(ring, world):
    """Nothing is asked, and so nothing is said, before."""
    ring()

    ((at, _),) = asked(world, "voice")
    assert 4 + 2.7 == round(at, 3)  # set-up, ringing, detection


def test_an_asynchronous_detection_lets_the_call_go_on(ring, world, page):
    """The result is posted to its own callback."""
    made = ring(async_amd="true", async_amd_status_callback=page)

    ((begun, first),) = asked(world, "voice")
    ((told, result),) = asked(world, "answering machine detection")
    assert (4.0, 6.7, False) == (round(begun, 3), round(told, 3), "AnsweredBy" in first)
    assert {"CallSid": made.sid, "AccountSid": world.account.sid, "AnsweredBy": "human",
            "MachineDetectionDuration": "2700"} == result


def test_an_asynchronous_result_needs_an_address(ring, world):
    """21262 when there is none; the call has its answer all the same."""
    made = ring(lambda phone: phone.is_fax(), async_amd="true")

    assert [21262] == [one.code for one in world.trace if isinstance(one, Alert)]
    assert "fax" == made.answered_by


def test_who_hangs_up_before_the_result_has_none(ring, alice, world, page):
    """On both ways; the call is over, and nothing is charged for the detection."""
    alice.answers(after=1).hangs_up(after=1)
    waited = ring()
    alice.answers(after=1).hangs_up(after=1)
    beside = ring(async_amd="true", async_amd_status_callback=page,
                  twiml="<Response><Pause length='9'/></Response>", url="")
    world.clock.advance(60)

    assert [None, None] == [waited.answered_by, beside.answered_by]
    assert [] == asked(world, "answering machine detection")


def test_later_callbacks_carry_the_result(ring, world, page):
    """The last status callback, too; the one at the answer came too early."""
    ring(status_callback=page, status_callback_event=["answered", "completed"])

    assert [None, "human"] == [
        params.get("AnsweredBy") for _, params in asked(world, "status callback")]


def test_send_digits_switches_it_off(ring):
    """As at Twilio."""
    assert ring(send_digits="1").answered_by is None


@pytest.mark.parametrize(
    ("times", "found"),
    [({"machine_detection_speech_threshold": 1000}, ("machine_start", 1.5)),
     ({"machine_detection_speech_end_threshold": 500}, ("human", 2.2)),
     ({"machine_detection_silence_timeout": 2000}, ("human", 2.9)),
     ({"machine_detection_timeout": 3}, ("human", 2.9)),
     ({"machine_detection_speech_end_threshold": 5000, "machine_detection_timeout": 4},
      ("unknown", 4.0))],
)
def test_the_times_can_be_tuned(ring, world, alice, times, found):
    """A greeting of 1.2 seconds: where its thresholds lie decides."""
    alice.answers(after=1).says("Yes, who is there?", after=0.5)

    ring(**times)

    (detected,) = [one for one in world.trace if isinstance(one, Detected)]
    assert found == (detected.answered_by, detected.seconds)


@pytest.mark.parametrize(
    "bad",
    [{"mode": "Maybe"}, {"machine_detection_timeout": 2}, {"machine_detection_timeout": 61},
     {"machine_detection_speech_threshold": 999}, {"machine_detection_speech_threshold": 6001},
     {"machine_detection_speech_end_threshold": 499},
     {"machine_detection_speech_end_threshold": 5001},
     {"machine_detection_silence_timeout": 1999}, {"machine_detection_silence_timeout": 10_001},
     {"machine_detection_silence_timeout": "long"}, {"async_amd": "perhaps"}],
)
def test_values_out_of_range_are_refused(ring, bad):
    """21234, and no call is made."""
    with pytest.raises(TwilioRestException) as refused:
        ring(**bad)
    assert (400, 21234) == (refused.value.status, refused.value.code)


def test_each_detection_is_charged(ring, client):
    """In a category of its own."""
    ring()

    (record,) = client.usage.records.list(category="answering-machine-detection")
    assert ("1", 0.0075) == (record.count, float(record.price))


def test_a_voicemail_records_what_it_hears_after_the_beep(ring, alice, office):
    """The document that waited for the message's end is recorded whole."""
    ring(voicemail(), "DetectMessageEnd")

    (message,) = alice.voicemails
    assert (office, ["Ahoy hoy!"], "Ahoy hoy!") == (message.from_, message.heard, message.text)


def test_who_speaks_into_the_greeting_loses_the_beginning(call, alice):
    """Without detection: the sentence began before the beep."""
    alice.has_voicemail("x" * 15)

    call("<Response><Say>one two three four five six seven eight</Say><Say>Bye.</Say></Response>")

    assert [["… seven eight", "Bye."]] == [message.heard for message in alice.voicemails]


def test_a_message_that_is_over_before_the_beep_is_lost(call, alice):
    """The call has ended, so nothing was recorded."""
    alice.has_voicemail()

    call(AHOY)

    assert [] == alice.voicemails


def test_a_habit_goes_until_the_person_is_back(ring, alice):
    """answers() takes the call in person again."""
    alice.is_fax()

    assert "human" == ring(lambda phone: phone.answers(after=1)).answered_by


def test_a_dialled_number_can_be_listened_to(call, alice, bob, world, page):
    """<Number machineDetection> tells its own callback, and the two talk meanwhile."""
    alice.answers(after=0)
    bob.has_voicemail("x" * 60)

    call(f"<Response><Dial timeLimit='9'><Number machineDetection='DetectMessageEnd' "
         f"amdStatusCallback='{page}'>{bob.number}</Number></Dial></Response>")

    ((_, result),) = asked(world, "answering machine detection")
    assert "machine_end_beep" == result["AnsweredBy"]
    assert ["[ringing]", f"[Bob: {'x' * 60}]", "[beep]"] == alice.heard


def test_new_instructions_end_the_detection(client, alice, office, world, page):
    """The call does what it is told, without a result."""
    alice.answers(after=0)
    made = client.calls.create(to=alice.number, from_=office, url=page, machine_detection="Enable")
    world.clock.advance(1)

    made.update(twiml="<Response><Say>Change of plan.</Say></Response>")
    world.settle(made.sid)

    assert (["Change of plan."], None) == (alice.heard, made.fetch().answered_by)
