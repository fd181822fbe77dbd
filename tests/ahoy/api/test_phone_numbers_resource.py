"""IncomingPhoneNumbers: read and set up through the SDK."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException


@pytest.fixture
def number(client, world):
    """The account's number."""
    return client.incoming_phone_numbers(world.number.sid).fetch()


def test_the_accounts_number_is_listed(client, office):
    """One, in area 415."""
    assert [office] == [one.phone_number for one in client.incoming_phone_numbers.list()]


@pytest.mark.parametrize(("filters", "expected"), [
    ({"phone_number": "+14155550100"}, 1),
    ({"phone_number": "415"}, 1),
    ({"phone_number": "+1415***0100"}, 1),
    ({"phone_number": "+1212"}, 0),
    ({"phone_number": "[(415)?]"}, 1),
    ({"friendly_name": "(415) 555-0100"}, 1),
    ({"friendly_name": "Office"}, 0),
    ({"origin": "twilio"}, 1),
    ({"origin": "hosted"}, 0),
])
def test_numbers_are_found_by_their_parts(client, filters, expected):
    """`*` stands for any digit; anything else that is no digit means nothing."""
    assert expected == len(client.incoming_phone_numbers.list(**filters))


def test_a_numbers_settings_are_kept(client, number):
    """What was set is what is fetched, and the rest stays."""
    number.update(voice_url="http://127.0.0.1:5000/voice", voice_method="GET",
                  sms_url="https://a.example/sms", friendly_name="Office")
    kept = client.incoming_phone_numbers(number.sid).fetch()
    assert ("http://127.0.0.1:5000/voice", "GET", "https://a.example/sms", "POST", "Office") == (
        kept.voice_url, kept.voice_method, kept.sms_url, kept.sms_method, kept.friendly_name)


def test_an_empty_url_clears_the_setting(number):
    """Then nothing is asked."""
    number.update(sms_url="https://a.example/sms")
    assert "" == number.update(sms_url="").sms_url


def test_an_update_moves_the_date(number):
    """One request is one second on virtual time."""
    assert number.date_updated < number.update(sms_url="").date_updated


@pytest.mark.parametrize(("change", "code"), [
    ({"voice_url": "voice"}, 21402),
    ({"sms_method": "PATCH"}, 21403),
    ({"friendly_name": "x" * 65}, 20001),
])
def test_a_senseless_setting_is_refused(number, change, code):
    """And nothing of the update is kept."""
    with pytest.raises(TwilioRestException) as refused:
        number.update(**{"status_callback": "https://a.example/status"} | change)
    assert (400, code) == (refused.value.status, refused.value.code)
    assert "" == number.fetch().status_callback


def test_an_unknown_number_is_not_found(client):
    """404."""
    with pytest.raises(TwilioRestException) as refused:
        client.incoming_phone_numbers("PN" + "9" * 32).fetch()
    assert (404, 20404) == (refused.value.status, refused.value.code)
