"""Rows by many values at once, as imports and undo ask for them; and by values that are only written otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..alike import written
from ..declare.record import CHUNK, Record
from ..fields import Described, LineField, PinyinField
from ..server.database import fetch
from .figures import live_rows

MANY = 5000  # values in one statement
LONGEST_WALK = 100_000  # rows that are looked through for what is only written otherwise


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


def telling(record: type[Record], names: Iterable[str]) -> list[str]:
    """Those of the fields whose text people write in several ways."""
    fields = record.fields()
    return [name for name in names if _is_written(fields[name])]


def _is_written(item: Described) -> bool:
    return isinstance(item, LineField) and not isinstance(item, PinyinField)


def alike(
    record: type[Record], names: tuple[str, ...], values: Mapping[tuple, tuple]
) -> dict[tuple, list[tuple[int, tuple]]]:
    """Of each value, the rows (id, value) that are written otherwise and mean the same; the very same is not among them.

    values: each with what `written_so` says of it, which a long list asks once.
    """
    wanted = defaultdict(list)
    for value, so in values.items():
        wanted[so].append(value)
    by_value = defaultdict(list)
    at = names.index(telling(record, names)[-1])
    for id, *kept in _candidates(record, names, at, list(wanted)):
        for value in wanted.get(written_so(kept), ()):
            if value != tuple(kept):
                by_value[value].append((id, tuple(kept)))
    return by_value


def written_so(value: Iterable[Any]) -> tuple:
    """A value of several fields without what people vary in writing texts."""
    return tuple(map(written, value))


def _candidates(record: type[Record], names: tuple[str, ...], at: int, wanted: list[tuple]) -> Iterator[tuple]:
    """One walk through the column, in the database; only what isn't plain ASCII is left to look at here.

    A column too long for that while others wait to write is asked for the usual writings, by its index.
    """
    items = [record.fields()[name] for name in names]
    columns = [f'"{item.column_name}"' for item in items]
    exacts = [place for place, item in enumerate(items) if not _is_written(item)]
    exact = next((place for place in exacts if all(value[place] is not None for value in wanted)), None)
    text = f"lower(replace(replace({columns[at]}, ' ', ''), '\t', ''))"
    walk = f"(octet_length({columns[at]}) <> length({columns[at]}) OR {text} IN "
    long = exact is None and live_rows(record) > LONGEST_WALK
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        given = [value[at] for value in part]
        given = [spelling for text in given for spelling in (text, text.upper(), text.title())] if long else given
        sql = f"({columns[at]} IN ({_places(given)}))" if long else f"{walk}({_places(given)}))"
        if exact is not None:
            others = list({items[exact].db_value(value[exact]) for value in part})
            sql, given = f"{sql} AND {columns[exact]} IN ({_places(others)})", [*given, *others]
        for id, *kept in fetch(
            f'SELECT "id", {", ".join(columns)} FROM "{record._meta.table_name}" WHERE {sql}', given
        ):
            yield (id, *(item.python_value(stored) for item, stored in zip(items, kept, strict=True)))


def _places(values: list[Any]) -> str:
    return ", ".join("?" * len(values))
