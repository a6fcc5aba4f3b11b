"""Which rows meet which of many filters, asked in one statement: as they are now, or as they were before a change."""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import Any

import peewee

from ...kit.ask.query import Query
from ...kit.clock import now, today
from ...kit.declare.access import Who
from ...kit.declare.record import Record, Row
from ...kit.server.database import handle, opening
from ...kit.server.dialect import is_embedded
from ...kit.server.standing import house

Asked = tuple[dict[str, Any], Who]
CHUNK, CHUNK_BEFORE, _MOST = 500, 40, 256
_kept: OrderedDict[tuple, tuple[str, tuple, Any]] = OrderedDict()
_lock = Lock()


def met(record: type[Record], asked: list[Asked], ids: list[int]) -> list[set[int]]:
    """By filter, those of these rows that meet it now, seen with the rights of its `Who`. Raises BadQuery."""
    fitting: list[set[int]] = [set() for _ in asked]
    for start in range(0, len(ids), CHUNK):
        part = tuple(ids[start : start + CHUNK])  # bound, so that the engine knows the statement the next time
        places = ", ".join(_mark() for _ in part)
        _tell(record, asked, f'"{record._meta.table_name}"', part, f'"t1"."id" IN ({places})', fitting)
    return fitting


def was_met(record: type[Record], asked: list[Asked], rows: list[Row]) -> list[set[int]]:
    """The same of rows as they were, which stand nowhere any more."""
    fitting: list[set[int]] = [set() for _ in asked]
    stored = record.facts().stored
    columns = ", ".join(f'"{item.column_name}"' for item in stored)
    line = "SELECT " + ", ".join(_mark() for _ in stored)
    for start in range(0, len(rows), CHUNK_BEFORE):
        part = rows[start : start + CHUNK_BEFORE]
        # The empty first part says what kinds these columns are of.
        table = f'SELECT {columns} FROM "{record._meta.table_name}" WHERE 1 = 0'
        source = f"({table} UNION ALL {' UNION ALL '.join(line for _ in part)})"
        values = [item.db_value(getattr(row, item.name, None)) for row in part for item in stored]
        _tell(record, asked, source, tuple(values), "1 = 1", fitting)
    return fitting


def _tell(
    record: type[Record], asked: list[Asked], source: str, values: tuple, where: str, into: list[set[int]]
) -> None:
    columns_said, given = _conditions(record, asked)
    sql = f'SELECT "t1"."id", {columns_said} FROM {source} AS "t1" WHERE {where}'
    for id, *answers in handle.execute_sql(sql, (*given, *values)).fetchall():
        if 1 in answers:
            for at, answer in enumerate(answers):
                if answer == 1:
                    into[at].add(id)


def _conditions(record: type[Record], asked: list[Asked]) -> tuple[str, tuple]:
    """All of them side by side; worked out once a minute, for what goes by the clock."""
    named = tuple((id(filter), id(who.grants)) for filter, who in asked)
    key = (house().number, opening(), record, named, _minute(), today())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key][:2]
    parts = [_condition(record, filter, who) for filter, who in asked]
    made = ", ".join(sql for sql, _ in parts), tuple(value for _, params in parts for value in params)
    held = [(filter, who.grants) for filter, who in asked]  # so that no others have their ids
    with _lock:
        _kept[key] = (*made, held)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made


def _condition(record: type[Record], filter: dict[str, Any], who: Who) -> tuple[str, tuple]:
    """1 where the filter is met, else 0."""
    met_here = Query(record, who, filter).where
    if met_here is None:
        return "1", ()
    sql, params = record.select(peewee.Case(None, ((met_here, 1),), 0)).sql()
    return sql[len("SELECT ") : sql.rindex(f' FROM "{record._meta.table_name}" AS "t1"')], tuple(params)


def _mark() -> str:
    return "?" if is_embedded() else "%s"


def _minute() -> tuple[date, int]:
    moment = now()
    return moment.date(), moment.hour * 60 + moment.minute
