"""When columns were last changed: what was worked out of others still holds, however much is edited."""

import json
import re
import threading
from dataclasses import dataclass, field
from typing import Any

from ..declare.record import Record
from ..server.database import fetch, opening
from ..server.dialect import one_look
from ..server.standing import house

MOST_CHANGES = 5_000  # that are looked through; after more of them all counts as changed
OWN = re.compile(r'"t1"\."(\w+)"')
TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
HEAD = 'SELECT COALESCE(MAX("id"), 0) FROM "batch"'
VERSION = 'SELECT COALESCE(MAX("version"), 0) FROM "tally" WHERE "record" = ?'
SINCE = 'SELECT "batch_id", "record", "row_id", "kind", "before" FROM "change" WHERE "batch_id" > ? ORDER BY "batch_id", "id" LIMIT ?'

_lock = threading.Lock()


@dataclass
class Seen:
    """How far the history of a type was looked through. all: the version at which rows came or went; columns: at which they changed."""

    head: int
    version: int
    all: int
    columns: dict[str, int] = field(default_factory=dict)

    def of(self, columns: set[str]) -> int:
        return max(self.all, *(self.columns.get(name, 0) for name in columns), 0)


def touched_at(record: type[Record], columns: set[str]) -> int:
    """The version of a type at which one of these columns was last changed, or rows came or went, as far as is known here."""
    shelf = house().of(_shelf)  # which columns there are is a matter of the house, and gone with it
    ((version,),) = fetch(VERSION, (record.key(),))
    with _lock:
        seen = shelf.get((record, opening()))
        if seen is not None and seen.version == version:
            return seen.of(columns)
    # The head first: what comes between the two is looked through again, and then counts as a change of all.
    seen = _looked_on(record, seen) if seen is not None else Seen(fetch(HEAD)[0][0], 0, 0)
    if not seen.version:
        seen.version = seen.all = fetch(VERSION, (record.key(),))[0][0]
    with _lock:
        for stale in [key for key in shelf if key[1] != opening()]:
            del shelf[stale]
        shelf[record, opening()] = seen
    return seen.of(columns)


def _shelf(built: Any) -> dict[tuple, Seen]:
    return {}


def _looked_on(record: type[Record], seen: Seen) -> Seen:
    """What was known, after the changes since."""
    with one_look():
        ((head,),), ((version,),) = fetch(HEAD), fetch(VERSION, (record.key(),))
        changes = fetch(SINCE, (seen.head, MOST_CHANGES + 1))
    own = [(batch, kind, before) for batch, name, _, kind, before in changes if name == record.key()]
    sealed = len({batch for batch, *_ in own}) == version - seen.version  # else somebody wrote beside the door
    if not sealed or len(changes) > MOST_CHANGES or any(kind != "u" for _, kind, _ in own):
        return Seen(head, version, version)
    names = {name for _, _, before in own for name in json.loads(before or "{}")}
    fields = record.fields()
    moved = {fields[name].column_name: version for name in names if name in fields}
    return Seen(head, version, version if names - fields.keys() else seen.all, {**seen.columns, **moved})


def columns_in(sql: str) -> set[str]:
    """The columns of its own table that a statement names."""
    return set(OWN.findall(sql))


def types_in(sql: str) -> set[str]:
    """The types whose rows a statement reads, however far from its own: the name of a row may be that of another's."""
    by_table = house().of(_by_table)
    return {by_table[table] for table in TABLES.findall(sql) if table in by_table}


def _by_table(built: Any) -> dict[str, str]:
    return {record._meta.table_name: key for key, record in built.records.items()}


def looks_at_its_own(record: type[Record], sql: str) -> bool:
    """Whether all that a statement reads are stored columns of one row of this type, whoever else is asked beside it."""
    known = {item.column_name for item in record.fields().values()} | {"id"}
    table = f'"{record._meta.table_name}"'
    return sql.count(table) == 1 and f'{table} AS "t1"' in sql and columns_in(sql) <= known
