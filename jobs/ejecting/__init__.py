"""What was made in the browser becomes source of the product: the lines a programmer would have written, and their migration."""

from inspect import getsourcefile
from pathlib import Path
from typing import Any

from models.design import KINDS, DesignColumn, OwnMetric
from models.design.build import bound, columns_of
from models.design.columns import options_of
from models.design.kinds import field_of
from models.kit.declare.record import Record, Row
from models.kit.formula.checks import Check
from models.kit.server.standing import house
from models.kit.text import Refused, Text

from .held import declared_types, held, why_not_check
from .made import Made, checks_of, refuse_unready, table_of
from .settings import settings_of, why_not, write
from .source import Source, reaches
from .spelling import constant, home_for, several, spelled
from .tables import check_said, in_order, into_area, module_of
from .takeover import migration, migration_of_tables
from .written import NAMED, STAYS, Ejected, as_declared

NO_TYPE = Text("没有名为“{name}”的表", "There is no record type called “{name}”")
APART = Text(
    "请分开写出：{declared}是程序自带的表，{made}是在浏览器里建的表",
    "Write them one after the other: {declared} is part of the program already, {made} was made in the browser",
)
ALONE = Text("自带的表请一张一张写出", "Write the columns of one type at a time")
NOTHING = Text("{record}没有自己加的列、设置和检查", "{record} has no columns, settings or checks made in the browser")
SETTING = Text("“{label}”的设置", "what is set of “{label}”")
CHECK = Text("检查“{label}”", "the check “{label}”")
WRITTEN_TABLE = Text("表“{record}”", "the table “{record}”")
FIGURE = Text(
    "周指标还不能写成源代码；它照旧统计，设计可以用 main.py design export 带走",
    "a figure of the week can't be written as source yet; it is counted as before, and main.py design export takes it along",
)


def eject(*names: str) -> Ejected:
    """What these tables, or the columns made on this one type, are as source. Raises Refused where they can't be written."""
    records = house().records
    for name in names:
        if name not in records:
            raise Refused(NO_TYPE(name=name))
    theirs = [name for name in dict.fromkeys(names) if records[name] in declared_types()]
    made = [name for name in dict.fromkeys(names) if name not in theirs]
    if theirs and made:
        raise Refused(APART(declared=records[theirs[0]].sheet.label, made=records[made[0]].sheet.label))
    if len(theirs) > 1:
        raise Refused(ALONE)
    return _type(records[theirs[0]]) if theirs else _tables([table_of(name) for name in made])


def _tables(tables: list[Made]) -> Ejected:
    refuse_unready(tables)
    ejected, tables = Ejected(), in_order(tables)
    for made in tables:
        ejected.files[made.path] = (None, module_of(made, tables))
        ejected.written.append(WRITTEN_TABLE(record=made.label))
        ejected.stays += _figures(made.record.key())
    path, text = migration_of_tables(tables)
    ejected.files[path] = (None, text)
    for home in dict.fromkeys(made.home for made in tables):
        source = Source(home)
        into_area(source, [made for made in tables if made.home == home])
        ejected.files[home] = (source.before, source.text())
    return ejected


def _type(record: type[Record]) -> Ejected:
    """What was made on a declared type: its columns, what is said of its own, and checks."""
    rows = DesignColumn.rows(DesignColumn.record_type == record.key(), DesignColumn.state == "active")
    settings, checks = settings_of(record), checks_of(record.key())
    if not (rows or settings or checks):
        raise Refused(NOTHING(record=record.sheet.label))
    ejected, source = Ejected(), Source(Path(getsourcefile(record)))
    why = held(record, rows)
    ready = [row for row in rows if ejected.says(record, Text(row.zh, row.en), why.get(row.name))]
    mine = {row.name for row in ready}
    said = [
        setting
        for setting in settings
        if ejected.says(record, setting.label, why_not(setting, source, record), SETTING)
    ]
    holds = [check for check in checks if ejected.says(record, check.label, why_not_check(check, record, mine), CHECK)]
    if not (ready or said or holds):
        raise Refused(ejected.stays[0])
    ejected.stays += _figures(record.key())
    taken = _columns(source, record, ready)
    for setting in said:
        write(setting, source, record)
    if holds:
        source.take(Check.__module__, Check.__name__)
        source.holds(record.__name__, [check_said(check) for check in holds])
    path, text = migration(record, taken, holds, said)
    ejected.files[path] = (None, text)
    ejected.files[source.path] = (source.before, source.text())
    return ejected


def _figures(*names: str) -> list[Text]:
    """What is said of the figures of the week that were made over these types."""
    rows = OwnMetric.rows(OwnMetric.record_type.in_(names), OwnMetric.state == "active", order=OwnMetric.id)
    return [STAYS(what=NAMED(label=Text(row.zh, row.en)), why=FIGURE) for row in rows]


def _columns(source: Source, record: type[Record], rows: list[Row]) -> list[tuple[Row, list[Any]]]:
    """Their lines, into the class and its sheet; each with the fields that it becomes."""
    cls, lines, taken = record.__name__, {}, []
    for row in rows:
        item = field_of(row, options_of(row.id))
        stored = [(part, name) for part, name, _ in columns_of(item, row)]
        for part, name in stored:
            bound(part, record, name, name)
        taken.append((row, [part for part, _ in stored]))
        lines[row.name] = [_line(source, record, row, part, name) for part, name in stored or [(item, row.name)]]
    listed = source.has_list(cls, "columns")
    for after, names in _runs(record.facts().grid, set(lines)):
        for name in names:
            for code in lines.pop(name):
                source.line(cls, code, None if listed else after)
        if listed:
            source.lists(cls, "columns", names, after)
    sought = [name for name in record.facts().search if name not in record.sheet.search]
    written = {part.name for _, fields in taken for part in fields}
    if more := [name for name in sought if name in written]:
        source.lists(cls, "search", more, (record.sheet.search or (None,))[-1])
    return taken


def _line(source: Source, record: type[Record], row: Row, item: Any, name: str) -> str:
    """One field, with what it takes from elsewhere put into the module."""
    options, target = None, getattr(item, "rel_model", None)
    later = target not in (None, record) and not _comes_first(source, target, record)
    as_declared(item)
    if KINDS[row.kind].computes:
        item.sum = record.facts().readable[row.name].sum
    if row.kind == "choice":
        item.open = True  # as it was: who may design adds further ones
        options = _free(several(name), source.bound(), record)
        names: set[tuple[str, str]] = set()
        source.constant(record.__name__, constant(options, item.options, names))
        for imported in sorted(names):
            source.take(*imported)
    said = spelled(item, record, options, later)
    for module, taken in sorted(said.names):
        if module != source.module:
            source.take(module, taken)
    return f"{name} = {said.code}"


def _comes_first(source: Source, target: type[Record], record: type[Record]) -> bool:
    """Whether a class is there by the time the module comes to that of the type: else their modules would import each other."""
    if target.__module__ == source.module:
        return source.stands_before(target.__name__, record.__name__)
    return not reaches(home_for(target, record.__module__), source.module)


def _free(name: str, bound: set[str], record: type[Record]) -> str:
    return name if name not in bound else f"{record.key().upper()}_{name}"


def _runs(grid: tuple[str, ...], names: set[str]) -> list[tuple[str | None, list[str]]]:
    """The columns to be written in the order of the grid, by the one that stands before them."""
    runs: list[tuple[str | None, list[str]]] = []
    before, last = None, False
    for name in grid:
        if name not in names:
            before, last = name, False
        elif last:
            runs[-1][1].append(name)
        else:
            runs.append((before, [name]))
            last = True
    return runs
