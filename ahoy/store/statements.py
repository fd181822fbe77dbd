"""The SQL of each kind of statement, written once, so that SQLite keeps it prepared."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from .tables import INDEXED

OPERATORS = frozenset({"=", ">=", "<=", ">", "<", "glob"})


@cache
def update(table: str, names: tuple[str, ...]) -> str:
    """Sets these columns of the row with a SID."""
    changed = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{table}" SET {changed} WHERE "sid" = ?'


@cache
def find(select: str, table: str, names: tuple[str, ...]) -> str:
    """Rows whose columns are these, newest first."""
    return f"{select} WHERE {_conditions(table, [(name, 'IS') for name in names])} ORDER BY id DESC"


@cache
def pick(table: str, columns: tuple[str, ...], names: tuple[str, ...]) -> str:
    """These columns alone of such rows."""
    listed = ", ".join(f'"{name}"' for name in columns)
    return find(f'SELECT {listed} FROM "{table}"', table, names)


@cache
def sums(table: str, by: tuple[str, ...], added: tuple[str, ...],
          tests: tuple[tuple[str, str], ...]) -> str:
    """Groups of rows: how many, and the sums of `added`."""
    columns = [*by, "COUNT(*)", *(f"COALESCE(SUM({one}), 0)" for one in added)]
    groups = ", ".join(str(place) for place in range(1, len(by) + 1))
    return (f'SELECT {", ".join(columns)} FROM "{table}" WHERE {_conditions(table, tests)}'
            f" GROUP BY {groups}")


@cache
def page(select: str, table: str, tests: tuple[tuple[str, str], ...], edge: str) -> str:
    """A page of rows; `edge` is `before`, `after` or ""."""
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
