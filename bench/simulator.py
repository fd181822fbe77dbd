"""How fast the simulator is, and how large. Nothing here passes or fails.

    python bench/simulator.py            # all rows: some minutes
    python bench/simulator.py --quick    # a tenth of the work

A create is measured twice: alone, with the clock standing still, which is the request's own
work up to the answer (a file has the row by then); and with its whole life, in which every
create lets as much happen as one message or one call does from its queue to its end.

Each REST figure stands beside the same SDK call on a transport that always gives the
simulator's own answer, canned. Both are measured in short blocks, one after the other, and
the ratio is the median of the blocks' ratios: so the machine's speed cancels out, and
whatever else it is doing, too.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import http.client
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from ahoy import SimulatorClient, World, begin
from ahoy.store.rows import Message

TWIML = "<Response><Say>Ahoy hoy!</Say></Response>"
TO, FROM = "+14155550123", "+14155550100"

BLOCK = 0.03
"""Seconds of one block, more or less."""

Work = Callable[[], object]
Around = Callable[[], contextlib.AbstractContextManager]


class Canned(HttpClient):
    """Always the same answer: what the SDK itself costs."""

    def __init__(self, status: int, answer: str) -> None:
        super().__init__(None, False)
        self._status, self._answer = status, answer

    def request(self, *args, **kwargs) -> Response:
        return Response(self._status, self._answer, headers={})


class Last(SimulatorClient):
    """The simulator's transport; remembers its last answer."""

    def request(self, *args, **kwargs) -> Response:
        self.last = super().request(*args, **kwargs)
        return self.last


# --- measuring -----------------------------------------------------------------------------


