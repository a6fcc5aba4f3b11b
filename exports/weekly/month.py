"""A calendar month's figures, its weeks side by side, or a year's, its months: what they come to, and what was before."""

from dataclasses import dataclass
from typing import Any

from exports.weeks.reader import Sight
from models import house
from models.kit.clock import (
    Days,
    Week,
    add_months,
    days_of_month,
    days_of_period,
    is_year,
    months_of,
    today,
    weeks_of_month,
)
from models.kit.week.closed_months import Corrected, MonthRevision, closing_of, corrections, values_of
from models.kit.week.months import gathered
from models.kit.week.rollup import Values, closed_weeks


@dataclass(frozen=True)
class Told:
    """What is told of a month or year: its days, its weeks or months by name (as far as they lie in it), and by (figure, store)
    what they come to.

    whole: it is over; one that isn't is told up to the last closed week, and held against the same days of others.
    closed: its closing, whose figures are told as they were frozen; corrected: what later revisions of it changed.
    """

    month: str
    span: Days
    whole: bool
    parts: list[tuple[str, Days]]
    lines: dict[tuple[str, int | None], dict[str, Any]]
    closed: MonthRevision | None = None
    corrected: tuple[Corrected, ...] = ()


def span_of(month: str) -> Days | None:
    """The days of a month or year that can be told: all of them once it is over, before that those of closed weeks."""
    days, closed = days_of_period(month), closed_weeks()
    if not any(week.first <= days.last and days.first <= week.last for week in closed):
        return None
    return days if days.last < today() else Days(days.first, min(days.last, closed[-1].last))


def told_of(month: str, seen: Sight) -> Told:
    """The month's or year's figures within what this reader may know. Raises LookupError when none of its weeks is closed."""
    span = span_of(month)
    if span is None:
        raise LookupError(month)
    parts = _months(month, span) if is_year(month) else _weeks(month, span)
    whole = span == days_of_period(month)
    owner = {metric.name: area.name for area in house().counted for metric in area.metrics}
    metrics = house().metrics.values()
    weeks = [_figures(metrics, name, days) for name, days in parts]
    closed = closing_of(month) if whole else None
    mine = values_of(closed) if closed else gathered(metrics, span)
    totals = {"month": mine, **{name: _before(month, span, whole, back) for name, back in _back(month)}}
    keys = dict.fromkeys(key for values in (*weeks, totals["month"]) for key in values if key[0] in owner)
    lines = {
        key: {
            "weeks": [_value(values, key) for values in weeks],
            **{name: _value(values, key) for name, values in totals.items()},
        }
        for key in keys
        if seen.knows(owner[key[0]], *key)
    }
    moved = corrections(month) if closed else []
    known = [each for each in moved if each.metric in owner and seen.knows(owner[each.metric], each.metric, each.store)]
    return Told(month, span, whole, parts, lines, closed, tuple(known))


def _weeks(month: str, span: Days) -> list[tuple[str, Days]]:
    weeks = [week for week in weeks_of_month(month) if week.first <= span.last]
    cut = [Days(max(week.first, span.first), min(week.last, span.last)) for week in weeks]
    return [(_named(week, days), days) for week, days in zip(weeks, cut, strict=True)]


def _named(week: Week, days: Days) -> str:
    """W41; a week that is cut at the month's end with the days that are told of it."""
    cut = f" ({days.first:%m-%d}–{days.last:%m-%d})" if len(days.days) < 7 else ""
    return f"{str(week)[5:]}{cut}"


def _months(year: str, span: Days) -> list[tuple[str, Days]]:
    months = [(month, days_of_month(month)) for month in months_of(year)]
    return [(month, Days(days.first, min(days.last, span.last))) for month, days in months if days.first <= span.last]


def _figures(metrics: Any, name: str, days: Days) -> Values:
    """A part's figures; those of a month that is closed, and told to its end, as they were closed."""
    closed = closing_of(name) if days.last == days_of_month(f"{days.first:%Y-%m}").last else None
    return gathered(metrics, days) if closed is None else values_of(closed)


def _back(period: str) -> list[tuple[str, int]]:
    """What it is held against, so many months before: a month's own last one and a year ago, a year's last two."""
    return [("last_month", 12), ("year_ago", 24)] if is_year(period) else [("last_month", 1), ("year_ago", 12)]


def _before(month: str, span: Days, whole: bool, months: int) -> Values:
    """The same days so many months before, to their month's end for a whole one; nothing of the time before there were figures."""
    last = days_of_month(f"{add_months(span.last, -months):%Y-%m}").last if whole else add_months(span.last, -months)
    then = Days(add_months(span.first, -months), last)
    values, closed = gathered(house().metrics.values(), then), closed_weeks()
    if is_year(month) and then.first < closed[0].first:
        return _from_the_start(values, then)
    known = any(week.first <= then.last and then.first <= week.last for week in closed)
    return values if known else {key: counted for key, counted in values.items() if counted.value}


def _from_the_start(values: Values, year: Days) -> Values:
    """What was counted in the first month of the year already: what began later in it is no year's."""
    first = gathered(house().metrics.values(), days_of_month(f"{year.first:%Y-%m}"))
    return {key: counted for key, counted in values.items() if key in first and first[key].value}


def _value(values: Values, key: tuple[str, int | None]) -> float | None:
    counted = values.get(key)
    return None if counted is None or counted.value is None else float(counted.value)
