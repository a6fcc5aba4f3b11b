"""Receipts 收银小票: what the tills say was sold and came back; they take the store's stock where it leaves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_UP, Decimal
from typing import Any

from peewee import fn

from ..kit import (
    Brings,
    Changes,
    ChoiceField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    Then,
    in_one_change,
    notify,
    numbered,
)
from ..kit.clock import local, now, week_of
from ..kit.week.rollup import closed_weeks
from ..logistics import StockMovement, new_number, spell_batches
from ..members import Member
from ..organization import Product, Store
from . import words
from .shelves import Parts, Shelves

ZERO, CENT = Decimal(0), Decimal("0.01")


def fill_receipts(c: Changes, rows: list[dict[str, Any]]) -> None:
    """A number of ours, the day by the clock on the wall, and whether that day's week is closed already."""
    numbered(Receipt, rows, name="doc")
    closed = {week.monday for week in closed_weeks()}
    for row in rows:
        if row["amount"] is not None and row["amount"] < 0:
            row["kind"] = "refund"
        if row["kind"] == "refund" and row["amount"] is not None:
            row["amount"] = -abs(row["amount"])
        row["day"] = local(row["sold_at"]).date() if row["sold_at"] else None
        row["late"] = row["day"] is not None and week_of(row["day"]).monday in closed


def keep_receipts(c: Changes, moves: list[Move]) -> None:
    """Of a store that has tills."""
    stores = Store.rows_by_id({move.new.store for move in moves if move.new})
    for move in moves:
        row = move.new
        if row is None:
            continue
        if stores[row.store].kind == "online":
            raise Refused(words.IS_ONLINE(store=stores[row.store].name), "store", move.index)


def find_originals(c: Changes, moves: list[Move]) -> None:
    """A refund that names its receipt is tied to it: the newest of that number in the store that is not younger."""
    named = [move.new for move in moves if move.new and move.old is None and move.new.of_no and move.new.of is None]
    if not named:
        return
    numbers, stores = {row.of_no for row in named}, {row.store for row in named}
    sold = Receipt.rows(
        Receipt.no.in_(list(numbers)), Receipt.store.in_(list(stores)), Receipt.kind == "sale", order=Receipt.sold_at
    )
    known: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in sold:
        known[row.store, row.no].append(row)
    ties = {}
    for row in named:
        before = [other for other in known[row.store, row.of_no] if other.sold_at <= row.sold_at]
        if before:
            ties[row.id] = {"of": before[-1].id}
    c.alter(Receipt, ties)


def say_late(c: Changes, moves: list[Move]) -> None:
    """What came after its week was closed is told, once for each store."""
    late: dict[int, list[Row]] = defaultdict(list)
    for move in moves:
        if move.old is None and move.new and move.new.late:
            late[move.new.store].append(move.new)
    for store, rows in late.items():
        days = sorted({row.day for row in rows})
        span = f"{days[0]}" if len(days) == 1 else f"{days[0]}～{days[-1]}"
        said = words.LATE(store=Store.title_of(store), days=span, count=len(rows))
        notify(c, said, record=Receipt, roles=("store_management",), stores=(store,))


def take_items(c: Changes, groups: list[tuple[Row, list[dict[str, Any]]]]) -> None:
    """The lines of a file, one row each."""
    lines = []
    for receipt, rows in groups:
        for item in map(_as_paid, rows):
            lines.append({"receipt": receipt.id, **{name: value for name, value in item.items() if value is not None}})
    c.add(ReceiptLine, lines)


