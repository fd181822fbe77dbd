"""One table: a row a refusal of accounts, keys, apps, usage and the debugger."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from ahoy import SimulatorClient, World

ALICE, OFFICE = "+14155550123", "+14155550100"
NO_APP, NO_KEY = "AP" + "0" * 32, "SK" + "0" * 32
LONG = "x" * 65
SITE = "http://a.example/x"

TRIGGER = {"callback_url": SITE, "trigger_value": "1", "usage_category": "sms"}


def subaccount(client, status=None):
    """A subaccount, suspended or closed if need be."""
    made = client.api.accounts.create()
    return made.update(status=status) if status else made


def of(client, account) -> Client:
    """The subaccount's own client."""
    return Client(account.sid, account.auth_token, http_client=client.http_client)


def owner_of(client, account) -> Client:
    """The owner's client on the subaccount's path."""
    return Client(client.username, client.password, account.sid, http_client=client.http_client)


def keyed(client) -> Client:
    """A client with an API key."""
    key = client.new_keys.create()
    return Client(key.sid, key.secret, client.username, http_client=client.http_client)


def limited(client) -> Client:
    """A client whose next request is one too many."""
    client.http_client._world.rate_limit(requests=1)
    return client


REFUSALS = [
    # what is asked, status, code, sentence
    # accounts
    (lambda c: c.api.account.update(status="suspended"), 400, 21477,
     "Unable to update Status for parent accounts"),
    (lambda c: c.api.account.update(status="asleep"), 400, 21475,
     "Unable to update Status, invalid Status."),
    (lambda c: subaccount(c, "closed").update(status="active"), 400, 21479,
     "Unable to update Status for subaccount, subaccount has been closed."),
    (lambda c: of(c, subaccount(c)).api.account.update(status="suspended"), 401, 20003,
     "Authenticate"),
    (lambda c: of(c, subaccount(c)).api.accounts.create(), 401, 20003, "Authenticate"),
    (lambda c: of(c, subaccount(c, "suspended")).balance.fetch(), 401, 20003, "Authenticate"),
    (lambda c: of(c, subaccount(c, "closed")).balance.fetch(), 401, 20003, "Authenticate"),
    (lambda c: owner_of(c, subaccount(c, "suspended")).calls.create(
        to=ALICE, from_=OFFICE, url=SITE), 403, 20005, "Account {account} not active"),
    (lambda c: owner_of(c, subaccount(c, "closed")).messages.create(
        to=ALICE, from_=OFFICE, body="Hi"), 403, 20005, "Account {account} not active"),
    (lambda c: c.api.account.update(friendly_name=LONG), 400, 20001,
     "Invalid Parameter FriendlyName"),
    (lambda c: c.api.accounts.create(friendly_name=LONG), 400, 20001,
     "Invalid Parameter FriendlyName"),
    (lambda c: c.api.accounts("AC" + "9" * 32).fetch(), 404, 20404,
     "The requested resource /2010-04-01/Accounts/AC" + "9" * 32 + ".json was not found"),
    (lambda c: owner_of(c, subaccount(c)).balance.fetch(), 404, 20404,
     "The requested resource /2010-04-01/Accounts/{account}/Balance.json was not found"),
    # keys and tokens
    (lambda c: c.keys(NO_KEY).fetch(), 404, 20404,
     f"The requested resource /2010-04-01/Accounts/{{account}}/Keys/{NO_KEY}.json was not found"),
    (lambda c: c.new_keys.create(friendly_name=LONG), 400, 20001,
     "Invalid Parameter FriendlyName"),
    (lambda c: keyed(c).new_keys.create(), 401, 20003, "Authentication Error - invalid username"),
    (lambda c: keyed(c).api.account.fetch(), 401, 20003,
     "Authentication Error - invalid username"),
    (lambda c: c.tokens.create(ttl=86_401), 400, 20001, "Invalid Parameter Ttl"),
    (lambda c: c.tokens.create(ttl=0), 400, 20001, "Invalid Parameter Ttl"),
    # apps
    (lambda c: c.applications(NO_APP).fetch(), 404, 20404,
     f"The requested resource /2010-04-01/Accounts/{{account}}/Applications/{NO_APP}.json"
     " was not found"),
    (lambda c: c.applications.create(voice_url="voice.xml"), 400, 21402, "Invalid Url"),
    (lambda c: c.applications.create(sms_method="PUT"), 400, 21403, "Invalid Method"),
    (lambda c: c.applications.create(friendly_name=LONG), 400, 20001,
     "Invalid Parameter FriendlyName"),
    (lambda c: c.applications.create(voice_caller_id_lookup=True), 501, 501,
     "Ahoy does not simulate the parameter VoiceCallerIdLookup yet. A number can:"
     " client.incoming_phone_numbers(sid).update(voice_caller_id_lookup=True)."),
    (lambda c: c.applications.create(public_application_connect_enabled=True), 501, 501,
     "Ahoy does not simulate the parameter PublicApplicationConnectEnabled yet."
     " Only your own account can dial the app. Leave it out."),
    (lambda c: c.calls.create(to=ALICE, from_=OFFICE, application_sid=NO_APP), 400, 21218,
     "Invalid ApplicationSid"),
    (lambda c: c.messages.create(to=ALICE, from_=OFFICE, body="Hi", application_sid=NO_APP),
     400, 21218, "Invalid ApplicationSid"),
    (lambda c: c.incoming_phone_numbers.list()[0].update(voice_application_sid=NO_APP),
     400, 21420, "ApplicationSid is not accessible"),
    (lambda c: c.incoming_phone_numbers.list()[0].update(sms_application_sid=NO_APP),
     400, 21420, "ApplicationSid is not accessible"),
    # usage
    (lambda c: c.usage.triggers.create(**TRIGGER | {"usage_category": "smoke"}), 400, 20001,
     "Invalid Parameter UsageCategory"),
    (lambda c: c.usage.triggers.create(**TRIGGER | {"trigger_value": "lots"}), 400, 20001,
     "Invalid Parameter TriggerValue"),
    (lambda c: c.usage.triggers.create(**TRIGGER | {"trigger_value": "-1"}), 400, 20001,
     "Invalid Parameter TriggerValue"),
    (lambda c: c.usage.triggers.create(**TRIGGER | {"callback_url": "nowhere"}), 400, 20001,
     "Invalid Parameter CallbackUrl"),
    (lambda c: c.usage.triggers.create(**TRIGGER, callback_method="PUT"), 400, 21209,
     "Invalid Method"),
    (lambda c: c.usage.triggers.create(**TRIGGER, recurring="hourly"), 400, 20001,
     "Invalid Parameter Recurring"),
    (lambda c: c.usage.triggers.create(**TRIGGER, trigger_by="weight"), 400, 20001,
     "Invalid Parameter TriggerBy"),
    (lambda c: c.usage.triggers.create(**TRIGGER, friendly_name=LONG), 400, 20001,
     "Invalid Parameter FriendlyName"),
    (lambda c: c.usage.triggers("UT" + "0" * 32).delete(), 404, 20404,
     "The requested resource /2010-04-01/Accounts/{account}/Usage/Triggers/UT" + "0" * 32
     + ".json was not found"),
    # the debugger
    (lambda c: c.notifications("NO" + "0" * 32).fetch(), 404, 20404,
     "The requested resource /2010-04-01/Accounts/{account}/Notifications/NO" + "0" * 32
     + ".json was not found"),
    (lambda c: c.monitor.v1.alerts("NO" + "0" * 32).fetch(), 404, 20404,
     "The requested resource /Alerts/NO" + "0" * 32 + " was not found"),
    # limits
    (lambda c: limited(c).balance.fetch(), 429, 20429, "Too Many Requests"),
]


