"""Seasons 季节: what each day of a year is worth beside the others, by two years of sales; feasts of the moon move with it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from typing import NamedTuple, TypeVar

from ..kit.clock import today
from ..organization import Store
from .sales import StoreDay
from .selling import SELLING

Key = TypeVar("Key")
Days = Mapping[date, Decimal]
ZERO, CENT, YUAN = Decimal(0), Decimal("0.01"), Decimal(1)
YEAR = timedelta(days=365)
ENOUGH = 330  # days a year must have to show its seasons
# How many days before and after its first day a feast is felt. Those of the calendar come first: they don't move.
FIXED = {"国庆节": ((10, 1), 0, 6), "劳动节": ((5, 1), 0, 4)}
LUNAR = {"春节": (-21, 15), "中秋节": (-14, 3), "端午节": (-7, 2)}


class Feast(NamedTuple):
    """A day by its place in a feast: so many days after the feast's first."""

    name: str
    after: int


@cache
def first_days(year: int) -> dict[str, date]:
    """The first days of the feasts of the moon in a year."""
    from holidays.countries.china import China  # where it is asked for: it takes long to load

    named = [(day, name) for day, name in China(years=year, language="zh_CN").items() if day.year == year]
    return {feast: min(days) for feast in LUNAR if (days := [day for day, name in named if feast in name])}


@cache
def feast_of(day: date) -> Feast | None:
    for name, ((month, first), before, after) in FIXED.items():
        at = (day - date(day.year, month, first)).days
        if before <= at <= after:
            return Feast(name, at)
    for name, (before, after) in LUNAR.items():
        for year in (day.year, day.year + 1):  # what leads to an early one may begin in the year before
            start = first_days(year).get(name)
            if start and before <= (day - start).days <= after:
                return Feast(name, (day - start).days)
    return None


class Window:
    """A year of days that ends on a given one, and what an ordinary day of each month and weekday sold in it."""

    def __init__(self, sales: Days, last: date):
        self.sales = {day: sales[day] for at in range(365) if (day := last - timedelta(days=at)) in sales}
        self.mean = sum(self.sales.values(), ZERO) / len(self.sales) if self.sales else ZERO
        self.feasts: dict[Feast, Decimal] = {}
        groups: dict[tuple, list[Decimal]] = defaultdict(list)
        for day, amount in self.sales.items():
            feast = feast_of(day)
            if feast:
                self.feasts[feast] = amount
                continue
            for group in ((day.month, day.weekday()), (day.month,), ()):
                groups[group].append(amount)
        self.usual = {group: sum(amounts, ZERO) / len(amounts) for group, amounts in groups.items()}

    @property
    def shows_seasons(self) -> bool:
        return len(self.sales) >= ENOUGH and self.mean > 0

    def weight(self, day: date) -> Decimal:
        """Of a day to come: as the same day of the same feast, else as an ordinary day of its month and weekday; the mean day is 1."""
        feast = feast_of(day)
        amount = self.feasts.get(feast) if feast else None
        for group in ((day.month, day.weekday()), (day.month,), ()) if amount is None else ():
            if group in self.usual:
                amount = self.usual[group]
                break
        return ((self.mean if amount is None else amount) / self.mean).max(ZERO)


class Seasons:
    """What the stores sold in the two years up to yesterday, and what it says of days to come."""

    def __init__(self, last: date | None = None):
        self.last = last or today() - timedelta(days=1)
        self.sales: dict[int, dict[date, Decimal]] = defaultdict(dict)
        stores = Store.select(Store.id).where(SELLING)
        since = StoreDay.day.between(self.last - 2 * YEAR + timedelta(days=1), self.last)
        for store, day, amount in (
            StoreDay.select(StoreDay.store, StoreDay.day, StoreDay.sales)
            .where(since, StoreDay.store.in_(stores))
            .tuples()
        ):
            self.sales[store][day] = amount
        self._windows: dict[int | None, list[Window]] = {}

    def of(self, store: int) -> "list[Window]":
        """The years that show this store's seasons; those of all stores together where it has none of its own."""
        if store not in self._windows:
            self._windows[store] = self._years(self.sales.get(store, {})) or self.of_all()
        return self._windows[store]

    def of_all(self) -> list[Window]:
        if None not in self._windows:
            together: dict[date, Decimal] = defaultdict(Decimal)
            for days in self.sales.values():
                if Window(days, self.last).shows_seasons:
                    for day, amount in days.items():
                        together[day] += amount
            self._windows[None] = self._years(together)
        return self._windows[None]

    def _years(self, sales: Days) -> list[Window]:
        windows = [Window(sales, self.last), Window(sales, self.last - YEAR)]
        return [window for window in windows if window.shows_seasons] if windows[0].shows_seasons else []

    def has_own(self, store: int) -> bool:
        return self.of(store) is not self.of_all()

    def level(self, store: int) -> Decimal:
        """What a mean day of the last year sold; nothing for a store that has yet to sell."""
        return Window(self.sales.get(store, {}), self.last).mean

    def weight(self, store: int, day: date) -> Decimal:
        windows = self.of(store)
        return sum((window.weight(day) for window in windows), ZERO) / len(windows)


def parted(amount: Decimal, weights: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """An amount by weights in whole yuan that add up to it: what is left over goes to those that lost most."""
    total = sum(weights.values(), ZERO)
    exact = {key: amount * weight / total for key, weight in weights.items()}
    parts = {key: part.quantize(YUAN, ROUND_FLOOR) for key, part in exact.items()}
    left = amount - sum(parts.values(), ZERO)
    for key in sorted(parts, key=lambda key: parts[key] - exact[key]):
        more = min(YUAN, left)
        parts[key] += more
        left -= more
        if left <= 0:
            break
    return {
        key: part.quantize(CENT) for key, part in parts.items()
    }  # as they are stored, so that an undo knows them again
