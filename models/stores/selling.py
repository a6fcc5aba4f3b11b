"""What the stores sold, against targets, last year and their floor; as it was when the week ended."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure
from ..kit.clock import Days, Span, add_months, days_of_month
from ..kit.week.lasting import last_over
from ..kit.week.measures import Measured
from ..organization import Store
from ..organization.opened import Opened, open_days, open_on, opened
from .day_targets import DayTarget
from .sales import SalesTarget, StoreDay

ZERO = Decimal(0)
FULL_GROWN = 13  # months a store must be open before this year's weeks are held against last year's
SALES = Measure(StoreDay, "day", sum="sales", by="store")
SALES_TO_DATE = Measure(StoreDay, "day", sum="sales", by="store", upto=True)
TARGETS = Measure(
    SalesTarget, "month", sum="amount", by="store"
)  # never counted itself: it names what targets are made of
DAY_TARGETS = Measure(DayTarget, "day", sum="amount", by="store")


def of_week(week: Span) -> Span:
    """The days themselves."""
    return week


def month_to_date(week: Span) -> Span:
    return week.to_date("month")


def year_to_date(week: Span) -> Span:
    return week.to_date("year")


OF: dict[Callable[[Span], Span], str] = {of_week: "week", month_to_date: "month", year_to_date: "year"}


# Which stores were open -------------------------------------------------------------------------------------------------


SELLING = Store.kind.in_(("own", "franchise"))


def selling_on(day: date) -> Any:
    """Own and franchise stores that were open on a day."""
    return open_on(day) & SELLING


def shops_that_sell(day: date) -> list[int]:
    """Who hands in the day's sales: the stores of ours and of franchisees that were open."""
    return [id for (id,) in Store.select(Store.id).where(selling_on(day)).tuples()]


def floors(week: Span) -> dict[int, Decimal]:
    """The floor of the stores that were open at the week's end, as far as it is known."""
    known = Store.select(Store.id, Store.area_m2).where(selling_on(week.last), Store.area_m2 > 0)
    return dict(known.tuples())


def with_area(week: Span) -> Iterable[int]:
    return floors(week).keys()


# Sales ------------------------------------------------------------------------------------------------------------------


def sold(first: date, last: date) -> dict[int, Decimal]:
    """Sales by store of these days."""
    total = peewee.fn.SUM(StoreDay.sales).coerce(False)
    query = StoreDay.select(StoreDay.store, total).where(StoreDay.day.between(first, last)).group_by(StoreDay.store)
    return {store: Decimal(int(cents or 0)).scaleb(-2) for store, cents in query.tuples()}


def days(first: date, last: date) -> dict[str, Any]:
    return {"day": {"ge": first.isoformat(), "le": last.isoformat()}}


@dataclass(frozen=True, eq=False)
class SoldSince(Measured):
    """Sales of the days of the week, or of its month or its year up to there, of all stores or of some."""

    span: Callable[[Span], Span]
    stores: Callable[[Span], Iterable[int]] | None = None

    def value(self, week: Span) -> Decimal:
        return sum(self.per_store(week).values(), ZERO)

    def per_store(self, week: Span) -> dict[int, Decimal]:
        amounts, wanted = sold(*self.within(week)), self.wanted(week)
        return amounts if wanted is None else {store: amounts[store] for store in amounts.keys() & wanted}

    def behind(self, week: Span) -> tuple[type, dict]:
        wanted = self.wanted(week)
        among = {} if wanted is None else {"store": {"in": sorted(wanted)}}
        return StoreDay, {**days(*self.within(week)), **among}

    def parts(self) -> list[Measure]:
        return [SALES if self.of == "week" else SALES_TO_DATE]

    def within(self, week: Span) -> tuple[date, date]:
        span = self.span(week)
        return span.first, span.last

    @property
    def of(self) -> str:  # type: ignore[override]  # its span says it
        return OF[self.span]

    def wanted(self, week: Span) -> set[int] | None:
        return None if self.stores is None else set(self.stores(week))


class SoldOnFloors(SoldSince):
    """Of the stores whose floor is known on the last day: a week before that knew others, so days are counted anew."""

    gathers = "anew"


class SoldAgainst(SoldSince):
    """What is held against targets: sales of the stores that have one, until the last day that is over."""

    @property
    def gathers(self) -> str:
        return "anew" if self.of == "week" else "last"

    def within(self, week: Span) -> tuple[date, date]:
        span = self.span(week)
        return span.first, last_over(span)

    def wanted(self, week: Span) -> set[int]:
        return {store for store, amount in TargetSince(self.span).per_store(week).items() if amount}


