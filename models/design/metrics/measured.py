"""From a row of the design to a figure of the week: what it counts, by which day, of which store. Nothing here asks who made it."""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ...kit.ask.filters import GROUPS, BadQuery
from ...kit.ask.query import Query
from ...kit.declare.area import Area, Metric
from ...kit.declare.record import Record, Row
from ...kit.fields import CountField, DayField, Described, MomentField, MoneyField, QuantityField
from ...kit.formula.asking import formula_of
from ...kit.server.standing import house, is_design
from ...kit.text import Refused, Text
from ...kit.week.measures import COUNTING, Measure, Measured, Ratio
from ...organization import Store

log = logging.getLogger("opsdesk.design")
BY_THE_DAY, BY_WHO = ("span",), ("mine",)
NUMBERS = (CountField, MoneyField, QuantityField)

NO_TYPE = Text("请选择统计哪张表", "Choose the table that is counted")
NOT_A_DAY = Text("“{name}”不是日期列；可以选：{names}", "“{name}” is no day; there are: {names}")
NOT_A_NUMBER = Text(
    "“{name}”不是数字列，不能加起来；可以选：{names}",
    "“{name}” is no number and can't be added up; there are: {names}",
)
NO_AMOUNT = Text("请选择把哪一列加起来", "Choose the column that is added up")
NO_STORE = Text("“{name}”不通到门店；可以选：{names}", "“{name}” doesn't lead to a store; there are: {names}")
NO_LINK = Text("“{name}”不是关联列；可以选：{names}", "“{name}” is no link; there are: {names}")
BAD_CONDITION = Text("条件读不懂：{why}", "The conditions can't be read: {why}")
NOT_A_FILTER = Text(
    '应是表格的筛选，如 {{"state": {{"in": ["open"]}}}}',
    'it should be a filter of the grid, as {{"state": {{"in": ["open"]}}}}',
)
MOVES = Text(
    "条件里的“{name}”用了“今天”“本周”“我的”一类会变的说法；周指标按日期列自动取每一周，请去掉这个条件或换成固定的",
    "The condition on “{name}” changes with the day or the reader; a figure takes each week by its day, so leave it out or fix it",
)
BY_CLOCK = Text(
    "“{name}”的公式里有 TODAY、NOW 或 ME，结果会自己变，关账以后就对不上；请换一列",
    "The formula of “{name}” asks for today or for the reader and changes by itself; a closed week can't hold it. Take another column",
)
NO_PART = Text(
    "请写明占比里算哪些行（“其中”的条件）", "Say which of the rows the share is of (the condition “Of them”)"
)
NO_FIGURE = Text("没有名为“{name}”、可以拿来相比的周指标", "There is no figure “{name}” that a ratio can be made of")


def measured(row: Any, known: Mapping[str, Metric]) -> Measured:
    """What it counts, in the house that holds here. known: the figures that a ratio is made of. Raises Refused."""
    if row.figure == "ratio":
        above, below = (_of_ratio(known, getattr(row, name), name) for name in ("above", "below"))
        return Ratio(above, below, times=100 if row.unit == "percent" else 1)
    record = house().records.get(row.record_type)
    if record is None or is_design([record.key()]):
        raise Refused(NO_TYPE, "record_type")
    rows = _filter(record, row.narrowed, "narrowed")
    whole = Measure(
        record,
        when=_day(record, row.day),
        where=rows,
        by=_store(record, row.place) if row.place else None,
        each=_link(record, row.each) if row.each else None,
    )
    return MADE[row.figure](whole, row)


def _count(whole: Measure, row: Any) -> Measured:
    return whole


def _sum(whole: Measure, row: Any) -> Measured:
    return replace(whole, sum=_amount(whole.record, row.amount))


def _mean(whole: Measure, row: Any) -> Measured:
    """Of the rows that say something; the others are none of it."""
    name = _amount(whole.record, row.amount)
    spoken = replace(whole, where=_both(whole.where, {name: {"empty": False}}))
    return Ratio(replace(spoken, sum=name), spoken, times=1)


def _share(whole: Measure, row: Any) -> Measured:
    """Of the rows, or of what one of their columns adds up to."""
    part = _filter(whole.record, row.part, "part")
    if not part:
        raise Refused(NO_PART, "part")
    summed = _amount(whole.record, row.amount) if row.amount else None
    return Ratio(replace(whole, sum=summed, where=_both(whole.where, part)), replace(whole, sum=summed))


MADE = {"count": _count, "sum": _sum, "mean": _mean, "share": _share}


