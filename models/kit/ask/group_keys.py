"""By what rows are grouped: a column, or a day in steps of weeks, months, quarters or years."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import singledispatch
from typing import Any

import peewee

from ..clock import ZONE, Days, week_of
from ..declare.access import Who
from ..fields import (
    ChoiceField,
    CountField,
    DayField,
    Described,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MonthField,
)
from ..fields.numbers import DecimalAsInteger
from ..pinyin import pinyin_of
from ..server.dialect import day_text, unwalked
from ..text import Text
from .filters import BadQuery
from .titles import titles_of

MOST_KEYS = 3
AHEAD = round(datetime(2026, 1, 1, tzinfo=ZONE).utcoffset().total_seconds() / 3600)  # the business's clock, before UTC
STEPS = ("day", "week", "month", "quarter", "year")
_ASKED = re.compile(r"(-?)(\w+)(?::(\w+))?")

NOT_GROUPED = Text("“{field}”不能用来分组", "Rows can't be grouped by “{field}”")
BAD_GROUPS = Text(
    "分组应写成最多 {most} 个不重复的列名，如 home_store、-joined_on:month",
    "Groups are given as up to {most} names of different columns, like home_store, -joined_on:month",
)


@dataclass(frozen=True)
class Key:
    """One level of groups. step: of days, else empty; descending: the last value first."""

    name: str
    step: str
    descending: bool
    item: Described
    expression: Any

    def stored(self) -> Any:
        """What the database groups by; several of its values may be one group here."""
        if not self.step:
            # SQLite walks an index where there is one to group by, and looks up each row behind it: three times slower.
            return unwalked(self.expression)
        day = day_text(self.expression, AHEAD if isinstance(self.item, MomentField) else 0)
        length = {"month": 7, "quarter": 7, "year": 4}.get(self.step, 10)
        return peewee.fn.SUBSTR(day, 1, length)

    def bucket(self, stored: Any) -> Any:
        """The group that a stored value belongs to, as JSON keeps it."""
        if stored is None:
            return None
        return _BUCKETS[self.step](stored) if self.step else self.item.keep(self.item.python_value(stored))

    def holds(self, bucket: Any, stored: Any) -> Any:
        """The condition that a row is in the group."""
        if bucket is None:
            return self.expression.is_null()
        if not self.step:
            return self.expression == peewee.Value(stored, converter=False)
        days = _DAYS[self.step](bucket)
        if isinstance(self.item, MomentField):
            return (self.expression >= days.starts) & (self.expression < days.ends)
        return self.expression.between(days.first, days.last)

    def texts(self, buckets: dict[Any, Any], who: Who) -> dict[Any, str]:
        """What the groups are called: bucket → text; buckets: with a stored value of each."""
        if isinstance(self.item, LinkField):
            return titles_of(self.item.rel_model, {bucket for bucket in buckets if bucket is not None}, who)
        if self.step:
            return {bucket: str(bucket) for bucket in buckets if bucket is not None}
        shown: Callable[[Any], str] = lambda stored: self.item.show(self.item.python_value(stored), who.lang)  # noqa: E731
        return {bucket: shown(stored) for bucket, stored in buckets.items() if bucket is not None}


def keys_of(asked: Any, query: Any) -> list[Key]:
    """`-joined_on:month` and the like, within what this person sees. Raises BadQuery."""
    matches = (
        [_ASKED.fullmatch(key) if isinstance(key, str) else None for key in asked]
        if isinstance(asked, list)
        else [None]
    )
    names = [match[2] for match in matches if match]
    if not 0 < len(matches) <= MOST_KEYS or len(set(names)) < len(matches):
        raise BadQuery(BAD_GROUPS(most=MOST_KEYS))
    return [_key(match[2], match[3] or "", bool(match[1]), query) for match in matches]


def column_of(key: str) -> str:
    """The column that a sound key names."""
    return _ASKED.fullmatch(key)[2]


def _key(name: str, step: str, descending: bool, query: Any) -> Key:
    expression = query.column(name)
    item = query.fields[name]
    steps = steps_of(item)
    if steps is None or (step and step not in steps):
        raise BadQuery(NOT_GROUPED(field=item.label))
    return Key(name, step or next(iter(steps), ""), descending, item, expression)


@singledispatch
def steps_of(item: Described) -> tuple[str, ...] | None:
    """The steps in which such a column is grouped, none where each value is a group; None where it can't be."""
    return None


for _kind in (LineField, ChoiceField, FlagField, LinkField, CountField, DecimalAsInteger, MonthField):
    steps_of.register(_kind, lambda item: ())
for _kind in (DayField, MomentField):
    steps_of.register(_kind, lambda item: STEPS)


@singledispatch
def rank(item: Described, bucket: Any, text: str) -> Any:
    """What groups are sorted by."""
    return bucket


@rank.register
def _(item: DecimalAsInteger, bucket: Any, text: str) -> Any:
    return item.parse(bucket)


@rank.register(LineField)
@rank.register(LinkField)
def _(item: Described, bucket: Any, text: str) -> Any:
    return (pinyin_of(text) or text).casefold(), text


@rank.register
def _(item: ChoiceField, bucket: Any, text: str) -> Any:
    return next((at for at, option in enumerate(item.options) if option.key == bucket), len(item.options))


def _day(stored: Any) -> date:
    return date.fromisoformat(str(stored)[:10])


_BUCKETS: dict[str, Callable[[Any], str]] = {
    "day": lambda stored: str(stored)[:10],
    "week": lambda stored: str(week_of(_day(stored))),
    "month": lambda stored: str(stored)[:7],
    "quarter": lambda stored: f"{str(stored)[:4]}-Q{(int(str(stored)[5:7]) + 2) // 3}",
    "year": lambda stored: str(stored)[:4],
}


def _months(first: date, count: int) -> Days:
    after = first.year * 12 + first.month - 1 + count
    return Days(first, date(after // 12, after % 12 + 1, 1) - timedelta(days=1))


def _week(bucket: str) -> Days:
    year, week = bucket.split("-W")
    first = date.fromisocalendar(int(year), int(week), 1)
    return Days(first, first + timedelta(days=6))


_DAYS: dict[str, Callable[[str], Days]] = {
    "day": lambda bucket: Days(_day(bucket), _day(bucket)),
    "week": _week,
    "month": lambda bucket: _months(date.fromisoformat(f"{bucket}-01"), 1),
    "quarter": lambda bucket: _months(date(int(bucket[:4]), int(bucket[-1]) * 3 - 2, 1), 3),
    "year": lambda bucket: _months(date(int(bucket), 1, 1), 12),
}
