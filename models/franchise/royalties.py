"""Royalties 管理费: what a franchisee owes for a month, what came in, and what is overdue."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    MonthField,
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
    numbered,
    setting,
)
from ..kit.clock import add_months, today
from ..organization import Franchisee, Store
from ..stores import StoreDay

BILL_STATES = (
    Choice("open", "待缴", "Due", "info", ("未缴", "待付")),
    Choice("overdue", "逾期", "Overdue", "negative", ("已逾期",)),
    Choice("paid", "已缴清", "Paid", "positive", ("已缴", "已付")),
    Choice("waived", "已减免", "Waived", "grey", ("减免",)),
)
PAYING = (
    Choice("transfer", "银行转账", "Bank transfer"),
    Choice("offset", "货款抵扣", "Set off against goods"),
    Choice("deposit", "保证金抵扣", "Taken from the deposit"),
    Choice("cash", "现金", "Cash"),
)
OPEN_BILLS = ("open", "overdue")
ROYALTY_DUE_DAY = Param(
    "franchise_royalty_due_day", "管理费缴纳日（次月几日）", "Royalty due on day of the next month", 10, "日"
)
NOTHING_PAID = Text("收款金额要大于 0", "A payment must be more than 0")
CLOSED_BILL = Text("{no} 已减免，不能再收款", "{no} was waived; nothing more is to be paid")
CENT = Decimal("0.01")


class RoyaltyBill(Record):
    """What one franchisee owes for one month."""

    no = LineField("账单编号", "Bill no.", unique=True, null=True, max_length=30, width=160, aka=("编号",), auto="GL")
    franchisee = LinkField(Franchisee, "加盟商", "Franchisee", width=160)
    month = MonthField("月份", "Month", index=True)
    base = MoneyField("计费销售额", "Sales it is counted on", default=0, least=0, sum=True)
    rate = QuantityField("费率（%）", "Rate (%)", percent=True, null=True, least=0, most=100)
    amount = MoneyField("应缴金额", "Amount", default=0, derived=True, sum=True)
    due_on = DayField("缴纳期限", "Due", null=True, index=True)
    paid = MoneyField("已缴金额", "Paid", default=0, derived=True, sum=True)
    left = MoneyField("未缴金额", "Left", default=0, derived=True, sum=True)
    paid_on = DayField("缴清日期", "Paid on", null=True, derived=True)
    state = ChoiceField("状态", "State", options=BILL_STATES, default="open", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "管理费账单",
        "Royalty bills",
        says=("franchisee", "month", "no"),
        title="no",
        order=("-month", "franchisee"),
        key=("franchisee", "month"),
        search=("no", "franchisee"),
        columns=("no", "franchisee", "month", "base", "rate", "amount", "due_on", "paid", "left", "state"),
        fill=lambda c, rows: fill_bills(rows),
        derives=(lambda c, moves: keep_bills(c, moves),),
        scopes={"region": "franchisee.region"},
        steps=(
            Step("lapse", "逾期", "Lapse", "open", "overdue", auto=True),
            Step("extend", "展期", "Extend", "overdue", "open", auto=True),
            Step("settle", "缴清", "Settle", "open overdue", "paid", auto=True),
            Step("unsettle", "收款撤回", "Payment taken back", "paid", "open", auto=True),
            Step("unsettle_late", "收款撤回", "Payment taken back", "paid", "overdue", auto=True),
            Step(
                "waive",
                "减免",
                "Waive",
                "open overdue",
                "waived",
                verb="approve",
                reason=True,
                icon="money_off",
                danger=True,
            ),
            Step(
                "unwaive",
                "取消减免",
                "Take the waiver back",
                "waived",
                "open",
                verb="approve",
                reason=True,
                icon="undo",
            ),
        ),
    )

    class Meta:
        indexes = ((("franchisee", "month"), True),)


class RoyaltyPayment(Record):
    """Money that came in for a bill."""

    bill = LinkField(RoyaltyBill, "账单", "Bill", width=160)
    paid_on = DayField("收款日期", "Paid on", default=today, index=True)
    amount = MoneyField("收款金额", "Amount", least=0, sum=True)
    method = ChoiceField("方式", "By", options=PAYING, default="transfer")
    reference = LineField("凭证号", "Reference", null=True, max_length=60)

    sheet = Sheet(
        "管理费收款",
        "Royalty payments",
        title="paid_on",
        order=("-paid_on",),
        parent="bill",
        search=("bill", "reference"),
        checks=(lambda c, moves: keep_payments(c, moves),),
        derives=(lambda c, moves: settle_paid(c, moves),),
        scopes={"region": "bill.franchisee.region"},
    )


def fill_bills(rows: list[dict]) -> None:
    """Number, rate and last day of what a bill doesn't say itself."""
    numbered(RoyaltyBill, rows)
    people = Franchisee.rows_by_id({row["franchisee"] for row in rows if row["franchisee"]})
    for row in rows:
        person = people.get(row["franchisee"])
        if row["rate"] is None and person is not None:
            row["rate"] = person.royalty_rate
        if row["due_on"] is None and row["month"]:
            first = add_months(date.fromisoformat(f"{row['month']}-01"), 1)
            row["due_on"] = first.replace(day=min(28, max(1, int(setting(ROYALTY_DUE_DAY)))))
        row["amount"] = row["left"] = owed(row["base"], row["rate"])


