"""The demo's recall that is going on: a batch that lies in the warehouse and in stores and was sold to members lately."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from random import Random

from models.ecommerce import OnlineOrder, OnlineOrderLine
from models.kit import Changes, Row
from models.kit.clock import now
from models.logistics import Warehouse
from models.logistics.stock import Stock
from models.quality import Recall, RecallCall, RecallNotice
from models.quality.recalls import send_notices
from models.tills import ReceiptLine

from .company import Company
from .papers import answer

SLOW_STORES, CALLED = 2, 0.6  # stores that haven't answered yet, and how many of the buyers have been called
CAUSE = "供应商通知：同批原料蒸煮温度记录异常，预防性召回"


def fill(c: Changes, world: Company) -> None:
    dice, lot = Random(SLOW_STORES), _batch()
    if lot is None:
        return
    _name_batches(c, dice, lot)
    known = now() - timedelta(hours=20)
    owner = next(person.id for person in world.staff[None] if person.department == "quality")
    values = {"product": lot.product, "batches": [lot.batch_no], "cause": CAUSE, "known_at": known, "owner": owner}
    recall = c.create(Recall, level="two", **values)
    send_notices(c, recall, {})
    c.update(Recall, recall, state="running", started_at=known + timedelta(hours=2))
    notices = RecallNotice.rows(RecallNotice.recall == recall.id, order=RecallNotice.id)
    answer(c, dice, notices[:-SLOW_STORES], known + timedelta(hours=2))
    _call(c, dice, recall)


def _batch() -> Row | None:
    """What a store sold most lately, of the batch that lies in the main warehouse and on its shelf."""
    main = Warehouse.rows(Warehouse.code == "WH01")[0]
    lots = {
        lot.product: lot
        for lot in Stock.rows(Stock.qty > 0, Stock.held == 0, Stock.warehouse != main.id, order=-Stock.id)
        if Stock.rows(Stock.warehouse == main.id, Stock.product == lot.product, Stock.batch_no == lot.batch_no)
    }
    mine = list(lots)
    lines = ReceiptLine.rows(ReceiptLine.product.in_(mine), ReceiptLine.qty > 0) + _online(mine)
    sold = Counter(line.product for line in lines)
    return lots[max(sold, key=lambda product: (sold[product], product))] if sold else None


def _online(products: list[int]) -> list[Row]:
    """What went to buyers of the online shops in the last fortnight."""
    since = now() - timedelta(days=14)
    orders = OnlineOrder.select(OnlineOrder.id).where(OnlineOrder.shipped_at >= since)
    return OnlineOrderLine.rows(OnlineOrderLine.product.in_(products), OnlineOrderLine.order.in_(orders))


def _name_batches(c: Changes, dice: Random, lot: Row) -> None:
    """The tills and who packed for the online shops wrote the batch down most of the time."""
    lines = ReceiptLine.rows(ReceiptLine.product == lot.product, ReceiptLine.booked == "apart")
    named = [line.id for line in lines if dice.random() < 0.8]
    c.derive(ReceiptLine, {id: {"batch_no": lot.batch_no} for id in named})
    packed = [line.id for line in _online([lot.product]) if dice.random() < 0.8]
    c.derive(OnlineOrderLine, {id: {"batch_no": lot.batch_no} for id in packed})


def _call(c: Changes, dice: Random, recall: Row) -> None:
    """Most of those who left a name have been called: some have used it up, some brought it back."""
    calls = RecallCall.rows(RecallCall.recall == recall.id)
    at = {"tries": 1, "last_at": now() - timedelta(hours=3)}
    ends = (
        {"state": "reached"},
        {"state": "used", "left": Decimal(0)},
        {"state": "tried"},
        {"state": "reached"},
    )
    c.alter(RecallCall, {call.id: {**at, **dice.choice(ends)} for call in calls if dice.random() < CALLED})
