"""Rows in SQLite: in memory in CI, a file for a learner's practice account.

One table per dataclass of `rows`, made from its fields. New and deleted rows are written
at once; changes of a row wait for `flush()` or the next look, so that a call which rings,
is answered and ends between two looks is written once. The world flushes a file before it
answers, so a killed process loses nothing that it was told is done. Several processes
(notebooks) may use one file at once. The SQL of each kind of statement is
written once, so that SQLite keeps it prepared.

Newest first means by `id`, the order in which rows were inserted.
"""

from __future__ import annotations

import dataclasses
import sqlite3
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..facts.errors import StoreUnusable
from . import rows
from .tables import Row, Table

R = TypeVar("R", bound=Row)
Where = list[tuple[str, str, Any]]

VERSION = 3
"""Of the schema: one more whenever a field is added to `rows`."""

PATIENCE = 10.0
"""Seconds to wait for another process's write."""

BUSY_PAUSE = 0.02
"""Seconds between two tries where SQLite does not wait by itself."""

INDEXED = {
    "accounts": ("owner_account_sid",),
    "phone_numbers": ("phone_number", "account_sid"),
    "calls": ("parent_call_sid", "to", "from_", "status", "account_sid"),
    "messages": ("to", "from_", "account_sid"),
    "api_keys": ("account_sid",),
    "applications": ("account_sid",),
    "usage_triggers": ("account_sid",),
    "charges": ("account_sid",),
    "notifications": ("resource_sid", "error_code", "account_sid"),
    "media": ("parent_sid",),
    "outgoing_caller_ids": ("phone_number", "account_sid"),
    "messaging_services": ("account_sid",),
    "opt_outs": (),
    "conferences": ("friendly_name", "status", "account_sid"),
    "queues": ("friendly_name", "account_sid"),
    "recordings": ("call_sid", "conference_sid", "account_sid"),
    "transcriptions": ("recording_sid", "account_sid"),
}
"""Columns with an index, the most telling first. SQLite's indexes end in the row's id,
so each serves a page newest first without sorting."""

OPERATORS = frozenset({"=", ">=", "<=", ">", "<", "glob"})


@dataclasses.dataclass(slots=True)
class RowPage(Generic[R]):
    """`rows`, newest first; the ids of the first and the last of them (None without rows);
    whether there are more in the direction that was read."""

    rows: list[R]
    first_id: int | None
    last_id: int | None
    has_more: bool


