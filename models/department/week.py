"""What the week of the department comes to."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import peewee

from ..kit import Measure, Ratio, Text
from ..kit.week import Week, add_months, today
from ..organization import DEPARTMENTS
from .appraisals import KpiReview
from .money import Budget, Expense
from .places import COST_KINDS
from .policies import PolicyReading
from .work import UNDER_WAY, WorkItem

HUNDRED = Decimal(100)
opened = Measure(WorkItem, when="raised_on", by="store")
closed = Measure(WorkItem, when="closed_on", where={"state": {"eq": "closed"}}, by="store")
unread = Measure(PolicyReading, where={"state": {"eq": "unread"}}, by="store")
have_read = Ratio(
    Measure(PolicyReading, where={"state": {"eq": "read"}}, by="store"), Measure(PolicyReading, by="store")
)
expenses = Measure(Expense, when="spent_on", sum="amount", where={"state": {"ne": "rejected"}}, by="store")
PUBLISHED = ("published", "appealed", "signed")
WEEKS, MONTHS = 12, 6
OPENED, CLOSED = Text("新增", "Opened"), Text("关闭", "Closed")
BUDGET, USED = Text("预算", "Budget"), Text("已用", "Used")


def overdue(week: Week) -> int:
    """Tasks that were open at the end of the week, or now, past their day."""
    return WorkItem.select().where(*_late(week)).count()


def overdue_rows(week: Week) -> dict:
    """The grid's filter for them, as far as they are still open."""
    return {"state": {"in": list(UNDER_WAY)}, "due_on": {"lt": _last(week).isoformat()}}


def _late(week: Week) -> tuple:
    day = _last(week)
    still_open = WorkItem.closed_on.is_null() | (WorkItem.closed_on > week.sunday)
    return WorkItem.due_on < day, still_open, WorkItem.done_on.is_null() | (WorkItem.done_on > week.sunday)


def _last(week: Week):
    return min(week.sunday + timedelta(days=1), today())


def budget_used(week: Week) -> Decimal | None:
    """How much of all budgets of the month in which the week ends is committed or spent, in per cent."""
    budget, used = _budget(f"{week.sunday:%Y-%m}")
    return (HUNDRED * used / budget).quantize(Decimal("0.01")) if budget else None


def budget_rows(week: Week) -> dict:
    return {"month": {"eq": f"{week.sunday:%Y-%m}"}}


def _budget(month: str) -> tuple[Decimal, Decimal]:
    sums = [peewee.fn.SUM(item).coerce(False) for item in (Budget.amount, Budget.committed, Budget.spent)]
    amount, waiting, paid = (
        int(one or 0) for one in Budget.select(*sums).where(Budget.month == month).tuples().first()
    )
    return Decimal(amount).scaleb(-2), Decimal(waiting + paid).scaleb(-2)


def of_post(post: str) -> Callable[[Week], Decimal | None]:
    """The score of a post's last review published by the end of the week."""

    def last_score(week: Week) -> Decimal | None:
        mine = KpiReview.rows(
            KpiReview.subject == "department", KpiReview.department == post, KpiReview.published_on <= week.sunday,
            KpiReview.state.in_(PUBLISHED), order=KpiReview.month.desc(),
        )  # fmt: skip
        return mine[0].score if mine else None

    return last_score


def rows_of_post(post: str) -> Callable[[Week], dict]:
    return lambda week: {"subject": {"eq": "department"}, "department": {"eq": post}}


def tasks_by_week(week: Week) -> dict:
    weeks = [Week(week.monday - timedelta(days=7 * at)) for at in range(WEEKS - 1, -1, -1)]
    return {
        "x": [str(one) for one in weeks],
        "series": [(OPENED, [opened.value(one) for one in weeks]), (CLOSED, [closed.value(one) for one in weeks])],
    }


def budget_by_month(week: Week) -> dict:
    last = week.sunday.replace(day=1)
    months = [f"{add_months(last, -at):%Y-%m}" for at in range(MONTHS - 1, -1, -1)]
    pairs = [_budget(month) for month in months]
    return {
        "x": months,
        "series": [(BUDGET, [float(one) for one, _ in pairs]), (USED, [float(one) for _, one in pairs])],
    }


def expenses_by_kind(week: Week) -> dict:
    """What the month's money went into so far."""
    month, total = f"{week.sunday:%Y-%m}", peewee.fn.SUM(Expense.amount).coerce(False)
    found = Expense.select(Expense.category, total).where(Expense.month == month, Expense.state != "rejected")
    cents = dict(found.group_by(Expense.category).tuples())
    kinds = [kind for kind in COST_KINDS if cents.get(kind.key)]
    return {
        "x": [kind.label for kind in kinds],
        "series": [(USED, [float(Decimal(int(cents[kind.key])).scaleb(-2)) for kind in kinds])],
    }


POSTS = tuple(one for one in DEPARTMENTS if one.key != "store")
