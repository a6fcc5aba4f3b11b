"""What the week of stock, deliveries and warehouses comes to, and the pictures of it."""

from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from peewee import SQL, fn

from ..kit import Less, Measure, Ratio, Text
from ..kit.clock import Span, Week, add_months
from ..kit.week.lasting import StillOpen
from ..kit.week.measures import Measured
from ..organization import Product, Store
from .counting import Stocktake
from .deliveries import Delivery, DeliveryStop
from .keeping import COST_KINDS, ClimateReading, LogisticsCost, WarehouseCheck
from .ledger import StockMovement
from .places import apart
from .stock import STAGES, BatchHold, Stock

RECEIVED = {"kind": {"in": ["purchase_in", "store_return", "customer_return"]}}
ISSUED = {"kind": {"in": ["sale_out", "store_out", "gift_out"]}}
LOST = {"kind": {"in": ["scrap", "loss"]}}
TURNS_DAYS = 28
WEEKS_SHOWN = 8
MOST_STORES = 15


class Out(Measure):
    """What went out, as people count it: the ledger keeps it negative."""

    def value(self, week: Span) -> Any:
        return -super().value(week)

    def per_store(self, week: Span) -> dict[int, Any]:
        return {id: -amount for id, amount in super().per_store(week).items()}


in_qty = Measure(StockMovement, "occurred_at", sum="qty", where=RECEIVED)
in_value = Measure(StockMovement, "occurred_at", sum="amount", where=RECEIVED)
out_qty = Out(StockMovement, "occurred_at", sum="qty", where=ISSUED, by="store")
out_value = Out(StockMovement, "occurred_at", sum="amount", where=ISSUED, by="store")
loss_value = Out(StockMovement, "occurred_at", sum="amount", where=LOST)
expiring_value = Measure(Stock, sum="value", where={"stage": {"in": ["near", "expired"]}, "qty": {"gt": 0}})
batches_held = StillOpen(BatchHold, "held_on", ended=("released_on",), late=False)

difference_rate = Ratio(
    Measure(Stocktake, "posted_on", sum="gap_value"), Measure(Stocktake, "posted_on", sum="book_value")
)
lines_off_rate = Ratio(
    Measure(Stocktake, "posted_on", sum="lines_off"), Measure(Stocktake, "posted_on", sum="lines_counted")
)

reached = Measure(DeliveryStop, "arrived_at", where={"on_time": {"empty": False}}, by="store")
on_time_rate = Ratio(Measure(DeliveryStop, "arrived_at", where={"on_time": {"eq": True}}, by="store"), reached)
perfect_rate = Ratio(
    Measure(DeliveryStop, "arrived_at", where={"on_time": {"eq": True}, "state": {"eq": "signed"}}, by="store"), reached
)
ANSWERED = {"boxes_signed": {"empty": False}}
sent, signed = (
    Measure(DeliveryStop, "arrived_at", sum=name, where=ANSWERED, by="store") for name in ("boxes", "boxes_signed")
)
short_rate = Ratio(Less(sent, signed), sent)
DONE = {"state": {"eq": "done"}}


def trip(name: str | None = None, known: str | None = None) -> Measure:
    """Trips finished in the week, or a sum over those of them whose cost (and `known`) was noted."""
    noted = {column: {"empty": False} for column in ("cost", known) if column and name}
    return Measure(Delivery, "delivered_on", sum=name, where={**DONE, **noted})


trips = trip()
cost_per_order = Ratio(trip("cost"), trip("orders"), times=1)
cost_per_km = Ratio(trip("cost", known="km"), trip("km", known="km"), times=1)
cost_per_box = Ratio(trip("cost"), trip("boxes"), times=1)

checks_failed = Measure(WarehouseCheck, "checked_on", where={"state": {"ne": "passed"}})
climate_alarms = Measure(ClimateReading, "measured_at", where={"out_of_range": {"eq": True}})


LEDGER = Measure(StockMovement, "occurred_at", sum="amount", upto=True)