def owed(base: Decimal | None, rate: Decimal | None) -> Decimal:
    return ((base or 0) * (rate or 0) / Decimal(100)).quantize(CENT, ROUND_HALF_UP)


def keep_bills(c: Changes, moves: list[Move]) -> None:
    """Another base or rate is another amount."""
    settle(c, [move.id for move in moves if move.old and move.new and move.changed("base", "rate", "due_on")])


def keep_payments(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new is not None and move.new.amount <= 0:
            raise Refused(NOTHING_PAID, "amount", move.index)
    for bill in RoyaltyBill.rows_by_id(_bills(moves)).values():
        if bill.state == "waived" and RoyaltyPayment.select().where(RoyaltyPayment.bill == bill.id).exists():
            raise Refused(CLOSED_BILL(no=bill.no), "bill")


def settle_paid(c: Changes, moves: list[Move]) -> None:
    settle(c, _bills(moves))


def _bills(moves: list[Move]) -> list[int]:
    return list({row.bill for move in moves for row in (move.old, move.new) if row is not None})


def settle(c: Changes, bills: list[int]) -> None:
    """Paid, left and the state they make of a bill. Left below zero is paid in advance."""
    sets = {}
    for bill in RoyaltyBill.rows_by_id(bills).values():
        payments = RoyaltyPayment.rows(RoyaltyPayment.bill == bill.id)
        amount, paid = owed(bill.base, bill.rate), sum((payment.amount for payment in payments), Decimal(0))
        settled = bool(payments) and paid >= amount
        last = max(payment.paid_on for payment in payments) if settled else None
        state = bill.state if bill.state == "waived" else "paid" if settled else "overdue" if is_late(bill) else "open"
        sets[bill.id] = {"amount": amount, "paid": paid, "left": amount - paid, "paid_on": last, "state": state}
    c.alter(RoyaltyBill, sets)


def is_late(bill: Row) -> bool:
    return bill.due_on is not None and bill.due_on < today()


def owed_by(franchisee: int) -> Decimal:
    """What a franchisee still has to pay."""
    mine = RoyaltyBill.select(peewee.fn.SUM(RoyaltyBill.left).coerce(False))
    mine = mine.where(RoyaltyBill.franchisee == franchisee, RoyaltyBill.state.in_(OPEN_BILLS))
    return Decimal(int(mine.scalar() or 0)).scaleb(-2)


def lapse(c: Changes, day: date) -> int:
    """Bills whose last day is over are overdue."""
    late = RoyaltyBill.rows(RoyaltyBill.state == "open", RoyaltyBill.due_on < day, RoyaltyBill.left > 0)
    c.alter(RoyaltyBill, {bill.id: {"state": "overdue"} for bill in late})
    return len(late)


def bills_of(c: Changes, month: str) -> int:
    """Bills for the month's sales of everybody who pays royalties and has none for it yet; returns how many."""
    first = date.fromisoformat(f"{month}-01")
    billed = {id for (id,) in RoyaltyBill.select(RoyaltyBill.franchisee).where(RoyaltyBill.month == month).tuples()}
    paying = [
        franchisee
        for franchisee in Franchisee.rows(Franchisee.state.in_(("open", "leaving")), Franchisee.royalty_rate > 0)
        if franchisee.id not in billed
    ]
    sold = StoreDay.select(Store.franchisee, peewee.fn.SUM(StoreDay.sales).coerce(False)).join(
        Store, on=(StoreDay.store == Store.id)
    )
    sold = sold.where(
        StoreDay.day >= first,
        StoreDay.day < add_months(first, 1),
        Store.franchisee.in_([franchisee.id for franchisee in paying]),
    )
    sales = {id: Decimal(int(cents or 0)).scaleb(-2) for id, cents in sold.group_by(Store.franchisee).tuples()}
    rows = [
        {"franchisee": franchisee.id, "month": month, "base": sales[franchisee.id]}
        for franchisee in paying
        if sales.get(franchisee.id)
    ]
    c.add(RoyaltyBill, rows)
    return len(rows)
