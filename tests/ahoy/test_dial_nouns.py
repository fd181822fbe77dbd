"""Whom a <Dial> calls: Number, Client, Sip and Application, and what can't be called."""

from __future__ import annotations

import pytest

from ahoy import World
from ahoy.facts import limits
from ahoy.trace import Alert, Webhook

ALICE, BOB = "+14155550123", "+14155550124"
OWN = "+14155550110"


@pytest.fixture
def alerts(world):
    """The alerts so far: code and level."""
    return lambda: [(one.code, one.level) for one in world.trace if isinstance(one, Alert)]


@pytest.fixture
def screen(hosted):
    """A document that connects who presses 1, and hangs up on the rest."""
    accepted = hosted("<Say>Thanks.</Say>")
    return hosted(
        f'<Gather numDigits="1" action="{accepted}"><Say>Press 1.</Say></Gather>', "<Hangup/>")


def webhooks(world, purpose):
    found = [one for one in world.trace if isinstance(one, Webhook)]
    return [one.params for one in found if one.purpose == purpose]


# --- Number ----------------------------------------------------------------------------------


def test_a_number_may_be_written_as_people_do(ring, client, bob):
    """The row has it in E.164."""
    bob.is_busy()

    parent = ring("<Dial> (415) 555-0124 </Dial>")

    assert [BOB] == [one.to for one in client.calls.list(parent_call_sid=parent.sid)]


def test_digits_are_sent_once_it_is_answered(ring, bob):
    """sendDigits, before the two are connected."""
    bob.answers().hangs_up(after=5)

    ring(f'<Dial><Number sendDigits="1w2">{BOB}</Number></Dial>')

    assert ["[keys 1w2]"] == bob.heard


def test_a_whisper_is_heard_by_the_called_alone(ring, alice, bob, screen):
    """Then the two are connected."""
    bob.answers().presses("1").says("Hi!", after=2).hangs_up(after=1)

    ring(f'<Dial><Number url="{screen}">{BOB}</Number></Dial>')

    assert ["Press 1.", "Thanks."] == bob.heard
    assert ["[ringing]", "[Bob: Hi!]"] == alice.heard


def test_who_does_not_accept_is_not_connected(ring, alice, bob, screen, hosted, told):
    """The dialled call is completed, and was never bridged."""
    url = hosted("<Say>Nobody there.</Say>")

    ring(f'<Dial action="{url}"><Number url="{screen}">{BOB}</Number></Dial>')

    assert ("completed", "false") == told("DialCallStatus", "DialBridged")
    assert ["[ringing]", "Nobody there."] == alice.heard


def test_of_many_who_are_called_the_first_to_pick_up_is_the_one(ring, client, world, bob, screen,
                                                               told, hosted):
    """Also when a whisper ends it: the others' phones are silent by then."""
    carol = world.phones.get("+14155550125", "Carol")
    bob.answers(after=1)
    carol.answers(after=3).presses("1", after=1).hangs_up(after=9)

    parent = ring(f'<Dial action="{hosted()}"><Number url="{screen}">{BOB}</Number>'
                  f'<Number url="{screen}">{carol.number}</Number></Dial>')

    ends = {one.to: one.status for one in client.calls.list(parent_call_sid=parent.sid)}
    assert {BOB: "completed", carol.number: "canceled"} == ends
    assert ("completed", "false") == told("DialCallStatus", "DialBridged")


def test_who_picks_up_ends_a_sequential_dial(ring, client, world, bob, screen):
    """Also when a whisper ends it."""
    parent = ring(f'<Dial sequential="true"><Number url="{screen}">{BOB}</Number>'
                  "<Number>+14155550125</Number></Dial>")

    assert [BOB] == [one.to for one in client.calls.list(parent_call_sid=parent.sid)]


def test_a_whisper_is_told_of_the_dialled_call(ring, world, client, bob, hosted):
    """Its own CallSid, ParentCallSid, and Direction outbound-dial; with the noun's method."""
    bob.answers().hangs_up(after=5)

    parent = ring(f'<Dial><Number method="GET" url="{hosted("<Say>Psst.</Say>")}">{BOB}</Number>'
                  "</Dial>")

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    (params,) = webhooks(world, "whisper")
    assert (child.sid, parent.sid, "outbound-dial", "in-progress") == tuple(
        params[key] for key in ("CallSid", "ParentCallSid", "Direction", "CallStatus"))
    assert "GET" == next(one.method for one in world.trace
                         if isinstance(one, Webhook) and one.purpose == "whisper")


