"""Values of one kind of column read as another: as a person would write them down and type them anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from ..kit.ask.links import find
from ..kit.ask.titles import titles_of
from ..kit.declare.access import Who
from ..kit.declare.record import Record
from ..kit.fields import CountField, DecimalAsInteger, Described, LinkField
from ..kit.server.database import execute_many, fetch
from ..kit.text import Refused, Text

CHUNK = 2000
NO_SUCH = Text("{record}里没有叫“{value}”的", "No row of {record} is called “{value}”")
SEVERAL = Text("{record}里有几条叫“{value}”", "Several rows of {record} are called “{value}”")
NOTHING = Text("读出来是空的", "Nothing would be left of it")


@dataclass(frozen=True)
class Wrong:
    """A value that can't be read as the new kind: of which row, as people see it, and why."""

    id: int
    value: str
    why: Text


@singledispatch
def written(item: Described, values: list[Any], who: Who) -> list[str]:
    """What a person would write for each of these values."""
    return [item.show(value, "zh") for value in values]


@written.register(CountField)
@written.register(DecimalAsInteger)
def _(item: Any, values: list[Any], who: Who) -> list[str]:
    return [str(item.keep(value)) for value in values]


@written.register
def _(item: LinkField, values: list[Any], who: Who) -> list[str]:
    titles = titles_of(item.rel_model, set(values), who)
    return [titles[value] for value in values]


@singledispatch
def meant(item: Described, texts: list[str], who: Who) -> list[Any]:
    """What each text is as this kind, or the refusal that it isn't."""
    return [_parsed(item, text) for text in texts]


def _parsed(item: Described, text: str) -> Any:
    try:
        value = item.parse(text)
    except Refused as why:
        return why
    return Refused(NOTHING) if value is None else value


@meant.register
def _(item: LinkField, texts: list[str], who: Who) -> list[Any]:
    matches, label = find(item.rel_model, who, set(texts)), item.rel_model.sheet.label
    by_text = {
        text: ids[0] if len(ids) == 1 else Refused(SEVERAL(record=label, value=text)) for text, ids in matches.items()
    }
    return [by_text.get(text) or Refused(NO_SUCH(record=label, value=text[:40])) for text in texts]


def read_as(old: Described, new: Described, values: list[Any], who: Who) -> list[Any]:
    """Each value of the one kind as the other has it, None for none, or the refusal."""
    there = [at for at, value in enumerate(values) if value is not None]
    readings: list[Any] = [None] * len(values)
    texts = written(old, [values[at] for at in there], who)
    for at, value in zip(there, meant(new, texts, who), strict=True):
        readings[at] = value
    return readings


def chunks(record: type[Record], columns: tuple[str, str], ids: set[int] | None) -> Iterator[list[tuple]]:
    """(id, what stands in the one column, what in the other), of the rows that have something in either."""
    first, other = columns
    sql = f'SELECT "id", "{first}", "{other}" FROM "{record._meta.table_name}" WHERE '
    if ids is not None:
        wanted = sorted(ids)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            yield fetch(f'{sql} "id" IN ({", ".join("?" * len(part))})', part)
        return
    last, some = 0, f'("{first}" IS NOT NULL OR "{other}" IS NOT NULL)'
    while rows := fetch(f'{sql} "id" > ? AND {some} ORDER BY "id" LIMIT {CHUNK}', (last,)):
        yield rows
        last = rows[-1][0]


def carry(
    record: type[Record], source: list[Described], target: list[Described], who: Who, rows: list[tuple]
) -> list[Wrong]:
    """Bring what these rows hold in one column into the other, where that doesn't say the same already. Returns what can't be read.

    source, target: the column's own field, and for words the one of their reading.
    """
    old, new = source[0], target[0]
    before = [None if value is None else old.python_value(value) for _, value, _ in rows]
    after = [None if value is None else new.python_value(value) for *_, value in rows]
    as_old = [None if isinstance(value, Refused) else value for value in read_as(new, old, after, who)]
    moved = [at for at in range(len(rows)) if before[at] != as_old[at]]
    readings = read_as(old, new, [before[at] for at in moved], who)
    wrong, sets = [], []
    for at, value in zip(moved, readings, strict=True):
        if isinstance(value, Refused):
            wrong.append(Wrong(rows[at][0], old.show(before[at], "zh"), value.text))
        sets.append((None if isinstance(value, Refused) else value, rows[at][0]))
    for item in target:
        made = getattr(item, "made_from", lambda value: value)
        stored = [(None if value is None else item.db_value(made(value)), id) for value, id in sets]
        execute_many(f'UPDATE "{record._meta.table_name}" SET "{item.column_name}" = ? WHERE "id" = ?', stored)
    return wrong
