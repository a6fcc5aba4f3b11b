"""A calendar and a timeline: rows by the day they are of, or by the days from one of their columns to another."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import peewee

from ... import words
from ...clock import Days, start_of, today
from ...formula.asking import calendar as working_days
from ...server.database import handle
from ...text import Text
from ..query import BadQuery
from .laid import Laid, day_of

CALENDAR, TIMELINE = Text("日历", "calendar"), Text("时间线", "timeline")
KINDS = ("day", "moment")
LONGEST = 1100  # days in sight at once: three years
MOST_LOOKED_AT = 20_000
MOST_BARS = 400
TOO_MANY = Text(
    "这段时间有 {n} 条，最多显示 {most} 条；请加筛选条件，或把时间段看短一些",
    "{n} rows lie in these days and at most {most} are shown; narrow the filter or look at fewer days",
)
ONE_KIND = Text(
    "起止两列要是同一种日期：都是日期，或都是日期时间",
    "The first and the last day must be of one kind: both days, or both moments",
)


class Between:
    """The rows that lie in some days, by `starts` and, where there is one, `ends`."""

    def __init__(self, query: Laid, starts: Any, ends: Any, days: Days, shape: Text):
        self.query, self.days = query, days
        self.starts = query.axis(starts, KINDS, shape)
        self.ends = None if ends is None else query.axis(ends, KINDS, shape)
        if self.ends is not None and self.ends.kind != self.starts.kind:
            raise BadQuery(ONE_KIND)
        self.names = (starts, ends)

    def condition(self) -> Any:
        first, after = self._bound(self.days.first), self._bound(self.days.last + timedelta(days=1))
        begun = self.starts < after
        if self.ends is None:
            return begun & (self.starts >= first)
        return begun & ((self.ends >= first) | (self.starts >= first))

    def _bound(self, day: date) -> Any:
        """The beginning of a day as this column's values are compared."""
        value = day if self.starts.kind == "day" else start_of(day)
        field = self.query.fields[self.starts.name]
        return peewee.Value(field.db_value(value), converter=False)

    def count(self) -> int:
        over = self.query.over(*(name for name in self.names if name))
        return self.query.grouped("between", [], [peewee.fn.COUNT(self.query.record.id)], self.condition(), over)[0][0]

    def beyond(self) -> dict[str, Any]:
        """{before, after: {n, day}}: how many rows lie wholly out of sight on a side, and on which day the nearest does."""
        first, after = self._bound(self.days.first), self._bound(self.days.last + timedelta(days=1))
        earlier = self.starts < first
        if self.ends is not None:
            earlier &= self.ends.is_null() | (self.ends < first)
        over = self.query.over(*(name for name in self.names if name))
        sides = {}
        for name, condition, nearest in (
            ("before", earlier, peewee.fn.MAX(self.starts)),
            ("after", self.starts >= after, peewee.fn.MIN(self.starts)),
        ):
            measures = [peewee.fn.COUNT(self.query.record.id), nearest.coerce(False)]
            [(n, stored)] = self.query.grouped(name, [], measures, condition, over)
            if n:
                sides[name] = {"n": n, "day": self._day(stored).isoformat()}
        return sides

    def undated(self) -> int:
        """How many rows have no day, and so no place here."""
        over = self.query.over(*(name for name in self.names if name))
        counting = [peewee.fn.COUNT(self.query.record.id)]
        return self.query.grouped("undated", [], counting, self.starts.is_null(), over)[0][0]

    def spans(self, most: int) -> list[tuple[int, date, date]]:
        """(id, first day, last day), the earliest and of these the longest first."""
        columns = [self.query.record.id, self.starts, *([self.ends] if self.ends is not None else [])]
        query = self.query._select(self.condition(), columns).limit(most)
        spans = []
        for id, starts, *ends in handle.execute_sql(*query.sql()).fetchall():
            first = self._day(starts)
            last = self._day(ends[0]) if ends and ends[0] is not None else first
            spans.append((id, first, max(first, last)))
        return sorted(spans, key=lambda span: (span[1], -(span[2] - span[1]).days, span[0]))

    def _day(self, stored: Any) -> date:
        field = self.query.fields[self.starts.name]
        return day_of(self.starts, field.python_value(stored))


def calendar(query: Laid, starts: Any, ends: Any, first: Any, last: Any, each: Any = 6) -> dict[str, Any]:
    """{days: [{day, count, off, works}], rows, spans: {id: [first, last]}}: of each day its number and its first `each` rows.

    Beside them how many have no day, and how many lie before and after these days.
    """
    days = span(first, last)
    between = Between(query, starts, ends, days, CALENDAR)
    total = between.count()
    if total > MOST_LOOKED_AT:
        return {
            **_told(days, Counter()),
            "rows": [],
            "spans": {},
            "total": total,
            "undated": between.undated(),
            **between.beyond(),
            "message": query.who.say(TOO_MANY(n=f"{total:,}", most=f"{MOST_LOOKED_AT:,}")),
        }
    counts, drawn, shown = Counter(), Counter(), []
    for id, begins, finishes in between.spans(MOST_LOOKED_AT):
        mine = Days(max(begins, days.first), min(finishes, days.last)).days
        counts.update(mine)
        if drawn[mine[0]] < each:
            drawn.update(mine)
            shown.append((id, begins, finishes))
    return {
        **_told(days, counts),
        **_rows(query, shown),
        "total": total,
        "undated": between.undated(),
        **between.beyond(),
    }


def timeline(query: Laid, starts: Any, ends: Any, group: Any, first: Any, last: Any) -> dict[str, Any]:
    """The rows in these days as bars, with the groups they stand in; more than fit are told by their number."""
    days = span(first, last)
    between = Between(query, starts, ends, days, TIMELINE)
    by = None if group is None else query.axis(group, ("link", "choice", "flag"), TIMELINE)
    total = between.count()
    spans = between.spans(MOST_LOOKED_AT)[:MOST_BARS]
    answer = {
        **_told(days, Counter()),
        **_rows(query, spans),
        "total": total,
        "undated": between.undated(),
        **between.beyond(),
        "group": by and by.name,
    }
    if total > MOST_BARS:
        answer["message"] = query.who.say(TOO_MANY(n=f"{total:,}", most=MOST_BARS))
    return answer


def span(first: Any, last: Any) -> Days:
    """The days in sight. Raises BadQuery for what is no such span."""
    try:
        days = Days(date.fromisoformat(first), date.fromisoformat(last))
        if not 0 <= (days.last - days.first).days < LONGEST or not 1900 <= days.first.year <= 2200:
            raise ValueError
    except (TypeError, ValueError):
        raise BadQuery(words.BAD_REQUEST(what="first, last")) from None
    return days


def _rows(query: Laid, spans: list[tuple[int, date, date]]) -> dict[str, Any]:
    return {
        "rows": query.by_ids([id for id, *_ in spans]),
        "spans": {str(id): [begins.isoformat(), finishes.isoformat()] for id, begins, finishes in spans},
    }


def _told(days: Days, counts: Counter) -> dict[str, Any]:
    """Each day with what it holds, whether the company works then, and its week; and which day it is."""
    works = set(working_days().days)
    cells = [
        {
            "day": day.isoformat(),
            "count": counts[day],
            "off": day.isoformat() not in works,
            "usual": day.weekday() < 5,
            "week": day.isocalendar().week if day.weekday() == 0 else None,
        }
        for day in days.days
    ]
    return {"days": cells, "today": today().isoformat()}
