"""Orders of goods 要货单: what a store wants, gives to another or returns, from the proposal to the approval."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    notify,
    numbered,
    setting,
)
from ..kit.clock import today
from ..kit.declare.access import may
from ..logistics import Delivery, Warehouse, apart, place_of
from ..organization import Product, Store
from . import words
from .steps import STEPS
from .terms import CHANGE, Rulebook

TERMS = ("kind", "store", "from_store", "warehouse", "ordered_on")


def fill_orders(c: Changes, rows: list[dict[str, Any]]) -> None:
    """Numbers; a store that gives makes it a transfer, else the warehouse in use where none is named."""
    numbered(GoodsOrder, rows)
    for row in rows:
        row["kind"] = "transfer" if row["from_store"] else row["kind"]
    bare = [row for row in rows if row["warehouse"] is None and row["kind"] != "transfer"]
    usual = (
        Warehouse.rows(Warehouse.id.not_in(apart()), Warehouse.status == "in_use", order=Warehouse.code) if bare else []
    )
    for row in bare:
        row["warehouse"] = usual[0].id if usual else None


def keep_orders(c: Changes, moves: list[Move]) -> None:
    """Terms stand once they are submitted, and both ends keep stock."""
    elsewhere = set(apart())
    for move in moves:
        if move.new is None:
            if move.old.state != "draft":
                raise Refused(words.NO_DELETE(no=move.old.no, state=state_of(move.old)), "state", move.index)
            continue
        if move.old and move.old.state != "draft" and move.changed(*TERMS):
            raise Refused(words.FIXED(no=move.old.no, state=state_of(move.old)), "state", move.index)
        if move.changed(*TERMS):
            _refuse_ends(move, elsewhere)


def _refuse_ends(move: Move, elsewhere: set[int]) -> None:
    row = move.new
    if row.kind != "transfer" and row.from_store is not None:
        raise Refused(words.NOBODY_GIVES, "from_store", move.index)
    if row.kind != "transfer" and row.warehouse is None:
        raise Refused(words.NO_WAREHOUSE, "warehouse", move.index)
    if row.kind != "transfer" and row.warehouse in elsewhere:
        raise Refused(words.IS_STORE(name=Warehouse.title_of(row.warehouse)), "warehouse", move.index)
    stores = [store for store in (row.store, row.from_store) if store is not None]
    kept = place_of(stores)
    for name, store in (("store", row.store), ("from_store", row.from_store)):
        if store is not None and store not in kept:
            raise Refused(words.NO_STOCK_KEPT(store=Store.title_of(store)), name, move.index)


class GoodsOrder(Record):
    """Goods for a store: from the warehouse, from another store, or back; each quantity stands on its lines."""

    no = LineField("要货单号", "Order no.", null=True, unique=True, max_length=30, width=150, aka=("单号",), auto="YH")
    kind = ChoiceField("类型", "Kind", options=words.ORDER_KINDS, default="replenish", width=90)
    store = LinkField(Store, "门店", "Store", beyond=True, aka=("要货门店", "收货门店"))
    from_store = LinkField(
        Store,
        "调出门店",
        "From store",
        null=True,
        beyond=True,
        hint=Text("只有店间调拨才填", "For transfers between stores only"),
    )
    warehouse = LinkField(
        Warehouse,
        "仓库",
        "Warehouse",
        null=True,
        aka=("发货仓库",),
        hint=Text("补货从这里发，退仓退到这里", "Sends what is ordered, takes what is returned"),
    )
    ordered_on = DayField("要货日期", "Ordered on", default=today, index=True, aka=("日期",))
    wanted_on = DayField("期望到货", "Wanted on", null=True)
    lines = CountField("品种数", "Lines", default=0, derived=True)
    qty = QuantityField("要货数量", "Qty ordered", default=0, derived=True, sum=True)
    picked = QuantityField("配货数量", "Qty picked", default=0, derived=True, sum=True)
    received = QuantityField("签收数量", "Qty received", default=0, derived=True, sum=True)
    boxes = CountField("箱数", "Boxes", default=0, derived=True, sum=True)
    kg = QuantityField("重量（kg）", "Weight (kg)", default=0, derived=True, sum=True)
    delivery = LinkField(Delivery, "配送任务", "Delivery", null=True)
    signed_by = LineField("签收人", "Signed by", null=True, max_length=40, locked=True)
    received_on = DayField("签收日期", "Signed on", null=True, locked=True, index=True)
    state = ChoiceField("状态", "State", options=words.ORDER_STATES, default="draft", locked=True, width=100)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "要货单",
        "Orders of goods",
        says=("store", "ordered_on", "no"),
        title="no",
        order=("-ordered_on", "-id"),
        key=("no",),
        search=("no", "store"),
        later=("delivery", "signed_by", "received_on"),
        fill=fill_orders,
        checks=(keep_orders,),
        scopes={"store": "store | from_store", "region": "store.region"},
        steps=STEPS,
    )


# Lines ------------------------------------------------------------------------------------------------------------------


def keep_lines(c: Changes, moves: list[Move]) -> None:
    """Quantities change in the draft, by who approves until it is approved, and by the store within its limits."""
    orders = GoodsOrder.rows_by_id({row.order for move in moves for row in (move.old, move.new) if row})
    approves = may(c.who, "approve", GoodsOrder)
    rules = Rulebook({order.store for order in orders.values()})
    for move in moves:
        if move.new and move.old and not move.changed("order", "product", "qty"):
            continue
        for row in (move.old, move.new):
            if row and orders[row.order].state not in (("draft", "submitted") if approves else ("draft",)):
                order = orders[row.order]
                raise Refused(words.FIXED(no=order.no, state=state_of(order)), "qty", move.index)
        if move.new and orders[move.new.order].kind == "replenish":
            _refuse_far(move, rules.of(orders[move.new.order].store, move.new.product), approves)


def _refuse_far(move: Move, terms: Any, approves: bool) -> None:
    """Whole packs; what a store changes of a proposal stays near it, and what it adds has its reason."""
    row, show = move.new, GoodsOrderLine.qty.show
    product = Product.title_of(row.product)
    if row.qty % terms.pack:
        near = show(terms.packs_up(row.qty))
        raise Refused(words.PACKS(product=product, pack=terms.pack, near=near), "qty", move.index)
    if approves:
        return
    if row.proposed is None:
        if row.qty and not row.reason:
            raise Refused(words.ADDED_WHY(product=product), "reason", move.index)
        return
    percent = Decimal(setting(CHANGE)) / 100
    low = terms.packs_down(row.proposed * (1 - percent))
    high = max(terms.packs_up(row.proposed * (1 + percent)), row.proposed + terms.pack)
    if not low <= row.qty <= high:
        said = {"proposed": show(row.proposed), "low": show(low), "high": show(high), "percent": setting(CHANGE)}
        rounding = words.BY_BOXES(pack=terms.pack) if terms.pack > 1 else words.BY_ONES
        raise Refused(words.BEYOND(product=product, rounding=rounding, **said), "qty", move.index)


def add_up(c: Changes, moves: list[Move]) -> None:
    """Lines make what an order comes to."""
    recount(c, {row.order for move in moves for row in (move.old, move.new) if row})


class GoodsOrderLine(Record):
    """One product of an order: what was proposed and why, and what is wanted."""

    order = LinkField(GoodsOrder, "要货单", "Order", aka=("要货单号",))
    product = LinkField(Product, "商品", "Product", width=160, aka=("商品名称", "商品编码"))
    qty = QuantityField("要货数量", "Qty", least=0, default=0, sum=True, aka=("数量",))
    proposed = QuantityField("建议数量", "Proposed", null=True, locked=True, sum=True)
    sold = QuantityField("近四周销量", "Sold in four weeks", null=True, locked=True, sum=True)
    stock = QuantityField("门店可用库存", "Lies in the store", null=True, locked=True, sum=True)
    coming = QuantityField("在途和已要", "Coming already", null=True, locked=True, sum=True)
    near_elsewhere = QuantityField(
        "他店临期",
        "Near its end elsewhere",
        null=True,
        locked=True,
        sum=True,
        hint=Text(
            "其他门店有临期的同一商品，可考虑店间调拨", "Other stores hold some near its end: consider a transfer"
        ),
    )
    boxes = CountField("箱数", "Boxes", default=0, derived=True, sum=True)
    reason = NoteField("调整或加货原因", "Why changed or added", null=True)

    sheet = Sheet(
        "要货明细",
        "Order lines",
        title="product",
        order=("order", "product"),
        key=("order", "product"),
        parent="order",
        search=("order", "product"),
        checks=(keep_lines,),
        derives=(add_up,),
        scopes={"store": "order.store | order.from_store", "region": "order.store.region"},
    )

    class Meta:
        indexes = ((("order", "product"), True),)


def recount(c: Changes, orders: set[int]) -> None:
    """Boxes of each line, and what the orders come to."""
    there = GoodsOrder.rows_by_id(orders)
    rules = Rulebook({order.store for order in there.values()})
    by_order: dict[int, list[tuple[Row, int, Decimal]]] = defaultdict(list)
    for line in GoodsOrderLine.rows(GoodsOrderLine.order.in_(list(there))):
        terms = rules.of(there[line.order].store, line.product)
        by_order[line.order].append((line, terms.boxes(line.qty), terms.boxes(line.qty) * terms.box_kg))
    c.alter(GoodsOrderLine, {line.id: {"boxes": boxes} for lines in by_order.values() for line, boxes, _ in lines})
    c.alter(
        GoodsOrder,
        {
            id: {
                "lines": sum(1 for line, *_ in by_order[id] if line.qty),
                "qty": sum((line.qty for line, *_ in by_order[id]), Decimal(0)),
                "boxes": sum(boxes for _, boxes, _ in by_order[id]),
                "kg": sum((kg for *_, kg in by_order[id]), Decimal(0)),
            }
            for id in there
        },
    )


def refuse_giver(row: Row) -> None:
    """Raises Refused for a transfer from nobody, or from the store itself."""
    if row.kind == "transfer" and row.from_store in (None, row.store):
        raise Refused(words.FROM_WHOM, "from_store")


def tell_giver(c: Changes, row: Row) -> None:
    """The store that is to give hears of it."""
    if row.kind == "transfer":
        said = words.TO_GIVE(store=Store.title_of(row.store), no=row.no, lines=row.lines)
        notify(c, said, record=GoodsOrder, row=row.id, stores=(row.from_store,), waits="state")


def lines_of(order: int) -> list[Row]:
    return GoodsOrderLine.rows(GoodsOrderLine.order == order, order=GoodsOrderLine.id)


def coming_to(store: int, but: Iterable[int] = ()) -> dict[int, Decimal]:
    """What a store has asked for and not signed for yet, by product."""
    orders = GoodsOrder.rows(
        GoodsOrder.store == store,
        GoodsOrder.kind != "back",
        GoodsOrder.state.in_(words.COMING),
        GoodsOrder.id.not_in(list(but)),
    )
    coming: dict[int, Decimal] = defaultdict(Decimal)
    for line in GoodsOrderLine.rows(GoodsOrderLine.order.in_([order.id for order in orders])):
        coming[line.product] += line.qty
    return dict(coming)


def state_of(row: Row) -> Text:
    return Text(*(GoodsOrder.state.show(row.state, lang) for lang in ("zh", "en")))
