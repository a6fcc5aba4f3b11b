"""Indexes for the quick search of long tables: rows by the pieces of their texts, kept beside the table.

On SQLite an index of pieces says which rows may hold a word; whether they do, and who may know, is asked of the rows themselves as
ever. Triggers note every row that comes, goes or gets another text, whoever writes it and in the same transaction, and a noted row
is looked at by every search, until the index is brought on in short writes. PostgreSQL's own trigrams need nothing of this.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import peewee

from ..declare.record import Record
from ..fields import LineField, LinkField, NoteField
from ..server.database import execute_many, fetch, opening, writing
from ..server.dialect import handle, is_embedded
from .grams import pieces
from .history import Kept
from .rows import places, quoted

PREFIX = "search_of_"
CHUNK = 500
SHORT, LEAST, MOST = 0.02, 100, 20_000  # seconds that one write of many may take, and its rows
SAMPLE, MOST_LOOKED_UP, MOST_KNOWN = 200, 20, 1000  # rows whose texts are looked up at night, and pieces of each
TEXTS = LineField | NoteField
Ask = Callable[..., Iterable[tuple]]  # a statement and its values → rows
MOMENTS = (("INSERT", "NEW"), ("DELETE", "OLD"), ("UPDATE OF {columns}", "NEW"))

_whole: dict[tuple, bool] = {}


class SearchIndex(Kept):
    """The index of a table. over: its columns, in the index's own order; upto: so far up the ids it is made; ready: all is in."""

    table = peewee.CharField(max_length=60, primary_key=True)
    over = peewee.TextField()
    upto = peewee.BigIntegerField(default=0)
    ready = peewee.SmallIntegerField(default=0)


@dataclass(frozen=True)
class Searched:
    """The same, as a search reads it."""

    table: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}"

    @property
    def noted(self) -> str:
        """Where the rows stand that changed since they were put into the index."""
        return f"{self.name}_noted"

    @property
    def triggers(self) -> list[str]:
        return [f"{self.name}_{moment.split()[0].lower()}" for moment, _ in MOMENTS]

    def sign(self, column: str) -> str:
        """What stands before the pieces of a column, so that nobody finds a row by a column he doesn't see."""
        return ascii_lowercase[self.columns.index(column)]

    def text(self, values: Sequence[str | None]) -> str:
        """A row as the index takes it."""
        signed = zip(ascii_lowercase, values, strict=False)
        return " ".join(sign + piece for sign, value in signed if value for piece in pieces(value))

    def put(self, rows: list[tuple]) -> None:
        """Ids and texts of rows, in the place of what was there of them."""
        sql = f'INSERT OR REPLACE INTO "{self.name}" (rowid, "pieces") VALUES (?, ?)'
        execute_many(sql, [(id, self.text(values)) for id, *values in rows])


def texts_of(record: type[Record]) -> tuple[str, ...]:
    """The columns that a quick search of this type looks in, where all of them are texts of its own rows; else none."""
    readable, fields = record.facts().readable, record.fields()
    items = [readable[name] for name in record.facts().search if name in readable]
    if any(isinstance(item, LinkField) or item.name not in fields for item in items):
        return ()
    return tuple(item.column_name for item in items if isinstance(item, TEXTS))[: len(ascii_lowercase)]


def is_of_search(table: str) -> bool:
    """Whether a table is part of such an index, which is nothing that people wrote."""
    return table.startswith(PREFIX)


def searched(record: type[Record]) -> Searched | None:
    """The index of a type as far as it can be relied on."""
    index = _registered(record._meta.table_name, 'AND "ready" = 1') if is_embedded() else None
    return index if index is not None and _is_whole(index) else None


def _registered(table: str, also: str = "", ask: Ask = fetch) -> Searched | None:
    rows = list(ask(f'SELECT "over" FROM "search_index" WHERE "table" = ? {also}', (table,)))
    return Searched(table, tuple(json.loads(rows[0][0]))) if rows else None


def _is_whole(index: Searched) -> bool:
    """Whether all that keeps it right is in place: a table that was made anew has lost its triggers."""
    key = (opening(), handle.obj.pragma("schema_version"), index)
    if key not in _whole:
        if len(_whole) > MOST_KNOWN:
            _whole.clear()
        names = (index.name, index.noted, *index.triggers)
        sql = f'SELECT COUNT(*) FROM sqlite_schema WHERE "name" IN ({places(len(names))})'
        _whole[key] = fetch(sql, names) == [(len(names),)]
    return _whole[key]


# Begun, brought on and dropped ------------------------------------------------------------------------------------------------


def look_after(record: type[Record], wanted: bool) -> None:
    """Makes the index of a type that is to have one and brings it on, or drops it; for beside people at work."""
    table, columns = record._meta.table_name, texts_of(record) if wanted else ()
    there = _registered(table)
    if there is not None and (there.columns != columns or not _is_whole(there)):
        drop(table)
        there = None
    if columns and there is None:
        begin(table, columns)
    if columns:
        bring_on(table)


def tables_indexed(ask: Ask = fetch) -> set[str]:
    """The tables that have an index, made or in the making."""
    return {table for (table,) in ask('SELECT "table" FROM "search_index"', ())}


def drop_forsaken(tables: set[str]) -> None:
    """Those go whose tables nobody uses any more."""
    for table in sorted(tables_indexed() - tables):
        drop(table)


