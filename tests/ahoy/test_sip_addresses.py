"""SIP addresses reach the phone that SIP would reach, however they are written."""

from __future__ import annotations

import pytest

from ahoy.trace import Ended

SAY = "<Response><Say>Ahoy hoy!</Say></Response>"
SAME = ["sip:ada@example.com", "sip:ada@EXAMPLE.com", "sip:ada@Example.Com;transport=tcp",
        "sip:ada@example.com;transport=tls;edge=ashburn", "SIP:ada@example.com",
        "sip:ada@example.com:5060", "sip:ada@example.com?X-Order=42",
        "sip:ada@example.com;transport=udp?X-Order=42&X-Mail=a@b.example",
        "sip:%61da@example.com", "sip:ada@example.com."]
OTHERS = ["sip:Ada@example.com", "sip:ada@example.com:5080", "sip:ada@example.org",
          "sips:ada@example.com", "sip:adam@example.com", "sip:example.com"]


@pytest.fixture
def ada(world):
    """Ada's desk phone."""
    return world.phones.get("sip:ada@example.com", "Ada").answers(after=0)


@pytest.mark.parametrize("address", SAME)
def test_a_call_of_the_api_rings_the_phone_of_that_address(client, world, ada, office, address):
    """Its row keeps the address as it was written."""
    made = client.calls.create(to=address, from_=office, twiml=SAY)
    world.settle(made.sid)
    assert (["Ahoy hoy!"], "completed", address) == (
        ada.heard, made.fetch().status, made.fetch().to)


@pytest.mark.parametrize("address", SAME)
def test_a_dial_rings_the_phone_of_that_address(ring, alice, ada, address):
    """<Sip>, too."""
    ada.says("Ada here.").hangs_up(after=2)
    escaped = address.replace("&", "&amp;")
    ring(f"<Dial><Sip>{escaped}</Sip></Dial>")
    assert "[Ada: Ada here.]" in alice.heard


@pytest.mark.parametrize("address", SAME)
def test_a_participant_at_that_address_comes(client, world, ada, office, address):
    """A conference calls it."""
    client.conferences("Pier").participants.create(to=address, from_=office)
    world.clock.advance(5)
    assert "in-call" == ada.status
    ada.hang_up()


@pytest.mark.parametrize("address", OTHERS)
def test_another_address_rings_nobody(client, world, ada, office, address):
    """The story says why."""
    made = client.calls.create(to=address, from_=office, twiml=SAY)
    world.settle(made.sid)
    (ended,) = (one for one in world.trace if isinstance(one, Ended))
    assert ([], "failed", True) == (
        ada.heard, made.fetch().status,
        ended.by.startswith(f"the network: nobody is registered at {address}"))


@pytest.mark.parametrize(("phone", "called"), [
    ("sip:ada@example.com", "sip:Ada@example.com"), ("client:ada", "client:Ada")])
def test_the_story_names_the_phone_that_was_meant(client, world, office, phone, called):
    """Capital and small letters of a name count."""
    world.phones.get(phone)
    made = client.calls.create(to=called, from_=office, twiml=SAY)
    world.settle(made.sid)
    (ended,) = (one for one in world.trace if isinstance(one, Ended))
    assert ended.by.endswith(f", only {phone}: capital and small letters of the name count")


def test_one_phone_has_one_address(world, ada):
    """However it is asked for."""
    assert {ada} == {world.phones.get(one) for one in SAME}


def test_headers_of_an_address_are_shown_on_the_phone(client, world, ada, office):
    """Over REST as in <Sip>; and the trace has them."""
    made = client.calls.create(
        to="sip:ada@example.com?X-Order=42&X-Name=Bob%20B", from_=office, twiml=SAY)
    world.settle(made.sid)
    notes = [one["text"] for one in ada.snapshot()["lines"] if one["kind"] == "note"]
    assert ["X-Order: 42", "X-Name: Bob B"] == notes
    assert "<Parameter> X-Order=42" in [one.what for one in world.trace]
