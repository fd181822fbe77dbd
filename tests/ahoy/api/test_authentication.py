"""Who may ask, and for which account."""

from __future__ import annotations

import pytest
from twilio.rest import Client

from ahoy import SimulatorClient
from tests import refusals

OTHER = "AC" + "9" * 32
MALFORMED = "ACnonsense"


@pytest.fixture
def refusal(world):
    """Fetches the account with these credentials: gives status, code and sentence."""

    def fetch(user, token, account=None):
        client = Client(user, token, account, http_client=SimulatorClient(world))
        return refusals.refusal(client.calls("CA" + "1" * 32).fetch)

    return fetch


def test_a_wrong_token_is_refused(world, refusal):
    """401 and 20003, in the newest wording."""
    assert (401, 20003, "Authenticate") == refusal(world.account.sid, "0" * 32)


def test_an_unknown_account_is_refused(refusal):
    """The user name is at fault."""
    assert (401, 20003, "Authentication Error - invalid username") == refusal(OTHER, "0" * 32)


def test_no_credentials_at_all_are_refused(world):
    """What the SDK sends when the environment has none: also the account is None then."""
    url = "https://api.twilio.com/2010-04-01/Accounts/None/Calls.json"
    response = SimulatorClient(world).request("GET", url)
    assert 401 == response.status_code
    assert '"Authentication Error - No credentials provided"' in response.text
    assert 'Basic realm="Twilio API"' == response.headers["WWW-Authenticate"]


def test_an_account_sid_that_is_none_is_not_found(refusal):
    """404 comes before 401, as recorded."""
    path = f"/2010-04-01/Accounts/{MALFORMED}/Calls/CA{'1' * 32}.json"
    assert (404, 20404, f"The requested resource {path} was not found") == refusal(MALFORMED, "0")


def test_another_account_in_the_path_is_not_found(world, refusal):
    """Right credentials open one's own account only."""
    status, code, _ = refusal(world.account.sid, world.account.auth_token, OTHER)
    assert (404, 20404) == (status, code)


def test_an_empty_account_in_the_path_is_not_found(ask):
    """As recorded in 2021."""
    path = "/2010-04-01/Accounts//Messages.json"
    assert f"The requested resource {path} was not found" == ask("GET", path).json["message"]


def test_no_token_gets_into_the_trace(world, client, refusal):
    """Not even from an answer that carries it."""
    assert world.account.auth_token == client.api.accounts.list()[0].auth_token
    assert world.account.auth_token == client.api.account.fetch().auth_token
    refusal(world.account.sid, "0" * 32)
    traced = "".join(f"{record!r}{getattr(record, 'answer', '')}" for record in world.trace)
    assert world.account.auth_token not in traced
    assert world.test_account.auth_token not in traced


def test_no_password_gets_into_the_trace(world, ring):
    """A URL may carry one; the request that is stored and sent keeps it."""
    call = ring(status_callback="http://ada:boat@a.example/status")
    asked = next(record for record in world.trace if record.sid == call.sid)
    assert "http://[hidden]@a.example/status" == asked.params["StatusCallback"]
