"""Online orders 网店订单: shipped within the promise, traceable to the batch, and what comes back after the sale."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ..kit import (
    Brings,
    Changes,
    ChoiceField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    NoteField,
    Param,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    setting,
)
from ..kit.clock import now
from ..logistics.choosing import refuse_ending
from ..logistics.stock import BatchHold, refuse_held, spell_batches
from ..members import Member
from ..organization import Product
from .item_columns import CODES, JOINED, PAID, PIECES, PRICES, TITLES, even_price
from .mappings import units_of_codes
from .order_states import CLOCKS, ORDER_STATES
from .shops import OnlineShop
from .taking import BOOKED, ref_of, taken_of, why_short

SHIP_HOURS = Param("online_ship_hours", "网店发货时限", "Hours to ship an online order", 48, "小时")
WARN_AT = Param("online_warn_percent", "时限预警", "Warn when this much of the time is used", 75, "%")
SENT = ("shipped", "received", "after_sale", "done")

NOT_MAPPED = Text(
    "“{title}”还没有对应到商品，请先在“网店编码对应”里登记",
    "“{title}” is not mapped to a product yet; do that in SKU mappings first",
)
NO_BATCH = Text(
    "{product}有停售的批次，发货前请填写批号", "A batch of {product} is held: fill in the batch before shipping"
)
BACKWARDS = Text("发货时间不能早于下单时间", "It can't be shipped before it was ordered")
SHORT = Text("发货仓库的库存不够", "There is too little in the warehouse")
NO_LINES = Text("订单没有明细，不能发货", "The order has no lines to ship")


def promise(row: Row) -> timedelta:
    """How long the shop has to ship: its own promise, else the business parameter."""
    own = OnlineShop.row(row.shop).promise_hours
    return timedelta(hours=own or setting(SHIP_HOURS))


def reading(started: datetime | None, due: datetime | None, ended: datetime | None, moment: datetime) -> str:
    """What the clock of a deadline says, and after the end whether it was kept."""
    if due is None:
        return "ok"
    if ended is not None:
        return "kept" if ended <= due else "missed"
    warned = started + (due - started) * int(setting(WARN_AT)) / 100 if started else due
    return "late" if moment > due else "soon" if moment >= warned else "ok"


def keep_orders(c: Changes, moves: list[Move]) -> None:
    """Nothing leaves before it was ordered."""
    for move in moves:
        if move.new and move.new.shipped_at and move.new.shipped_at < move.new.ordered_at:
            raise Refused(BACKWARDS, "shipped_at", move.index)


def run_clock(c: Changes, moves: list[Move]) -> None:
    """The clock runs from the payment."""
    watched = ("state", "shop", "ordered_at", "paid_at", "shipped_at")
    c.alter(OnlineOrder, {move.id: clocked(move.new) for move in moves if move.new and move.changed(*watched)})


def clocked(row: Row, moment: datetime | None = None) -> dict[str, Any]:
    """The order's deadline and how it stands; an unpaid or closed one has none."""
    if row.state == "unpaid" or (row.state == "closed" and row.shipped_at is None):
        return {"ship_by": None, "clock": "ok"}
    started = row.paid_at or row.ordered_at
    due = started + promise(row)
    ended = row.shipped_at or (due if row.state in SENT else None)  # an imported one that was sent, nobody knows when
    return {"ship_by": due, "clock": reading(started, due, ended, moment or now())}


def may_leave(c: Changes, row: Row, _: dict) -> None:
    """Only known products leave, and no batch whose sale is stopped."""
    lines = OnlineOrderLine.rows(OnlineOrderLine.order == row.id)
    if not lines:
        raise Refused(NO_LINES)
    held = {product for (product,) in BatchHold.select(BatchHold.product).where(BatchHold.state == "held").tuples()}
    for line in lines:
        if line.product is None:
            raise Refused(NOT_MAPPED(title=line.title or line.code), "state")
        refuse_held(line.product, line.batch_no)
        refuse_ending(line.product, line.batch_no, "sale_out", line.batch_reason)
        if line.product in held and not line.batch_no and row.booked == "apart":
            raise Refused(NO_BATCH(product=Product.title_of(line.product)), "state")
    if row.shipped_at is None:
        c.update(OnlineOrder, row.id, shipped_at=now())
    if row.booked == "lacking":
        taken, warehouse = taken_of([ref_of(row)])[ref_of(row)], OnlineShop.row(row.shop).warehouse
        raise Refused(why_short(lines, taken, warehouse) or SHORT, "state")


