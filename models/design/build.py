"""From what stands in the design and in the declarations to one house: a pure function, in every process the same."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ..kit.declare.area import Area
from ..kit.declare.facts import Shaped
from ..kit.declare.house import House
from ..kit.declare.record import Record, Row
from ..kit.fields import Choice, Described, LinkField, PinyinField
from ..kit.formula.checks import Check
from ..kit.server.database import fetch
from ..kit.server.dialect import briefly, handle
from ..kit.server.standing import declared_house, design_number, pinned
from ..kit.text import Refused, Text
from .automations.body import Automation, automation_of
from .automations.buttons import with_buttons
from .freezes.rule import Freeze, freeze_of
from .kinds import KINDS, bare, field_of
from .metrics.measured import with_metrics
from .overlay import overlaid
from .tables import classes
from .tables.machines import with_dues, with_machine

log = logging.getLogger("opsdesk.design")
FIRST = "id"  # a column stands after it: before all others
TWICE = Text(
    "“{label}”里已有重复的内容：{values}；请先改好再设为不能重复",
    "“{label}” holds some values twice: {values}; put those right first",
)
READING = Text("{label}拼音", "{label} pinyin")


@dataclass(frozen=True)
class Said:
    """What stands in the design: rows by what they are about, and automations that can be read and are switched on."""

    types: list[Row]
    columns: list[Row]
    settings: list[Row]
    checks: list[Row]
    metrics: list[Row]
    automations: list[Automation]
    options: dict[int, list[Choice]]
    further: dict[int, list[Choice]]
    steps: list[Row]
    freezes: list[Freeze]

    def __bool__(self) -> bool:
        return any((self.types, self.columns, self.settings, self.checks, self.metrics, self.automations, self.freezes))


def build(
    areas: Iterable[Area],
    recipe: str,
    types: type[Record],
    columns: type[Record],
    choices: type[Record],
    settings: type[Record],
    further: type[Record],
    steps: type[Record],
    checks: type[Record],
    metrics: type[Record],
    automations: type[Record],
    freezes: type[Record],
) -> House:
    """The house as the open database designs it."""
    # The number is read before the rows, so what is built under it is never older than it.
    number, areas = design_number(), tuple(areas)
    run = [said_of for row in automations.rows() if row.active and (said_of := automation_of(row)) is not None]
    said = Said(
        types.rows(),
        columns.rows(),
        settings.rows(),
        checks.rows(),
        metrics.rows(),
        run,
        _options(choices, "column"),
        _options(further, "settings"),
        [row for row in sorted(steps.rows(), key=lambda row: (row.turn, row.id)) if row.state == "active"],
        [rule for row in freezes.rows() if (rule := freeze_of(row)) is not None],
    )
    if number is None and not said:
        return House(areas, recipe)
    return _built(areas, recipe, number, said)


def _built(areas: tuple[Area, ...], recipe: str, number: tuple[int, int] | None, said: Said) -> House:
    tables = {row.name: (row, classes.class_of(row)) for row in said.types if row.state == "active"}
    areas = classes.placed(areas, tables.values())
    known = {record.key(): record for area in areas for record in area.records}
    run = [automation for automation in said.automations if automation.record_type in known]
    with pinned(_plain(areas, recipe, bool(tables))):  # a column may link to what was made here as well
        shapes = _shapes(
            known,
            {name: row for name, (row, _) in tables.items()},
            _columns_by_type(said, known, tables),
            _settings_by_type(said, known),
            {*_types_of(said.checks), *_types_of(run), *_types_of(said.freezes)} & known.keys(),
        )
    for row, record in tables.values():
        mine = [step for step in said.steps if step.record_type == row.name]
        shapes[record] = with_machine(shapes[record], row, mine)
    areas = with_dues(areas, tables.values(), shapes)
    _add_rules(shapes, known, said, run)
    areas = with_buttons(areas, run, known)
    if said.metrics:
        with pinned(House(areas, recipe, shaped=shapes)):  # a figure may count by what was made here
            areas = with_metrics(areas, said.metrics)
    gone = {row.name: Text(row.zh, row.en) for row in said.types if row.name not in tables and row.state != "declared"}
    return House(areas, recipe, shaped=shapes, design=number, gone=gone)


def _types_of(rows: Iterable[Any]) -> set[str]:
    return {row.record_type for row in rows}


def _plain(areas: tuple[Area, ...], recipe: str, made: bool) -> House:
    """The house as its areas declare it; where no type was made here it stands already."""
    declared = declared_house()
    return House(areas, recipe) if made or declared is None or declared.recipe != recipe else declared


def _columns_by_type(said: Said, known: Collection[str], tables: Iterable[str]) -> dict[str, list]:
    columns: dict[str, list[tuple[Row, tuple[Choice, ...]]]] = {name: [] for name in tables}
    for row in said.columns:
        if row.record_type in known:
            columns.setdefault(row.record_type, []).append((row, tuple(said.options[row.id])))
    return columns


def _settings_by_type(said: Said, known: Collection[str]) -> dict[str, dict[str, tuple[Row, list[Choice]]]]:
    settings: dict[str, dict[str, tuple[Row, list[Choice]]]] = defaultdict(dict)
    for row in said.settings:
        if row.record_type in known:
            settings[row.record_type][row.field] = (row, said.further[row.id])
    return settings


def _add_rules(
    shapes: dict[type[Record], Shaped], known: dict[str, type[Record]], said: Said, run: list[Automation]
) -> None:
    """What must hold of a type's rows, what they set off, and when they are locked."""
    for row in said.checks:
        if record := known.get(row.record_type):
            shapes[record] = replace(shapes[record], checks=(*shapes[record].checks, check_of(row)))
    for automation in run:
        record = known[automation.record_type]
        shapes[record] = replace(shapes[record], automations=(*shapes[record].automations, automation))
    for rule in said.freezes:
        if record := known.get(rule.record_type):
            shapes[record] = replace(shapes[record], freezes=(*shapes[record].freezes, rule))


