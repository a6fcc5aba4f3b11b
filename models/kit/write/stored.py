"""Roll-ups that are kept, for people who sort and filter by them: a column beside those of the type, which the door keeps right.

What is shown is reckoned as ever. A change brings the rows it touches up to date in its own transaction; the others were brought
in short writes beforehand, and until the last of them was, nobody reads the column.
"""

import hashlib
import json
import logging
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import peewee

from ..declare.record import Record
from ..formula.formula import Formula
from ..server.database import fetch, writing
from ..server.dialect import bare, briefly, handle, placed
from ..server.standing import house
from .history import Kept

log = logging.getLogger("opsdesk.writes")
PREFIX = "k_"
TYPES = {"number": "BIGINT", "money": "BIGINT", "day": "DATE", "moment": "TIMESTAMP"}  # by kinds of formulas
CHUNK = 500
SHORT, LEAST, MOST = 0.01, 100, 20_000  # seconds that one write of many may take, and its rows
COLUMNS = '"column", "record", "over", "link", "reads", "own", "sql"'


class StoredRollUp(Kept):
    """One kept column. reads: the fields of the rows it is over, whose changes change it, its link among them; own: those of its own.

    upto: so far up the ids the rows are brought; ready: all of them are.
    """

    column = peewee.CharField(max_length=40, primary_key=True)
    record = peewee.CharField(max_length=60)
    over = peewee.CharField(max_length=60)
    link = peewee.CharField(max_length=60)
    reads = peewee.TextField()
    own = peewee.TextField()
    sql = peewee.TextField()
    upto = peewee.BigIntegerField(default=0)
    ready = peewee.SmallIntegerField(default=0)


@dataclass(frozen=True)
class Stored:
    """The same, as the door reads it."""

    column: str
    record: type[Record]
    over: type[Record]
    link: str
    reads: frozenset[str]
    own: frozenset[str]
    sql: str

    def bring(self, where: str) -> None:
        table = self.record._meta.table_name
        handle.execute_sql(bare(f'UPDATE "{table}" AS "t1" SET "{self.column}" = {self.sql} WHERE {where}'))


def called(formula: Formula) -> str:
    """A kept column is called by what it holds: another formula, or another's sight of it, is another column."""
    return PREFIX + hashlib.sha256(formula.sql.encode()).hexdigest()[:16]


def kept_for(formula: Formula) -> str | None:
    """The column that holds all of this by now, if there is one."""
    name = called(formula)
    there = fetch('SELECT "record" FROM "stored_roll_up" WHERE "column" = ? AND "ready" = 1', (name,))
    return name if there else None


def storable(record: type[Record], declared: Any, formula: Formula) -> bool:
    """Whether a roll-up's results change with rows of the two types alone, and are something that a column keeps."""
    if not declared.link or formula.mistakes or formula.by_clock or formula.by_person or formula.kind not in TYPES:
        return False
    return all(need.record in (record, declared.over) for need in formula.needs)


# Kept right by the door --------------------------------------------------------------------------------------------------


def keep_stored(c: Any) -> None:
    """The last rule of every change. A column that can't be kept is given up: nobody's change fails for it."""
    done = c.done
    for stored in _all({record.key() for record, *_ in done}):
        try:
            with handle.atomic():
                for ids in _chunked(sorted(_changed(stored, done))):
                    stored.bring(f'"t1"."id" IN ({", ".join(map(str, ids))})')
        except peewee.DatabaseError:
            log.exception("the kept roll-up %s is given up", stored.column)
            give_up(stored.column)


def _changed(stored: Stored, done: list[tuple]) -> set[int]:
    """The rows whose roll-up a change may have changed: those that are linked now, and those that were."""
    ids: set[int] = set()
    lines: set[int] = set()
    for record, id, kind, old, new in done:
        if record is stored.over and (kind != "u" or stored.reads & old.keys()):
            ids |= {side[stored.link] for side in (old, new) if side and side.get(stored.link) is not None}
            lines |= {id} if kind == "u" else set()
        if record is stored.record and (kind == "i" or (kind == "u" and stored.own & old.keys())):
            ids.add(id)
    table, column = stored.over._meta.table_name, stored.over.fields()[stored.link].column_name
    for part in _chunked(sorted(lines)):
        sql = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "id" IN ({", ".join(map(str, part))})'
        ids |= {id for (id,) in fetch(sql) if id is not None}
    return ids


def _all(touched: Collection[str]) -> Iterator[Stored]:
    for column, record, over, link, reads, own, sql in fetch(f'SELECT {COLUMNS} FROM "stored_roll_up"'):
        types = house().records
        if (record in touched or over in touched) and record in types and over in types:
            yield Stored(
                column, types[record], types[over], link, frozenset(json.loads(reads)), frozenset(json.loads(own)), sql
            )


