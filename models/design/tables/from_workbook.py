"""Tables from a workbook: what was guessed and corrected becomes types, columns and rows in one batch, which is undone as one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...kit.ask.links import find
from ...kit.declare.access import Who
from ...kit.declare.record import Record, Row
from ...kit.fields import Described, LinkField
from ...kit.reading import clean
from ...kit.server.standing import house, pinned
from ...kit.text import Refused, Text
from ...kit.write.edits import REFUSING, Answer, refusal, within
from ...kit.write.writes import Changes, Duplicate, changes
from ..columns import DesignChoice, DesignColumn
from ..needed import coming
from .types import DesignType

STEP, MOST_KNOWN = 2_000, 20_000
MOST_OPTIONS = 30
LONGEST_LINE = 200
BROUGHT = Text("从“{file}”建表：{tables} 张表，{rows} 行", "Tables from “{file}”: {tables} tables, {rows} rows")
NOTHING = Text("没有选中任何表", "No table is chosen")
NO_COLUMNS = Text("“{table}”没有留下任何列", "“{table}” has no column left")
UNREAD = Text(
    "“{table}”第 {row} 行“{column}”：{why}；请改用“单行文字”，把不合类型的另放一列，或先改好文件",
    "“{table}”, row {row}, “{column}”: {why}; take Line of text instead, put what isn't of this kind into a column beside, or correct the file first",
)
NOT_FOUND = Text("{target}里没有“{value}”，或不止一个", "{target} has no “{value}”, or several")
NO_TARGET = Text(
    "“{table}”的“{column}”关联到的表没有选，或没有带进来；请选一张表，或改用“单行文字”",
    "The table that “{column}” of “{table}” links to isn't chosen or isn't taken; choose one, or take Line of text instead",
)
ASIDE = Refused(Text("另放一列", "Comes into the column beside"))
AS_WRITTEN = Text("{label}（原文）", "{label} (as written)")
SHEET = "sheet:"  # a target that is another table of the same workbook
Names = tuple[dict[int, str], dict[int, str]]  # of columns by their places, and of those beside for what can't be read


@dataclass
class ColumnPlan:
    """A column of a sheet as it is to come in. at: its place in the rows. sure: how much of it is what the kind says, 0–1.

    target: the type it links to, or `sheet:` and the place of another table here. leave: stays out. unread: the numbers of
    rows whose value is nothing of the kind, with what stands there. apart: such values come into a column beside it.
    """

    at: int
    zh: str
    kind: str = "line"
    en: str = ""
    target: str | None = None
    digits: int | None = None
    options: list[str] = field(default_factory=list)
    sure: float = 1.0
    leave: bool = False
    samples: list[str] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)
    apart: bool = False


@dataclass
class TablePlan:
    """A sheet as a table. rows: (number in the file, values). title, key: places of columns in the sheet.

    parts: what it would be as tables of their own, where it is several sheets under the same heads.
    """

    sheet: str
    zh: str
    columns: list[ColumnPlan]
    rows: list[tuple[int, list[Any]]]
    title: int
    key: int | None = None
    en: str = ""
    area: str = "department"
    leave: bool = False
    notes: list[Text] = field(default_factory=list)
    parts: list["TablePlan"] = field(default_factory=list)

    @property
    def kept(self) -> list[ColumnPlan]:
        """The columns that come in, the one that rows are called by first among equals."""
        return [column for column in self.columns if not column.leave or column.at == self.title]


def bring(
    plans: list[TablePlan],
    *,
    who: Who,
    file: str,
    op: str | None = None,
    tell: Callable[[float], None] = lambda share: None,
) -> Answer:
    """The tables with their rows. Nothing of it is there where one cell can't be what its column says: the answer names it."""
    try:
        with changes(who=who, via="import", op=op, digest=None) as c:
            made, rows = _bring([plan for plan in plans if not plan.leave], c, who, tell, plans)
            c.label = BROUGHT(file=file, tables=len(made), rows=f"{rows:,}")
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except REFUSING as why:
        return refusal(why)
    tables = [{"id": row.id, "name": row.name, "zh": row.zh} for row in made]
    return Answer("applied", c.batch_id, tables, text=c.label, changed=c.changed)


