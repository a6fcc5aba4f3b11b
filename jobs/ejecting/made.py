"""A table made in the browser, as far as its source needs to know it; and why one can't be written as source yet."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from inspect import getsourcefile
from pathlib import Path
from typing import Any

import peewee

from models import kit
from models.design import DesignCheck, DesignColumn, DesignType
from models.design.build import check_of, columns_of
from models.design.columns import options_of
from models.design.kinds import bare, field_of
from models.kit import fields as kinds
from models.kit.declare.area import Area
from models.kit.declare.facts import Facts
from models.kit.declare.record import Record, Row
from models.kit.formula.checks import Check
from models.kit.server.standing import house
from models.kit.text import Refused, Text, join
from models.migrations import KIT_TABLES
from models.system import SYSTEM_TABLES

from .held import CHINESE, NO_ENGLISH, lacks, unspoken, why_not_check
from .source import ROOT, Source

REFUSED = Text("“{table}”还不能写成源代码：{why}", "“{table}” can't be written as source yet: {why}")
OF = Text("{what}：{why}", "{what}: {why}")
COLUMN, STEP, CHECK = (
    Text("“{label}”列", "column “{label}”"),
    Text("步骤“{label}”", "step “{label}”"),
    Text("检查“{label}”", "check “{label}”"),
)
KEY_TWICE = Text(
    "认行的列“{columns}”里没有一列设为不能重复；请先设好，或把认行的列改成不能重复的列",
    "none of the columns that it knows its rows by ({columns}) is without duplicates; set that first, or take another key",
)
NAME_TAKEN = Text(
    "程序里已有叫“{name}”的，表名和它重了；请照着它另建一张表，内容用导出导入带过去",
    "the program has a “{name}” of its own already; make another table from a copy of this one and take the rows along by export and import",
)
NO_AREA = Text("找不到板块“{area}”的源代码", "the source of the area “{area}” isn't there")
ALSO_TAKEN = ("Any", "Check", "Decimal", "AREA", "date", "datetime", "now", "stores_open", "timedelta")


@dataclass
class Made:
    """One table. cls, module, table: what its class, its module and its table are called from now on. columns: those that are
    written, in the order in which they were made; the others stay in the browser.
    """

    row: Row
    record: type[Record]
    cls: str
    module: str
    table: str
    area: Area
    columns: list[Row] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    @property
    def label(self) -> Text:
        return Text(self.row.zh, self.row.en)

    @property
    def facts(self) -> Facts:
        return self.record.facts()

    @property
    def path(self) -> Path:
        return ROOT.joinpath(*self.module.split(".")).with_suffix(".py")

    @property
    def home(self) -> Path:
        """Where the area is declared."""
        return source_of_area(self.area)


def table_of(name: str) -> Made:
    """The table of this name. Raises Refused where its area can't be found."""
    row, record = DesignType.rows(DesignType.name == name)[0], house().records[name]
    area = house().area_of(record)
    source_of_area(area)
    cls = class_name(name)
    made = Made(row, record, cls, _free_module(area, name), peewee.make_snake_case(cls), area)
    readable = {*made.facts.fields, *made.facts.computed}
    made.columns = [column for column in DesignColumn.rows(DesignColumn.record_type == name) if column.name in readable]
    made.checks = checks_of(name)
    return made


def checks_of(name: str) -> list[Check]:
    """The checks that were made in the browser on a type."""
    return [check_of(row) for row in DesignCheck.rows(DesignCheck.record_type == name)]


def class_name(name: str) -> str:
    """The class whose key is this name: Device for device, Device_2 for device_2."""
    said = ""
    for part in name.split("_"):
        apart = said and not part[:1].isalpha()
        said += f"{'_' if apart else ''}{part.capitalize()}"
    return said


def source_of_area(area: Area) -> Path:
    module = sys.modules.get(f"models.{area.name}") or import_module(f"models.{area.name}")
    path = getsourcefile(module)
    if path is None or Path(path).name != "__init__.py":
        raise Refused(NO_AREA(area=area.label))
    return ROOT / "models" / area.name / "__init__.py"


def _free_module(area: Area, name: str) -> str:
    """The first name that neither a file nor anything else of the area has."""
    package = ROOT / "models" / area.name
    bound = Source(package / "__init__.py").bound()
    tries = (name, f"{name}s", f"{name}_table", *(f"{name}_table_{n}" for n in range(2, 100)))
    free = (t for t in tries if t not in bound and not (package / f"{t}.py").exists() and not (package / t).exists())
    return f"models.{area.name}.{next(free)}"


def items_of(made: Made, row: Row) -> list[tuple[str, Any]]:
    """The fields of a column as its table has them: itself, and for words their reading."""
    options = options_of(row.id)
    try:
        item = field_of(row, options)
    except Refused:
        item = field_of(bare(row), options)  # as the house shows it: without a default that is none any more
    there = made.facts.fields.get(row.name)
    if there is not None and made.facts.sheet.steps and row.name == made.facts.sheet.state:
        item.locked, item.asked, item.default = there.locked, there.asked, there.default
    return [(name, part) for part, name, _ in columns_of(item, row)] or [(row.name, item)]


# Why not -----------------------------------------------------------------------------------------------------------------


def refuse_unready(tables: list[Made]) -> None:
    """Raises Refused with all that is in the way of these tables, each with its remedy."""
    together = {made.record for made in tables}
    why = [
        REFUSED(table=made.label, why=said) for made in tables for said in dict.fromkeys(_in_the_way(made, together))
    ]
    if why:
        raise Refused(join(why, "；", "; "))


def _in_the_way(made: Made, together: set[type[Record]]) -> Iterator[Text]:
    yield from _names(made)
    if CHINESE.search(made.row.en):
        yield NO_ENGLISH
    mine = {row.name for row in made.columns}
    for row in made.columns:
        said = [text for text in (unspoken(row, together),) if text is not None]
        for text in [*said, *lacks(made.record, row, mine, together)]:
            yield OF(what=COLUMN(label=Text(row.zh, row.en)), why=text)
    for step in steps_of(made):
        if CHINESE.search(step.en):
            yield OF(what=STEP(label=step.label), why=NO_ENGLISH)
    for check in (*made.checks, *(check for step in steps_of(made) for check in step.holds)):
        if (text := why_not_check(check, made.record, mine, together)) is not None:
            yield OF(what=CHECK(label=check.label), why=text)
    sheet = made.facts.sheet
    if not {name for names in made.facts.unique_sets for name in names} >= set(sheet.key):
        labels = [made.facts.fields[name].label for name in sheet.key]
        yield KEY_TWICE(columns=join(labels, "、", ", "))


def steps_of(made: Made) -> list[Any]:
    return list(made.facts.sheet.steps)


def _names(made: Made) -> Iterator[Text]:
    """A class, its table and its key are called after one another; none of them may mean something else already."""
    bound = Source(made.home).bound() | set(kit.__all__) | set(kinds.__all__) | set(ALSO_TAKEN)
    if made.cls in bound or key_of(made.cls) != made.row.name:
        yield NAME_TAKEN(name=made.cls)
        return
    tables = {table._meta.table_name for table in (*KIT_TABLES, *SYSTEM_TABLES)}
    tables |= {record._meta.table_name for record in house().records.values() if record is not made.record}
    if made.table in tables or made.record._meta.database.table_exists(made.table):
        yield NAME_TAKEN(name=made.table)


def key_of(cls: str) -> str:
    """What a record type of this class is called in addresses, commands and rights."""
    return Record.key.__func__.__wrapped__(type(cls, (), {}))
