"""A disk that is full, locked or broken: nobody is lied to, nothing stops, and life goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ahoy import AhoyError, SimulatorClient, World
from ahoy.facts.errors import StoreUnusable
from ahoy.store.living_kernels import UNFINISHED
from ahoy.store.rows import Call, Message, Recording
from ahoy.store.store import Store
from ahoy.trace import Alert

from .failing import BROKEN, FULL, LOCKED, Plan, a_failing_disk

ALICE, OFFICE = "+14155550123", "+14155550100"
SAYS = "<Response><Say>Ahoy!</Say></Response>"
RECORDS = ('<Response><Gather numDigits="1" timeout="2"><Say>Press one.</Say></Gather>'
           '<Record maxLength="5" playBeep="false"/></Response>')


@pytest.fixture
def plan():
    """What goes wrong with the disk; nothing yet."""
    return Plan()


def client_of(world) -> Client:
    """The SDK, asking this world."""
    return Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))


def alerts_of(world) -> list[Alert]:
    """Those that only practice raises."""
    return [one for one in world.trace if isinstance(one, Alert) and one.code is None]


# --- the words -----------------------------------------------------------------------------


@pytest.mark.parametrize(("why", "cure"), [
    (FULL, "Make room on the disk."),
    (LOCKED, "Another program holds it. Stop that program, or wait until it is done."),
    (BROKEN, "Look whether the disk is full or broken."),
])
def test_code_that_can_not_be_answered_is_told_the_cause_and_the_cure(tmp_path, plan, why, cure):
    """As HTTP 500, with the file's name; and nothing was done."""
    path, plan.why = tmp_path / "account.db", why
    with a_failing_disk(plan):
        world = World(clock="virtual", path=path)
    client = client_of(world)
    plan.fails = range(plan.count, 10**9)
    with pytest.raises(TwilioRestException) as told:
        client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy")
    assert (20500, 500, "Unable to create record: The practice account's file"
                        f" {path} cannot be used: {why[0]}. {cure}") == (
        told.value.code, told.value.status, told.value.msg)
    plan.fails = None
    assert [] == client.messages.list()
    world.close()


def test_a_folder_that_may_not_be_written_is_no_reason_to_move_the_file_away():
    """The remedy is the right to write, or another folder."""
    with pytest.raises(StoreUnusable) as told:
        Store("/sys/ahoy/practice.db" if sys.platform == "linux" else "/System/ahoy/practice.db")
    assert "Give yourself the right to write the file and its folder" in str(told.value)
    assert "Move it away" not in str(told.value)


def test_a_folder_where_no_lock_can_be_made_is_told_so(tmp_path):
    """No bare OSError, and no clock is left running."""
    (tmp_path / "account.db-worlds").write_text("in the way")
    threads = set(threading.enumerate())
    with pytest.raises(AhoyError, match="cannot be used"):
        World(clock="real", path=tmp_path / "account.db")
    assert set() == set(threading.enumerate()) - threads


# --- one write fails -----------------------------------------------------------------------


def journey(world, seen: list[str]) -> None:
    """Texts both ways, calls both ways, keys and a recording. Who is refused tries again."""
    client, alice = client_of(world), world.phones.get(ALICE, "Alice")
    alice.answers().presses("1")

    def insists(act):
        for _ in range(12):
            try:
                made = act()
                break
            except TwilioRestException as why:
                assert f"The practice account's file {world.store.path} cannot be used" in why.msg
            except StoreUnusable as why:
                assert f"The practice account's file {world.store.path}" in str(why)
        seen.append(made.sid)
        return made

    text = insists(lambda: client.messages.create(
        to=ALICE, from_=OFFICE, body="Ahoy", media_url=["https://example.com/a.png"]))
    call = insists(lambda: client.calls.create(to=ALICE, from_=OFFICE, twiml=RECORDS, record=True))
    insists(lambda: alice.texts("STOP", to=OFFICE))
    world.clock.settle(world.exchange.is_quiet)
    insists(lambda: client.messages(text.sid).update(body=""))
    insists(lambda: alice.calls(OFFICE))
    world.clock.settle(world.exchange.is_quiet)
    insists(lambda: client.calls(call.sid).fetch())
    world.clock.settle(world.exchange.is_quiet)


