"""What key accounts pay, and for which order."""

from collections import defaultdict
from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    Record,
    Refused,
    Sheet,
)
from ..kit.clock import today
from .order_states import SOLD
from .orders import GroupOrder, not_overpaid, recount_orders
from .words import BELOW_ZERO, CANCELLED

PAY_METHODS = (
    Choice("transfer", "对公转账", "Bank transfer", "info"),
    Choice("card", "刷卡", "Card", "info"),
    Choice("wechat", "微信", "WeChat", "positive"),
    Choice("cash", "现金", "Cash", "grey"),
    Choice("refund", "退款", "Refund", "negative"),
)


def keep_receipts(c: Changes, moves: list[Move]) -> None:
    """Money comes in for what is not cancelled, and never beyond the amount."""
    for id, delta in _received(moves).items():
        order = c.fresh(GroupOrder, id)
        if order.state == "cancelled" and delta > 0:
            raise Refused(CANCELLED, "order")
        if order.state in SOLD:  # a deposit may come before the lines are known
            not_overpaid(order.paid + delta, order.amount)


def count_receipts(c: Changes, moves: list[Move]) -> None:
    """Money received lowers what is owed; never below nothing, whichever way it was taken back."""
    received = _received(moves)
    paid = {id: order.paid + received[id] for id, order in GroupOrder.rows_by_id(received).items()}
    if any(amount < 0 for amount in paid.values()):
        raise Refused(BELOW_ZERO, "amount")
    c.alter(GroupOrder, {id: {"paid": amount} for id, amount in paid.items()})
    recount_orders(c, set(paid))


def _received(moves: list[Move]) -> dict[int, Decimal]:
    """By order: what more came in than before."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for move in moves:
        for row, sign in ((move.old, -1), (move.new, 1)):
            if row:
                totals[row.order] += sign * (-row.amount if row.method == "refund" else row.amount)
    return totals


class GroupReceipt(Record):
    """Money that came in for an order."""

    order = LinkField(GroupOrder, "团购订单", "Order", aka=("订单号",))
    received_on = DayField("到账日期", "Received on", default=today, index=True, aka=("回款日期",))
    amount = MoneyField("金额", "Amount", least=Decimal("0.01"), sum=True, aka=("回款金额",))
    method = ChoiceField("方式", "Method", options=PAY_METHODS, default="transfer", width=90)
    invoice_no = LineField("发票号", "Invoice no.", null=True, max_length=40)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "团购回款",
        "Group order receipts",
        title="received_on",
        order=("-received_on", "-id"),
        search=("order", "invoice_no"),
        parent="order",
        scopes={"own": "order.account.owner"},
        checks=(keep_receipts,),
        derives=(count_receipts,),
    )
