"""Accounts and subaccounts, through the SDK."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ahoy import SimulatorClient
from ahoy.trace import Alert

ALICE, BRANCH_NUMBER = "+14155550123", "+14155550142"


def test_the_account_knows_itself(client, world):
    """Its type is Full; it owns itself."""
    account = client.api.account.fetch()
    assert (world.account.sid, "active", "Full", world.account.sid) == (
        account.sid, account.status, account.type, account.owner_account_sid)


def test_an_account_leads_to_its_parts(ask, home):
    """Twenty of them, under its own path."""
    said = ask("GET", home + ".json").json
    assert f"{home}/Messages.json" == said["subresource_uris"]["messages"]
    assert 20 == len(said["subresource_uris"])


@pytest.mark.parametrize(("filters", "expected"), [
    ({}, 1),
    ({"friendly_name": "Ahoy practice account"}, 1),
    ({"friendly_name": "Another"}, 0),
    ({"status": "active"}, 1),
    ({"status": "closed"}, 0),
])
def test_accounts_are_listed(client, filters, expected):
    """One's own, and no other's: the test credentials' is none of them."""
    assert expected == len(client.api.accounts.list(**filters))


def test_an_account_can_be_renamed(client):
    """The new name is there when one looks again."""
    client.api.account.update(friendly_name="Harbour office")
    assert "Harbour office" == client.api.account.fetch().friendly_name


# --- subaccounts ----------------------------------------------------------------------------


@pytest.fixture
def branch(client):
    """A subaccount."""
    return client.api.accounts.create(friendly_name="Branch office")


@pytest.fixture
def log_in(world):
    """A client with the credentials of an account, for that account or for another."""

    def make(user, password, account_sid=None):
        return Client(user, password, account_sid, http_client=SimulatorClient(world))

    return make


@pytest.fixture
def branch_client(log_in, branch):
    """The subaccount's own client."""
    return log_in(branch.sid, branch.auth_token)


@pytest.fixture
def branch_number(world, branch):
    """A number of the subaccount's, which greets its callers."""
    number = type(world.number)(
        sid=world.ids.sid("PN"), account_sid=branch.sid, phone_number=BRANCH_NUMBER,
        friendly_name="Branch", voice_url="http://demo.twilio.com/docs/voice.xml",
        date_created=world.clock.now())
    world.store.insert(number)
    return number


def test_a_subaccount_belongs_to_the_account(client, branch, world):
    """It has a token of its own, and the list shows both, newest first."""
    assert ("active", world.account.sid, 32) == (
        branch.status, branch.owner_account_sid, len(branch.auth_token))
    assert [branch.sid, world.account.sid] == [one.sid for one in client.api.accounts.list()]


def test_a_subaccount_without_a_name_is_called_after_its_birth(client):
    """As Twilio's page says."""
    made = client.api.accounts.create()
    assert "SubAccount Created at 2026-01-05 09:00 am" == made.friendly_name


def test_a_subaccount_has_rows_of_its_own(client, branch_client, branch_number, delivered):
    """Neither sees the other's."""
    delivered()
    branch_client.messages.create(to=ALICE, from_=BRANCH_NUMBER, body="From the branch")
    assert ["From the branch"] == [one.body for one in branch_client.messages.list()]
    assert ["Your boat is ready"] == [one.body for one in client.messages.list()]


def test_the_owners_credentials_open_a_subaccount(world, log_in, branch, branch_client,
                                                  branch_number):
    """On the subaccount's path, which the SDK takes from its third argument."""
    owner = log_in(world.account.sid, world.account.auth_token, branch.sid)
    owner.messages.create(to=ALICE, from_=BRANCH_NUMBER, body="From the owner")
    assert ["From the owner"] == [one.body for one in branch_client.messages.list()]


def test_a_subaccount_does_not_open_its_owner(world, log_in, branch):
    """The owner's path is not found, like any other account's."""
    intruder = log_in(branch.sid, branch.auth_token, world.account.sid)
    with pytest.raises(TwilioRestException) as refused:
        intruder.balance.fetch()
    assert (404, 20404) == (refused.value.status, refused.value.code)


