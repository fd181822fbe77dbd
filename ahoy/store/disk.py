"""The account's file: opened, asked and written by SQLite, and what its failures mean.

A failure of the disk (full, read-only, locked by another program, broken) becomes a
`StoreUnusable`, which says what to do about it. A fault of ours (a row that is there
already) stays what it is.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..facts.errors import StoreUnusable
from ..facts.shown_text import whole
from .tables import INDEXED, Table

PATIENCE = 10.0
"""Seconds to wait for another process's write."""

BUSY_PAUSE = 0.02
"""Seconds between two tries where SQLite does not wait by itself."""

Values = Sequence[Any]
Statement = tuple[str, Values]
"""SQL, and the values that it is filled with."""

BUSY = "Another program holds it. Stop that program, or wait until it is done"
READ_ONLY = ("Give yourself the right to write the file and its folder, or name another folder"
             " (AHOY_HOME)")
BROKEN = ("Move it away (it holds only practice calls and texts) and start again; a new one is"
          " made")
FULL = "Make room on the disk"
OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_AUTH: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_CORRUPT: BROKEN,
    sqlite3.SQLITE_NOTADB: BROKEN,
}
"""What to do, by SQLite's code …"""

OF_SYSTEM = {errno.ENOSPC: FULL, errno.EACCES: READ_ONLY, errno.EPERM: READ_ONLY,
             errno.EROFS: READ_ONLY}
"""… and by the operating system's."""

OTHERWISE = "Look whether the disk is full or broken"


class Disk:
    """One connection to the file at `path`, or to memory. Makes or migrates its tables."""

    def __init__(self, path: str, tables: Iterable[Table], version: int) -> None:
        self.path = path
        self.db = _open(path)
        try:
            _prepare(self.db, path, list(tables), version)
        except BaseException:
            self.db.close()
            raise

    def read(self, statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """The rows that it finds. A read that fails is tried once more."""
        try:
            return self.db.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as why:
            if not is_of_the_disk(why):
                raise
        try:
            return self.db.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as why:
            raise unusable(self.path, why) from why

    def write(self, statement: str, values: Values = ()) -> None:
        """Carries out one statement."""
        try:
            self.db.execute(statement, values)
        except UnicodeEncodeError:  # halves of characters, which no wire could carry
            self.db.execute(statement, tuple(whole(one) if isinstance(one, str) else one
                                             for one in values))
        except sqlite3.DatabaseError as why:
            if not is_of_the_disk(why):
                raise
            raise unusable(self.path, why) from why

    def write_all(self, statements: Iterable[Statement]) -> None:
        """Carries out all of them, or none."""
        with self.transaction():
            for statement, values in statements:
                self.write(statement, values)

    def transaction(self) -> Transaction:
        """A `with` block of which all or nothing is kept."""
        return Transaction(self)

    def wait_for_others(self, patience: float = PATIENCE) -> None:
        """So many seconds from now on, when another process writes."""
        with contextlib.suppress(sqlite3.Error):
            self.db.execute(f"PRAGMA busy_timeout = {round(1000 * patience)}")

    def close(self) -> None:
        """The file is closed."""
        self.db.close()


class Transaction:
    """All of it or nothing. IMMEDIATE, so that two writers wait instead of failing."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def __enter__(self) -> None:
        self._disk.write("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            try:
                self._disk.write("COMMIT")
            except BaseException:
                self._undo()
                raise
        else:
            self._undo()

    def _undo(self) -> None:
        """A full disk makes SQLite do it by itself."""
        if self._disk.db.in_transaction:
            self._disk.db.execute("ROLLBACK")


def is_of_the_disk(why: Exception) -> bool:
    """True for what the disk or another program is to blame for, not our SQL."""
    of_kind = isinstance(why, sqlite3.OperationalError) or type(why) is sqlite3.DatabaseError
    return (of_kind and _code(why) != sqlite3.SQLITE_ERROR) or _is_closed(why)


def unusable(path: str, why: Exception) -> StoreUnusable:
    """What happened to the account's file, and what to do."""
    if isinstance(why, OSError):
        cure, said = OF_SYSTEM.get(why.errno or 0, OTHERWISE), why.strerror or str(why)
    else:
        cure, said = OF_SQLITE.get(_code(why), OTHERWISE), str(why)
        if _is_closed(why):
            cure = "Its world has ended: call start() again"
    if cure == READ_ONLY and Path(path).is_dir():
        cure = "It is a folder: name a file"
    return StoreUnusable(f"The practice account's file {path} cannot be used: {said}.", cure)


def _is_closed(why: Exception) -> bool:
    return isinstance(why, sqlite3.ProgrammingError) and "closed database" in str(why)


def _code(why: Exception) -> int:
    """SQLite's, without its finer shades."""
    return getattr(why, "sqlite_errorcode", -1) & 0xFF


def _open(path: str) -> sqlite3.Connection:
    try:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(
            path, timeout=PATIENCE, isolation_level=None, check_same_thread=False,
            cached_statements=256,
        )
    except (OSError, sqlite3.Error) as why:
        raise unusable(path, why) from why


def _prepare(db: sqlite3.Connection, path: str, tables: list[Table], version: int) -> None:
    """Makes or migrates the tables; refuses a file from a newer kit."""
    try:
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found > version:
            raise StoreUnusable(
                f"{path} was written by a newer Ahoy (its schema is {found}, this kit knows"
                f" {version}).", "Update the kit, or move the file away and start again")
        db.execute("PRAGMA page_size = 2048")  # of a new file: a new row changes five of them
        _choose_journal(db, path)
        db.execute("PRAGMA synchronous = NORMAL")  # a killed process loses nothing
        db.execute("PRAGMA wal_autocheckpoint = 8000")  # pages: fewer waits for the disk
        _migrate(db, tables, found, version)
    except sqlite3.Error as why:
        raise unusable(path, why) from why


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
        except sqlite3.OperationalError as why:
            if not attempt or _code(why) != sqlite3.SQLITE_BUSY:
                raise
            pause.wait(BUSY_PAUSE)


def _migrate(db: sqlite3.Connection, tables: list[Table], found: int, version: int) -> None:
    """Adds what is missing, and locks the file only when something is."""
    if found == version and not any(_missing(db, table) for table in tables):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute('CREATE TABLE IF NOT EXISTS gone ("sid" TEXT PRIMARY KEY, id INTEGER)')
        for table in tables:
            _make(db, table)
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


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