def take_items(c: Changes, groups: list[tuple[Row, list[dict]]]) -> None:
    """The articles of an export, one row each. Where it says what was paid for each article, the order comes to their sum."""
    lines, paid = [], {}
    for order, rows in groups:
        items = [dict(row) for row in rows if row.get("title") or row.get("code")]
        parts = [row["part"] for row in rows if row.get("part") is not None]
        if parts and not order.amount:
            paid[order.id] = {"amount": sum(parts, Decimal(0))}
        each = even_price(order, items)
        for item in items:
            part = item.pop("part", None)
            if item.get("price") is None and part is not None:
                item["price"] = (part / (item.get("qty") or 1)).quantize(Decimal("0.01"))
            elif item.get("price") is None and each is not None:
                item["price"] = each
            lines.append({"order": order.id, **{name: value for name, value in item.items() if value is not None}})
    c.alter(OnlineOrder, paid)
    c.add(OnlineOrderLine, lines)


class OnlineOrder(Record):
    """An order of a shop."""

    order_no = LineField(
        "订单号",
        "Order no.",
        max_length=40,
        width=160,
        index=True,
        aka=("订单编号", "平台订单号", "主订单编号", "主订单号"),
    )
    shop = LinkField(OnlineShop, "网店", "Shop", aka=("店铺", "店铺名称"))
    member = LinkField(Member, "会员", "Member", null=True)
    buyer = LineField(
        "买家",
        "Buyer",
        null=True,
        max_length=60,
        mask=True,
        aka=("买家昵称", "买家ID", "买家会员名", "买家账号", "下单账号", "下单帐号", "用户昵称"),
    )
    ordered_at = MomentField(
        "下单时间",
        "Ordered at",
        happened=True,
        default=now,
        index=True,
        aka=("订单创建时间", "订单提交时间", "创建时间", "订单日期"),
        also=("订单成交时间",),
    )
    paid_at = MomentField(
        "付款时间",
        "Paid at",
        happened=True,
        null=True,
        aka=("订单付款时间", "支付时间", "支付完成时间", "付款确认时间", "买家付款时间"),
    )
    goods = MoneyField("商品金额", "Goods", default=0, derived=True, sum=True)
    discount = MoneyField("优惠金额", "Discount", default=0, least=0, sum=True, aka=("店铺优惠折扣", "商家优惠"))
    freight = MoneyField(
        "运费", "Freight", default=0, least=0, sum=True, aka=("买家应付邮费", "邮费", "运费金额", "配送费")
    )
    amount = MoneyField(
        "实付金额",
        "Paid",
        default=0,
        least=0,
        sum=True,
        aka=(
            "买家实际支付金额",
            "买家实付金额",
            "用户实付金额",
            "订单实付金额",
            "顾客实付",
            "实付款",
            "应付金额",
            "实收金额",
        ),
        also=("订单金额",),
    )
    refunded = MoneyField("已退金额", "Refunded", default=0, derived=True, sum=True)
    ship_by = MomentField("最晚发货", "Ship by", null=True, derived=True, index=True)
    booked = ChoiceField("出库", "Stock", options=BOOKED, default="apart", derived=True, width=90)
    stock_ref = LineField(
        "出库来源单号",
        "Stock reference",
        null=True,
        derived=True,
        max_length=60,
        index=True,
        hint=Text(
            "别的网店有同样的订单号时，库存流水用它区分",
            "Where another shop has the same number, what the ledger calls it",
        ),
    )
    clock = ChoiceField("发货时效", "Shipping clock", options=CLOCKS, default="ok", derived=True, width=90)
    state = ChoiceField(
        "状态", "State", options=ORDER_STATES, default="to_ship", locked=True, width=90, aka=("订单状态",)
    )
    courier = LineField("快递公司", "Courier", null=True, max_length=40, aka=("物流公司", "快递", "承运商"))
    tracking_no = LineField("运单号", "Tracking no.", null=True, max_length=60, aka=("物流单号", "快递单号", "快递号"))
    shipped_at = MomentField("发货时间", "Shipped at", happened=True, null=True, index=True)
    received_at = MomentField(
        "签收时间", "Received at", happened=True, null=True, aka=("确认收货时间",), also=("订单完成时间", "完成时间")
    )
    note = NoteField("备注", "Note", null=True, aka=("商家备注", "卖家备注", "订单备注"))

    sheet = Sheet(
        "网店订单",
        "Online orders",
        title="order_no",
        order=("-ordered_at",),
        key=("shop", "order_no"),
        later=("received_at",),
        search=("order_no", "tracking_no", "member"),
        checks=(keep_orders,),
        derives=(run_clock,),
        brings=Brings(lambda: OnlineOrderLine, "code title qty price", more=PAID, apart=JOINED),
        takes=take_items,
        reported=True,
        columns=(
            "order_no",
            "shop",
            "buyer",
            "ordered_at",
            "amount",
            "freight",
            "state",
            "clock",
            "ship_by",
            "courier",
            "tracking_no",
            "shipped_at",
            "refunded",
        ),
        scopes={"store": "shop.store", "region": "shop.store.region", "own": "shop.owner"},
        steps=(
            Step(
                "pay",
                "已付款",
                "Paid",
                "unpaid",
                "to_ship",
                icon="payments",
                asks={"paid_at": MomentField("付款时间", "Paid at", default=now)},
            ),
            Step(
                "ship",
                "发货",
                "Ship",
                "to_ship",
                "shipped",
                needs=("courier", "tracking_no"),
                then=may_leave,
                icon="local_shipping",
                asks={
                    "courier": LineField("快递公司", "Courier"),
                    "tracking_no": LineField("运单号", "Tracking no."),
                    "shipped_at": MomentField("发货时间", "Shipped at", default=now),
                },
            ),
            Step(
                "receive",
                "已签收",
                "Received",
                "shipped",
                "received",
                icon="inventory",
                asks={"received_at": MomentField("签收时间", "Received at", default=now)},
            ),
            Step("finish", "完成", "Finish", "received after_sale", "done", icon="done_all"),
            Step("open_after_sale", "转售后", "After-sale", "to_ship shipped received done", "after_sale", auto=True),
            Step("to_ship_again", "恢复待发货", "To be sent after all", "after_sale", "to_ship", auto=True),
            Step(
                "close", "关闭", "Close", "unpaid to_ship after_sale", "closed", reason=True, danger=True, icon="cancel"
            ),
        ),
    )

    class Meta:
        indexes = ((("shop", "order_no"), True),)


