"""Sums of the rows of one row over a day and its week, month and year, beside a target and the same days a year before."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...kit.ask.filters import ALL
from ...kit.ask.query import BadQuery, Query
from ...kit.clock import today, week_of
from ...kit.declare.access import Who, may
from ...kit.declare.record import Record
from ...kit.server.standing import house
from ...kit.text import Text
from . import words
from .reading import Unshown, belonging, grid_of, record_of

HUNDRED, DIGITS = Decimal(100), {"percent": Decimal("0.1"), "money": Decimal("0.01"), "quantity": Decimal("0.01")}
YEAR_OF_WEEKS = timedelta(weeks=52)  # so that weekdays are held against the same weekdays


@dataclass(frozen=True)
class Spanned:
    """heads: what each column is called, and by which unit it is written. lines: (what span, its rows, its values)."""

    record: type[Record]
    last: date | None
    heads: tuple[tuple[Text, str], ...]
    lines: tuple[tuple[Text, str, tuple[Any, ...]], ...]


class Sums:
    """The summed columns of the rows of a type that belong to a row, within days."""

    def __init__(self, record: type[Record], said: dict[str, Any], day: str, who: Who):
        self.record, self.day, self.who = record, day, who
        self.belonging = [part for part in (belonging(record, said), said.get("where")) if part]

    def newest(self) -> date | None:
        """The newest day up to today that any row is of."""
        query = self.query([{self.day: {"le": today().isoformat()}}], [f"-{self.day}"])
        return next((date.fromisoformat(row[self.day]) for row in query.rows(limit=1)), None)

    def oldest(self, first: date, last: date) -> str | None:
        """The first day among these that any row is of."""
        return next((row[self.day] for row in self.query([self._days(first, last)], [self.day]).rows(limit=1)), None)

    def within(self, first: date, last: date) -> dict[str, Decimal]:
        """By column; of no rows nothing, so that what wasn't there isn't taken for 0."""
        query = self.query([self._days(first, last)])
        sums = query.sums() if query.count() else {}
        return {name: Decimal(value) for name, value in sums.items() if value is not None}

    def way(self, first: date, last: date) -> str:
        return grid_of(self.record, *self.belonging, self._days(first, last))

    def seen(self) -> dict[str, Any]:
        return {item.name: item for item, _ in self.query([]).measures()}

    def _days(self, first: date, last: date) -> dict[str, Any]:
        return {self.day: {"ge": first.isoformat(), "le": last.isoformat()}}

    def query(self, further: list[dict[str, Any]], sort: list[str] | None = None) -> Query:
        try:
            return Query(self.record, self.who, {ALL: [*self.belonging, *further]}, sort)
        except BadQuery as why:
            raise Unshown(why.text) from None


def spanned(said: dict[str, Any], who: Who) -> Spanned:
    """What a block of spans shows. Raises Unshown where the first sum is out of sight."""
    record = record_of(said, who)
    rows = Sums(record, said, said["day"], who)
    seen = rows.seen()
    if said["sums"][0] not in seen:
        raise Unshown(words.UNSEEN_COLUMN)
    last = rows.newest() if said.get("reported") else today()
    aims, months = _aims(said, who), _months(said, who)
    sums = [seen[name] for name in said["sums"] if name in seen]
    shares = [share for share in said["shares"] if {share.part, share.whole} <= seen.keys()]
    heads = [(item.label, item.kind) for item in sums]
    heads[1:1] = [
        *([(words.TARGET, "money"), (words.REACHED, "percent")] if aims or months else []),
        (words.YEAR_BEFORE, "moved"),
    ]
    heads += [(Text(share.zh, share.en), share.unit) for share in shares]
    lines = []
    for label, first, end, before in _spans(last) if last is not None else ():
        now, then = rows.within(first, end), rows.within(*before)
        values = [now.get(item.name) for item in sums]
        aim = aims.within(first, end).get(said["target"][2]) if aims and _covers(aims, rows, first, end) else None
        if aim is None and months:
            aim = months.share(rows, first, end)
        held = [*([aim, _share(values[0], aim)] if aims or months else []), _moved(values[0], then.get(sums[0].name))]
        parts = [_share(now.get(share.part), now.get(share.whole), share.unit) for share in shares]
        lines.append((label, rows.way(first, end), (values[0], *held, *values[1:], *parts)))
    return Spanned(record, last, tuple(heads), tuple(lines))


class MonthAims:
    """Targets of whole months; a day's is its even share of its month's, but for months that are broken down into days."""

    def __init__(self, sums: Sums, amount: str, by_days: Sums | None, of_day: str):
        self.sums, self.amount, self.by_days, self.of_day = sums, amount, by_days, of_day

    def share(self, rows: Sums, first: date, last: date) -> Decimal | None:
        """What these days come to; None where a month of which there are rows has no target."""
        parts = []
        for begins, ends in [(first, min(last, _end_of(first))), *_months_after(first, last)]:
            if self.by_days and self.by_days.oldest(begins.replace(day=1), _end_of(begins)):
                parts.append(self.by_days.within(begins, ends).get(self.of_day, Decimal(0)))
                continue
            aim = self._of(begins)
            if aim is not None:
                parts.append(aim * ((ends - begins).days + 1) / _end_of(begins).day)
            elif rows.oldest(begins, ends):
                return None
        return sum(parts, Decimal(0)).quantize(DIGITS["money"], ROUND_HALF_UP) if parts else None

    def _of(self, day: date) -> Decimal | None:
        query = self.sums.query([{self.sums.day: {"eq": f"{day:%Y-%m}"}}])
        sum = query.sums()[self.amount] if query.count() else None
        return None if sum is None else Decimal(sum)


def _months(said: dict[str, Any], who: Who) -> MonthAims | None:
    """The targets of months, where there are some and this person sees what they come to."""
    if not said.get("months"):
        return None
    name, month, amount, where = said["months"]
    sums = _summed({**said, "where": where}, name, month, amount, who)
    of_day = said["target"][2] if said.get("target") else ""
    return MonthAims(sums, amount, _aims(said, who), of_day) if sums else None


def _aims(said: dict[str, Any], who: Who) -> Sums | None:
    """The targets, where there are some and this person sees what they come to."""
    if not said.get("target"):
        return None
    name, day, amount = said["target"]
    return _summed({**said, "where": None}, name, day, amount, who)


def _summed(said: dict[str, Any], name: str, day: str, amount: str, who: Who) -> Sums | None:
    record = house().records[name]
    if not may(who, "see", record):
        return None
    aims = Sums(record, {"of": said["of"], "id": said["id"], "where": said["where"]}, day, who)
    try:
        return aims if amount in aims.seen() else None
    except Unshown:
        return None


def _covers(aims: Sums, rows: Sums, first: date, last: date) -> bool:
    """Whether targets begin no later than the rows do, and each month with rows has some: a year is not held against the
    target of its last month, nor of its first and last.
    """
    begun, aimed = rows.oldest(first, last), aims.oldest(first, last)
    if aimed is None or (begun is not None and aimed > begun):
        return False
    return all(aims.oldest(*month) for month in _months_after(first, last) if rows.oldest(*month))


def _months_after(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The months that begin within these days, each up to its end or the last day."""
    day = first
    while (day := _end_of(day) + timedelta(days=1)) <= last:
        yield day, min(last, _end_of(day))


