"""Tables that were made in the browser as modules of their areas: a class for each, and what the area says of it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from models.design import KINDS
from models.design.tables.machines import daily_of, due_of
from models.kit.declare.record import Record, Row
from models.kit.formula.checks import Check
from models.organization.opened import stores_open

from .made import Made, items_of
from .module import Module, called, plain
from .rights import grants_of
from .source import Source, reaches
from .spelling import constant, home_for, literal, several, spelled
from .written import as_declared

FALLS_DUE = '''def falls_due(c: Changes, rows: list[dict[str, Any]]) -> None:
    """A new row is due {hours} hours from now, where it says nothing else."""
    for row in rows:
        if row.get("{name}") is None:
            row["{name}"] = now() + timedelta(hours={hours})'''
NEEDED_TO_FALL_DUE = {
    ("datetime", "timedelta"),
    ("typing", "Any"),
    ("models.kit", "Changes"),
    ("models.kit.clock", "now"),
}
STEPS = "STEPS"


def in_order(tables: list[Made]) -> list[Made]:
    """A table behind those that it links to, as far as they don't link to each other."""
    by_record, ordered = {made.record: made for made in tables}, []

    def put(made: Made, way: tuple[Made, ...]) -> None:
        if made in ordered or made in way:
            return
        for link in made.facts.links.values():
            if link.rel_model in by_record:
                put(by_record[link.rel_model], (*way, made))
        ordered.append(made)

    for made in tables:
        put(made, ())
    return ordered


def module_of(made: Made, tables: list[Made]) -> str:
    """The module of a table; tables: all that are written, in their order."""
    label = f"{plain(made.row.en)} {plain(made.row.zh)}"
    module = Module(made.module, f"{label}: made in the browser at first, and carried on here.")
    module.take({("models.kit", "Record"), ("models.kit", "Sheet")})
    lines = []
    for row in made.columns:
        for name, item in items_of(made, row):
            lines.append(f"{name} = {_field(module, made, tables, row, item)}")
    sheet = _sheet(module, made)
    doc = f'    """One row of “{plain(made.row.en)}”."""\n\n'
    body = "\n".join(f"    {line}" for line in lines)
    module.part(f"class {made.cls}(Record):\n{doc}{body}\n\n    sheet = {sheet}")
    return module.text()


def _field(module: Module, made: Made, tables: list[Made], row: Row, item: Any) -> str:
    """One field, with its options above the class."""
    options, names, target = None, set(), getattr(item, "rel_model", None)
    as_declared(item)
    if KINDS[row.kind].computes:
        item.sum = made.facts.readable[row.name].sum
    if row.kind == "choice":
        item.open = not item.locked  # who may design adds further ones, but for those that steps go by
        options = several(row.name)
        options = options if options not in module.names() | {STEPS} else f"{made.record.key().upper()}_{options}"
        module.constant(constant(options, item.options, names))
    later = target not in (None, made.record) and not _comes_first(made, target, tables)
    said = spelled(item, made.record, options, later, lambda cls: _home_of(cls, made, tables))
    module.take(names | said.names)
    return said.code


def _home_of(cls: type[Record], made: Made, tables: list[Made]) -> tuple[str, str]:
    other = next((table for table in tables if table.record is cls), None)
    return (other.module, other.cls) if other else (home_for(cls, made.module), cls.__name__)


def _comes_first(made: Made, target: type[Record], tables: list[Made]) -> bool:
    """Whether the class of a target is there by the time this module needs it: else modules would import each other."""
    written = [table.record for table in tables]
    if target in written and written.index(target) > written.index(made.record):
        return False
    module, _ = _home_of(target, made, tables)
    home, own = (".".join(name.split(".")[:2]) for name in (module, made.module))
    return home == own or not reaches(home, own)


def _sheet(module: Module, made: Made) -> str:
    facts, given = made.facts, {}
    sheet = replace(facts.sheet, columns=facts.grid, search=facts.search)
    if sheet.fill is not None:
        module.take(NEEDED_TO_FALL_DUE)
        module.part(FALLS_DUE.format(name=made.row.due_by, hours=made.row.due_hours))
        given["fill"] = "falls_due"
    if sheet.steps:
        names: set[tuple[str, str]] = set()
        steps = ", ".join(called(step, names, _held(module, step.holds)) for step in sheet.steps)
        module.constant(f"{STEPS} = ({steps},)")
        module.take(names)
        given["steps"] = STEPS
    sheet = replace(sheet, holds=tuple(made.checks))
    given |= _held(module, made.checks)
    names = set()
    said = called(sheet, names, given)
    module.take(names)
    return said


def _held(module: Module, checks: Iterable[Check]) -> dict[str, str]:
    said = [check_said(check) for check in checks]
    if said:
        module.take({(Check.__module__, Check.__name__)})
    return {"holds": f"({', '.join(said)},)"} if said else {}


def check_said(check: Check) -> str:
    """A check as the call that makes it."""
    said = ", ".join(literal(text, set()) for text in (check.label.zh, check.label.en, check.formula))
    return f"{Check.__name__}({said})"


# What the area says ------------------------------------------------------------------------------------------------------


def into_area(source: Source, mine: list[Made]) -> None:
    """The records of the area where they stand in the menu, what of them waits for somebody, and who may what."""
    before: type[Record] | None = None
    written = {made.record: made for made in mine}
    for record in mine[0].area.records:
        if record in written:
            made = written[record]
            cls = source.take(made.module, made.cls)
            source.area("records", [cls], before and before.__name__, first=before is None)
        elif record.__module__.startswith("models.") and not record.__module__.startswith("models.design.tables"):
            before = record
    for name, lines in (
        ("dues", _dues(source, mine)),
        ("dailies", _dailies(source, mine)),
        ("grants", _grants(source, mine)),
    ):
        if lines:
            source.area(name, lines)


def _dues(source: Source, mine: list[Made]) -> list[str]:
    lines = []
    for made in mine:
        due = due_of(made.row, made.record, set(made.facts.fields))
        if due is not None:
            said = called(due, set(), {"record": made.cls})
            lines.append(said.replace("Due(", f"{source.take('models.kit', 'Due')}(", 1))
    return lines


def _dailies(source: Source, mine: list[Made]) -> list[str]:
    lines = []
    for made in mine:
        daily = daily_of(made.row, made.record, set(made.facts.fields), made.facts.sheet)
        if daily is not None:
            places = source.take(stores_open.__module__, stores_open.__name__)
            said = called(daily, set(), {"record": made.cls, "places": places})
            lines.append(said.replace("Daily(", f"{source.take('models.kit', 'Daily')}(", 1))
    return lines


def _grants(source: Source, mine: list[Made]) -> list[str]:
    lines = []
    for made in mine:
        if grants_of(made, "Grant"):
            lines += grants_of(made, source.take("models.kit", "Grant"))
    return lines
