"""Figures of what takes its time: what was still open when a week ended, and how long what was finished took."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..clock import Span, today
from ..server.dialect import seconds_of
from .measures import Measure

DAYS, HOURS = 86400, 3600


def last_over(week: Span) -> Any:
    """The last day of it that is over: its Sunday, or yesterday while it runs."""
    return min(week.last, today() - timedelta(days=1))


@dataclass(frozen=True, eq=False)
class StillOpen(Measure):
    """Rows that stood open at the week's end, whatever became of them since.

    when: the day by which they were due; with late=False the day they began, as nothing needs to be late to be open.
    ended: the days any of which ends a row. began: a day that must have come. among: a filter that is looked up anew.
    """

    upto: bool = True
    ended: tuple[str, ...] = ()
    began: str | None = None
    late: bool = True
    among: Callable[[], dict[str, Any]] | None = None

    def _filter(self, week: Span) -> dict[str, Any]:
        conditions = {**self.where, **(self.among() if self.among else {})}
        last = last_over(week) if self.late else week.last
        conditions[self.when] = {**conditions.get(self.when, {}), "le": last.isoformat()}
        if self.began:
            conditions[self.began] = {"le": week.last.isoformat()}
        return {**conditions, **{name: {"in": [None, *self._later(name, week)]} for name in self.ended}}

    def _later(self, name: str, week: Span) -> list[str]:
        """The days after the week on which rows ended: on the week's Sunday these were still open."""
        item = self.record.fields()[name]
        days = self.record.select(item).where(item > week.last).distinct().order_by(item)
        return [day.isoformat() for (day,) in days.tuples()]


@dataclass(frozen=True, eq=False)
class Time(Measure):
    """The time from `start` (the first of these that is known) to `end`, added up over rows, in `per` seconds."""

    start: tuple[str, ...] = ()
    end: str = ""
    per: int = HOURS

    @property
    def _what(self) -> Any:
        fields = self.record.fields()
        begins = [fields[name] for name in self.start]
        begin = peewee.fn.COALESCE(*begins) if len(begins) > 1 else begins[0]
        return peewee.fn.SUM(seconds_of(fields[self.end]) - seconds_of(begin)).coerce(False)

    def _read(self, stored: Any) -> Decimal:
        return Decimal(int(stored or 0)) / self.per


@dataclass(frozen=True, eq=False)
class Size(Measure):
    """The sum of a field without its sign: what was over and what was short both count."""

    @property
    def _what(self) -> Any:
        return peewee.fn.SUM(peewee.fn.ABS(self.record.fields()[self.sum])).coerce(False)
