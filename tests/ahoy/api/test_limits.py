"""Limits that a lesson switches on: requests, and countries."""

from __future__ import annotations

import threading

import pytest
from twilio.base.exceptions import TwilioRestException

from ahoy import AhoyError
from ahoy.trace import Alert
from tests.refusals import refusal

ALICE, OFFICE = "+14155550123", "+14155550100"
LONDON = "+442079460958"
"""One of the British numbers that are kept for plays."""


def send_patiently(client, tries=3):
    """What a lesson teaches: a 429 was never processed, so it is safe to send it again."""
    for _ in range(tries):
        try:
            return client.messages.create(to=ALICE, from_=OFFICE, body="Hi")
        except TwilioRestException as refused:
            if refused.status != 429:
                raise
    return None


def test_the_next_request_is_refused(world, client):
    """429, 20429; the one after it goes through."""
    world.rate_limit(requests=1)
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=ALICE, from_=OFFICE, body="Hi")
    assert (429, 20429, "Unable to create record: Too Many Requests") == (
        refused.value.status, refused.value.code, refused.value.msg)
    assert "queued" == client.messages.create(to=ALICE, from_=OFFICE, body="Hi").status
    assert 1 == len(client.messages.list())


def test_a_patient_client_gets_through(world, client):
    """Two refusals, one message."""
    world.rate_limit(requests=2)
    assert send_patiently(client)
    assert 1 == len(client.messages.list())


def test_an_impatient_client_gives_up(world, client):
    """Nothing was sent."""
    world.rate_limit(requests=3)
    assert send_patiently(client) is None
    assert 0 == len(client.messages.list())


def test_the_limit_can_be_lifted(world, client):
    """As in the beginning."""
    world.rate_limit(requests=5)
    world.rate_limit()
    assert [] == client.messages.list()


def test_a_wrong_token_is_told_before_the_limit(world, client):
    """And uses none of it up."""
    world.rate_limit(requests=1)
    url = f"https://api.twilio.com/2010-04-01/Accounts/{world.account.sid}/Balance.json"
    assert 401 == client.http_client.request("GET", url, auth=("AC" + "9" * 32, "x")).status_code
    assert 429 == client.request("GET", url).status_code


def test_too_many_at_once_are_refused(world, client):
    """Requests that wait for their turn count, as the header says."""
    world.rate_limit(concurrent=1)
    url = f"https://api.twilio.com/2010-04-01/Accounts/{world.account.sid}/Balance.json"
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(client.request("GET", url)))
               for _ in range(2)]
    with world.lock:
        for thread in threads:
            thread.start()
        while world.limits.under_way < 2:
            pass
    for thread in threads:
        thread.join()
    assert [200, 429] == sorted(answer.status_code for answer in answers)
    assert "2" in {answer.headers["Twilio-Concurrent-Requests"] for answer in answers}


def test_one_request_at_a_time_is_no_problem(world, client):
    """The header counts it alone."""
    world.rate_limit(concurrent=1)
    url = f"https://api.twilio.com/2010-04-01/Accounts/{world.account.sid}/Balance.json"
    assert ["1", "1"] == [
        client.request("GET", url).headers["Twilio-Concurrent-Requests"] for _ in range(2)]


@pytest.mark.parametrize("wrong", [{"requests": -1}, {"concurrent": 0}])
def test_a_limit_that_cannot_be_is_refused(world, wrong):
    """With what to give instead."""
    with pytest.raises(AhoyError, match="give the number of requests"):
        world.rate_limit(**wrong)


# --- countries --------------------------------------------------------------------------------


def call(client, to):
    """Calls somebody from the office."""
    return client.calls.create(to=to, from_=OFFICE, twiml="<Response/>")


def text(client, to):
    """Texts somebody from the office."""
    return client.messages.create(to=to, from_=OFFICE, body="Hi")


def test_a_new_account_calls_and_texts_north_america(client):
    """Other countries need a permission."""
    assert "queued" == call(client, ALICE).status
    assert (400, 21215, f"Account not authorized to call {LONDON}. Perhaps you need to enable some"
            " international permissions:"
            " https://www.twilio.com/console/voice/calls/geo-permissions/low-risk") == refusal(
        lambda: call(client, LONDON))
    assert (400, 21408, "Permission to send an SMS has not been enabled for the region indicated"
            " by the 'To' number: +44207946XXXX") == refusal(lambda: text(client, LONDON))


@pytest.mark.parametrize("act", [call, text])
def test_the_story_says_what_permits_a_country(world, client, act):
    """Twilio's own sentence names its Console, which practice has not."""
    refusal(lambda: act(client, LONDON))
    (said,) = [one for one in world.trace if isinstance(one, Alert)]
    assert (None, "warning") == (said.code, said.level)
    assert 'account.permissions.allow("GB")' in said.cure


def test_a_country_can_be_permitted(world, client):
    """For calls and texts, or for one of them."""
    world.permissions.allow("GB")
    assert ("queued", "queued") == (call(client, LONDON).status, text(client, LONDON).status)
    world.permissions.texts.remove("GB")
    assert "queued" == call(client, LONDON).status
    assert 21408 == refusal(lambda: text(client, LONDON))[1]


def test_a_country_can_be_forbidden(world, client):
    """Even one's own."""
    world.permissions.forbid("US")
    assert 21215 == refusal(lambda: call(client, ALICE))[1]
    assert 21408 == refusal(lambda: text(client, ALICE))[1]


def test_all_countries_can_be_permitted(world, client):
    """In one step."""
    world.permissions.open()
    assert "queued" == call(client, LONDON).status


def test_browsers_are_in_no_country(world, client):
    """`client:` can always be called."""
    world.permissions.forbid("US", "CA")
    world.phones.get("client:ada")
    assert "queued" == call(client, "client:ada").status