def test_a_suspended_subaccount_comes_back(client, branch, branch_client):
    """Its own credentials open nothing meanwhile."""
    client.api.accounts(branch.sid).update(status="suspended")
    with pytest.raises(TwilioRestException, match="Authenticate"):
        branch_client.api.account.fetch()
    client.api.accounts(branch.sid).update(status="active")
    assert "active" == branch_client.api.account.fetch().status


def test_the_owner_still_reads_a_suspended_subaccount(world, client, log_in, branch,
                                                      branch_client, branch_number):
    """Its history stays; nothing new is made."""
    message = branch_client.messages.create(to=ALICE, from_=BRANCH_NUMBER, body="Hi")
    world.settle(message.sid)
    client.api.accounts(branch.sid).update(status="suspended")
    owner = log_in(world.account.sid, world.account.auth_token, branch.sid)
    assert ["Hi"] == [one.body for one in owner.messages.list()]
    with pytest.raises(TwilioRestException) as refused:
        owner.messages.create(to=ALICE, from_=BRANCH_NUMBER, body="Hi again")
    assert (403, 20005) == (refused.value.status, refused.value.code)


def test_a_call_in_progress_survives_the_suspension(world, client, log_in, branch, branch_client,
                                                    branch_number):
    """Twilio's page: it does not end by itself, and its owner ends it."""
    call = branch_client.calls.create(to=ALICE, from_=BRANCH_NUMBER,
                                      twiml="<Response><Pause length='600'/></Response>")
    for _ in range(10):
        client.api.account.fetch()
    client.api.accounts(branch.sid).update(status="suspended")
    owner = log_in(world.account.sid, world.account.auth_token, branch.sid)
    assert "in-progress" == owner.calls(call.sid).fetch().status
    assert owner.calls(call.sid).update(status="completed")
    world.settle(call.sid)
    assert "completed" == owner.calls(call.sid).fetch().status


def test_a_text_that_is_under_way_fails_when_its_account_is_suspended(
        world, client, log_in, branch, branch_client, branch_number):
    """With 30002, and a fee."""
    message = branch_client.messages.create(to=ALICE, from_=BRANCH_NUMBER, body="Hi")
    client.api.accounts(branch.sid).update(status="suspended")
    world.settle(message.sid)
    owner = log_in(world.account.sid, world.account.auth_token, branch.sid)
    found = owner.messages(message.sid).fetch()
    assert ("failed", 30002) == (found.status, found.error_code)


def test_nobody_reaches_a_suspended_accounts_number(world, client, branch, branch_number, alice):
    """Error 10003 in the debugger; the caller hears nothing."""
    client.api.accounts(branch.sid).update(status="suspended")
    call = alice.calls(BRANCH_NUMBER)
    world.settle(call.sid)
    alerts = [record.code for record in world.trace.about([call.sid]) if isinstance(record, Alert)]
    assert ("failed", [10003], []) == (call.status, alerts, alice.heard)


def test_a_closed_subaccount_keeps_its_history_and_loses_its_numbers(
        world, client, log_in, branch, branch_client, branch_number):
    """And what it has spent stays spent."""
    message = branch_client.messages.create(to=ALICE, from_=BRANCH_NUMBER, body="Hi")
    world.settle(message.sid)
    before = client.balance.fetch().balance
    client.api.accounts(branch.sid).update(status="closed")
    owner = log_in(world.account.sid, world.account.auth_token, branch.sid)
    assert ([], 1) == (owner.incoming_phone_numbers.list(), len(owner.messages.list()))
    assert before == client.balance.fetch().balance
    assert ["closed"] == [one.status for one in client.api.accounts.list(status="closed")]


def test_webhooks_of_a_subaccount_are_signed_with_its_own_token(world, branch, branch_client,
                                                                branch_number):
    """A site that knows only the main account's token must refuse them."""
    from twilio.request_validator import RequestValidator

    from ahoy.trace import Webhook

    call = branch_client.calls.create(to=ALICE, from_=BRANCH_NUMBER,
                                      url="http://127.0.0.1:9/nobody")
    world.settle(call.sid)
    asked = next(one for one in world.trace.about([call.sid]) if isinstance(one, Webhook))
    signature = asked.headers["X-Twilio-Signature"]
    assert RequestValidator(branch.auth_token).validate(asked.url, asked.params, signature)
    assert not RequestValidator(world.account.auth_token).validate(
        asked.url, asked.params, signature)