class Store:
    """An account's rows. Use it under the world's lock; see the module's docstring."""

    def __init__(self, path: str = ":memory:") -> None:
        self.path = str(path)
        self._tables: dict[type[Row], Table] = {kind: Table(kind) for kind in rows.TABLES}
        self._changes: dict[str, dict[str, dict[str, Any]]] = {
            kind.TABLE: {} for kind in rows.TABLES}
        self._db = _open(self.path)
        try:
            _prepare(self._db, self.path, self._tables.values())
        except BaseException:
            self._db.close()
            raise

    def insert(self, row: Row) -> None:
        """Adds a row, as the newest of its kind."""
        table = self._tables[type(row)]
        self._db.execute(table.insert, table.values(row))

    def update(self, row: Row, **changes: Any) -> None:
        """Sets these fields on `row` and, at the next `flush`, in the file; no other column
        is touched. A row that was deleted meanwhile stays deleted.
        """
        for name, value in changes.items():
            setattr(row, name, value)
        table = self._changes[row.TABLE]
        waiting = table.get(row.sid)
        if waiting is not None:
            waiting.update(changes)
        elif changes:
            table[row.sid] = changes

    def flush(self) -> None:
        """Writes the changes that wait."""
        for table in self._changes:
            self._flush_table(table)

    def _write(self, table: str, waiting: dict[str, dict[str, Any]]) -> None:
        with self._transaction():
            for sid, changes in waiting.items():
                self._db.execute(_update(table, tuple(changes)), (*changes.values(), sid))
        waiting.clear()

    def _flush_table(self, table: str) -> None:
        if waiting := self._changes[table]:
            self._write(table, waiting)

    def _flush_one(self, table: str, sid: str) -> None:
        changes = self._changes[table].pop(sid, None)
        if changes is not None:
            self._db.execute(_update(table, tuple(changes)), (*changes.values(), sid))

    def delete(self, row: Row) -> None:
        """Removes the row. Its place is remembered, for pages that were cut at it."""
        self._changes[row.TABLE].pop(row.sid, None)
        table = self._tables[type(row)].name
        place = f'SELECT "sid", id FROM "{table}" WHERE "sid" = ?'
        with self._transaction():
            self._db.execute(f"INSERT OR REPLACE INTO gone {place}", (row.sid,))
            self._db.execute(f'DELETE FROM "{table}" WHERE "sid" = ?', (row.sid,))

    def get(self, kind: type[R], sid: str) -> R | None:
        """The row with this SID, or None."""
        self._flush_one(kind.TABLE, sid)
        table = self._tables[kind]
        found = self._db.execute(table.get, (sid,)).fetchone()
        return None if found is None else table.row(found)

    def find(self, kind: type[R], **equals: Any) -> list[R]:
        """All rows whose fields equal these (None finds what is not set), newest first."""
        self._flush_table(kind.TABLE)
        table = self._tables[kind]
        statement = _find(table.select, table.name, tuple(equals))
        return [table.row(found) for found in self._db.execute(statement, tuple(equals.values()))]

    def pick(self, kind: type[Row], *columns: str, **equals: Any) -> list[tuple[Any, ...]]:
        """These columns alone of the rows whose fields equal these, newest first: quicker."""
        self._flush_table(kind.TABLE)
        statement = _pick(kind.TABLE, columns, tuple(equals))
        return self._db.execute(statement, tuple(equals.values())).fetchall()

    def page(self, kind: type[R], *, where: Where, size: int,
             before: int | None = None, after: int | None = None) -> RowPage[R]:
        """`size` rows for which every (column, operator, value) of `where` holds.

        The newest ones; with `before`, the newest that are older than that id; with
        `after`, the oldest that are newer. A page never repeats or skips rows because
        others came or went between two pages.
        """
        self._flush_table(kind.TABLE)
        table = self._tables[kind]
        edge = "before" if before is not None else "after" if after is not None else ""
        statement = _page(table.select, table.name, tuple((c, op) for c, op, _ in where), edge)
        values = [value for _, _, value in where]
        values += [before if edge == "before" else after] if edge else []
        found = self._db.execute(statement, (*values, size + 1)).fetchall()
        cut = found[:size] if edge != "after" else found[:size][::-1]
        first, last = (cut[0][-1], cut[-1][-1]) if cut else (None, None)
        return RowPage([table.row(values) for values in cut], first, last, len(found) > size)

    def sums(self, kind: type[Row], by: tuple[str, ...], added: tuple[str, ...],
             where: Where) -> list[tuple[Any, ...]]:
        """Groups of rows: the values of `by`, how many rows, and the sums of `added`.

        Both are SQL over the columns, written in this package and never by a user.
        """
        self._flush_table(kind.TABLE)
        statement = _sums(kind.TABLE, by, added, tuple((c, op) for c, op, _ in where))
        return self._db.execute(statement, [value for _, _, value in where]).fetchall()

    def place(self, kind: type[Row], sid: str) -> int | None:
        """The id of the row with this SID, also when it was deleted; None if there was none."""
        for table in (kind.TABLE, "gone"):
            found = self._db.execute(f'SELECT id FROM "{table}" WHERE "sid" = ?', (sid,)).fetchone()
            if found:
                return int(found[0])
        return None

    def count(self, kind: type[Row]) -> int:
        """How many rows of this kind there are."""
        found = self._db.execute(f'SELECT count(*) FROM "{kind.TABLE}"').fetchone()
        return int(found[0])

    def empty(self) -> None:
        """Removes every row but the accounts that belong to themselves."""
        for waiting in self._changes.values():
            waiting.clear()
        with self._transaction():
            for kind in self._tables:
                if kind is not rows.Account:
                    self._db.execute(f'DELETE FROM "{kind.TABLE}"')
            self._db.execute("DELETE FROM accounts WHERE sid != owner_account_sid")
            self._db.execute("DELETE FROM gone")

    @property
    def is_file(self) -> bool:
        """False for a store in memory, which nothing but this process can lose."""
        return self.path != ":memory:"

    def close(self) -> None:
        """Writes what waits, and closes the file. The store can't be used afterwards."""
        self.flush()
        self._db.close()

    def alone(self) -> _Transaction:
        """A `with` block in which no other process writes, and of which all or nothing is kept."""
        self.flush()
        return self._transaction()

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """All of it or nothing. IMMEDIATE, so that two writers wait instead of failing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


@cache
def _update(table: str, names: tuple[str, ...]) -> str:
    changed = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{table}" SET {changed} WHERE "sid" = ?'


@cache
def _find(select: str, table: str, names: tuple[str, ...]) -> str:
    return f"{select} WHERE {_conditions(table, [(name, 'IS') for name in names])} ORDER BY id DESC"


@cache
def _pick(table: str, columns: tuple[str, ...], names: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}"' for name in columns)
    return _find(f'SELECT {listed} FROM "{table}"', table, names)


@cache
def _sums(table: str, by: tuple[str, ...], added: tuple[str, ...],
          tests: tuple[tuple[str, str], ...]) -> str:
    columns = [*by, "COUNT(*)", *(f"COALESCE(SUM({one}), 0)" for one in added)]
    groups = ", ".join(str(place) for place in range(1, len(by) + 1))
    return (f'SELECT {", ".join(columns)} FROM "{table}" WHERE {_conditions(table, tests)}'
            f" GROUP BY {groups}")


@cache
def _page(select: str, table: str, tests: tuple[tuple[str, str], ...], edge: str) -> str:
    wrong = {op for _, op in tests} - OPERATORS
    if wrong:
        raise ValueError(f"no such operator: {wrong}")
    conditions = _conditions(table, tests)
    conditions += {"before": " AND id < ?", "after": " AND id > ?", "": ""}[edge]
    order = "ASC" if edge == "after" else "DESC"
    return f"{select} WHERE {conditions} ORDER BY id {order} LIMIT ?"


def _conditions(table: str, tests: Iterable[tuple[str, str]]) -> str:
    """The tests as SQL. Only the most telling indexed column may use its index: without
    statistics SQLite might as well choose the account's, which all rows share."""
    equals = {column for column, op in tests if op in ("=", "IS")}
    best = next((column for column in ("sid", *INDEXED[table]) if column in equals), "")
    written = [f'{"" if column == best else "+"}"{column}" {op.upper()} ?' for column, op in tests]
    return " AND ".join(written) or "1"