@pytest.mark.parametrize(("act", "status", "code", "sentence"), REFUSALS)
def test_it_is_refused(client, act, status, code, sentence):
    """With Twilio's status, code and sentence."""
    with pytest.raises(TwilioRestException) as refused:
        act(client)
    found = refused.value
    account = re.search(r"AC\w{32}", found.uri)
    named = sentence.format(account=account and account[0])
    assert (status, code, named) == (found.status, found.code, found.msg.partition(": ")[2])


LISTS = [
    (lambda c: c.usage.records.list(start_date="Monday"), "20001", "Invalid Parameter StartDate"),
    (lambda c: c.usage.records.list(end_date="2026-13-01"), "20001", "Invalid Parameter EndDate"),
    (lambda c: c.usage.records.list(page_size=1001), "20007", "Page size too large"),
    (lambda c: c.usage.triggers.list(recurring="hourly"), "20001", "Invalid Parameter Recurring"),
    (lambda c: c.notifications.list(log=2), "20001", "Invalid Parameter Log"),
    (lambda c: c.notifications.list(message_date="Monday"), "20001",
     "Invalid Parameter MessageDate"),
    (lambda c: c.monitor.v1.alerts.list(log_level="loud"), "20001", "Invalid Parameter LogLevel"),
    (lambda c: c.monitor.v1.alerts.list(start_date="Monday"), "20001",
     "Invalid Parameter StartDate"),
    (lambda c: c.api.accounts.list(status="asleep"), "20001", "Invalid Parameter Status"),
    (lambda c: list(limited(c).keys.list()), "20429", "Too Many Requests"),
]