def left_unfinished(store) -> list:
    """Rows that wait for somebody who works on them."""
    return [row for kind, states in UNFINISHED.items() for state in states
            for row in store.find(kind, status=state)
            if not (kind is Message and row.direction == "inbound")]


def lives_on(path, plan: Plan, which: range | None, why, is_undone: bool) -> None:
    """The journey, while these writes fail; then everything is in the file."""
    plan.why, plan.is_undone = why, is_undone
    with a_failing_disk(plan):
        world = World(clock="virtual", path=path)
    plan.fails, seen = which and range(plan.count + which[0], plan.count + which[-1] + 1), []
    journey(world, seen)
    plan.fails = None
    world.clock.rest()
    told = [alert.text for alert in alerts_of(world)]
    assert told in ([], [f"The practice account's file {path} cannot be used: {why[0]}."])
    world.close()
    store = Store(path)
    found = {row.sid for kind in (Call, Message, Recording) for row in store.find(kind)}
    assert (set(), []) == (set(seen) - found, left_unfinished(store))
    store.close()


def writes_of_the_journey(tmp_path) -> int:
    """How many there are when nothing fails."""
    plan = Plan()
    with a_failing_disk(plan):
        world = World(clock="virtual", path=tmp_path / "whole.db")
    before = plan.count
    journey(world, [])
    world.close()
    return plan.count - before


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_write_that_fails_once_is_made_up_for(tmp_path, is_undone):
    """Whichever it is: at the end all is in the file, and there was at most one alert."""
    for number in range(1, writes_of_the_journey(tmp_path) + 1, 5):
        lives_on(tmp_path / f"{number}.db", Plan(), range(number, number + 1), FULL, is_undone)


@pytest.mark.long
@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize("why", [FULL, BROKEN, LOCKED])
@pytest.mark.parametrize("length", [1, 2, 7])
def test_every_write_may_fail(tmp_path, why, is_undone, length):
    """Each of them, alone and with those after it."""
    for number in range(1, writes_of_the_journey(tmp_path) + 1):
        which = range(number, number + length)
        lives_on(tmp_path / f"{number}.db", Plan(), which, why, is_undone)


# --- the real clock ------------------------------------------------------------------------


@pytest.fixture
def real(tmp_path):
    """A world on real time, in a file."""
    world = World(clock="real", path=tmp_path / "account.db")
    yield world
    world.close()


def until(holds, patience: float = 10.0) -> bool:
    """Waits until it holds."""
    end = time.monotonic() + patience
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def status_in_file(world, sid: str) -> str | None:
    """As another notebook sees it."""
    other = sqlite3.connect(world.store.path)
    found = other.execute("SELECT status FROM messages WHERE sid = ?", (sid,)).fetchone()
    other.close()
    return found and found[0]


