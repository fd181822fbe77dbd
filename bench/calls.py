"""How many calls the exchange carries: ring, answer, a Gather with its key, the end.

    python bench/calls.py            # up to 10,000 calls at once
    python bench/calls.py --quick    # up to 1,000

Whole virtual calls a second, all created through the SDK and then run to their end
together, with the trace on; inline and with a Flask site. The last rows set the exchange's
events beside as many of bare SimPy, in the same run. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterator

import simpy
from flask import Flask
from twilio.rest import Client

from ahoy import SimulatorClient, World, begin
from ahoy.numbers.area_codes import table

MENU = ('<Response><Gather numDigits="1" action="{action}"><Say>Press one.</Say></Gather>'
        "</Response>")
GOODBYE = "<Response><Say>Thank you.</Say><Hangup/></Response>"
FROM = "+14155550100"
REPEATS = 3


def numbers(count: int) -> list[str]:
    """As many reserved numbers: 555-0101 to 0199 in one area code after the other."""
    found = (f"+1{area}55501{line:02d}" for area in sorted(table()) for line in range(1, 100))
    return [number for number, _ in zip(found, range(count), strict=False)]


@contextlib.contextmanager
def begun() -> Iterator[tuple[World, Client]]:
    """A world on virtual time, and its client."""
    world = World(clock="virtual")
    begin(world)
    transport = SimulatorClient(world)
    try:
        yield world, Client(world.account.sid, world.account.auth_token, http_client=transport)
    finally:
        begin(None)
        world.close()


def carried(count: int, url: str | None = None) -> tuple[float, int]:
    """Seconds for `count` calls at once, and how many events they were."""
    with begun() as (world, client):
        bin_ = world.hosted.bins.add(GOODBYE, world.ids.sid("EH")).url
        how = {"url": url} if url else {"twiml": MENU.format(action=bin_)}
        people = [world.phones.get(number) for number in numbers(count)]
        for person in people:
            person.answers(after=1).presses("1")
        started = time.perf_counter()
        for person in people:
            client.calls.create(to=person.number, from_=FROM, **how)
        world.clock.settle(world.exchange.is_quiet)
        took = time.perf_counter() - started
        assert {("Press one.", "Thank you.")} == {tuple(one.heard) for one in people}
        return took, next(world.env._eid)


def bare(events: int) -> float:
    """Seconds that SimPy alone takes for as many time-outs of waiting processes."""
    env = simpy.Environment()

    def life():
        for _ in range(10):
            yield env.timeout(1)

    for _ in range(events // 12):  # each process has a beginning and an end, too
        env.process(life())
    started = time.perf_counter()
    env.run()
    return time.perf_counter() - started


@contextlib.contextmanager
def site() -> Iterator[str]:
    """A Flask site that asks for a key: its URL."""
    from helpers.site import serve

    app = Flask("bench")
    xml = {"Content-Type": "text/xml"}
    app.add_url_rule("/voice", "voice", lambda: (MENU.format(action="/key"), 200, xml),
                     methods=["POST"])
    app.add_url_rule("/key", "key", lambda: (GOODBYE, 200, xml), methods=["POST"])
    served = serve(app, name="bench")
    try:
        yield served.url + "/voice"
    finally:
        served.stop()


def rows(name: str, counts: list[int], url: str | None = None) -> None:
    """One line for each size; the last figure compares it with the best."""
    rates = {count: max(count / carried(count, url)[0] for _ in range(REPEATS))
             for count in counts}
    best = max(rates.values())
    for count, rate in rates.items():
        print(f"{name:<22} {count:>7,} at once {rate:>8,.0f} calls a second  "
              f"{best / rate:5.2f}× slower than the best")


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reading.add_argument("--quick", action="store_true")
    quick = reading.parse_args().quick
    carried(100)  # what is loaded on first use
    rows("inline", [10, 100, 1000] if quick else [10, 100, 1000, 10_000])
    with site() as url:
        rows("Flask site", [10, 100] if quick else [10, 100, 1000], url)
    took, events = carried(1000)
    alone = bare(events)
    print(f"{'events, exchange':<22} {events / took:>12,.0f} a second, {events / 1000:.0f} a call")
    print(f"{'events, bare SimPy':<22} {events / alone:>12,.0f} a second, "
          f"ratio {took / alone:.1f}×")


if __name__ == "__main__":
    main()
