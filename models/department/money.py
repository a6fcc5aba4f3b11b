"""Money 预算与费用: what may be spent, what was spent on it, and the marks at 80 and 100 per cent; rents as agreed."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
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
    Then,
    notify,
    numbered,
    setting,
)
from ..kit.clock import Span, days_of_month, today
from ..kit.declare.access import may
from ..organization import DEPARTMENTS, Employee, Store
from .places import COST_KINDS

EXPENSE_STATES = (
    Choice("pending", "待审批", "To approve", "info"),
    Choice("approved", "已审批", "Approved", "positive", ("审批通过",)),
    Choice("paid", "已付款", "Paid", "grey", ("已支付", "已报销")),
    Choice("rejected", "已驳回", "Rejected", "negative"),
)
USING = ("paid", "pending", "approved")  # what an expense of these states takes of its budgets, it has
MARKS = (
    Choice("fine", "正常", "Fine", "positive"),
    Choice("warning", "接近上限", "Near the limit", "warning"),
    Choice("over", "超预算", "Over budget", "negative"),
)
WARN_AT = Param("budget_warning_percent", "预算预警线", "Budget: warning at", 80, "%")
BLOCK_AT = Param("budget_block_percent", "预算封顶线", "Budget: blocked at", 100, "%")
AS_AGREED = "按租约支付"
BLOCKED = Text(
    "{budget}已用到 {rate}%，超出 {over}；须由经理填写“超支原因”后才能登记",
    "{budget} would be used to {rate} %, {over} too much; a manager has to give a reason for exceeding it",
)
NOT_YOURS_TO_EXCEED = Text(
    "超支要由有审批权的经理登记，请找运营经理", "Only a manager who approves expenses may exceed a budget"
)
WARNED = Text("{budget}已用 {rate}%，剩余 {left}", "{budget} is used to {rate} %, {left} left")
BUDGET_OF = Text("{month} {place}{category}预算", "The {category} budget of {place} for {month}")
COMPANY = Text("全公司", "the company")
HUNDRED, TENTH = Decimal(100), Decimal("0.1")


class Budget(Record):
    """What may be spent in a month on one kind of cost, by a store, a department or the whole company."""

    month = MonthField("月份", "Month", index=True)
    category = ChoiceField("费用类别", "Category", options=COST_KINDS, default="other", aka=("类别", "科目"))
    store = LinkField(Store, "门店", "Store", null=True)
    department = ChoiceField("部门", "Department", options=DEPARTMENTS, null=True)
    amount = MoneyField("预算金额", "Budget", least=0, sum=True, aka=("预算",))
    committed = MoneyField(
        "已占用",
        "Committed",
        default=0,
        derived=True,
        sum=True,
        hint=Text("待审批和已审批、尚未付款的费用", "Expenses entered or approved and not yet paid"),
    )
    spent = MoneyField("已付款", "Spent", default=0, derived=True, sum=True)
    left = MoneyField("剩余", "Left", default=0, derived=True, sum=True)
    used = QuantityField("使用率（%）", "Used (%)", percent=True, default=0, derived=True)
    mark = ChoiceField("预警", "Mark", options=MARKS, default="fine", derived=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "预算",
        "Budgets",
        title="month",
        order=("-month", "category", "store"),
        search=("store",),
        columns=("month", "category", "store", "department", "amount", "committed", "spent", "left", "used", "mark"),
        key=("category", "store", "department", "month"),
        derives=(lambda c, moves: keep_budgets(c, moves),),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("category", "store", "department", "month"), True),)


class Expense(Record):
    """Money to be spent, or spent."""

    no = LineField(
        "费用单号", "Expense no.", unique=True, null=True, max_length=30, width=160, aka=("单号",), auto="FY"
    )
    spent_on = DayField("日期", "Date", default=today, index=True)
    category = ChoiceField("费用类别", "Category", options=COST_KINDS, default="other", aka=("类别", "科目"))
    store = LinkField(Store, "门店", "Store", null=True)
    department = ChoiceField("部门", "Department", options=DEPARTMENTS, null=True)
    amount = MoneyField("金额", "Amount", least=0, sum=True, aka=("总金额", "报销金额", "合计金额"))
    payee = LineField("收款方", "Payee", null=True, max_length=80, aka=("收款人", "收款单位"))
    invoice_no = LineField("发票号", "Invoice no.", null=True, max_length=40, aka=("发票号码",))
    purpose = LineField("用途", "Purpose", null=True, max_length=120, width=180)
    owner = LinkField(Employee, "经办人", "Entered by", null=True)
    over_reason = LineField(
        "超支原因",
        "Reason for exceeding",
        null=True,
        max_length=200,
        hint=Text("超过预算时由经理填写", "Given by a manager when the budget is exceeded"),
    )
    month = MonthField("月份", "Month", null=True, derived=True, index=True)
    state = ChoiceField("状态", "State", options=EXPENSE_STATES, default="pending", locked=True, width=90)

    sheet = Sheet(
        "费用",
        "Expenses",
        says=("store", "category", "purpose", "no"),
        title="no",
        order=("-spent_on",),
        key=("no",),
        search=("no", "payee", "invoice_no", "purpose"),
        columns=(
            "no",
            "spent_on",
            "category",
            "store",
            "department",
            "amount",
            "payee",
            "invoice_no",
            "purpose",
            "state",
        ),
        fill=lambda c, rows: fill_expenses(rows),
        checks=(lambda c, moves: hold_back(c, moves),),
        derives=(lambda c, moves: keep_expenses(c, moves),),
        consequences=(Then(lambda c, moves: warn(c, moves), also="import"),),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        steps=(
            Step(
                "approve",
                "审批",
                "Approve",
                "pending",
                "approved",
                verb="approve",
                unlike=("creator", "owner"),
                icon="check",
            ),
            Step(
                "reject",
                "驳回",
                "Reject",
                "pending approved",
                "rejected",
                verb="approve",
                reason=True,
                icon="close",
                danger=True,
            ),
            Step("pay", "付款", "Pay", "approved", "paid", verb="approve", icon="payments"),
            Step("resubmit", "重新提交", "Submit again", "rejected", "pending", icon="redo"),
        ),
    )


class RentSchedule(Record):
    """What a store pays for its place, from when until when."""

    store = LinkField(Store, "门店", "Store")
    landlord = LineField("出租方", "Landlord", null=True, max_length=80)
    starts_on = DayField("起租日期", "From")
    ends_on = DayField("到期日期", "To")
    monthly = MoneyField("月租金", "Monthly rent", least=0, sum=True)
    pay_day = CountField("每月付款日", "Due on day", least=1, most=28, default=5)
    deposit = MoneyField("押金", "Deposit", null=True, least=0)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "租金计划",
        "Rent schedule",
        title="landlord",
        order=("store", "starts_on"),
        search=("store", "landlord"),
        columns=("store", "landlord", "starts_on", "ends_on", "monthly", "pay_day", "deposit"),
        checks=(lambda c, moves: rents_end_after_they_begin(moves),),
        scopes={"store": "store", "region": "store.region"},
    )


# Budgets ----------------------------------------------------------------------------------------------------------------


def fill_expenses(rows: list[dict]) -> None:
    numbered(Expense, rows)
    for row in rows:
        row["month"] = row["spent_on"] and f"{row['spent_on']:%Y-%m}"


def keep_budgets(c: Changes, moves: list[Move]) -> None:
    """A budget counts from its first day what was spent before it was entered."""
    recount(
        c,
        [move.new for move in moves if move.new and move.changed("month", "category", "store", "department", "amount")],
    )


def keep_expenses(c: Changes, moves: list[Move]) -> None:
    """Every expense uses its budgets."""
    months = {
        move.id: {"month": f"{move.new.spent_on:%Y-%m}"}
        for move in moves
        if move.old and move.new and move.changed("spent_on")
    }
    c.alter(Expense, months)
    rows = [row for move in _touching(moves) for row in (move.old, move.new) if row]
    recount(c, {budget.id: budget for row in rows for budget in budgets_of(row)}.values())


def _touching(moves: list[Move]) -> list[Move]:
    return [move for move in moves if move.changed("spent_on", "category", "store", "department", "amount", "state")]


def _more_used(moves: list[Move]) -> dict[int, Decimal]:
    """By budget: how much more of it than before."""
    more: dict[int, Decimal] = defaultdict(Decimal)
    for move in _touching(moves):
        for row, sign in ((move.old, -1), (move.new, 1)):
            for budget in budgets_of(row) if row and row.state in USING else ():
                more[budget.id] += sign * row.amount
    return more


def budgets_of(expense: Row) -> list[Row]:
    """The budgets an expense uses: of its month and kind, of its store and department or of everybody."""
    same = Budget.rows(Budget.month == f"{expense.spent_on:%Y-%m}", Budget.category == expense.category)
    return [
        budget
        for budget in same
        if budget.store in (None, expense.store) and budget.department in (None, expense.department)
    ]


def recount(c: Changes, budgets: Iterable[Row]) -> None:
    """Committed, spent, left and the mark of budgets."""
    c.derive(Budget, {budget.id: _counted(budget) for budget in budgets})


def _counted(budget: Row) -> dict:
    mine = [Expense.month == budget.month, Expense.category == budget.category]
    mine += [Expense.store == budget.store] if budget.store else []
    mine += [Expense.department == budget.department] if budget.department else []
    total = peewee.fn.SUM(Expense.amount).coerce(False)
    cents = dict(Expense.select(Expense.state, total).where(*mine).group_by(Expense.state).tuples())
    paid, waiting = (
        Decimal(int(sum(cents.get(state, 0) for state in states))).scaleb(-2) for states in (USING[:1], USING[1:])
    )
    used = _percent(paid + waiting, budget.amount)
    mark = (
        "over"
        if paid + waiting > share(budget, BLOCK_AT)
        else "warning"
        if paid + waiting >= share(budget, WARN_AT)
        else "fine"
    )
    return {"committed": waiting, "spent": paid, "left": budget.amount - paid - waiting, "used": used, "mark": mark}


def share(budget: Row, mark: Param) -> Decimal:
    """The amount of a budget at which a mark stands."""
    return budget.amount * Decimal(setting(mark)) / HUNDRED


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """An expense on a budget of nothing uses all of it, and more."""
    if not whole:
        return Decimal(999) if part else Decimal(0)
    return (part * HUNDRED / whole).quantize(TENTH, ROUND_HALF_UP)


def hold_back(c: Changes, moves: list[Move]) -> None:
    """Raises Refused when an expense breaks a budget without a manager's reason."""
    more = _more_used(moves)
    for move in _touching(moves):
        for budget in budgets_of(move.new) if move.new and move.new.state != "rejected" else ():
            used = budget.committed + budget.spent + more[budget.id]
            over = used - share(budget, BLOCK_AT)
            if over <= 0 or more[budget.id] <= 0:
                continue
            if move.new.over_reason is None:
                rate = Budget.used.show(_percent(used, budget.amount))
                said = BLOCKED(budget=name_of(budget), rate=rate, over=Budget.left.show(over))
                raise Refused(said, "amount", move.index)
            if not (c.who.all_rights or may(c.who, "approve", Expense)):
                raise Refused(NOT_YOURS_TO_EXCEED, "over_reason", move.index)


