"""Verbs do what Twilio's pages say, with its timing and its branches."""

from __future__ import annotations

import pytest


def response(*verbs):
    return f"<Response>{''.join(verbs)}</Response>"


def test_say_is_heard_once_for_each_loop(call, alice):
    """One item for each Say that began, repeated for loops."""
    call(response('<Say loop="3">Ahoy</Say>'))

    assert ["Ahoy"] * 3 == alice.heard


def test_play_is_heard_as_its_url(call, alice):
    """Files of other hosts are taken on trust."""
    call(response("<Play>https://api.twilio.com/cowbell.mp3</Play>"))

    assert ["https://api.twilio.com/cowbell.mp3"] == alice.heard


def test_pause_waits_in_silence(call, alice):
    """A pause is not heard, but lasts."""
    made = call(response('<Pause length="7"/>'))

    assert ([], "7") == (alice.heard, made.duration)


def test_hangup_leaves_the_rest_unsaid(call, alice):
    """What follows a Hangup is unreachable."""
    call(response("<Say>One</Say>", "<Hangup/>", "<Say>Two</Say>"))

    assert ["One"] == alice.heard


def test_gather_without_keys_falls_through(call, alice):
    """After its time-out the next verb speaks."""
    call(response("<Gather timeout='2'><Say>Press one.</Say></Gather>", "<Say>Too late.</Say>"))

    assert ["Press one.", "Too late."] == alice.heard


def test_gather_hands_its_keys_to_the_action(call, alice, bin_, world):
    """The action's document takes over; Digits holds the keys without the finishing one."""
    url = bin_(response("<Say>Thank you.</Say>"))
    alice.answers().presses("12#")

    call(response(f'<Gather action="{url}"><Say>Your number?</Say></Gather>', "<Say>Never.</Say>"))

    action = next(record for record in world.trace if getattr(record, "purpose", "") == "action")
    assert ["Your number?", "Thank you."] == alice.heard
    assert ("12", "#", "Gather End") == tuple(
        action.params[key] for key in ("Digits", "FinishedOnKey", "msg")
    )


def test_a_key_interrupts_the_prompt(call, alice, bin_):
    """Barge-in: the second sentence never begins."""
    url = bin_(response("<Say>Thanks.</Say>"))
    alice.answers(after=1).presses("1", after=1)

    call(
        response(
            f'<Gather numDigits="1" action="{url}"><Say>{"Long prompt. " * 9}</Say>'
            "<Say>Second.</Say></Gather>"
        )
    )

    assert "Second." not in alice.heard
    assert "Thanks." == alice.heard[-1]


def test_only_the_finishing_key_is_no_input(call, alice, bin_):
    """A lone # falls through."""
    alice.answers().presses("#")

    call(response(f'<Gather action="{bin_(response("<Say>No.</Say>"))}"/>', "<Say>Next.</Say>"))

    assert ["Next."] == alice.heard


def test_an_empty_result_is_sent_when_asked_for(call, alice, bin_):
    """actionOnEmptyResult=true asks the action without any key."""
    url = bin_(response("<Say>Nothing came.</Say>"))

    call(response(f'<Gather action="{url}" timeout="1" actionOnEmptyResult="true"/>'))

    assert ["Nothing came."] == alice.heard


def test_redirect_lets_another_document_take_over(call, alice, bin_):
    """What follows a Redirect is unreachable."""
    url = bin_(response("<Say>Over here.</Say>"))

    call(response(f"<Redirect>{url}</Redirect>", "<Say>Never.</Say>"))

    assert ["Over here."] == alice.heard


def test_a_redirect_to_itself_ends_with_an_alert(client, alice, office, world, bin_):
    """A circle in which nothing is heard can't go on for ever."""
    url = bin_(response("<Redirect/>"))
    made = client.calls.create(to=alice.number, from_=office, url=url)
    world.settle(made.sid)

    alerts = [record for record in world.trace if type(record).__name__ == "Alert"]
    assert 1 == len(alerts)
    assert "100 documents in a row said and did nothing." == alerts[0].text
    assert "completed" == made.fetch().status


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_reject_refuses_an_incoming_call(client, bob, office, world, bin_, reason, status):
    """The caller never gets through, and nothing is billed."""
    number = client.incoming_phone_numbers.list()[0]
    number.update(voice_url=bin_(response(f'<Reject reason="{reason}"/>')))

    placed = bob.calls(office)
    world.settle(placed.sid)

    ended = client.calls(placed.sid).fetch()
    assert (status, None) == (ended.status, ended.price)


def test_a_verb_that_is_not_simulated_is_refused_by_name(call, alice, world):
    """The apology, the end, and an alert that names the verb."""
    call(response("<Say>First.</Say>", "<Pay/>", "<Say>Never.</Say>"))

    alert = next(record for record in world.trace if type(record).__name__ == "Alert")
    assert (None, "<Pay> is not simulated.") == (alert.code, alert.text)
    assert ["First.", "We're sorry, an application error has occurred. Goodbye."] == alice.heard


def test_a_verb_that_twilio_lacks_is_skipped_with_12200(call, alice, world):
    """The other verbs still run."""
    call(response("<Sing>La</Sing>", "<Say>Words.</Say>"))

    alert = next(record for record in world.trace if type(record).__name__ == "Alert")
    assert (12200, "warning") == (alert.code, alert.level)
    assert ["Words."] == alice.heard


@pytest.mark.parametrize(
    ("twiml", "code"), [("<Response><Say>Open", 12100), ("<Answer/>", 12102), ("not xml", 12100)]
)
def test_broken_documents_end_in_an_apology(call, alice, world, twiml, code):
    """The caller hears Twilio's sentence; the alert has the code."""
    call(twiml)

    alert = next(record for record in world.trace if type(record).__name__ == "Alert")
    assert code == alert.code
    assert ["We're sorry, an application error has occurred. Goodbye."] == alice.heard