def test_a_lock_that_is_held_for_long_does_not_stop_the_clock(real, monkeypatch):
    """Longer than anybody waits for it: the text is delivered, and written once that works."""
    client = client_of(real)
    real.store._disk.wait_for_others(0.2)
    alice = real.phones.get(ALICE, "Alice")
    sid = client.messages.create(to=ALICE, from_=OFFICE, body="Ahoy").sid
    holder = sqlite3.connect(real.store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert real.settle(sid, 8)
    assert ["Ahoy"] == [text.body for text in alice.messages]
    assert ["delivered", "queued"] == [client.messages(sid).fetch().status,
                                       status_in_file(real, sid)]
    with pytest.raises(TwilioRestException, match="Another program holds it"):
        client.messages.create(to=ALICE, from_=OFFICE, body="Not now")
    holder.execute("COMMIT")
    holder.close()
    assert until(lambda: status_in_file(real, sid) == "delivered")
    assert 1 == len(alerts_of(real))
    assert real.settle(client.messages.create(to=ALICE, from_=OFFICE, body="Again").sid, 8)


def test_a_full_disk_does_not_stop_the_clock(real):
    """SQLite's own refusal: no page more than there is."""
    client, alice = client_of(real), real.phones.get(ALICE, "Alice").answers()
    call = client.calls.create(to=ALICE, from_=OFFICE, twiml=SAYS, record=True)
    pages = real.store._disk.db.execute("PRAGMA page_count").fetchone()[0]
    real.store._disk.db.execute(f"PRAGMA max_page_count = {pages}")
    refused = 0
    for _ in range(40):  # until the last page is used up
        try:
            client.messages.create(to=ALICE, from_=OFFICE, body="x" * 1000)
        except TwilioRestException as why:
            assert "database or disk is full. Make room on the disk." in why.msg
            refused += 1
    assert refused
    assert real.settle(call.sid, 15)
    assert ["Ahoy!"] == list(alice.heard)
    real.store._disk.db.execute("PRAGMA max_page_count = 1000000")
    assert until(real.store.flush)
    assert "completed" == client.calls(call.sid).fetch().status
    assert len(alerts_of(real)) <= 1


def test_an_errand_that_fails_ends_its_call_and_no_other(real):
    """A fault of ours in the way to a site is told, and whoever waits for the call goes on."""
    client = client_of(real)

    def carrier(ask):
        raise LookupError("no such way")

    real.carrier = carrier
    call = client.calls.create(to=ALICE, from_=OFFICE, url="http://127.0.0.1:9/voice")
    real.phones.get(ALICE).answers(after=0)
    assert real.settle(call.sid, 8)
    assert "failed" == call.fetch().status
    assert "LookupError('no such way')" in alerts_of(real)[0].text
    real.phones.get(ALICE).answers(after=0)
    other = client.calls.create(to=ALICE, from_=OFFICE, twiml="<Response/>")
    assert real.settle(other.sid, 8)


def test_what_is_lost_at_the_end_is_told(tmp_path, plan):
    """A disk that stays full until the world ends."""
    with a_failing_disk(plan):
        world = World(clock="virtual", path=tmp_path / "account.db")
    client_of(world).messages.create(to=ALICE, from_=OFFICE, body="Ahoy")
    plan.fails = range(plan.count, 10**9)
    world.clock.settle(world.exchange.is_quiet)
    with pytest.raises(StoreUnusable, match=r"1 rows of .* are lost\. Make room on the disk\.$"):
        world.close()


FILLS = """
import resource, sys, time
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from ahoy import SimulatorClient, World
world = World(clock="real", path=sys.argv[1])
client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
def text():
    return client.messages.create(to="+14155550123", from_="+14155550100", body="x" * 1500).sid
told, refused = [text()], ""
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
while not refused:
    try:
        told.append(text())
    except TwilioRestException as why:
        refused = why.msg
assert world.settle(told[0], 8)
resource.setrlimit(resource.RLIMIT_FSIZE, limits)
told.append(text())
assert all(world.settle(sid, 8) for sid in told)
print(refused)
print(*{client.messages(sid).fetch().status for sid in told})
world.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
def test_a_file_that_may_not_grow_is_like_a_full_disk(tmp_path):
    """The operating system refuses, for a while; then all that was told is delivered."""
    done = subprocess.run([sys.executable, "-c", FILLS, str(tmp_path / "account.db")],
                          capture_output=True, text=True, timeout=60)
    refused, statuses = done.stdout.splitlines() or ["", done.stderr]
    assert ("delivered", "") == (statuses, done.stderr)
    assert refused.endswith("Look whether the disk is full or broken.")


# --- lock files ----------------------------------------------------------------------------


def test_lock_files_of_dead_kernels_do_not_pile_up(tmp_path):
    """The next world takes them away; that of a living one stays."""
    import os

    path = tmp_path / "account.db"
    living = World(clock="real", path=path)
    folder = tmp_path / "account.db-worlds"
    for number in range(5):
        dead = folder / f"{number:032x}.lock"
        dead.touch()
        os.utime(dead, (1e9, 1e9))
    os.utime(folder / f"{living.name}.lock", (1e9, 1e9))
    world = World(clock="real", path=path)
    assert {world.name, living.name} == {file.stem for file in folder.iterdir()}
    world.close()
    living.close()
