"""Goods in and out 出入库: receiving, issuing by earliest expiry, transferring, scrapping, and correcting a line."""

from datetime import date
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    NoteField,
    QuantityField,
    Refused,
    Row,
    Text,
    in_one_change,
)
from ..kit.ask.lookup import rows_with
from ..kit.text import join
from ..kit.write.leaving import Takes
from ..organization import Product, Store, Supplier
from .entering import MOVEMENT_KINDS, TOO_FEW, Book, plain, propose_batches
from .ledger import TRANSFERS, StockMovement, new_number, reverse_lines
from .places import Warehouse, apart
from .reaching import SHELF, documents_by_way
from .stock import Stock

BROUGHT_IN = tuple(kind for kind in MOVEMENT_KINDS if kind.key in ("purchase_in", "store_return", "customer_return"))
TAKEN_OUT = tuple(
    kind for kind in MOVEMENT_KINDS if kind.key in ("sale_out", "store_out", "gift_out", "supplier_return", "shop_out")
)

RECEIVED = Text("已入库 {product} {qty}，单号 {no}", "Received {qty} of {product}: {no}")
ISSUED = Text("已出库 {product}：{split}，单号 {no}", "Issued {product}: {split}; {no}")
MOVED = Text(
    "已调拨 {product} 批次 {batch} {qty} 到{warehouse}，单号 {no}",
    "Moved {qty} of {product}, batch {batch}, to {warehouse}: {no}",
)
SCRAPPED = Text("已报损 {product} 批次 {batch} {qty}", "Scrapped {qty} of {product}, batch {batch}")
REVERSED = Text("已冲正 {count} 行，单号 {no}", "Reversed {count} lines: {no}")
SAME_PLACE = Text("调入仓库不能是原仓库", "The goods are in that warehouse already")
DONE_ALREADY = Text("这一行已经冲正过", "This line is reversed already")
IS_REVERSAL = Text(
    "冲正行不能再冲正，请重新登记正确的出入库", "A reversal isn't reversed; enter the right movement anew"
)
OF_ORDER = Text(
    "单号 {no} 的货经在途送达，请在要货单 {reference} 里处理，不能单独冲正",
    "The goods of {no} went by way of order {reference}: settle it there, they can't be reversed alone",
)
NO_STORE = Text("配送出库要填门店", "Goods that go to a store need the store")

NEAR_HINT = Text("发出临期批次时要写", "Needed where a batch goes out that is near its end")

ASKS_IN = {
    "product": LinkField(Product, "商品", "Product"),
    "qty": QuantityField("数量", "Qty", least=Decimal("0.001")),
    "kind": ChoiceField("类型", "Kind", options=BROUGHT_IN, default="purchase_in"),
    "batch_no": LineField("批号", "Batch", null=True, max_length=40),
    "produced_on": DayField("生产日期", "Produced on", null=True),
    "unit_cost": MoneyField("单位成本", "Unit cost", null=True, least=0),
    "supplier": LinkField(Supplier, "供应商", "Supplier", null=True),
    "store": LinkField(Store, "退货门店", "Returning store", null=True),
    "reference": LineField("来源单号", "Reference", null=True, max_length=60),
}
ASKS_OUT = {
    "product": LinkField(Product, "商品", "Product"),
    "qty": QuantityField("数量", "Qty", least=Decimal("0.001")),
    "kind": ChoiceField("类型", "Kind", options=TAKEN_OUT, default="store_out"),
    "store": LinkField(Store, "收货门店", "Store", null=True),
    "reference": LineField("来源单号", "Reference", null=True, max_length=60),
    "batch_reason": NoteField("选批原因", "Why this batch", null=True, hint=NEAR_HINT),
}
ASKS_TRANSFER = {
    "to": LinkField(Warehouse, "调入仓库", "To"),
    "qty": QuantityField("数量", "Qty", least=Decimal("0.001")),
    "reason": NoteField("原因", "Reason", null=True),
}
ASKS_SCRAP = {"qty": QuantityField("数量", "Qty", least=Decimal("0.001")), "reason": NoteField("原因", "Reason")}


@in_one_change
def receive_goods(
    c: Changes,
    warehouse: int,
    product: int,
    qty: Decimal,
    kind: str = "purchase_in",
    batch_no: str | None = None,
    produced_on: date | None = None,
    unit_cost: Decimal | None = None,
    supplier: int | None = None,
    store: int | None = None,
    reference: str | None = None,
) -> Text:
    """One line in; the supplier is the product's unless said otherwise."""
    if kind == "purchase_in" and supplier is None:
        supplier = Product.row(product).supplier
    line = c.create(
        StockMovement,
        kind=kind,
        product=product,
        warehouse=warehouse,
        qty=qty,
        batch_no=batch_no,
        produced_on=produced_on,
        unit_cost=unit_cost,
        supplier=supplier,
        store=store,
        reference=reference,
    )
    return RECEIVED(product=Product.title_of(product), qty=plain(qty), no=line.no)


@in_one_change
def issue_goods(
    c: Changes,
    warehouse: int,
    product: int,
    qty: Decimal,
    kind: str = "store_out",
    store: int | None = None,
    reference: str | None = None,
    batch_reason: str | None = None,
) -> Text:
    """Goods out, the batches that expire first, on one document."""
    if kind == "store_out" and store is None:
        raise Refused(NO_STORE, "store")
    lines = take_out(c, product, warehouse, qty, kind, store=store, reference=reference, batch_reason=batch_reason)
    split = "，".join(f"{line.batch_no} × {plain(-line.qty)}" for line in lines)
    return ISSUED(product=Product.title_of(product), split=split, no=lines[0].no)


