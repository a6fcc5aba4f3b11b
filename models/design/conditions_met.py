"""Which rows meet which of many conditions, asked in one statement; it is written once a minute, for what goes by the clock."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import Any

import peewee

from ..kit.clock import now, today
from ..kit.declare.record import Record
from ..kit.server.database import handle, opening
from ..kit.server.dialect import is_embedded
from ..kit.server.standing import house

CHUNK, MOST_KEPT = 500, 256
Part = tuple[str, tuple[Any, ...]]  # of a statement, with what is bound in it
NEVER: Part = ("0", ())
ALWAYS: Part = ("1", ())


class Statements:
    """Conditions side by side as a part of a statement, each worked out once for the house, the database and the minute."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple, tuple[Part, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, record: type[Record], key: tuple, make: Callable[[], list[Part]], held: Any = None) -> Part:
        """key: says which conditions; held: what it names by its place in memory, and so mustn't go."""
        key = (house().number, opening(), record, key, _minute(), today())
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        parts = make()
        made = ", ".join(sql for sql, _ in parts), tuple(value for _, params in parts for value in params)
        with self._lock:
            self._kept[key] = (made, held)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


def part_of(record: type[Record], condition: Any) -> Part:
    """1 where the condition is met, else 0."""
    sql, params = record.select(peewee.Case(None, ((condition, 1),), 0)).sql()
    return sql[len("SELECT ") : sql.rindex(f' FROM "{record._meta.table_name}" AS "t1"')], tuple(params)


def met_of(record: type[Record], asked: Part, ids: Sequence[int], into: list[set[int]]) -> None:
    """Adds to each set those of these rows that meet the condition of its place."""
    for start in range(0, len(ids), CHUNK):
        part = tuple(ids[start : start + CHUNK])  # bound, so that the engine knows the statement the next time
        places = ", ".join(mark() for _ in part)
        tell(asked, f'"{record._meta.table_name}"', part, f'"t1"."id" IN ({places})', into)


def tell(asked: Part, source: str, values: tuple, where: str, into: list[set[int]]) -> None:
    columns, given = asked
    sql = f'SELECT "t1"."id", {columns} FROM {source} AS "t1" WHERE {where}'
    for id, *answers in handle.execute_sql(sql, (*given, *values)).fetchall():
        if 1 in answers:
            for at, answer in enumerate(answers):
                if answer == 1:
                    into[at].add(id)


def mark() -> str:
    return "?" if is_embedded() else "%s"


def _minute() -> tuple[date, int]:
    moment = now()
    return moment.date(), moment.hour * 60 + moment.minute
