"""The debugger: a call's and an account's notifications, Monitor's alerts, a call's events."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs

import pytest
from flask import Flask
from twilio.base.exceptions import TwilioException, TwilioRestException

from ahoy.trace import Alert
from helpers.site import serve

MONITOR = "https://monitor.twilio.com"
MONDAY = dt.date(2026, 1, 5)
DAY = dt.timedelta(days=1)


@pytest.fixture
def site():
    """A site with one fault a page."""
    app = Flask("faulty")

    @app.post("/broken")
    def broken():
        return "no such boat", 500

    @app.post("/half")
    def half():
        return "<Response>\n<Say>", 200, {"Content-Type": "text/xml"}

    @app.post("/misspelt")
    def misspelt():
        return "<Response>\n<Sya>Ahoy</Sya></Response>", 200, {"Content-Type": "text/xml"}

    @app.post("/fine")
    def fine():
        return "<Response><Say>Ahoy</Say></Response>", 200, {"Content-Type": "text/xml"}

    site = serve(app, name="faulty")
    yield site
    site.stop()


@pytest.fixture
def ring(client, world, alice, office, site):
    """Calls Alice with a page of the site, to the end: gives the call."""

    def run(page, **more):
        call = client.calls.create(to=alice.number, from_=office, url=site.url + page, **more)
        world.settle(call.sid)
        return call

    return run


def said(text: str) -> dict[str, str]:
    """The names and values of an alert's text."""
    return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


def test_a_page_that_fails_is_11200(client, ring, site):
    """The text as in Twilio's samples; code and log level are strings."""
    call = ring("/broken")
    found, = client.calls(call.sid).notifications.list()
    assert ("11200", "0", call.sid, "POST", site.url + "/broken") == (
        found.error_code, found.log, found.call_sid, found.request_method, found.request_url)
    assert {"EmailNotification": "false", "LogLevel": "ERROR", "sourceComponent": "12000",
            "Msg": "", "httpResponse": "500", "ErrorCode": "11200",
            "url": site.url + "/broken"} == said(found.message_text)
    assert "https://www.twilio.com/docs/errors/11200" == found.more_info


@pytest.mark.parametrize(("page", "code", "level", "title", "line"), [
    ("/half", "12100", "ERROR", "Document parse failure", "2"),
    ("/misspelt", "12200", "WARN", "Schema validation warning", "2"),
])
def test_a_faulty_document_is_told_with_its_line(client, ring, page, code, level, title, line):
    """What the parser says comes beside Twilio's title."""
    call = ring(page)
    found, = client.calls(call.sid).notifications.list()
    text = said(found.message_text)
    assert (code, level, title, line) == (
        text["ErrorCode"], text["LogLevel"], text["Msg"], text["line"])
    assert text["parserMessage"] and title not in text["parserMessage"]


def test_a_refused_status_callback_is_15003(client, ring, site):
    """As in Twilio's OpenAPI example: the text alone tells of the request."""
    call = ring("/fine", status_callback=site.url + "/broken")
    found, = client.calls(call.sid).notifications.list()
    assert ("15003", "1", None, "") == (
        found.error_code, found.log, found.request_method, found.request_url)
    assert {"statusCallback": site.url + "/broken", "ErrorCode": "15003", "LogLevel": "WARN",
            "Msg": f"Got HTTP 500 response to {site.url}/broken"} == said(found.message_text)


def test_a_notification_has_the_whole_story_when_fetched(client, ring, ask, home):
    """What was sent, and what came back."""
    call = ring("/broken")
    found, = client.calls(call.sid).notifications.list()
    whole = client.calls(call.sid).notifications(found.sid).fetch()
    assert "no such boat" == whole.response_body
    assert call.sid == said(whole.request_variables)["CallSid"]
    assert "text/html; charset=utf-8" == said(whole.response_headers)["Content-Type"]
    listed = ask("GET", home + "/Notifications.json").json["notifications"][0]
    assert "response_body" not in listed


