"""Who of the key accounts got a batch that is recalled, by the orders it went out with."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from ..kit import Changes, Move, Text, notify
from ..logistics import StockMovement, spellings, standing_lines
from ..organization import Product
from .accounts import KeyAccount
from .orders import GroupOrder

REACHED = Text(
    "{product} 批号 {batches} 召回：您的客户 {customer} 收过这批货（订单 {order}），请通知对方停用并收回",
    "Recall of {product}, batch {batches}: your customer {customer} got it with order {order}; tell them to stop using it and take it back",
)


def orders_of_batch(product: int, batch_no: str) -> list[int]:
    """The orders that a batch went out with, by the ledger's lines."""
    line = StockMovement
    mine = (line.product == product) & line.batch_no.in_(spellings(line, product, [batch_no]))
    sent = line.select(line.reference).where(mine, line.kind == "sale_out")
    return [id for (id,) in GroupOrder.select(GroupOrder.id).where(GroupOrder.no.in_(sent)).tuples()]


def warn_owners(c: Changes, moves: list[Move]) -> None:
    """A new recall tells whoever looks after the customers that got the batches."""
    for move in moves:
        if move.old is not None or move.new is None:
            continue
        ids = {id for batch in move.new.batches or () for id in orders_of_batch(move.new.product, batch)}
        for order in GroupOrder.rows_by_id(ids).values():
            said = REACHED(
                customer=KeyAccount.title_of(order.account),
                order=order.no,
                product=Product.title_of(move.new.product),
                batches="、".join(move.new.batches),
            )
            notify(c, said, record=GroupOrder, row=order.id, employees=(order.owner,), urgent=True)


def buyers(product: int, batches: list[str]) -> list[dict[str, Any]]:
    """A row for each delivered order and batch, to be called by whoever looks after the customer, whom only he sees."""
    got: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    line = StockMovement
    mine = (
        (line.product == product)
        & line.batch_no.in_(spellings(line, product, batches))
        & line.kind.in_(("sale_out", "customer_return"))
    )
    for row in standing_lines(mine):
        got[row.reference, row.batch_no] -= row.qty
    orders = {row.no: row for row in GroupOrder.rows(GroupOrder.no.in_([number for number, _ in got if number]))}
    return [
        {
            "kind": "account",
            "source": number,
            "batch_no": batch,
            "qty": qty,
            "got_on": orders[number].delivered_on,
            "owner": orders[number].owner,
        }
        for (number, batch), qty in sorted(got.items(), key=str)
        if qty > 0 and number in orders
    ]