@dataclass(frozen=True, eq=False)
class TargetSince(Measured):
    """What the stores are to sell on these days: the sum of their targets of days in a month that is broken down into days, else
    the days' even share of the month's target, by the days on which they were open.

    Today and the days to come don't count, so that a month under way is held against what was due by now.
    """

    span: Callable[[Span], Span]
    to_date: bool = True

    def value(self, week: Span) -> Decimal:
        return sum(self.per_store(week).values(), ZERO)

    def per_store(self, week: Span) -> dict[int, Decimal]:
        by_store, parts, by_days = self._of_days(week)
        stores = opened()
        for store, month, amount in self._of_months(parts):
            if (store, month) not in by_days:
                share = stores.get(store, Opened()).share(parts[month].first, parts[month].last)
                by_store[store] = by_store.get(store, ZERO) + amount * share
        return {store: amount.quantize(Decimal("0.01")) for store, amount in by_store.items()}

    def behind(self, week: Span) -> tuple[type, dict]:
        """The targets of the days where they are all of it; else those of the months."""
        by_store, parts, by_days = self._of_days(week)
        if by_store and all((store, month) in by_days for store, month, _ in self._of_months(parts)):
            first, last = self._within(week)
            return DayTarget, days(first, last)
        return SalesTarget, {"span": {"eq": "month"}, "month": {"in": list(parts)}, "store": {"empty": False}}

    def parts(self) -> list[Measure]:
        return [TARGETS, DAY_TARGETS]

    def _of_days(self, week: Span) -> tuple[dict[int, Decimal], dict[str, Days], set[tuple[int, str]]]:
        """By store the sum of the days' targets, the days by month, and which months of which stores are broken down."""
        first, last = self._within(week)
        parts = {f"{part.first:%Y-%m}": part for part in months(first, last)}
        by_store: dict[int, Decimal] = {}
        by_days = set()
        for month, part in parts.items():
            for store, cents in _aimed(days_of_month(month), part):
                by_days.add((store, month))
                by_store[store] = by_store.get(store, ZERO) + Decimal(int(cents or 0)).scaleb(-2)
        return by_store, parts, by_days

    def _of_months(self, parts: Iterable[str]) -> list[tuple[int, str, Decimal]]:
        mine = (SalesTarget.span == "month") & SalesTarget.month.in_(list(parts)) & SalesTarget.store.is_null(False)
        return list(SalesTarget.select(SalesTarget.store, SalesTarget.month, SalesTarget.amount).where(mine).tuples())

    def _within(self, week: Span) -> tuple[date, date]:
        span = self.span(week)
        return span.first, last_over(span) if self.to_date else span.last

    @property
    def of(self) -> str:  # type: ignore[override]  # its span says it
        return OF[self.span]

    @property
    def gathers(self) -> str:
        """Shares of months are rounded once, so weeks aren't added up."""
        return "anew" if self.of == "week" else "last"


def _aimed(month: Days, part: Days) -> Iterable[tuple[int, int]]:
    """By store with targets of days in this month, what they come to in a part of it while it was open, in cents."""
    open_then = (Store.opened_on.is_null() | (DayTarget.day >= Store.opened_on)) & (
        (Store.status != "closed") | Store.closed_on.is_null() | (DayTarget.day < Store.closed_on)
    )
    counted = DayTarget.day.between(part.first, part.last) & open_then
    total = peewee.fn.SUM(peewee.Case(None, [(counted, DayTarget.amount)], 0)).coerce(False)
    query = DayTarget.select(DayTarget.store, total).join(Store)
    return query.where(DayTarget.day.between(month.first, month.last)).group_by(DayTarget.store).tuples()


def months(first: date, last: date) -> Iterator[Days]:
    """These days, month by month."""
    at = first
    while at <= last:
        end = min(last, days_of_month(f"{at:%Y-%m}").last)
        yield Days(at, end)
        at = end + timedelta(days=1)


class LikeForLike(Measured):
    """Growth against the same days of the year before (52 weeks back), of the stores that were full-grown and sold in both."""

    gathers = "anew"

    def value(self, week: Span) -> Decimal | None:
        now, then = self._both(week)
        return growth(sum(now.values(), ZERO), sum(then.values(), ZERO))

    def per_store(self, week: Span) -> dict[int, Decimal]:
        now, then = self._both(week)
        rates = {store: growth(now[store], amount) for store, amount in then.items()}
        return {store: rate for store, rate in rates.items() if rate is not None}

    def behind(self, week: Span) -> tuple[type, dict]:
        now, _ = self._both(week)
        return StoreDay, {**days(week.first, last_over(week)), "store": {"in": sorted(now)}}

    def parts(self) -> list[Measure]:
        return [SALES_TO_DATE]

    def _both(self, week: Span) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        grown = Store.opened_on <= add_months(week.first, -FULL_GROWN)
        last, before = last_over(week), timedelta(weeks=52)
        now, then = sold(week.first, last), sold(week.first - before, last - before)
        ids = {id for (id,) in Store.select(Store.id).where(selling_on(week.last), grown).tuples()}
        ids &= now.keys() & then.keys()
        return {id: now[id] for id in ids}, {id: then[id] for id in ids}


def growth(now: Decimal, then: Decimal) -> Decimal | None:
    return ((now - then) * 100 / then).quantize(Decimal("0.1")) if then else None


class FloorArea(Measured):
    """The floor of the stores that were open at the week's end."""

    gathers = "last"

    def value(self, week: Span) -> Decimal:
        return sum(floors(week).values(), ZERO)

    def per_store(self, week: Span) -> dict[int, Decimal]:
        return floors(week)

    def behind(self, week: Span) -> tuple[type, dict]:
        return Store, {"id": {"in": sorted(floors(week))}}


class DaysMissing(Measured):
    """Days on which a store was open and handed in nothing."""

    gathers = "sum"

    def value(self, week: Span) -> int:
        return sum(self.per_store(week).values())

    def per_store(self, week: Span) -> dict[int, int]:
        there = StoreDay.select(StoreDay.store, StoreDay.day).where(StoreDay.day.between(week.first, week.last))
        handed_in = set(there.tuples())
        due = open_days((day for day in week.days if day <= last_over(week)), SELLING)
        return dict(Counter(store for store, day in due if (store, day) not in handed_in))

    def behind(self, week: Span) -> tuple[type, dict]:
        codes = Store.select(Store.code).where(Store.id.in_(list(self.per_store(week)))).order_by(Store.code)
        return Store, {"code": {"in": [code for (code,) in codes.tuples()]}}

    def parts(self) -> list[Measure]:
        return [SALES_TO_DATE]