def _bring(
    plans: list[TablePlan], c: Changes, who: Who, tell: Callable, all_: list[TablePlan]
) -> tuple[list[Row], int]:
    if not plans:
        raise Refused(NOTHING)
    made: dict[int, Row] = {}
    for plan in plans:
        if not plan.kept:
            raise Refused(NO_COLUMNS(table=plan.zh))
        title = next(column for column in plan.columns if column.at == plan.title)
        sets = {"zh": plan.zh, "en": plan.en or plan.zh, "area": plan.area, "first": title.zh}
        (id,) = within(c, DesignType, [{"id": None, "set": sets}], who)
        made[all_.index(plan)] = DesignType.row(id)
    with pinned(coming()), c.unasked():
        names = {at: _columns(c, all_[at], row, made) for at, row in made.items()}
    total, done = sum(len(plan.rows) for plan in plans) or 1, 0
    with pinned(coming()), c.unasked():
        for at in _in_order(plans, all_):
            for share in _rows(c, all_[at], house().records[made[at].name], names[at], who):
                tell((done + share) / total)
            done += len(all_[at].rows)
    return list(made.values()), done


def _columns(c: Changes, plan: TablePlan, row: Row, made: dict[int, Row]) -> Names:
    """The columns of a new table, in the order of the sheet. Returns their names by their places."""
    names, apart = {plan.title: "name"}, {}
    before: str | None = "id"
    at_title = [column.at for column in plan.kept].index(plan.title)
    options: list[dict[str, Any]] = []
    for place, column in enumerate(plan.kept):
        if column.at == plan.title:
            continue
        place_of = {"after": before if place < at_title else None}
        created = c.create(DesignColumn, **_settings(plan, column, row, made), **place_of)
        names[column.at] = before = created.name
        options += [
            {"column": created.id, "zh": said, "en": said} for said in column.options if column.kind == "choice"
        ]
        if column.apart:
            label = AS_WRITTEN(label=Text(column.zh[:34], (column.en or column.zh)[:44]))
            short = column.unread and all(len(text) <= LONGEST_LINE for _, text in column.unread)
            settings = {"zh": label.zh, "en": label.en, "kind": "line" if short else "note", "seen_by": "all"}
            beside = c.create(
                DesignColumn, record_type=row.name, **settings, after=created.name if place < at_title else None
            )
            apart[column.at] = before = beside.name
    c.add(DesignChoice, options)
    if plan.key is not None and plan.key in names:
        c.update(DesignType, row.id, keyed_by=names[plan.key])
    return names, apart


def _settings(plan: TablePlan, column: ColumnPlan, row: Row, made: dict[int, Row]) -> dict[str, Any]:
    return {
        "record_type": row.name,
        "zh": column.zh,
        "en": column.en or column.zh,
        "kind": column.kind,
        "seen_by": "all",
        "digits": column.digits,
        "sum": column.kind == "money",
        "target": _target(plan, column, made),
    }


def _target(plan: TablePlan, column: ColumnPlan, made: dict[int, Row]) -> str | None:
    if column.kind != "link":
        return None
    target = column.target
    if target and target.startswith(SHEET):
        there = made.get(int(target.removeprefix(SHEET)))
        target = None if there is None else there.name
    if not target:
        raise Refused(NO_TARGET(table=plan.zh, column=column.zh))
    return target


def _in_order(plans: list[TablePlan], all_: list[TablePlan]) -> list[int]:
    """Tables after those whose rows they link to."""
    left = [all_.index(plan) for plan in plans]
    needs = {
        at: {
            int(column.target.removeprefix(SHEET))
            for column in all_[at].kept
            if (column.target or "").startswith(SHEET)
        }
        for at in left
    }
    order: list[int] = []
    while left:
        free = next((at for at in left if not needs[at] & (set(left) - {at})), left[0])
        order.append(free)
        left.remove(free)
    return order


