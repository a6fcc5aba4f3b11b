"""The stock ledger 出入库流水: every movement of every batch, and what it makes of the stock."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import fn

from ..kit import (
    Changes,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    numbered,
)
from ..kit.ask.lookup import rows_with
from ..kit.clock import local, now
from ..organization import Product, Store, Supplier
from .choosing import EXPIRED, refuse_unreasoned
from .entering import CENT, FOR_USE, MOVEMENT_KINDS, SOLD, STOPPED, complete, plain
from .places import Warehouse
from .stock import Stock, refuse_held, states_of

SHORT = Text(
    "{warehouse}的 {product} 批次 {batch} 库存不足，还差 {short}",
    "There is too little of batch {batch} of {product} in {warehouse}, {short} short",
)
UNPAIRED = Text(
    "调拨要有出有入：单号 {no} 的 {product} 批次 {batch} 相差 {qty}",
    "A transfer goes out and comes in: in {no}, batch {batch} of {product} is off by {qty}",
)
WRONG_PLACE = Text(
    "“{kind}”不能记在“{place}”：门店入库、门店退出、门店销售只记在门店库存，在途的货只在要货单里转入转出，其余记在仓库",
    "“{kind}” can't be booked in “{place}”: goods into, out of and sold in a store are booked in that store's stock, what is on the "
    "way moves by its order alone, the rest in a warehouse",
)
TRANSFERS = ("transfer_in", "transfer_out")
IN_STORES = ("store_in", "store_back", "shop_out")
BY_ORDER = ("way_in", "way_out")
NOT_IN_STORES = ("store_out", "store_return", *BY_ORDER)


def fill_lines(c: Changes, rows: list[dict[str, Any]]) -> None:
    """Numbers for what has none, then whatever the kind, the batch and the book already say."""
    numbered(StockMovement, rows)
    last = dict(
        StockMovement.select(StockMovement.no, fn.MAX(StockMovement.line))
        .where(StockMovement.no.in_(list({row["no"] for row in rows})))
        .group_by(StockMovement.no)
        .tuples()
    )
    for row in rows:
        row["line"] = row["line"] or (last.get(row["no"]) or 0) + 1
        last[row["no"]] = max(last.get(row["no"]) or 0, row["line"])
        row["by"] = row["by"] or c.who.name
    _name_stores(rows)
    complete(rows)


def _name_stores(rows: list[dict[str, Any]]) -> None:
    """A line of a store's own stock is that store's."""
    places = Warehouse.rows_by_id({row["warehouse"] for row in rows if row["warehouse"]})
    for row in rows:
        if row["warehouse"] in places:
            row["store"] = places[row["warehouse"]].store or row["store"]


def keep_stock(c: Changes, moves: list[Move]) -> None:
    """Stock is the sum of its movements, and no batch below zero."""
    deltas: dict[tuple[int, int], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    amounts: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for line in (move.new for move in moves):
        deltas[line.product, line.warehouse][line.batch_no] += line.qty
        amounts[line.product, line.warehouse] += line.amount
    first = {(move.new.product, move.new.warehouse, move.new.batch_no): move for move in reversed(moves)}
    there = _stock_of(c, deltas, first)
    sets: dict[int, dict[str, Any]] = {}
    for key, batches in deltas.items():
        for batch_no, delta in batches.items():
            row = there[key][batch_no]
            row.qty += delta
            if row.qty < 0:
                said = {"warehouse": Warehouse.title_of(key[1]), "product": Product.title_of(key[0])}
                raise Refused(SHORT(batch=batch_no, short=plain(-row.qty), **said), "qty", first[*key, batch_no].index)
        sets |= share_value(list(there[key].values()), amounts[key])
    refuse_unreasoned(_chosen(moves), there, deltas)
    states = states_of([row for rows in there.values() for row in rows.values()])
    c.alter(Stock, {id: values | states[id] for id, values in sets.items()})


def share_value(rows: list[Row], amount: Decimal) -> dict[int, dict[str, Any]]:
    """The value of a product in a warehouse lies on its batches in proportion: the moving average is one for all of them."""
    value, qty = sum((row.value for row in rows), amount), sum((row.qty for row in rows), Decimal(0))
    average, left, sets = (value / qty).quantize(CENT) if qty else None, value, {}
    filled = [row for row in rows if row.qty]
    for row in rows:
        share = (value * row.qty / qty).quantize(CENT) if qty else Decimal(0)
        share = left if filled and row is filled[-1] else min(share, left)
        left -= share
        sets[row.id] = {"qty": row.qty, "value": share, "unit_cost": average}
    return sets


def _stock_of(c: Changes, deltas: dict, first: dict) -> dict[tuple[int, int], dict[str, Row]]:
    """The stock rows of these products and warehouses by batch; a batch that is new there gets a row."""
    there: dict[tuple[int, int], dict[str, Row]] = {key: {} for key in deltas}
    for row in Stock.rows(Stock.product.in_(list({product for product, _ in deltas}))):
        if (row.product, row.warehouse) in there:
            there[row.product, row.warehouse][row.batch_no] = row
    new = [key for key in first if key[2] not in there[key[:2]]]
    for row in c.add(
        Stock,
        [
            {
                "product": key[0],
                "warehouse": key[1],
                "batch_no": key[2],
                "produced_on": first[key].new.produced_on,
                "expires_on": first[key].new.expires_on,
            }
            for key in new
        ],
    ):
        there[row.product, row.warehouse][row.batch_no] = row
    return there


def may_go(c: Changes, moves: list[Move]) -> None:
    """Nothing held or expired goes to customers, and transfers go in pairs."""
    places = Warehouse.rows_by_id({move.new.warehouse for move in moves})
    for move in moves:
        _fits(move, places[move.new.warehouse])
        _allowed(move)
    _paired(moves)


def _fits(move: Move, place: Row) -> None:
    """Each place has its own kinds of movement."""
    kind, elsewhere = move.new.kind, NOT_IN_STORES if place.store else (*IN_STORES, *BY_ORDER)
    if kind not in (*BY_ORDER, "loss") if place.on_way else kind in elsewhere:
        shown = Text(*(StockMovement.kind.show(kind, lang) for lang in ("zh", "en")))
        raise Refused(WRONG_PLACE(kind=shown, place=place.name), "warehouse", move.index)


def _allowed(move: Move) -> None:
    """What customers and stores get is neither held nor expired; corrections and what is destroyed may be.

    Over a store's counter it went when its receipt says, which may have been before anybody stopped it.
    """
    line = move.new
    if line.reverses is not None or line.kind not in STOPPED:
        return
    moment = line.occurred_at if line.kind == "shop_out" else None
    refuse_held(line.product, line.batch_no, index=move.index, moment=moment)
    if line.kind in SOLD and line.expires_on and line.expires_on < local(line.occurred_at).date():
        said = EXPIRED(product=Product.title_of(line.product), batch=line.batch_no, day=line.expires_on)
        raise Refused(said, "batch_no", move.index)


def _chosen(moves: list[Move]) -> list[tuple[int | None, Row, date]]:
    """The lines that send a batch to somebody, with their day; corrections choose nothing."""
    sent = [move for move in moves if move.new.reverses is None and move.new.kind in FOR_USE]
    return [(move.index, move.new, local(move.new.occurred_at).date()) for move in sent]


def _paired(moves: list[Move]) -> None:
    """A document's transfers out and in cancel out, batch by batch."""
    documents = {move.new.no: move for move in moves if move.new.kind in TRANSFERS}
    if not documents:
        return
    line, total = StockMovement, fn.SUM(StockMovement.qty).coerce(False)
    off = (
        line.select(line.no, line.product, line.batch_no, total)
        .where(line.no.in_(list(documents)), line.kind.in_(TRANSFERS))
        .group_by(line.no, line.product, line.batch_no)
        .having(total != 0)
    )
    for no, product, batch_no, qty in off.tuples():
        said = UNPAIRED(
            no=no, product=Product.title_of(product), batch=batch_no, qty=plain(Decimal(int(qty)).scaleb(-3))
        )
        raise Refused(said, "qty", documents[no].index)


