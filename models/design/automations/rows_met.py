"""Which rows meet which of many filters, asked in one statement: as they are now, or as they were before a change."""

from typing import Any

from ...kit.ask.query import Query
from ...kit.declare.access import Who
from ...kit.declare.record import Record, Row
from ..conditions_met import ALWAYS, Part, Statements, mark, met_of, part_of, tell

Asked = tuple[dict[str, Any], Who]
CHUNK_BEFORE = 40
_statements = Statements()


def met(record: type[Record], asked: list[Asked], ids: list[int]) -> list[set[int]]:
    """By filter, those of these rows that meet it now, seen with the rights of its `Who`. Raises BadQuery."""
    fitting: list[set[int]] = [set() for _ in asked]
    if ids:
        met_of(record, _conditions(record, asked), ids, fitting)
    return fitting


def was_met(record: type[Record], asked: list[Asked], rows: list[Row]) -> list[set[int]]:
    """The same of rows as they were, which stand nowhere any more."""
    fitting: list[set[int]] = [set() for _ in asked]
    stored = record.facts().stored
    columns = ", ".join(f'"{item.column_name}"' for item in stored)
    line = "SELECT " + ", ".join(mark() for _ in stored)
    for start in range(0, len(rows), CHUNK_BEFORE):
        part = rows[start : start + CHUNK_BEFORE]
        # The empty first part says what kinds these columns are of.
        table = f'SELECT {columns} FROM "{record._meta.table_name}" WHERE 1 = 0'
        source = f"({table} UNION ALL {' UNION ALL '.join(line for _ in part)})"
        values = [item.db_value(getattr(row, item.name, None)) for row in part for item in stored]
        tell(_conditions(record, asked), source, tuple(values), "1 = 1", fitting)
    return fitting


def _conditions(record: type[Record], asked: list[Asked]) -> Part:
    named = tuple((id(filter), id(who.grants)) for filter, who in asked)
    held = [(filter, who.grants) for filter, who in asked]  # so that no others have their ids
    return _statements.of(record, named, lambda: [_condition(record, *each) for each in asked], held)


def _condition(record: type[Record], filter: dict[str, Any], who: Who) -> Part:
    where = Query(record, who, filter).where
    return ALWAYS if where is None else part_of(record, where)
