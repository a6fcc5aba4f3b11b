"""Long tables are searched by an index: which have one, by the columns that their quick search looks in."""

import hashlib
import logging

import peewee

from ..kit import Refused
from ..kit.ask.figures import live_rows
from ..kit.declare.record import Record
from ..kit.server.dialect import handle, is_embedded
from ..kit.server.embedded import named
from ..kit.server.indexes import broken_indexes, build_index, drop_index, trigrams
from ..kit.server.standing import house
from ..kit.write import searched

log = logging.getLogger("opsdesk.design")
LONG = 10_000
SHORTER = 2  # so many times an index that is there stays: a table about that long would have it made and dropped again
PREFIX = "s_"


def index_searches(long: int = LONG) -> None:
    """Those that are wanted are made and brought on by what changed since, the others go; beside people at work."""
    records = {record._meta.table_name: record for record in house().records.values()}
    there = _there(records)
    least = {table: long // SHORTER if table in there else long for table in records}
    wanted = {table: record for table, record in records.items() if live_rows(record) >= least[table]}
    if not is_embedded():
        _by_trigrams(records, wanted)
        return
    searched.drop_forsaken(set(records))
    for table, record in records.items():
        searched.look_after(record, table in wanted)


def _there(records: dict[str, type[Record]]) -> set[str]:
    """The tables that have an index now."""
    if is_embedded():
        return searched.tables_indexed()
    names = {table: _named(table, searched.texts_of(record)) for table, record in records.items()}
    return {table for table, name in names.items() if name in _names(table)}


def _names(table: str) -> set[str]:
    return {index.name for index in handle.get_indexes(table) if index.name.startswith(PREFIX)}


def hold_searches() -> None:
    """The indexes are held against their tables; one that lacks something goes, and is made anew."""
    for record in house().records.values() if is_embedded() else ():
        table = record._meta.table_name
        if (id := searched.lacks(table)) is not None:
            log.error("the search of %s lacked row %s and is made anew", record.key(), id)
            searched.drop(table)


def _by_trigrams(records: dict[str, type[Record]], wanted: dict[str, type[Record]]) -> None:
    """PostgreSQL keeps its index itself, and uses it by itself."""
    letters = trigrams() if wanted else None
    texts = {table: searched.texts_of(record) for table, record in wanted.items()} if letters else {}
    said = {_named(table, columns): _on(table, columns, letters) for table, columns in texts.items() if columns}
    there = {name for table in records for name in _names(table)}
    gone = (there - said.keys()) | broken_indexes(PREFIX)
    for name in sorted(gone):
        drop_index(name)
    for name in sorted(said.keys() - (there - gone)):
        try:
            build_index(name, said[name])
        except (peewee.DatabaseError, Refused) as why:  # as busy as it is, another time
            log.warning("no index for the search on %s: %s", said[name], why)


def _named(table: str, columns: tuple[str, ...]) -> str:
    """An index is called by what it holds."""
    return PREFIX + hashlib.sha256(" ".join((table, *columns)).encode()).hexdigest()[:16]


def _on(table: str, columns: tuple[str, ...], letters: str | None) -> str:
    return f'"{table}" USING gin ({", ".join(f"{named([column])} {letters}" for column in columns)})'