def _as_paid(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line that comes to what the paper says, to the cent: by what was taken off its price, or by a price that wasn't said."""
    item = dict(row)
    part = item.pop("part", None)
    if part is not None:
        qty, part = abs(item.get("qty") or 1), abs(part)
        if item.get("price") is None or item["price"] * qty < part:
            item["price"] = (part / qty).quantize(CENT, ROUND_UP)
        item["discount"] = (item["price"] * qty).quantize(CENT) - part
    return item


PART = MoneyField("行金额", "Amount of the line", null=True, aka=("小计", "金额", "明细金额", "商品金额", "销售金额"))


class Receipt(Record):
    """One receipt of a till, as it was printed: never edited, corrected by a refund or by taking its import back."""

    doc = LineField(
        "小票单号", "Document no.", null=True, unique=True, max_length=30, width=150, locked=True, auto="XS"
    )
    no = LineField(
        "小票号",
        "Receipt no.",
        max_length=40,
        width=140,
        aka=("小票流水号", "流水号", "交易流水号", "交易号", "单据号"),
    )
    store = LinkField(Store, "门店", "Store", aka=("门店名称", "门店编码"))
    till = LineField(
        "收银机号", "Till", max_length=20, width=90, default="1", aka=("机号", "POS机号", "收银台", "款台")
    )
    sold_at = MomentField(
        "交易时间", "Sold at", happened=True, default=now, index=True, aka=("销售时间", "小票时间", "收银时间", "日期")
    )
    day = DayField("营业日", "Day", null=True, derived=True)
    kind = ChoiceField("类型", "Kind", options=words.KINDS, default="sale", width=80, aka=("交易类型", "小票类型"))
    of_no = LineField(
        "原小票号",
        "Receipt it is of",
        null=True,
        max_length=40,
        aka=("退货原单号", "原单号"),
        hint=Text("退货时填", "For refunds"),
    )
    of = LinkField("self", "原小票", "Original", null=True, locked=True)
    member = LinkField(Member, "会员", "Member", null=True, aka=("会员卡号", "卡号", "会员号"))
    cashier = LineField("收银员", "Cashier", null=True, max_length=40)
    goods = MoneyField("商品金额", "Goods", default=0, derived=True, sum=True)
    discount = MoneyField("整单优惠", "Discount", default=0, least=0, sum=True, aka=("优惠金额", "整单折扣"))
    coupons = LineField(
        "券码",
        "Coupon codes",
        null=True,
        max_length=200,
        aka=("优惠券码", "优惠券号", "券号"),
        hint=Text("几张用逗号分开", "Several are separated by commas"),
    )
    amount = MoneyField(
        "实收金额",
        "Paid",
        null=True,
        sum=True,
        aka=("实付金额", "实付", "小票金额", "合计金额", "应收金额"),
        hint=Text("退货为负；不填按明细合计", "Negative for refunds; left empty, what the lines come to"),
    )
    gap = MoneyField("与明细差额", "Off its lines", default=0, derived=True, sum=True)
    payment = ChoiceField(
        "支付方式", "Payment", options=words.PAYMENTS, null=True, width=90, aka=("付款方式", "收款方式")
    )
    late = FlagField("关账后收到", "After closing", default=False, derived=True)

    sheet = Sheet(
        "收银小票",
        "Receipts",
        title="no",
        order=("-sold_at",),
        key=("store", "till", "no"),
        search=("no", "doc", "member", "store"),
        verbs="see add import export",
        columns=("no", "store", "till", "sold_at", "kind", "member", "amount", "discount", "payment", "gap", "late"),
        fill=fill_receipts,
        checks=(keep_receipts,),
        derives=(find_originals,),
        consequences=(Then(say_late, also="import"),),
        brings=Brings(lambda: ReceiptLine, "product qty price batch_no", more={"part": PART}),
        takes=take_items,
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("store", "till", "no"), True), (("store", "day"), False), (("store", "no"), False))


# Lines -----------------------------------------------------------------------------------------------------------------


def fill_lines(c: Changes, rows: list[dict[str, Any]]) -> None:
    """People write how many; a refund says which way. What has no price is at the list price."""
    receipts = Receipt.rows_by_id({row["receipt"] for row in rows if row["receipt"]}, ["kind"])
    bare = {row["product"] for row in rows if row["price"] is None and row["product"]}
    prices = {id: product.list_price for id, product in Product.rows_by_id(bare, ["list_price"]).items()}
    spell_batches(rows)
    for row in rows:
        if row["receipt"] in receipts and receipts[row["receipt"]].kind == "refund" and row["qty"] is not None:
            row["qty"] = -abs(row["qty"])
        if row["price"] is None:
            row["price"] = prices.get(row["product"]) or ZERO


