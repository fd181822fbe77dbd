"""Fixtures of the story: a virtual world, the office's client, and three people's phones."""

from __future__ import annotations

import pytest
from flask import Flask, request
from twilio.rest import Client

from ahoy import SimulatorClient, World, begin
from helpers.site import serve


@pytest.fixture
def world():
    """A fresh world on virtual time, in memory; it is the current one."""
    world = World(clock="virtual")
    begin(world)
    yield world
    begin(None)
    world.close()


@pytest.fixture
def client(world):
    """The learner's client, exactly as in production but for its transport."""
    return Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))


@pytest.fixture
def alice(world):
    """Alice's handset."""
    return world.phones.get("+14155550123", "Alice")


@pytest.fixture
def bob(world):
    """Bob's handset."""
    return world.phones.get("+14155550124", "Bob")


@pytest.fixture
def office(world):
    """The account's number."""
    return world.number.phone_number


@pytest.fixture
def call(client, world, alice, office):
    """Calls Alice with some TwiML and lets the call run to its end: gives the finished call."""

    def run(twiml, **more):
        made = client.calls.create(to=alice.number, from_=office, twiml=twiml, **more)
        world.settle(made.sid)
        return made.fetch()

    return run


@pytest.fixture
def bin_(world):
    """Hosts TwiML: gives its URL."""
    return lambda xml: world.hosted.bins.add(xml, world.ids.sid("EH")).url


@pytest.fixture
def hosted(bin_):
    """Hosts a document of these verbs: gives its URL."""
    return lambda *verbs: bin_(f"<Response>{''.join(verbs)}</Response>")


@pytest.fixture
def ring(world, client, alice, office, hosted):
    """Alice calls the office, whose document has these verbs: gives her call when all is over."""

    def run(*verbs):
        client.incoming_phone_numbers(world.number.sid).update(voice_url=hosted(*verbs))
        placed = alice.calls(office)
        world.settle(placed.sid)
        return client.calls(placed.sid).fetch()

    return run


@pytest.fixture
def told(world):
    """What the latest action was told, by name."""

    def params(*names):
        asked = [one for one in world.trace if getattr(one, "purpose", "") == "action"]
        return tuple(asked[-1].params.get(name) for name in names)

    return params


@pytest.fixture
def noted(world):
    """A site that keeps what is posted to its `url`, in `seen`."""
    app = Flask("noted")
    app.seen = []

    @app.post("/noted")
    def keep():
        app.seen.append(request.values.to_dict())
        return "", 204

    site = serve(app)
    app.url = site.url + "/noted"
    yield app
    site.stop()