@pytest.mark.parametrize(("act", "code", "sentence"), LISTS)
def test_a_list_is_refused(client, act, code, sentence):
    """The SDK shows it as a plain exception with Twilio's words in it."""
    with pytest.raises(TwilioException) as refused:
        act(client)
    assert f'"code": {code}, "message": "{sentence}"' in str(refused.value)


def test_an_account_has_at_most_a_thousand_subaccounts(client, world):
    """The next one is refused."""
    row = type(world.account)
    for number in range(1000):
        world.store.insert(row(sid=f"AC{number:032x}", auth_token="x",
                               owner_account_sid=world.account.sid))
    with pytest.raises(TwilioRestException, match="Reached maximum number of subaccounts"):
        client.api.accounts.create()


@pytest.mark.parametrize("token", ["nonsense", "APMQ==", "AP"])
def test_a_token_of_another_page_is_refused(ask, home, token):
    """21481; a page number and its token go together."""
    said = ask("GET", home + "/Usage/Records.json", Page="2", PageToken=token)
    assert (400, 21481) == (said.status_code, said.json["code"])


def test_test_credentials_reach_none_of_these(world):
    """403, 20008."""
    tester = Client(world.test_account.sid, world.test_account.auth_token,
                    http_client=SimulatorClient(world))
    for act in (tester.balance.fetch, tester.new_keys.create, tester.tokens.create,
                tester.applications.create, tester.api.account.fetch):
        with pytest.raises(TwilioRestException) as refused:
            act()
        assert (403, 20008) == (refused.value.status, refused.value.code)


PATHS = ("/Usage/Records", "/Usage/Records/Daily", "/Usage/Records/Monthly", "/Usage/Triggers",
         "/Notifications", "/Keys", "/Applications", "/Balance", "/Tokens", "")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from(PATHS), st.sampled_from(["GET", "POST"]),
    st.sampled_from(["", ".json", ".xml", ".csv"]),
    st.dictionaries(
        st.sampled_from(["Category", "StartDate", "EndDate", "Log", "MessageDate<", "PageSize",
                         "Page", "PageToken", "FriendlyName", "Status", "Ttl", "VoiceUrl",
                         "SmsMethod", "UsageCategory", "TriggerValue", "CallbackUrl", "Recurring"]),
        st.text(max_size=12) | st.sampled_from(
            ["1", "+1", "sms", "0001-01-01", "9999-12-31", "-9days", SITE, "APMQ=="])))
def test_whatever_is_asked_is_answered(path, method, ending, values):
    """With something, or a refusal of Twilio's: nothing fails within Ahoy."""
    world = World(clock="virtual")
    account = world.account
    client = Client(account.sid, account.auth_token, http_client=SimulatorClient(world))
    url = f"https://api.twilio.com/2010-04-01/Accounts/{account.sid}{path}{ending}"
    sent = {"data": values} if method == "POST" else {"params": values}
    assert client.request(method, url, **sent).status_code in (200, 201, 400, 405)
    world.close()
