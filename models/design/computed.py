"""Columns that are reckoned, as rows of the design: the field each becomes, and formulas kept by the names of columns."""

from collections.abc import Iterator
from typing import Any

from ..kit.declare.house import House
from ..kit.declare.record import Record, Row
from ..kit.fields import Choice, LinkField
from ..kit.formula import Mistake, kept, shown
from ..kit.formula.asking import anchors, calendar
from ..kit.formula.context import Context, Sees
from ..kit.formula.engines import SQLITE
from ..kit.formula.fields import Computed, FormulaField, RollUpField, ThroughField
from ..kit.formula.formula import Formula, understand_field
from ..kit.formula.grammar import columns_of, parse
from ..kit.formula.naming import find, is_this
from ..kit.formula.nodes import Operation, Step, all_of
from ..kit.server.standing import house
from ..kit.text import Refused, Text

FIGURES = (
    Choice("count", "个数", "Count"),
    Choice("sum", "合计", "Sum"),
    Choice("mean", "平均", "Mean"),
    Choice("least", "最小", "Least"),
    Choice("most", "最大", "Most"),
    Choice("first", "第一个", "First"),
    Choice("last", "最后一个", "Last"),
    Choice("list", "列出", "List"),
    Choice("share", "占比", "Share"),
)
PARTS = {
    "": "formula",
    "of": "picks",
    "where": "condition",
    "link": "through",
    "over": "target",
}  # where the grammar's parts stand in a row
FORMULAS = ("formula", "picks", "condition")
SAYS = (*FORMULAS, "through", "figure", "sorted_by", "target", "digits", "percent")

WRONG = Text("第 {at} 个字符{bit}：{why}", "Character {at}{bit}: {why}")
BIT = Text("“{bit}”", ", “{bit}”")
EMPTY = {
    "formula": Text("请填写公式，例如 =[单价]*[数量]", "Write the formula, as =[Price]*[Quantity]"),
    "picks": Text("请填写取哪一列，例如 [名称]", "Say which column is taken, as [Name]"),
    "target": Text("请选择从哪张表取", "Choose the table it is taken from"),
}
NO_LINK = Text("{record}的“{name}”不是能用的关联列", "“{name}” of {record} is not a link that leads there")
NO_LINK_HERE = Text(
    "{over}没有关联到{record}的列；请写条件，如 [列]=[本行].[列]",
    "No column of {over} leads to {record}; write a condition, as [Column]=[this row].[Column]",
)
WHICH_LINK = Text(
    "{over}有几列关联到{record}，请填经由哪一列：{names}",
    "Several columns of {over} lead to {record}; say through which: {names}",
)
NOT_KEPT = Text("“{name}”是算出来的，不能按它定先后", "“{name}” is reckoned; no order can be made by it here")


CALLED = Text("{record}的“{label}”", "“{label}” of {record}")
CHECK = Text("{record}的检查“{label}”", "the check “{label}” of {record}")
FORMULA = Text("{record}的“{label}”由它算出", "“{label}” of {record} is reckoned from it")
CHECKED = Text("{record}的检查“{label}”要用它", "The check “{label}” of {record} needs it")
STEP = Text("{record}的步骤“{label}”", "the step “{label}” of {record}")
STEPPED = Text("{record}的步骤“{label}”要用它", "The step “{label}” of {record} needs it")


# From a row to a field ---------------------------------------------------------------------------------------------------


def field_of(row: Row, options: dict[str, Any]) -> Computed:
    """What a row of a reckoned kind describes."""
    names = ("digits", "percent", "sum", "hint", "keepers")
    more = {name: value for name, value in options.items() if name in names} | {"digits": row.digits}
    made = MADE[row.kind](row, {**more, "percent": bool(row.percent), "sum": bool(row.sum)})
    return made.called(row.name)


def _formula(row: Row, more: dict[str, Any]) -> Computed:
    return FormulaField(row.zh, row.en, row.formula or "", **more)


def _lookup(row: Row, more: dict[str, Any]) -> Computed:
    if row.through:
        return ThroughField(row.zh, row.en, row.through, row.picks or "", **more)
    return _over(row, row.figure or "first", more)


def _roll_up(row: Row, more: dict[str, Any]) -> Computed:
    return _over(row, row.figure or "count", more)


def _over(row: Row, figure: str, more: dict[str, Any]) -> Computed:
    parts = {"of": row.picks or "", "where": row.condition or "", "by": row.sorted_by or "id"}
    return RollUpField(row.zh, row.en, row.target, row.through or None, figure, **parts, **more)


MADE = {"formula": _formula, "lookup": _lookup, "rollup": _roll_up}


def places(row: Row, record: type[Record]) -> Iterator[tuple[str, type[Record], type[Record] | None]]:
    """Its formulas that say something: (where in the row, the type whose columns they name, the type of the row that asks)."""
    if row.kind == "formula":
        yield "formula", record, None
    elif row.kind == "lookup" and row.through:
        link = record.fields().get(row.through)
        if getattr(link, "rel_model", None) is not None:
            yield "picks", link.rel_model, None
    elif row.target in house().records:
        yield "picks", house().records[row.target], record
        yield "condition", house().records[row.target], record


# Kept by names, shown by labels ------------------------------------------------------------------------------------------


def labelled(row: Any, record: type[Record], lang: str) -> dict[str, str]:
    """Its formulas as people read them, with today's labels."""
    return {
        name: shown(getattr(row, name), of, lang, outer)
        for name, of, outer in places(row, record)
        if getattr(row, name)
    }