@pytest.mark.parametrize(("verb", "code"), [(f"<Dial>{ALICE}</Dial>", 13201), ("<Record/>", None)])
def test_a_whisper_may_not_do_everything(ring, bob, alerts, hosted, verb, code):
    """What it may not do is skipped."""
    bob.answers().hangs_up(after=5)

    ring(f'<Dial><Number url="{hosted(verb, "<Say>Psst.</Say>")}">{BOB}</Number></Dial>')

    assert [(code, "error")] == alerts()
    assert ["Psst."] == bob.heard


def test_a_whisper_that_cant_be_had_ends_the_dialled_call(ring, alice, bob, alerts):
    """With the apology; the caller goes on."""
    ring(f'<Dial><Number url="http://nowhere.example/whisper">{BOB}</Number></Dial>')

    assert [(11205, "error")] == alerts()
    assert ["We're sorry, an application error has occurred. Goodbye."] == bob.heard
    assert ["[ringing]"] == alice.heard


def test_a_number_reports_how_its_call_goes(ring, client, world, bob, hosted):
    """Of the child, in order, with its parent; by the method that is asked for."""
    bob.answers().hangs_up(after=3)
    url = hosted()

    parent = ring(
        f'<Dial><Number statusCallback="{url}" statusCallbackMethod="GET" '
        f'statusCallbackEvent="initiated ringing answered completed">{BOB}</Number></Dial>')

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    reports = webhooks(world, "status callback")
    assert [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")] == [
        (one["CallStatus"], one["SequenceNumber"]) for one in reports]
    assert {(child.sid, parent.sid, "outbound-dial")} == {
        (one["CallSid"], one["ParentCallSid"], one["Direction"]) for one in reports}


def test_it_reports_the_end_alone_unless_told_otherwise(ring, world, bob, hosted):
    """The default event is completed."""
    bob.declines()

    ring(f'<Dial><Number statusCallback="{hosted()}">{BOB}</Number></Dial>')

    assert ["busy"] == [one["CallStatus"] for one in webhooks(world, "status callback")]


def test_a_callback_without_a_place_of_its_own_is_an_alert(client, world, alice, bob, office,
                                                          alerts):
    """TwiML that came with the request has no URL that a relative one could be resolved by."""
    bob.is_busy()
    made = client.calls.create(to=ALICE, from_=office, twiml=(
        f'<Response><Dial><Number statusCallback="/told">{BOB}</Number></Dial></Response>'))
    world.settle(made.sid)

    assert [(11100, "error")] == alerts()


@pytest.mark.parametrize("number", ["415-123-4567", "+15558675310"])
def test_a_number_that_nobody_can_have_is_told_from_one_written_badly(ring, world, number):
    """Both are well written, and stand in Twilio's own examples."""
    ring(f"<Dial>{number}</Dial>")

    [alert] = [one for one in world.trace if isinstance(one, Alert)]
    assert alert.cure.startswith("Check its digits: there is no such number.")


@pytest.mark.parametrize(("number", "code"), [
    ("call Bob", 13223), ("", 13223), ("+14155", 13224), ("911", 13224), ("+9991234567", 13226),
    ("+19002345678", 13225), ("+442079460000", 13227)])
def test_what_cant_be_dialled_is_an_alert_and_no_call(ring, client, alerts, hosted, told, number,
                                                     code):
    """The action is told `failed`, without a DialCallSid."""
    parent = ring(f'<Dial action="{hosted()}">{number}</Dial>')

    assert [(code, "warning")] == alerts()
    assert ("failed", None) == told("DialCallStatus", "DialCallSid")
    assert [] == client.calls.list(parent_call_sid=parent.sid)


@pytest.mark.parametrize(("inside", "code", "level"), [
    ("<Number/>", 13223, "warning"), ("<Conference></Conference>", 13237, "warning"),
    ("<Queue/>", 14212, "error"), ("<Say>Hi</Say>", 13215, "warning")])
def test_a_dial_that_has_lost_its_only_noun_says_so_once(ring, alerts, hosted, told, inside, code,
                                                         level):
    """Not also that no number was given: that is not what is wrong."""
    ring(f'<Dial action="{hosted()}">{inside}</Dial>')

    assert [(code, level)] == alerts()
    assert ("failed", None) == told("DialCallStatus", "DialCallSid")