def keep_lines(c: Changes, moves: list[Move]) -> None:
    """What a line comes to, what its receipt does, and by how much that is not what was paid."""
    fresh = [move.new for move in moves if move.new and move.changed("qty", "price", "discount")]
    c.alter(
        ReceiptLine,
        {
            row.id: {"amount": (row.qty * row.price).quantize(CENT) - row.discount * (-1 if row.qty < 0 else 1)}
            for row in fresh
        },
    )
    receipts = Receipt.rows_by_id({row.receipt for move in moves for row in (move.old, move.new) if row})
    goods: dict[int, Decimal] = defaultdict(Decimal)
    for some in _parts_of(list(receipts)):
        sums = ReceiptLine.select(ReceiptLine.receipt, fn.SUM(ReceiptLine.amount).coerce(False))
        for id, cents in sums.where(ReceiptLine.receipt.in_(some)).group_by(ReceiptLine.receipt).tuples():
            goods[id] = Decimal(int(cents or 0)).scaleb(-2)
    sets = {}
    for id, row in receipts.items():
        expected = goods[id] - row.discount * (-1 if row.kind == "refund" else 1)
        paid = expected if row.amount is None else row.amount
        sets[id] = {"goods": goods[id], "amount": paid, "gap": paid - expected}
    c.alter(Receipt, sets)


