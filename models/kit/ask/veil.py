"""Tables as they were at a moment of the past: for whoever asks from here, each lies behind a view of that time.

What stood then is what stands now with every change since taken back, as the history keeps it. For a process of its own:
what it remembers of one time is nothing to the other.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import peewee

from .. import words
from ..clock import set_source, time_source
from ..declare.record import Record
from ..server.database import begin_anew, execute_many, fetch
from ..server.dialect import handle, is_embedded
from ..server.standing import house, stand
from ..text import Refused
from ..write.history import Batch, Change
from ..write.rows import as_stored, quoted

MOST_MOVED = 200_000  # changes since
OF_TODAY = ("stored_roll_up", "search_index")  # what says what is kept of rows, and which hold a word

Was = dict[
    int, dict[str, Any] | None
]  # by row, the values since changed as the history keeps them; None: not there yet


def taken_back(record: type[Record], moment: datetime) -> Was:
    """What was changed of a type after a moment (naive UTC), as it was before. Raises Refused where that is too much."""
    names = record.fields()
    moved = (Change.record == record.key()) & Change.batch.in_(Batch.select(Batch.id).where(Batch.at > moment))
    if Change.select().where(moved).limit(MOST_MOVED + 1).count() > MOST_MOVED:
        raise Refused(words.TOO_MUCH_SINCE(record=record.sheet.label, most=MOST_MOVED))
    was: Was = {}
    changes = Change.select(Change.row_id, Change.kind, Change.before).where(moved).order_by(Change.id.desc())
    for id, kind, before in changes.tuples().iterator():
        values = json.loads(before) if before else {}
        if kind == "i":
            was[id] = None
        elif kind == "d":
            was[id] = {name: values.get(name) for name in names}
        else:
            was[id] = {**(was.get(id) or {}), **values}
    return was


@contextmanager
def veiled(records: Collection[type[Record]], moment: datetime) -> Iterator[dict[type[Record], Was]]:
    """Whatever this thread asks in here of these types, and of what day it is, is answered as of then."""
    source, held = time_source(), house()
    begin_anew()
    stand(held)  # what is made in the browser is part of what is remembered, and holds in here, too
    with _open() as may_write:
        moved = {record: taken_back(record, moment) for record in records}
        with may_write():
            for record, was in moved.items():
                if was:
                    _cover(record, was)
            _hide_kept()
        set_source(lambda: moment.replace(tzinfo=UTC))
        try:
            yield moved
        finally:
            set_source(source)
    begin_anew()
    stand(held)


@contextmanager
def _open() -> Iterator[Any]:
    """One look at the database, at whose end all is as it was; what is made in it is this connection's own."""
    handle.execute_sql("BEGIN" if is_embedded() else "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE")
    try:
        yield _writable
    finally:
        handle.execute_sql("ROLLBACK")


@contextmanager
def _writable() -> Iterator[None]:
    """As long as the veil is made: then nothing is written any more, not even here."""
    if is_embedded():
        ((before,),) = handle.execute_sql("PRAGMA query_only").fetchall()
        handle.execute_sql("PRAGMA query_only = 0")
    try:
        yield
    finally:
        if is_embedded():
            handle.execute_sql(f"PRAGMA query_only = {before}")
    if not is_embedded():
        handle.execute_sql("SET TRANSACTION READ ONLY")


def _cover(record: type[Record], was: Was) -> None:
    table = record._meta.table_name
    real, past, moved = _real(table), f"was_{table}"[:60], f"moved_{table}"[:60]
    columns = quoted([column.name for column in handle.get_columns(table)])
    handle.execute_sql(f'CREATE TEMP TABLE "{past}" AS SELECT {columns} FROM {real} WHERE 1 = 0')
    handle.execute_sql(f'CREATE TEMP TABLE "{moved}" ("id" BIGINT PRIMARY KEY)')
    execute_many(f'INSERT INTO "{moved}" ("id") VALUES (?)', [(id,) for id in was])
    there = f'SELECT "id" FROM {real} WHERE "id" IN (SELECT "id" FROM "{moved}")'
    now_there = {id for (id,) in fetch(there)}
    stood = {id: values for id, values in was.items() if values is not None}
    kept = [(id,) for id in stood if id in now_there]
    execute_many(f'INSERT INTO "{past}" ({columns}) SELECT {columns} FROM {real} WHERE "id" = ?', kept)
    execute_many(f'INSERT INTO "{past}" ("id") VALUES (?)', [(id,) for id in stood if id not in now_there])
    handle.execute_sql(f'CREATE INDEX "{past}_id" ON "{past}" ("id")')
    _fill(record, past, stood)
    handle.execute_sql(
        f'CREATE TEMP VIEW "{table}" AS SELECT {columns} FROM {real} WHERE "id" NOT IN (SELECT "id" FROM "{moved}") '
        f'UNION ALL SELECT {columns} FROM "{past}"'
    )


def _fill(record: type[Record], past: str, stood: dict[int, dict[str, Any]]) -> None:
    """The values of then, rows with the same columns together."""
    fields, together = record.fields(), {}
    for id, values in stood.items():
        names = tuple(sorted(name for name in values if name in fields and not fields[name].secret))
        together.setdefault(names, []).append(id)
    for names, ids in together.items():
        if not names:
            continue
        assignments = ", ".join(f'"{fields[name].column_name}" = ?' for name in names)
        stored = [as_stored(fields[name], [value_kept(fields[name], stood[id][name]) for id in ids]) for name in names]
        execute_many(f'UPDATE "{past}" SET {assignments} WHERE "id" = ?', list(zip(*stored, ids, strict=True)))


def value_kept(item: Any, kept: Any) -> Any:
    """A kept value as Python's; what was right then may be off the list or out of bounds today, and stands all the same."""
    if kept is None:
        return None
    try:
        return item.parse(kept)
    except Refused:
        return kept if isinstance(kept, str) and isinstance(item, peewee.CharField | peewee.TextField) else None


def _hide_kept() -> None:
    """What is kept of rows beside them is of today: it is reckoned and looked for anew."""
    for table in OF_TODAY:
        handle.execute_sql(f'CREATE TEMP VIEW "{table}" AS SELECT * FROM {_real(table)} WHERE 1 = 0')


def _real(table: str) -> str:
    """The table itself, past whatever stands before it."""
    if is_embedded():
        return f'main."{table}"'
    ((schema,),) = handle.execute_sql("SELECT current_schema()").fetchall()
    return f'"{schema}"."{table}"'
