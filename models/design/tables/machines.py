"""What steps and due dates made in the browser become in the house."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ...kit.clock import now
from ...kit.declare.area import Area, Daily, Due
from ...kit.declare.facts import Shaped
from ...kit.declare.record import Record, Row, Sheet
from ...kit.declare.states import Step
from ...kit.formula.checks import Check
from ...kit.text import Text
from ...kit.write.writes import Changes
from ...organization.opened import stores_open

OPEN = Text("待处理的{record}", "Open: {record}")


def with_machine(shaped: Shaped, row: Row, steps: list[Row]) -> Shaped:
    """A table with its states: they change by its steps alone, and a new row begins with the first of them."""
    fields = {item.name: item for item in shaped.stored}
    held, sheet = fields.get(row.state_by), shaped.sheet
    if row.due_by in fields and row.due_hours:
        sheet = replace(sheet, fill=falls_due(row.due_by, row.due_hours))
    offered = [option.key for option in held.options if not option.retired] if held is not None else []
    if steps and offered:
        held.locked, held.asked, held.default = True, False, held.default or offered[0]
        sheet = replace(sheet, state=row.state_by, steps=tuple(step_of(step, set(fields)) for step in steps))
    return replace(shaped, sheet=sheet)


def with_dues(
    areas: Iterable[Area], tables: Iterable[tuple[Row, type[Record]]], shapes: dict[Any, Shaped]
) -> tuple[Area, ...]:
    """The areas with what of these tables waits for somebody, and what of them is handed in daily."""
    dues: dict[type[Record], Due | None] = {}
    dailies: dict[type[Record], Daily | None] = {}
    for row, record in tables:
        there = {item.name for item in shapes[record].stored}
        dues[record] = due_of(row, record, there)
        dailies[record] = daily_of(row, record, there, shapes[record].sheet)
    areas_with = []
    for area in areas:
        mine = tuple(due for record in area.records if (due := dues.get(record)) is not None)
        each_day = tuple(daily for record in area.records if (daily := dailies.get(record)) is not None)
        if mine or each_day:
            area = replace(area, dues=(*area.dues, *mine), dailies=(*area.dailies, *each_day))
        areas_with.append(area)
    return tuple(areas_with)


def step_of(row: Row, there: set[str]) -> Step:
    return Step(
        row.name,
        row.zh,
        row.en,
        " ".join(row.sources),
        row.to,
        verb=row.may,
        reason=bool(row.reason),
        attachment=bool(row.file),
        needs=tuple(name for name in row.needs or () if name in there),
        unlike=() if row.eyes == "anybody" else (row.eyes,),
        danger=bool(row.danger),
        holds=(condition_of(row),) if row.condition else (),
    )


def condition_of(row: Row) -> Check:
    """What a step asks of the row, with its sentence."""
    said = (row.unmet or "", row.unmet_en or row.unmet or "")
    return Check(*said, row.condition).called(f"step {row.record_type} {row.name}")


def due_of(row: Row, record: type[Record], there: set[str]) -> Due | None:
    """What of the table waits for somebody: rows that stand in these states, with their day and their owner."""
    if not row.due_states or row.state_by not in there:
        return None
    label = OPEN(record=Text(row.zh, row.en))
    return Due(
        f"{row.name}_open",
        record,
        label.zh,
        label.en,
        when={row.state_by: {"in": list(row.due_states)}},
        due=row.due_by if row.due_by in there else None,
        owner=row.own_by if row.own_by in there else None,
        heir=True,
        ahead=None,
    )


def daily_of(row: Row, record: type[Record], there: set[str], sheet: Sheet | None) -> Daily | None:
    """What of the table each open store hands in daily: a row for each day, by the link that says whose it is."""
    place = store_of(sheet)
    if row.daily_by not in there or place not in there:
        return None
    return Daily(f"{row.name}_daily", record, place, stores_open, row.zh, row.en, day=row.daily_by)


def store_of(sheet: Sheet | None) -> str:
    """The column of the table itself that says which store a row is of; nothing where there is none."""
    path = "" if sheet is None else sheet.scopes.get("store", "")
    return "" if "." in path or "|" in path else path


def falls_due(name: str, hours: int) -> Callable:
    """A new row falls due so many hours from now, where it says nothing else."""

    def fill(c: Changes, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row.get(name) is None:
                row[name] = now() + timedelta(hours=hours)

    return fill
