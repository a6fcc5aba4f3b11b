"""Indexes for what is reckoned, built at night: roll-ups find all they need in one, and shared views are sorted by another."""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import peewee

from ..kit import Changes, Text
from ..kit.ask.figures import live_rows
from ..kit.declare.access import system
from ..kit.declare.record import Record
from ..kit.formula.asking import formula_of
from ..kit.formula.fields import RollUpField
from ..kit.formula.formula import Formula
from ..kit.server.dialect import bare, briefly, handle, is_embedded
from ..kit.server.standing import house

log = logging.getLogger("opsdesk.design")
LARGE, MOST_COLUMNS = 10_000, 6
WHO = system("columns")
BUILT = Text("新建 {made} 个索引，删除 {gone} 个", "{made} indexes built, {gone} dropped")


def index_reckoned(c: Changes, day: date, large: int = LARGE) -> Text:
    """An index is called by what it holds, so that a formula that changed gets a new one and the old one goes."""
    wanted = {f"q_{hashlib.sha256(said.encode()).hexdigest()[:16]}": said for said in _wanted(large)}
    tables = {record._meta.table_name for record in house().records.values()}
    there = {one.name for table in tables for one in handle.get_indexes(table) if one.name.startswith("q_")}
    briefly()
    for name in there - wanted.keys():
        handle.execute_sql(f'DROP INDEX "{name}"')
    made = [name for name in sorted(wanted.keys() - there) if _built(name, wanted[name])]
    return BUILT(made=len(made), gone=len(there - wanted.keys()))


def _built(name: str, said: str) -> bool:
    """One that the database won't have, as it is busy or thinks a function may change its mind, is left for another night."""
    try:
        with handle.atomic():
            handle.execute_sql(f'CREATE INDEX "{name}" ON {said}')
    except peewee.DatabaseError as why:
        log.warning("no index on %s: %s", said, why)
        return False
    return True


def _wanted(large: int) -> Iterator[str]:
    """The table and what is indexed of it, as SQL says it."""
    for record in house().records.values():
        sorted_by = _sorted_by(record) if live_rows(record) >= large else set()
        for name, declared in record.facts().computed.items():
            formula = formula_of(WHO, record, name)
            if formula.mistakes:
                continue
            if isinstance(declared, RollUpField) and declared.link and live_rows(declared.over) >= large:
                yield from _covering(declared, formula)
            elif name in sorted_by and formula.own and not formula.by_clock and "ops_" not in formula.sql:
                yield _expression(record, formula)


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


def _sorted_by(record: type[Record]) -> set[str]:
    """The columns that shared views of a type begin their order with."""
    views: Any = house().records["design_view"]
    sorts = (json.loads(row.body)["sort"] for row in views.rows(views.record_type == record.key()))
    return {sort[0].removeprefix("-") for sort in sorts if sort}
