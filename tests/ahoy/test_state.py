"""The practice account in its file: killed, shared, looked at, exported, emptied."""

from __future__ import annotations

import gc
import json
import os
import re
import sqlite3
import subprocess
import sys

import pytest
from twilio.rest import Client

from ahoy import SimulatorClient, World
from ahoy.account import account_data
from ahoy.store.rows import TABLES, Account, Call, Conference, Message, Recording, Transcription
from ahoy.world import TEST_ACCOUNT_SID

ALICE, OFFICE = "+14155550123", "+14155550100"
LONG = "<Response><Say>Ahoy</Say><Pause length='600'/></Response>"

NOTEBOOK = """
import sys
from twilio.rest import Client
from ahoy import SimulatorClient, World

world = World(clock="real", path=sys.argv[1])
client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
"""
"""A kernel that opens the account in real time."""

WRITES = (
    NOTEBOOK
    + """
for number in range(int(sys.argv[2])):
    call = client.calls.create(to="+14155550123", from_="+14155550100",
                               twiml="<Response><Pause length='600'/></Response>")
    text = client.messages.create(to="+14155550123", from_="+14155550100", body=str(number))
    print(call.sid, text.sid, flush=True)
sys.stdin.readline()
world.close()
"""
)

OPENS = """
import sys
from ahoy import World

print("ready", flush=True)
for path in sys.stdin:
    world = World(clock="real", path=path.strip())
    print(world.account.auth_token, world.number.sid, flush=True)
    world.close()
"""
"""A kernel that opens one account after the other, each when it is told to."""

KILLS = """
import os, signal, sys
from twilio.rest import Client
from ahoy import SimulatorClient, World

def write(path, out):
    world = World(clock="real", path=path)
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    while True:
        call = client.calls.create(to="+14155550123", from_="+14155550100",
                                   twiml="<Response><Pause length='600'/></Response>")
        os.write(out, (call.sid + "\\n").encode())
        text = client.messages.create(to="+14155550123", from_="+14155550100", body="Ahoy")
        os.write(out, (text.sid + "\\n").encode())

once = Client("AC", "x", http_client=SimulatorClient())
once.calls, once.messages  # imported here, and not in every child
path, kills = sys.argv[1], int(sys.argv[2])
for kill in range(kills):
    read, out = os.pipe()
    child = os.fork()
    if child == 0:
        write(path, out)
    os.close(out)
    told = b""
    while told.count(b"\\n") < 1 + kill % 23:
        told += os.read(read, 10_000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(read, 10_000):
        told += more
    os.close(read)
    sys.stdout.write(told[: told.rfind(b"\\n") + 1].decode())
"""
"""A kernel that is killed with calls in progress, and the next one, and the next one."""