def begin(table: str, columns: tuple[str, ...]) -> None:
    """From now on changes are noted; `bring_on` puts in what is there."""
    index = Searched(table, columns)
    with writing():
        _clear(index)
        handle.execute_sql(f'CREATE TABLE "{index.noted}" ("id" INTEGER PRIMARY KEY)')
        options = "content='', contentless_delete=1, detail=none, tokenize='ascii'"
        handle.execute_sql(f'CREATE VIRTUAL TABLE "{index.name}" USING fts5("pieces", {options})')
        for trigger, (moment, row) in zip(index.triggers, MOMENTS, strict=True):
            when = f'AFTER {moment.format(columns=quoted(list(columns)))} ON "{table}"'
            once = f'WHERE NOT EXISTS (SELECT 1 FROM "{index.noted}" WHERE "id" = {row}."id")'
            note = f'INSERT INTO "{index.noted}" ("id") SELECT {row}."id" {once}'
            handle.execute_sql(f'CREATE TRIGGER "{trigger}" {when} BEGIN {note}; END')
        SearchIndex.insert(table=table, over=json.dumps(columns)).execute()


def bring_on(table: str) -> None:
    """Put in all that isn't yet, in writes so short that nobody who edits feels them, and as long a pause after each."""
    rows, done = CHUNK, False
    while not done:
        began = time.monotonic()
        with writing():
            index = _registered(table)
            done = index is None or not (_made_on(index, rows) or _noted_in(index, rows))
        took = time.monotonic() - began
        rows = max(LEAST, min(MOST, int(rows * min(2.0, SHORT / max(took, 0.001)))))
        time.sleep(0 if done else took)


def _made_on(index: Searched, rows: int) -> bool:
    """The next rows of the table, as long as there are any."""
    ((upto, ready),) = fetch('SELECT "upto", "ready" FROM "search_index" WHERE "table" = ?', (index.table,))
    if ready:
        return False
    columns = quoted(["id", *index.columns])
    batch = fetch(f'SELECT {columns} FROM "{index.table}" WHERE "id" > ? ORDER BY "id" LIMIT ?', (upto, rows))
    index.put(batch)
    so_far = (batch[-1][0] if batch else upto, int(not batch), index.table)
    handle.execute_sql('UPDATE "search_index" SET "upto" = ?, "ready" = ? WHERE "table" = ?', so_far)
    return True


def _noted_in(index: Searched, rows: int) -> bool:
    """The next of the rows that changed, as long as there are any."""
    noted = f'SELECT "id" FROM "{index.noted}" ORDER BY "id" LIMIT ?'
    ids = {id for (id,) in fetch(noted, (rows,))}
    columns, among = quoted(["id", *index.columns]), f'"id" IN ({noted})'
    there = fetch(f'SELECT {columns} FROM "{index.table}" WHERE {among}', (rows,)) if ids else []
    index.put(there)
    gone = ids - {id for id, *_ in there}
    execute_many(f'DELETE FROM "{index.name}" WHERE rowid = ?', [(id,) for id in gone])
    execute_many(f'DELETE FROM "{index.noted}" WHERE "id" = ?', [(id,) for id in ids])
    return bool(ids)


def drop(table: str) -> None:
    with writing():
        handle.execute_sql('DELETE FROM "search_index" WHERE "table" = ?', (table,))
        _clear(Searched(table, ()))


def _clear(index: Searched) -> None:
    for name in index.triggers:
        handle.execute_sql(f'DROP TRIGGER IF EXISTS "{name}"')
    for name in (index.name, index.noted):
        handle.execute_sql(f'DROP TABLE IF EXISTS "{name}"')


def lacks(table: str, ask: Ask = fetch) -> int | None:
    """A row of a table that its index doesn't know as it is, of those that are looked at: none, unless somebody wrote in the
    file past the triggers. All must be there; of some, the texts are looked up."""
    index = _registered(table, 'AND "ready" = 1', ask)
    if index is None:
        return None
    noted = f'SELECT "id" FROM "{index.noted}"'
    missing = f'"id" NOT IN (SELECT "id" FROM "{index.name}_docsize") AND "id" NOT IN ({noted})'
    rows = list(ask(f'SELECT "id" FROM "{table}" WHERE {missing} LIMIT 1', ()))
    return rows[0][0] if rows else next(_unlike(index, noted, ask), None)


def _unlike(index: Searched, noted: str, ask: Ask) -> Iterator[int]:
    """Rows from all over the table whose own pieces don't lead to them."""
    ((last,),) = ask(f'SELECT COALESCE(MAX("id"), 0) FROM "{index.table}"', ())
    columns, held = (
        quoted(["id", *index.columns]),
        f'SELECT 1 FROM "{index.name}" WHERE "{index.name}" MATCH ? AND rowid = ?',
    )
    for start in range(0, last, last // SAMPLE + 1):
        sql = f'SELECT {columns} FROM "{index.table}" WHERE "id" > ? AND "id" NOT IN ({noted}) ORDER BY "id" LIMIT 1'
        for id, *values in list(ask(sql, (start,))):
            pieces = index.text(values).split()[:MOST_LOOKED_UP]
            if pieces and not list(ask(held, (" AND ".join(f'"{piece}"' for piece in pieces), id))):
                yield id