def _open(path: str) -> sqlite3.Connection:
    try:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(
            path, timeout=PATIENCE, isolation_level=None, check_same_thread=False,
            cached_statements=256,
        )
    except (OSError, sqlite3.Error) as why:
        raise _unusable(path, why) from why


def _unusable(path: str, why: Exception) -> StoreUnusable:
    return StoreUnusable(
        f"The practice account's file {path} cannot be used: {why}. Move it away"
        " (it holds only practice calls and texts) and start again; a new one is made.")


def _prepare(db: sqlite3.Connection, path: str, tables: Iterable[Table]) -> None:
    """Makes or migrates the tables; refuses a file from a newer kit."""
    try:
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise StoreUnusable(
                f"{path} was written by a newer Ahoy (its schema is {found}, this kit knows"
                f" {VERSION}). Update the kit, or move the file away and start again.")
        db.execute("PRAGMA page_size = 2048")  # of a new file: a new row changes five of them
        _choose_journal(db, path)
        db.execute("PRAGMA synchronous = NORMAL")  # a killed process loses nothing
        db.execute("PRAGMA wal_autocheckpoint = 8000")  # pages: fewer waits for the disk
        _migrate(db, list(tables), found)
    except sqlite3.Error as why:
        raise _unusable(path, why) from why


def _choose_journal(db: sqlite3.Connection, path: str) -> None:
    """WAL for a file. In memory nothing can be cut short by a killed process: none at all.

    Unlike other statements this one never waits for a second process that opens the file.
    """
    if path == ":memory:":
        db.execute("PRAGMA journal_mode = OFF")
        return
    pause = threading.Event()
    for attempt in range(round(PATIENCE / BUSY_PAUSE), -1, -1):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if not attempt:
                raise
            pause.wait(BUSY_PAUSE)


def _migrate(db: sqlite3.Connection, tables: list[Table], found: int) -> None:
    """Adds what is missing, and locks the file only when something is."""
    if found == VERSION and not any(_missing(db, table) for table in tables):
        return
    with _Transaction(db):
        db.execute('CREATE TABLE IF NOT EXISTS gone ("sid" TEXT PRIMARY KEY, id INTEGER)')
        for table in tables:
            _make(db, table)
        db.execute(f"PRAGMA user_version = {VERSION}")


def _missing(db: sqlite3.Connection, table: Table) -> list[str]:
    present = {row[1] for row in db.execute(f'PRAGMA table_info("{table.name}")')}
    return [name for name in table.columns if name not in present]


def _make(db: sqlite3.Connection, table: Table) -> None:
    others = "".join(f', "{name}" {kind}' for name, kind in table.columns.items() if name != "sid")
    db.execute(
        f'CREATE TABLE IF NOT EXISTS "{table.name}"'
        f' (id INTEGER PRIMARY KEY, "sid" TEXT NOT NULL UNIQUE{others})')
    for name in _missing(db, table):
        db.execute(f'ALTER TABLE "{table.name}" ADD COLUMN "{name}" {table.columns[name]}')
    for name in INDEXED[table.name]:
        db.execute(
            f'CREATE INDEX IF NOT EXISTS "{table.name}_{name}" ON "{table.name}" ("{name}")')