def test_a_permitted_country_is_dialled(ring, world, client):
    """world.permissions."""
    world.permissions.allow("GB")
    world.phones.get("+442079460000").is_busy()

    parent = ring("<Dial>+442079460000</Dial>")

    assert ["busy"] == [one.status for one in client.calls.list(parent_call_sid=parent.sid)]


def test_a_classic_trial_dials_verified_numbers_alone():
    """Another one is alert 21219."""
    world = World(clock="virtual", kind="trial-classic")
    try:
        world.store.update(world.number, voice_url=world.hosted.bins.add(
            f"<Response><Dial>{BOB}</Dial></Response>", "EH" + "1" * 32).url)
        placed = world.phones.get(ALICE).calls(world.number.phone_number)
        world.settle(placed.sid)

        assert [21219] == [one.code for one in world.trace if isinstance(one, Alert)]
    finally:
        world.close()


def test_text_beside_nouns_is_left_out(ring, client, bob, alerts):
    """With an alert."""
    bob.is_busy()

    parent = ring(f"<Dial>{ALICE}<Number>{BOB}</Number></Dial>")

    assert [(None, "warning")] == alerts()
    assert [BOB] == [one.to for one in client.calls.list(parent_call_sid=parent.sid)]


# --- what all nouns can do -----------------------------------------------------------------------


@pytest.fixture(params=["Number", "Client", "Sip", "Application"])
def noun(request, world, client, hosted):
    """One noun with these attributes; whoever it calls answers, and hangs up at last."""
    address = {"Number": BOB, "Client": "client:ada", "Sip": "sip:ada@example.com"}
    if request.param in address:
        where = address[request.param]
        world.phones.get(where, "Ada").answers().hangs_up(after=9)
        text = where.removeprefix("client:")
    else:
        text = client.applications.create(voice_url=hosted("<Pause length='9'/>",
                                                           "<Say>Bye.</Say>")).sid
    return lambda attributes: f"<{request.param} {attributes}>{text}</{request.param}>"


def test_each_of_them_may_whisper(ring, world, noun, hosted):
    """url and method."""
    ring(f"""<Dial>{noun(f'method="GET" url="{hosted("<Say>Psst.</Say>")}"')}</Dial>""")

    (asked,) = [one for one in world.trace
                if isinstance(one, Webhook) and one.purpose == "whisper"]
    assert ("GET", "outbound-dial") == (asked.method, asked.params["Direction"])
    assert "“Psst.”" in [one.what for one in world.trace if one.sid == asked.sid]


def test_each_of_them_may_report(ring, world, noun, hosted):
    """statusCallback, its events and its method."""
    given = (f'statusCallback="{hosted()}" statusCallbackMethod="GET" '
             'statusCallbackEvent="ringing answered"')

    ring(f"<Dial>{noun(given)}</Dial>")

    reports = [(one.method, one.params["CallStatus"]) for one in world.trace
               if isinstance(one, Webhook) and one.purpose == "status callback"]
    assert [("GET", "ringing"), ("GET", "in-progress")] == reports


# --- callerId --------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "shown"), [
    ("", ALICE), ('callerId="+14155550100"', "+14155550100"), (f'callerId="{ALICE}"', ALICE)])
def test_the_called_sees_the_caller_or_a_number_of_ones_own(ring, world, client, bob, given, shown):
    """callerId: without it, the caller's number."""
    bob.is_busy()

    parent = ring(f"<Dial {given}>{BOB}</Dial>")

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    assert (shown, world.number.sid if shown != ALICE else None) == (
        child._from, child.phone_number_sid)


@pytest.mark.parametrize("number", ["+14155550177", "nonsense"])
def test_another_caller_id_is_refused(ring, client, alerts, hosted, told, number):
    """13214, and nobody is called."""
    parent = ring(f'<Dial callerId="{number}" action="{hosted()}">{BOB}</Dial>')

    assert [(13214, "warning")] == alerts()
    assert (("failed",), []) == (
        told("DialCallStatus"), client.calls.list(parent_call_sid=parent.sid))


# --- Client and Sip --------------------------------------------------------------------------


@pytest.mark.parametrize("noun", [
    "<Client>ada</Client>", "<Client><Identity>ada</Identity></Client>",
    "<Sip>sip:ada@example.com</Sip>"])
def test_an_app_or_a_desk_phone_rings(ring, world, alice, noun):
    """Where it is on the page."""
    address = "client:ada" if "Client" in noun else "sip:ada@example.com"
    world.phones.get(address, "Ada").answers().says("Ada here.").hangs_up(after=2)

    ring(f"<Dial>{noun}</Dial>")

    assert ["[ringing]", "[Ada: Ada here.]"] == alice.heard


