"""Rows in SQLite: they come back as they were, stay, and page."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ahoy.facts.errors import StoreUnusable
from ahoy.store.rows import Account, Call, Message, PhoneNumber, Queue
from ahoy.store.store import VERSION, Store

ACCOUNT = "AC" + "1" * 32
MINE = [("account_sid", "=", ACCOUNT)]

WRITER = """
import sys
from ahoy.store.rows import Message
from ahoy.store.store import Store
store = Store(sys.argv[1])
for number in range(int(sys.argv[3])):
    sid = f"SM{sys.argv[2]}{number:030x}"
    store.insert(Message(sid=sid, account_sid="AC" + "1" * 32, to="+14155550123",
                         from_="+14155550100", direction="outbound-api"))
    print(sid, flush=True)
"""


def message(number: int, **more) -> Message:
    """A message whose SID ends in `number`."""
    given = {"to": "+14155550123", "from_": "+14155550100", "direction": "outbound-api"} | more
    return Message(sid=f"SM{number:032x}", account_sid=ACCOUNT, **given)


@pytest.fixture
def store():
    """An empty store in memory."""
    store = Store()
    yield store
    store.close()


def writer(path, name: str, count: int) -> subprocess.Popen:
    """Another process that inserts messages, and prints each SID once it is stored."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("row", [
    Account(sid=ACCOUNT, auth_token="t", date_created=1.5),
    PhoneNumber(sid="PN1", account_sid=ACCOUNT, phone_number="+14155550100", friendly_name="Office",
                voice_caller_id_lookup=True),
    Call(sid="CA1", account_sid=ACCOUNT, to="+14155550123", from_="+14155550100",
         direction="outbound-api", duration=3, price=-0.014, twiml="<Response/>"),
    message(1, body="Grüße 👋 'quoted' \x00 end", error_code=30003, date_sent=2.25),
])
def test_a_row_comes_back_as_it_was(store, row):
    """Every field, with its type: booleans too, which SQLite does not have."""
    store.insert(row)
    assert row == store.get(type(row), row.sid)


def test_a_flag_comes_back_as_a_boolean(store):
    """1 would be printed as 1 in JSON."""
    store.insert(PhoneNumber(sid="PN1", account_sid=ACCOUNT, phone_number="+14155550100",
                             friendly_name="", voice_caller_id_lookup=True))
    assert store.get(PhoneNumber, "PN1").voice_caller_id_lookup is True


def test_an_unknown_sid_has_no_row(store):
    """None, not an error."""
    assert store.get(Call, "CA1") is None


def test_an_update_changes_the_row_in_hand_and_the_stored_one(store):
    """Both show the new status."""
    row = message(1)
    store.insert(row)
    store.update(row, status="sent", date_sent=5.0)
    assert ("sent", 5.0) == (row.status, row.date_sent)
    assert row == store.get(Message, row.sid)


def test_an_update_touches_no_other_column(store):
    """Two that hold the same row must not overwrite each other's fields."""
    store.insert(message(1))
    mine, yours = store.get(Message, message(1).sid), store.get(Message, message(1).sid)
    store.update(mine, body="redacted")
    store.update(yours, status="sent")
    stored = store.get(Message, mine.sid)
    assert ("redacted", "sent") == (stored.body, stored.status)


def test_a_deleted_row_stays_deleted_when_it_is_updated_late(store):
    """A callback may come after the deletion."""
    row = message(1)
    store.insert(row)
    store.delete(row)
    store.update(row, status="delivered")
    assert store.get(Message, row.sid) is None


def test_rows_are_found_newest_first(store):
    """By fields that equal, also by those that are not set."""
    for number in range(3):
        store.insert(message(number, error_code=None if number else 30003))
    assert [2, 1] == [int(row.sid[2:], 16) for row in store.find(Message, error_code=None)]


def test_single_columns_can_be_picked(store):
    """Without the cost of whole rows."""
    store.insert(message(1))
    assert [("+14155550123", ACCOUNT)] == store.pick(
        Message, "to", "account_sid", from_="+14155550100")


def test_a_page_takes_no_operator_that_it_does_not_know(store):
    """What a caller passes on must not become SQL."""
    with pytest.raises(ValueError, match="operator"):
        store.page(Message, where=[("to", "= '' OR 1 --", "x")], size=1)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(size=st.integers(1, 7), steps=st.lists(st.sampled_from(["newer", "delete", "page"])))
def test_pages_lose_and_repeat_nothing_while_rows_come_and_go(size, steps):
    """Each row that was there at the start and was not deleted is seen once, in order."""
    store = Store()
    rows = [message(number) for number in range(20)]
    for row in rows:
        store.insert(row)
    seen, gone, before, more, count = [], set(), None, True, 20
    for step in [*steps, *["page"] * 20]:
        if step == "newer":
            store.insert(message(count))
            count += 1
        elif step == "delete" and seen:
            store.delete(seen[-1])
            gone.add(seen[-1].sid)
        elif step == "page" and more:
            page = store.page(Message, where=MINE, size=size, before=before)
            seen, before, more = seen + page.rows, page.last_id, page.has_more
    store.close()
    late = {row.sid for row in seen} - {row.sid for row in rows}
    assert {row.sid for row in rows} == {row.sid for row in seen} - late
    assert len(seen) == len({row.sid for row in seen})


