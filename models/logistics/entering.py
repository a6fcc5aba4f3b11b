"""What a stock movement leaves open 出入库补全: sign, batch, expiry and cost, worked out against the book line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ..kit import Choice, Refused, Text
from ..kit.alike import written
from ..kit.clock import today
from ..kit.text import join
from ..organization import Product
from .choosing import RECEIVERS, Choosing
from .stock import Stock, held_batches, spell_batches

MOVEMENT_KINDS = (
    Choice("opening", "期初", "Opening", "info"),
    Choice("purchase_in", "采购入库", "Purchase in", "positive", ("采购入", "入库", "进货")),
    Choice("store_return", "门店退货", "Return from store", "warning", ("门店退",)),
    Choice("customer_return", "客户退货", "Return from customer", "warning"),
    Choice("transfer_in", "调拨入库", "Transfer in", "info", ("调拨入",)),
    Choice("gain", "盘盈", "Stocktake gain", "warning"),
    Choice("way_in", "转入在途", "Onto the way", "info"),
    Choice("store_in", "门店入库", "Into a store", "positive", ("门店收货",)),
    Choice("sale_out", "销售出库", "Sale out", "info", ("销售出", "出库")),
    Choice("store_out", "配送出库", "Out to store", "info", ("配送出", "门店配送")),
    Choice("gift_out", "赠品出库", "Gift out", "info", ("赠品",)),
    Choice("supplier_return", "退供应商", "Return to supplier", "warning", ("退供",)),
    Choice("transfer_out", "调拨出库", "Transfer out", "info", ("调拨出",)),
    Choice("way_out", "转出在途", "Off the way", "info"),
    Choice("store_back", "门店退出", "Out of a store", "warning", ("门店发出",)),
    Choice("shop_out", "门店销售", "Sold in a store", "info", ("门店销售出库",)),
    Choice("loss", "盘亏", "Stocktake loss", "negative"),
    Choice("scrap", "报损", "Scrapped", "negative", ("报废",)),
)
IN_KINDS = ("opening", "purchase_in", "store_return", "customer_return", "transfer_in", "gain", "way_in", "store_in")
OUT_KINDS = (
    *("sale_out", "store_out", "gift_out", "supplier_return", "transfer_out", "way_out", "store_back", "shop_out"),
    *("loss", "scrap"),
)
MOVED_OUT = ("store_out", "store_back", "way_out")  # what stays ours, and comes in elsewhere at the same value
MOVED_IN = ("way_in", "store_in", "store_return")
FOR_USE = ("sale_out", "store_out", "gift_out")  # what customers and stores get: never expired
SOLD = (*FOR_USE, "shop_out")  # what an expired batch can't do
STOPPED = (*SOLD, "transfer_out")  # what a held batch can't do

NO_QTY = Text("数量不能为零", "The quantity can't be zero")
MINUS_IN = Text(
    "入库数量要为正；要更正已入账的行，请用“冲正”", "What comes in is positive; to correct a line, reverse it"
)
NO_BATCH = Text("{product} 入库要填批号或生产日期", "{product} needs a batch number or a production date to come in")
NO_DATE = Text(
    "{product} 有保质期，入库要填生产日期或到期日",
    "{product} keeps for a limited time: give the production or expiry date",
)
OTHER_DATE = Text(
    "{product} 批次 {batch} 的到期日已登记为 {day}，与这一行不一致",
    "Batch {batch} of {product} is on the books with expiry {day}, unlike this line",
)
FIRST_BATCH = Text(
    "{product} 最先到期的批次 {batch} 只有 {left}，请分行出库：{split}",
    "{batch}, the first batch of {product} to expire, holds {left} only; enter one line per batch: {split}",
)
TOO_FEW = Text("{product} 可出库的库存不足，还差 {short}", "There is too little of {product} to go out, {short} short")
SHORT = Text(
    "{product} 要出库 {needed}，可出库的只有 {there}，还差 {short}",
    "{product}: {needed} wanted, {there} can go out, {short} short",
)
ASIDE_HELD = Text("（另有 {qty} 已停售，不能出库）", " ({qty} more are held and can't)")
ASIDE_NEAR = Text(
    "（另有 {qty} 剩余天数太少，不能发给{receiver}）", " ({qty} more have too few days left for {receiver})"
)
CENT = Decimal("0.01")


@dataclass
class Batch:
    """What lies in one warehouse of one batch while the lines go through."""

    batch_no: str
    qty: Decimal
    produced_on: date | None
    expires_on: date | None


class Book:
    """The stock of the products concerned, as it stands after the lines gone through so far."""

    def __init__(self, products: Iterable[int]):
        self.products = Product.rows_by_id(products)
        self.batches: dict[tuple[int, int], dict[str, Batch]] = {}
        self.values: dict[tuple[int, int], Decimal] = {}
        self.dates: dict[tuple[int, str], Batch] = {}
        for row in Stock.rows(Stock.product.in_(list(self.products))):
            key, batch = (row.product, row.warehouse), Batch(row.batch_no, row.qty, row.produced_on, row.expires_on)
            self.batches.setdefault(key, {})[row.batch_no] = batch
            self.values[key] = self.values.get(key, Decimal(0)) + row.value
            self.dates.setdefault((row.product, row.batch_no), batch)
        self.sent: dict[tuple[str, int], dict[str, Any]] = {}  # the transfers that left, by document and product
        self.gone: dict[tuple, dict[str, Any]] = {}  # what left for elsewhere of ours, by document, product and batch
        self.choosing = Choosing(self.products)
        self.held = held_batches()

    def enter(self, row: dict[str, Any]) -> None:
        """Complete one line and let it move the book."""
        if row["qty"] > 0:
            self._receive(row)
            self._batch_in(row)
        else:
            row["batch_no"] = row["batch_no"] or self._first(row)
        known = self.dates.get((row["product"], row["batch_no"]))
        if known is not None:
            row["produced_on"], row["expires_on"] = known.produced_on, known.expires_on
        if row["qty"] < 0 and (row["amount"] is None or row["reverses"]):
            row["amount"] = self._cost_out(row)
        elif row["amount"] is None:
            row["amount"] = self._cost_in(row)
        if row["unit_cost"] is None:
            row["unit_cost"] = (row["amount"] / row["qty"]).quantize(CENT)
        if row["kind"] == "transfer_out":
            self.sent[row["no"], row["product"]] = row
        if row["kind"] in MOVED_OUT:
            self.gone[row["no"], row["product"], row["batch_no"]] = row
        self._move(row)

    def _receive(self, row: dict[str, Any]) -> None:
        """What a transfer brings in is what it took out, at the same value."""
        sent = self.sent.get((row["no"], row["product"])) if row["kind"] == "transfer_in" else None
        if sent is not None:
            row["batch_no"] = row["batch_no"] or sent["batch_no"]
            same = (sent["batch_no"], -sent["qty"]) == (row["batch_no"], row["qty"])
            row["amount"] = -sent["amount"] if same and row["amount"] is None else row["amount"]
        gone = self.gone.get((row["no"], row["product"], row["batch_no"])) if row["kind"] in MOVED_IN else None
        if gone is not None and -gone["qty"] == row["qty"] and row["amount"] is None:
            row["amount"] = -gone["amount"]

    def _batch_in(self, row: dict[str, Any]) -> None:
        """A batch has a number, and its dates are the same wherever it lies."""
        product = self.products[row["product"]]
        if row["batch_no"] is None:
            if row["produced_on"] is None:
                raise Refused(NO_BATCH(product=product.name), "batch_no")
            row["batch_no"] = f"{row['produced_on']:%Y%m%d}"
        if row["expires_on"] is None and row["produced_on"] and product.shelf_life_days:
            row["expires_on"] = row["produced_on"] + timedelta(days=product.shelf_life_days)
        known = self.dates.get((product.id, row["batch_no"]))
        if known is None and row["expires_on"] is None and product.shelf_life_days:
            raise Refused(NO_DATE(product=product.name), "produced_on")
        if known is not None and row["expires_on"] and known.expires_on and row["expires_on"] != known.expires_on:
            raise Refused(OTHER_DATE(product=product.name, batch=known.batch_no, day=known.expires_on), "expires_on")

    def _cost_in(self, row: dict[str, Any]) -> Decimal:
        """At the price paid; without one at the product's cost, else at what lies there."""
        if row["unit_cost"] is None:
            row["unit_cost"] = self.products[row["product"]].cost
        if row["unit_cost"] is None:
            qty = self._qty(row)
            row["unit_cost"] = (self._value(row) / qty).quantize(CENT) if qty else Decimal(0)
        return (row["qty"] * row["unit_cost"]).quantize(CENT)

    def _cost_out(self, row: dict[str, Any]) -> Decimal:
        """At the moving average; the last of it takes what value is left, a reversal no more than there is."""
        qty, value = self._qty(row), self._value(row)
        if qty + row["qty"] <= 0:
            return -value
        return max(row["amount"], -value) if row["reverses"] else (value * row["qty"] / qty).quantize(CENT)

    def _first(self, row: dict[str, Any]) -> str:
        """The batch that expires first; where it doesn't hold enough, how the line is to be split."""
        product, needed = self.products[row["product"]], -row["qty"]
        split = self.propose(row["product"], row["warehouse"], needed, row["kind"])
        if len(split) > 1:
            said = "，".join(f"{batch} × {plain(qty)}" for batch, qty in split)
            first, left = split[0]
            raise Refused(FIRST_BATCH(product=product.name, batch=first, left=plain(left), split=said), "batch_no")
        return split[0][0]

    def propose(self, product: int, warehouse: int, qty: Decimal, kind: str) -> list[tuple[str, Decimal]]:
        """Which batches go out, the first to expire first, as (batch, quantity). Raises Refused when there is too little."""
        split, needed = [], qty
        for batch in self.fit(product, warehouse, kind):
            if part := min(batch.qty, needed):
                split.append((batch.batch_no, part))
            needed -= part
        if needed:
            said = TOO_FEW(product=self.products[product].name, short=plain(needed))
            raise Refused(join([said, *self._aside(product, kind, [warehouse])], "", ""), "qty")
        return split

    def spread(self, product: int, qty: Decimal, kind: str, places: Iterable[int]) -> list[tuple[int, str, Decimal]]:
        """Which batches go out of which of these warehouses, the first to expire first wherever it lies. Raises Refused."""
        fit = [(batch, place) for place in places for batch in self.fit(product, place, kind) if batch.qty > 0]
        split, needed = [], qty
        for batch, place in sorted(fit, key=lambda pair: (pair[0].expires_on or date.max, pair[0].batch_no, pair[1])):
            if part := min(batch.qty, needed):
                split.append((place, batch.batch_no, part))
            needed -= part
        if needed:
            said = {"needed": plain(qty), "there": plain(qty - needed), "short": plain(needed)}
            short = SHORT(product=self.products[product].name, **said)
            raise Refused(join([short, *self._aside(product, kind, places)], "", ""), "qty")
        return split

    def _aside(self, product: int, kind: str, places: Iterable[int]) -> list[Text]:
        """What lies there and can't go: held, or with too few days left for who would get it."""
        day, said = today(), []
        lying = [lot for place in places for lot in self.batches.get((product, place), {}).values() if lot.qty > 0]
        held = [lot for lot in lying if (product, written(lot.batch_no)) in self.held]
        near = [
            lot
            for lot in lying
            if lot not in held
            and lot.expires_on
            and lot.expires_on >= day
            and not self.choosing.lasts(lot, product, kind, day)
        ]
        if held:
            said.append(ASIDE_HELD(qty=plain(sum((lot.qty for lot in held), Decimal(0)))))
        if near:
            said.append(ASIDE_NEAR(qty=plain(sum((lot.qty for lot in near), Decimal(0))), receiver=RECEIVERS[kind]))
        return said

    def fit(self, product: int, warehouse: int, kind: str) -> list[Batch]:
        """What may go of a product from there, the first to expire first; none is held, expired or too near for who gets it."""
        day, there = today(), self.batches.get((product, warehouse), {}).values()
        fit = [
            batch
            for batch in there
            if not (kind in STOPPED and (product, written(batch.batch_no)) in self.held)
            and not (kind in SOLD and batch.expires_on and batch.expires_on < day)
            and self.choosing.lasts(batch, product, kind, day)
        ]
        return sorted(fit, key=lambda batch: (batch.expires_on or date.max, batch.batch_no))

    def _move(self, row: dict[str, Any]) -> None:
        key = (row["product"], row["warehouse"])
        there = self.batches.setdefault(key, {})
        batch = there.setdefault(
            row["batch_no"], Batch(row["batch_no"], Decimal(0), row["produced_on"], row["expires_on"])
        )
        self.dates.setdefault((row["product"], row["batch_no"]), batch)
        batch.qty += row["qty"]
        self.values[key] = self._value(row) + row["amount"]

    def _qty(self, row: dict[str, Any]) -> Decimal:
        there = self.batches.get((row["product"], row["warehouse"]), {})
        return sum((batch.qty for batch in there.values()), Decimal(0))

    def _value(self, row: dict[str, Any]) -> Decimal:
        return self.values.get((row["product"], row["warehouse"]), Decimal(0))


