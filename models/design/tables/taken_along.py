"""What a table made as a copy takes along beside its columns: what is reckoned, its states and dues, steps, checks and views.

Columns and options keep their names in the copy, so all of this is said of it in the same words. What leans on a column that
the maker doesn't see, or on rows that lead to the other table and not to this one, stays behind.
"""

import json
from collections.abc import Callable, Collection
from typing import Any

from ...kit.ask.query import BadQuery
from ...kit.declare.access import Who
from ...kit.declare.record import Record, Row
from ...kit.formula.asking import seen
from ...kit.formula.checks import Check, understood
from ...kit.formula.grammar import columns_of, parse
from ...kit.formula.naming import is_this
from ...kit.formula.nodes import Column, Mistake
from ...kit.server.standing import house, pinned
from ...kit.write.writes import Changes
from ..body import ask, read, seen_as
from ..build import check_of
from ..checks import DesignCheck
from ..columns import DesignColumn
from ..kinds import KINDS
from ..needed import coming
from ..views import DesignView
from .copying import copied_made
from .machines import condition_of
from .steps import DesignStep
from .types import DesignType

OF_OPTIONS, OF_DUE = "due_states", "due_hours"  # what goes by the column of states, and by that of the due date
SAID = (
    *("zh", "en", "name", "sources", "to", "may", "eyes", "needs", "reason", "file"),
    *("condition", "unmet", "unmet_en", "danger", "turn"),
)


def take_along(c: Changes, row: Row, maker: Who) -> None:
    """All of it in the change in which the copy is laid, once its columns and their options are there."""
    source = house().records[row.copied_from]
    shown = seen(maker, source)
    with pinned(coming()):
        c.add(DesignColumn, _reckoned(row, source, shown))
    with pinned(coming()) as built:
        record = built.records[row.name]
        there = {*record.fields(), *record.facts().computed}
        _take_settings(c, row, there)
    with pinned(coming()):
        c.add(DesignStep, _steps(row, record, there))
        c.add(DesignCheck, _checks(row, record))
        c.add(DesignView, _views(c, row, record, {name for name in there if shown.get(name) == "full"}))


# What is reckoned ---------------------------------------------------------------------------------------------------------


def _reckoned(row: Row, source: type[Record], shown: dict[str, str]) -> list[dict[str, Any]]:
    """Its reckoned columns in the order of the grid, each behind the column that it stands behind there."""
    record = house().records[row.name]
    rows = {
        column.name: column
        for column in DesignColumn.rows(DesignColumn.record_type == source.key())
        if KINDS[column.kind].computes and column.name in source.facts().computed and shown.get(column.name) == "full"
    }
    there, order = set(record.fields()), source.facts().columns
    while more := {name for name in rows.keys() - there if _reads(rows[name], source) <= there}:
        there |= more
    grid = [name for name in order if name in there]
    return [
        copied_made(row, rows[name], source) | {"after": grid[at - 1] if at else "id"}
        for at, name in enumerate(grid)
        if name in rows
    ]


def _reads(row: Row, source: type[Record]) -> set[str]:
    """The columns of the copy that it would stand on; one that is nowhere, where it is reckoned from rows that lead to the source."""
    itself = row.target == source.key()
    if row.kind == "lookup" and row.through:
        return {row.through}
    if row.through and not itself:
        return {""}
    names = {row.through, row.sorted_by} - {None, ""} if itself else set()
    for text in (row.formula, row.picks, row.condition):
        names |= _names(text, lambda column: row.kind == "formula" or itself or is_this(column.path[0]))
    return names


def _names(text: str | None, mine: Callable[[Column], bool]) -> set[str]:
    if not text:
        return set()
    try:
        columns = columns_of(parse(text))
    except Mistake:
        return {""}
    paths = [column.path for column in columns if mine(column)]
    return {(path[1] if is_this(path[0]) and len(path) > 1 else path[0]).label for path in paths}


# What the table says of its columns, and its steps -------------------------------------------------------------------------


def _take_settings(c: Changes, row: Row, there: Collection[str]) -> None:
    """How its rows are called, known again and ordered, whose they are, by what states they go and when they fall due."""
    said = next(iter(DesignType.rows(DesignType.name == row.copied_from)), None)
    if said is None:
        return
    given = {name: getattr(said, name) for name in DesignType.sheet.later}
    sets = {
        name: value
        for name, value in given.items()
        if isinstance(value, str) and all(word.lstrip("-") in there for word in value.split())
    }
    sets |= {OF_OPTIONS: given[OF_OPTIONS]} if "state_by" in sets else {}
    sets |= {OF_DUE: given[OF_DUE]} if "due_by" in sets else {}
    c.derive(DesignType, {row.id: {name: value for name, value in sets.items() if getattr(row, name) is None}})


def _steps(row: Row, record: type[Record], there: Collection[str]) -> list[dict[str, Any]]:
    if not any(table.state_by for table in DesignType.rows(DesignType.name == row.name)):
        return []
    rows = DesignStep.rows(DesignStep.record_type == row.copied_from, DesignStep.state == "active")
    return [
        {"record_type": row.name}
        | {name: getattr(step, name) for name in SAID}
        | {"needs": [name for name in step.needs or () if name in there] or None}
        for step in sorted(rows, key=lambda step: (step.turn, step.id))
        if not step.condition or _keeps_nothing_back(condition_of(step), record)
    ]


def _checks(row: Row, record: type[Record]) -> list[dict[str, Any]]:
    rows = DesignCheck.rows(DesignCheck.record_type == row.copied_from)
    return [
        {"record_type": row.name, "zh": check.zh, "en": check.en, "formula": check.formula}
        for check in rows
        if _keeps_nothing_back(check_of(check), record)
    ]


def _keeps_nothing_back(check: Check, record: type[Record]) -> bool:
    """Whether whoever may change rows of the copy sees all that it reads, whatever rights on it will be."""
    formula = understood(check, record)
    return not formula.mistakes and all(need.record is record and not need.field.mask for need in formula.needs)


# Views --------------------------------------------------------------------------------------------------------------------


def _views(c: Changes, row: Row, record: type[Record], there: Collection[str]) -> list[dict[str, Any]]:
    """The shared views, without what they ask by columns that are not in the copy or that its maker doesn't see in full."""
    shown = {*there, "id"}
    views = []
    for view in DesignView.rows(DesignView.record_type == row.copied_from):
        body = read(view.body)
        if body is None:
            continue
        body = seen_as(body, shown.issuperset)
        body["columns"] = [column for column in body["columns"] if column.get("name") in shown]
        try:
            ask(record, c.who, body)
        except BadQuery:
            continue
        said = {"record_type": row.name, "body": json.dumps(body, ensure_ascii=False)}
        views.append(said | {name: getattr(view, name) for name in ("name", "name_en", "default_for")})
    return views
