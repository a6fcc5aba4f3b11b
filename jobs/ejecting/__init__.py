"""What was made in the browser becomes source of the product: the lines a programmer would have written, and their migration."""

import re
from dataclasses import dataclass, field
from inspect import getsourcefile
from pathlib import Path
from typing import Any

from models import declared
from models.design import KINDS, DesignColumn
from models.design.build import bound, columns_of
from models.design.columns import options_of
from models.design.kinds import field_of
from models.design.uses import needs
from models.kit.declare.record import Record, Row
from models.kit.fields import IdNumberField, PhoneField
from models.kit.server.standing import house
from models.kit.text import Refused, Text

from .source import Source, reaches
from .spelling import constant, home_for, spelled
from .takeover import migration

CHINESE = re.compile("[\u4e00-\u9fff]")
PERCENT = re.compile("[%％]")
NO_TYPE = Text("没有名为“{name}”的表", "There is no record type called “{name}”")
MADE_TABLE = Text(
    "{record}是在浏览器里建的表，还不能写成源代码；它的设计可以用 main.py design export 带走",
    "{record} was made in the browser as a whole and can't be written as source yet; main.py design export takes its design along",
)
NEEDS_TABLE = Text("它用到浏览器里建的表“{record}”", "it needs the table “{record}”, which was made in the browser")
NOTHING = Text("{record}没有自己加的列", "{record} has no columns made in the browser")
WRITTEN = Text("{record}的“{label}”", "“{label}” of {record}")
STAYS = Text("“{label}”留在浏览器里：{why}", "“{label}” stays in the browser: {why}")
NO_ENGLISH = Text("还没有英文名称，请先补上", "it has no English label yet; give it one first")
NO_ENGLISH_HINT = Text("它的说明还没有英文，请先补上", "its hint has no English yet; give it one first")
UNMASKED = Text("它是个人信息，请先勾选“敏感内容”", "it is about a person; tick “Sensitive” first")
NO_ENGLISH_OPTION = Text("选项“{option}”还没有英文名称，请先补上", "its option “{option}” has no English label yet")
NEEDS = Text("它用到自己加的“{label}”（{record}）", "it needs “{label}” of {record}, which was made in the browser")


@dataclass
class Ejected:
    """files: by path, the text as it was (None for a new one) and as it is to be; told: what is written, and what stays and why."""

    files: dict[Path, tuple[str | None, str]] = field(default_factory=dict)
    written: list[Text] = field(default_factory=list)
    stays: list[Text] = field(default_factory=list)


def eject(name: str) -> Ejected:
    """What the columns made on this type are as source. Raises Refused where there are none that can be written."""
    record = house().records.get(name)
    if record is None:
        raise Refused(NO_TYPE(name=name))
    if record not in _declared():
        raise Refused(MADE_TABLE(record=record.sheet.label))
    rows = DesignColumn.rows(DesignColumn.record_type == name, DesignColumn.state == "active")
    if not rows:
        raise Refused(NOTHING(record=record.sheet.label))
    ejected, ready = Ejected(), []
    why = _held(record, rows)
    for row in rows:
        label = Text(row.zh, row.en)
        if row.name in why:
            ejected.stays.append(STAYS(label=label, why=why[row.name]))
        else:
            ready.append(row)
            ejected.written.append(WRITTEN(record=record.sheet.label, label=label))
    if not ready:
        raise Refused(ejected.stays[0])
    _write(ejected, record, ready)
    return ejected


def _declared() -> set[type[Record]]:
    return set(declared().records.values())


def _held(record: type[Record], rows: list[Row]) -> dict[str, Text]:
    """Which of these columns can't be declared yet, and why."""
    why = {row.name: said for row in rows if (said := _unspoken(row)) is not None}
    made = {(column.record_type, column.name): column for column in DesignColumn.rows(DesignColumn.state == "active")}
    mine = {row.name for row in rows}
    while True:
        before = len(why)
        for row in rows:
            needed = needs(record, row.name) if KINDS[row.kind].computes and row.name not in why else ()
            for over, name in sorted(needed, key=lambda need: (need[0].key(), need[1])):
                if over not in _declared():
                    why.setdefault(row.name, NEEDS_TABLE(record=over.sheet.label))
                other = made.get((over.key(), name))
                if other is not None and not (over is record and name in mine - why.keys()):
                    why.setdefault(row.name, NEEDS(label=Text(other.zh, other.en), record=over.sheet.label))
        if len(why) == before:
            return why


def _unspoken(row: Row) -> Text | None:
    target = house().records.get(row.target) if row.target else None
    if target is not None and target not in _declared():
        return NEEDS_TABLE(record=target.sheet.label)
    if CHINESE.search(row.en):
        return NO_ENGLISH
    if row.hint_zh and (not row.hint_en or CHINESE.search(row.hint_en)):
        return NO_ENGLISH_HINT
    if isinstance(field_of(row, ()), PhoneField | IdNumberField) and not row.mask:
        return UNMASKED
    untold = [option.zh for option in options_of(row.id) if CHINESE.search(option.en)]
    return NO_ENGLISH_OPTION(option=untold[0]) if untold else None


def _write(ejected: Ejected, record: type[Record], rows: list[Row]) -> None:
    source = Source(Path(getsourcefile(record)))
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
    ejected.files[source.path] = (source.before, source.text())
    path, text = migration(record, taken)
    ejected.files[path] = (None, text)


def _line(source: Source, record: type[Record], row: Row, item: Any, name: str) -> str:
    """One field, with what it takes from elsewhere put into the module."""
    options, target = None, getattr(item, "rel_model", None)
    later = target not in (None, record) and not _comes_first(source, target, record)
    _as_declared(item)
    if KINDS[row.kind].computes:
        item.sum = record.facts().readable[row.name].sum
    if row.kind == "choice":
        item.open = True  # as it was: who may design adds further ones
        options = _free(f"{name.upper()}S", source.bound(), record)
        names: set[tuple[str, str]] = set()
        source.constant(record.__name__, constant(options, item.options, names))
        for imported in sorted(names):
            source.take(*imported)
    said = spelled(item, record, options, later)
    for module, taken in sorted(said.names):
        if module != source.module:
            source.take(module, taken)
    return f"{name} = {said.code}"


def _as_declared(item: Any) -> None:
    """What the declarations' tests ask for: the head says the unit, and files that call it as it was called still come in."""
    if item.percent and not getattr(item, "computes", False) and not PERCENT.search(item.label.zh + item.label.en):
        item.aka = (item.label.zh, item.label.en)
        item.label = Text(f"{item.label.zh}（%）", f"{item.label.en} (%)")


def _comes_first(source: Source, target: type[Record], record: type[Record]) -> bool:
    """Whether a class is there by the time the module comes to that of the type: else their modules would import each other."""
    if target.__module__ == source.module:
        return source.stands_before(target.__name__, record.__name__)
    return not reaches(home_for(target, record), source.module)


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
