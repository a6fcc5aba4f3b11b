"""After-sales 售后: returns, exchanges and refunds, closed within their time and never worth more than the order."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    NoteField,
    Param,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    numbered,
    setting,
)
from ..kit.clock import now
from ..kit.declare.states import moves_of
from ..organization import Employee
from .order_states import CLOCKS
from .orders import OnlineOrder, OnlineOrderLine, reading
from .shops import OnlineShop
from .taking import GOODS_TO, take_back

CLOSE_HOURS = Param("online_after_sale_hours", "网店售后时限", "Hours to close an after-sale", 72, "小时")
KINDS = (
    Choice("return", "退货退款", "Return", "warning", ("退货",)),
    Choice("exchange", "换货", "Exchange", "info"),
    Choice("refund", "仅退款", "Refund", "negative", ("退款",)),
)
REASONS = (
    Choice("quality", "质量问题", "Quality", "negative"),
    Choice("wrong", "发错漏发", "Wrong or missing", "warning"),
    Choice("damaged", "运输破损", "Damaged", "warning"),
    Choice("slow", "物流太慢", "Too slow", "warning"),
    Choice("wording", "描述不符", "Not as described", "negative"),
    Choice("regret", "不想要了", "Changed their mind", "grey", ("七天无理由",)),
    Choice("other", "其他", "Other", "grey"),
)
BLAME = (
    Choice("quality", "品质", "Quality", "negative"),
    Choice("courier", "快递", "Courier", "warning"),
    Choice("warehouse", "仓库", "Warehouse", "warning"),
    Choice("wording", "页面描述", "Wording", "warning"),
    Choice("buyer", "买家", "Buyer", "grey"),
)
STATES = (
    Choice("open", "待处理", "Open", "warning", ("处理中",)),
    Choice("waiting", "待退回", "Goods on the way back", "info"),
    Choice("inspected", "已验收", "Goods inspected", "info"),
    Choice("closed", "已完结", "Closed", "positive", ("完成",)),
    Choice("rejected", "已拒绝", "Rejected", "grey"),
)
OPEN = ("open", "waiting", "inspected")

MORE_THAN_PAID = Text("退款合计 {refunds} 超过实付金额 {paid}", "Refunds of {refunds} are more than the {paid} paid")
NOT_SENT = Text(
    "订单还没有付款或已关闭，不能登记售后", "The order is unpaid or closed; there is nothing to complain of"
)


def fill_after_sales(c: Changes, rows: list[dict]) -> None:
    numbered(AfterSale, rows)


def keep_after_sales(c: Changes, moves: list[Move]) -> None:
    """No more is refunded than was paid, for an order that was."""
    for order, mine in _by_order(moves):
        claimed = sum((row.amount for row in mine), Decimal(0))
        if claimed > order.amount:
            said = {"refunds": AfterSale.amount.show(claimed), "paid": AfterSale.amount.show(order.amount)}
            raise Refused(MORE_THAN_PAID(**said), "amount")
        if order.state in ("unpaid", "closed") and any(row.state in OPEN for row in mine):
            raise Refused(NOT_SENT, "order")


def count_refunds(c: Changes, moves: list[Move]) -> None:
    """The clock runs from the opening; refunds of closed ones count against the order."""
    c.alter(
        AfterSale,
        {move.id: clocked(move.new) for move in moves if move.new and move.changed("opened_at", "closed_at", "state")},
    )
    c.alter(
        OnlineOrder,
        {
            order.id: {"refunded": sum((row.amount for row in mine if row.state == "closed"), Decimal(0))}
            for order, mine in _by_order(moves)
        },
    )


def move_orders(c: Changes, moves: list[Move]) -> None:
    """While something is open the order is in after-sale, and done with the last of it; where all of it was turned down before
    the order was sent, or a part of the goods' money went back, it is to be sent after all."""
    for order, mine in _by_order(moves):
        waiting = any(row.state in OPEN for row in mine)
        if waiting != (order.state == "after_sale"):
            ended = "to_ship" if _still_bought(order, mine) and _never_left(order.id) else "done"
            c.update(OnlineOrder, order.id, state="after_sale" if waiting else ended)


def _still_bought(order: Row, mine: list[Row]) -> bool:
    """Nothing was given back, or less than the goods cost: the rest is the buyer's."""
    back = sum((row.amount for row in mine), Decimal(0))
    return not mine or 0 < back < order.amount - order.freight


def _never_left(order: int) -> bool:
    """It waited to be sent when its buyer wanted the money back."""
    came = next((move for move in moves_of(OnlineOrder, order) if move.after == "after_sale"), None)
    return came is not None and came.before == "to_ship"