class StockValue(Measured):
    """What lay in the warehouses at the week's end: what lies there now, less what has moved since."""

    def value(self, week: Span) -> Decimal:
        elsewhere = apart()
        now = Stock.select(fn.SUM(Stock.value).coerce(False)).where(Stock.warehouse.not_in(elsewhere)).scalar()
        since = (StockMovement.occurred_at >= week.ends, StockMovement.warehouse.not_in(elsewhere))
        return Decimal(int(now or 0)).scaleb(-2) - _amounts(*since)

    def behind(self, week: Span) -> tuple[type, dict]:
        record, filter = LEDGER.behind(week)
        elsewhere = apart()
        return record, {**filter, "warehouse": {"not_in": elsewhere}} if elsewhere else filter

    def per_store(self, week: Span) -> dict[int, Any]:
        return {}

    def parts(self) -> list[Measure]:
        return [LEDGER]


stock_value = StockValue()


class Issued(Out):
    """What went out in the four weeks to the week's end, as it would be in a year."""

    def value(self, week: Span) -> Decimal:
        return super().value(week) * 365 / TURNS_DAYS

    def _filter(self, week: Span) -> dict[str, Any]:
        conditions = super()._filter(week)
        return {**conditions, self.when: {**conditions[self.when], "ge": f"{_month_before(week).isoformat()}Z"}}


class MeanStock(StockValue):
    """The mean of what lay there before and after these four weeks."""

    def value(self, week: Span) -> Decimal:
        after, since = super().value(week), StockMovement.occurred_at.between(_month_before(week), _before(week.ends))
        return after - _amounts(since, StockMovement.warehouse.not_in(apart())) / 2


stock_turns = Ratio(Issued(StockMovement, "occurred_at", sum="amount", where=ISSUED, upto=True), MeanStock(), times=1)


@dataclass(frozen=True, eq=False)
class Stocked(Measured):
    """Products on sale that had ever been stocked by the week's end; with `out`, those of which nothing was left then."""

    out: bool = False

    def value(self, week: Span) -> int:
        return len(self._ids(week))

    def per_store(self, week: Span) -> dict[int, Any]:
        return {}

    def behind(self, week: Span) -> tuple[type, dict]:
        skus = Product.select(Product.sku).where(Product.id.in_(self._ids(week))).order_by(Product.sku)
        return Product, {"sku": {"in": [sku for (sku,) in skus.tuples()]}}

    def parts(self) -> list[Measure]:
        return [LEDGER]

    def _ids(self, week: Span) -> list[int]:
        on_sale = {id for (id,) in Product.select(Product.id).where(Product.status == "on").tuples()}
        qty, elsewhere = fn.SUM(Stock.qty).coerce(False), apart()
        kept = Stock.select(Stock.product, qty).where(Stock.warehouse.not_in(elsewhere))
        now = dict(kept.group_by(Stock.product).tuples())
        moved = fn.SUM(StockMovement.qty).coerce(False)
        product = StockMovement.product + SQL("0")  # so that the days lead to the rows, not the index of products
        after = (StockMovement.occurred_at >= week.ends, StockMovement.warehouse.not_in(elsewhere))
        later = StockMovement.select(product, moved).where(*after).group_by(product)
        since = dict(later.tuples())
        left = {id: amount - since.get(id, 0) for id, amount in now.items() if id in on_sale}
        there = [id for id, amount in left.items() if amount or id not in since or _came_by(id, week)]
        return sorted(id for id in there if not (self.out and left[id]))


def _came_by(product: int, week: Span) -> bool:
    """Whether there was any of it before the week ended; looked up only for what has moved since and wasn't there."""
    before = StockMovement.select().where(StockMovement.product == product, StockMovement.occurred_at < week.ends)
    return before.limit(1).exists()


stock_out_rate = Ratio(Stocked(out=True), Stocked())


def costs(week: Span) -> Decimal:
    """The days' share of the months' costs."""
    days = Counter(f"{day:%Y-%m}" for day in week.days)
    sums = LogisticsCost.select(LogisticsCost.month, fn.SUM(LogisticsCost.amount).coerce(False)).where(
        LogisticsCost.month.in_(list(days))
    )
    by_month = {month: Decimal(int(cents)).scaleb(-2) for month, cents in sums.group_by(LogisticsCost.month).tuples()}
    share = (total * days[month] / monthrange(*map(int, month.split("-")))[1] for month, total in by_month.items())
    return sum(share, Decimal(0)).quantize(Decimal("0.01"))


