"""Indexes for what is reckoned: roll-ups find all they need in one, and shared views are sorted and filtered by another.

They are built soon after somebody wants them, and dropped when nothing does. SQLite lets nobody else write while it builds one,
so there a large table waits until nobody writes anyway; PostgreSQL builds them beside whatever goes on.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import peewee

from ..kit import Refused, Text
from ..kit.ask.figures import live_rows
from ..kit.ask.filters import columns_of
from ..kit.clock import lately
from ..kit.declare.access import system
from ..kit.declare.record import Record
from ..kit.formula.asking import formula_of
from ..kit.formula.fields import RollUpField
from ..kit.formula.formula import Formula
from ..kit.server.dialect import bare, handle, is_embedded
from ..kit.server.indexes import broken_indexes, build_index, drop_index
from ..kit.server.standing import house
from ..kit.write.history import Batch

log = logging.getLogger("opsdesk.design")
LARGE, MOST_COLUMNS = 10_000, 6
BRIEF = 50_000  # rows that SQLite indexes in a tenth of a second, for which nobody else can write
QUIET = timedelta(minutes=1)
WHO = system("columns")
BUILT = Text("新建 {made} 个索引，删除 {gone} 个", "{made} indexes built, {gone} dropped")
BUILT_SOME = Text(
    "新建 {made} 个索引，删除 {gone} 个；还有 {left} 个等没有人写入时或夜里再建，在那之前按这些列排序和筛选会慢一些",
    "{made} indexes built, {gone} dropped; {left} wait until nobody writes, or for the night, and until then sorting and filtering by them is slower",
)


def index_at_night(day: date, large: int = LARGE) -> Text:
    """All that is wanted is built, and what nothing needs any more is dropped."""
    return _bring_about(large, lambda record: True)


def index_soon(day: date, large: int = LARGE, brief: int = BRIEF) -> Text:
    """As above, but beside people at work: what would make those wait who write is left for a quiet moment or the night."""
    return _bring_about(large, lambda record: not is_embedded() or live_rows(record) <= brief or _is_quiet())


def _bring_about(large: int, may: Callable[[type[Record]], bool]) -> Text:
    """An index is called by what it holds, so that a formula that changed gets a new one and the old one goes."""
    wanted = {f"q_{hashlib.sha256(said.encode()).hexdigest()[:16]}": (record, said) for record, said in _wanted(large)}
    tables = {record._meta.table_name for record in house().records.values()}
    there = {index.name for table in tables for index in handle.get_indexes(table) if index.name.startswith("q_")}
    gone = (there - wanted.keys()) | broken_indexes("q_")
    for name in sorted(gone):
        drop_index(name)
    lacking = sorted(wanted.keys() - (there - gone))
    made = [name for name in lacking if may(wanted[name][0]) and _built(name, wanted[name][1])]
    left = len(lacking) - len(made)
    return (BUILT if not left else BUILT_SOME)(made=len(made), gone=len(gone), left=left)


def _built(name: str, said: str) -> bool:
    """One that the database won't have, as it is busy or thinks a function may change its mind, is left for another time."""
    try:
        build_index(name, said)
    except (peewee.DatabaseError, Refused) as why:
        log.warning("no index on %s: %s", said, why)
        return False
    return True


def _is_quiet() -> bool:
    """Whether nobody has written for a while."""
    return not Batch.select().where(lately(Batch.at, QUIET)).exists()


def _wanted(large: int) -> Iterator[tuple[type[Record], str]]:
    """The type whose rows are indexed, and the table and what is indexed of it, as SQL says it."""
    for record in house().records.values():
        asked_by = _asked_by(record) if live_rows(record) >= large else set()
        for name, declared in record.facts().computed.items():
            formula = formula_of(WHO, record, name)
            if formula.mistakes:
                continue
            if isinstance(declared, RollUpField) and declared.link and live_rows(declared.over) >= large:
                yield from ((declared.over, said) for said in _covering(declared, formula))
            elif name in asked_by and formula.own and not formula.by_clock and "ops_" not in formula.sql:
                yield record, _expression(record, formula)


def _covering(declared: RollUpField, formula: Formula) -> Iterator[str]:
    """The link and whatever else the roll-up reads of a row: then the rows themselves needn't be read."""
    over = declared.over
    read = {
        need.field.column_name for need in formula.needs if need.record is over and need.field.name in over.fields()
    }
    link = over.fields()[declared.link].column_name
    others = sorted(read - {link})
    if others and len(others) < MOST_COLUMNS:
        columns = ", ".join(f'"{column}"' for column in (link, *others))
        yield f'"{over._meta.table_name}" ({columns})'


def _expression(record: type[Record], formula: Formula) -> str:
    """As the grid sorts by it: what is empty comes last either way."""
    order = "" if is_embedded() else " DESC NULLS LAST"
    said = bare(formula.sql).replace('"t1".', "")
    return f'"{record._meta.table_name}" (({said}){order}, "id"{"" if is_embedded() else " DESC"})'


def _asked_by(record: type[Record]) -> set[str]:
    """The columns that shared views of a type begin their order with, or filter by."""
    views: Any = house().records["design_view"]
    bodies = [json.loads(row.body) for row in views.rows(views.record_type == record.key())]
    sorts = (body.get("sort") or () for body in bodies)
    return {sort[0].removeprefix("-") for sort in sorts if sort}.union(
        *(columns_of(body.get("filter")) for body in bodies)
    )
