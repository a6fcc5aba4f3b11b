"""What online orders take from the warehouse 网店出库: batch by batch when they are sent, and what comes back of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..kit import Changes, Choice, Refused, Row, Text
from ..kit.clock import now
from ..logistics import Book, StockMovement, new_number, standing_lines, take_all_out
from ..logistics.stock import Stock
from ..organization import Product

BOOKED = (
    Choice("apart", "不管库存", "Not kept", "grey"),
    Choice("whole", "已出库", "Taken", "positive"),
    Choice("lacking", "未出库", "Not taken", "negative"),
)
GOODS_TO = (
    Choice("stock", "可再售，入库", "Back to stock", "positive", ("入库",)),
    Choice("scrap", "不可再售，报损", "Scrapped", "negative", ("报损",)),
    Choice("none", "货没有退回", "Nothing came back", "grey", ("未退货",)),
)
SHORT = Text(
    "{product} 批次 {batch} 在发货仓库只有 {there}，要发 {needed}",
    "Only {there} of batch {batch} of {product} are in the warehouse, {needed} are to be sent",
)
BROKEN = Text("售后验收不可再售", "Inspected: not to be sold again")
SENT_ON = Text("网店订单 {no} 发货", "Online order {no} sent")
ZERO = Decimal(0)
Taken = dict[tuple[int, str], Decimal]  # by product and batch


@dataclass
class Missing:
    """What of an order's lines the ledger has not taken yet: of batches that lines name, and of products whatever the batch."""

    named: Taken = field(default_factory=lambda: defaultdict(Decimal))
    wanted: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def __bool__(self) -> bool:
        return bool(self.named or self.wanted)


def ref_of(order: Row) -> str:
    """Under which number the ledger has its goods: its own, or where another shop has that one too, one with its shop."""
    return order.stock_ref or order.order_no


def taken_of(numbers: Iterable[str]) -> dict[str, Taken]:
    """By order number what the ledger took for it; what was reversed counts no more."""
    taken: dict[str, Taken] = defaultdict(lambda: defaultdict(Decimal))
    sent = StockMovement.reference.in_(list(numbers)) & (StockMovement.kind == "sale_out")
    for row in standing_lines(sent):
        taken[row.reference][row.product, row.batch_no] -= row.qty
    return taken


def missing(lines: list[Row], taken: Taken) -> Missing:
    left, lacks = dict(taken), Missing()
    for line in sorted(lines, key=lambda line: line.batch_no is None):
        open_ = line.units
        batches = [key for key in left if key[0] == line.product and line.batch_no in (None, key[1])]
        for key in batches:
            part = min(open_, left[key])
            left[key], open_ = left[key] - part, open_ - part
        if open_ > 0 and line.batch_no:
            lacks.named[line.product, line.batch_no] += open_
        elif open_ > 0 and line.product:
            lacks.wanted[line.product] += open_
    return lacks


def take_goods(c: Changes, order: Row, lines: list[Row], lacks: Missing, warehouse: int) -> Text | None:
    """All that is missing, or nothing: returns why it can't be taken."""
    said: dict[str, Any] = {"reference": ref_of(order), "occurred_at": order.shipped_at or now()}
    said["reason"] = SENT_ON(no=order.order_no).zh
    said["batch_reason"] = next((line.batch_reason for line in lines if line.batch_reason), said["reason"])
    out = {"no": new_number("CK"), "kind": "sale_out", "warehouse": warehouse, **said}
    named = [
        {**out, "product": product, "batch_no": batch, "qty": -qty} for (product, batch), qty in lacks.named.items()
    ]
    if short := _short(lacks.named, warehouse):
        return short
    try:
        with c.whole():
            c.add(StockMovement, named)
            take_all_out(c, dict(lacks.wanted), "sale_out", warehouse, **said)
    except Refused as refused:
        return refused.text
    return None


def why_short(lines: list[Row], taken: Taken, warehouse: int) -> Text | None:
    """What of these lines lies there in too small a number."""
    lacks = missing(lines, taken)
    book = Book(set(lacks.wanted))
    try:
        for product, qty in lacks.wanted.items():
            book.spread(product, qty, "sale_out", [warehouse])
    except Refused as refused:
        return refused.text
    return _short(lacks.named, warehouse)


def _short(named: Taken, warehouse: int) -> Text | None:
    """The first batch that an order names and the warehouse holds too little of."""
    for (product, batch), qty in named.items():
        lots = Stock.rows(Stock.product == product, Stock.batch_no == batch, Stock.warehouse == warehouse)
        there = sum((lot.available for lot in lots), ZERO)
        if there < qty:
            show = Stock.qty.show
            return SHORT(product=Product.title_of(product), batch=batch, there=show(there), needed=show(qty))
    return None


def single_batches(lines: list[Row], taken: Taken) -> dict[int, str]:
    """The lines whose product went out of one batch alone."""
    batches: dict[int, list[str]] = defaultdict(list)
    for (product, batch), qty in taken.items():
        if qty > 0:
            batches[product].append(batch)
    return {
        line.id: batches[line.product][0]
        for line in lines
        if line.batch_no is None and line.product and len(batches[line.product]) == 1
    }


def take_back(c: Changes, order: Row, line: Row, warehouse: int, scrapped: bool) -> None:
    """What a buyer sent back lies in the warehouse again, in the batches it left from; spoilt, it is scrapped at once."""
    left = line.units
    sent = (StockMovement.reference == ref_of(order)) & (StockMovement.product == line.product)
    batches: dict[str, Decimal] = defaultdict(Decimal)
    for row in standing_lines(sent & StockMovement.kind.in_(("sale_out", "customer_return"))):
        batches[row.batch_no] -= row.qty
    number, movements = new_number("TH"), []
    for batch, qty in batches.items():
        part = min(left, qty)
        if part <= 0 or line.batch_no not in (None, batch):
            continue
        left -= part
        lot = {
            "no": number,
            "product": line.product,
            "warehouse": warehouse,
            "batch_no": batch,
            "reference": ref_of(order),
        }
        movements.append({**lot, "kind": "customer_return", "qty": part})
        movements += [{**lot, "kind": "scrap", "qty": -part, "reason": BROKEN.zh}] if scrapped else []
    c.add(StockMovement, movements)
