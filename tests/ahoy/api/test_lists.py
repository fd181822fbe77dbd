"""Lists: filters, pages and tokens."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from ahoy import SimulatorClient, World

MONDAY = dt.date(2026, 1, 5)
DAY = dt.timedelta(days=1)


@pytest.fixture
def five(delivered):
    """Five delivered messages, newest first."""
    return [delivered(str(number)).body for number in range(5)][::-1]


def bodies(messages) -> list[str]:
    """Their texts."""
    return [message.body for message in messages]


def test_the_newest_come_first(client, five):
    """As on Twilio."""
    assert five == bodies(client.messages.list())


@pytest.mark.parametrize("size", [1, 2, 5, 50])
def test_pages_of_any_size_make_up_the_list(client, five, size):
    """The SDK follows `next_page_uri` to the end."""
    assert five == bodies(client.messages.list(page_size=size))


def test_a_limit_ends_the_list(client, five):
    """Also between two pages."""
    assert five[:3] == bodies(client.messages.list(limit=3, page_size=2))


def test_an_empty_list_is_a_page_without_items(ask, home):
    """Start and end are 0, and nothing leads on."""
    assert {
        "first_page_uri": f"{home}/Messages.json?PageSize=50&Page=0",
        "end": 0,
        "previous_page_uri": None,
        "messages": [],
        "uri": f"{home}/Messages.json?PageSize=50&Page=0",
        "page_size": 50,
        "start": 0,
        "next_page_uri": None,
        "page": 0,
    } == ask("GET", home + "/Messages.json").json


def test_the_envelope_leads_on_and_back(ask, home, five):
    """Tokens are PA and the last SID, PB and the first; filters come before the size."""
    stem = f"{home}/Messages.json?From=%2B14155550100&PageSize=2&Page="
    first = ask("GET", home + "/Messages.json", From="+14155550100", PageSize="2").json
    keys = "first_page_uri end previous_page_uri messages uri page_size start next_page_uri page"
    assert keys == " ".join(first)
    last = first["messages"][-1]["sid"]
    assert f"{stem}1&PageToken=PA{last}" == first["next_page_uri"]
    second = ask("GET", first["next_page_uri"]).json
    assert (2, 3, 1) == (second["start"], second["end"], second["page"])
    assert first["next_page_uri"] == second["uri"]
    back = second["previous_page_uri"]
    assert f"{stem}0&PageToken=PB{second['messages'][0]['sid']}" == back
    again = ask("GET", back).json
    assert first["messages"] == again["messages"]
    assert first["next_page_uri"] == again["next_page_uri"]


def test_messages_can_be_deleted_while_they_are_listed(client, five):
    """The next page begins where the last one ended, though its items are gone."""
    seen = []
    for message in client.messages.stream(page_size=2):
        seen.append(message.body)
        message.delete()
    assert five == seen
    assert not client.messages.list()


def test_messages_that_arrive_while_others_are_listed_are_not_mixed_in(client, text, five):
    """Each of the old ones is seen once."""
    seen = []
    for message in client.messages.stream(page_size=2):
        seen.append(message.body)
        text("new")
    assert five == seen


@pytest.mark.parametrize(("query", "code", "sentence"), [
    ({"PageSize": "1001"}, 20007, "Page size too large"),
    ({"PageSize": "0"}, 20001, "Page size must be greater than 0"),
    ({"PageSize": "many"}, 20001, "Page size must be greater than 0"),
    ({"Page": "1"}, 20001, "PageToken is required for paging."),
    ({"Page": "-1"}, 20001, "Invalid Parameter Page"),
    ({"Page": "1", "PageToken": "PASM" + "9" * 32}, 21481, "Invalid PageToken"),
    ({"Page": "1", "PageToken": "nonsense"}, 21481, "Invalid PageToken"),
    ({"DateSent": "yesterday"}, 20001, "Invalid Parameter DateSent"),
    ({"DateSent>": "2026-13-01"}, 20001, "Invalid Parameter DateSent"),
])
def test_a_page_that_cannot_be_is_refused(ask, home, query, code, sentence):
    """With Twilio's code."""
    said = ask("GET", home + "/Messages.json", **query)
    assert (400, code, sentence) == (said.status_code, said.json["code"], said.json["message"])


def test_the_sdk_shows_a_refused_page_as_a_plain_exception(client):
    """`TwilioException`, not `TwilioRestException`: so does the SDK with the real API."""
    with pytest.raises(TwilioException, match="20007") as refused:
        client.messages.list(limit=1001)
    assert not isinstance(refused.value, TwilioRestException)


def test_messages_are_found_by_both_ends(client, world, delivered, office):
    """Numbers may be written as one dials them."""
    delivered("to Alice")
    delivered("to Bob", to="+14155550124")
    assert ["to Bob"] == bodies(client.messages.list(to="(415) 555-0124"))
    assert 2 == len(client.messages.list(from_=office))
    assert not client.messages.list(to="+14155550124", from_="+14155550123")


