"""Receiving 签收: what arrived lies in its place, what didn't stays on the way until somebody has settled it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    notify,
    numbered,
)
from ..kit.clock import today
from ..kit.write.files import has_file
from ..logistics import StockMovement, hold_of, new_number, the_way
from ..organization import Product, Store
from . import words
from .orders import GoodsOrder
from .picking import ARRIVES, picks_of, source_of, target_of

DIFFERENCE_STATES = words.DIFFERENCE_STATES


def sign_for(c: Changes, row: Row) -> Text:
    """Batch by batch into the store's stock; each difference has its cause, and becomes a case of its own."""
    picks = picks_of(row.id)
    for pick in picks:
        _refuse_pick(row, pick)
    came = {pick.id: pick.qty if pick.received_qty is None else pick.received_qty for pick in picks}
    arrived = [(pick, came[pick.id]) for pick in picks if came[pick.id]]
    missing = [(pick, pick.qty - came[pick.id]) for pick in picks if came[pick.id] < pick.qty]
    move_on(c, row, arrived, ARRIVES[row.kind], target_of(row))
    c.update(GoodsOrder, row.id, received=sum(came.values(), Decimal(0)), received_on=today())
    c.add(GoodsDifference, [difference(row, pick, qty) for pick, qty in missing])
    if not missing:
        return words.ALL_CAME
    said = words.DIFFERS(store=Store.title_of(row.store), no=row.no, count=len(missing))
    notify(c, said, record=GoodsOrder, row=row.id, roles=("logistics",))
    return words.SOME_MISSING(count=len(missing))


def _refuse_pick(order: Row, pick: Row) -> None:
    names = {"product": Product.title_of(pick.product), "batch": pick.batch_no}
    short = pick.received_qty is not None and pick.received_qty < pick.qty
    if order.kind != "back" and pick.received_qty != 0 and hold_of(pick.product, pick.batch_no):
        raise Refused(words.HELD_ON_WAY(**names), "received_qty")
    if short and pick.cause is None:
        raise Refused(words.NO_CAUSE(**names), "cause")
    if short and pick.cause == "damaged" and not has_file(GoodsOrder, order.id):
        raise Refused(words.NO_PHOTO(no=order.no, **names))


def move_on(c: Changes, order: Row, lots: Iterable[tuple[Row, Decimal]], kind: str, place: int) -> list[Row]:
    """Off the way and into a place, at the value it had there; lots are (a row with product and batch, how much)."""
    number, way, lines = new_number("SH"), the_way(c).id, []
    for lot, qty in lots:
        line = {
            "no": number,
            "product": lot.product,
            "batch_no": lot.batch_no,
            "store": order.store,
            "reference": order.no,
        }
        lines.append({**line, "kind": "way_out", "warehouse": way, "qty": -qty})
        lines.append({**line, "kind": kind, "warehouse": place, "qty": qty})
    return c.add(StockMovement, lines)


def difference(order: Row, pick: Row, qty: Decimal) -> dict[str, Any]:
    values = {"order": order.id, "store": order.store, "product": pick.product, "batch_no": pick.batch_no}
    return {**values, "qty": qty, "cause": pick.cause, "note": pick.note}


def settle(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """What became of it is booked: back where it came from, into the store after all, or lost."""
    order = GoodsOrder.row(row.order)
    if row.outcome == "lost":
        line = {"product": row.product, "batch_no": row.batch_no, "store": order.store, "reference": order.no}
        c.create(StockMovement, kind="loss", warehouse=the_way(c).id, qty=-row.qty, reason=row.no, **line)
    elif row.outcome == "delivered":
        if order.kind != "back" and hold_of(row.product, row.batch_no):
            raise Refused(words.STILL_HELD(product=Product.title_of(row.product), batch=row.batch_no), "outcome")
        move_on(c, order, [(row, row.qty)], ARRIVES[order.kind], target_of(order))
        c.update(GoodsOrder, order.id, received=order.received + row.qty)
    else:
        kind = "store_return" if order.kind == "replenish" else "store_in"
        move_on(c, order, [(row, row.qty)], kind, source_of(order))
    c.update(GoodsDifference, row.id, settled_on=today())


class GoodsDifference(Record):
    """Goods that were sent and not signed for: on the way still, until it is known what became of them."""

    no = LineField("差异单号", "Case no.", null=True, unique=True, max_length=30, width=150, locked=True, auto="CY")
    order = LinkField(GoodsOrder, "要货单", "Order", locked=True)
    store = LinkField(Store, "门店", "Store", locked=True)
    product = LinkField(Product, "商品", "Product", width=160, locked=True)
    batch_no = LineField("批号", "Batch", max_length=40, locked=True)
    qty = QuantityField("差异数量", "Qty missing", least=0, locked=True, sum=True)
    cause = ChoiceField("原因", "Cause", options=words.CAUSES, null=True, locked=True)
    note = NoteField("说明", "Details", null=True)
    opened_on = DayField("发现日期", "Opened on", default=today, locked=True, index=True)
    outcome = ChoiceField("处理结果", "What became of it", options=words.OUTCOMES, null=True, locked=True)
    settled_on = DayField("处理日期", "Settled on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=DIFFERENCE_STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "收货差异",
        "Differences on receipt",
        says=("store", "product", "no"),
        title="no",
        order=("-opened_on", "-id"),
        key=("no",),
        verbs="see edit export",
        search=("no", "store", "product", "batch_no"),
        fill=lambda c, rows: numbered(GoodsDifference, rows),
        scopes={"store": "store", "region": "store.region"},
        steps=(
            Step(
                "settle",
                "处理差异",
                "Settle",
                "open",
                "settled",
                verb="approve",
                then=settle,
                icon="task_alt",
                reason=True,
                hint=Text(
                    "回仓、补收入店或丢失都会记一行流水，在途随之清零",
                    "Each outcome is booked, and nothing of it is left on the way",
                ),
                asks={"outcome": ChoiceField("处理结果", "What became of it", options=words.OUTCOMES)},
            ),
        ),
    )
