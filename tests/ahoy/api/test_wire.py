"""The JSON and the headers as they go over the wire."""

from __future__ import annotations

import re

import pytest

MESSAGE_KEYS = (
    "body num_segments direction from date_updated price error_message uri account_sid num_media"
    " to date_created status sid date_sent messaging_service_sid error_code price_unit api_version"
    " subresource_uris")
CALL_KEYS = (
    "account_sid annotation answered_by api_version caller_name date_created date_updated"
    " direction duration end_time forwarded_from from from_formatted group_sid parent_call_sid"
    " phone_number_sid price price_unit queue_time sid start_time status subresource_uris to"
    " to_formatted trunk_sid uri")
NUMBER_KEYS = (
    "account_sid address_requirements address_sid api_version beta capabilities date_created"
    " date_updated emergency_status emergency_address_sid emergency_address_status friendly_name"
    " identity_sid origin phone_number sid sms_application_sid sms_fallback_method sms_fallback_url"
    " sms_method sms_url status_callback status_callback_method trunk_sid uri"
    " voice_application_sid voice_caller_id_lookup voice_fallback_method voice_fallback_url"
    " voice_method voice_url bundle_sid voice_receive_mode status type")

ALICE, OFFICE = "+14155550123", "+14155550100"
RFC_2822 = re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000")


@pytest.fixture
def new_message(ask, home):
    """The answer to a create, as it came."""
    return ask("POST", home + "/Messages.json", To=ALICE, From=OFFICE, Body="Hi")


@pytest.fixture
def new_call(ask, home):
    """The answer to a create, as it came."""
    return ask("POST", home + "/Calls.json", To=ALICE, From=OFFICE, Twiml="<Response/>")


def test_a_fresh_message_is_as_recorded(new_message, home, world):
    """201; keys in the order of 2023; strings where Twilio has strings; what is not known, null."""
    said = new_message.json
    assert (201, MESSAGE_KEYS) == (new_message.status_code, " ".join(said))
    uri = f"{home}/Messages/{said['sid']}"
    assert {
        "body": "Hi", "num_segments": "1", "direction": "outbound-api", "from": OFFICE,
        "price": None, "error_message": None, "uri": uri + ".json",
        "account_sid": world.account.sid, "num_media": "0", "to": ALICE, "status": "queued",
        "date_sent": None, "messaging_service_sid": None, "error_code": None, "price_unit": "USD",
        "api_version": "2010-04-01", "subresource_uris": {"media": uri + "/Media.json"},
        "date_created": "Mon, 05 Jan 2026 09:00:00 +0000",
        "date_updated": "Mon, 05 Jan 2026 09:00:00 +0000", "sid": said["sid"],
    } == said


def test_a_delivered_message_has_its_price_and_dates(ask, home, delivered):
    """Prices are negative strings with five decimals; feedback is offered from now on."""
    message = delivered()
    said = ask("GET", f"{home}/Messages/{message.sid}.json").json
    assert ("delivered", "-0.00830") == (said["status"], said["price"])
    assert RFC_2822.fullmatch(said["date_sent"])
    assert ["media", "feedback"] == list(said["subresource_uris"])


def test_a_fresh_call_is_as_captured(new_call, home, world):
    """201; of the dates nothing is known yet, as in two captures of 2014 and 2025."""
    said = new_call.json
    assert (201, CALL_KEYS) == (new_call.status_code, " ".join(said))
    uri = f"{home}/Calls/{said['sid']}"
    subresources = said.pop("subresource_uris")
    assert {
        "account_sid": world.account.sid, "annotation": None, "answered_by": None,
        "api_version": "2010-04-01", "caller_name": None, "date_created": None,
        "date_updated": None, "direction": "outbound-api", "duration": None, "end_time": None,
        "forwarded_from": None, "from": OFFICE, "from_formatted": "(415) 555-0100",
        "group_sid": None, "parent_call_sid": None, "phone_number_sid": world.number.sid,
        "price": None, "price_unit": "USD", "queue_time": "0", "sid": said["sid"],
        "start_time": None, "status": "queued", "to": ALICE, "to_formatted": "(415) 555-0123",
        "trunk_sid": None, "uri": uri + ".json",
    } == said
    assert f"{uri}/Recordings.json" == subresources["recordings"]
    assert 9 == len(subresources)


