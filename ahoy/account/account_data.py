"""An account as a whole: how much is in it, all of it as text, and emptying it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..store import rows
from ..store.store import Store
from ..store.tables import Row

PIECE = 500
"""Rows that are held in memory at a time."""

KEPT = {"sid", "auth_token", "kind", "owner_account_sid", "date_created", "date_updated"}
"""What an account that was emptied keeps."""

HIDDEN = "[hidden]"
_PASSWORD = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*(?=@)")


def contents(store: Store) -> dict[str, int]:
    """How many rows of each kind there are; kinds without any are left out."""
    counts = {kind.TABLE: store.count(kind) for kind in rows.TABLES}
    return {table: count for table, count in counts.items() if count}


def lines(store: Store) -> Iterator[str]:
    """Every row as one JSON object, the oldest of its kind first.

    `table` says of what kind; the rest are the row's fields: times in seconds since 1970,
    money in USD. Tokens, secrets and passwords in addresses are left out.
    """
    for kind in rows.TABLES:
        shown = [field.name for field in dataclasses.fields(kind) if field.repr]
        for row in _every(store, kind):
            values = {name: _open(getattr(row, name)) for name in shown}
            yield json.dumps({"table": kind.TABLE} | values, ensure_ascii=False)


def export(store: Store, path: str | Path) -> int:
    """Writes `lines` to a file, in UTF-8; gives how many."""
    count = 0
    with open(path, "w", encoding="utf-8") as file:
        for line in lines(store):
            count += 1
            file.write(line + "\n")
    return count


def empty(store: Store) -> None:
    """Removes all that belongs to the account, and makes the account itself as new: active
    again, with its first credit. SID and token stay.
    """
    store.empty()
    fields = {field.name: field.default for field in dataclasses.fields(rows.Account)}
    first = {name: fields[name] for name in fields.keys() - KEPT}
    for account in store.find(rows.Account):
        if account.kind != "test":
            store.update(account, **first)
    store.flush()


def empty_file(path: str) -> None:
    """The same for an account's file; one in memory is gone with its world."""
    if path != ":memory:":
        store = Store(path)
        empty(store)
        store.close()


def _every(store: Store, kind: type[Row]) -> Iterator[Any]:
    after: int | None = 0
    while after is not None:
        page = store.page(kind, where=[], size=PIECE, after=after)
        yield from reversed(page.rows)
        after = page.first_id if page.has_more else None


def _open(value: Any) -> Any:
    return _PASSWORD.sub(HIDDEN, value) if isinstance(value, str) and "@" in value else value