@pytest.mark.parametrize(("noun", "status"), [
    ("<Client>ada</Client>", "no-answer"), ("<Sip>sip:ada@example.com</Sip>", "failed")])
def test_nobody_is_registered(ring, alice, hosted, told, noun, status):
    """It never rings."""
    ring(f'<Dial action="{hosted()}">{noun}</Dial>')

    assert ((status,), []) == (told("DialCallStatus"), alice.heard)


@pytest.mark.parametrize("noun", [
    '<Client>ada<Parameter name="order" value="42"/></Client>',
    "<Sip>sip:ada@example.com?order=42</Sip>"])
def test_custom_parameters_are_shown_on_the_phone(ring, world, noun):
    """Those of a client, and the headers of a SIP address; and the trace has them."""
    ada = world.phones.get("client:ada" if "Client" in noun else "sip:ada@example.com", "Ada")
    ada.answers().hangs_up(after=2)

    ring(f"<Dial>{noun}</Dial>")

    lines = ada.snapshot()["lines"]
    assert [("note", "order: 42")] == [(one["kind"], one["text"]) for one in lines]
    assert "<Parameter> order=42" in [one.what for one in world.trace]


def test_a_sip_address_needs_its_scheme(ring, alerts):
    """13243."""
    ring("<Dial><Sip>ada@example.com</Sip></Dial>")

    assert [(13243, "warning")] == alerts()


def test_a_client_may_see_any_caller_id(ring, world, client):
    """A name will do."""
    world.phones.get("client:ada").is_busy()

    parent = ring('<Dial callerId="harbour"><Client>ada</Client></Dial>')

    assert ["harbour"] == [one._from for one in client.calls.list(parent_call_sid=parent.sid)]


@pytest.mark.parametrize("verbs", [
    '<Dial><Number byoc="BY1">+14155550124</Number></Dial>', "<Dial><Sim>DE1</Sim></Dial>",
    "<Dial><WhatsApp>+14155550124</WhatsApp></Dial>", '<Dial passports="x">+14155550124</Dial>',
    '<Dial ifMachine="Hangup">+14155550124</Dial>'])
def test_what_is_not_simulated_is_refused_by_name(ring, world, alice, verbs):
    """The apology, and an alert without a code."""
    ring(verbs)

    (alert,) = [one for one in world.trace if isinstance(one, Alert)]
    assert (None, True) == (alert.code, alert.text.endswith("is not simulated."))
    assert ["We're sorry, an application error has occurred. Goodbye."] == alice.heard


# --- numbers of the account, and apps --------------------------------------------------------


@pytest.fixture
def menu(client, hosted):
    """A second number of the account, whose document asks for a key."""
    thanks = hosted("<Say>Thanks.</Say>")
    return client.incoming_phone_numbers.create(phone_number=OWN, voice_url=hosted(
        f'<Gather numDigits="1" action="{thanks}"><Say>Press a key.</Say></Gather>'))


def test_a_number_of_the_account_answers_with_its_own_document(ring, alice, menu):
    """What it says is heard, and keys reach its <Gather>."""
    alice.presses("5", after=3)

    ring(f"<Dial>{OWN}</Dial>", "<Say>Back again.</Say>")

    assert ["[ringing]", "Press a key.", "Thanks.", "Back again."] == alice.heard


def test_a_key_cuts_its_sentence_off(ring, client, alice, hosted):
    """On the caller's screen, too."""
    client.incoming_phone_numbers.create(phone_number=OWN, voice_url=hosted(
        f'<Gather numDigits="1" action="{hosted()}"><Say>{"Long. " * 20}</Say></Gather>'))
    alice.presses("5", after=3)

    ring(f"<Dial>{OWN}</Dial>")

    (line,) = [one for one in alice.snapshot()["lines"] if one["kind"] == "say"]
    assert 2.0 == round(line["cut"], 3)


def test_such_a_call_is_two(ring, client, menu):
    """One that goes out, and one that comes in: the second one has no parent."""
    parent = ring(f"<Dial>{OWN}</Dial>")

    rows = client.calls.list(to=OWN)
    assert {("outbound-dial", parent.sid, "completed"), ("inbound", None, "completed")} == {
        (one.direction, one.parent_call_sid, one.status) for one in rows}
    assert {ALICE} == {one._from for one in rows}


