"""What may occur only once: refused with the row and the field named, and swapped within a batch without tripping."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from .. import words
from ..ask.titles import titles_of
from ..declare.access import Who
from ..declare.record import CHUNK, Move, Record
from ..fields import Described, LinkField
from ..server.database import fetch
from ..server.dialect import tuples
from ..text import Refusals, Refused, Text, join
from .rows import as_stored
from .unseen import named, refusals

OF = Text("{of} 的{field}", "{of}: {field}")
OF_EMPTY = Text("{of}（{empty}为空）的{field}", "{of} ({empty}: empty): {field}")
WHERE_EMPTY = Text("{empty}为空的{field}", "{field} where {empty} is empty")
BEFORE_ALL = 600_000  # days since the year 1, some time in the 17th century
NOTHING = Text("（空）", "(empty)")
HIDDEN = Text("（名称不可见）", "(name not shown)")


def refuse_taken(record: type[Record], rows: dict[int, dict], indexes: list, touched: Iterable[str], who: Who) -> None:
    """Raises Refusals before the database would refuse without naming the cell; `rows` are the values to be, by id.

    A clash with what `who` can't see names neither the value nor, among several rows, the row.
    """
    taken, unseen, at = [], [], dict(zip(rows, indexes, strict=True))
    for names in record.unique_sets():
        if not set(names) & set(touched):
            continue
        mine: dict[tuple, int] = {}
        values = zip(*([row[name] for row in rows.values()] for name in names), strict=True)
        for id, value in zip(rows, values, strict=True):
            if None in value and not record.facts().excludes(names, value):
                continue
            if value in mine:
                taken.append(_taken(record, names, value, at[id], words.TAKEN_IN_BATCH, who))
            mine.setdefault(value, id)
        held = {id: value for value, id in _existing(record, names, mine) if mine[value] != id and id not in rows}
        known = named(who, record, names, held) if held else set()
        taken += [_taken(record, names, held[id], at[mine[held[id]]], words.TAKEN, who) for id in held if id in known]
        if held.keys() - known:
            unseen += refusals(record, names[-1], [at[id] for id in mine.values()])
    if taken or unseen:
        raise Refusals(taken or unseen)


def parked(record: type[Record], moves: list[Move], touched: set[str]) -> dict[str, list[tuple[Any, int]]]:
    """By field, the stored values that rows take for a moment, because another row of the batch wants what they hold."""
    aside: dict[str, list[tuple[Any, int]]] = {}
    for names in record.unique_sets() if len(moves) > 1 else ():
        changed = [move for move in moves if move.changed(*names)] if touched & set(names) else []
        wanted = {tuple(getattr(move.new, name) for name in names): move.id for move in changed}
        for move in changed:
            if wanted.get(tuple(getattr(move.old, name) for name in names), move.id) != move.id:
                name = next(name for name in reversed(names) if move.changed(name))
                aside.setdefault(name, []).append((_aside(record.fields()[name], move), move.id))
    return aside


def _aside(item: Described, move: Move) -> Any:
    if item.null:
        return None
    stored = getattr(move.old, item.name)
    if isinstance(stored, date):  # a day, or a moment, on which no company did anything
        return item.db_value(type(stored)(1, 1, 1) + timedelta(days=move.id % BEFORE_ALL))
    return f"~{move.id}" if isinstance(stored, str) else -move.id


def _existing(record: type[Record], names: tuple[str, ...], mine: dict[tuple, int]) -> Iterator[tuple[tuple, int]]:
    """Rows of the table that already hold one of these values, found by the index that keeps them unique."""
    items = [record.fields()[name] for name in names]
    columns = ", ".join(f'"{item.column_name}"' for item in items)
    head = f'SELECT "id", {columns} FROM "{record._meta.table_name}" WHERE '
    by_gaps: dict[tuple[bool, ...], list[tuple]] = {}
    for value in mine:
        by_gaps.setdefault(tuple(part is None for part in value), []).append(value)
    for gaps, values in by_gaps.items():
        for start in range(0, len(values), CHUNK):
            condition, given = _among(items, gaps, values[start : start + CHUNK])
            for id, *held in fetch(head + condition, given):
                value = tuple(item.python_value(component) for item, component in zip(items, held, strict=True))
                if value in mine:
                    yield value, id


def _among(items: list[Described], gaps: tuple[bool, ...], values: list[tuple]) -> tuple[str, list]:
    """SQL, and what it is given: the fields have one of these values, all of which are empty at the same places."""
    columns = list(zip(*values, strict=True))
    parts = [f'"{item.column_name}" IS NULL' for item, gap in zip(items, gaps, strict=True) if gap]
    filled = [(item, list(column)) for item, column, gap in zip(items, columns, gaps, strict=True) if not gap]
    if filled:
        names = ", ".join(f'"{item.column_name}"' for item, _ in filled)
        parts.append(f"({names}) IN {tuples(len(filled), len(values))}")
    stored = zip(*(as_stored(item, column) for item, column in filled), strict=True)
    return " AND ".join(parts), [component for value in stored for component in value]


def _taken(record: type[Record], names: tuple[str, ...], value: tuple, index: int, text: Text, who: Who) -> Refused:
    return Refused(text(**said_of(record, names, value, who)), cell_of(names, value), index)


def cell_of(names: tuple[str, ...], value: tuple) -> str:
    """The cell at which a clash is told: the last one that isn't empty."""
    return next(
        (name for name, part in zip(reversed(names), reversed(value), strict=True) if part is not None), names[-1]
    )


def said_of(record: type[Record], names: tuple[str, ...], value: tuple, who: Who) -> dict[str, Any]:
    """What a clash is about, as people call it: the last field and its value, and of what, where several fields make it.

    Rows that are linked to are called by their titles, or not at all where the person may not know them; which fields are
    empty is said, too: filling one of them may be what tells the two apart.
    """
    fields, cell, value_of = record.fields(), cell_of(names, value), dict(zip(names, value, strict=True))
    shown = {name: _called(fields[name], part, who) for name, part in value_of.items() if part is not None}
    said, of = shown.pop(cell, NOTHING) or HIDDEN, " ".join(text for text in shown.values() if text)
    label, empty = (
        fields[cell].label,
        [_bare(fields[name]) for name in names if value_of[name] is None and name != cell],
    )
    if empty:
        label = (OF_EMPTY if of else WHERE_EMPTY)(of=of, empty=join(empty, "、", ", "), field=label)
    return {"field": OF(of=of, field=label) if of and not empty else label, "value": said}


def _bare(item: Described) -> Text:
    """What a field is called, without what its label says of leaving it empty."""
    return Text(item.label.zh.split("（")[0], item.label.en.split(" (")[0])


def _called(item: Described, value: Any, who: Who) -> str | None:
    if not isinstance(item, LinkField):
        return item.show(value)
    title = titles_of(item.rel_model, {value}, who)[value]
    return None if title == f"#{value}" else title
