"""A calendar month's figures: its weeks side by side, cut at its ends, what they come to, the month before and a year ago."""

from dataclasses import dataclass
from typing import Any

from exports.weeks.reader import Sight
from models import house
from models.kit.clock import Days, Week, add_months, days_of_month, today, weeks_of_month
from models.kit.week.closed_months import Corrected, MonthRevision, closing_of, corrections, values_of
from models.kit.week.months import gathered
from models.kit.week.rollup import Values, closed_weeks


@dataclass(frozen=True)
class Told:
    """What is told of a month: its days, their weeks (as far as they lie in it), and by (figure, store) what they come to.

    whole: the month is over; one that isn't is told up to the last closed week, and held against the same days of others.
    closed: its closing, whose figures are told as they were frozen; corrected: what later revisions of it changed.
    """

    month: str
    span: Days
    whole: bool
    parts: list[tuple[Week, Days]]
    lines: dict[tuple[str, int | None], dict[str, Any]]
    closed: MonthRevision | None = None
    corrected: tuple[Corrected, ...] = ()


def span_of(month: str) -> Days | None:
    """The days of a month that can be told: all of them once it is over, before that those of closed weeks."""
    days, closed = days_of_month(month), closed_weeks()
    if not any(week.first <= days.last and days.first <= week.last for week in closed):
        return None
    return days if days.last < today() else Days(days.first, min(days.last, closed[-1].last))


def told_of(month: str, seen: Sight) -> Told:
    """The month's figures within what this reader may know. Raises LookupError when none of its weeks is closed."""
    span = span_of(month)
    if span is None:
        raise LookupError(month)
    parts = [
        (week, Days(max(week.first, span.first), min(week.last, span.last)))
        for week in weeks_of_month(month)
        if week.first <= span.last
    ]
    whole = span == days_of_month(month)
    owner = {metric.name: area.name for area in house().counted for metric in area.metrics}
    metrics = house().metrics.values()
    weeks = [gathered(metrics, days) for _, days in parts]
    closed = closing_of(month) if whole else None
    mine = values_of(closed) if closed else gathered(metrics, span)
    totals = {"month": mine, **{name: _before(span, whole, back) for name, back in BACK.items()}}
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


BACK = {"last_month": 1, "year_ago": 12}


def _before(span: Days, whole: bool, months: int) -> Values:
    """The same days so many months before, all of that month for a whole one; nothing of the time before there were figures."""
    then = days_of_month(f"{add_months(span.first, -months):%Y-%m}")
    if not whole:
        then = Days(then.first, add_months(span.last, -months))
    values = gathered(house().metrics.values(), then)
    known = any(week.first <= then.last and then.first <= week.last for week in closed_weeks())
    return values if known else {key: counted for key, counted in values.items() if counted.value}


def _value(values: Values, key: tuple[str, int | None]) -> float | None:
    counted = values.get(key)
    return None if counted is None or counted.value is None else float(counted.value)