def test_when_the_caller_hangs_up_its_document_ends(ring, client, alice, menu):
    """Both of the other calls end with hers."""
    alice.hangs_up(after=4)

    ring(f"<Dial>{OWN}</Dial>")

    assert ["completed"] * 3 == [one.status for one in client.calls.list()]


def test_words_reach_a_document_that_listens(ring, world, client, alice, hosted):
    """Speech, too."""
    client.incoming_phone_numbers.create(phone_number=OWN, voice_url=hosted(
        f'<Gather input="speech" action="{hosted()}"><Say>Well?</Say></Gather>'))
    alice.says("A boat, please.", after=3)

    ring(f"<Dial>{OWN}</Dial>")

    assert ["A boat, please."] == [one["SpeechResult"] for one in webhooks(world, "action")]


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_it_may_reject_the_call(ring, client, alice, hosted, told, reason, status):
    """Then the call that goes out was not answered."""
    client.incoming_phone_numbers.create(
        phone_number=OWN, voice_url=hosted(f'<Reject reason="{reason}"/>'))

    ring(f'<Dial action="{hosted()}">{OWN}</Dial>')

    assert (status, "false") == told("DialCallStatus", "DialBridged")


def test_the_account_can_call_itself(client, world, office, menu):
    """calls.create(to=own number): digits that are sent reach the other document's <Gather>."""
    made = client.calls.create(to=OWN, from_=office, send_digits="w7", twiml=(
        "<Response><Pause length='9'/></Response>"))
    world.settle(made.sid)

    assert ["7"] == [one["Digits"] for one in webhooks(world, "action")]
    assert ["inbound", "outbound-api"] == sorted(one.direction for one in client.calls.list())


def test_both_ends_of_such_a_call_may_meet_in_one_conference(ring, client, world, alice, hosted):
    """What is said there does not go round for ever."""
    room = hosted("<Dial><Conference>Pier</Conference></Dial>")
    client.incoming_phone_numbers.create(phone_number=OWN, voice_url=room)
    made = client.calls.create(to=OWN, from_=world.number.phone_number, url=room)
    alice.says("Anybody here?", after=5).hangs_up(after=5)

    ring("<Dial><Conference>Pier</Conference></Dial>")
    made.update(status="completed")
    world.settle(made.sid)

    heard = [one.target for one in world.trace if "Anybody here?" in one.what]
    assert 9 == len(heard)  # each end lets the other hear it once
    assert "completed" == made.fetch().status


def test_what_calls_itself_for_ever_ends(ring, client, world, office, alerts):
    """A number whose document dials the number itself."""
    ring(f"<Dial>{office}</Dial>")

    depth = limits.CALLS_IN_EACH_OTHER
    assert ([(None, "error")], 2 * depth + 2) == (alerts(), len(client.calls.list()))


def test_an_app_answers_as_a_number_does(ring, world, client, alice, hosted):
    """Its VoiceUrl is asked, with the parameters and who called."""
    app = client.applications.create(voice_url=hosted("<Say>The app.</Say>"))

    ring(f'<Dial><Application customerId="c7"><ApplicationSid>{app.sid}</ApplicationSid>'
         '<Parameter name="order" value="42"/></Application></Dial>')

    asked = webhooks(world, "voice")[-1]
    assert ["[ringing]", "The app."] == alice.heard
    assert (app.sid, ALICE, "42", "c7") == tuple(
        asked[key] for key in ("To", "From", "Param_order", "customerId"))
    assert [f"app:{app.sid}"] == [one.to for one in client.calls.list() if one.parent_call_sid]


@pytest.mark.parametrize(("ends", "status"), [
    ("<Say>Paid.</Say><Hangup>{}</Hangup>", "completed"), ("<Reject>{}</Reject>", "no-answer")])
def test_an_app_gives_parameters_back_to_who_dialled_it(ring, world, client, hosted, ends, status):
    """What its <Hangup> or <Reject> has in <Parameter> goes to the action of the <Dial>."""
    paid = ends.format('<Parameter name="paid" value="false"/>')
    app = client.applications.create(voice_url=hosted(paid))

    ring(f'<Dial action="{hosted()}"><Application>{app.sid}</Application></Dial>')

    asked = webhooks(world, "action")[-1]
    assert (status, "false") == (asked["DialCallStatus"], asked["Param_paid"])


