"""Where a column is used: by its sheet, rules, steps, buttons, dues, figures, formulas, and by all that the design holds."""

from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

from ..kit.ask.filters import named
from ..kit.declare.access import system
from ..kit.declare.house import House
from ..kit.declare.record import Record, links_to
from ..kit.declare.rules import Then
from ..kit.formula.asking import formula_of
from ..kit.formula.formula import Formula
from ..kit.server.standing import house
from ..kit.text import Text
from .computed import formulas_of, understood
from .named_columns import FORM, VIEW, Use, named_by_design

SYSTEM = system("columns")
TITLE = Text("这张表每一行就叫这个名字", "The rows of the table are called by it")
KEY = Text("导入时靠它认出同一行", "Imports tell rows by it")
PARENT = Text("明细靠它归到所属的单据", "It says what each line belongs to")
STATE = Text("流程状态，只随步骤变化", "The state, which moves by steps only")
SCOPE = Text("按它判断一行属于哪个门店、区域或员工", "It says whose row it is: which store's, region's or person's")
TOGETHER = Text("和“{others}”合起来不能重复", "Together with {others} it may occur only once")
SEARCH = Text("快速搜索会找它", "The quick search looks in it")
OPENS = Text("打开表格时按它筛选或排序", "The grid opens filtered or sorted by it")
STEP = Text("步骤“{step}”要用它", "The step “{step}” needs it")
ACTION = Text("操作“{action}”要看它", "“{action}” goes by it")
DUE = Text("待办“{due}”按它判断", "The to-dos “{due}” go by it")
DAILY = Text("每天上报“{daily}”按它判断", "What is handed in daily as “{daily}” goes by it")
METRIC = Text("周指标“{metric}”要用它", "The figure “{metric}” needs it")
RULE = Text("业务规则要用它（{n} 条）", "Rules of the business use it ({n})")
SHOWN = Text("关联到{record}的列显示它", "Links to {record} show it")


def uses(record: type[Record], name: str) -> list[Use]:
    """All places that are known to use a column of a type, the ones that can't be without it first."""
    uses = [*_of_sheet(record, name), *_of_areas(house(), record, name), *_of_rules(record, name)]
    uses += [*_of_formulas(record, name), *named_by_design(record, name)]
    return sorted(dict.fromkeys(uses), key=lambda use: not use.bears)


def bearing(record: type[Record], name: str) -> Text | None:
    """Why a column can't be put aside; None where nothing is in the way."""
    return next((use.where for use in uses(record, name) if use.bears), None)


def _of_sheet(record: type[Record], name: str) -> Iterator[Use]:
    sheet, facts = record.sheet, record.facts()
    if name == sheet.title:
        yield Use(TITLE, True)
        if links_to(record):
            yield Use(SHOWN(record=sheet.label))
    if name in sheet.key:
        yield Use(KEY, True)
    if name == sheet.parent:
        yield Use(PARENT, True)
    if sheet.steps and name == sheet.state:
        yield Use(STATE, True)
    if any(name == path.strip().split(".")[0] for paths in sheet.scopes.values() for path in paths.split("|")):
        yield Use(SCOPE, True)
    for names in facts.unique_sets if len(facts.fields) else ():
        if name in names and len(names) > 1:
            others = [facts.fields[other].label for other in names if other != name and other in facts.fields]
            yield Use(TOGETHER(others=Text("、".join(o.zh for o in others), ", ".join(o.en for o in others))), True)
    if name in facts.search:
        yield Use(SEARCH)
    if name in sheet.opens or name in [key.removeprefix("-") for key in sheet.order]:
        yield Use(OPENS)
    for step in sheet.steps:
        if name in step.needs or name in step.asks or name in step.unlike:
            yield Use(STEP(step=step.label), True)


def _of_areas(built: House, record: type[Record], name: str) -> Iterator[Use]:
    for action in built.actions.values():
        if action.on is record and name in (*action.tells, *(() if name == record.sheet.state else action.when)):
            yield Use(ACTION(action=action.label), True)
    for area in built.areas:
        for due in area.dues:
            if due.record is record and name in (due.due, due.owner, *named(due.when)):
                yield Use(DUE(due=due.label), True)
        for daily in area.dailies:
            if daily.record is record and name in (daily.day, daily.place, *named(daily.where)):
                yield Use(DAILY(daily=daily.label), True)
    for metric in built.metrics.values():
        if name in built.of(_counted).get((metric.name, record), ()):
            yield Use(METRIC(metric=metric.label))


def _counted(built: House) -> dict[tuple[str, type[Record]], set[str]]:
    """By figure and record type, the fields that are counted by."""
    columns: dict[tuple[str, type[Record]], set[str]] = {}
    for metric in built.metrics.values():
        for part in metric.fn.parts() if hasattr(metric.fn, "parts") else ():
            by = {part.when, part.sum, part.distinct, *named(part.where)}
            by |= {path.split(".")[0] for path in (part.by, part.each) if path}
            columns.setdefault((metric.name, part.record), set()).update(name for name in by if name)
    return columns


def _of_rules(record: type[Record], name: str) -> Iterator[Use]:
    rules = house().rules.get(record)
    if rules is None:
        return
    laid = [consequence.rule if isinstance(consequence, Then) else consequence for consequence in rules.consequences]
    count = sum(name in mentioned(rule) for rule in (*rules.checks, *rules.derives, *laid))
    if count:
        yield Use(RULE(n=count), True)


def mentioned(fn: Callable) -> frozenset[str]:
    """The names that a rule speaks of, itself or in what it calls in its own area."""
    return house().of(_mentioned).setdefault(fn, frozenset(_words(fn, set())))


def _mentioned(built: House) -> dict[Callable, frozenset[str]]:
    return {}


def _words(fn: Any, seen: set[Any]) -> set[str]:
    fn = getattr(fn, "__wrapped__", fn)
    if not isinstance(fn, FunctionType) or fn in seen or fn.__module__.startswith("models.kit"):
        return set()
    seen.add(fn)
    words = _spoken(fn.__code__)
    for word in set(words):
        words |= _words(fn.__globals__.get(word), seen)
    return words


def _spoken(code: CodeType) -> set[str]:
    words = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            words |= _spoken(constant)
        elif isinstance(constant, str):
            words.add(constant)
        elif isinstance(constant, tuple | frozenset):
            words |= {part for part in constant if isinstance(part, str)}
    return words


def _of_formulas(record: type[Record], name: str) -> Iterator[Use]:
    yield from (Use(where, True) for where, needs in house().of(_formulas) if (record, name) in needs)


def _formulas(built: House) -> list[tuple[Text, set[tuple[type[Record], str]]]]:
    """What is said of the columns that a formula reads, and which these are."""
    return [(where, _read(understood(item, record))) for record, item, _, where in formulas_of(built)]


def _read(formula: Formula) -> set[tuple[type[Record], str]]:
    return {(need.record, need.field.name) for need in formula.needs} | formula.stands_on


def needs(record: type[Record], name: str) -> set[tuple[type[Record], str]]:
    """The columns that a reckoned one is made of; none where it isn't understood."""
    return _read(formula_of(SYSTEM, record, name))


__all__ = ["FORM", "VIEW", "Use", "bearing", "mentioned", "needs", "uses"]