def _rows(c: Changes, plan: TablePlan, record: type[Record], names: Names, who: Who) -> Iterator[int]:
    """The rows through the door, a part at a time."""
    there, apart = names
    columns = []
    for column in plan.kept:
        item, meant = record.fields()[there[column.at]], None
        if isinstance(item, LinkField):
            # Rights on the tables of this very file are there once all of it is saved.
            meant = _meant(plan, column, item, c.who if (column.target or "").startswith(SHEET) else who)
        columns.append(_Column(column, item, meant, apart.get(column.at)))
    for start in range(0, len(plan.rows), STEP):
        part = plan.rows[start : start + STEP]
        c.add(record, _read(plan, part, columns))
        yield start + len(part)


class _Column:
    """A column on its way in. Each different value of it is read once; of very many only the latest are remembered."""

    def __init__(self, plan: ColumnPlan, item: Described, meant: dict[str, int] | None, apart: str | None):
        self.plan, self.item, self.meant, self.apart = plan, item, meant, apart
        self.known: dict[Any, Any] = {}
        # Words would take what a formula failed with, too.
        self.unread = {row for row, _ in plan.unread} if apart else set()

    def values(self, rows: list[tuple[int, list[Any]]]) -> list[Any]:
        """What each row holds there, or the Refused that says why not."""
        known, at = self.known, self.plan.at
        if len(known) > MOST_KNOWN:
            known.clear()
        said = [values[at] if at < len(values) else None for _, values in rows]
        # Texts alone are their own keys; else 1, 1.0 and True are not the same cell.
        texts = set(map(type, said)) <= {str, type(None)}
        keys = said if texts else [raw if raw.__class__ is str else (raw.__class__, raw) for raw in said]
        for key in set(keys) - known.keys():
            known[key] = self._meaning(key if texts or key.__class__ is str else key[1])
        if not self.unread:
            return [known[key] for key in keys]
        return [
            ASIDE if row in self.unread and key is not None else known[key]
            for (row, _), key in zip(rows, keys, strict=True)
        ]

    def _meaning(self, raw: Any) -> Any:
        try:
            if self.meant is None:
                return self.item.parse(raw)
            text = clean(raw) if raw is not None else ""
            return _linked(self.meant, text, self.item) if text else None
        except Refused as why:
            return why


def _read(plan: TablePlan, part: list[tuple[int, list[Any]]], columns: list[_Column]) -> list[dict[str, Any]]:
    """The rows by field name. Raises Refused for the first cell that is nothing of its column's kind."""
    read = {column.item.name: column.values(part) for column in columns}
    rows = [dict(zip(read, values, strict=True)) for values in zip(*read.values(), strict=True)]
    wrong: list[tuple[int, _Column, Refused]] = []
    for column in columns:
        values = read[column.item.name]
        if not any(issubclass(kind, Refused) for kind in set(map(type, values))):
            continue
        for at, value in enumerate(values):
            if not isinstance(value, Refused):
                continue
            if column.apart is None:
                wrong.append((at, column, value))
            else:
                del rows[at][column.item.name]
                rows[at][column.apart] = clean(str(part[at][1][column.plan.at]))
    if wrong:
        at, column, why = min(wrong, key=lambda cell: cell[0])
        raise Refused(UNREAD(table=plan.zh, row=part[at][0], column=column.plan.zh, why=why.text))
    return rows


def _linked(meant: dict[str, int], text: str, item: Any) -> int:
    if text not in meant:
        raise Refused(NOT_FOUND(target=item.rel_model.sheet.label, value=text[:40]))
    return meant[text]


def _meant(plan: TablePlan, column: ColumnPlan, item: Described, who: Who) -> dict[str, int]:
    """What the texts of a column of links mean: the rows that are called so, or have it as their key."""
    texts = {
        clean(values[column.at]) for _, values in plan.rows if column.at < len(values) and values[column.at] is not None
    }
    return meanings(item.rel_model, who, texts)


def meanings(record: type[Record], who: Who, texts: set[str]) -> dict[str, int]:
    """By text the one row it means to this person."""
    return {text: ids[0] for text, ids in find(record, who, texts - {""}).items() if len(ids) == 1}
