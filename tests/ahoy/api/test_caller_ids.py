"""OutgoingCallerIds: verified by a call that asks for a code."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException


@pytest.fixture
def verify(client, alice):
    """Asks to verify Alice's phone."""

    def ask(**more):
        return client.validation_requests.create(**{"phone_number": alice.number} | more)

    return ask


@pytest.fixture
def verified(client, world, verify, alice):
    """Alice's phone, verified."""
    wanted = verify(friendly_name="Alice")
    alice.presses(wanted.validation_code)
    world.settle(wanted.call_sid)
    return client.outgoing_caller_ids.list()[0]


def code_of(act) -> int:
    with pytest.raises(TwilioRestException) as refused:
        act()
    return refused.value.code


def test_a_request_is_answered_with_a_code_and_no_sid(ask, home, alice):
    """200, and not 201."""
    said = ask("POST", home + "/OutgoingCallerIds.json", PhoneNumber=alice.number)
    assert 200 == said.status_code
    assert ["account_sid", "call_sid", "friendly_name", "phone_number", "validation_code"] == list(
        said.json)
    code = said.json["validation_code"]
    assert ("(415) 555-0123", alice.number, 6, True) == (
        said.json["friendly_name"], said.json["phone_number"], len(code), code.isdigit())


def test_the_phone_rings_and_the_code_verifies_it(client, verified, alice):
    """Then it is listed, and calls may come from it."""
    assert (alice.number, "Alice") == (verified.phone_number, verified.friendly_name)
    assert alice.heard[0].endswith("Enter the six digits of your verification code.")
    call = client.calls.create(to="+14155550124", from_=alice.number, twiml="<Response/>")
    assert verified.sid == call.phone_number_sid


def test_a_verified_number_does_not_text(client, verified, alice):
    """Texts need a number of Twilio's."""
    assert 21659 == code_of(
        lambda: client.messages.create(to="+14155550124", from_=alice.number, body="Hi"))


def test_a_wrong_code_verifies_nothing(client, world, verify, alice):
    """Twilio asks three times."""
    wanted = verify()
    wrong = "000000" if wanted.validation_code != "000000" else "111111"
    alice.presses(wrong).presses(wrong).presses(wrong)
    world.settle(wanted.call_sid)
    assert [] == client.outgoing_caller_ids.list()
    assert 3 == sum("That code is not right." in words for words in alice.heard)


def test_the_second_attempt_counts(client, world, verify, alice):
    """A slip of the finger is forgiven."""
    wanted = verify()
    alice.presses("99#").presses(wanted.validation_code)
    world.settle(wanted.call_sid)
    assert 1 == len(client.outgoing_caller_ids.list())


def test_a_phone_that_is_not_answered_is_not_verified(client, world, verify, alice):
    """The call ends as no-answer."""
    alice.does_not_answer()
    wanted = verify()
    world.settle(wanted.call_sid)
    assert ("no-answer", []) == (
        client.calls(wanted.call_sid).fetch().status, client.outgoing_caller_ids.list())


def test_the_site_is_told_of_success(world, verify, alice, noted, client):
    """With the SID of the new caller ID."""
    wanted = verify(status_callback=noted.url)
    alice.presses(wanted.validation_code)
    world.settle(wanted.call_sid)
    seen = noted.seen[0]
    assert ("success", client.outgoing_caller_ids.list()[0].sid, alice.number, wanted.call_sid) == (
        seen["VerificationStatus"], seen["OutgoingCallerIdSid"], seen["To"], seen["CallSid"])


def test_the_site_is_told_of_failure(world, verify, alice, noted):
    """Without one."""
    alice.declines()
    world.settle(verify(status_callback=noted.url).call_sid)
    assert ["failed"] == [seen["VerificationStatus"] for seen in noted.seen]
    assert "OutgoingCallerIdSid" not in noted.seen[0]


def test_the_call_can_wait(world, verify, alice):
    """CallDelay, in seconds."""
    wanted = verify(call_delay=30)
    rings = []
    alice.listen(lambda: rings.append(world.clock.elapsed()) if alice.status == "ringing" else None)
    world.settle(wanted.call_sid)
    assert 31.0 == min(rings)


def test_caller_ids_are_found_named_and_forgotten(client, verified, alice):
    """The filters are exact."""
    ids = client.outgoing_caller_ids
    assert [1, 1, 0, 0] == [len(ids.list(**by)) for by in (
        {"phone_number": alice.number}, {"friendly_name": "Alice"},
        {"phone_number": "+14155550199"}, {"friendly_name": "Ali"})]
    assert "Alice at sea" == ids(verified.sid).update(friendly_name="Alice at sea").friendly_name
    assert ids(verified.sid).delete()
    assert 20404 == code_of(ids(verified.sid).fetch)
    assert 21210 == code_of(lambda: client.calls.create(
        to="+14155550124", from_=alice.number, twiml="<Response/>"))