def issuing_leaves(warehouse: int, product: int | None = None, qty: Decimal | None = None, **_: Any) -> list[Takes]:
    """What of the product may be sold and lies in this warehouse, whatever the batch."""
    if product is None:
        return []
    return [Takes(Stock, {"warehouse": {"eq": warehouse}, "product": {"eq": product}}, "available", -(qty or 0))]


def stock_leaves(stock: int, qty: Decimal | None = None, **_: Any) -> list[Takes]:
    return [Takes(Stock, stock, "qty", -(qty or 0))]


def take_out(c: Changes, product: int, warehouse: int, qty: Decimal, kind: str, **line: Any) -> list[Row]:
    """Take goods from the batches that expire first, as many as it needs: for every rule that sells or sends."""
    split = propose_batches(product, warehouse, qty, kind)
    return c.add(
        StockMovement,
        [
            {
                "no": number,
                "kind": kind,
                "product": product,
                "warehouse": warehouse,
                "batch_no": batch_no,
                "qty": -part,
                **line,
            }
            for number in [new_number("CK")]
            for batch_no, part in split
        ],
    )


def take_all_out(c: Changes, wanted: dict[int, Decimal], kind: str, place: int | None = None, **line: Any) -> list[Row]:
    """Take several products out of one place, or of all warehouses in use, on one document. Raises Refused with all that is short."""
    usable = (Warehouse.status == "in_use", Warehouse.id.not_in(apart()))
    places = [place] if place else [warehouse.id for warehouse in Warehouse.rows(*usable)]
    book, lines, short = Book(list(wanted)), [], []
    for product, qty in wanted.items():
        try:
            split = book.spread(product, qty, kind, places)
        except Refused as refused:
            short.append(refused.text)
            continue
        lines += [{"product": product, "warehouse": at, "batch_no": batch, "qty": -part} for at, batch, part in split]
    if short:
        raise Refused(join(short), "qty")
    number = new_number("CK")
    return c.add(StockMovement, [{**lot, "no": number, "kind": kind, **line} for lot in lines])


@in_one_change
def transfer_stock(c: Changes, stock: int, to: int, qty: Decimal, reason: str | None = None) -> Text:
    """Out of one warehouse and into another, as a pair."""
    row = c.fresh(Stock, stock)
    if to == row.warehouse:
        raise Refused(SAME_PLACE, "to")
    _enough(row, qty)
    line = {"no": new_number("DB"), "product": row.product, "batch_no": row.batch_no, "reason": reason}
    c.add(
        StockMovement,
        [
            {**line, "kind": "transfer_out", "warehouse": row.warehouse, "qty": -qty},
            {
                **line,
                "kind": "transfer_in",
                "warehouse": to,
                "qty": qty,
                "produced_on": row.produced_on,
                "expires_on": row.expires_on,
            },
        ],
    )
    names = {"product": Product.title_of(row.product), "warehouse": Warehouse.title_of(to)}
    return MOVED(batch=row.batch_no, qty=plain(qty), no=line["no"], **names)


@in_one_change
def scrap_stock(c: Changes, stock: int, qty: Decimal, reason: str) -> Text:
    """Goods that are destroyed leave the book; held and expired ones may."""
    row = c.fresh(Stock, stock)
    _enough(row, qty)
    c.create(
        StockMovement,
        kind="scrap",
        product=row.product,
        warehouse=row.warehouse,
        batch_no=row.batch_no,
        qty=-qty,
        reason=reason,
    )
    return SCRAPPED(product=Product.title_of(row.product), batch=row.batch_no, qty=plain(qty))


@in_one_change
def reverse_movement(c: Changes, movement: int, reason: str) -> Text:
    """Correct a line by its red counterpart; of a transfer, and of goods between warehouse and store, both lines."""
    line = c.fresh(StockMovement, movement)
    if line.reverses is not None:
        raise Refused(IS_REVERSAL)
    if any(rows_with(StockMovement, ["reverses"], "reverses", [line.id])):
        raise Refused(DONE_ALREADY)
    if documents_by_way({line.no}):
        raise Refused(OF_ORDER(no=line.no, reference=line.reference or ""))
    made = reverse_lines(c, _both_sides(line), reason)
    return REVERSED(count=len(made), no=made[0].no)


def _both_sides(line: Row) -> list[Row]:
    """The line and what was booked with it on the other side."""
    if line.kind in TRANSFERS:
        others = StockMovement.kind.in_(TRANSFERS)
    elif pair := next((pair for pair in SHELF.items() if line.kind in pair), None):
        others = StockMovement.kind.in_(pair) & (StockMovement.qty.in_([line.qty, -line.qty]))
    else:
        return [line]
    same = [getattr(StockMovement, name) == getattr(line, name) for name in ("no", "product", "batch_no")]
    return [line, *StockMovement.rows(*same, others, StockMovement.id != line.id, StockMovement.reverses.is_null())]


def _enough(row: Row, qty: Decimal) -> None:
    if qty > row.qty:
        raise Refused(TOO_FEW(product=Product.title_of(row.product), short=plain(qty - row.qty)), "qty")
