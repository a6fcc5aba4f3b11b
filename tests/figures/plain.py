"""Rows as they stand in the tables, put there past every rule: each column is what the test says, each id is known."""

from typing import Any

from models.kit import Record
from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.declare.area import Area
from models.kit.server.database import fetch, handle
from models.kit.server.dialect import placed
from tests.figures.world import LAST
from tests.helpers.shop import SYSTEM

SOMETHING = {
    "line": "x",
    "note": "x",
    "tags": "x",
    "day": "2026-01-01",
    "moment": "2026-01-01 00:00",
    "month": "2026-01",
    "count": 0,
    "money": 0,
    "quantity": 0,
}


def lay(record: type[Record], names: str, *rows: tuple) -> None:
    """Rows as a table: the names of the columns after the id, then a tuple a row, its id first.

    What is left out takes its default; what must be there is anything at all, and a link then leads to row 1 of its type.
    """
    columns = names.split()
    with handle.atomic():
        for id, *values in rows:
            given = dict(zip(columns, values, strict=True))
            lay_one(record, id, {name: parsed(record, name, value) for name, value in given.items()})


def parsed(record: type[Record], name: str, value: Any) -> Any:
    """A value as people write it; links are ids already, and lead somewhere."""
    link = record.links().get(name)
    if link is None:
        return record.fields()[name].parse(value)
    return value if value is None or link.rel_model is record else some(link.rel_model, value)


def lay_one(record: type[Record], id: int, given: dict[str, Any]) -> None:
    values = {"id": id}
    for name, item in record.fields().items():
        value = given[name] if name in given else _usual(record, item, id)
        values[item.column_name] = item.db_value(value)
    columns = ", ".join(f'"{name}"' for name in values)
    handle.execute_sql(
        placed(f'INSERT INTO "{record._meta.table_name}" ({columns}) VALUES ({", ".join("?" * len(values))})'),
        list(values.values()),
    )


def change(record: type[Record], id: int, **given: Any) -> None:
    fields = record.fields()
    sets = {
        fields[name].column_name: fields[name].db_value(parsed(record, name, value)) for name, value in given.items()
    }
    columns = ", ".join(f'"{name}" = ?' for name in sets)
    handle.execute_sql(placed(f'UPDATE "{record._meta.table_name}" SET {columns} WHERE id = ?'), [*sets.values(), id])


def _usual(record: type[Record], item: Any, id: int) -> Any:
    if item.default is not None:
        return item.default() if callable(item.default) else item.default
    if item.null:
        return None
    if item.kind == "link":
        return some(item.rel_model, 1)
    if item.kind == "choice":
        return item.options[0].key
    unique = item.unique or any(item.name in names for names in record.unique_sets())
    return f"{item.name} {id}" if unique and item.kind in ("line", "note") else item.parse(SOMETHING[item.kind])


def some(record: type[Record], id: int) -> int:
    """The row of a type with this id, whatever it is."""
    if not fetch(f'SELECT 1 FROM "{record._meta.table_name}" WHERE id = ?', (id,)):
        lay_one(record, id, {})
    return id


# What the figures say -----------------------------------------------------------------------------------------------------


def values(area: Area, week: Week = LAST) -> dict[str, Any]:
    return {metric.name: metric.value(week) for metric in area.metrics}


def of_stores(area: Area, week: Week = LAST) -> dict[str, dict[int, Any]]:
    """The parts of the stores, of the figures that have any."""
    by_name = {metric.name: metric.per_store(week) for metric in area.metrics}
    return {name: parts for name, parts in by_name.items() if parts}


def rows_behind(area: Area, week: Week = LAST) -> dict[str, list[int]]:
    """The ids of the rows that a click on each figure opens."""
    return {metric.name: ids_behind(metric, week) for metric in area.metrics if metric.behind(week)}


def ids_behind(metric: Any, week: Week) -> list[int]:
    record, narrowed = metric.behind(week)
    where = Query(record, SYSTEM, narrowed).where
    query = record.select(record.id)
    return sorted(id for (id,) in (query if where is None else query.where(where)).tuples())
