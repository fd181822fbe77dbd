"""One table: a row a refusal, with the call that provokes it."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

ALICE, OFFICE, STRANGER = "+14155550123", "+14155550100", "+14155550111"
URL = "http://demo.twilio.com/docs/voice.xml"

MESSAGES = [
    # what is sent, code, sentence
    ({}, 21603, "A 'From' or 'MessagingServiceSid' parameter is required to send a message"),
    ({"to": ALICE, "body": "Hi"}, 21603,
     "A 'From' or 'MessagingServiceSid' parameter is required to send a message"),
    ({"to": "", "from_": OFFICE, "body": "Hi"}, 21604, "A 'To' phone number is required."),
    ({"to": ALICE, "from_": OFFICE}, 21619,
     "A text message body or media urls must be specified."),
    ({"to": ALICE, "from_": OFFICE, "body": ""}, 21619,
     "A text message body or media urls must be specified."),
    ({"to": ALICE, "from_": OFFICE, "body": "x" * 1601}, 21617,
     "The concatenated message body exceeds the 1600 character limit"),
    ({"to": "Alice", "from_": OFFICE, "body": "Hi"}, 21211, "Invalid 'To' Phone Number: AXXXX"),
    ({"to": "+1415555012", "from_": OFFICE, "body": "Hi"}, 21211,
     "Invalid 'To' Phone Number: +141555XXXX"),
    ({"to": "12345", "from_": OFFICE, "body": "Hi"}, 21265,
     "'To' number cannot be a Short Code: 1XXXX"),
    ({"to": ALICE, "from_": "!!", "body": "Hi"}, 21212, "Invalid From Number (caller ID): !!"),
    ({"to": ALICE, "from_": "VA" + "1" * 32, "body": "Hi"}, 21212,
     "Invalid From Number (caller ID): VA" + "1" * 32),
    ({"to": OFFICE, "from_": OFFICE, "body": "Hi"}, 21266,
     "'To' and 'From' number cannot be the same: +1415555XXXX"),
    ({"to": ALICE, "from_": STRANGER, "body": "Hi"}, 21659,
     f"'From' {STRANGER} is not a Twilio phone number or Short Code country mismatch"),
    ({"to": ALICE, "from_": "Harbour", "body": "Hi"}, 21612,
     f"The 'To' phone number: {ALICE}, is not currently reachable using the 'From' phone number:"
     " Harbour via SMS."),
    ({"to": ALICE, "from_": OFFICE, "body": "Hi", "media_url": ["boat.jpg"]}, 21620,
     "Invalid media URL(s)"),
    ({"to": ALICE, "from_": OFFICE, "media_url": ["http://a.example/boat.jpg"] * 11}, 21623,
     "Number of media files exceeds allowed limit"),
    ({"to": ALICE, "from_": OFFICE, "body": "Hi", "status_callback": "http://my_site.example/x"},
     21609, "The StatusCallback URL http://my_site.example/x is not a valid URL."),
    ({"to": ALICE, "from_": OFFICE, "body": "Hi", "status_callback": "/status"}, 21609,
     "The StatusCallback URL /status is not a valid URL."),
    ({"to": ALICE, "from_": OFFICE, "body": "Hi", "validity_period": 36_001}, 21624,
     "Invalid validity period value"),
]
CALLS = [
    ({"from_": OFFICE, "url": URL, "to": ""}, 21201, "No 'To' number is specified"),
    ({"to": ALICE, "from_": OFFICE}, 21205, "Url parameter is required."),
    ({"to": ALICE, "from_": "", "url": URL}, 21213, "No 'From' number is specified"),
    ({"to": "Alice", "from_": OFFICE, "url": URL}, 13223,
     "The phone number you are attempting to call, Alice, is not valid."),
    ({"to": "+1415555", "from_": OFFICE, "url": URL}, 13223,
     "The phone number you are attempting to call, +1415555, is not valid."),
    ({"to": ALICE, "from_": OFFICE, "url": "voice.xml"}, 21205,
     "Url is not a valid URL: voice.xml"),
    ({"to": ALICE, "from_": OFFICE, "url": "ftp://a.example/voice.xml"}, 21205,
     "Url is not a valid URL: ftp://a.example/voice.xml"),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "fallback_url": "nowhere"}, 21205,
     "FallbackUrl is not a valid URL: nowhere"),
    ({"to": ALICE, "from_": OFFICE, "twiml": "x" * 4001}, 20001, "Invalid Parameter Twiml"),
    ({"to": ALICE, "from_": "+1866778", "url": URL}, 21212,
     "From is not a valid phone number: +1866778"),
    ({"to": ALICE, "from_": "Ada", "url": URL}, 21210,
     "The source phone number provided, Ada, is not yet verified for your account. You may only"
     " make calls from phone numbers that you've verified or purchased from Twilio."),
    ({"to": ALICE, "from_": STRANGER, "url": URL}, 21210,
     f"The source phone number provided, {STRANGER}, is not yet verified for your account. You may"
     " only make calls from phone numbers that you've verified or purchased from Twilio."),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "method": "PUT"}, 21209, "Invalid Method"),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "timeout": 601}, 21208, "Invalid Timeout"),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "timeout": "soon"}, 21208, "Invalid Timeout"),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "send_digits": "call me"}, 21206,
     "Invalid SendDigits"),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "time_limit": 0}, 20001,
     "Invalid Parameter TimeLimit"),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "status_callback": "http://nodots/x"}, 21609,
     "The StatusCallback URL http://nodots/x is not a valid URL."),
    ({"to": ALICE, "from_": OFFICE, "url": URL, "status_callback_event": ["answered", "born"]},
     21626, "Invalid 'StatusCallbackEvent'"),
]


def refusal(make) -> tuple[int, int | None, str]:
    """Status, code and sentence of what Twilio refuses."""
    with pytest.raises(TwilioRestException) as refused:
        make()
    return refused.value.status, refused.value.code, refused.value.msg


@pytest.mark.parametrize(("sent", "code", "sentence"), MESSAGES)
def test_a_message_is_refused(client, sent, code, sentence):
    """With Twilio's code and sentence, and nothing is stored."""
    expected = (400, code, f"Unable to create record: {sentence}")
    assert expected == refusal(lambda: client.messages.create(**{"to": ""} | sent))
    assert not client.messages.list()


