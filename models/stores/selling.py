"""What the stores sold, against targets, last year and their floor; as it was when the week ended."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure
from ..kit.lasting import last_over
from ..kit.measures import Measured
from ..kit.week import Week, add_months
from ..organization import Store
from .sales import SalesTarget, StoreDay

ZERO = Decimal(0)
FULL_GROWN = 13  # months a store must be open before this year's weeks are held against last year's
SALES = Measure(StoreDay, "day", sum="sales", by="store")
SALES_TO_DATE = Measure(StoreDay, "day", sum="sales", by="store", upto=True)
TARGETS = Measure(
    SalesTarget, "month", sum="amount", by="store"
)  # never counted itself: it names what targets are made of


def month_start(week: Week) -> date:
    return week.sunday.replace(day=1)


def year_start(week: Week) -> date:
    return week.sunday.replace(month=1, day=1)


def monday(week: Week) -> date:
    return week.monday


# Which stores were open -------------------------------------------------------------------------------------------------


def open_on(day: date) -> Any:
    """Own and franchise stores that were open on a day; of a suspension nobody knows since when."""
    there = (Store.status == "open") | ((Store.status == "closed") & (Store.closed_on > day))
    return there & Store.kind.in_(("own", "franchise")) & (Store.opened_on.is_null() | (Store.opened_on <= day))


def shops_that_sell(day: date) -> list[int]:
    """Who hands in the day's sales: the stores of ours and of franchisees that were open."""
    return [id for (id,) in Store.select(Store.id).where(open_on(day)).tuples()]


def floors(week: Week) -> dict[int, Decimal]:
    """The floor of the stores that were open at the week's end, as far as it is known."""
    known = Store.select(Store.id, Store.area_m2).where(open_on(week.sunday), Store.area_m2 > 0)
    return dict(known.tuples())


def with_area(week: Week) -> Iterable[int]:
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
    """Sales from a day on (of the week, its month or its year) up to the week's end, of all stores or of some."""

    since: Callable[[Week], date]
    stores: Callable[[Week], Iterable[int]] | None = None

    def value(self, week: Week) -> Decimal:
        return sum(self.per_store(week).values(), ZERO)

    def per_store(self, week: Week) -> dict[int, Decimal]:
        found, wanted = sold(self.since(week), self.until(week)), self.wanted(week)
        return found if wanted is None else {store: found[store] for store in found.keys() & wanted}

    def behind(self, week: Week) -> tuple[type, dict]:
        wanted = self.wanted(week)
        among = {} if wanted is None else {"store": {"in": sorted(wanted)}}
        return StoreDay, {**days(self.since(week), self.until(week)), **among}

    def parts(self) -> list[Measure]:
        return [SALES if self.since is monday else SALES_TO_DATE]

    def until(self, week: Week) -> date:
        return week.sunday

    def wanted(self, week: Week) -> set[int] | None:
        return None if self.stores is None else set(self.stores(week))


class SoldAgainst(SoldSince):
    """What is held against targets: sales of the stores that have one, until the last day that is over."""

    def until(self, week: Week) -> date:
        return last_over(week)

    def wanted(self, week: Week) -> set[int]:
        return {store for store, amount in TargetSince(self.since).per_store(week).items() if amount}