def take_back_lines(c: Changes, lines: list[Row]) -> None:
    """Undoing lines is reversing them; those that are reversed already stay as they are."""
    undone = {id for _, id in rows_with(StockMovement, ["reverses"], "reverses", [line.id for line in lines])}
    reverse_lines(c, [line for line in lines if line.id not in undone], None)


def standing_lines(*where: Any) -> list[Row]:
    """The lines that hold: not reversed, or their reversal was itself taken back; reversals are none of them."""
    lines = StockMovement.rows(*where, StockMovement.reverses.is_null())
    holds, tips = dict.fromkeys((line.id for line in lines), True), {line.id: line.id for line in lines}
    while tips:
        by = {of: id for id, of in rows_with(StockMovement, ["reverses"], "reverses", list(tips))}
        tips = {by[tip]: root for tip, root in tips.items() if tip in by}
        holds |= {root: not holds[root] for root in tips.values()}
    return [line for line in lines if holds[line.id]]


def reversed_first(lines: list[Row]) -> list[Row]:
    """For each of these lines the one that it comes from: of a reversal what it reverses, however often that went back and forth."""
    first = [line for line in lines if line.reverses is None]
    while later := [line for line in lines if line.reverses is not None]:
        lines = list(StockMovement.rows_by_id({line.reverses for line in later}).values())
        first += [line for line in lines if line.reverses is None]
    return first


