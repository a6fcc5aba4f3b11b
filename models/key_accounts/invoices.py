"""Invoices 团购发票: asked for an order, issued with a number, never beyond what it comes to; taken back by a red one."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

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
    Row,
    Sheet,
    Step,
    Text,
    Then,
    notify,
    numbered,
)
from ..kit.clock import today
from ..organization import Employee
from .accounts import KeyAccount
from .order_states import SOLD
from .orders import GroupOrder, state_of

KINDS = (
    Choice("normal", "增值税普通发票", "Ordinary invoice", "info", ("普票", "普通发票", "电子普票")),
    Choice("special", "增值税专用发票", "Special VAT invoice", "positive", ("专票", "专用发票")),
)
STATES = (
    Choice("asked", "待开", "Asked", "warning"),
    Choice("issued", "已开", "Issued", "positive"),
    Choice("red", "已红冲", "Taken back", "negative"),
    Choice("dropped", "已撤回", "Withdrawn", "grey"),
)
LIVE = ("asked", "issued")
TERMS = ("order", "kind", "title", "tax_no", "amount")

NOT_SOLD = Text(
    "订单 {no} 还是“{state}”，确认以后才能开票", "Order {no} is “{state}”: invoices come once it is confirmed"
)
TOO_MUCH = Text(
    "订单 {no} 金额 {amount}，已申请和已开 {there}，最多还能开 {left}",
    "Order {no} comes to {amount}, {there} of it asked or issued already: {left} is left",
)
NOTHING_LEFT = Text("订单 {no} 的发票已经开足（{amount}）", "All of order {no} ({amount}) is invoiced")
NO_TAX_NO = Text(
    "开专用发票要有税号：请填“税号”，或先补在大客户资料里",
    "A special invoice needs the tax number: enter it here or on the account",
)
NO_TITLE = Text("请填发票抬头", "Say to whom it is made out")
STANDS = Text(
    "发票 {no} 已是“{state}”，内容不能再改；开错的请红冲后重开",
    "Invoice {no} is “{state}” and stays: take a wrong one back and ask for another",
)
NO_DELETE = Text("发票 {no} 已是“{state}”，不能删除", "Invoice {no} is “{state}” and can't be deleted")
STILL_INVOICED = Text(
    "订单 {no} 还有发票 {invoices}，请先撤回或红冲，再取消订单",
    "Order {no} has invoices {invoices}: withdraw them or take them back before it is cancelled",
)
STILL_SOLD = Text(
    "订单 {no} 还有发票 {invoices}，不能退回到“{state}”；请先撤回或红冲",
    "Order {no} has invoices {invoices} and can't be “{state}” again: withdraw them or take them back first",
)
ISSUED = Text(
    "订单 {order} 的发票已开：{number}，{amount}", "Invoice {number} over {amount} is issued for order {order}"
)


def fill_invoices(c: Changes, rows: list[dict[str, Any]]) -> None:
    """Made out to whom the account says, over what isn't invoiced yet."""
    numbered(GroupInvoice, rows)
    orders = GroupOrder.rows_by_id({row["order"] for row in rows if row["order"]})
    accounts = KeyAccount.rows_by_id({order.account for order in orders.values()})
    left = {id: order.amount - _there(id) for id, order in orders.items()}
    for row in rows:
        order = orders.get(row["order"])
        if order is None:
            continue
        account = accounts[order.account]
        row["account"] = account.id
        row["title"] = row["title"] or account.tax_name or account.name
        row["tax_no"] = row["tax_no"] or account.tax_no
        if row["amount"] is None:
            row["amount"] = max(left[order.id], Decimal(0))
        left[order.id] -= row["amount"]


def _there(order: int, but: int = 0) -> Decimal:
    """What of an order is asked or issued."""
    mine = (GroupInvoice.order == order) & GroupInvoice.state.in_(LIVE) & (GroupInvoice.id != but)
    return sum((row.amount for row in GroupInvoice.rows(mine)), Decimal(0))


def keep_invoices(c: Changes, moves: list[Move]) -> None:
    """Of what was sold, and no more than it came to; what was issued stands."""
    for move in moves:
        row = move.new
        if move.old and move.old.state not in ("asked", "dropped") and (row is None or move.changed(*TERMS)):
            words = NO_DELETE if row is None else STANDS
            raise Refused(words(no=move.old.no, state=_said(move.old)), None, move.index)
        if row is not None and row.state in LIVE and (move.old is None or move.changed("state", *TERMS)):
            _fits(row, move.index)


def _fits(row: Row, index: int | None) -> None:
    order, show = GroupOrder.row(row.order), GroupInvoice.amount.show
    if order.state not in SOLD:
        raise Refused(NOT_SOLD(no=order.no, state=state_of(order)), "order", index)
    if not row.title:
        raise Refused(NO_TITLE, "title", index)
    if row.kind == "special" and not row.tax_no:
        raise Refused(NO_TAX_NO, "tax_no", index)
    there = _there(order.id, row.id)
    if order.amount - there <= 0:
        raise Refused(NOTHING_LEFT(no=order.no, amount=show(order.amount)), "order", index)
    if row.amount <= 0 or row.amount > order.amount - there:
        sums = {"amount": show(order.amount), "there": show(there), "left": show(order.amount - there)}
        raise Refused(TOO_MUCH(no=order.no, **sums), "amount", index)