def test_a_number_gives_no_parameters_back(ring, world, client, hosted):
    """Only an app is asked with parameters, and only an app answers with some."""
    paid = hosted('<Say>Paid.</Say><Hangup><Parameter name="paid" value="true"/></Hangup>')
    client.incoming_phone_numbers.create(phone_number=OWN, voice_url=paid)

    ring(f'<Dial action="{hosted()}">{OWN}</Dial>')

    asked = webhooks(world, "action")[-1]
    assert ("completed", None) == (asked["DialCallStatus"], asked.get("Param_paid"))


@pytest.mark.parametrize("noun", ["<Application>{}</Application>",
                                  '<Application applicationSid="{}"/>'])
def test_an_app_may_see_whom_the_caller_called(ring, world, client, office, hosted, noun):
    """copyParentTo; the SID may be text or an attribute."""
    app = client.applications.create(voice_url=hosted("<Say>The app.</Say>"))
    noun = noun.replace("<Application", '<Application copyParentTo="true"')

    ring(f"<Dial>{noun.format(app.sid)}</Dial>")

    assert office == webhooks(world, "voice")[-1]["To"]


def test_an_unknown_app_is_an_alert(ring, alerts):
    """21218."""
    ring("<Dial><Application>AP404</Application></Dial>")

    assert [(21218, "warning")] == alerts()


def test_an_app_is_called_alone(ring, client, alerts, hosted, bob):
    """Twilio does not call it together with others."""
    app = client.applications.create(voice_url=hosted("<Say>The app.</Say>"))
    bob.is_busy()

    parent = ring(f"<Dial><Application>{app.sid}</Application><Number>{BOB}</Number></Dial>")

    assert [(None, "warning")] == alerts()
    assert [BOB] == [one.to for one in client.calls.list(parent_call_sid=parent.sid)]


# --- who answered ------------------------------------------------------------------------------

LONG = "You have reached Bob, who is not in, so please leave a message after the tone."


@pytest.mark.parametrize(("attributes", "greeting", "answered_by"), [
    ('machineDetection="Enable"', LONG, "machine_start"),
    ('machineDetection="DetectMessageEnd"', LONG, "machine_end_beep"),
    ('machineDetection="Enable" machineDetectionSpeechThreshold="6000"', LONG, "machine_start"),
    ('machineDetection="Enable" machineDetectionTimeout="3" '
     'machineDetectionSpeechThreshold="6000"', LONG, "unknown"),
    ('machineDetection="Enable" sendDigits="1"', LONG, None)])
def test_a_dialled_number_may_be_a_machine(ring, client, world, alice, bob, hosted, attributes,
                                          greeting, answered_by):
    """amdStatusCallback is told, while the two are connected already; sendDigits ends that."""
    bob.has_voicemail(greeting)
    alice.hangs_up(after=40)

    parent = ring(f'<Dial><Number amdStatusCallback="{hosted()}" amdStatusCallbackMethod="GET" '
                  f"{attributes}>{BOB}</Number></Dial>")

    (child,) = client.calls.list(parent_call_sid=parent.sid)
    reports = webhooks(world, "answering machine detection")
    assert answered_by == child.answered_by
    assert [answered_by] * bool(answered_by) == [one["AnsweredBy"] for one in reports]
    assert f"[Bob: {greeting}]" in alice.heard


@pytest.mark.parametrize(("pause", "answered_by"), [(500, "human"), (3000, "machine_start")])
def test_a_short_pause_may_be_the_end_of_a_greeting(ring, client, alice, bob, pause, answered_by):
    """machineDetectionSpeechEndThreshold, in milliseconds."""
    bob.answers(after=1).says("Hello.", after=0.5).says("This is Bob speaking, at home.", after=2)
    alice.hangs_up(after=12)

    parent = ring('<Dial><Number machineDetection="Enable" '
                  f'machineDetectionSpeechEndThreshold="{pause}">{BOB}</Number></Dial>')

    assert [answered_by] == [
        one.answered_by for one in client.calls.list(parent_call_sid=parent.sid)]


def test_silence_is_known_after_a_while(ring, client, alice, bob):
    """machineDetectionSilenceTimeout, in milliseconds."""
    bob.is_silent()
    alice.hangs_up(after=9)

    parent = ring('<Dial><Number machineDetection="Enable" machineDetectionSilenceTimeout="2000">'
                  f"{BOB}</Number></Dial>")

    assert ["unknown"] == [
        one.answered_by for one in client.calls.list(parent_call_sid=parent.sid)]