def test_notifications_are_found_under_the_account_and_under_the_call(client, ring, ask, home):
    """Each with its own URI."""
    call = ring("/broken")
    sid = client.notifications.list()[0].sid
    assert sid == client.notifications(sid).fetch().sid
    assert f"{home}/Notifications/{sid}.json" == ask(
        "GET", f"{home}/Notifications/{sid}.json").json["uri"]
    at_call = f"{home}/Calls/{call.sid}/Notifications/{sid}.json"
    assert at_call == ask("GET", at_call).json["uri"]


def test_a_notification_belongs_to_one_call(client, ring):
    """Under another it is not found."""
    first, second = ring("/broken"), ring("/fine")
    sid = client.calls(first.sid).notifications.list()[0].sid
    assert [] == client.calls(second.sid).notifications.list()
    with pytest.raises(TwilioRestException) as refused:
        client.calls(second.sid).notifications(sid).fetch()
    assert 404 == refused.value.status


@pytest.mark.parametrize(("filters", "expected"), [
    ({}, 2),
    ({"log": 0}, 1),
    ({"log": 1}, 1),
    ({"message_date": MONDAY}, 2),
    ({"message_date": MONDAY - DAY}, 0),
    ({"message_date_before": MONDAY}, 0),
    ({"message_date_before": MONDAY + DAY}, 2),
    ({"message_date_after": MONDAY}, 2),
    ({"message_date_after": MONDAY + DAY}, 0),
])
def test_notifications_are_filtered(client, ring, filters, expected):
    """By level and date."""
    ring("/broken")
    ring("/misspelt")
    assert expected == len(client.notifications.list(**filters))


def test_a_text_has_no_call(client, world, alice, office, site):
    """Its alert names the text as its resource."""
    client.incoming_phone_numbers(world.number.sid).update(sms_url=site.url + "/broken")
    text = alice.texts("Ahoy", to=office)
    world.settle(text.sid)
    assert None is client.notifications.list()[0].call_sid
    alert, = client.monitor.v1.alerts.list()
    assert text.sid == alert.resource_sid
    assert ("14100", "HTTP retrieval failure") == (
        said(alert.alert_text)["sourceComponent"], said(alert.alert_text)["Msg"])


# --- Monitor --------------------------------------------------------------------------------


def test_an_alert_is_as_recorded(client, ring, ask, site):
    """The text as in real ones of 2016: no `=` after an empty Msg; dates in ISO 8601."""
    call = ring("/broken")
    listed = ask("GET", "/v1/Alerts", host=MONITOR).json["alerts"][0]
    url = site.url.replace(":", "%3A").replace("/", "%2F") + "%2Fbroken"
    assert ("Msg&sourceComponent=12000&ErrorCode=11200&httpResponse=500"
            f"&url={url}&LogLevel=ERROR") == listed["alert_text"]
    assert ("error", "11200", call.sid, "2026-01-05T09:00:04Z", None) == (
        listed["log_level"], listed["error_code"], listed["resource_sid"],
        listed["date_created"], listed["service_sid"])
    assert f"{MONITOR}/v1/Alerts/{listed['sid']}" == listed["url"]
    assert "response_body" not in listed


def test_an_alert_has_the_whole_story_when_fetched(client, ring):
    """Through the SDK, whose dates are real ones."""
    ring("/broken")
    alert = client.monitor.v1.alerts(client.monitor.v1.alerts.list()[0].sid).fetch()
    assert ("no such boat", dt.datetime(2026, 1, 5, 9, 0, 4, tzinfo=dt.UTC)) == (
        alert.response_body, alert.date_created)


@pytest.mark.parametrize(("filters", "expected"), [
    ({}, 2),
    ({"log_level": "error"}, 1),
    ({"log_level": "warning"}, 1),
    ({"log_level": "notice"}, 0),
    ({"start_date": dt.datetime(2026, 1, 5, tzinfo=dt.UTC)}, 2),
    ({"start_date": dt.datetime(2026, 1, 6, tzinfo=dt.UTC)}, 0),
    ({"end_date": dt.datetime(2026, 1, 5, tzinfo=dt.UTC)}, 0),
    ({"end_date": dt.datetime(2026, 1, 6, tzinfo=dt.UTC)}, 2),
])
def test_alerts_are_filtered(client, ring, filters, expected):
    """By level and time, bounds included."""
    ring("/broken")
    ring("/misspelt")
    assert expected == len(client.monitor.v1.alerts.list(**filters))