def _both(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    return {"and": [first, second]} if first else second


def _of_ratio(known: Mapping[str, Metric], name: str | None, field: str) -> Measured:
    metric = known.get(name or "")
    if metric is None or not isinstance(metric.fn, Measured) or isinstance(metric.fn, Ratio) or metric.is_standing:
        raise Refused(NO_FIGURE(name=name or "—"), field)
    return metric.fn


# The columns it may go by --------------------------------------------------------------------------------------------------


def days_of(record: type[Record]) -> dict[str, Described]:
    """The days by which its rows fall into weeks."""
    return {name: item for name, item in _there(record).items() if isinstance(item, DayField | MomentField)}


def numbers_of(record: type[Record]) -> dict[str, Described]:
    return {name: item for name, item in _there(record).items() if isinstance(item, NUMBERS) and not item.percent}


def stores_of(record: type[Record]) -> dict[str, Text]:
    """The ways from a row to its store: a link of its own, or one of a row that it links to."""
    if record is Store:
        return {"id": Store.sheet.label}
    ways: dict[str, Text] = {}
    for name, link in record.links().items():
        if link.rel_model is Store:
            ways[name] = link.label
        elif link.rel_model is not record:
            further = link.rel_model.links().items()
            ways |= {f"{name}.{then}": _along(link, by) for then, by in further if by.rel_model is Store}
    return dict(sorted(ways.items(), key=lambda way: "." in way[0]))


def links_of(record: type[Record]) -> dict[str, Described]:
    """Whom or what else it may be told of one by one."""
    return {name: link for name, link in record.links().items() if link.rel_model is not Store}


def _along(link: Described, by: Described) -> Text:
    return Text(f"{link.label.zh} → {by.label.zh}", f"{link.label.en} → {by.label.en}")


def _there(record: type[Record]) -> dict[str, Described]:
    return {name: item for name, item in record.facts().readable.items() if not item.secret}


def _named(record: type[Record], items: Mapping[str, Any], said: str | None, text: Text, field: str) -> str:
    """The name of what people call by its name or its label. Raises Refused with all that there is."""
    labels = {name: item if isinstance(item, Text) else item.label for name, item in items.items()}
    called = {word: name for name, label in labels.items() for word in (label.zh, label.en)} | {
        name: name for name in labels
    }
    name = called.get((said or "").strip())
    if name is None:
        names = Text(*(_listed([label.say(lang) for label in labels.values()], lang) for lang in ("zh", "en")))
        raise Refused(text(name=said or "—", names=names, record=record.sheet.label), field)
    _steady(record, name, field)
    return name


def _listed(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names) or "—"


def _day(record: type[Record], said: str | None) -> str:
    return _named(record, days_of(record), said, NOT_A_DAY, "day")


def _amount(record: type[Record], said: str | None) -> str:
    if not said:
        raise Refused(NO_AMOUNT, "amount")
    return _named(record, numbers_of(record), said, NOT_A_NUMBER, "amount")


def _store(record: type[Record], said: str) -> str:
    return _named(record, stores_of(record), said, NO_STORE, "place")


def _link(record: type[Record], said: str) -> str:
    return _named(record, links_of(record), said, NO_LINK, "each")


def _steady(record: type[Record], name: str, field: str) -> None:
    """What changes by itself, or by who asks, is nothing that a closed week could hold."""
    item = record.facts().computed.get(name)
    if item is not None and ((formula := formula_of(COUNTING, record, name)).by_clock or formula.by_person):
        raise Refused(BY_CLOCK(name=item.label), field)


def _filter(record: type[Record], text: str | None, field: str) -> dict[str, Any]:
    try:
        asked = json.loads(text) if text and text.strip() else {}
    except (ValueError, RecursionError):
        raise Refused(BAD_CONDITION(why=NOT_A_FILTER), field) from None
    if not isinstance(asked, dict):
        raise Refused(BAD_CONDITION(why=NOT_A_FILTER), field)
    try:
        Query(record, COUNTING, asked)
    except BadQuery as why:
        raise Refused(BAD_CONDITION(why=why.text), field) from None
    _same_every_day(record, asked, field)
    return asked


def _same_every_day(record: type[Record], asked: dict[str, Any], field: str) -> None:
    for name, wanted in asked.items():
        if name in GROUPS:
            for part in wanted:
                _same_every_day(record, part or {}, field)
        elif name != "id":
            if set(wanted or {}) & {*BY_THE_DAY, *BY_WHO}:
                raise Refused(MOVES(name=record.facts().readable[name].label), field)
            _steady(record, name, field)


# Into the house -------------------------------------------------------------------------------------------------------------


def metric_of(row: Any, known: Mapping[str, Metric]) -> Metric:
    """The figure as the week knows it. Raises Refused."""
    words = Text(row.words_zh, row.words_en or row.words_zh) if row.words_zh else None
    aim = row.target
    return Metric(
        measured(row, known),
        row.zh,
        row.en,
        row.name,
        unit=row.unit,
        words=words,
        better=row.better,
        target=None if aim is None else lambda _: aim,
        marks=bool(row.marks),
        since=row.since,
        until=row.until,
        readers=row.readers,
    )


def with_metrics(areas: Iterable[Area], rows: Iterable[Row]) -> tuple[Area, ...]:
    """The areas with these figures behind their own; what a ratio is made of comes first. Asks the house that holds here."""
    areas = tuple(areas)
    known = {metric.name: metric for area in areas for metric in area.metrics}
    declared, owners = frozenset(known), {record.key(): area.name for area in areas for record in area.records}
    mine: dict[str, list[Metric]] = {}
    for row in sorted(rows, key=lambda row: (row.figure == "ratio", row.id)):
        if row.name in declared:
            log.error("the figure %s of the design is declared by now", row.name)
            continue
        try:
            metric = metric_of(row, known)
        except Refused as why:
            log.error("the figure %s of the design can't be counted: %s", row.name, why)
            continue
        known[row.name] = metric
        mine.setdefault(row.area or owners.get(row.record_type, areas[0].name), []).append(metric)
    return tuple(
        replace(area, metrics=(*area.metrics, *mine[area.name])) if area.name in mine else area for area in areas
    )


__all__ = ["days_of", "links_of", "measured", "metric_of", "numbers_of", "stores_of", "with_metrics"]
