"""Indexes for what is reckoned: roll-ups find all they need in one, and shared views are sorted and filtered by another.

A roll-up that a shared view goes by is kept in a column (`kit.write.stored`), which is filled beside everybody's work.
Indexes are built soon after somebody wants them, and dropped when nothing does. SQLite lets nobody else write while it builds one,
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
from ..kit.write import stored
from ..kit.write.history import Batch
from .searches import hold_searches, index_searches

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
    """All that is wanted is built, and what nothing needs any more is dropped. What is kept is held against what is reckoned."""
    hold_searches()
    for record in house().records.values():
        stored.drop_forsaken(record)
    for column in [column for column, ready in stored.kept_columns().items() if ready and stored.differs(column)]:
        log.error("the kept roll-up %s said something else than is reckoned and is brought anew", column)
        stored.give_up(column)
    done = _bring_about(large, lambda record: True)
    index_searches()
    return done


def index_soon(day: date, large: int = LARGE, brief: int = BRIEF) -> Text:
    """As above, but beside people at work: what would make those wait who write is left for a quiet moment or the night."""
    done = _bring_about(large, lambda record: not is_embedded() or live_rows(record) <= brief or _is_quiet())
    index_searches()  # last, as a first time takes minutes
    return done


def _bring_about(large: int, may: Callable[[type[Record]], bool]) -> Text:
    """An index is called by what it holds, so that a formula that changed gets a new one and the old one goes."""
    _store(large)
    wanted = {named(said): (record, said) for record, said in _wanted(large)}
    tables = {record._meta.table_name for record in house().records.values()}
    there = {index.name for table in tables for index in handle.get_indexes(table) if index.name.startswith("q_")}
    gone = (there - wanted.keys()) | broken_indexes("q_")
    for name in sorted(gone):
        drop_index(name)
    lacking = sorted(wanted.keys() - (there - gone))
    made = [name for name in lacking if may(wanted[name][0]) and _built(name, wanted[name][1])]
    left = len(lacking) - len(made)
    return (BUILT if not left else BUILT_SOME)(made=len(made), gone=len(gone), left=left)


def named(said: str) -> str:
    """The name of the index on this."""
    return f"q_{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _store(large: int) -> None:
    """The roll-ups that shared views go by are kept, those that were begun are brought to their end, the others given up."""
    wanted = {stored.called(formula): (record, declared, formula) for record, declared, formula in _to_store(large)}
    there = stored.kept_columns()
    for column in there.keys() - wanted.keys():
        stored.give_up(column)
    for column, (record, declared, formula) in wanted.items():
        if there.get(column):
            continue
        try:
            if column not in there:
                stored.begin(record, declared, formula)
            stored.bring_on(column)
        except (peewee.DatabaseError, Refused) as why:
            log.warning("the roll-up %s.%s isn't kept: %s", record.key(), declared.name, why)


def _to_store(large: int) -> Iterator[tuple[type[Record], RollUpField, Formula]]:
    for record in house().records.values():
        rolled_up = [declared for declared in record.facts().computed.values() if isinstance(declared, RollUpField)]
        asked = asked_by(record) if rolled_up else set()
        for declared in rolled_up:
            if declared.name in asked and declared.link and live_rows(declared.over) >= large:
                formula = formula_of(WHO, record, declared.name)
                if stored.storable(record, declared, formula):
                    yield record, declared, formula


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
    kept = stored.kept_columns()
    for record in house().records.values():
        asked = asked_by(record) if live_rows(record) >= large else set()
        for name, declared in record.facts().computed.items():
            formula = formula_of(WHO, record, name)
            if formula.mistakes:
                continue
            if isinstance(declared, RollUpField) and stored.called(formula) in kept:
                yield record, _in_order(record, f'"{stored.called(formula)}"')
            elif isinstance(declared, RollUpField) and declared.link and live_rows(declared.over) >= large:
                yield from ((declared.over, said) for said in _covering(declared, formula))
            elif name in asked and (said := by_index(record, formula)):
                yield record, said


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


def by_index(record: type[Record], formula: Formula) -> str | None:
    """What is indexed for a formula that rows are ordered by, as SQL says it; None where no index can be built on it."""
    if formula.mistakes or not formula.own or formula.by_clock or "ops_" in formula.sql:
        return None
    said = bare(formula.sql).replace('"t1".', "")
    return _in_order(record, f"({said})")


def _in_order(record: type[Record], said: str) -> str:
    """As the grid sorts by it: what is empty comes last either way."""
    order = "" if is_embedded() else " DESC NULLS LAST"
    return f'"{record._meta.table_name}" ({said}{order}, "id"{"" if is_embedded() else " DESC"})'


def asked_by(record: type[Record]) -> set[str]:
    """The columns that shared views of a type begin their order with, or filter by."""
    views: Any = house().records["design_view"]
    bodies = [json.loads(row.body) for row in views.rows(views.record_type == record.key())]
    sorts = (body.get("sort") or () for body in bodies)
    return {sort[0].removeprefix("-") for sort in sorts if sort}.union(
        *(columns_of(body.get("filter")) for body in bodies)
    )