def settled(row: Row, record: type[Record], index: int | None) -> dict[str, Any]:
    """What a row says once names stand in it for labels. Raises Refused with the place and the remedy."""
    row = Row(**vars(row))
    before = dict(vars(row))
    if row.kind == "formula" and not row.formula:
        raise Refused(EMPTY["formula"], "formula", index)
    settle_way(row, record, index)
    refuse_mistakes(row, understood(field_of(row, {}), record), index)
    for name, of, outer in places(row, record):
        if getattr(row, name):
            setattr(row, name, kept(getattr(row, name), of, outer))
    return {name: value for name, value in vars(row).items() if before[name] != value}


def understood(item: Computed, record: type[Record]) -> Formula:
    """What a column means, for who sees everything."""
    return understand_field(item, Context(record, SQLITE, calendar=calendar, anchors=anchors))


def formulas_of(built: House) -> Iterator[tuple[type[Record], Computed, Text, Text]]:
    """All that stands on columns, reckoned columns and checks: of which type, what it is called, and what is said of a column it reads."""
    for record in built.records.values():
        facts = built.facts(record)
        for item, called, uses in (
            *((item, CALLED, FORMULA) for item in facts.computed.values()),
            *((item, CHECK, CHECKED) for item in facts.checks),
        ):
            said = {"record": facts.sheet.label, "label": item.label}
            yield record, item, called(**said), uses(**said)
        for step in facts.sheet.steps:
            said = {"record": facts.sheet.label, "label": step.label}
            yield from ((record, item, STEP(**said), STEPPED(**said)) for item in step.holds)


def refuse_mistakes(row: Row, formula: Formula, index: int | None) -> None:
    """Raises Refused by the first mistake, with its place and the remedy."""
    for wrong in formula.mistakes:
        name = PARTS[wrong.part]
        text = getattr(row, name) or ""
        bit = text[wrong.at : wrong.end][:40]
        if not text:
            raise Refused(EMPTY.get(name, Text("{why}", "{why}"))(why=wrong.text), name, index)
        said = BIT(bit=bit) if bit else Text("", "")
        raise Refused(WRONG(at=wrong.at + 1, bit=said, why=wrong.text), name, index)


def settle_way(row: Row, record: type[Record], index: int | None, sees: Sees | None = None) -> None:
    """From which table, through which link, in what order: put into the row by names. Raises Refused; sees: as in `Context`."""
    if row.kind == "formula":
        return
    if row.kind == "lookup" and row.through:
        row.through = _link(record, row.through, None, index, sees)
        row.target = record.fields()[row.through].rel_model.key()
    over = house().records.get(row.target)
    told_by_its_link = row.kind == "lookup" and row.through
    if over is None or sees is not None and not told_by_its_link and not sees(over):
        raise Refused(EMPTY["target"], "target", index)
    if row.kind == "rollup" and row.through:
        row.through = _link(over, row.through, record, index, sees)
    elif row.kind == "rollup" and not _matches(row, over, record, sees):
        row.through = _only_link(over, record, index, sees)
    if row.sorted_by:
        row.sorted_by = _kept(over, row.sorted_by, index, sees)
    if row.kind == "lookup" and not row.picks:
        raise Refused(EMPTY["picks"], "picks", index)


def _matches(row: Row, over: type[Record], record: type[Record], sees: Sees | None) -> bool:
    """Whether its condition says by itself which rows belong to this one: by a value that equals one of this row, or by
    anything of it where no link leads here. What only lies before or above narrows the linked rows down."""
    try:
        tree = parse(row.condition or "")
    except Mistake:
        return bool(row.condition)
    if any(isinstance(node, Operation) and node.sign == "=" and _both(node) for node in all_of(tree)):
        return True
    return not _leading(over, record, sees) and any(is_this(column.path[0]) for column in columns_of(tree))


def _both(node: Operation) -> bool:
    """Whether it holds a row of the other table against this one."""
    of_this = [{is_this(column.path[0]) for column in columns_of(side)} for side in node.args]
    return of_this in ([{True}, {False}], [{False}, {True}])


def _link(record: type[Record], name: str, to: type[Record] | None, index: int | None, sees: Sees | None) -> str:
    """The link that is meant, by its name or what it is called."""
    item = _found(record, name, "through", index, sees)
    if not isinstance(item, LinkField) or to not in (None, item.rel_model):
        raise Refused(NO_LINK(record=record.sheet.label, name=item.label), "through", index)
    return item.name


def _only_link(over: type[Record], record: type[Record], index: int | None, sees: Sees | None) -> str:
    leading = _leading(over, record, sees)
    if not leading:
        raise Refused(NO_LINK_HERE(over=over.sheet.label, record=record.sheet.label), "condition", index)
    if len(leading) > 1:
        names = Text("、".join(item.label.zh for item in leading), ", ".join(item.label.en for item in leading))
        said = {"over": over.sheet.label, "record": record.sheet.label, "names": names}
        raise Refused(WHICH_LINK(**said), "through", index)
    return leading[0].name


def _leading(over: type[Record], record: type[Record], sees: Sees | None) -> list[LinkField]:
    shown = over.fields() if sees is None else sees(over)
    return [item for item in over.links().values() if item.rel_model is record and item.name in shown]


def _kept(record: type[Record], name: str, index: int | None, sees: Sees | None) -> str:
    """A column whose values a table keeps: by what is reckoned no order is made here."""
    item = _found(record, name, "sorted_by", index, sees)
    if item.name not in record.fields():
        raise Refused(NOT_KEPT(name=item.label), "sorted_by", index)
    return item.name


def _found(record: type[Record], name: str, field: str, index: int | None, sees: Sees | None) -> Any:
    try:
        return find(record, Step(name.strip("[] "), 0, len(name)), sees)
    except Mistake as wrong:
        raise Refused(wrong.text, field, index) from None
