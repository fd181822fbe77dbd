"""Messaging Services: made, filled with numbers, and sent through."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, request
from twilio.base.exceptions import TwilioRestException

from helpers.site import serve
from tests.refusals import code_of

KEYS = (
    "account_sid sid date_created date_updated friendly_name inbound_request_url inbound_method"
    " fallback_url fallback_method status_callback sticky_sender smart_encoding mms_converter"
    " fallback_to_long_code scan_message_content area_code_geomatch validity_period"
    " synchronous_validation usecase us_app_to_person_registered use_inbound_webhook_on_number"
    " links url")


@pytest.fixture
def services(client):
    """The account's services."""
    return client.messaging.v1.services


@pytest.fixture
def service(services, client, world):
    """The harbour's service with the account's number in it, and two others."""
    made = services.create("Harbour")
    for number in (world.number.sid, client.incoming_phone_numbers.create(area_code="206").sid,
                   client.incoming_phone_numbers.create(area_code="617").sid):
        services(made.sid).phone_numbers.create(number)
    return made


@pytest.fixture
def send(client, service, world):
    """Sends through the service, to Alice unless said otherwise, and waits."""

    def run(to="+14155550123", body="Hi", **more):
        made = client.messages.create(to=to, messaging_service_sid=service.sid, body=body, **more)
        world.settle(made.sid)
        return made.fetch()

    return run


@pytest.fixture
def site(world):
    """A site that keeps what it is told."""
    app = Flask("service")
    app.seen = []

    @app.route("/<path:path>", methods=["GET", "POST"])
    def keep(path):
        app.seen.append((path, request.values.to_dict()))
        return "<Response/>", 200, {"Content-Type": "text/xml"}

    served = serve(app)
    app.url = served.url
    yield app
    served.stop()


def test_a_service_is_as_on_twilios_page(ask, world):
    """Every field, ISO dates, real booleans, a number as a number."""
    said = ask("POST", "/v1/Services", host="https://messaging.twilio.com", FriendlyName="Harbour")
    body = said.json
    assert (201, KEYS) == (said.status_code, " ".join(body))
    url = f"https://messaging.twilio.com/v1/Services/{body['sid']}"
    assert (world.account.sid, "2026-01-05T09:00:00Z", None, "POST", True, 36000, url) == (
        body["account_sid"], body["date_created"], body["inbound_request_url"],
        body["inbound_method"], body["sticky_sender"], body["validity_period"], body["url"])
    assert url + "/PhoneNumbers" == body["links"]["phone_numbers"]


def test_services_are_listed_in_the_product_apis_envelope(ask, services):
    """`meta` with absolute URLs, that lead on."""
    made = [services.create(name).sid for name in ("A", "B", "C")]
    said = ask("GET", "/v1/Services", host="https://messaging.twilio.com", PageSize="2").json
    assert ["meta", "services"] == list(said)
    assert ("services", 2, 0, None) == tuple(
        said["meta"][key] for key in ("key", "page_size", "page", "previous_page_url"))
    assert said["meta"]["next_page_url"].startswith("https://messaging.twilio.com/v1/Services?")
    assert made[::-1] == [one.sid for one in services.list(page_size=2)]


def test_a_service_is_changed_and_forgotten(services, service, client):
    """Its numbers stay the account's."""
    changed = services(service.sid).update(sticky_sender=False, validity_period=60,
                                           status_callback="https://a.example/s", usecase="poll")
    assert (False, 60, "https://a.example/s", "poll", "Harbour") == (
        changed.sticky_sender, changed.validity_period, changed.status_callback, changed.usecase,
        changed.friendly_name)
    assert services(service.sid).delete()
    assert (404, 20404) == code_of(services(service.sid).fetch)
    assert 3 == len(client.incoming_phone_numbers.list())


def test_an_unknown_service_is_not_found_under_its_path_without_the_version(services):
    """Unlike in the 2010 API."""
    with pytest.raises(TwilioRestException) as refused:
        services("MG" + "9" * 32).fetch()
    assert refused.value.msg.endswith(f"/Services/MG{'9' * 32} was not found")


def test_a_number_of_a_service_is_as_on_twilios_page(services, service, world):
    """Capabilities are a list of words."""
    number = services(service.sid).phone_numbers(world.number.sid).fetch()
    assert (world.number.phone_number, "US", ["SMS", "MMS", "Voice"], service.sid) == (
        number.phone_number, number.country_code, number.capabilities, number.service_sid)


def test_a_number_leaves_a_service(services, service, world, client):
    """And is the account's all the same."""
    senders = services(service.sid).phone_numbers
    assert senders(world.number.sid).delete()
    assert 2 == len(senders.list())
    assert client.incoming_phone_numbers(world.number.sid).fetch().phone_number


def test_a_message_is_accepted_before_a_sender_is_chosen(client, service, alice, world):
    """No From, no segments, no unit of the price yet."""
    made = client.messages.create(to=alice.number, messaging_service_sid=service.sid, body="Hi")
    assert ("accepted", None, "0", None, service.sid) == (
        made.status, made.from_, made.num_segments, made.price_unit, made.messaging_service_sid)
    world.settle(made.sid)
    sent = made.fetch()
    assert ("delivered", world.number.phone_number, "1", "USD", "-0.00830") == (
        sent.status, sent.from_, sent.num_segments, sent.price_unit, sent.price)