def _end_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _spans(last: date) -> list[tuple[Text, date, date, tuple[date, date]]]:
    """What each is called, its first and last day, and those of the year before."""
    week = week_of(last)
    month, year = last.replace(day=1), last.replace(month=1, day=1)
    return [
        (words.ON_DAY(day=f"{last:%m-%d}"), last, last, (last - YEAR_OF_WEEKS, last - YEAR_OF_WEEKS)),
        (words.OF_WEEK(week=week), week.first, last, (week.first - YEAR_OF_WEEKS, last - YEAR_OF_WEEKS)),
        (words.OF_MONTH(month=f"{last:%Y-%m}"), month, last, (_year_before(month), _year_before(last))),
        (words.OF_YEAR(year=last.year), year, last, (_year_before(year), _year_before(last))),
    ]


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def _share(part: Decimal | None, whole: Decimal | None, unit: str = "percent") -> Decimal | None:
    if part is None or not whole:
        return None
    times = HUNDRED if unit == "percent" else Decimal(1)
    return (part * times / whole).quantize(DIGITS[unit], ROUND_HALF_UP)


def _moved(now: Decimal | None, then: Decimal | None) -> Decimal | None:
    """By how many per cent it is more than the year before."""
    share = _share(now, then)
    return None if share is None or then is None or then < 0 else share - HUNDRED
