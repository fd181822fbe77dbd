"""Test credentials: Twilio's magic numbers, with the wordings recorded for them."""

from __future__ import annotations

import pytest

from tests.refusals import refusal

GOOD, ALICE = "+15005550006", "+14155550123"
REGION = ("Permission to send an SMS has not been enabled for the region indicated by the"
          " 'To' number: ")
NOT_CAPABLE = ("The From phone number {} is not a valid, SMS-capable inbound phone number or short"
               " code for your account.")
NOT_VERIFIED = (
    "The source phone number provided, {}, is not yet verified for your account. You may"
    " only make calls from phone numbers that you've verified or purchased from Twilio.")
PERMISSIONS = ("Account not authorized to call +15005550003. Perhaps you need to enable some"
               " international permissions:"
               " https://www.twilio.com/console/voice/calls/geo-permissions/low-risk")

MESSAGES = [
    ({"to": "+15005550001"}, 21211, "The 'To' number +15005550001 is not a valid phone number."),
    ({"to": "123"}, 21211, "The 'To' number 123 is not a valid phone number."),
    ({"to": "+15005550002"}, 21612,
     "The 'To' phone number: +15005550002, is not currently reachable using the 'From' phone"
     " number: +15005550006 via SMS."),
    ({"to": "+15005550003"}, 21408, REGION + "+15005550003."),
    ({"to": "+15005550004"}, 21610, "The message From/To pair violates a blacklist rule."),
    ({"to": "+15005550009"}, 21614, "To number: +15005550009, is not a mobile number"),
    ({"from_": "+15005550001"}, 21212,
     "The 'From' number +15005550001 is not a valid phone number, shortcode, or alphanumeric"
     " sender ID."),
    ({"from_": "+15005550007"}, 21606, NOT_CAPABLE.format("+15005550007")),
    ({"from_": "+123"}, 21606, NOT_CAPABLE.format("+123")),
    ({"from_": "+14155550100"}, 21606, NOT_CAPABLE.format("+14155550100")),
    ({"from_": ""}, 21603, "A 'From' phone number is required."),
    ({"to": ""}, 21604, "A 'To' phone number is required."),
    ({"body": ""}, 21602, "Message body is required."),
    ({"body": "x" * 1601}, 21617,
     "The concatenated message body exceeds the 1600 character limit"),
]
CALLS = [
    ({"to": "+15005550001"}, 21217, "Phone number does not appear to be valid"),
    ({"to": "+15005550002"}, 21214, "'To' phone number cannot be reached"),
    ({"to": "+15005550003"}, 21215, PERMISSIONS),
    ({"to": "+15005550004"}, 21216, "Account not allowed to call +15005550004"),
    ({"from_": "+15005550001"}, 21212, "From is not a valid phone number: +15005550001"),
    ({"from_": "+14155550100"}, 21210, NOT_VERIFIED.format("+14155550100")),
    ({"to": ""}, 21201, "No 'To' number is specified"),
    ({"url": ""}, 21205, "Url parameter is required."),
]
NUMBERS = [
    ({"phone_number": "+15005550000"}, 21422, "+15005550000 is not available"),
    ({"phone_number": "+15005550001"}, 21421, "+15005550001 is not a valid number"),
    ({"phone_number": "+14155550123"}, 21421, "+14155550123 is not a valid number"),
    ({"area_code": "533"}, 21452, "No phone numbers found"),
    ({"area_code": "415"}, 21452, "No phone numbers found"),
]


@pytest.mark.parametrize(("change", "code", "sentence"), MESSAGES)
def test_a_magic_number_refuses_a_message(tester, change, code, sentence):
    """One fault at a time."""
    sent = {"to": ALICE, "from_": GOOD, "body": "Hi"} | change
    assert (400, code, sentence) == refusal(lambda: tester.messages.create(**sent))


def test_a_full_queue_is_429(tester):
    """The one refusal of a message that is no 400."""
    sent = {"to": ALICE, "from_": "+15005550008", "body": "Hi"}
    assert (429, 21611, "SMS queue is full.") == refusal(lambda: tester.messages.create(**sent))


def test_a_picture_cannot_reach_what_a_text_cannot(tester):
    """The sentence names the channel."""
    sent = {"to": "+15005550002", "from_": GOOD, "media_url": ["http://demo.twilio.com/owl.png"]}
    assert refusal(lambda: tester.messages.create(**sent))[2].endswith("via MMS.")


@pytest.mark.parametrize(("change", "code", "sentence"), CALLS)
def test_a_magic_number_refuses_a_call(tester, change, code, sentence):
    """One fault at a time."""
    sent = {"to": ALICE, "from_": GOOD, "url": "http://demo.twilio.com/docs/voice.xml"} | change
    assert (400, code, sentence) == refusal(lambda: tester.calls.create(**sent))


@pytest.mark.parametrize(("wanted", "code", "sentence"), NUMBERS)
def test_a_magic_number_cannot_be_bought(tester, wanted, code, sentence):
    """Nor can any but the good one."""
    assert (400, code, sentence) == refusal(lambda: tester.incoming_phone_numbers.create(**wanted))


@pytest.mark.parametrize("wanted", [{"phone_number": GOOD}, {"area_code": "500"}])
def test_the_good_number_can_be_bought(tester, wanted):
    """By name or by its area, with settings."""
    number = tester.incoming_phone_numbers.create(sms_url="https://a.example/sms", **wanted)
    assert (GOOD, "(500) 555-0006", "https://a.example/sms") == (
        number.phone_number, number.friendly_name, number.sms_url)


def test_a_test_message_is_answered_and_forgotten(world, client, tester, alice):
    """201 and a SID, and nobody hears of it."""
    message = tester.messages.create(to=ALICE, from_=GOOD, body="Hi")
    assert ("queued", None, "USD", "SM") == (
        message.status, message.price, message.price_unit, message.sid[:2])
    world.settle(message.sid)
    assert not alice.messages
    assert not client.messages.list()


def test_a_test_call_is_answered_and_forgotten(world, client, tester, alice):
    """No phone rings."""
    call = tester.calls.create(to=ALICE, from_=GOOD, twiml="<Response/>")
    assert ("queued", "(500) 555-0006") == (call.status, call.from_formatted)
    world.settle(call.sid)
    assert "idle" == alice.status
    assert not client.calls.list()


@pytest.mark.parametrize("act", [
    lambda tester: tester.calls("CA" + "1" * 32).fetch(),
    lambda tester: tester.messages("SM" + "1" * 32).delete(),
    lambda tester: tester.api.account.fetch(),
    lambda tester: tester.queues.create("Visitors"),
])
def test_test_credentials_open_nothing_else(tester, act):
    """403 and 20008."""
    assert (403, 20008, "Resource not accessible with Test Account Credentials") == refusal(
        lambda: act(tester))
