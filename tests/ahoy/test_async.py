"""The SDK's `…_async` methods: the same world, from inside of an event loop."""

from __future__ import annotations

import asyncio
import re
import time

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from ahoy import AsyncSimulatorClient, World, arm, begin, disarm

HELLO = "<Response><Say>Ahoy hoy!</Say></Response>"


@pytest.fixture
def client(world):
    """A client for the `…_async` methods."""
    account = world.account
    return Client(account.sid, account.auth_token, http_client=AsyncSimulatorClient(world))


@pytest.fixture
def armed():
    """The simulator is the default of every client."""
    arm()
    yield
    disarm()


class Harbour:
    """A site that the test's own event loop serves: it answers everything with `HELLO`."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds, self.asked, self.answered = seconds, 0, 0

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/voice"

    async def __aexit__(self, *_) -> None:
        while self.answered < self.asked:
            await asyncio.sleep(0.01)
        self._server.close()

    async def _answer(self, reader, writer) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head).group(1)))
        self.asked += 1
        await asyncio.sleep(self.seconds)
        writer.write(f"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n{HELLO}".encode())
        writer.close()
        await writer.wait_closed()
        self.answered += 1


def test_every_kind_of_method_has_its_async_twin(client, alice, office):
    """Create, fetch, update, list, stream and delete give what the plain ones give."""

    async def story():
        made = await client.messages.create_async(to=alice.number, from_=office, body="Ahoy")
        while (await made.fetch_async()).status != "delivered":
            pass
        redacted = await made.update_async(body="")
        listed = await client.messages.list_async(limit=5)
        streamed = [one async for one in await client.messages.stream_async(page_size=1)]
        gone = await made.delete_async()
        return made.status, redacted.body, [one.sid for one in listed], len(streamed), gone

    status, body, listed, streamed, gone = asyncio.run(story())
    assert ("queued", "", 1, True) == (status, body, streamed, gone)
    assert [alice.messages[0].sid] == listed


def test_a_refusal_is_raised(client, office):
    """With Twilio's code, as by the plain methods."""
    with pytest.raises(TwilioRestException) as refusal:
        asyncio.run(client.messages.create_async(to="nobody", from_=office, body="Ahoy"))
    assert 21211 == refusal.value.code


def test_the_sdks_own_async_transport_is_answered_when_armed(world, armed, office):
    """As production code builds it; nothing is sent, and no session stays open."""

    async def story():
        async with AsyncTwilioHttpClient() as transport:
            client = Client(world.account.sid, world.account.auth_token, http_client=transport)
            call = await client.calls.create_async(to="+14155550123", from_=office, twiml=HELLO)
            return (await call.fetch_async()).status

    assert "ringing" == asyncio.run(story())


def test_our_transport_opens_and_closes_like_the_sdks(world, office):
    """`async with`, and `close()`."""

    async def story():
        async with AsyncSimulatorClient(world) as transport:
            client = Client(world.account.sid, world.account.auth_token, http_client=transport)
            await client.messages.create_async(to="+14155550123", from_=office, body="Ahoy")
        await transport.close()

    asyncio.run(story())
    assert 1 == len([record for record in world.trace if getattr(record, "method", "") == "POST"])


def test_a_plain_client_refuses_the_async_methods_as_in_production(world, armed, office):
    """A lesson that forgets the transport must not work here only."""
    client = Client(world.account.sid, world.account.auth_token)
    with pytest.raises(RuntimeError, match="must be asynchronous"):
        asyncio.run(client.messages.create_async(to="+14155550123", from_=office, body="Ahoy"))


def test_the_same_event_loop_can_serve_the_site(world, client, alice, office):
    """While Twilio asks the site, the loop that waits for Twilio answers it."""
    alice.answers(after=0)

    async def story():
        site = Harbour()
        async with site as url:
            call = await client.calls.create_async(to=alice.number, from_=office, url=url)
            while (call := await call.fetch_async()).status != "completed":
                pass
            return site.asked

    begun = time.monotonic()
    assert 1 == asyncio.run(story())
    assert ["Ahoy hoy!"] == alice.heard
    assert time.monotonic() - begun < 5


def test_requests_side_by_side_happen_in_one_order(alice, office):
    """On virtual time, ten times: one trace."""

    def story():
        world = World(clock="virtual")
        account = world.account
        client = Client(account.sid, account.auth_token, http_client=AsyncSimulatorClient(world))

        async def gathered():
            await asyncio.gather(*(
                client.messages.create_async(to="+14155550123", from_=office, body=f"Text {number}")
                for number in range(10)))

        asyncio.run(gathered())
        world.clock.settle(world.exchange.is_quiet)
        try:
            return "\n".join(map(str, world.trace))
        finally:
            world.close()

    assert 1 == len({story() for _ in range(10)})


def test_a_cancelled_request_holds_nothing_up(world, client, alice, office):
    """Its webhook is answered all the same, and the world goes on."""
    alice.answers(after=0)

    async def story():
        async with Harbour(seconds=0.3) as url:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    call = await client.calls.create_async(to=alice.number, from_=office, url=url)
                    while True:
                        await call.fetch_async()
            await asyncio.sleep(0.5)
            await world.clock.settle_async(world.exchange.is_quiet)
            return (await client.calls.list_async())[0].status

    assert "completed" == asyncio.run(story())
    assert ["Ahoy hoy!"] == alice.heard


def test_the_loop_is_never_held_up_for_long_on_the_real_clock():
    """While fifty requests are answered, and a slow site is asked, everything else goes on."""
    world = World(clock="real")
    begin(world)
    world.phones.get("+14155550123").answers(after=0)
    account, gaps = world.account, []
    client = Client(account.sid, account.auth_token, http_client=AsyncSimulatorClient())

    async def tick():
        while True:
            begun = time.monotonic()
            await asyncio.sleep(0.005)
            gaps.append(time.monotonic() - begun)

    async def story():
        ticking = asyncio.create_task(tick())
        site = Harbour(seconds=1)
        async with site as url:
            await client.calls.create_async(
                to="+14155550123", from_=world.number.phone_number, url=url)
            while not site.asked:
                await client.calls.list_async(limit=20)
                await asyncio.sleep(0.01)
            for _ in range(50):
                await client.calls.list_async(limit=20)
                await asyncio.sleep(0)
        ticking.cancel()

    try:
        asyncio.run(asyncio.wait_for(story(), 20))
    finally:
        begin(None)
        world.close()
    assert max(gaps) < 0.5
