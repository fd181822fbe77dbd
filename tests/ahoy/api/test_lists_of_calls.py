"""Lists of what calls leave behind: whole and in order whatever the size of a page."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.rest import Client

from ahoy import SimulatorClient, World

OFFICE = "+14155550100"
COUNT = 5
SAYS = "Please call me back about the boat."
THANKS = "http://demo.twilio.com/docs/voice.xml"
RECORD = f'<Response><Record transcribe="true" action="{THANKS}"/></Response>'
QUEUED = "<Response><Enqueue>support</Enqueue></Response>"


def phones(world):
    """People who pick up at once."""
    for last in range(COUNT):
        yield world.phones.get(f"+1415555012{last}", f"Person {last}").answers(after=1)


def call(world, client, phone, twiml) -> None:
    client.calls.create(to=phone.number, from_=OFFICE, twiml=twiml)
    world.clock.advance(9)


def record(world, client) -> None:
    for phone in phones(world):
        made = client.calls.create(to=phone.says(SAYS).number, from_=OFFICE, twiml=RECORD)
        world.settle(made.sid)


def meet(world, client) -> None:
    for place, phone in enumerate(phones(world)):
        client.conferences(f"Room {place}").participants.create(from_=OFFICE, to=phone.number)


def gather(world, client) -> None:
    for phone in phones(world):
        client.conferences("Harbour").participants.create(from_=OFFICE, to=phone.number)


def enqueue(world, client) -> None:
    for phone in phones(world):
        call(world, client, phone, QUEUED)


def make_queues(world, client) -> None:
    for place in range(COUNT):
        client.queues.create(f"Queue {place}")


LISTS = {
    "recordings": (record, lambda client: client.recordings),
    "transcriptions": (record, lambda client: client.transcriptions),
    "conferences": (meet, lambda client: client.conferences),
    "participants": (gather, lambda client: client.conferences(
        client.conferences.list()[0].sid).participants),
    "queues": (make_queues, lambda client: client.queues),
    "members": (enqueue, lambda client: client.queues(client.queues.list()[0].sid).members),
}


def key(one) -> str:
    return getattr(one, "sid", None) or one.call_sid


@pytest.fixture(scope="module", params=LISTS)
def full(request):
    """A world with five of a kind, and their list."""
    world = World(clock="virtual")
    client = Client(world.account.sid, world.account.auth_token,
                    http_client=SimulatorClient(world))
    fill, found = LISTS[request.param]
    fill(world, client)
    yield found(client)
    world.close()


@settings(max_examples=12, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 7), limit=st.integers(1, 7))
def test_pages_of_any_size_make_up_the_list(full, size, limit):
    """Each of the five is there once, in the order of one large page; a limit cuts it."""
    whole = [key(one) for one in full.list()]
    assert COUNT == len(set(whole)) == len(whole)
    assert whole == [key(one) for one in full.list(page_size=size)]
    assert whole[:limit] == [key(one) for one in full.list(page_size=size, limit=limit)]


@pytest.mark.parametrize("kind", ["queues", "conferences", "recordings"])
def test_what_arrives_meanwhile_is_not_mixed_in(client, world, kind):
    """Each of the old ones is seen once."""
    fill, found = LISTS[kind]
    fill(world, client)
    old, seen = [key(one) for one in found(client).list()], []
    new = world.phones.get("+14155550177", "New").answers(after=1).says(SAYS)
    for one in found(client).stream(page_size=2):
        seen.append(key(one))
        if kind == "queues":
            client.queues.create(f"New {len(seen)}")
        elif kind == "conferences":
            client.conferences(f"New {len(seen)}").participants.create(
                from_=OFFICE, to=new.number)
        elif len(seen) == 1:
            world.settle(client.calls.create(to=new.number, from_=OFFICE, twiml=RECORD).sid)
    assert old == seen
    assert COUNT < len(found(client).list())
