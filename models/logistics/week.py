"""What the week of stock, deliveries and warehouses comes to, and the pictures of it."""

from calendar import monthrange
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from peewee import fn

from ..kit import Measure, Ratio, Text
from ..kit.week import Week, add_months
from .counting import Stocktake
from .deliveries import Delivery, DeliveryStop
from .keeping import COST_KINDS, ClimateReading, LogisticsCost, WarehouseCheck
from .ledger import StockMovement
from .stock import STAGES, BatchHold, Stock

RECEIVED = {"kind": {"in": ["purchase_in", "store_return", "customer_return"]}}
ISSUED = {"kind": {"in": ["sale_out", "store_out", "gift_out"]}}
LOST = {"kind": {"in": ["scrap", "loss"]}}
TURNS_DAYS = 28
WEEKS_SHOWN = 8


class Out(Measure):
    """What went out, as people count it: the ledger keeps it negative."""

    def value(self, week: Week) -> Any:
        return -super().value(week)

    def per_store(self, week: Week) -> dict[int, Any]:
        return {id: -amount for id, amount in super().per_store(week).items()}


in_qty = Measure(StockMovement, "occurred_at", sum="qty", where=RECEIVED)
in_value = Measure(StockMovement, "occurred_at", sum="amount", where=RECEIVED)
out_qty = Out(StockMovement, "occurred_at", sum="qty", where=ISSUED, by="store")
out_value = Out(StockMovement, "occurred_at", sum="amount", where=ISSUED, by="store")
loss_value = Out(StockMovement, "occurred_at", sum="amount", where=LOST)
stock_value = Measure(StockMovement, "occurred_at", sum="amount", upto=True)
expiring_value = Measure(Stock, sum="value", where={"stage": {"in": ["near", "expired"]}, "qty": {"gt": 0}})
batches_held = Measure(BatchHold, where={"state": {"eq": "held"}})

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
trips = Measure(Delivery, "delivered_on", where={"state": {"eq": "done"}})
trip_cost = Measure(Delivery, "delivered_on", sum="cost", where={"state": {"eq": "done"}})
cost_per_order = Ratio(
    trip_cost, Measure(Delivery, "delivered_on", sum="orders", where={"state": {"eq": "done"}}), times=1
)
cost_per_km = Ratio(trip_cost, Measure(Delivery, "delivered_on", sum="km", where={"state": {"eq": "done"}}), times=1)
cost_per_box = Ratio(
    trip_cost, Measure(Delivery, "delivered_on", sum="boxes", where={"state": {"eq": "done"}}), times=1
)

checks_failed = Measure(WarehouseCheck, "checked_on", where={"state": {"ne": "passed"}})
climate_alarms = Measure(ClimateReading, "measured_at", where={"out_of_range": {"eq": True}})


def stock_turns(week: Week) -> Decimal | None:
    """How often the stock turns over in a year at the pace of the four weeks: goods out at cost against mean stock."""
    starts = week.ends - timedelta(days=TURNS_DAYS)
    issued = -_amounts(
        StockMovement.kind.in_(ISSUED["kind"]["in"]), StockMovement.occurred_at.between(starts, _before(week.ends))
    )
    mean = (_amounts(StockMovement.occurred_at < starts) + _amounts(StockMovement.occurred_at < week.ends)) / 2
    return (issued * 365 / TURNS_DAYS / mean).quantize(Decimal("0.01")) if mean else None


def turned_rows(week: Week) -> dict[str, Any]:
    starts = week.ends - timedelta(days=TURNS_DAYS)
    return {**ISSUED, "occurred_at": {"ge": f"{starts.isoformat()}Z", "lt": f"{week.ends.isoformat()}Z"}}


def costs(week: Week) -> Decimal:
    """The week's days' share of the months' costs."""
    days: dict[str, int] = {}
    for at in range(7):
        month = f"{week.monday + timedelta(days=at):%Y-%m}"
        days[month] = days.get(month, 0) + 1
    sums = LogisticsCost.select(LogisticsCost.month, fn.SUM(LogisticsCost.amount).coerce(False)).where(
        LogisticsCost.month.in_(list(days))
    )
    found = {month: Decimal(int(cents)).scaleb(-2) for month, cents in sums.group_by(LogisticsCost.month).tuples()}
    share = (total * days[month] / monthrange(*map(int, month.split("-")))[1] for month, total in found.items())
    return sum(share, Decimal(0)).quantize(Decimal("0.01"))


def cost_rows(week: Week) -> dict[str, Any]:
    return {"month": {"in": sorted({f"{day:%Y-%m}" for day in (week.monday, week.sunday)})}}


# Pictures ---------------------------------------------------------------------------------------------------------------


def in_and_out(week: Week) -> dict[str, Any]:
    """Goods in and out at cost, week by week."""
    weeks = _weeks(week)
    return {
        "x": [f"{one.monday:%m-%d}" for one in weeks],
        "series": [
            (Text("入库", "In"), [float(in_value.value(one)) for one in weeks]),
            (Text("出库", "Out"), [float(out_value.value(one)) for one in weeks]),
        ],
    }


def value_by_stage(week: Week) -> dict[str, Any]:
    """What the stock is worth by how near it is to its end."""
    sums = Stock.select(Stock.stage, fn.SUM(Stock.value).coerce(False)).where(Stock.qty > 0).group_by(Stock.stage)
    found = {stage: int(cents) / 100 for stage, cents in sums.tuples()}
    there = [choice for choice in STAGES if found.get(choice.key)]
    return {
        "x": [choice.label for choice in there],
        "series": [(Text("库存金额", "Value"), [found[choice.key] for choice in there])],
    }


def costs_by_kind(week: Week) -> dict[str, Any]:
    """Costs of six months, piled up by category."""
    months = [f"{add_months(week.monday.replace(day=1), -back):%Y-%m}" for back in range(5, -1, -1)]
    sums = LogisticsCost.select(LogisticsCost.month, LogisticsCost.category, fn.SUM(LogisticsCost.amount).coerce(False))
    sums = sums.where(LogisticsCost.month.in_(months)).group_by(LogisticsCost.month, LogisticsCost.category)
    found = {(month, kind): int(cents) / 100 for month, kind, cents in sums.tuples()}
    used = [choice for choice in COST_KINDS if any(kind == choice.key for _, kind in found)]
    return {"x": months, "series": [(one.label, [found.get((month, one.key), 0) for month in months]) for one in used]}


def _weeks(week: Week) -> list[Week]:
    return [Week(week.monday - timedelta(days=7 * back)) for back in range(WEEKS_SHOWN - 1, -1, -1)]


def _amounts(*where: Any) -> Decimal:
    cents = StockMovement.select(fn.SUM(StockMovement.amount).coerce(False)).where(*where).scalar()
    return Decimal(int(cents or 0)).scaleb(-2)


def _before(moment: datetime) -> datetime:
    return moment - timedelta(seconds=1)
