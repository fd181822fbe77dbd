"""Media and Feedback of messages."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, request
from twilio.base.exceptions import TwilioRestException

from helpers.site import serve

API = "https://api.twilio.com"
BOAT, NOTE = "http://a.example/boat.png", "http://a.example/note.txt"


@pytest.fixture
def picture(delivered):
    """A delivered message with a picture and a note."""
    return delivered("Look", media_url=[BOAT, NOTE])


def test_the_files_of_a_message_are_listed(client, picture):
    """Newest first, with what their names promise."""
    files = client.messages(picture.sid).media.list()
    assert ["text/plain", "image/png"] == [one.content_type for one in files]
    assert {picture.sid} == {one.parent_sid for one in files}


def test_a_files_row_is_as_in_twilios_openapi(ask, home, picture, world):
    """Under `media_list`."""
    path = f"{home}/Messages/{picture.sid}/Media"
    said = ask("GET", path + ".json").json["media_list"][1]
    moment = "Mon, 05 Jan 2026 09:00:00 +0000"
    assert {
        "account_sid": world.account.sid, "content_type": "image/png", "date_created": moment,
        "date_updated": moment, "parent_sid": picture.sid, "sid": said["sid"],
        "uri": f"{path}/{said['sid']}.json",
    } == said


@pytest.mark.parametrize(("url", "kind", "begins"), [
    ("http://a.example/boat.png", "image/png", b"\x89PNG"),
    ("http://a.example/boat.jpg", "image/jpeg", b"\xff\xd8\xff"),
    ("http://a.example/boat.gif", "image/gif", b"GIF87a"),
    ("http://a.example/boat", "image/jpeg", b"\xff\xd8\xff"),
    ("http://a.example/boat.pdf", "application/pdf", b"A stand-in for http://a.example/boat.pdf"),
])
def test_a_file_is_a_stand_in_of_its_type(client, delivered, url, kind, begins):
    """At its path without an ending."""
    message = delivered("Look", media_url=[url])
    file = client.messages(message.sid).media.list()[0]
    said = client.request("GET", API + file.uri.removesuffix(".json"))
    assert (200, kind, True) == (
        said.status_code, said.headers["Content-Type"], said.text.startswith(begins))


def test_head_tells_of_a_file_what_get_would(client, picture):
    """Its type and length, without the bytes."""
    (_, boat) = client.messages(picture.sid).media.list()
    url = API + boat.uri.removesuffix(".json")
    get, head = (client.request(method, url) for method in ("GET", "HEAD"))
    assert (200, "") == (head.status_code, head.text)
    assert get.headers["Content-Length"] == head.headers["Content-Length"] != "0"
    assert "image/png" == head.headers["Content-Type"]


def test_a_file_is_deleted_alone(client, picture):
    """The message goes on counting it."""
    files = client.messages(picture.sid).media
    assert files(files.list()[0].sid).delete()
    assert (1, "2") == (len(files.list()), picture.fetch().num_media)


@pytest.mark.parametrize(("by", "expected"), [
    ({"date_created": dt.date(2026, 1, 5)}, 2),
    ({"date_created_after": dt.date(2026, 1, 6)}, 0),
    ({"date_created_before": dt.date(2026, 1, 5)}, 0),
    ({"date_created_before": dt.date(2026, 1, 6)}, 2),
])
def test_files_are_found_by_their_dates(client, picture, by, expected):
    """The SDK sends a day as its first moment."""
    assert expected == len(client.messages(picture.sid).media.list(**by))


def test_an_unknown_file_is_not_found(client, picture):
    """Nor is one under another message."""
    with pytest.raises(TwilioRestException) as refused:
        client.messages(picture.sid).media("ME" + "9" * 32).fetch()
    assert (404, 20404) == (refused.value.status, refused.value.code)


def test_what_a_phone_sends_is_kept_at_twilio(world, client, alice, office):
    """The webhook names Twilio's address of the file, not the phone's."""
    app, seen = Flask("pictures"), []

    @app.post("/sms")
    def sms():
        seen.append(request.values.to_dict())
        return "", 204

    site = serve(app)
    client.incoming_phone_numbers(world.number.sid).update(sms_url=site.url + "/sms")
    world.settle(alice.texts("Look", to=office, media=[BOAT]).sid)
    site.stop()
    file = client.messages(seen[0]["MessageSid"]).media.list()[0]
    assert ("image/png", API + file.uri.removesuffix(".json"), "MM") == (
        seen[0]["MediaContentType0"], seen[0]["MediaUrl0"], seen[0]["MessageSid"][:2])


def test_a_text_can_be_sent_as_mms(text):
    """SendAsMms: one segment, whatever the length."""
    message = text("x" * 500, send_as_mms=True)
    assert ("MM", "1", "0") == (message.sid[:2], message.num_segments, message.num_media)


def test_pictures_do_not_travel_abroad(text, world):
    """21612, via MMS."""
    world.permissions.allow("GB")
    with pytest.raises(TwilioRestException) as refused:
        text("Look", to="+442079460123", media_url=[BOAT])
    assert (21612, True) == (refused.value.code, refused.value.msg.endswith("via MMS."))


@pytest.mark.parametrize("outcome", ["confirmed", "unconfirmed"])
def test_feedback_is_taken(client, delivered, outcome, home):
    """200, with what was said."""
    message = delivered(provide_feedback=True)
    said = client.messages(message.sid).feedback.create(outcome=outcome)
    assert (outcome, message.sid, f"{home}/Messages/{message.sid}/Feedback.json") == (
        said.outcome, said.message_sid, said.uri)


def test_feedback_that_nobody_wanted_is_remarked(client, delivered, world):
    """provide_feedback=True was missing."""
    client.messages(delivered().sid).feedback.create()
    assert "without ProvideFeedback" in str(list(world.trace)[-2])