def seconds(work: Work, times: int) -> float:
    """Of one `work()`, in a block of `times`."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def against(ours: Work, other: Work, blocks: int, around: Around = contextlib.nullcontext
            ) -> tuple[float, float, float]:
    """Median seconds of both, and the median of the ratios of neighbouring blocks.

    What `around` does before and after a block of ours is not counted.
    """
    def block(times: int) -> float:
        with around():
            return seconds(ours, times)

    times = [max(1, round(BLOCK / one)) for one in (block(3), seconds(other, 3))]
    pairs = [(block(times[0]), seconds(other, times[1])) for _ in range(blocks)]
    mine, others = zip(*pairs, strict=True)
    ratio = statistics.median(one / two for one, two in pairs)
    return statistics.median(mine), statistics.median(others), ratio


def show(name: str, ours: float, other: float, ratio: float, beside: str = "canned") -> None:
    """One line of the table."""
    print(f"{name:<40} {ours * 1e6:8.0f} µs  {beside} {other * 1e6:6.0f} µs  ratio {ratio:5.2f}×")


def say(name: str, value: float, unit: str) -> None:
    """One line with one figure."""
    print(f"{name:<40} {value:8.0f} {unit}")


# --- worlds --------------------------------------------------------------------------------


@contextlib.contextmanager
def begun(path: str | Path = ":memory:") -> Iterator[tuple[World, Client]]:
    """A world on virtual time, and its client."""
    world = World(clock="virtual", path=path)
    begin(world)
    try:
        yield world, client_of(world, Last(world))
    finally:
        begin(None)
        world.close()


def client_of(world: World, transport: HttpClient) -> Client:
    return Client(world.account.sid, world.account.auth_token, http_client=transport)


def fill(world: World, count: int) -> None:
    """Puts delivered messages into the account, at once."""
    store, sid = world.store, world.account.sid
    with store.alone():
        for number in range(count):
            store.insert(Message(
                sid=f"SM{number:032x}", account_sid=sid, to=f"+1415555{100 + number % 90:04d}",
                from_=FROM, direction="outbound-api", body="Your boat is ready.",
                status="delivered", date_created=world.clock.now(), price=0.0083))


def text(client: Client) -> object:
    return client.messages.create(to=TO, from_=FROM, body="Ahoy")


def call(client: Client) -> object:
    return client.calls.create(to=TO, from_=FROM, twiml=TWIML)


# --- what is measured ------------------------------------------------------------------------


def creating(blocks: int) -> None:
    """One more message or call, alone and with its life: in memory, and in a file."""
    for name, make in (("messages.create", text), ("calls.create", call)):
        for place in ("", ", in a file"):
            for what, pace in (("", standing_still), (" + its life", contextlib.nullcontext)):
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder, "account.db") if place else ":memory:"
                    with begun(path) as (world, client):
                        make(client)
                        canned = client_of(world, Canned(201, client.http_client.last.text))
                        work = partial(make, client), partial(make, canned)
                        show(name + place + what, *against(*work, blocks, partial(pace, world)))


@contextlib.contextmanager
def standing_still(world: World) -> Iterator[None]:
    """No request moves the clock; when it is left, all that waits happens."""
    world.clock.after_request = lambda: None
    yield
    del world.clock.after_request
    world.clock.settle(world.exchange.is_quiet)


def listing(blocks: int, few: int, many: int) -> None:
    """The newest fifty, of a thousand and of a million."""
    with begun() as (small, one), begun() as (large, other):
        fill(small, few)
        fill(large, many)
        one.messages.list(limit=50)
        canned = client_of(small, Canned(200, one.http_client.last.text))
        lists = [partial(client.messages.list, limit=50) for client in (one, other, canned)]
        show(f"messages.list(limit=50) of {few:,}", *against(lists[0], lists[2], blocks))
        show(f"messages.list(limit=50) of {many:,}", *against(lists[1], lists[2], blocks))
        show(f"  of {many:,} beside {few:,}", *against(lists[1], lists[0], blocks), "other ")


def sizes(count: int) -> None:
    """Bytes of a message: its row in memory and on disk, and with all that is remembered of it."""
    for name, path in (("in memory", ":memory:"), ("on disk", "")):
        with (tempfile.TemporaryDirectory() as folder,
              begun(path or Path(folder, "account.db")) as (world, _)):
            before = occupied(world)
            fill(world, count)
            say(f"a message {name}", (occupied(world) - before) / count, "bytes")
    with begun() as (world, client):
        text(client)
        before = occupied(world)
        tracemalloc.start()
        for _ in range(count // 20):
            text(client)
        world.clock.settle(world.exchange.is_quiet)
        objects = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        say("a message in memory, with its trace",
            (objects + occupied(world) - before) / (count // 20), "bytes")


def occupied(world: World) -> int:
    """Bytes of all pages of the account."""
    pragma = world.store._db.execute
    return pragma("PRAGMA page_count").fetchone()[0] * pragma("PRAGMA page_size").fetchone()[0]


def whole_calls(count: int, **how) -> float:
    """Whole calls a second: created through the SDK, run to their end together."""
    with begun() as (world, client):
        started = time.perf_counter()
        for number in range(count):
            client.calls.create(to=f"+1415555{100 + number % 90:04d}", from_=FROM, **how)
        world.clock.settle(world.exchange.is_quiet)
        took = time.perf_counter() - started
        assert len(world.trace) > 5 * count
        return count / took


@contextlib.contextmanager
def site() -> Iterator[str]:
    """A Flask site that answers every call, on loopback: its URL."""
    from helpers.site import serve

    app = Flask("bench")
    app.add_url_rule("/voice", "voice", lambda: (TWIML, 200, {"Content-Type": "text/xml"}),
                     methods=["POST"])
    served = serve(app, name="bench")
    try:
        yield served.url + "/voice"
    finally:
        served.stop()


def port(count: int) -> None:
    """Requests a second of the served port, over one connection that stays open."""
    command = [sys.executable, "-m", "ahoy", "--clock", "virtual"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = ""
            while "Your site" not in said:
                said += process.stdout.readline()
            found = dict(re.findall(r"export (\w+)=(\S+)", said))
            line = http.client.HTTPConnection(re.search(r"http://(127[\d.:]+)", said).group(1))
            for name, ask in requests_over(line, found).items():
                say(f"port: {name}", 1 / seconds(ask, count), "requests a second")
            line.close()
        finally:
            process.terminate()
            process.communicate()


def requests_over(line: http.client.HTTPConnection, said: dict[str, str]) -> dict[str, Work]:
    """What is asked of the port, by name."""
    sid, token = said["TWILIO_ACCOUNT_SID"], said["TWILIO_AUTH_TOKEN"]
    code = base64.b64encode(f"{sid}:{token}".encode()).decode()
    headers = {"Authorization": f"Basic {code}",
               "Content-Type": "application/x-www-form-urlencoded"}
    home = f"/2010-04-01/Accounts/{sid}"
    body = urlencode({"To": TO, "From": FROM, "Body": "Ahoy"})

    def ask(method: str, path: str, body: str | None = None) -> None:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        assert answer.status < 300, answer.read()
        answer.read()

    return {"fetch the account": lambda: ask("GET", f"{home}.json"),
            "create a message": lambda: ask("POST", f"{home}/Messages.json", body)}


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reading.add_argument("--quick", action="store_true")
    scale = 10 if reading.parse_args().quick else 1
    creating(blocks=210 // scale)
    listing(blocks=210 // scale, few=1000, many=1_000_000 // scale)
    sizes(count=200_000 // scale)
    say("whole calls, inline TwiML", whole_calls(5000 // scale, twiml=TWIML), "a second")
    with site() as url:
        say("whole calls, Flask webhook", whole_calls(1000 // scale, url=url), "a second")
    port(count=5000 // scale)


if __name__ == "__main__":
    main()
