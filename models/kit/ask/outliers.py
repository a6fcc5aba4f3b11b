"""Values far from what is usual in their column, or among the rows of the same store, product or whatever they belong to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import log
from statistics import median
from typing import Any

from ..declare.record import Record
from ..fields import CountField, DayField, DecimalAsInteger, Described, LinkField
from ..text import Text
from .doubles import MOST_LOOKED
from .query import Query
from .titles import titles_of

MOST_TOLD = 200
LEAST_VALUES, LEAST_OF_GROUP = 20, 12  # fewer say nothing of what is usual
FAR = 6.0  # times as far from the middle as half of the values are, as spread is told: one in a billion by chance
LEAST_TIMES, LEAST_DAYS = 3.0, 400  # how much larger or later it must be besides, where all others are nearly the same
LEAST_SPREAD = 0.15  # of logarithms: what is always the same differs by this much some day
USUAL = Text("通常在 {low} 到 {high} 之间", "usually between {low} and {high}")
USUAL_OF = Text("{group}通常在 {low} 到 {high} 之间", "{group}: usually between {low} and {high}")


@dataclass(frozen=True)
class Outlier:
    """A value of a row, and what is usual there; far: how many times as far from the middle as is usual."""

    id: int
    name: str
    value: Any
    far: float
    low: Any
    high: Any
    group: int | None = None

    def why(self, item: Described, title: str | None) -> Text:
        low, high = (Text(item.show(end, "zh"), item.show(end, "en")) for end in (self.low, self.high))
        return USUAL_OF(group=title, low=low, high=high) if title else USUAL(low=low, high=high)


class Outliers:
    """`query`: among which rows, and in which columns: what is masked or hidden from the person is not looked at."""

    def __init__(self, query: Query):
        self.record, self.query = query.record, query
        self.items = {
            name: item
            for name, item in self.record.fields().items()
            if query.shown.get(name) == "full" and _is_measured(item)
        }
        self.group = _grouping(self.record, query)
        self.partly = self.more = False
        self.values = self._found()

    def _found(self) -> list[Outlier]:
        if not self.items:
            return []
        names, fields = list(self.items), self.record.fields()
        group = fields[self.group] if self.group else self.record.id
        select = self.record.select(self.record.id, group, *(fields[name] for name in names))
        select = select if self.query.where is None else select.where(self.query.where)
        rows = list(select.order_by(self.record.id.desc()).limit(MOST_LOOKED + 1).tuples())
        self.partly = len(rows) > MOST_LOOKED
        there = [
            outlier
            for at, name in enumerate(names, 2)
            for outlier in self._of_column(name, [(row[0], row[1], row[at]) for row in rows if row[at] is not None])
        ]
        there.sort(key=lambda outlier: (-outlier.far, outlier.id))
        self.more = len(there) > MOST_TOLD
        return there[:MOST_TOLD]

    def _of_column(self, name: str, cells: list[tuple[int, int | None, Any]]) -> Iterable[Outlier]:
        """Held against the rows of the same group where there are enough of them, else against the whole column."""
        groups: dict[int | None, list[tuple[int, Any]]] = defaultdict(list)
        if self.group:
            for id, group, value in cells:
                groups[group].append((id, value))
        small = [cell for group, of in groups.items() if group is None or len(of) < LEAST_OF_GROUP for cell in of]
        looked = small if self.group else [(id, value) for id, _, value in cells]
        yield from _far_off(name, looked, [value for *_, value in cells], None)
        for group, of in groups.items():
            if group is not None and len(of) >= LEAST_OF_GROUP:
                yield from _far_off(name, of, [value for _, value in of], group)

    def with_why(self) -> list[tuple[Outlier, Text]]:
        """Each with the sentence that says what is usual."""
        groups = {outlier.group for outlier in self.values if outlier.group is not None}
        titles: dict[int, str] = {}
        if self.group and groups:
            titles = titles_of(self.record.links()[self.group].rel_model, groups, self.query.who)
        return [
            (outlier, outlier.why(self.items[outlier.name], titles.get(outlier.group) if outlier.group else None))
            for outlier in self.values
        ]


def _is_measured(item: Described) -> bool:
    return isinstance(item, CountField | DecimalAsInteger | DayField) and not item.derived


def _grouping(record: type[Record], query: Query) -> str | None:
    """The link by which values are alike: the store that scopes go by, else one of the key."""
    names = [path for path in record.sheet.scopes.values() if "." not in path]
    names += [name for name in record.sheet.key if isinstance(record.fields()[name], LinkField)]
    return next((name for name in names if name in record.links() and query.shown.get(name) == "full"), None)


def _far_off(name: str, looked: list[tuple[int, Any]], of: list[Any], group: int | None) -> Iterable[Outlier]:
    if len(of) < (LEAST_VALUES if group is None else LEAST_OF_GROUP) or not looked:
        return
    scale = _Scale(of)
    ends: tuple[Any, Any] | None = None
    for id, value in looked:
        far = scale.far(value)
        if far > FAR:
            if ends is None:
                ordered = sorted(of)
                ends = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
            yield Outlier(id, name, value, far, *ends, group=group)


class _Scale:
    """How far from the middle is far: of amounts by how many times as much, of days by days, of what may be below zero by itself."""

    def __init__(self, values: list[Any]):
        self.days = isinstance(values[0], date)
        positive = sum(value > 0 for value in values) if not self.days else 0
        self.times = positive >= 0.95 * len(values)
        places = [self.place(value) for value in values if not self.times or value > 0]
        self.middle = median(places)
        half = median(abs(place - self.middle) for place in places)
        least = LEAST_DAYS / FAR if self.days else LEAST_SPREAD if self.times else abs(self.middle) * 0.1 or 1.0
        self.spread = max(half * 1.4826, least)

    def place(self, value: Any) -> float:
        return float(value.toordinal()) if self.days else log(value) if self.times else float(value)

    def far(self, value: Any) -> float:
        if self.times and value <= 0:
            return 0.0 if value == 0 else FAR * 2
        apart = abs(self.place(value) - self.middle)
        if self.times and apart < log(LEAST_TIMES):
            return 0.0
        return apart / self.spread
