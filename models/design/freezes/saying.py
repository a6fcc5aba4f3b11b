"""A freeze rule in words: when it locks, what, and who may correct it."""

from typing import Any

from ...kit.ask.filters import GROUPS
from ...kit.declare.record import Record
from ...kit.fields import Described, LinkField
from ...kit.text import Refused, Text, join
from ...kit.write.freezing import who_may
from .rule import ALL, Freeze

WEEK = Text("“{day}”所在的周已关账", "The week of “{day}” is closed")
WHOLE, NONE = Text("整行和明细", "The row and its lines"), Text("空", "empty")
YES, NO = Text("“{label}”已勾选", "“{label}” is ticked"), Text("“{label}”没有勾选", "“{label}” isn't ticked")
WORDS = {
    "eq": Text("“{label}”是 {value}", "“{label}” is {value}"),
    "in": Text("“{label}”是 {value}", "“{label}” is {value}"),
    "ne": Text("“{label}”不是 {value}", "“{label}” isn't {value}"),
    "not_in": Text("“{label}”不是 {value}", "“{label}” isn't {value}"),
    "ge": Text("“{label}”≥ {value}", "“{label}” ≥ {value}"),
    "gt": Text("“{label}”> {value}", "“{label}” > {value}"),
    "le": Text("“{label}”≤ {value}", "“{label}” ≤ {value}"),
    "lt": Text("“{label}”< {value}", "“{label}” < {value}"),
    "contains": Text("“{label}”含有 {value}", "“{label}” contains {value}"),
    "lacks": Text("“{label}”不含 {value}", "“{label}” lacks {value}"),
    "starts": Text("“{label}”以 {value} 开头", "“{label}” begins with {value}"),
}
FILLED, BLANK = Text("“{label}”已填", "“{label}” is filled in"), Text("“{label}”为空", "“{label}” is empty")
OTHER = Text("“{label}”符合条件", "“{label}” meets a condition")


def when(rule: Freeze, record: type[Record]) -> Text:
    if rule.week:
        item = record.fields().get(rule.week)
        return WEEK(day=item.label if item else rule.week)
    return _said(rule.filter, record, "and")


def what(rule: Freeze, record: type[Record]) -> Text:
    fields = record.fields()
    labels = [fields[name].label for name in fields if name in rule.columns]
    return join([*([WHOLE] if ALL in rule.columns else []), *labels], "、", ", ")


def who(rule: Freeze, record: type[Record]) -> Text:
    return who_may(record, rule)


def _said(filter: dict[str, Any], record: type[Record], by: str) -> Text:
    parts = []
    for name, asked in filter.items():
        if name in GROUPS:
            inner = [_said(part, record, "and") for part in asked]
            parts.append(join(inner, "，或" if name == "or" else "，且", " or " if name == "or" else " and "))
        else:
            parts += [_condition(name, op, value, record) for op, value in asked.items()]
    return join(parts, "，且" if by == "and" else "，或", f" {by} ")


def _condition(name: str, op: str, value: Any, record: type[Record]) -> Text:
    item = record.facts().readable.get(name)
    label = item.label if item is not None else Text(name, name)
    if item is not None and item.kind == "flag" and op == "eq":
        return (YES if value else NO)(label=label)
    if op == "empty":
        return (FILLED if value is False else BLANK)(label=label)
    if op in WORDS and item is not None:
        values = value if isinstance(value, list) else [value]
        return WORDS[op](label=label, value=join([_shown(item, part) for part in values], "、", ", "))
    return OTHER(label=label)


def _shown(item: Described, value: Any) -> Text:
    try:
        known = item.parse(value)
    except Refused:
        return Text(str(value), str(value))
    if known is None:
        return NONE
    if isinstance(item, LinkField):
        title = item.rel_model.title_of(known)
        return Text(title, title)
    return Text(item.show(known, "zh"), item.show(known, "en"))