def _shapes(
    known: dict[str, type[Record]],
    tables: dict[str, Row],
    columns: dict[str, list],
    said: dict[str, dict],
    checked: set[str],
) -> dict[type[Record], Shaped]:
    """Every type of which the design says something; those made here with the sheet that follows from their columns."""
    scopes = {name: record.sheet.scopes for name, record in known.items()}
    shapes: dict[type[Record], Shaped] = {}
    for name in dict.fromkeys([*columns, *said, *sorted(checked)]):
        record, rows = known[name], columns.get(name, [])
        if name in tables:
            there = classes.standing_columns(tables[name], [row for row, _ in rows])
            sheet = classes.sheet_of(tables[name], there, scopes)
            scopes[name] = sheet.scopes
            rows = [(row, choices) for row, (_, choices) in zip(there, rows, strict=True)]
            shapes[record] = replace(shaped(record, rows, said.get(name, {})), sheet=sheet)
        else:
            shapes[record] = shaped(record, rows, said.get(name, {}))
    return shapes


def check_of(row: Row) -> Check:
    """What must hold of a type's rows, as the design says it."""
    return Check(row.zh, row.en, row.formula or "").called(f"check {getattr(row, 'id', '')}")


def _options(rows: type[Record], of: str) -> dict[int, list[Choice]]:
    options = defaultdict(list)
    for row in sorted(rows.rows(), key=lambda row: row.turn):
        options[getattr(row, of)].append(Choice(row.code, row.zh, row.en, row.tone, retired=bool(row.retired)))
    return options


def shaped(
    record: type[Record],
    rows: list[tuple[Row, tuple[Choice, ...]]],
    said: Mapping[str, tuple[Row, list[Choice]]] = MappingProxyType({}),
) -> Shaped:
    """A record type with the columns these rows describe, in the order in which they were made; said: of declared ones, by name."""
    there = [(row, choices) for row, choices in rows if row.state == "active"]
    made = {row.name: (row, fields) for row, choices in there if (fields := made_of(record, row, choices))}
    stored = [*overlaid(record, said), *(item for _, fields in made.values() for item in fields)]
    computed = {row.name: field for row, choices in there if (field := reckoned(record, row, choices)) is not None}
    grid = list(record.sheet.columns or (name for name in record._meta.sorted_field_names if name != "id"))
    for row in (row for row, _ in there if row.name in made or row.name in computed):
        at = 0 if row.after == FIRST else grid.index(row.after) + 1 if row.after in grid else len(grid)
        grid.insert(at, row.name)
    search = [
        item.name
        for row, fields in made.values()
        if row.search and "search" in KINDS[row.kind].takes
        for item in fields
    ]
    gone = {
        name: Text(row.zh, row.en)
        for row, _ in rows
        if row.state not in ("active", "declared")
        for name in (row.name, reading_of(row.name))
    }
    return Shaped(tuple(stored), tuple(grid), (*record.sheet.search, *search), gone, computed)


