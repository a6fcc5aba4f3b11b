"""Rows by many values at once, as imports and undo ask for them."""

from collections.abc import Iterable, Iterator
from typing import Any

from .database import fetch
from .figures import live_rows
from .record import Record

MANY = 5000  # values in one statement


def keys_of(record: type[Record], names: tuple[str, ...]) -> Iterator[tuple]:
    """(id, *values of `names`) of every row."""
    items = [record.fields()[name] for name in names]
    columns = ", ".join(f'"{column}"' for column in ("id", *(item.column_name for item in items)))
    for id, *row in fetch(f'SELECT {columns} FROM "{record._meta.table_name}"', ()):
        yield (id, *(item.python_value(value) for item, value in zip(items, row, strict=True)))


def rows_with(record: type[Record], names: list[str], by: str, values: Iterable[Any]) -> Iterator[tuple]:
    """(id, *values of `names`) of the rows whose field `by` (or "id") has one of the values; None means an empty one.

    Plain SQL from declared names only: building these lists through peewee costs more than the database needs.
    """
    if not live_rows(record):
        return
    fields = record.fields()
    items = [fields[name] for name in names]
    columns = ", ".join(f'"{column}"' for column in ("id", *(item.column_name for item in items)))
    telling = record.id if by == "id" else fields[by]
    column = f'"{telling.column_name}"'
    head = f'SELECT {columns} FROM "{record._meta.table_name}" WHERE '
    wanted = list(dict.fromkeys(values))
    present = [telling.db_value(value) for value in wanted if value is not None]
    parts = [(f"{column} IS NULL", ())] if len(present) < len(wanted) else []
    for start in range(0, len(present), MANY):
        part = present[start : start + MANY]
        parts.append((f"{column} IN ({', '.join('?' * len(part))})", tuple(part)))
    known: list[dict] = [{} for _ in items]
    for condition, given in parts:
        for id, *row in fetch(head + condition, given):
            for at, value in enumerate(row):
                if value is not None:
                    seen = known[at]
                    row[at] = seen[value] if value in seen else seen.setdefault(value, items[at].python_value(value))
            yield (id, *row)