def _parts_of(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def no_more_back(c: Changes, moves: list[Move]) -> None:
    """Of a receipt no more comes back than it sold."""
    receipts = Receipt.rows_by_id({move.new.receipt for move in moves if move.new})
    for move in moves:
        receipt = receipts.get(move.new.receipt) if move.new else None
        if receipt is None or receipt.of is None or move.new.qty >= 0:
            continue
        mine = ReceiptLine.receipt.in_([row.id for row in _tied(receipt)]) & (ReceiptLine.product == move.new.product)
        left = sum((line.qty for line in ReceiptLine.rows(mine)), ZERO)
        if left < 0:
            show = ReceiptLine.qty.show
            said = {"back": show(-move.new.qty), "sold": show(left - move.new.qty), "of": receipt.of_no}
            raise Refused(words.MORE_THAN_SOLD(product=Product.title_of(move.new.product), **said), "qty", move.index)


def take_stock(c: Changes, moves: list[Move]) -> None:
    """New lines leave the store's shelf in the order of their time, and what comes back lies there again."""
    new = [move for move in moves if move.old is None and move.new]
    receipts = Receipt.rows_by_id({move.new.receipt for move in new})
    shelves = Shelves({row.store for row in receipts.values()}, {move.new.product for move in new})
    booked = []
    for move in sorted(new, key=lambda move: (receipts[move.new.receipt].sold_at, move.id)):
        line, receipt = move.new, receipts[move.new.receipt]
        if line.qty > 0:
            shelves.refuse(receipt, line, move.index)
        booked.append((receipt, line, _lots(shelves, receipt, line, line.qty)))
    _book(c, shelves, booked)


def _lots(shelves: Shelves, receipt: Row, line: Row, qty: Decimal) -> Parts:
    if not shelves.keeps(receipt, line.product):
        return []
    if qty > 0:
        return shelves.take(receipt, line, qty)
    return shelves.put_back(receipt, line, -qty, [row.doc for row in _tied(receipt)])


def _tied(receipt: Row) -> list[Row]:
    """A refund's receipt and all that was refunded of it; nothing where nobody knows which it is of."""
    return [] if receipt.of is None else Receipt.rows((Receipt.of == receipt.of) | (Receipt.id == receipt.of))


def _book(c: Changes, shelves: Shelves, booked: list[tuple[Row, Row, Parts]]) -> None:
    """The ledger's lines, and on the receipt's what they took and what was not there to take."""
    number, movements, sets = new_number("LS"), [], {}
    for receipt, line, parts in booked:
        sign = 1 if line.qty < 0 else -1
        for batch_no, part in parts:
            movements.append(
                {
                    "no": number,
                    "kind": "customer_return" if sign > 0 else "shop_out",
                    "product": line.product,
                    "warehouse": shelves.places[receipt.store].id,
                    "batch_no": batch_no,
                    "qty": sign * part,
                    "occurred_at": receipt.sold_at,
                    "reference": receipt.doc,
                }
            )
        sets[line.id] = _taken(line, parts, shelves.keeps(receipt, line.product))
    c.derive(ReceiptLine, sets)  # first, for whoever looks at a movement asks what of the line it doesn't hold
    c.add(StockMovement, movements)


def _taken(line: Row, parts: Parts, kept: bool) -> dict[str, Any]:
    sign, moved = (-1 if line.qty < 0 else 1), sum((part for _, part in parts), ZERO)
    taken = line.taken + sign * moved
    said = "；".join(f"{batch_no} × {ReceiptLine.qty.show(part)}" for batch_no, part in parts)
    whole = "；".join(text for text in (line.batches, said) if text)[:200]
    booked = "apart" if not kept else "whole" if taken == line.qty else "lacking"
    return {"taken": taken, "batches": whole or line.batch_no, "booked": booked}


class ReceiptLine(Record):
    """One product on a receipt: negative where it came back."""

    receipt = LinkField(Receipt, "小票", "Receipt")
    product = LinkField(Product, "商品", "Product", width=160, aka=("商品名称", "商品编码", "条码"))
    batch_no = LineField(
        "批号",
        "Batch",
        null=True,
        max_length=40,
        index=True,
        aka=("批次",),
        hint=Text(
            "收银机知道才填；留空按最先到期的批次扣",
            "Where the till knows it; left empty, the batch that expires first is taken",
        ),
    )
    qty = QuantityField("数量", "Qty", default=1, sum=True, aka=("件数", "销售数量"))
    price = MoneyField("单价", "Price", null=True, least=0, aka=("售价", "成交价"))
    discount = MoneyField("行优惠", "Discount of the line", default=0, least=0, sum=True)
    amount = MoneyField("金额", "Amount", default=0, derived=True, sum=True)
    taken = QuantityField("已扣库存", "Taken from stock", default=0, derived=True, sum=True)
    batches = LineField("实扣批次", "Batches taken", null=True, max_length=200, derived=True)
    booked = ChoiceField("库存", "Stock", options=words.BOOKED, default="apart", derived=True, width=90)

    sheet = Sheet(
        "小票明细",
        "Receipt lines",
        title="product",
        order=("receipt", "id"),
        parent="receipt",
        says=("product", "receipt"),
        search=("product", "batch_no"),
        verbs="see add import export",
        fill=fill_lines,
        checks=(no_more_back,),
        derives=(keep_lines,),
        consequences=(Then(take_stock, also="import"),),
        scopes={"store": "receipt.store", "region": "receipt.store.region"},
    )


@in_one_change
def take_missing(c: Changes, line: int) -> Text:
    """What was not in the store's book when it was sold is taken now that it is."""
    row = c.fresh(ReceiptLine, line)
    receipt = Receipt.row(row.receipt)
    shelves, short = Shelves([receipt.store], [row.product]), row.qty - row.taken
    parts = _lots(shelves, receipt, row, short)
    if not parts:
        names = {"store": Store.title_of(receipt.store), "product": Product.title_of(row.product)}
        raise Refused(words.STILL_SHORT(**names))
    _book(c, shelves, [(receipt, row, parts)])
    moved, show = sum((part for _, part in parts), ZERO), ReceiptLine.qty.show
    return words.TAKEN(qty=show(moved), short=show(abs(short) - moved))
