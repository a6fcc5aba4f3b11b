"""What a store will need 要货测算: the last weeks' sales by weekday and season, held against what lies there and is coming."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from peewee import fn

from ..kit import setting
from ..kit.clock import local, start_of
from ..logistics import Stock, StockMovement, Warehouse, place_of
from ..organization import Product
from ..stores.sales import StoreDay
from .sold import ProductDay
from .terms import LEAD, Rulebook, Terms

WINDOW = 28  # days looked back: four of each weekday
YEAR = 364  # days back to the same weekday a year ago
SEASON_LEAST, SEASON_MOST = Decimal("0.5"), Decimal(2)
ZERO, DAY = Decimal(0), timedelta(days=1)


@dataclass(frozen=True)
class Need:
    """One product of one store: what it sold, has, awaits, and how much to send."""

    product: int
    sold: Decimal
    stock: Decimal
    coming: Decimal
    near_elsewhere: Decimal
    proposed: Decimal


class Sold:
    """What a store sold in the four weeks before a day: by product and day, from the tills, else from its stock ledger."""

    def __init__(self, store: int, day: date):
        self.day, first = day, day - timedelta(days=WINDOW)
        self.by_product: dict[int, Decimal] = defaultdict(Decimal)
        self.by_day: dict[date, Decimal] = defaultdict(Decimal)
        for product, on, qty in _from_tills(store, first, day) or _from_ledger(store, first, day):
            self.by_product[product] += qty
            self.by_day[on] += qty
        self.days = (day - min(self.by_day)).days if self.by_day else 0

    def a_day(self, product: int) -> Decimal:
        return self.by_product[product] / self.days if self.days else ZERO

    def weight(self, day: date) -> Decimal:
        """How much of a mean day's sales this weekday has; even while less than two weeks are known."""
        total = sum(self.by_day.values(), ZERO)
        if self.days < 14 or total <= 0:
            return Decimal(1)
        same = [on for back in range(1, self.days + 1) if (on := self.day - back * DAY).weekday() == day.weekday()]
        mine = sum((self.by_day.get(on, ZERO) for on in same), ZERO)
        return max(mine, ZERO) * self.days / len(same) / total


def _from_tills(store: int, first: date, day: date) -> list[tuple[int, date, Decimal]]:
    rows = ProductDay.rows(ProductDay.store == store, ProductDay.day >= first, ProductDay.day < day)
    return [(row.product, row.day, row.qty) for row in rows]


def _from_ledger(store: int, first: date, day: date) -> list[tuple[int, date, Decimal]]:
    line = StockMovement
    rows = line.rows(
        line.store == store,
        line.kind == "shop_out",
        line.occurred_at >= start_of(first),
        line.occurred_at < start_of(day),
    )
    return [(row.product, local(row.occurred_at).date(), -row.qty) for row in rows]


def season(day: date, days: int) -> Decimal:
    """How much more the stores sold a year ago from this day on than in the four weeks before it; 1 where nobody knows."""
    weeks = -(-days // 7) * 7  # whole weeks, so that no weekday counts more than another
    then = day - timedelta(days=YEAR)
    coming, before = _mean(then, weeks), _mean(then - timedelta(days=WINDOW), WINDOW)
    if not coming or not before or before <= 0:
        return Decimal(1)
    return max(SEASON_LEAST, min(SEASON_MOST, coming / before)).quantize(Decimal("0.01"))


def _mean(first: date, days: int) -> Decimal | None:
    """All stores' sales a day, from this day for so many; None unless each of these days is known."""
    there = StoreDay.day.between(first, first + (days - 1) * DAY)
    cents, known = (
        StoreDay.select(fn.SUM(StoreDay.sales).coerce(False), fn.COUNT(StoreDay.day.distinct()))
        .where(there)
        .tuples()
        .get()
    )
    return Decimal(int(cents)) / days if known == days else None


class Needs:
    """What a store is to be sent as of a day, product by product; what is coming to it is said by whoever keeps the orders."""

    def __init__(self, store: int, day: date, coming: dict[int, Decimal]):
        self.store, self.day, self.coming = store, day, coming
        self.sold, self.rules, self.lead = Sold(store, day), Rulebook([store]), setting(LEAD)
        place = place_of([store]).get(store)
        self.lots = Stock.rows(Stock.warehouse == place.id, Stock.qty > 0) if place else []
        self._seasons: dict[int, Decimal] = {}

    def all(self) -> list[Need]:
        """Every product that sold, lies there or has a minimum, and is still carried."""
        ids = {id for id, qty in self.sold.by_product.items() if qty > 0}
        ids |= {lot.product for lot in self.lots} | self.rules.wanted(self.store)
        near = near_elsewhere(ids, self.store)
        on_sale = [id for id, row in Product.rows_by_id(ids).items() if row.status == "on"]
        carried = [(id, self.rules.of(self.store, id)) for id in sorted(on_sale)]
        return [self.of(id, terms, near.get(id, ZERO)) for id, terms in carried if terms.carried]

    def of(self, product: int, terms: Terms, near: Decimal = ZERO) -> Need:
        """What will be sold until the cover ends, at least the minimum, less what lasts there and what is coming, in whole packs."""
        stock = self._lasting(product)
        coming = self.coming.get(product, ZERO)
        target = max(self.expected(product, terms.cover), terms.minimum)
        proposed = terms.packs_up(max(target - stock - coming, ZERO))
        return Need(product, self.sold.by_product.get(product, ZERO), stock, coming, near, proposed)

    def expected(self, product: int, cover: int) -> Decimal:
        """What will sell from today until the goods of this order have lasted their days of cover."""
        days = self.lead + cover
        if days not in self._seasons:
            self._seasons[days] = season(self.day, days)
        weights = sum((self.sold.weight(self.day + at * DAY) for at in range(days)), ZERO)
        return (self.sold.a_day(product) * weights * self._seasons[days]).quantize(Decimal("0.001"))

    def _lasting(self, product: int) -> Decimal:
        """What may be sold there and doesn't run out before the goods arrive."""
        until = self.day + self.lead * DAY
        lots = (lot for lot in self.lots if lot.product == product and (lot.expires_on or date.max) >= until)
        return sum((lot.available for lot in lots), ZERO)


def near_elsewhere(products: Iterable[int], store: int) -> dict[int, Decimal]:
    """What other stores have of these products that is near its end and may still be sold: rather moved than bought."""
    shelves = Warehouse.select(Warehouse.id).where(Warehouse.store.is_null(False), Warehouse.store != store)
    lots = Stock.rows(Stock.product.in_(list(products)), Stock.warehouse.in_(shelves), Stock.stage == "near")
    near: dict[int, Decimal] = defaultdict(Decimal)
    for lot in lots:
        near[lot.product] += lot.available
    return dict(near)