@pytest.mark.parametrize(("sent", "code", "sentence"), CALLS)
def test_a_call_is_refused(client, sent, code, sentence):
    """With Twilio's code and sentence, and nobody's phone rings."""
    expected = (400, code, f"Unable to create record: {sentence}")
    assert expected == refusal(lambda: client.calls.create(**sent))
    assert not client.calls.list()


@pytest.mark.parametrize(("names", "code"), [
    ("", 21201),
    ("From", 21201),
    ("To", 21205),
    ("To From", 21205),
    ("To Url", 21213),
])
def test_what_a_call_lacks_is_found_in_twilios_order(ask, home, names, code):
    """To, then Url, then From, as the live API showed in 2026."""
    values = {"To": ALICE, "From": OFFICE, "Url": URL}
    sent = {name: values[name] for name in names.split()}
    assert code == ask("POST", home + "/Calls.json", **sent).json["code"]


@pytest.mark.parametrize(("names", "code"), [
    ("", 21603),
    ("To Body", 21603),
    ("From", 21604),
    ("From Body", 21604),
    ("From To", 21619),
])
def test_what_a_message_lacks_is_found_in_twilios_order(ask, home, names, code):
    """From, then To, then something to send."""
    values = {"To": ALICE, "From": OFFICE, "Body": "Hi"}
    sent = {name: values[name] for name in names.split()}
    assert code == ask("POST", home + "/Messages.json", **sent).json["code"]


def test_a_number_of_another_account_is_not_yours_to_send_from(client, world):
    """21660 names the account that asks."""
    world.store.insert(type(world.number)(
        sid=world.ids.sid("PN"), account_sid="AC" + "9" * 32, phone_number=STRANGER,
        friendly_name="Somebody else's"))
    sentence = f"Mismatch between the 'From' number {STRANGER} and the account {world.account.sid}"
    assert (400, 21660, f"Unable to create record: {sentence}") == refusal(
        lambda: client.messages.create(to=ALICE, from_=STRANGER, body="Hi"))


def test_a_body_of_1600_characters_is_sent(text):
    """The limit itself is allowed (measured in 2026); it takes eleven segments."""
    assert "11" == text("x" * 1600).num_segments


def test_a_body_is_measured_in_utf16_units(text):
    """801 emoji are 1,602 units."""
    assert 21617 == refusal(lambda: text("😀" * 801))[1]


def test_a_practice_site_on_this_machine_is_a_valid_callback(text):
    """Unlike on Twilio, which can't reach it."""
    assert "queued" == text(status_callback="http://127.0.0.1:5000/status").status


@pytest.mark.parametrize(
    "number", ["(415) 555-0123", "415-555-0123", "4155550123", " +14155550123 "])
def test_numbers_are_normalised(text, ring, number):
    """What a North American would dial becomes E.164."""
    assert (ALICE, ALICE) == (text(to=number).to, ring(to=number).to)