def notebook(path, count: int) -> subprocess.Popen:
    """Another process that calls and texts, and prints the SIDs that it was given."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path), str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def path(tmp_path):
    """Where the account is kept."""
    return tmp_path / "practice.db"


def everything(world) -> set[str]:
    """The SIDs of all calls and texts."""
    return {row.sid for kind in (Call, Message) for row in world.store.find(kind)}


# --- killed ------------------------------------------------------------------------------


def test_calls_of_a_killed_kernel_have_failed_when_the_account_is_next_opened(path):
    """They can't go on; texts under way are lost with Twilio's code for it. Account and
    token stay what they were."""
    with notebook(path, 3) as process:
        calls, texts = zip(*(process.stdout.readline().split() for _ in range(3)), strict=True)
        process.kill()
    world = World(clock="real", path=path)
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    ended = [client.calls(sid).fetch() for sid in calls]
    lost = [client.messages(sid).fetch() for sid in texts]
    world.close()
    assert [("failed", True)] * 3 == [(call.status, call.end_time is not None) for call in ended]
    assert {("failed", 30008)} == {(text.status, text.error_code) for text in lost}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on Windows")
@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.long)])
def test_what_a_killed_kernel_was_told_is_there(path, kills):
    """kill -9 at any moment, again and again on one file: every SID that was given is kept."""
    done = subprocess.run(
        [sys.executable, "-c", KILLS, str(path), str(kills)],
        capture_output=True,
        text=True,
        timeout=500,
    )
    told = set(done.stdout.split())
    world = World(clock="real", path=path)
    kept, states = everything(world), {row.status for row in world.store.find(Call)}
    world.close()
    assert "" == done.stderr
    assert len(told) >= sum(1 + kill % 23 for kill in range(kills))
    assert set() == told - kept
    assert {"failed"} == states


# --- shared ------------------------------------------------------------------------------


def test_notebooks_that_are_open_at_once_share_the_account(path):
    """Each sees what the others did, and ends none of their calls; nothing is corrupt."""
    notebooks = [notebook(path, 8) for _ in range(3)]
    told = {sid for one in notebooks for _ in range(8) for sid in one.stdout.readline().split()}
    mine = World(clock="real", path=path)
    client = Client(mine.account.sid, mine.account.auth_token, http_client=SimulatorClient(mine))
    seen = {one.sid for one in (*client.calls.list(), *client.messages.list())}
    states = {call.status for call in client.calls.list()}
    mine.close()
    for one in notebooks:
        one.communicate("\n", timeout=20)
    assert 48 == len(told)
    assert told == seen
    assert states <= {"queued", "ringing", "in-progress"}
    assert [0, 0, 0] == [one.returncode for one in notebooks]
    assert ("ok",) == sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()


def test_notebooks_that_make_the_account_at_the_same_moment_make_one(tmp_path):
    """The same token and the same number for all of them."""
    kernels = [
        subprocess.Popen([sys.executable, "-c", OPENS], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert {"ready\n"} == {one.stdout.readline() for one in kernels}
    paths = [tmp_path / f"{number}.db" for number in range(8)]
    for path in paths:
        for one in kernels:
            one.stdin.write(f"{path}\n")
            one.stdin.flush()
    told = [one.communicate(timeout=60)[0].splitlines() for one in kernels]
    assert [len(paths)] * 3 == [len(lines) for lines in told]
    assert told[0] == told[1] == told[2]


def test_what_goes_on_ends_before_its_account_is_closed(tmp_path):
    """Else a forgotten process would write into a closed file when it is collected."""
    world = World(clock="virtual", path=tmp_path / "a.db")
    alice = world.phones.get("+14155550123").answers(after=0)
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    room = "<Response><Dial><Conference>Round</Conference></Dial></Response>"
    client.calls.create(to=alice.number, from_=world.number.phone_number, twiml=room)
    world.clock.advance(5)

    world.close()
    found = World(clock="virtual", path=tmp_path / "a.db")

    assert ["completed"] == [one.status for one in found.store.find(Conference)]
    assert ["failed"] == [call.status for call in found.store.find(Call)]
    found.close()
    del world, client, alice
    gc.collect()  # an error in what is collected fails this test


def test_a_recording_is_lost_when_its_account_is_closed(tmp_path):
    """And a transcription that was under way has failed."""
    world = World(clock="virtual", path=tmp_path / "a.db")
    alice = world.phones.get("+14155550123")
    alice.answers(after=0).says("Hello, it is me again, and once more.")
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    url = world.hosted.bins.add("<Response><Pause length='60'/></Response>", "EH" + "1" * 32).url
    twiml = f"<Response><Record timeout='1' transcribe='true' action='{url}'/></Response>"
    client.calls.create(to=alice.number, from_=world.number.phone_number, twiml=twiml, record=True)
    world.clock.advance(9)

    world.close()
    found = World(clock="virtual", path=tmp_path / "a.db")

    kept = {one.source: one.status for one in found.store.find(Recording)}
    assert {"OutboundAPI": "absent", "RecordVerb": "completed"} == kept
    assert ["failed"] == [one.status for one in found.store.find(Transcription)]
    found.close()


def test_a_world_goes_on_counting_where_the_one_before_in_its_file_ended(tmp_path):
    """On virtual time SIDs are counted: a kept call and a new one are two."""
    sids = []
    for _ in range(3):
        world = World(clock="virtual", path=tmp_path / "a.db")
        client = Client(world.account.sid, world.account.auth_token,
                        http_client=SimulatorClient(world))
        sids.append(client.calls.create(
            to=ALICE, from_=world.number.phone_number, twiml="<Response/>", record=True).sid)
        client.messages.create(to=ALICE, from_=world.number.phone_number, body="Hi")
        world.clock.advance(60)
        assert sids[::-1] == [call.sid for call in client.calls.list()]
        assert len(sids) == len(client.recordings.list()) == len(client.messages.list())
        world.close()
    assert [f"CA{count:032x}" for count in (1, 2, 3)] == sids


# --- looked at, exported, emptied --------------------------------------------------------


@pytest.fixture
def told(world, client, alice, office):
    """A call and two texts have happened."""
    client.calls.create(
        to=alice.number,
        from_=office,
        twiml="<Response/>",
        status_callback="https://ada:secret-word@office.example.com/done",
    )
    client.messages.create(to=alice.number, from_=office, body="Größe: 3 m")
    alice.texts("Thanks", to=office)
    world.clock.settle(world.exchange.is_quiet)


def test_one_can_see_how_much_is_in_an_account(world, told):
    """Kinds of which there is nothing are left out."""
    found = account_data.contents(world.store)
    assert (1, 3, 1) == (found["calls"], found["messages"], found["phone_numbers"])
    assert 0 not in found.values()


def test_an_export_has_every_row_as_a_line_of_json(world, told, tmp_path):
    """Of every kind, the oldest first; it can be read back."""
    count = account_data.export(world.store, tmp_path / "account.jsonl")
    text = (tmp_path / "account.jsonl").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert count == len(lines) == sum(account_data.contents(world.store).values())
    texts = [line for line in lines if line["table"] == "messages"]
    assert "Größe: 3 m" == texts[0]["body"]
    assert [row.sid for row in world.store.find(Message)][::-1] == [text["sid"] for text in texts]


def test_an_export_holds_no_token_and_no_password(world, told):
    """It may be sent to a teacher."""
    text = "\n".join(account_data.lines(world.store))
    secrets = [world.account.auth_token, world.test_account.auth_token, "secret-word"]
    assert [] == [secret for secret in secrets if secret in text]
    assert world.account.sid in text


def test_an_export_of_many_rows_holds_few_in_memory(world):
    """Piece by piece, none lost and none twice."""
    wanted = 2 * account_data.PIECE + 1
    for number in range(wanted):
        world.store.insert(
            Message(
                sid=f"SM{number:032x}",
                account_sid=world.account.sid,
                to=ALICE,
                from_=OFFICE,
                direction="outbound-api",
            )
        )
    sids = [json.loads(line)["sid"] for line in account_data.lines(world.store)
            if '"messages"' in line]
    assert [f"SM{number:032x}" for number in range(wanted)] == sids


def test_emptying_leaves_the_account_itself(world, told):
    """SID and token stay; all that belongs to it goes, of every kind."""
    sid, token = world.account.sid, world.account.auth_token
    world.store.insert(Account(sid="AC" + "5" * 32, auth_token="x", owner_account_sid=sid))
    account_data.empty(world.store)
    assert {"accounts": 2} == account_data.contents(world.store)
    assert token == world.store.get(Account, sid).auth_token


def test_emptying_makes_a_suspended_account_usable_again(world, client):
    """With its first name and credit; the test credentials stay what they are."""
    first = world.account.friendly_name, "active", world.account.credit
    client.api.account.update(friendly_name="Harbour")
    world.store.update(world.account, status="suspended", credit=0.0)
    account_data.empty(world.store)
    emptied = world.store.get(Account, world.account.sid)
    assert first == (emptied.friendly_name, emptied.status, emptied.credit)
    assert "Test credentials" == world.store.get(Account, TEST_ACCOUNT_SID).friendly_name


def test_every_field_that_is_secret_says_so():
    """An export leaves out what a repr leaves out."""
    import dataclasses

    fields = [field for kind in TABLES for field in dataclasses.fields(kind)]
    secret = [field for field in fields if re.search("token|secret|password", field.name)]
    assert secret
    assert [] == [field.name for field in secret if field.repr]


CONFERENCE = (
    NOTEBOOK
    + """
made = client.conferences("Harbour").participants.create(to="+14155550123", from_="+14155550100")
print(made.conference_sid, flush=True)
sys.stdin.readline()
"""
)


def test_a_conference_of_a_killed_kernel_is_over_when_the_account_is_next_opened(path):
    """And nobody is in it."""
    with subprocess.Popen([sys.executable, "-c", CONFERENCE, str(path)], text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        sid = process.stdout.readline().strip()
        process.kill()
    world = World(clock="real", path=path)
    client = Client(world.account.sid, world.account.auth_token, http_client=SimulatorClient(world))
    ended = client.conferences(sid).fetch()
    listed = client.conferences(sid).participants.list()
    world.close()
    assert ("completed", []) == (ended.status, listed)
