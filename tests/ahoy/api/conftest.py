"""What the tests of the REST API share."""

from __future__ import annotations

import json

import pytest
from twilio.rest import Client

from ahoy import SimulatorClient

API = "https://api.twilio.com"


@pytest.fixture
def home(world):
    """The account's path."""
    return f"/2010-04-01/Accounts/{world.account.sid}"


@pytest.fixture
def ask(client):
    """Sends a bare request with the SDK's client: gives the response with its JSON as `.json`.

    What goes over the wire is not always what the SDK makes of it. `host` is that of a
    product API; `raw` leaves a body that is no JSON as it is.
    """

    def send(method, path, host=API, raw=False, **values):
        sent = {"data": values} if method == "POST" else {"params": values}
        response = client.request(method, host + path, **sent)
        response.json = json.loads(response.text) if response.text and not raw else None
        return response

    return send


@pytest.fixture
def tester(world):
    """A client with the test credentials."""
    account = world.test_account
    return Client(account.sid, account.auth_token, http_client=SimulatorClient(world))


@pytest.fixture
def text(client, alice, office):
    """Sends Alice a text."""

    def send(body="Your boat is ready", **more):
        return client.messages.create(**{"to": alice.number, "from_": office, "body": body} | more)

    return send


@pytest.fixture
def delivered(world, text):
    """Sends Alice a text and waits until she has it."""

    def send(*args, **more):
        message = text(*args, **more)
        world.settle(message.sid)
        return message.fetch()

    return send


@pytest.fixture
def ring(client, alice, office):
    """Calls Alice. The call goes on: nobody waits for its end."""

    def make(**more):
        wanted = {"to": alice.number, "from_": office, "twiml": "<Response><Pause/></Response>"}
        return client.calls.create(**wanted | more)

    return make
