"""Taking over 取数: what a weekly figure comes to in a month for a post, a store or a person, and from which closed weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..kit import Choice, Refused, Row, Text, Who
from ..kit.clock import Days, Week, days_of_month, today, weeks_of_month
from ..kit.declare.area import Metric
from ..kit.own_words import declare
from ..kit.server.standing import house
from ..kit.week.closed_months import closing_of, values_of
from ..kit.week.measures import Measured, Ratio
from ..kit.week.months import closed_with, frozen_in, gathered, made_of
from ..kit.week.rollup import newest
from ..kit.week.weekly import may_see_figure
from ..organization import Employee

WAYS = (
    Choice("own", "按指标本身（自然月）", "As the figure itself (calendar month)", "grey", ("按指标", "默认")),
    Choice("sum", "各周合计", "Sum of the weeks", "info", ("合计", "累计")),
    Choice("mean", "各周平均", "Mean of the weeks", "info", ("平均",)),
    Choice("last", "最后一周", "The last week", "info", ("期末",)),
)
NO_METRIC = Text("没有“{metric}”这个周指标", "There is no weekly figure “{metric}”")
NOT_SEEN = Text(
    "您看不到周指标“{metric}”，不能用它考核；请由能看到的人设置",
    "You don't see the weekly figure “{metric}”, so you can't have people reviewed by it; ask somebody who does",
)
NOT_BY_STORE = Text(
    "周指标“{metric}”不按门店统计，不能考核门店；请另选，或在“自建指标”里做一个按门店的",
    "The weekly figure “{metric}” isn't counted per store; choose another, or make an own figure with “Per store by”",
)
NOT_BY_PERSON = Text(
    "周指标“{metric}”不按员工统计，不能考核员工；请另选，或在“自建指标”里做一个“再按谁分”为员工的",
    "The weekly figure “{metric}” isn't counted per person; choose another, or make an own figure with an employee in “One by one”",
)
NO_SUM = Text("“{metric}”是比率或得分，各周不能相加", "“{metric}” is a share or a score: weeks can't be added up")
NOT_OVER = Text("{month} 还没结束", "{month} isn't over yet")
NOT_CLOSED = Text("还没关账的周：{weeks}", "Weeks not closed yet: {weeks}")
NOTHING = Text("这个月没有数据", "There is no data in this month")
WEEKLY = ("sum", "mean", "last")
THOUSANDTH = Decimal("0.001")
declare(NOT_OVER, NOT_CLOSED, NOTHING)


@dataclass(frozen=True)
class Taken:
    """A month's value, the weeks with their revisions and the days it was taken from, and what is missing for it to stand."""

    value: Decimal | None
    source: str
    gap: Text | None


def taken(item: Row, review: Row) -> Taken:
    """What the weekly figure of an indicator comes to for a review's subject. Raises Refused where there is no such figure."""
    metric = known(item.metric)
    key, span = _key(metric, review), days_of_month(review.month)
    if item.gather in WEEKLY:
        value, weeks, days = _by_weeks(metric, key, item.gather, review.month)
    elif (closed := _closed(metric, key, review.month)) is not None:
        return closed
    else:
        value, weeks, days = _own(metric, key, span)
    number = _kept(value)
    return Taken(number, _named(weeks, days), _gap(review.month, number, span))


def _closed(metric: Metric, key: tuple[str, int | None], month: str) -> Taken | None:
    """As the month was closed; None while it is open, and for figures that were made later or are of no month."""
    made = closing_of(month)
    values = values_of(made) if made is not None else {}
    if made is None or (metric.name, None) not in values:
        return None
    number = _kept(values[key].value if key in values else 0 if _is_counted(metric) else None)
    return Taken(number, f"{month} r{made.revision}", NOTHING if number is None else None)


