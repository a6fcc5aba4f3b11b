"""Receipts and counts 小票与盘点: what a count has seen is not taken from the shelf a second time."""

from peewee import fn

from ..kit import Changes, Move, Row
from ..logistics import StockMovement, StocktakeLine, Warehouse
from .receipts import Receipt, ReceiptLine
from .shelves import Shelves

SEEING = ("counting", "review", "posted")


def settle_counted(c: Changes, moves: list[Move]) -> None:
    """What was sold before a count and wasn't in the book is missing no more: the count sees that it is gone; a void one doesn't."""
    for move in moves:
        if _sees(move.new) and move.changed("state", "frozen_at"):
            counted = StocktakeLine.select(StocktakeLine.product).where(StocktakeLine.stocktake == move.id)
            _judge(c, move.new, ReceiptLine.product.in_(counted), "lacking")
        elif _sees(move.old) and not _sees(move.new):
            _judge(c, move.old, ReceiptLine.taken != ReceiptLine.qty, "apart")


def _sees(count: Row | None) -> bool:
    return count is not None and count.state in SEEING and count.frozen_at is not None


def _judge(c: Changes, count: Row, among: object, booked: str) -> None:
    """Say anew of the lines sold before a count, as far as the place kept stock, whether anything of them is missing."""
    store = Warehouse.row(count.warehouse).store
    first = StockMovement.select(fn.MIN(StockMovement.occurred_at)).where(StockMovement.warehouse == count.warehouse)
    before = Receipt.store == store, Receipt.sold_at < count.frozen_at, Receipt.sold_at >= first
    sold = Receipt.select(Receipt.id).where(*before)  # a store has more of them than one statement takes as values
    lines = ReceiptLine.rows(ReceiptLine.booked == booked, among, ReceiptLine.receipt.in_(sold))
    receipts = Receipt.rows_by_id({line.receipt for line in lines})
    shelves = Shelves([store], {line.product for line in lines}) if lines else None
    kept = {line.id: shelves.keeps(receipts[line.receipt], line.product) for line in lines}
    c.alter(ReceiptLine, {id: {"booked": "lacking" if there else "apart"} for id, there in kept.items()})