def _by_order(moves: list[Move]) -> list[tuple[Row, list[Row]]]:
    """The orders that these moves are about, each with what still stands of its after-sales."""
    moved = [move for move in moves if move.changed("order", "amount", "state")]
    orders = OnlineOrder.rows_by_id({row.order for move in moved for row in (move.old, move.new) if row})
    stands = AfterSale.state != "rejected"
    return [(order, AfterSale.rows(AfterSale.order == order.id, stands)) for order in orders.values()]


def clocked(row: Row, moment=None) -> dict[str, Any]:
    due = row.opened_at + timedelta(hours=setting(CLOSE_HOURS))
    ended = row.closed_at if row.state not in OPEN else None
    return {"due_at": due, "clock": reading(row.opened_at, due, ended, moment or now())}


def goods_back(c: Changes, row: Row, _: dict) -> None:
    """What came back of an order whose goods were taken from a warehouse lies there again, or is scrapped there."""
    order = OnlineOrder.row(row.order)
    warehouse = OnlineShop.row(order.shop).warehouse
    if row.goods_to in (None, "none") or warehouse is None or order.booked != "whole":
        return
    only = OnlineOrderLine.id == row.line if row.line else OnlineOrderLine.order == order.id
    for line in OnlineOrderLine.rows(only, OnlineOrderLine.product.is_null(False)):
        take_back(c, order, line, warehouse, row.goods_to == "scrap")


def close(c: Changes, row: Row, _: dict) -> None:
    c.update(AfterSale, row.id, closed_at=now())


class AfterSale(Record):
    """What a buyer wants after the sale, and how it was settled."""

    no = LineField(
        "售后单号",
        "After-sale no.",
        null=True,
        unique=True,
        max_length=40,
        width=150,
        aka=("退款编号", "售后编号"),
        hint=Text("留空则自动编号", "Left empty, it gets the next number"),
        auto="SH",
    )
    order = LinkField(OnlineOrder, "网店订单", "Order", aka=("订单号", "订单编号"))
    line = LinkField(OnlineOrderLine, "涉及商品", "Article", null=True)
    kind = ChoiceField("类型", "Kind", options=KINDS, default="refund", width=90, aka=("售后类型",))
    reason = ChoiceField("原因", "Reason", options=REASONS, default="other", width=100, aka=("退款原因",))
    blame = ChoiceField("责任方", "Responsible", options=BLAME, null=True, width=90)
    amount = MoneyField("退款金额", "Amount", default=0, least=0, sum=True)
    opened_at = MomentField("申请时间", "Opened at", happened=True, default=now, index=True, aka=("退款申请时间",))
    due_at = MomentField("最晚完结", "Due at", null=True, derived=True, index=True)
    clock = ChoiceField("处理时效", "Clock", options=CLOCKS, default="ok", derived=True, width=90)
    closed_at = MomentField("完结时间", "Closed at", null=True, locked=True)
    handler = LinkField(Employee, "处理人", "Handler", null=True)
    back_at = MomentField("退回时间", "Goods back at", null=True, locked=True)
    inspection = LineField("验收结果", "Inspection", null=True, locked=True)
    goods_to = ChoiceField("退回的货", "What came back", options=GOODS_TO, null=True, locked=True, width=100)
    description = NoteField("说明", "Description", null=True)
    state = ChoiceField("状态", "State", options=STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "售后",
        "After-sales",
        says=("kind", "reason", "no"),
        title="no",
        order=("-opened_at",),
        key=("no",),
        search=("no", "order", "description"),
        parent="order",
        columns=(
            "no",
            "order",
            "kind",
            "reason",
            "blame",
            "amount",
            "opened_at",
            "clock",
            "due_at",
            "handler",
            "state",
            "closed_at",
        ),
        scopes={"store": "order.shop.store", "region": "order.shop.store.region", "own": "handler"},
        fill=fill_after_sales,
        checks=(keep_after_sales,),
        derives=(count_refunds,),
        consequences=(Then(move_orders, also="import"),),
        steps=(
            Step("await_goods", "同意退回", "Let them send it back", "open", "waiting", icon="assignment_return"),
            Step(
                "inspect",
                "验收退货",
                "Inspect",
                "waiting",
                "inspected",
                needs=("inspection",),
                then=goods_back,
                icon="fact_check",
                asks={
                    "inspection": LineField("验收结果", "Inspection"),
                    "back_at": MomentField("退回时间", "Goods back at", default=now),
                    "goods_to": ChoiceField("退回的货", "What came back", options=GOODS_TO, null=True),
                },
            ),
            Step(
                "close",
                "完结",
                "Close",
                "open inspected",
                "closed",
                needs=("blame",),
                then=close,
                icon="task_alt",
                asks={"blame": ChoiceField("责任方", "Responsible", options=BLAME)},
            ),
            Step(
                "reject",
                "拒绝",
                "Reject",
                "open inspected",
                "rejected",
                reason=True,
                then=close,
                danger=True,
                icon="block",
            ),
        ),
    )