@dataclass(frozen=True, eq=False)
class TargetSince(Measured):
    """The days' share of the stores' monthly targets: whole months for themselves, of others the days that count.

    Today and the days to come don't count, so that a month under way is held against what was due by now.
    """

    since: Callable[[Week], date]
    to_date: bool = True

    def value(self, week: Week) -> Decimal:
        return sum(self.per_store(week).values(), ZERO)

    def per_store(self, week: Week) -> dict[int, Decimal]:
        found: dict[int, Decimal] = {}
        for month, share in self._months(week):
            mine = (SalesTarget.span == "month") & (SalesTarget.month == month) & SalesTarget.store.is_null(False)
            for store, amount in SalesTarget.select(SalesTarget.store, SalesTarget.amount).where(mine).tuples():
                found[store] = found.get(store, ZERO) + amount * share
        return {store: amount.quantize(Decimal("0.01")) for store, amount in found.items()}

    def behind(self, week: Week) -> tuple[type, dict]:
        months = [month for month, _ in self._months(week)]
        return SalesTarget, {"span": {"eq": "month"}, "month": {"in": months}, "store": {"empty": False}}

    def parts(self) -> list[Measure]:
        return [TARGETS]

    def _months(self, week: Week) -> Iterator[tuple[str, Decimal]]:
        return months(self.since(week), last_over(week) if self.to_date else week.sunday)


def months(first: date, last: date) -> Iterator[tuple[str, Decimal]]:
    """The months these days lie in, and which share of each they are."""
    at = first.replace(day=1)
    while at <= last:
        following = add_months(at, 1)
        count = (min(last, following - timedelta(days=1)) - max(first, at)).days + 1
        if count > 0:
            yield f"{at:%Y-%m}", Decimal(count) / Decimal((following - at).days)
        at = following


class LikeForLike(Measured):
    """Growth against the same week last year, of the stores that were full-grown and sold in both."""

    def value(self, week: Week) -> Decimal | None:
        now, then = self._both(week)
        return growth(sum(now.values(), ZERO), sum(then.values(), ZERO))

    def per_store(self, week: Week) -> dict[int, Decimal]:
        now, then = self._both(week)
        found = {store: growth(now[store], amount) for store, amount in then.items()}
        return {store: rate for store, rate in found.items() if rate is not None}

    def behind(self, week: Week) -> tuple[type, dict]:
        now, _ = self._both(week)
        return StoreDay, {**days(week.monday, last_over(week)), "store": {"in": sorted(now)}}

    def parts(self) -> list[Measure]:
        return [SALES_TO_DATE]

    def _both(self, week: Week) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        grown = Store.opened_on <= add_months(week.monday, -FULL_GROWN)
        last, before = last_over(week), timedelta(weeks=52)
        now, then = sold(week.monday, last), sold(week.monday - before, last - before)
        ids = {id for (id,) in Store.select(Store.id).where(open_on(week.sunday), grown).tuples()}
        ids &= now.keys() & then.keys()
        return {id: now[id] for id in ids}, {id: then[id] for id in ids}


def growth(now: Decimal, then: Decimal) -> Decimal | None:
    return ((now - then) * 100 / then).quantize(Decimal("0.1")) if then else None


class FloorArea(Measured):
    """The floor of the stores that were open at the week's end."""

    def value(self, week: Week) -> Decimal:
        return sum(floors(week).values(), ZERO)

    def per_store(self, week: Week) -> dict[int, Decimal]:
        return floors(week)

    def behind(self, week: Week) -> tuple[type, dict]:
        return Store, {"id": {"in": sorted(floors(week))}}


class DaysMissing(Measured):
    """Days on which a store was open and handed in nothing."""

    def value(self, week: Week) -> int:
        return sum(self.per_store(week).values())

    def per_store(self, week: Week) -> dict[int, int]:
        there = StoreDay.select(StoreDay.store, StoreDay.day).where(StoreDay.day.between(week.monday, week.sunday))
        handed_in, missing = set(there.tuples()), {}
        for day in (one for one in week.days if one <= last_over(week)):
            for store in shops_that_sell(day):
                if (store, day) not in handed_in:
                    missing[store] = missing.get(store, 0) + 1
        return missing

    def behind(self, week: Week) -> tuple[type, dict]:
        codes = Store.select(Store.code).where(Store.id.in_(list(self.per_store(week)))).order_by(Store.code)
        return Store, {"code": {"in": [code for (code,) in codes.tuples()]}}

    def parts(self) -> list[Measure]:
        return [SALES_TO_DATE]
