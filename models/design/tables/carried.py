"""A table made in the browser on its way to another house: first by itself, its columns next, then what it says of them."""

from datetime import date
from typing import Any

from ...kit.declare.record import Record, Row
from ...kit.server.standing import house
from ...kit.write.writes import Changes
from ..columns import DesignChoice, DesignColumn
from .types import DesignType

LATER = frozenset({"after", *DesignType.sheet.later})
HERE = frozenset({"copied_from"})  # what it was copied from is of no use elsewhere: its columns come with it
STATES = ("sources", "to", "due_states")  # what is kept as keys of options, which another house numbers by itself


def by_labels(record: type[Record], row: Row, said: dict[str, Any]) -> dict[str, Any]:
    """What a table or a step says, with options as people call them, and the column that rows are in fact called by."""
    name = row.name if record is DesignType else row.record_type
    table = next(iter(DesignType.rows(DesignType.name == name)), None)
    labels = {} if table is None else _labels(table)
    settings = {key: value for key, value in said.items() if key not in HERE}
    if record is DesignType and name in house().records and (title := house().records[name].sheet.title) != "name":
        settings["title"] = title
    for key in STATES:
        if isinstance(settings.get(key), list):
            settings[key] = [labels.get(code, code) for code in settings[key]]
        elif key in settings:
            settings[key] = labels.get(settings[key], settings[key])
    return settings


def _labels(table: Row) -> dict[str, str]:
    column = next(
        iter(DesignColumn.rows(DesignColumn.record_type == table.name, DesignColumn.name == table.state_by)), None
    )
    return (
        {}
        if column is None
        else {choice.code: choice.zh for choice in DesignChoice.rows(DesignChoice.column == column.id)}
    )


def met(wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """New columns, where a new table brought some of them along: those are set and not made twice."""
    there = {(row.record_type, row.name): row.id for row in DesignColumn.rows(DesignColumn.state == "active")}
    changes = []
    for change in wanted:
        sets = change["set"]
        id = change["id"] or there.get((sets.get("record_type"), sets.get("name")))
        if id is not None and change["id"] is None:
            sets = {key: value for key, value in sets.items() if key not in ("record_type", "name")}
        changes.append({"id": id, "set": sets})
    return changes


def drop_others(c: Changes, tables: list[str], wanted: set[tuple[str, str]], day: date) -> None:
    """What a new table brought along and its design doesn't have."""
    spare = [
        row.id
        for row in DesignColumn.rows(DesignColumn.record_type.in_(tables))
        if (row.record_type, row.name) not in wanted
    ]
    c.alter(DesignColumn, {id: {"state": "removed", "removed_on": day} for id in spare})