def name_account(c: Changes, moves: list[Move]) -> None:
    """An invoice that is moved to another's order is made out to that one, and on no other statement."""
    moved = [move for move in moves if move.old and move.new and move.changed("order")]
    orders = GroupOrder.rows_by_id({move.new.order for move in moved})
    accounts = KeyAccount.rows_by_id({order.account for order in orders.values()})
    sets: dict[int, dict[str, Any]] = {}
    for move in moved:
        account = accounts[orders[move.new.order].account]
        if account.id == move.new.account:
            continue
        usual = {"title": account.tax_name or account.name, "tax_no": account.tax_no}
        sets[move.id] = {"account": account.id}
        sets[move.id] |= {name: value for name, value in usual.items() if not move.changed(name)}
    c.alter(GroupInvoice, sets)


def count_invoices(c: Changes, moves: list[Move]) -> None:
    """An order says how much of it is invoiced."""
    orders = {row.order for move in moves for row in (move.old, move.new) if row}
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for row in GroupInvoice.rows(GroupInvoice.order.in_(list(orders)), GroupInvoice.state == "issued"):
        sums[row.order] += row.amount
    c.alter(GroupOrder, {id: {"invoiced": sums[id]} for id in orders})


def keep_invoiced(c: Changes, moves: list[Move]) -> None:
    """An order that is invoiced isn't cancelled."""
    for move in moves:
        if move.new is None or move.new.state != "cancelled" or not move.changed("state"):
            continue
        live = GroupInvoice.rows(GroupInvoice.order == move.id, GroupInvoice.state.in_(LIVE))
        if live:
            numbers = "、".join(row.invoice_no or row.no for row in live)
            raise Refused(STILL_INVOICED(no=move.new.no, invoices=numbers), "state", move.index)


def keep_sold(c: Changes, moves: list[Move]) -> None:
    """Nor is what made it an order taken back under an invoice, by whichever way."""
    for move in moves:
        row = move.new
        if row is None or move.old is None or move.old.state not in SOLD or row.state in (*SOLD, "cancelled"):
            continue
        live = GroupInvoice.rows(GroupInvoice.order == move.id, GroupInvoice.state.in_(LIVE))
        if live:
            numbers = "、".join(each.invoice_no or each.no for each in live)
            raise Refused(STILL_SOLD(no=row.no, invoices=numbers, state=state_of(row)), "state", move.index)


def issue(c: Changes, row: Row, _: dict[str, Any]) -> None:
    """Who issued it is kept, and the order's owner is told."""
    c.update(GroupInvoice, row.id, issued_by=c.who.employee_id)
    order = GroupOrder.row(row.order)
    said = ISSUED(order=order.no, number=row.invoice_no, amount=GroupInvoice.amount.show(row.amount))
    notify(c, said, record=GroupInvoice, row=row.id, employees=(order.owner,))


def _said(row: Row) -> Text:
    return Text(*(GroupInvoice.state.show(row.state, lang) for lang in ("zh", "en")))


class GroupInvoice(Record):
    """One invoice for a group order, from being asked for to its number."""

    no = LineField("申请单号", "Request no.", null=True, unique=True, max_length=30, width=150, auto="FP")
    order = LinkField(GroupOrder, "团购订单", "Order", aka=("订单号",))
    account = LinkField(KeyAccount, "大客户", "Account", null=True, locked=True)
    kind = ChoiceField("发票类型", "Kind", options=KINDS, default="normal", width=130)
    title = LineField(
        "发票抬头",
        "Made out to",
        null=True,
        max_length=80,
        width=180,
        hint=Text("留空按大客户资料", "Empty: as the account says"),
    )
    tax_no = LineField("税号", "Tax no.", null=True, max_length=30, aka=("纳税人识别号",))
    amount = MoneyField(
        "开票金额", "Amount", null=True, least=0, sum=True, hint=Text("留空为还没开的全部", "Empty: all that is left")
    )
    asked_on = DayField("申请日期", "Asked on", default=today, index=True)
    invoice_no = LineField("发票号码", "Invoice no.", null=True, unique=True, max_length=40, locked=True, width=150)
    issued_on = DayField("开票日期", "Issued on", null=True, locked=True, index=True)
    issued_by = LinkField(Employee, "开票人", "Issued by", null=True, locked=True)
    red_no = LineField("红字发票号码", "Red invoice no.", null=True, max_length=40, locked=True)
    note = NoteField("备注", "Note", null=True)
    state = ChoiceField("状态", "State", options=STATES, default="asked", locked=True, width=90)

    sheet = Sheet(
        "团购发票",
        "Group order invoices",
        title="no",
        says=("account", "no"),
        order=("-asked_on", "-id"),
        key=("no",),
        search=("no", "invoice_no", "account", "order", "title"),
        columns=("no", "account", "order", "kind", "title", "amount", "asked_on", "invoice_no", "issued_on", "state"),
        scopes={"own": "order.account.owner"},
        fill=fill_invoices,
        checks=(keep_invoices,),
        derives=(count_invoices,),
        consequences=(Then(name_account, also="import"),),
        steps=(
            Step(
                "issue",
                "登记已开",
                "Enter as issued",
                "asked",
                "issued",
                verb="approve",
                asks={
                    "invoice_no": LineField("发票号码", "Invoice no.", max_length=40),
                    "issued_on": DayField("开票日期", "Issued on", default=today),
                },
                then=issue,
                icon="receipt_long",
                hint=Text("发票文件可以拍照或上传在这一条上", "The invoice itself can be attached here"),
            ),
            Step("drop", "撤回申请", "Withdraw", "asked", "dropped", reason=True, icon="undo"),
            Step(
                "take_back",
                "红冲",
                "Take back",
                "issued",
                "red",
                verb="approve",
                reason=True,
                danger=True,
                asks={"red_no": LineField("红字发票号码", "Red invoice no.", max_length=40)},
                icon="remove_circle",
            ),
        ),
    )
