"""What the platforms paid out and kept 平台账单, line by line as their own files say, each with the order it is about."""

from collections.abc import Iterator
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
    Record,
    Refused,
    Row,
    Sheet,
    Text,
)
from ..kit.declare.record import CHUNK
from .orders import OnlineOrder
from .shops import OnlineShop

WAYS = (
    Choice("in", "收入", "In", "positive", ("入账", "应收", "转入", "收", "1")),
    Choice("out", "支出", "Out", "negative", ("出账", "应付", "转出", "支", "扣款")),
)
NO_AMOUNT = Text("收入、支出、金额至少填一个", "One of income, outgo and amount is needed")


def keep_lines_clear(c: Changes, moves: list[Move]) -> None:
    """A line says an amount, whichever of the platforms' ways it is written in."""
    for move in moves:
        row = move.new
        if row is None or not move.changed("income", "outgo", "amount"):
            continue
        if row.income is None and row.outgo is None and row.amount is None:
            raise Refused(NO_AMOUNT, "amount", move.index)


def reckon(c: Changes, moves: list[Move]) -> None:
    """What each line moves, below zero where the platform takes it, and which order it is about."""
    lines = [m.new for m in moves if m.new and m.changed("income", "outgo", "amount", "way", "shop", "order_no")]
    numbers = {row.order_no for row in lines if row.order_no}
    orders = {(row.shop, row.order_no): row.id for row in _rows_called(OnlineOrder, numbers)}
    c.alter(BillLine, {row.id: {"net": net(row), "order": orders.get((row.shop, row.order_no))} for row in lines})


def net(row: Row) -> Decimal:
    """支出 stands with and without its minus; a bare amount has its own sign, unless the line says that it went out."""
    if row.income or row.outgo:
        return (row.income or Decimal(0)) - abs(row.outgo or Decimal(0))
    amount = row.amount or Decimal(0)
    return -abs(amount) if row.way == "out" else amount


def find_bills(c: Changes, moves: list[Move]) -> None:
    """An order that comes after its bill is found by the lines that speak of it, and one that goes or is renumbered is let go of."""
    gone = [m.id for m in moves if m.new is None or (m.old and m.changed("shop", "order_no"))]
    for start in range(0, len(gone), CHUNK):
        lost = BillLine.select(BillLine.id).where(BillLine.order.in_(gone[start : start + CHUNK])).tuples()
        c.alter(BillLine, {id: {"order": None} for (id,) in lost})
    fresh = {(m.new.shop, m.new.order_no): m.id for m in moves if m.new and m.changed("shop", "order_no")}
    if not fresh:
        return
    waiting = _rows_called(BillLine, {no for _, no in fresh}, BillLine.order.is_null())
    c.alter(BillLine, {row.id: {"order": id} for row in waiting if (id := fresh.get((row.shop, row.order_no)))})


def _rows_called(record: type[Record], numbers: set[str], *more: Any) -> Iterator[Row]:
    """The rows with these order numbers, of which there may be as many as a file has lines."""
    wanted = sorted(numbers)
    for start in range(0, len(wanted), CHUNK):
        yield from record.rows(record.order_no.in_(wanted[start : start + CHUNK]), *more)


class BillLine(Record):
    """One line of a platform's bill: what a sale brought, a fee took, a refund gave back."""

    shop = LinkField(OnlineShop, "网店", "Shop", aka=("店铺", "店铺名称", "商户名称", "门店名称"))
    occurred_at = MomentField(
        "发生时间",
        "At",
        happened=True,
        index=True,
        aka=(
            "动账时间",
            "动帐时间",
            "费用结算时间",
            "入账时间",
            "账务时间",
            "结算时间",
            "结算日期",
            "账单日期",
            "记账时间",
            "到账时间",
        ),
        also=("费用发生时间", "交易时间"),
    )
    flow_no = LineField(
        "流水号",
        "Entry no.",
        null=True,
        max_length=60,
        width=160,
        aka=("账务流水号", "财务流水号", "动账流水号", "动帐流水号", "资金流水号", "结算单号", "单据编号"),
    )
    order_no = LineField(
        "订单号",
        "Order no.",
        null=True,
        max_length=60,
        width=160,
        index=True,
        aka=("商户订单号", "订单编号", "关联订单号", "主订单编号", "平台订单号", "外卖订单号"),
    )
    order = LinkField(OnlineOrder, "网店订单", "Order", null=True, derived=True, outlives=True)
    kind = LineField(
        "费用项",
        "What for",
        null=True,
        max_length=60,
        width=130,
        aka=("账务类型", "业务类型", "动账场景", "交易类型", "费用名称", "费用类型", "计费类型"),
        also=("业务描述", "动账摘要", "交易描述"),
    )
    income = MoneyField(
        "收入金额",
        "Income",
        null=True,
        aka=("收入金额（+元）", "收入（+元）", "收入", "收入（元）", "入账金额", "贷方"),
    )
    outgo = MoneyField(
        "支出金额", "Outgo", null=True, aka=("支出金额（-元）", "支出（-元）", "支出", "支出（元）", "出账金额", "借方")
    )
    amount = MoneyField("金额", "Amount", null=True, aka=("动账金额", "结算金额", "商家应收款", "收支金额", "发生金额"))
    way = ChoiceField(
        "收支方向",
        "In or out",
        options=WAYS,
        null=True,
        width=90,
        aka=("动账方向", "商家应收/应付", "账户方向", "收支类型"),
    )
    net = MoneyField(
        "净额",
        "Net",
        default=0,
        derived=True,
        sum=True,
        hint=Text("平台收走的为负", "Below zero: what the platform takes"),
    )
    balance = MoneyField("账户余额", "Balance", null=True, aka=("账户余额（元）", "余额"))
    note = NoteField("备注", "Note", null=True, aka=("钱包结算备注", "账单备注"))

    sheet = Sheet(
        "平台账单",
        "Platform bills",
        title="kind",
        says=("shop", "order_no", "kind", "occurred_at"),
        order=("-occurred_at", "shop"),
        key=("shop", "occurred_at", "flow_no", "order_no", "kind", "income", "outgo", "amount"),
        search=("order_no", "flow_no", "kind", "shop"),
        columns=(
            "shop",
            "occurred_at",
            "order_no",
            "order",
            "kind",
            "net",
            "income",
            "outgo",
            "amount",
            "way",
            "flow_no",
            "balance",
        ),
        checks=(keep_lines_clear,),
        derives=(reckon,),
        scopes={"store": "shop.store", "region": "shop.store.region", "own": "shop.owner"},
    )

    class Meta:
        indexes = ((("shop", "occurred_at", "flow_no", "order_no", "kind", "income", "outgo", "amount"), True),)
