"""What can't be written as source yet, and why: a sentence each, before anything is written."""

import re
from collections.abc import Collection, Iterator

from models import declared
from models.design import KINDS, DesignColumn
from models.design.columns import options_of
from models.design.kinds import bare, field_of
from models.design.uses import needs
from models.kit.declare.record import Record, Row
from models.kit.fields import IdNumberField, PhoneField
from models.kit.formula.checks import Check, understood
from models.kit.server.standing import house
from models.kit.text import Text

CHINESE = re.compile("[\u4e00-\u9fff]")
NEEDS_TABLE = Text(
    "它用到浏览器里建的表“{record}”，请先写出那张表，或一起写出：main.py design eject {names}",
    "it needs the table “{record}”, which was made in the browser; write that one first, or both at once: main.py design eject {names}",
)
NO_ENGLISH = Text("还没有英文名称，请先补上", "it has no English label yet; give it one first")
NO_ENGLISH_HINT = Text("它的说明还没有英文，请先补上", "its hint has no English yet; give it one first")
UNMASKED = Text("它是个人信息，请先勾选“敏感内容”", "it is about a person; tick “Sensitive” first")
NO_ENGLISH_OPTION = Text("选项“{option}”还没有英文名称，请先补上", "its option “{option}” has no English label yet")
NEEDS = Text("它用到自己加的“{label}”（{record}）", "it needs “{label}” of {record}, which was made in the browser")


def declared_types() -> set[type[Record]]:
    return set(declared().records.values())


def held(record: type[Record], rows: list[Row]) -> dict[str, Text]:
    """Which of these columns can't be declared yet, and why."""
    why = {row.name: said for row in rows if (said := unspoken(row)) is not None}
    mine = {row.name for row in rows}
    while True:
        before = len(why)
        for row in rows:
            if row.name not in why:
                for said in lacks(record, row, mine - why.keys()):
                    why.setdefault(row.name, said)
        if len(why) == before:
            return why


def lacks(
    record: type[Record], row: Row, mine: Collection[str], together: Collection[type[Record]] = ()
) -> Iterator[Text]:
    """What a reckoned column needs that isn't declared; mine: the columns of its type that are written with it, together: the tables."""
    needed = needs(record, row.name) if KINDS[row.kind].computes else ()
    yield from missing_of(record, needed, mine, together)


def missing_of(
    record: type[Record],
    needed: Collection[tuple[type[Record], str]],
    mine: Collection[str],
    together: Collection[type[Record]] = (),
) -> Iterator[Text]:
    """Which of these columns aren't declared, nor written now."""
    made = {(column.record_type, column.name): column for column in DesignColumn.rows(DesignColumn.state == "active")}
    for over, name in sorted(needed, key=lambda need: (need[0].key(), need[1])):
        if over in together:
            continue
        if over not in declared_types():
            yield needs_table(over, record)
        other = made.get((over.key(), name))
        if other is not None and not (over is record and name in mine):
            yield NEEDS(label=Text(other.zh, other.en), record=over.sheet.label)


def needs_table(over: type[Record], record: type[Record]) -> Text:
    """Two made tables are written at once; a column waits for the table."""
    names = over.key() if record in declared_types() else f"{record.key()} {over.key()}"
    return NEEDS_TABLE(record=over.sheet.label, names=names)


def unspoken(row: Row, together: Collection[type[Record]] = ()) -> Text | None:
    """Why a column can't stand in source as it is: words that are missing, and tables that it links to."""
    record = house().records[row.record_type]
    target = house().records.get(row.target) if row.target else None
    if target is not None and target not in declared_types() and target not in together and target is not record:
        return needs_table(target, record)
    if CHINESE.search(row.en):
        return NO_ENGLISH
    if row.hint_zh and (not row.hint_en or CHINESE.search(row.hint_en)):
        return NO_ENGLISH_HINT
    if isinstance(field_of(bare(row), ()), PhoneField | IdNumberField) and not row.mask:
        return UNMASKED
    untold = [option.zh for option in options_of(row.id) if CHINESE.search(option.en)]
    return NO_ENGLISH_OPTION(option=untold[0]) if untold else None


def why_not_check(
    check: Check, record: type[Record], mine: Collection[str], together: Collection[type[Record]] = ()
) -> Text | None:
    """Why a check can't stand in source yet."""
    if CHINESE.search(check.label.en):
        return NO_ENGLISH
    needed = {(need.record, need.field.name) for need in understood(check, record).needs}
    return next(missing_of(record, needed, mine, together), None)