def cost_rows(week: Span) -> dict[str, Any]:
    return {"month": {"in": sorted({f"{day:%Y-%m}" for day in week.days})}}


# Pictures ---------------------------------------------------------------------------------------------------------------


def in_and_out(week: Week) -> dict[str, Any]:
    """Goods in and out at cost, week by week."""
    weeks = _weeks(week)
    return {
        "x": [f"{week.monday:%m-%d}" for week in weeks],
        "series": [
            (Text("入库", "In"), [float(in_value.value(week)) for week in weeks]),
            (Text("出库", "Out"), [float(out_value.value(week)) for week in weeks]),
        ],
    }


def value_by_stage(week: Week) -> dict[str, Any]:
    """What the stock is worth by how near it is to its end."""
    sums = Stock.select(Stock.stage, fn.SUM(Stock.value).coerce(False)).where(Stock.qty > 0).group_by(Stock.stage)
    values = {stage: int(cents) / 100 for stage, cents in sums.tuples()}
    there = [choice for choice in STAGES if values.get(choice.key)]
    return {
        "x": [choice.label for choice in there],
        "series": [(Text("库存金额", "Value"), [values[choice.key] for choice in there])],
    }


def costs_by_kind(week: Week) -> dict[str, Any]:
    """Costs of six months, piled up by category."""
    months = [f"{add_months(week.monday.replace(day=1), -back):%Y-%m}" for back in range(5, -1, -1)]
    sums = LogisticsCost.select(LogisticsCost.month, LogisticsCost.category, fn.SUM(LogisticsCost.amount).coerce(False))
    sums = sums.where(LogisticsCost.month.in_(months)).group_by(LogisticsCost.month, LogisticsCost.category)
    by_month = {(month, kind): int(cents) / 100 for month, kind, cents in sums.tuples()}
    used = [choice for choice in COST_KINDS if any(kind == choice.key for _, kind in by_month)]
    return {
        "x": months,
        "series": [(choice.label, [by_month.get((month, choice.key), 0) for month in months]) for choice in used],
    }


def cost_by_store(week: Week) -> dict[str, Any]:
    """What the deliveries of four weeks cost, each shared among its stops by their boxes; without boxes evenly."""
    since = week.last - timedelta(days=TURNS_DAYS - 1)
    done = Delivery.delivered_on.between(since, week.last) & (Delivery.state == "done") & Delivery.cost.is_null(False)
    costs = {row.id: row.cost for row in Delivery.rows(done)}
    stops: dict[int, list[Any]] = defaultdict(list)
    for stop in DeliveryStop.rows(DeliveryStop.delivery.in_(list(costs))):
        stops[stop.delivery].append(stop)
    shares: dict[int, Decimal] = defaultdict(Decimal)
    for delivery, mine in stops.items():
        boxes = sum(stop.boxes or 0 for stop in mine)
        for stop in mine:
            part = Decimal(stop.boxes or 0) / boxes if boxes else Decimal(1) / len(mine)
            shares[stop.store] += costs[delivery] * part
    most = sorted((id for id in shares if id), key=lambda id: (-shares[id], id))[:MOST_STORES]
    names = {row.id: row.name for row in Store.rows_by_id(most).values()}
    amounts = [float(shares[id].quantize(Decimal("0.01"))) for id in most]
    return {"x": [names[id] for id in most], "series": [(Text("配送费用", "Delivery costs"), amounts)]}


def _weeks(week: Week) -> list[Week]:
    return [Week(week.monday - timedelta(days=7 * back)) for back in range(WEEKS_SHOWN - 1, -1, -1)]


def _amounts(*where: Any) -> Decimal:
    cents = StockMovement.select(fn.SUM(StockMovement.amount).coerce(False)).where(*where).scalar()
    return Decimal(int(cents or 0)).scaleb(-2)


def _month_before(week: Span) -> datetime:
    return week.ends - timedelta(days=TURNS_DAYS)


def _before(moment: datetime) -> datetime:
    return moment - timedelta(seconds=1)