def fill_lines(c: Changes, rows: list[dict]) -> None:
    """A line that brings the shop's code finds its product and its units; one that nobody knows waits in the queue."""
    bare = [row for row in rows if row["code"] and row["order"]]
    if bare:
        shops = dict(
            OnlineOrder.select(OnlineOrder.id, OnlineOrder.shop)
            .where(OnlineOrder.id.in_([r["order"] for r in bare]))
            .tuples()
        )
        known = units_of_codes({row["code"] for row in bare})
        for row in bare:
            pair = known.get((shops.get(row["order"]), row["code"])) or known.get((None, row["code"]))
            if pair and row["product"] in (None, pair[0]):
                row["product"], row["per_piece"] = pair


def keep_lines(c: Changes, moves: list[Move]) -> None:
    """What a line comes to, whether it still waits for its product, and the goods amount of its order."""
    c.alter(
        OnlineOrderLine,
        {
            move.id: {
                "amount": (move.new.qty * move.new.price).quantize(Decimal("0.01")),
                "units": move.new.qty * move.new.per_piece,
                "unmapped": move.new.product is None,
            }
            for move in moves
            if move.new and move.changed("qty", "price", "product", "per_piece")
        },
    )
    orders = {row.order for move in moves for row in (move.old, move.new) if row}
    goods: dict[int, Decimal] = defaultdict(Decimal)
    for line in OnlineOrderLine.rows(OnlineOrderLine.order.in_(list(orders))):
        goods[line.order] += line.amount
    c.alter(OnlineOrder, {id: {"goods": goods[id]} for id in orders})


