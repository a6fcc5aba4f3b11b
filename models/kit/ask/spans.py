"""Days that move with the calendar, as a filter names them: today, last week, the next 30 days."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from ..clock import Days, week_of
from ..text import Refused, Text

NO_SPAN = Text(
    "“{value}”不是时间段；可用 today、week、month、year、last_week、days-7（最近 7 天）、days+30（未来 30 天）等",
    "“{value}” is no span of days; take today, week, month, year, last_week, days-7 (the last 7 days), days+30 (the next 30)",
)
MOST_DAYS = 3660
_DAYS = re.compile(r"days([+-])([1-9][0-9]{0,3})")


def _month(day: date, by: int) -> Days:
    """The month that is `by` months after the one of the day."""
    at = day.year * 12 + day.month - 1 + by
    first, after = date(at // 12, at % 12 + 1, 1), date((at + 1) // 12, (at + 1) % 12 + 1, 1)
    return Days(first, after - timedelta(days=1))


def _quarter(day: date, by: int) -> Days:
    first = _month(day, -((day.month - 1) % 3) + 3 * by)
    return Days(first.first, _month(first.first, 2).last)


def _week(day: date, by: int) -> Days:
    week = week_of(day + timedelta(weeks=by))
    return Days(week.first, week.last)


def _day(day: date, by: int) -> Days:
    return Days(day + timedelta(days=by), day + timedelta(days=by))


def _year(day: date, by: int) -> Days:
    return Days(date(day.year + by, 1, 1), date(day.year + by, 12, 31))


_UNITS: dict[str, Callable[[date, int], Days]] = {"week": _week, "month": _month, "quarter": _quarter, "year": _year}
_NAMED = {"today": (_day, 0), "yesterday": (_day, -1), "tomorrow": (_day, 1)} | {
    f"{before}{name}": (unit, by)
    for name, unit in _UNITS.items()
    for before, by in (("last_", -1), ("", 0), ("next_", 1))
}


def span_of(name: object, day: date) -> Days:
    """The days that a name means on this day. Raises Refused for what is no such name."""
    text = name if isinstance(name, str) else ""
    if text in _NAMED:
        unit, by = _NAMED[text]
        return unit(day, by)
    match = _DAYS.fullmatch(text)
    if match is None or int(match[2]) > MOST_DAYS:
        raise Refused(NO_SPAN(value=str(name)[:40]))
    rest = timedelta(days=int(match[2]) - 1)
    return Days(day - rest, day) if match[1] == "-" else Days(day, day + rest)