def _chunked(ids: list[int]) -> Iterator[list[int]]:
    yield from (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


# Begun, brought and given up ----------------------------------------------------------------------------------------------


def begin(record: type[Record], declared: Any, formula: Formula) -> str:
    """From now on the door keeps it, for whoever is touched; `bring_on` brings the others."""
    name, table, over = called(formula), record._meta.table_name, declared.over
    reads = {need.field.name for need in formula.needs if need.record is over}
    own = {need.field.name for need in formula.needs if need.record is record}
    with writing():
        briefly()
        if name not in columns_of(record):
            handle.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {TYPES[formula.kind]}')
        said = (record.key(), over.key(), declared.link, json.dumps(sorted(reads)), json.dumps(sorted(own)))
        sql = f'INSERT INTO "stored_roll_up" ({COLUMNS}, "upto", "ready") VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)'
        handle.execute_sql(placed(sql), (name, *said, formula.sql))
    return name


def bring_on(column: str) -> None:
    """Bring all that isn't yet, in writes so short that nobody who edits feels them, and twice as long a pause after each."""
    rows, upto, record = CHUNK, *fetch('SELECT "upto", "record" FROM "stored_roll_up" WHERE "column" = ?', (column,))[0]
    (stored,) = (stored for stored in _all({record}) if stored.column == column)
    while True:
        began = time.monotonic()
        with writing():
            ((last,),) = fetch(f'SELECT COALESCE(MAX("id"), 0) FROM "{stored.record._meta.table_name}"')
            stored.bring(f'"t1"."id" > {upto} AND "t1"."id" <= {upto + rows}')
            upto += rows
            done = int(upto >= last)
            so_far = placed('UPDATE "stored_roll_up" SET "upto" = ?, "ready" = ? WHERE "column" = ?')
            handle.execute_sql(so_far, (upto, done, column))
        took = time.monotonic() - began
        if done:
            return
        rows = max(LEAST, min(MOST, int(rows * min(2.0, SHORT / max(took, 0.001)))))
        time.sleep(2 * took)


def give_up(column: str) -> None:
    """Nobody reads it any more; the column itself goes at night, when nobody is still at a question that named it."""
    with writing():
        handle.execute_sql(placed('DELETE FROM "stored_roll_up" WHERE "column" = ?'), (column,))


def drop_forsaken(record: type[Record]) -> None:
    """Columns that were given up before are taken out of the table, which SQLite writes anew for that."""
    there = {column for (column,) in fetch('SELECT "column" FROM "stored_roll_up"')}
    for name in sorted(name for name in columns_of(record) if name not in there):
        with writing():
            briefly()
            handle.execute_sql(f'ALTER TABLE "{record._meta.table_name}" DROP COLUMN "{name}"')


def columns_of(record: type[Record]) -> list[str]:
    """The kept columns that a table has, whether anybody reads them or not."""
    return [column.name for column in handle.get_columns(record._meta.table_name) if is_kept(column.name)]


def is_kept(column: str) -> bool:
    """Whether a column of a table is one of these, which are no part of what people wrote."""
    return column.startswith(PREFIX) and len(column) == len(PREFIX) + 16


def differs(column: str) -> bool:
    """Whether a kept column says something else than what is reckoned: never, unless somebody wrote beside the door."""
    ((record,),) = fetch('SELECT "record" FROM "stored_roll_up" WHERE "column" = ?', (column,))
    (stored,) = (stored for stored in _all({record}) if stored.column == column)
    sql = f'SELECT 1 FROM "{stored.record._meta.table_name}" AS "t1" WHERE "t1"."{column}" IS DISTINCT FROM {stored.sql} LIMIT 1'
    return bool(handle.execute_sql(bare(sql)).fetchall())


def share(column: str) -> float | None:
    """How much of a kept column is brought; None where it isn't begun."""
    there = fetch('SELECT "record", "upto", "ready" FROM "stored_roll_up" WHERE "column" = ?', (column,))
    if not there or there[0][2]:
        return 1.0 if there else None
    ((last,),) = fetch(f'SELECT COALESCE(MAX("id"), 1) FROM "{house().records[there[0][0]]._meta.table_name}"')
    return min(0.99, there[0][1] / last)


def kept_columns() -> dict[str, bool]:
    """All of them, and whether each is ready."""
    return {column: bool(ready) for column, ready in fetch('SELECT "column", "ready" FROM "stored_roll_up"')}
