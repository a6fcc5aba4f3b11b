"""Targets of days 日指标: a store's month by the weight of its days, with what was sold beside."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..kit import Changes, DayField, LinkField, MoneyField, Move, QuantityField, Record, Sheet, Text
from ..organization import Store
from .sales import StoreDay, reached

AWAITS = Text(
    "请先在“销售指标”里录入门店的月度指标，再选中它们点“分解到日”；每天卖了多少会列在指标旁边。",
    "Enter the stores' monthly targets under Sales targets, tick them and press Break down into "
    "days; what each day sold then stands beside.",
)


def count_targets(c: Changes, moves: list[Move]) -> None:
    """A target that is new or moved says what was sold."""
    recount_days(c, {(move.new.store, move.new.day) for move in moves if move.new})


def count_sold(c: Changes, moves: list[Move]) -> None:
    """What a store sold shows in the day's target."""
    moved = [move for move in moves if move.changed("sales", "day", "store")]
    recount_days(c, {(row.store, row.day) for move in moved for row in (move.old, move.new) if row})


def recount_days(c: Changes, keys: Iterable[tuple[int, date]]) -> None:
    wanted = set(keys)
    if not wanted:
        return
    days = sorted({day for _, day in wanted})
    stores = sorted({store for store, _ in wanted})
    near = {"first": days[0], "last": days[-1]}
    targets = DayTarget.rows(DayTarget.day.between(near["first"], near["last"]), DayTarget.store.in_(stores))
    mine = [row for row in targets if (row.store, row.day) in wanted]
    if not mine:
        return
    columns = (StoreDay.store, StoreDay.day, StoreDay.sales)
    query = StoreDay.select(*columns).where(
        StoreDay.day.between(near["first"], near["last"]), StoreDay.store.in_(stores)
    )
    sold = {(store, day): amount for store, day, amount in query.tuples()}
    c.alter(DayTarget, {row.id: _reached(row.amount, sold.get((row.store, row.day))) for row in mine})


def _reached(amount: Decimal, sold: Decimal | None) -> dict[str, Decimal | None]:
    return {"actual": sold, "rate": None if sold is None else reached(sold, amount)}


class DayTarget(Record):
    """What one store is to sell on one day."""

    store = LinkField(Store, "门店", "Store")
    day = DayField("日期", "Day", index=True)
    amount = MoneyField("日指标", "Target", least=0, sum=True, aka=("指标", "目标"))
    actual = MoneyField("实际销售", "Actual", null=True, derived=True, sum=True)
    rate = QuantityField("完成率（%）", "Reached (%)", percent=True, null=True, derived=True)

    sheet = Sheet(
        "门店日指标",
        "Targets of days",
        title="day",
        says=("store", "day"),
        order=("-day", "store"),
        key=("store", "day"),
        search=("store",),
        derives=(count_targets,),
        scopes={"store": "store", "region": "store.region"},
        awaits=AWAITS,
    )

    class Meta:
        indexes = ((("store", "day"), True),)
