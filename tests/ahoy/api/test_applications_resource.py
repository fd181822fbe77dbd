"""TwiML apps: a set of URLs under one SID, for calls, texts and numbers."""

from __future__ import annotations

import pytest
from flask import Flask, request

from helpers.site import serve

DEMO = "http://demo.twilio.com/docs/voice.xml"


@pytest.fixture
def site():
    """A site that notes who asked for what."""
    app = Flask("app")
    app.seen = []

    @app.route("/<path:page>", methods=["GET", "POST"])
    def page(page):
        values = request.values
        status = values.get("MessageStatus") or values.get("CallStatus")
        app.seen.append((request.method, page, status))
        body = "<Say>From the app</Say>" if page == "voice" else ""
        return f"<Response>{body}</Response>", 200, {"Content-Type": "text/xml"}

    site = serve(app, name="app")
    site.seen = app.seen
    yield site
    site.stop()


@pytest.fixture
def app(client, site):
    """An app with all that it can say."""
    return client.applications.create(
        friendly_name="Harbour", voice_url=f"{site.url}/voice", voice_method="GET",
        status_callback=f"{site.url}/call-over", sms_url=f"{site.url}/sms",
        message_status_callback=f"{site.url}/text-status")


def test_an_app_has_defaults(client):
    """POST for methods, nothing for URLs."""
    app = client.applications.create()
    assert ("POST", "POST", None, None, False) == (
        app.voice_method, app.sms_method, app.voice_url, app.sms_url, app.voice_caller_id_lookup)


def test_apps_are_listed_by_name(client, app):
    """Exactly that name."""
    client.applications.create(friendly_name="Another")
    assert [app.sid] == [one.sid for one in client.applications.list(friendly_name="Harbour")]
    assert 2 == len(client.applications.list())


def test_an_app_can_be_changed(client, app):
    """An empty URL clears it; what is not named stays."""
    changed = client.applications(app.sid).update(
        voice_url="", friendly_name="Quay")
    assert (None, "Quay", "GET", app.sms_url) == (
        changed.voice_url, changed.friendly_name, changed.voice_method, changed.sms_url)


def test_the_status_callback_of_texts_has_two_names(ask, home, app):
    """The old one is still shown."""
    said = ask("GET", f"{home}/Applications/{app.sid}.json").json
    assert said["message_status_callback"] == said["sms_status_callback"]


def test_a_call_is_handled_by_its_app(client, world, alice, office, app, site):
    """Its URL, its method, its status callback."""
    call = client.calls.create(to=alice.number, from_=office, application_sid=app.sid)
    world.settle(call.sid)
    assert ["From the app"] == alice.heard
    assert [("GET", "voice", "in-progress"), ("POST", "call-over", "completed")] == site.seen


def test_a_calls_own_settings_give_way_to_the_app(client, world, alice, office, app, site):
    """As Twilio's page says; a warning names them."""
    call = client.calls.create(to=alice.number, from_=office, application_sid=app.sid,
                               twiml="<Response><Say>Own</Say></Response>", method="POST",
                               status_callback=f"{site.url}/own")
    world.settle(call.sid)
    assert ["From the app"] == alice.heard
    assert "own" not in [page for _, page, _ in site.seen]
    assert any("ApplicationSid is given" in str(record) for record in world.trace)


def test_a_text_tells_its_app_what_becomes_of_it(client, world, alice, office, app, site):
    """Where the request has no status callback of its own."""
    for own in ({}, {"status_callback": f"{site.url}/own"}):
        message = client.messages.create(to=alice.number, from_=office, body="Hi",
                                         application_sid=app.sid, **own)
        world.settle(message.sid)
    pages = [page for _, page, _ in site.seen]
    assert "text-status" in pages and "own" in pages
    assert ["sent", "delivered"] == [
        status for _, page, status in site.seen if page == "text-status"]


def test_a_number_hands_calls_and_texts_to_its_apps(client, world, alice, office, app, site):
    """Its own URLs are ignored then."""
    client.incoming_phone_numbers(world.number.sid).update(
        voice_application_sid=app.sid, sms_application_sid=app.sid, voice_url=DEMO)
    world.settle(alice.calls(office).sid)
    world.settle(alice.texts("Ahoy", to=office).sid)
    assert ["From the app"] == alice.heard
    assert [("GET", "voice", "ringing"), ("POST", "call-over", "completed"),
            ("POST", "sms", None)] == site.seen


def test_a_number_forgets_an_app_that_is_deleted(client, world, app):
    """And goes back to its own URLs."""
    number = client.incoming_phone_numbers(world.number.sid)
    number.update(voice_application_sid=app.sid)
    client.applications(app.sid).delete()
    assert "" == number.fetch().voice_application_sid
    assert not client.applications.list()