def reverse_lines(c: Changes, lines: list[Row], reason: str | None) -> list[Row]:
    """The same lines in red, in one document of their own."""
    number = new_number("CX")
    copied = ("kind", "product", "warehouse", "batch_no", "produced_on", "expires_on", "unit_cost", "store", "supplier")
    return c.add(
        StockMovement,
        [
            {
                **{name: getattr(line, name) for name in copied},
                "no": number,
                "qty": -line.qty,
                "amount": -line.amount,
                "reference": line.no,
                "reason": reason,
                "reverses": line.id,
            }
            for line in lines
        ],
    )


class StockMovement(Record):
    """One line of the stock ledger; corrected by a reversing line (冲红), never edited or deleted, by anyone."""

    no = LineField(
        "单号", "Document no.", null=True, max_length=40, index=True, width=160, aka=("出入库单号", "单据号"), auto="CR"
    )
    line = CountField("行号", "Line", null=True, least=1, width=70)
    kind = ChoiceField("类型", "Kind", options=MOVEMENT_KINDS, aka=("出入库类型", "业务类型"))
    product = LinkField(Product, "商品", "Product", width=160, aka=("商品名称", "商品编码"))
    warehouse = LinkField(Warehouse, "仓库", "Warehouse", aka=("仓库名称",))
    batch_no = LineField(
        "批号",
        "Batch",
        null=True,
        max_length=40,
        index=True,
        aka=("批次", "批次号"),
        hint=Text("出库留空时用最先到期的批次", "Left empty, what goes out is the batch that expires first"),
    )
    produced_on = DayField("生产日期", "Produced on", null=True)
    expires_on = DayField("到期日", "Expires on", null=True, aka=("有效期至",))
    qty = QuantityField("数量", "Qty", sum=True, hint=Text("入库为正，出库为负", "Positive in, negative out"))
    unit_cost = MoneyField("单位成本", "Unit cost", null=True, least=0, aka=("单价", "成本价"))
    amount = MoneyField("金额", "Amount", null=True, locked=True, sum=True)
    store = LinkField(Store, "门店", "Store", null=True, aka=("收货门店", "退货门店"))
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True)
    occurred_at = MomentField(
        "发生时间", "Occurred at", happened=True, default=now, index=True, aka=("日期", "出入库日期")
    )
    reference = LineField("来源单号", "Reference", null=True, max_length=60, index=True, aka=("关联单号",))
    reason = NoteField("原因", "Reason", null=True, ours=True, aka=("备注",))
    batch_reason = NoteField(
        "选批原因",
        "Why this batch",
        null=True,
        aka=("批次原因",),
        hint=Text(
            "发出的不是最先到期的批次，或批次已临期时要写",
            "Where another batch goes out than the first to expire, or one near its end",
        ),
    )
    by = LineField("经办", "By", null=True, max_length=60, ours=True)
    reverses = LinkField("self", "冲正的流水", "Reverses", null=True, unique=True, locked=True)

    sheet = Sheet(
        "出入库流水",
        "Stock movements",
        title="no",
        order=("-occurred_at",),
        key=("no", "line"),
        many_without=("no", "line"),
        ledger=True,
        verbs="see add export import",
        search=("no", "product", "batch_no", "reference"),
        fill=fill_lines,
        checks=(may_go,),
        derives=(keep_stock,),
        take_back=take_back_lines,
        scopes={"store": "store", "region": "store.region", "own": "warehouse.keeper"},
    )

    class Meta:
        indexes = ((("no", "line"), True),)


def new_number(prefix: str) -> str:
    """One document number for several lines."""
    document: list[dict[str, Any]] = [{"no": None}]
    numbered(StockMovement, document, prefix)
    return document[0]["no"]