def test_the_page_before_is_the_page_that_was_before(store):
    """Going back from a page gives the one that led to it."""
    for number in range(9):
        store.insert(message(number))
    first = store.page(Message, where=MINE, size=3)
    second = store.page(Message, where=MINE, size=3, before=first.last_id)
    back = store.page(Message, where=MINE, size=3, after=second.first_id)
    assert first.rows == back.rows
    assert not back.has_more


def test_the_place_of_a_deleted_row_is_remembered(store):
    """A page that was cut at it can still be continued."""
    for number in range(3):
        store.insert(message(number))
    row = store.get(Message, message(1).sid)
    place = store.place(Message, row.sid)
    store.delete(row)
    assert place == store.place(Message, row.sid)


@pytest.mark.parametrize("column", ["account_sid", "to", "from_"])
def test_a_page_is_read_along_an_index(store, column):
    """At a million rows it must cost what it costs at a thousand: no sorting, no scanning."""
    asked = []
    store._db.set_trace_callback(asked.append)
    store.page(Message, where=[*MINE, (column, "=", "+14155550123")], size=50)
    plan = str(store._db.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall())
    assert f"USING INDEX messages_{column}" in plan
    assert "TEMP B-TREE" not in plan


def test_rows_outlive_the_store(tmp_path):
    """A kernel restart loses nothing."""
    path = tmp_path / "deep" / "account.sqlite"
    store = Store(path)
    store.insert(message(1))
    store.close()
    again = Store(path)
    assert [message(1)] == again.find(Message)
    again.close()


def told_before_the_kill(path, name: str, lines: int) -> set[str]:
    """The SIDs that a writer was told are stored, before it was killed in mid-write."""
    with writer(path, name, 100_000) as process:
        told = {process.stdout.readline().strip() for _ in range(lines)}
        process.kill()
        return told | {line.strip() for line in process.stdout if line.endswith("\n")}


def test_a_killed_process_loses_no_row_that_it_was_told_is_stored(tmp_path):
    """kill -9 in mid-write."""
    path = tmp_path / "account.sqlite"
    told = told_before_the_kill(path, "aa", 300)
    store = Store(path)
    assert not told - {row.sid for row in store.find(Message)}
    store.close()


@pytest.mark.long
def test_two_hundred_kills_lose_nothing(tmp_path):
    """The same file all the time, killed after ever more rows."""
    path = tmp_path / "account.sqlite"
    told = set()
    for kill in range(200):
        told |= told_before_the_kill(path, f"{kill:02x}", 1 + kill % 40)
    store = Store(path)
    assert not told - {row.sid for row in store.find(Message)}
    store.close()


def test_several_processes_share_one_file(tmp_path):
    """Three notebooks write at once, and make the file at once: nothing is lost."""
    path = tmp_path / "account.sqlite"
    told, ends = set(), set()
    writers = [writer(path, name, 200) for name in ("aa", "bb", "cc")]
    for one in writers:
        with one as process:
            told |= {line.strip() for line in process.stdout}
        ends.add(process.returncode)
    assert {0} == ends
    store = Store(path)
    assert told == {row.sid for row in store.find(Message)}
    assert 600 == len(told)
    store.close()


def test_a_file_of_an_older_kit_gets_the_missing_columns(tmp_path):
    """Its rows are kept, and have the default there."""
    path = tmp_path / "account.sqlite"
    store = Store(path)
    store.insert(message(1))
    store.close()
    old = sqlite3.connect(path)
    old.execute('ALTER TABLE messages DROP COLUMN "price_unit"')
    old.execute('ALTER TABLE messages DROP COLUMN "num_segments"')
    old.execute("PRAGMA user_version = 0")
    old.close()
    store = Store(path)
    kept = store.get(Message, message(1).sid)
    store.close()
    assert (1, None) == (kept.num_segments, kept.price_unit)


def test_a_file_of_schema_version_two_opens(tmp_path):
    """It has neither recordings nor conferences nor queues: they are added, and can be used."""
    path = tmp_path / "account.sqlite"
    store = Store(path)
    store.insert(message(1))
    store.close()
    old = sqlite3.connect(path)
    for table in ("recordings", "transcriptions", "conferences", "queues"):
        old.execute(f'DROP TABLE "{table}"')
    old.execute("PRAGMA user_version = 2")
    old.close()
    store = Store(path)
    queue = Queue(sid="QU" + "1" * 32, account_sid=ACCOUNT, friendly_name="support")
    store.insert(queue)
    kept, found = store.find(Message), store.find(Queue, friendly_name="support")
    store.close()
    assert ([message(1).sid], [queue]) == ([row.sid for row in kept], found)


def test_a_file_of_a_newer_kit_is_refused(tmp_path):
    """With the file's name and what to do; the file stays as it is."""
    path = tmp_path / "account.sqlite"
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    with pytest.raises(StoreUnusable, match="newer Ahoy") as refusal:
        Store(path)
    assert str(path) in str(refusal.value)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    """With its name and the remedy."""
    path = tmp_path / "account.sqlite"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(StoreUnusable, match="Move it away"):
        Store(path)


def test_a_place_where_no_file_can_be_is_refused(tmp_path):
    """A directory of that name, for example."""
    with pytest.raises(StoreUnusable, match="cannot be used"):
        Store(tmp_path)