def test_the_sender_has_the_area_code_of_who_is_texted(send):
    """Geomatch."""
    assert ["+1415", "+1206", "+1617"] == [
        send(to).from_[:5] for to in ("+14155550123", "+12065550123", "+16175550123")]


def test_without_a_match_the_senders_take_turns(send):
    """In the order in which they joined."""
    assert ["+1415", "+1206", "+1617", "+1415"] == [
        send(f"+1312555012{i}").from_[:5] for i in range(4)]


def test_a_person_keeps_hearing_from_the_same_sender(send, services, service):
    """Sticky sender; without it, the next one's turn comes."""
    assert 1 == len({send("+13125550120").from_ for _ in range(3)})
    services(service.sid).update(sticky_sender=False)
    assert 3 == len({send("+13125550120").from_ for _ in range(3)})


def test_a_sender_of_the_pool_may_be_named(client, service, alice, office):
    """Then it is known at once."""
    made = client.messages.create(
        to=alice.number, from_=office, messaging_service_sid=service.sid, body="Hi")
    assert ("accepted", office, "1") == (made.status, made.from_, made.num_segments)


def test_smart_encoding_saves_segments(send, services, service, alice):
    """Curly quotes become straight ones on the phone."""
    body = "“" + "x" * 100
    assert ["1", '"'] == [send(body=body).num_segments, alice.messages[-1].body[0]]
    services(service.sid).update(smart_encoding=False)
    assert ["2", "“"] == [send(body=body).num_segments, alice.messages[-1].body[0]]


def test_smart_encoding_can_be_asked_for_without_a_service(client, alice, office, world):
    """SmartEncoded=true."""
    made = client.messages.create(to=alice.number, from_=office, body="“" + "x" * 100,
                                  smart_encoded=True)
    assert "1" == made.num_segments


def test_a_service_that_can_send_nothing_fails_later(client, services, alice, world):
    """21703: accepted, and then failed."""
    voice_only = client.incoming_phone_numbers.create(phone_number="+14155550159")
    lame = services.create("Lame")
    services(lame.sid).phone_numbers.create(voice_only.sid)
    made = client.messages.create(to=alice.number, messaging_service_sid=lame.sid, body="Hi")
    world.settle(made.sid)
    assert ("accepted", "failed", 21703) == (
        made.status, made.fetch().status, made.fetch().error_code)


def test_the_service_is_told_queued_sent_delivered(send, services, service, site):
    """`queued` is not the first status here; each callback names the service."""
    services(service.sid).update(status_callback=site.url + "/status")
    send()
    assert ["queued", "sent", "delivered"] == [seen["MessageStatus"] for _, seen in site.seen]
    assert {service.sid} == {seen["MessagingServiceSid"] for _, seen in site.seen}


def test_what_comes_in_goes_to_the_services_site(services, service, site, alice, office, world,
                                                client):
    """With the service's SID between To and ToZip."""
    services(service.sid).update(inbound_request_url=site.url + "/inbound")
    world.settle(alice.texts("Hello", to=office).sid)
    path, seen = site.seen[0]
    names = list(seen)
    assert ("inbound", service.sid) == (path, seen["MessagingServiceSid"])
    assert ["To", "MessagingServiceSid", "ToZip"] == names[names.index("To"):][:3]
    assert service.sid == client.messages.list()[0].messaging_service_sid


def test_a_service_may_leave_what_comes_in_to_its_numbers(services, service, site, alice, office,
                                                         world, client):
    """use_inbound_webhook_on_number."""
    services(service.sid).update(inbound_request_url=site.url + "/inbound",
                                 use_inbound_webhook_on_number=True)
    client.incoming_phone_numbers(world.number.sid).update(sms_url=site.url + "/number")
    world.settle(alice.texts("Hello", to=office).sid)
    assert ["number"] == [path for path, _ in site.seen]


def test_without_a_site_a_service_receives_nothing(service, alice, office, world, client):
    """Not even listed; practice says so."""
    placed = alice.texts("Hello", to=office)
    world.settle(placed.sid)
    assert "neither listed nor handed" in str(world.trace.about([placed.sid])[-1])
    assert [] == client.messages.list()


def test_the_services_patience_is_its_messages(world, client, services, service, alice, office):
    """Validity period: 30036 for who waited too long."""
    world.network.real_rates = True
    services(service.sid).update(validity_period=2, sticky_sender=False)
    made = [client.messages.create(to=alice.number, from_=office, body="x" * 700,
                                   messaging_service_sid=service.sid) for _ in range(3)]
    for one in made:
        world.settle(one.sid)
    assert [("delivered", None), ("failed", 30036), ("failed", 30036)] == [
        (one.fetch().status, one.fetch().error_code) for one in made]


def test_a_name_is_needed(ask):
    """And nothing else."""
    said = ask("POST", "/v1/Services", host="https://messaging.twilio.com")
    assert (400, 20001, "Missing required parameter FriendlyName in the post body") == (
        said.status_code, said.json["code"], said.json["message"])


@pytest.mark.parametrize("change", [
    {"friendly_name": "x" * 65}, {"inbound_request_url": "inbound"}, {"validity_period": 36001},
    {"inbound_method": "PUT"}, {"usecase": "spam"}, {"scan_message_content": "maybe"},
])
def test_a_senseless_setting_is_refused(services, service, change):
    """20001, and nothing is kept."""
    assert (400, 20001) == code_of(lambda: services(service.sid).update(**change))


def test_dates_are_iso(service):
    """The SDK reads them as UTC."""
    assert dt.timedelta(0) == service.date_created.utcoffset()