def spell_lines(c: Changes, moves: list[Move]) -> None:
    """A batch is written as it is on the books, also where it is filled in before shipping or its product is known only then."""
    fresh = [move.new for move in moves if move.new and move.new.batch_no and move.changed("batch_no", "product")]
    rows = [{"product": row.product, "batch_no": row.batch_no} for row in fresh]
    spell_batches(rows)
    c.alter(OnlineOrderLine, {old.id: {"batch_no": row["batch_no"]} for old, row in zip(fresh, rows, strict=True)})


def map_waiting(c: Changes, moves: list[Move]) -> None:
    """A new mapping, or a listing that gets its code, finds the lines that waited for it."""
    for move in moves:
        row = move.new
        if row is None or row.code is None or not move.changed("shop", "code", "product"):
            continue
        pair = units_of_codes({row.code})[row.shop, row.code]
        mine = OnlineOrder.select(OnlineOrder.id).where(OnlineOrder.shop == row.shop)
        waiting = (
            (OnlineOrderLine.code == row.code) & OnlineOrderLine.product.is_null() & OnlineOrderLine.order.in_(mine)
        )
        ids = [id for (id,) in OnlineOrderLine.select(OnlineOrderLine.id).where(waiting).tuples()]
        c.alter(OnlineOrderLine, {id: dict(zip(("product", "per_piece"), pair, strict=True)) for id in ids})


class OnlineOrderLine(Record):
    """One article of an online order; product and batch say what was really sent."""

    order = LinkField(OnlineOrder, "网店订单", "Order", aka=("主订单编号", "订单编号", "订单号"))
    code = LineField(
        "平台商品编码",
        "Shop code",
        null=True,
        max_length=60,
        index=True,
        aka=CODES,
    )
    title = LineField("商品标题", "Title", null=True, max_length=120, width=200, aka=(*TITLES, "宝贝标题"))
    product = LinkField(Product, "商品", "Product", null=True)
    batch_no = LineField("批号", "Batch", null=True, max_length=40, index=True, aka=("批次",))
    batch_reason = NoteField("选批原因", "Why this batch", null=True, aka=("批次原因",))
    qty = QuantityField(
        "件数",
        "Pieces",
        default=1,
        least=Decimal("0.001"),
        sum=True,
        aka=PIECES,
    )
    per_piece = QuantityField("每件含数量", "Units in one", default=1, locked=True)
    units = QuantityField("商品数量", "Units", default=1, derived=True, sum=True)
    price = MoneyField("单价", "Price", least=0, aka=PRICES, hint=Text("赠品写 0", "0 for what is given away"))
    amount = MoneyField("金额", "Amount", default=0, derived=True, sum=True)
    unmapped = FlagField("待对应", "Unmapped", default=False, derived=True)

    sheet = Sheet(
        "网店订单明细",
        "Online order lines",
        title="title",
        order=("order", "id"),
        parent="order",
        columns=("order", "code", "title", "product", "batch_no", "qty", "units", "price", "amount", "unmapped"),
        search=("title", "code", "product", "batch_no"),
        fill=fill_lines,
        derives=(spell_lines, keep_lines),
        scopes={"store": "order.shop.store", "region": "order.shop.store.region", "own": "order.shop.owner"},
    )
