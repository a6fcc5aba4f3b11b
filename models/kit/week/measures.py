"""What a week comes to, declared: rows counted or summed, in all or per store, with the very rows behind the figure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import wraps
from typing import Any

import peewee

from ..ask.filters import named
from ..ask.query import Query
from ..clock import Span
from ..declare.access import system
from ..declare.record import Record, column_of
from ..fields import DayField, MoneyField, QuantityField

COUNTING = system("figures")


_counted: ContextVar[dict[tuple, tuple] | None] = ContextVar("counted", default=None)


@contextmanager
def counted_once() -> Iterator[None]:
    """Inside, a measure that several figures share is counted the first time only."""
    before = _counted.set({})
    try:
        yield
    finally:
        _counted.reset(before)


def _once(count: Callable) -> Callable:
    @wraps(count)
    def counted(self: Any, week: Span) -> Any:
        known = _counted.get()
        if known is None:
            return count(self, week)
        key = (id(self), count, week)
        if key not in known:
            known[key] = self, count(self, week)  # held with it, so that its id stays its own
        return known[key][1]

    return counted


class Measured:
    """A figure of a week, or of any days in a row; what it is made of is up to the subclass.

    of: what it speaks of by itself: the `week`, or its `month` or `year` to date.
    """

    of = "week"

    def __init_subclass__(cls, **rest: Any):
        super().__init_subclass__(**rest)
        for name in {"value", "per_store"} & vars(cls).keys():
            setattr(cls, name, _once(vars(cls)[name]))

    def value(self, week: Span) -> Any:
        raise NotImplementedError

    def per_store(self, week: Span) -> dict[int, Any]:
        raise NotImplementedError

    def behind(self, week: Span) -> tuple[type[Record], dict] | None:
        raise NotImplementedError

    def parts(self) -> "list[Measure]":
        """The measures it is made of in the end; none where it counts in a way of its own."""
        return []

    def apart(self) -> "Measured | None":
        """The same figure with what `each` names in the place of the stores; None where it names nothing."""
        return None

    @property
    def gathers(self) -> str:
        """How weeks become a month: they are a `sum`, the `last` one stands, or the days are counted `anew`."""
        if any(part.when is None or part.upto for part in self.parts()):
            return "last"
        return "anew" if any(part.distinct for part in self.parts()) else "sum"


@dataclass(frozen=True, eq=False)
class Measure(Measured):
    """Rows of `record` whose `when` falls in the week, counted or with `sum` added up; both may be reckoned columns.

    upto: any time up to the week's end instead; when=None: as the rows stand now. where: a grid filter the rows must
    hold. by: the path to the store, as in `visit.store`. each: the path to something else it is wanted of one by one, as an
    online shop. distinct: count the different values of a field instead.
    """

    record: type[Record]
    when: str | None = None
    sum: str | None = None
    where: dict[str, Any] = field(default_factory=dict)
    by: str | None = None
    upto: bool = False
    distinct: str | None = None
    each: str | None = None

    def value(self, week: Span) -> Any:
        return self._read(self._rows(week).select(self._what).tuples().first()[0])

    def per_store(self, week: Span) -> dict[int, Any]:
        """By store id; rows of no store are left out."""
        if self.by is None:
            return {}
        query, record = self._rows(week), self.record
        *path, last = self.by.split(".")
        for name in path:
            link = column_of(record, name)
            query = query.join(record.links()[name].rel_model, on=(link == record.links()[name].rel_model.id))
            record = record.links()[name].rel_model
        store = column_of(record, last)
        # The counted type comes first, so that it is the one that reckoned columns speak of.
        first = peewee.fn.MIN(self.record.id)
        amounts = query.select(first, store, self._what).where(store.is_null(False)).group_by(store).tuples()
        return {id: self._read(amount) for _, id, amount in amounts}

    def behind(self, week: Span) -> tuple[type[Record], dict]:
        return self.record, self._filter(week)

    def parts(self) -> "list[Measure]":
        return [self]

    def apart(self) -> "Measured | None":
        return replace(self, by=self.each, each=None) if self.each else None

    def apart_by(self) -> type[Record] | None:
        """The record type that `each` leads to."""
        record = self.record
        for name in self.each.split(".") if self.each else ():
            record = record.links()[name].rel_model
        return record if self.each else None

    def read(self) -> set[str]:
        """The columns of its rows that it goes by: to tell which rows, and what is added up."""
        return {name for name in (self.when, self.sum, self.distinct, *named(self.where)) if name}

    def _rows(self, week: Span) -> peewee.ModelSelect:
        condition = Query(self.record, COUNTING, self._filter(week)).where
        query = self.record.select()
        return query if condition is None else query.where(condition)

    def _filter(self, week: Span) -> dict[str, Any]:
        if self.when is None:
            return dict(self.where)
        if isinstance(self.record.facts().readable[self.when], DayField):
            within = {"ge": week.first.isoformat(), "le": week.last.isoformat()}
        else:
            within = {"ge": f"{week.starts.isoformat()}Z", "lt": f"{week.ends.isoformat()}Z"}
        if self.upto:
            del within["ge"]
        return {**self.where, self.when: {**self.where.get(self.when, {}), **within}}

    @property
    def _what(self) -> Any:
        if self.sum is not None:
            return peewee.fn.SUM(Query(self.record, COUNTING).column(self.sum)).coerce(False)
        if self.distinct is not None:
            return peewee.fn.COUNT(getattr(self.record, self.distinct).distinct())
        return peewee.fn.COUNT(self.record.id)

    def _read(self, stored: Any) -> Any:
        """Money and quantities are kept as whole cents and thousandths."""
        item = self.record.facts().readable[self.sum] if self.sum else None
        if isinstance(item, MoneyField | QuantityField):
            return Decimal(int(stored or 0)).scaleb(-item.digits)
        return int(stored or 0)


@dataclass(frozen=True)
class Ratio(Measured):
    """One measure over another, in per cent unless `times` says otherwise; None where there is nothing below the line."""

    top: Measured
    bottom: Measured
    times: int = 100
    digits: int = 2

    def value(self, week: Span) -> Any:
        return self.over(self.top.value(week), self.bottom.value(week))

    def per_store(self, week: Span) -> dict[int, Any]:
        above, below = self.top.per_store(week), self.bottom.per_store(week)
        return {id: self.over(above.get(id, 0), amount) for id, amount in below.items() if amount}

    def behind(self, week: Span) -> tuple[type[Record], dict] | None:
        return self.top.behind(week)

    def parts(self) -> list[Measure]:
        return [*self.top.parts(), *self.bottom.parts()]

    def apart(self) -> Measured | None:
        return _both(self.top, self.bottom, lambda top, bottom: replace(self, top=top, bottom=bottom))

    @property
    def of(self) -> str:  # type: ignore[override]  # what is above the line says it
        return self.top.of

    @property
    def gathers(self) -> str:
        """A `ratio` of what each part gathers, unless that is no way to it."""
        ways = {self.top.gathers, self.bottom.gathers}
        return "last" if ways == {"last"} else "ratio" if ways <= {"sum", "last"} else "anew"

    def over(self, above: Any, below: Any) -> Decimal | None:
        if not below or above is None:
            return None
        return (Decimal(above) * self.times / Decimal(below)).quantize(Decimal(1).scaleb(-self.digits))


@dataclass(frozen=True)
class Less(Measured):
    """What is left of one measure when another is taken off."""

    whole: Measured
    part: Measured

    def value(self, week: Span) -> Any:
        return _minus(self.whole.value(week), self.part.value(week))

    def per_store(self, week: Span) -> dict[int, Any]:
        whole, part = self.whole.per_store(week), self.part.per_store(week)
        return {id: whole.get(id, 0) - part.get(id, 0) for id in whole.keys() | part.keys()}

    def behind(self, week: Span) -> tuple[type[Record], dict] | None:
        return self.whole.behind(week)

    def parts(self) -> list[Measure]:
        return [*self.whole.parts(), *self.part.parts()]

    @property
    def gathers(self) -> str:
        return _alike(self.whole, self.part)

    def apart(self) -> Measured | None:
        return _both(self.whole, self.part, Less)


class Plus(Measured):
    """Several measures added up; the rows behind it are those of the first."""

    def __init__(self, *added: Measured):
        self.added = added

    def value(self, week: Span) -> Any:
        return sum((part.value(week) for part in self.added), 0)

    def per_store(self, week: Span) -> dict[int, Any]:
        amounts: dict[int, Any] = {}
        for part in self.added:
            for id, amount in part.per_store(week).items():
                amounts[id] = amounts.get(id, 0) + amount
        return amounts

    def behind(self, week: Span) -> tuple[type[Record], dict] | None:
        return self.added[0].behind(week)

    def parts(self) -> list[Measure]:
        return [piece for part in self.added for piece in part.parts()]

    @property
    def gathers(self) -> str:
        return _alike(*self.added)


def _alike(*parts: Measured) -> str:
    """What all of them gather as; where they differ, the days are counted anew."""
    ways = {part.gathers for part in parts}
    return ways.pop() if len(ways) == 1 else "anew"


def _both(first: Measured, second: Measured, build: Callable) -> Measured | None:
    parts = first.apart(), second.apart()
    return build(*parts) if None not in parts else None


def _minus(whole: Any, part: Any) -> Any:
    return None if whole is None or part is None else whole - part
