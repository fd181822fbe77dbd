"""Rows in SQLite: in memory in CI, a file for a learner's practice account.

One table per dataclass of `rows`, made from its fields. New and deleted rows are written
at once; changes of a row wait for `flush()` or the next look, so that a call which rings,
is answered and ends between two looks is written once. What the API answers is on the disk
before (`end_request`), so a killed process loses nothing that it was told is done. Several
processes (notebooks) may use one file at once.

Where the disk fails, calls and texts that are under way go on: what they write waits in
memory, in its order, until a later `flush()` gets it through. Only who waits for an answer
is refused.

Newest first means by `id`, the order in which rows were inserted.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from ..facts.errors import StoreUnusable
from . import rows, statements
from .disk import Disk, Statement
from .tables import Row, Table

R = TypeVar("R", bound=Row)
Where = list[tuple[str, str, Any]]

VERSION = 3
"""Of the schema: one more whenever a field is added to `rows`."""


@dataclasses.dataclass(slots=True)
class RowPage(Generic[R]):
    """`rows`, newest first; the ids of the first and the last of them (None without rows);
    whether there are more in the direction that was read."""

    rows: list[R]
    first_id: int | None
    last_id: int | None
    has_more: bool


@dataclasses.dataclass(slots=True)
class _Waiting:
    """What the disk did not take: a new row, or (`is_gone`) the end of one."""

    row: Any
    is_gone: bool
    statements: tuple[Statement, ...]


class Store:
    """An account's rows. Use it under the world's lock; see the module's docstring."""

    def __init__(self, path: str = ":memory:") -> None:
        self.path = str(path)
        self._tables: dict[type[Row], Table] = {kind: Table(kind) for kind in rows.TABLES}
        self._changes: dict[str, dict[str, dict[str, Any]]] = {
            kind.TABLE: {} for kind in rows.TABLES}
        self._waiting: deque[_Waiting] = deque()
        self._disk = Disk(self.path, self._tables.values(), VERSION)
        self._may_refuse = False  # somebody waits for the answer, and nothing is done yet
        self.trouble: StoreUnusable | None = None
        """Why the disk takes nothing at present, or None."""
        self.on_trouble: Callable[[StoreUnusable], None] = lambda why: None
        """Called when such a time begins."""

    def insert(self, row: Row) -> None:
        """Adds a row, as the newest of its kind."""
        table = self._tables[type(row)]
        if not self._waiting:
            try:
                self._disk.write(table.insert, table.values(row))
                self._may_refuse = False
                return
            except StoreUnusable as why:
                self._fails(why)
        again = table.insert.replace("INSERT", "INSERT OR IGNORE", 1)  # it may have got through
        self._later(row, False, (again, table.values(row)))

    def update(self, row: Row, **changes: Any) -> None:
        """Sets these fields on `row` and, at the next `flush`, in the file; no other column
        is touched. A row that was deleted meanwhile stays deleted.
        """
        for name, value in changes.items():
            setattr(row, name, value)
        self._may_refuse = False
        table = self._changes[row.TABLE]
        waiting = table.get(row.sid)
        if waiting is not None:
            waiting.update(changes)
        elif changes:
            table[row.sid] = changes

    def delete(self, row: Any) -> None:
        """Removes the row. Its place is remembered, for pages that were cut at it."""
        changes = self._changes[row.TABLE].pop(row.sid, None)
        table = self._tables[type(row)].name
        place = f'SELECT "sid", id FROM "{table}" WHERE "sid" = ?'
        both = ((f"INSERT OR REPLACE INTO gone {place}", (row.sid,)),
                (f'DELETE FROM "{table}" WHERE "sid" = ?', (row.sid,)))
        if not self._waiting:
            try:
                self._disk.write_all(both)
                self._may_refuse = False
                return
            except StoreUnusable as why:
                if changes and self._may_refuse:  # it is not deleted, then
                    self._changes[row.TABLE][row.sid] = changes
                self._fails(why)
        self._later(row, True, *both)

    # --- what waits to be written ----------------------------------------------------------

    def flush(self) -> bool:
        """Writes what waits. False when the disk does not take it: it goes on waiting."""
        if self._waiting or any(self._changes.values()):
            try:
                self._write_all()
            except StoreUnusable as why:
                self._note(why)
                return False
        if self.trouble is not None:
            self.trouble = None
            self._disk.wait_for_others()
        return True

    def begin_request(self) -> None:
        """From now on somebody waits for the answer: what can't be written is refused, as long
        as nothing was done. Raises `StoreUnusable` where earlier things wait still."""
        if self._waiting and not self.flush():
            raise self._why()
        self._may_refuse = True

    def end_request(self, *, is_answered: bool = True) -> None:
        """What the request wrote is on the disk now. Raises `StoreUnusable` if it isn't."""
        is_done, self._may_refuse = not self._may_refuse, False
        if is_answered and is_done and self.is_file and not self.flush():
            raise StoreUnusable(f"{self._why().what} What you asked for is carried out, and waits"
                                " in memory to be written.", self._why().cure)

    def _why(self) -> StoreUnusable:
        assert self.trouble is not None, "nothing waits without a reason"
        return self.trouble

    def _later(self, row: Any, is_gone: bool, *statements: Statement) -> None:
        self._waiting.append(_Waiting(row, is_gone, statements))

    def _fails(self, why: StoreUnusable) -> None:
        """Tells whoever waits for the answer; else it is trouble."""
        if self._may_refuse:
            raise why
        self._note(why)

    def _note(self, why: StoreUnusable) -> None:
        if self.trouble is None:
            self.trouble = why
            self._disk.wait_for_others(0)  # the next tries are short
            self.on_trouble(why)

    def _write_all(self) -> None:
        while self._waiting:
            self._disk.write_all(self._waiting[0].statements)
            self._waiting.popleft()
        for table, waiting in self._changes.items():
            if waiting:
                self._write(table, waiting)

    def _write(self, table: str, waiting: dict[str, dict[str, Any]]) -> None:
        self._disk.write_all((statements.update(table, tuple(changes)), (*changes.values(), sid))
                             for sid, changes in waiting.items())
        waiting.clear()

    def _flush_table(self, table: str) -> None:
        """Before rows of this table are looked for. Where the disk takes nothing, who waits
        for an answer is told; all others find what there is."""
        if self._waiting:
            self.flush()
        elif waiting := self._changes[table]:
            try:
                self._write(table, waiting)
            except StoreUnusable as why:
                self._note(why)
        if self._may_refuse and (self._waiting or self._changes[table]):
            raise self._why()

    def _flush_one(self, table: str, sid: str) -> dict[str, Any]:
        """Writes the changes of this row; gives those that can't be written."""
        changes = self._changes[table].get(sid)
        if changes is None:
            return {}
        if not self._waiting:
            try:
                self._disk.write(statements.update(table, tuple(changes)), (*changes.values(), sid))
            except StoreUnusable as why:
                self._note(why)
            else:
                del self._changes[table][sid]
                return {}
        return changes

    # --- reading -----------------------------------------------------------------------------

    def get(self, kind: type[R], sid: str) -> R | None:
        """The row with this SID, or None."""
        changes = self._flush_one(kind.TABLE, sid)
        table = self._tables[kind]
        found = self._disk.read(table.get, (sid,))
        row = table.row(found[0]) if found else None
        if self._waiting or changes:
            row = self._as_it_will_be(row, kind, sid, changes)
        return row

    def _as_it_will_be(self, row: R | None, kind: type[R], sid: str,
                       changes: dict[str, Any]) -> R | None:
        for one in self._waiting:
            if type(one.row) is kind and one.row.sid == sid:
                row = None if one.is_gone else dataclasses.replace(one.row)
        return dataclasses.replace(row, **changes) if row is not None else None

    def find(self, kind: type[R], **equals: Any) -> list[R]:
        """All rows whose fields equal these (None finds what is not set), newest first."""
        self._flush_table(kind.TABLE)
        table = self._tables[kind]
        statement = statements.find(table.select, table.name, tuple(equals))
        return [table.row(found) for found in self._disk.read(statement, tuple(equals.values()))]

    def pick(self, kind: type[Row], *columns: str, **equals: Any) -> list[tuple[Any, ...]]:
        """These columns alone of the rows whose fields equal these, newest first: quicker."""
        self._flush_table(kind.TABLE)
        statement = statements.pick(kind.TABLE, columns, tuple(equals))
        return self._disk.read(statement, tuple(equals.values()))

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
        tests = tuple((column, operator) for column, operator, _ in where)
        statement = statements.page(table.select, table.name, tests, edge)
        values = [value for _, _, value in where]
        values += [before if edge == "before" else after] if edge else []
        found = self._disk.read(statement, (*values, size + 1))
        cut = found[:size] if edge != "after" else found[:size][::-1]
        first, last = (cut[0][-1], cut[-1][-1]) if cut else (None, None)
        return RowPage([table.row(values) for values in cut], first, last, len(found) > size)

    def sums(self, kind: type[Row], by: tuple[str, ...], added: tuple[str, ...],
             where: Where) -> list[tuple[Any, ...]]:
        """Groups of rows: the values of `by`, how many rows, and the sums of `added`.

        Both are SQL over the columns, written in this package and never by a user.
        """
        self._flush_table(kind.TABLE)
        statement = statements.sums(kind.TABLE, by, added, tuple((c, op) for c, op, _ in where))
        return self._disk.read(statement, [value for _, _, value in where])

    def place(self, kind: type[Row], sid: str) -> int | None:
        """The id of the row with this SID, also when it was deleted; None if there was none."""
        for table in (kind.TABLE, "gone"):
            found = self._disk.read(f'SELECT id FROM "{table}" WHERE "sid" = ?', (sid,))
            if found:
                return int(found[0][0])
        return None

    def count(self, kind: type[Row]) -> int:
        """How many rows of this kind there are."""
        return int(self._disk.read(f'SELECT count(*) FROM "{kind.TABLE}"')[0][0])

    def empty(self) -> None:
        """Removes every row but the accounts that belong to themselves."""
        self._waiting.clear()
        for waiting in self._changes.values():
            waiting.clear()
        tables = [kind.TABLE for kind in self._tables if kind is not rows.Account]
        self._disk.write_all((statement, ()) for statement in (
            *(f'DELETE FROM "{table}"' for table in tables),
            "DELETE FROM accounts WHERE sid != owner_account_sid", "DELETE FROM gone"))

    @property
    def is_file(self) -> bool:
        """False for a store in memory, which nothing but this process can lose."""
        return self.path != ":memory:"

    def close(self) -> None:
        """Writes what waits, and closes the file. The store can't be used afterwards.

        Raises `StoreUnusable` when something could not be written: it is lost.
        """
        is_whole = self.flush()
        self._disk.close()
        if not is_whole and self.trouble is not None:
            lost = len(self._waiting) + sum(map(len, self._changes.values()))
            raise StoreUnusable(f"{self.trouble.what} {lost} rows of calls, texts or settings"
                                " could not be written and are lost.", self.trouble.cure)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """A block in which no other process writes, and of which all or nothing is kept."""
        self.flush()
        with self._disk.transaction():
            yield
            if self._waiting:
                self._waiting.clear()
                raise self._why()