def warn(c: Changes, moves: list[Move]) -> None:
    """Whoever keeps the money hears of a budget once when it passes the warning line, and again at the end of it."""
    more = _more_used(moves)
    for id, budget in Budget.rows_by_id(more).items():
        used = budget.committed + budget.spent
        for line in (share(budget, WARN_AT), share(budget, BLOCK_AT)):
            if used - more[id] < line <= used:
                message = WARNED(
                    budget=name_of(budget), rate=Budget.used.show(budget.used), left=Budget.left.show(budget.left)
                )
                notify(c, message, record=Budget, row=id, roles=("operations_manager",))
                break


def name_of(budget: Row) -> Text:
    kind, room = (_label(item, getattr(budget, item.name)) for item in (Budget.category, Budget.department))
    place = Store.title_of(budget.store) if budget.store else room if budget.department else COMPANY
    return BUDGET_OF(month=budget.month, place=place, category=kind)


def _label(item: ChoiceField, key: str | None) -> Text:
    return Text(item.show(key, "zh"), item.show(key, "en"))


# Rents ------------------------------------------------------------------------------------------------------------------

BACKWARDS = Text("到期日期早于起租日期", "It ends before it begins")


def rents_end_after_they_begin(moves: list[Move]) -> None:
    for move in moves:
        if move.new is not None and move.new.ends_on < move.new.starts_on:
            raise Refused(BACKWARDS, "ends_on", move.index)