@pytest.mark.parametrize(("filters", "expected"), [
    ({"date_sent": MONDAY}, 1),
    ({"date_sent": MONDAY - DAY}, 0),
    ({"date_sent_after": MONDAY}, 1),
    ({"date_sent_after": MONDAY + DAY}, 0),
    ({"date_sent_before": MONDAY}, 0),
    ({"date_sent_before": MONDAY + DAY}, 1),
    ({"date_sent_after": MONDAY, "date_sent_before": MONDAY + DAY}, 1),
    ({"date_sent": dt.datetime(2026, 1, 5, 9, 0, 1, tzinfo=dt.UTC)}, 1),
    ({"date_sent_before": dt.datetime(2026, 1, 5, 9, 0, 2, tzinfo=dt.UTC)}, 1),
    ({"date_sent_after": dt.datetime(2026, 1, 5, 9, 0, 2, tzinfo=dt.UTC)}, 0),
])
def test_messages_are_found_by_the_date_when_they_were_sent(client, delivered, filters, expected):
    """A date is its first moment when the SDK sends it; where equality is asked, the whole day.

    The message was sent at 09:00:01.5 UTC on that Monday.
    """
    delivered()
    assert expected == len(client.messages.list(**filters))


@pytest.mark.parametrize(("query", "expected"), [
    ({"DateSent": "2026-01-05"}, 1),
    ({"DateSent<": "2026-01-05"}, 1),
    ({"DateSent<": "2026-01-04"}, 0),
    ({"DateSent>": "2026-01-05"}, 1),
    ({"DateSent>": "01/05/2026 02:00:00 MST"}, 1),
    ({"DateSent>": "2026-01-05 09:00:02.000"}, 0),
    ({"DateSent>": "Mon, 05 Jan 2026 09:00:00 +0000"}, 1),
])
def test_dates_may_be_written_in_several_ways(ask, home, delivered, query, expected):
    """A bare day after `<` counts whole: "on and before"."""
    delivered()
    assert expected == len(ask("GET", home + "/Messages.json", **query).json["messages"])


def test_calls_are_found_by_status_ends_and_parent(client, world, ring, office):
    """All filters hold at once."""
    call = ring()
    world.settle(call.sid)
    found = {"to": "+14155550123", "from_": office, "status": "completed"}
    assert [call.sid] == [one.sid for one in client.calls.list(**found)]
    assert not client.calls.list(**found | {"status": "busy"})
    assert not client.calls.list(**found | {"parent_call_sid": call.sid})


@pytest.mark.parametrize(("filters", "expected"), [
    ({"start_time": MONDAY}, 1),
    ({"start_time_after": MONDAY}, 1),
    ({"start_time_before": MONDAY}, 0),
    ({"end_time": MONDAY}, 1),
    ({"end_time_before": MONDAY + DAY, "end_time_after": MONDAY}, 1),
    ({"end_time_after": MONDAY + DAY}, 0),
])
def test_calls_are_found_by_their_dates(client, world, ring, filters, expected):
    """`before` a day is before its first moment."""
    world.settle(ring().sid)
    assert expected == len(client.calls.list(**filters))


def test_a_call_status_that_is_none_is_refused(client):
    """`initiated` is a word of callbacks."""
    with pytest.raises(TwilioException, match="Invalid Parameter Status"):
        client.calls.list(status="initiated")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.dictionaries(
    st.sampled_from(["To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page",
                     "PageToken", "Status", "Nonsense"]),
    st.text(max_size=12) | st.sampled_from(["1", "50", "2026-01-05", "PASM" + "0" * 31 + "1"])))
def test_no_query_makes_a_list_fail(query):
    """Whatever is asked: a page, or a refusal of Twilio's."""
    world = World(clock="virtual")
    account = world.account
    client = Client(account.sid, account.auth_token, http_client=SimulatorClient(world))
    url = f"https://api.twilio.com/2010-04-01/Accounts/{account.sid}/Messages.json"
    assert client.request("GET", url, params=query).status_code in (200, 400)
    world.close()


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.dictionaries(
    st.sampled_from(["To", "From", "Body", "Url", "Twiml", "MediaUrl", "StatusCallback", "Method",
                     "Timeout", "StatusCallbackEvent", "SendDigits", "ValidityPeriod", "Status"]),
    st.text(max_size=12) | st.sampled_from(["+14155550123", "+14155550100", "http://a.example/x"])
    | st.lists(st.text(max_size=5), max_size=3)))
def test_no_form_makes_a_create_fail(form):
    """Whatever is sent: something is made, or a refusal of Twilio's."""
    world = World(clock="virtual")
    account = world.account
    client = Client(account.sid, account.auth_token, http_client=SimulatorClient(world))
    home = f"https://api.twilio.com/2010-04-01/Accounts/{account.sid}"
    for resource in ("Messages", "Calls"):
        response = client.request("POST", f"{home}/{resource}.json", data=form)
        assert response.status_code in (201, 400, 501)
    world.close()