def made_of(record: type[Record], row: Row, choices: tuple[Choice, ...]) -> list[Described]:
    """The fields of one column that is kept: itself, and for words their reading. Nothing where it doesn't fit what is declared by now."""
    if row.kind in KINDS and KINDS[row.kind].computes:
        return []
    if row.name in record._meta.combined or row.kind not in KINDS:
        log.error(
            "column %s.%s of the design can't be shown: the name is declared, or its kind is unknown",
            record.key(),
            row.name,
        )
        return []
    try:
        item = _with_default(row, choices)
    except (Refused, KeyError) as why:
        log.error("column %s.%s of the design can't be shown: %s", record.key(), row.name, why)
        return []
    return [bound(field, record, name, column) for field, name, column in columns_of(item, row)]


def _with_default(row: Row, choices: tuple[Choice, ...]) -> Described:
    """A default that is none (any more) takes only itself away, not the column."""
    try:
        return field_of(row, choices)
    except Refused:
        return field_of(bare(row), choices)


def reckoned(record: type[Record], row: Row, choices: tuple[Choice, ...]) -> Any:
    """A column that is reckoned, if it is one whose name is still free."""
    if row.kind not in KINDS or not KINDS[row.kind].computes or hasattr(record, row.name):
        return None
    return field_of(row, choices)


def columns_of(item: Any, row: Row) -> list[tuple[Described, str, str]]:
    """The fields of a column with their names and the names of their columns in the table, which has none of what is reckoned."""
    if KINDS[row.kind].computes:
        return []
    place = f"x_{row.id}" if row.slot is None else f"x_{row.id}_{row.slot}"
    columns = [(item, row.name, place)]
    if row.kind == "line":
        label = READING(label=Text(row.zh, row.en))
        reading = PinyinField(label.zh, label.en, of=row.name, keepers=item.keepers)
        columns.append((reading, reading_of(row.name), f"{place}_py"))
    return columns


def reading_of(name: str) -> str:
    return f"{name}_py"


def bound(item: Described, record: type[Record], name: str, column: str) -> Described:
    """A field as one of this type, which itself doesn't change."""
    item.column_name = column
    item.bind(record, name, set_attribute=False)
    return item


def keep_once(record: type[Record], item: Described, index: int | None) -> None:
    """Its values may occur only once from now on, or again as often as they like. Raises Refused by the rows that share one."""
    table, column = record._meta.table_name, item.column_name
    if not item.unique:
        handle.execute_sql(f'DROP INDEX IF EXISTS "{once_of(record, item)}"')
        return
    sql = f'SELECT "{column}", COUNT(*) FROM "{table}" WHERE "{column}" IS NOT NULL GROUP BY 1 HAVING COUNT(*) > 1 ORDER BY 1 LIMIT 5'
    if counted := fetch(sql):
        values = [f"{item.show(item.python_value(value))} × {count}" for value, count in counted]
        raise Refused(TWICE(label=item.label, values=Text("、".join(values), ", ".join(values))), "only_once", index)
    handle.execute_sql(
        f'CREATE UNIQUE INDEX IF NOT EXISTS "{once_of(record, item)}" ON "{table}" ("{column}") WHERE "{column}" IS NOT NULL'
    )


def once_of(record: type[Record], item: Described) -> str:
    """The name of the index that holds a column to values that occur only once."""
    return f"{record._meta.table_name}_{item.column_name}_once"


def lay(record: type[Record], fields: Iterable[Described]) -> None:
    """Give the table these columns, in the transaction of who asks: empty, without a CHECK, which costs nothing on a million rows."""
    table = record._meta.table_name
    briefly()
    for item in fields:
        kind = handle.get_sql_context().sql(item.ddl_datatype(handle.get_sql_context())).query()[0]
        handle.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{item.column_name}" {kind}')
        if isinstance(item, LinkField):
            there = f'WHERE "{item.column_name}" IS NOT NULL'
            handle.execute_sql(f'CREATE INDEX "{table}_{item.column_name}" ON "{table}" ("{item.column_name}") {there}')