def complete(rows: list[dict[str, Any]]) -> None:
    """Fill in what lines leave open, in their order; lines that lack what is required are left to the door."""
    needed = ("product", "warehouse", "kind", "qty")
    spell_batches(rows)
    book = Book({row["product"] for row in rows if row["product"]})
    for at, row in enumerate(rows):
        if row["product"] not in book.products or any(row[name] is None for name in needed):
            continue
        try:
            _sign(row)
            book.enter(row)
        except Refused as refused:
            raise Refused(refused.text, refused.field, at) from refused


def _sign(row: dict[str, Any]) -> None:
    """People write how many; the kind says which way."""
    if not row["qty"]:
        raise Refused(NO_QTY, "qty")
    if row["reverses"]:
        return
    if row["kind"] in IN_KINDS and row["qty"] < 0:
        raise Refused(MINUS_IN, "qty")
    if row["kind"] in OUT_KINDS:
        row["qty"] = -abs(row["qty"])


def propose_batches(product: int, warehouse: int, qty: Decimal, kind: str = "sale_out") -> list[tuple[str, Decimal]]:
    """Which batches to take, the first to expire first. Raises Refused with what is missing."""
    return Book([product]).propose(product, warehouse, qty, kind)


def plain(qty: Decimal) -> str:
    return Stock.qty.show(qty)
