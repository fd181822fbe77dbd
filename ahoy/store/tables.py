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
