"""What may occur only once: refused with the row and the field named, and swapped within a batch without tripping."""

from collections.abc import Iterable, Iterator
from typing import Any

from .. import words
from ..ask.titles import titles_of
from ..declare.access import Who
from ..declare.record import CHUNK, Move, Record
from ..fields import Described, LinkField
from ..server.database import fetch
from ..server.dialect import tuples
from ..text import Refusals, Refused, Text
from .rows import as_stored
from .unseen import named, refusals

OF = Text("{of} 的{field}", "{of}: {field}")
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
            if None in value:
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
    return f"~{move.id}" if isinstance(getattr(move.old, item.name), str) else -move.id


def _existing(record: type[Record], names: tuple[str, ...], mine: dict[tuple, int]) -> Iterator[tuple[tuple, int]]:
    """Rows of the table that already hold one of these values, found by the index that keeps them unique."""
    items = [record.fields()[name] for name in names]
    columns = ", ".join(f'"{item.column_name}"' for item in items)
    stored = [as_stored(item, list(column)) for item, column in zip(items, zip(*mine, strict=True), strict=False)]
    wanted = list(zip(*stored, strict=True))
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        sql = f'SELECT "id", {columns} FROM "{record._meta.table_name}" WHERE ({columns}) IN {tuples(len(items), len(part))}'
        for id, *held in fetch(sql, [component for value in part for component in value]):
            value = tuple(item.python_value(component) for item, component in zip(items, held, strict=True))
            if value in mine:
                yield value, id


def _taken(record: type[Record], names: tuple[str, ...], value: tuple, index: int, text: Text, who: Who) -> Refused:
    return Refused(text(**said_of(record, names, value, who)), names[-1], index)


def said_of(record: type[Record], names: tuple[str, ...], value: tuple, who: Who) -> dict[str, Any]:
    """What a clash is about, as people call it: the last field and its value, and of what, where several fields make it.

    Rows that are linked to are called by their titles, or not at all where the person may not know them.
    """
    items = [record.fields()[name] for name in names]
    shown = [_called(item, component, who) for item, component in zip(items, value, strict=True)]
    label, of = items[-1].label, " ".join(text for text in shown[:-1] if text)
    return {"field": OF(of=of, field=label) if of else label, "value": shown[-1] or HIDDEN}


def _called(item: Described, value: Any, who: Who) -> str | None:
    if not isinstance(item, LinkField):
        return item.show(value)
    title = titles_of(item.rel_model, {value}, who)[value]
    return None if title == f"#{value}" else title