def rents_of(month: str) -> list[dict]:
    """The rents of a month as expenses to approve, those left out that are entered already."""
    rents = Expense.select(Expense.store, Expense.payee).where(Expense.month == month, Expense.category == "rent")
    there = set(rents.tuples())
    span = days_of_month(month)
    return [
        {
            "spent_on": max(span.first.replace(day=contract.pay_day), contract.starts_on),
            "category": "rent",
            "store": contract.store,
            "amount": amount,
            "payee": contract.landlord,
            "purpose": f"{month} 租金",
            "over_reason": AS_AGREED,
        }
        for contract, amount in agreed_rents(span)
        if (contract.store, contract.landlord) not in there
    ]


def agreed_rents(span: Span) -> list[tuple[Row, Decimal]]:
    """The contracts of a month, each with its rent: of the first and last month only the days it runs."""
    rows = RentSchedule.rows(RentSchedule.starts_on <= span.last, RentSchedule.ends_on >= span.first)
    return [(row, _part(row, span)) for row in rows]


def _part(contract: Row, span: Span) -> Decimal:
    days = (min(contract.ends_on, span.last) - max(contract.starts_on, span.first)).days + 1
    return (contract.monthly * days / ((span.last - span.first).days + 1)).quantize(Decimal("0.01"), ROUND_HALF_UP)