def _kept(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(THOUSANDTH)


def known(name: str) -> Metric:
    """The figure of this name. Raises Refused where there is none."""
    metric = house().metrics.get(name)
    if metric is None:
        raise Refused(NO_METRIC(metric=name), "metric")
    return metric


def figures() -> dict[str, tuple[str, ...]]:
    return {metric.name: (metric.zh, metric.en) for metric in house().metrics.values()}


def fits(who: Who, item: Row, index: int | None) -> None:
    """An indicator takes a figure that whoever chooses it may see, and that is counted of its subjects."""
    metric = known(item.metric)
    area = next(area for area in house().counted if metric in area.metrics)
    if not may_see_figure(who, area, metric):
        raise Refused(NOT_SEEN(metric=metric.label), "metric", index)
    if item.subject == "store" and not _of_stores(metric):
        raise Refused(NOT_BY_STORE(metric=metric.label), "metric", index)
    if item.subject == "employee" and not _of_people(metric):
        raise Refused(NOT_BY_PERSON(metric=metric.label), "metric", index)
    if item.gather == "sum" and not _is_counted(metric):
        raise Refused(NO_SUM(metric=metric.label), "gather", index)


def _of_stores(metric: Metric) -> bool:
    return isinstance(metric.fn, Measured) and any(part.by for part in metric.fn.parts())


def _of_people(metric: Metric) -> bool:
    return metric.apart is not None and metric.apart[0] is Employee


def _is_counted(metric: Metric) -> bool:
    """Whether no rows are none of it, and not a share that nobody can say."""
    return metric.unit in ("count", "money", "quantity") and not isinstance(metric.fn, Ratio)


def _key(metric: Metric, review: Row) -> tuple[str, int | None]:
    if review.subject == "employee":
        return f"{metric.name}/{Employee.key()}", review.employee
    return metric.name, review.store if review.subject == "store" else None


def _own(metric: Metric, key: tuple, span: Days) -> tuple:
    """The calendar month: whole closed weeks as they were frozen, the days at both ends as they count now."""
    frozen = frozen_in([metric], span)
    figures = gathered([metric], span, frozen)
    value = figures[key].value if key in figures else 0 if figures and _is_counted(metric) else None
    return value, *made_of(metric, span, frozen)


def _by_weeks(metric: Metric, key: tuple, way: str, month: str) -> tuple:
    """The closed weeks that have most of their days in the month, put together."""
    mine = [week for week in weeks_of_month(month) if week.month == month]
    closed = closed_with({metric.name}, Days(mine[0].first, mine[-1].last))
    weeks = [week for week in mine if closed.get(week, {}).get(metric.name)]
    numbers = [_number(closed[week][metric.name].get(key), metric) for week in weeks]
    return _put_together(way, numbers), weeks, []


def _number(figure: object, metric: Metric) -> Decimal | None:
    value = getattr(figure, "value", None)
    return Decimal(str(value)) if value is not None else Decimal(0) if _is_counted(metric) else None


def _put_together(way: str, numbers: list[Decimal | None]) -> Decimal | None:
    if way == "last":
        return numbers[-1] if numbers else None
    there = [number for number in numbers if number is not None]
    total = sum(there, Decimal(0))
    return None if not there else total if way == "sum" else total / len(there)


def _gap(month: str, value: Decimal | None, span: Days) -> Text | None:
    """What keeps the value from standing: a month that runs, weeks of it that aren't closed, or no data at all."""
    if span.last >= today():
        return NOT_OVER(month=month)
    open_ones = [str(week) for week in weeks_of_month(month) if week.last <= span.last and newest(week) is None]
    if open_ones:
        return NOT_CLOSED(weeks="、".join(open_ones))
    return NOTHING if value is None else None


def _named(weeks: Iterable[Week], days: Iterable[Days]) -> str:
    """2026-W45 r2 + 2026-11-30 – 2026-11-30: the same in both languages."""
    revisions = [f"{week} r{made.revision}" for week in weeks if (made := newest(week)) is not None]
    return " + ".join([*revisions, *(f"{span.first} – {span.last}" for span in days)])
