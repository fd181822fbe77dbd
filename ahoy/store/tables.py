"""A dataclass of `rows` as a table: its columns, its SQL, and the way back to a row."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from typing import Any, ClassVar, Protocol


class Row(Protocol):
    """What each dataclass of `rows` has."""

    TABLE: ClassVar[str]
    PREFIX: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]

    sid: str

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


class Table:
    """The SQL of one dataclass of `rows`, written once, so that SQLite keeps it prepared."""

    def __init__(self, kind: type[Row]) -> None:
        self.kind = kind
        self.name: str = kind.TABLE
        fields = dataclasses.fields(kind)
        names = [field.name for field in fields]
        listed = ", ".join(f'"{name}"' for name in names)
        self.columns = {field.name: _column(field) for field in fields}
        self.values: Callable[[Any], tuple[Any, ...]] = operator.attrgetter(*names)
        self.insert = f'INSERT INTO "{self.name}" ({listed}) VALUES ({", ".join("?" * len(names))})'
        self.select = f'SELECT {listed}, id FROM "{self.name}"'
        self.get = f'{self.select} WHERE "sid" = ?'
        self._names = names
        self._flags = [field.name for field in fields if field.type == "bool"]

    def row(self, values: tuple[Any, ...]) -> Any:
        """The row made from a tuple of the columns (the trailing id is left out)."""
        row = self.kind(**dict(zip(self._names, values, strict=False)))
        for flag in self._flags:
            setattr(row, flag, bool(getattr(row, flag)))
        return row


AFFINITIES = {"str": "TEXT", "int": "INTEGER", "bool": "INTEGER", "float": "REAL"}


def _column(field: dataclasses.Field[Any]) -> str:
    """The definition of a column, without its name. A missing value has its default."""
    plain, _, optional = str(field.type).partition(" | ")
    affinity = AFFINITIES[plain]
    if optional:
        return affinity
    default = "" if field.default is dataclasses.MISSING else field.default
    if isinstance(default, str):
        written = "'" + default.replace("'", "''") + "'"
    else:
        written = str(default + 0)
    return f"{affinity} NOT NULL DEFAULT {written}"