def test_a_completed_call_is_as_captured(ask, home, call):
    """Duration and price are strings, the dates are RFC 2822, `trunk_sid` is ""."""
    made = call("<Response><Pause length='61'/></Response>")
    said = ask("GET", f"{home}/Calls/{made.sid}.json").json
    assert ("completed", "61", "-0.02800", "") == (
        said["status"], said["duration"], said["price"], said["trunk_sid"])
    for name in ("date_created", "date_updated", "start_time", "end_time"):
        assert RFC_2822.fullmatch(said[name])


def test_a_number_is_as_in_twilios_openapi(ask, home, world):
    """Methods default to POST; unset URLs and application SIDs are "", other SIDs null."""
    said = ask("GET", f"{home}/IncomingPhoneNumbers/{world.number.sid}.json").json
    assert NUMBER_KEYS == " ".join(said)
    assert {"voice": True, "sms": True, "mms": True, "fax": False} == said["capabilities"]
    assert ("POST", "", "", None) == (
        said["voice_method"], said["voice_fallback_url"], said["sms_application_sid"],
        said["trunk_sid"])


def test_a_refusal_has_four_keys_in_this_order(ask, home):
    """Code, message, more_info, status."""
    said = ask("POST", home + "/Messages.json", To=ALICE, From=OFFICE)
    assert (
        '{"code": 21619, "message": "A text message body or media urls must be specified.",'
        ' "more_info": "https://www.twilio.com/docs/errors/21619", "status": 400}'
    ) == said.text


def test_an_unknown_sid_is_not_found_under_its_whole_path(ask, home):
    """With the version and the extension, without the host."""
    path = f"{home}/Calls/CA{'0' * 32}.json"
    said = ask("GET", path)
    assert (404, 20404, f"The requested resource {path} was not found") == (
        said.status_code, said.json["code"], said.json["message"])


def test_a_wrong_method_is_refused(ask, home):
    """405 and 20004."""
    said = ask("DELETE", home + "/Calls.json")
    assert (405, 20004) == (said.status_code, said.json["code"])


def test_a_deletion_has_no_body(ask, home, delivered):
    """204, and afterwards 404."""
    path = f"{home}/Messages/{delivered().sid}.json"
    gone = ask("DELETE", path)
    assert (204, "") == (gone.status_code, gone.text)
    assert 404 == ask("GET", path).status_code


def test_the_headers_are_twilios(new_message):
    """As recorded between 2020 and 2024; the length is that of the body."""
    headers = new_message.headers
    assert "application/json; charset=utf-8" == headers["Content-Type"]
    assert "Mon, 05 Jan 2026 09:00:00 GMT" == headers["Date"]
    assert "us1" == headers["X-Home-Region"]
    assert len(new_message.text.encode()) == int(headers["Content-Length"])
    assert re.fullmatch(r"\d\.\d{3}", headers["Twilio-Request-Duration"])


def test_a_messages_sid_shares_its_digits_with_the_request(new_message):
    """So it has been since 2022; other requests have ids of their own."""
    assert new_message.json["sid"][2:] == new_message.headers["Twilio-Request-Id"][2:]


def test_every_request_has_an_id_of_its_own(ask, home):
    """RQ and 32 hex digits."""
    ids = {ask("GET", home + ".json").headers["Twilio-Request-Id"] for _ in range(3)}
    assert 3 == len(ids)
    assert all(re.fullmatch("RQ[0-9a-f]{32}", one) for one in ids)


def test_a_store_that_fails_is_told_apart_from_twilio(world, ask, home):
    """HTTP 500, with the file and what to do; the kernel goes on."""
    world.store.close()
    said = ask("POST", home + "/Messages.json", To=ALICE, From=OFFICE, Body="Hi")
    assert (500, 20500) == (said.status_code, said.json["code"])
    assert said.json["message"].startswith("Ahoy cannot use the practice account's file :memory:")


def test_every_request_is_traced_once(world, ask, home):
    """With what was sent, what came of it, and the call or message that it is about."""
    made = ask("POST", home + "/Messages.json", To=ALICE, From=OFFICE, Body="Hi").json
    ask("GET", f"{home}/Messages/{made['sid']}.json")
    ask("GET", f"{home}/Calls/CA{'0' * 32}.json")
    kept = [record for record in world.trace if record.source == "your code"]
    assert [(201, made["sid"], None), (200, made["sid"], None), (404, "CA" + "0" * 32, 20404)] == [
        (record.status, record.sid, record.code) for record in kept]
    assert {"To": ALICE, "From": OFFICE, "Body": "Hi"} == kept[0].params