def test_alerts_have_pages_in_the_product_apis_envelope(client, ring, ask):
    """Absolute URLs, and the key's name."""
    for _ in range(3):
        ring("/broken")
    first = ask("GET", "/v1/Alerts", host=MONITOR, PageSize="2").json
    assert ["meta", "alerts"] == list(first)
    meta = first["meta"]
    assert (0, 2, "alerts", None, f"{MONITOR}/v1/Alerts?PageSize=2&Page=0") == (
        meta["page"], meta["page_size"], meta["key"], meta["previous_page_url"], meta["url"])
    assert meta["next_page_url"].startswith(f"{MONITOR}/v1/Alerts?PageSize=2&Page=1&PageToken=PANO")
    assert 3 == len(client.monitor.v1.alerts.list(page_size=2))


def test_what_only_practice_says_is_in_the_story_alone(client, call, world):
    """It has no code that Twilio's debugger could show."""
    finished = call("<Response><Pay/></Response>")
    (told,) = [one for one in world.trace if isinstance(one, Alert)]
    assert (None, "<Pay> is not simulated.") == (told.code, told.text)
    assert [] == client.monitor.v1.alerts.list()
    assert [] == client.calls(finished.sid).notifications.list()


def test_an_unknown_alert_is_not_found_under_its_path_without_the_version(ask):
    """As recorded for the product APIs."""
    sid = "NO" + "0" * 32
    answer = ask("GET", f"/v1/Alerts/{sid}", host=MONITOR)
    assert (404, f"The requested resource /Alerts/{sid} was not found") == (
        answer.status_code, answer.json["message"])


def test_a_misspelt_parameter_is_a_warning_of_the_debugger(client, ask, home):
    """20001, about the request to the API."""
    ask("GET", home + "/Calls.json", Form="+14155550123")
    alert, = client.monitor.v1.alerts.list()
    assert ("20001", "warning", "GET", f"https://api.twilio.com{home}/Calls.json", "") == (
        alert.error_code, alert.log_level, alert.request_method, alert.request_url,
        alert.resource_sid)


def test_bad_filters_are_refused(client):
    """20001, within the SDK's plain exception."""
    with pytest.raises(TwilioException, match="Invalid Parameter LogLevel"):
        client.monitor.v1.alerts.list(log_level="loud")
    with pytest.raises(TwilioException, match="Invalid Parameter Log"):
        client.notifications.list(log=7)


# --- events ---------------------------------------------------------------------------------


def test_the_events_of_a_call_are_its_requests(client, ring, site):
    """What your code asked, and what your site was asked; names in snake_case."""
    call = ring("/fine", status_callback=site.url + "/broken")
    made, answered, over = client.calls(call.sid).events.list()
    assert (201, "+14155550123") == (
        made.response["response_code"], made.request["parameters"]["to"])
    assert ("POST", site.url + "/fine", call.sid, "in-progress") == (
        answered.request["method"], answered.request["url"],
        answered.request["parameters"]["call_sid"],
        answered.request["parameters"]["call_status"])
    assert (200, "<Response><Say>Ahoy</Say></Response>", "text/xml") == (
        answered.response["response_code"], answered.response["response_body"],
        answered.response["content_type"])
    assert (500, "Mon, 05 Jan 2026 09:00:04 +0000") == (
        over.response["response_code"], over.response["date_created"])


def test_events_have_pages(client, ring):
    """Each event once."""
    call = ring("/fine")
    events = client.calls(call.sid).events
    assert [one.request["url"] for one in events.list()] == [
        one.request["url"] for one in events.list(page_size=1)]
