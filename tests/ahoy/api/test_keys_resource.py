"""API keys: made, used in place of the token, and taken back; and tokens for relay servers."""

from __future__ import annotations

import re

import pytest
from twilio.rest import Client

from ahoy import SimulatorClient
from tests.refusals import refusal


@pytest.fixture
def key(client):
    """A new key, with its secret."""
    return client.new_keys.create(friendly_name="Laptop")


@pytest.fixture
def with_key(world, key):
    """A client that knows the key and not the token; the account goes into the path."""

    def make(secret=key.secret, account_sid=world.account.sid):
        return Client(key.sid, secret, account_sid, http_client=SimulatorClient(world))

    return make


def test_a_keys_secret_is_shown_once(client, key, ask, home):
    """In the answer to its creation, and never again."""
    assert re.fullmatch("SK[0-9a-f]{32}", key.sid)
    assert 32 == len(key.secret)
    assert {"sid", "friendly_name", "date_created", "date_updated"} == set(
        ask("GET", f"{home}/Keys/{key.sid}.json").json)


def test_keys_are_listed_renamed_and_deleted(client, key):
    """The newest first."""
    second = client.new_keys.create()
    client.keys(key.sid).update(friendly_name="Old laptop")
    assert ["", "Old laptop"] == [one.friendly_name for one in client.keys.list()]
    client.keys(second.sid).delete()
    assert [key.sid] == [one.sid for one in client.keys.list()]


def test_the_old_name_of_keys_opens_the_same_ones(client, key):
    """SigningKeys."""
    made = client.new_signing_keys.create(friendly_name="Desk")
    assert 32 == len(made.secret)
    assert ["Desk", "Laptop"] == [one.friendly_name for one in client.signing_keys.list()]
    client.signing_keys(made.sid).delete()
    assert ["Laptop"] == [one.friendly_name for one in client.keys.list()]


@pytest.fixture
def iam(ask):
    """Asks iam.twilio.com, which Twilio's page on keys does today. The oldest SDK can't."""
    return lambda method, path, **values: ask(method, path, host="https://iam.twilio.com", **values)


def test_the_host_of_keys_has_the_same_ones(client, world, key, iam):
    """Made, listed, renamed and taken back; dates are written as in the 2010 API."""
    home = {"AccountSid": world.account.sid}
    made = iam("POST", "/v1/Keys", FriendlyName="Desk", **home)
    sid = made.json["sid"]
    assert (201, 32, None) == (made.status_code, len(made.json["secret"]), made.json["policy"])
    listed = iam("GET", "/v1/Keys", **home).json
    assert ("keys", ["Desk", "Laptop"]) == (
        listed["meta"]["key"], [one["friendly_name"] for one in listed["keys"]])
    iam("POST", f"/v1/Keys/{sid}", FriendlyName="Old desk")
    found = iam("GET", f"/v1/Keys/{sid}").json
    assert ("Old desk", "Mon, 05 Jan 2026 09:00:01 +0000") == (
        client.keys(sid).fetch().friendly_name, found["date_created"])
    assert 204 == iam("DELETE", f"/v1/Keys/{sid}").status_code
    assert [key.sid] == [one.sid for one in client.keys.list()]


@pytest.mark.parametrize(("whose", "status"), [("", 400), ("AC" + "9" * 32, 404)])
def test_keys_of_another_account_are_not_given(iam, whose, status):
    """AccountSid has to be that of who asks."""
    assert status == iam("GET", "/v1/Keys", AccountSid=whose).status_code


def test_only_standard_keys_are_made(iam, world):
    """A restricted one has permissions, which are not simulated."""
    said = iam("POST", "/v1/Keys", AccountSid=world.account.sid, KeyType="restricted")
    assert 501 == said.status_code
    assert "keys of the type restricted yet. Leave key_type out" in said.json["message"]


def test_a_key_opens_no_keys_at_their_host_either(with_key, world):
    """401, as in the 2010 API."""
    said = with_key().request("GET", "https://iam.twilio.com/v1/Keys",
                              params={"AccountSid": world.account.sid})
    assert 401 == said.status_code


def test_a_key_stands_for_the_account(with_key, alice, office):
    """It makes calls, sends texts, and reads."""
    made = with_key().messages.create(to=alice.number, from_=office, body="Hi")
    assert [made.sid] == [one.sid for one in with_key().messages.list()]


def test_a_wrong_secret_is_refused(with_key):
    """Like a wrong token."""
    assert (401, 20003, "Authenticate") == refusal(with_key("0" * 32).balance.fetch)


def test_a_deleted_key_opens_nothing(client, key, with_key):
    """At once."""
    client.keys(key.sid).delete()
    assert (401, 20003, "Authentication Error - invalid username") == refusal(
        with_key().balance.fetch)


@pytest.mark.parametrize("act", [
    lambda client: client.api.account.fetch(),
    lambda client: client.api.accounts.create(),
    lambda client: client.new_keys.create(),
    lambda client: client.keys("SK" + "0" * 32).fetch(),
])
def test_a_standard_key_reaches_neither_accounts_nor_keys(with_key, act):
    """As the help article on "invalid username" says."""
    assert (401, 20003, "Authentication Error - invalid username") == refusal(
        lambda: act(with_key()))


def test_a_main_accounts_key_does_not_open_a_subaccount(client, with_key):
    """Twilio's page on subaccounts: their own credentials are needed."""
    branch = client.api.accounts.create()
    assert (401, 20003, "Authenticate") == refusal(
        lambda: with_key(account_sid=branch.sid).incoming_phone_numbers("PN" + "0" * 32).fetch())


def test_another_accounts_key_is_not_found(world, ask, home):
    """A subaccount's key is none of its owner's."""
    from ahoy.store.rows import ApiKey

    world.store.insert(ApiKey(sid="SK" + "9" * 32, account_sid="AC" + "9" * 32, secret="secret"))
    assert 404 == ask("GET", f"{home}/Keys/SK{'9' * 32}.json").status_code


def test_no_secret_gets_into_the_trace(world, client, key):
    """Nor a relay server's password."""
    token = client.tokens.create()
    kept = " ".join(record.answer for record in world.trace if hasattr(record, "answer"))
    assert "[hidden]" in kept
    assert key.secret not in kept
    assert token.password not in kept


def test_a_relay_token_lasts_a_day(client):
    """A STUN server for all, TURN servers with the token's name and password."""
    token = client.tokens.create()
    stun, *turn = token.ice_servers
    assert ("86400", 64) == (token.ttl, len(token.username))
    assert {"url", "urls"} == set(stun)
    assert {(token.username, token.password)} == {
        (one["username"], one["credential"]) for one in turn}


def test_a_relay_token_can_be_short_lived(client):
    """Ttl is in seconds."""
    assert "3600" == client.tokens.create(ttl=3600).ttl
