"""What the week of the department comes to."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure, Ratio, Row, Text
from ..kit.clock import Span, Week, add_months
from ..kit.week.lasting import StillOpen
from ..kit.week.measures import Measured
from ..organization import DEPARTMENTS
from .appraisals import KpiReview
from .money import Budget, Expense
from .places import COST_KINDS
from .policies import Policy, PolicyReading
from .requests import DepartmentRequest
from .work import WorkItem

opened = Measure(WorkItem, when="raised_on", by="store")
closed = Measure(WorkItem, when="closed_on", where={"state": {"eq": "closed"}}, by="store")
expenses = Measure(Expense, when="spent_on", sum="amount", where={"state": {"ne": "rejected"}}, by="store")
PUBLISHED = ("published", "appealed", "signed")
WEEKS, MONTHS = 12, 6
OPENED, CLOSED = Text("新增", "Opened"), Text("关闭", "Closed")
BUDGET, USED = Text("预算", "Budget"), Text("已用", "Used")

ENDING: dict[str, Any] = {"when": "due_on", "by": "store", "each": "owner"}
in_time = Ratio(Measure(WorkItem, where={"done_on": {"le": "=due_on"}}, **ENDING), Measure(WorkItem, **ENDING))
overdue = StillOpen(WorkItem, "due_on", began="raised_on", ended=("done_on", "closed_on"), by="store")

ACCEPTED: dict[str, Any] = {"when": "accepted_on", "by": "store"}
requests_accepted = Ratio(
    Measure(DepartmentRequest, where={"accepted_in_time": {"eq": True}}, **ACCEPTED),
    Measure(DepartmentRequest, **ACCEPTED),
)
ASKED_FOR = {"state": {"ne": "returned"}}
requests_in_time = Ratio(
    Measure(DepartmentRequest, where={**ASKED_FOR, "done_on": {"le": "=due_on"}}, **ENDING | {"each": "handler"}),
    Measure(DepartmentRequest, where=ASKED_FOR, **ENDING | {"each": "handler"}),
)
RATED: dict[str, Any] = {"when": "closed_on", "by": "store"}
requests_rating = Ratio(Measure(DepartmentRequest, sum="rating", **RATED), Measure(DepartmentRequest, **RATED), times=1)


class InForce(Measure):
    """Readings of the policies that are in force."""

    def _filter(self, week: Span) -> dict[str, Any]:
        policies = Policy.select(Policy.id).where(Policy.state == "effective")
        return {**super()._filter(week), "policy": {"in": [id for (id,) in policies.tuples()]}}


unread = InForce(PolicyReading, where={"state": {"eq": "unread"}}, by="store")
have_read = Ratio(
    InForce(PolicyReading, where={"state": {"eq": "read"}}, by="store"), InForce(PolicyReading, by="store")
)


def _month(week: Span) -> str:
    return f"{week.to_date('month').first:%Y-%m}"


# Budgets ----------------------------------------------------------------------------------------------------------------


class Budgeted(Measured):
    """The budgets of the month."""

    of = "month"

    def value(self, week: Span) -> Decimal:
        return sum((amount for _, amount in self._amounts(week)), Decimal(0))

    def per_store(self, week: Span) -> dict[int, Decimal]:
        """Those that are a store's own."""
        by_store: dict[int, Decimal] = {}
        for budget, amount in self._amounts(week):
            if budget.store is not None:
                by_store[budget.store] = by_store.get(budget.store, Decimal(0)) + amount
        return by_store

    def behind(self, week: Span) -> tuple[type, dict]:
        return Budget, {"month": {"eq": _month(week)}}

    def parts(self) -> list[Measure]:
        spent = Measure(Expense, "spent_on", sum="amount", by="store", upto=True)
        return [spent, Measure(Budget, "month", sum="amount", by="store", upto=True)]

    def _amounts(self, week: Span) -> list[tuple[Row, Decimal]]:
        return [(budget, budget.amount) for budget in Budget.rows(Budget.month == _month(week))]


class Used(Budgeted):
    """What the month's expenses up to the week's end, or the month's, use of these budgets."""

    def _amounts(self, week: Span) -> list[tuple[Row, Decimal]]:
        total = peewee.fn.SUM(Expense.amount).coerce(False)
        kinds = (Expense.category, Expense.store, Expense.department)
        month = week.to_date("month")
        within = Expense.spent_on.between(month.first, month.last), Expense.state != "rejected"
        spent = list(Expense.select(*kinds, total).where(*within).group_by(*kinds).tuples())
        return [(budget, _used(budget, spent)) for budget, _ in super()._amounts(week)]


def _used(budget: Row, spent: list[tuple]) -> Decimal:
    """An expense uses the budgets of its kind that are of its store and department, or of everybody."""
    cents = sum(
        amount
        for category, store, department, amount in spent
        if category == budget.category and budget.store in (None, store) and budget.department in (None, department)
    )
    return Decimal(int(cents)).scaleb(-2)


budget_used = Ratio(Used(), Budgeted())


def _budget(month: str) -> tuple[Decimal, Decimal]:
    sums = [peewee.fn.SUM(item).coerce(False) for item in (Budget.amount, Budget.committed, Budget.spent)]
    amount, waiting, paid = (
        int(cents or 0) for cents in Budget.select(*sums).where(Budget.month == month).tuples().first()
    )
    return Decimal(amount).scaleb(-2), Decimal(waiting + paid).scaleb(-2)


@dataclass(frozen=True, eq=False)
class ScoreOf(Measured):
    """The score of a post's last review published by the end of the week."""

    post: str

    def value(self, week: Span) -> Decimal | None:
        last = self._last(week)
        return last.score if last else None

    def per_store(self, week: Span) -> dict[int, Any]:
        return {}

    def behind(self, week: Span) -> tuple[type, dict]:
        last = self._last(week)
        mine = {"subject": {"eq": "department"}, "department": {"eq": self.post}, "state": {"in": list(PUBLISHED)}}
        return KpiReview, {**mine, "month": {"in": [last.month] if last else []}}

    def parts(self) -> list[Measure]:
        return [Measure(KpiReview, "published_on", upto=True)]

    def _last(self, week: Span) -> Row | None:
        mine = KpiReview.rows(
            KpiReview.subject == "department",
            KpiReview.department == self.post,
            KpiReview.published_on <= week.last,
            KpiReview.state.in_(PUBLISHED),
            order=KpiReview.month.desc(),
        )
        return next(iter(mine), None)


def tasks_by_week(week: Week) -> dict:
    weeks = [Week(week.monday - timedelta(days=7 * at)) for at in range(WEEKS - 1, -1, -1)]
    return {
        "x": [str(week) for week in weeks],
        "series": [(OPENED, [opened.value(week) for week in weeks]), (CLOSED, [closed.value(week) for week in weeks])],
    }


def budget_by_month(week: Week) -> dict:
    last = week.to_date("month").first
    months = [f"{add_months(last, -at):%Y-%m}" for at in range(MONTHS - 1, -1, -1)]
    pairs = [_budget(month) for month in months]
    return {
        "x": months,
        "series": [(BUDGET, [float(amount) for amount, _ in pairs]), (USED, [float(amount) for _, amount in pairs])],
    }


def expenses_by_kind(week: Week) -> dict:
    """What the month's money went into so far."""
    month, total = _month(week), peewee.fn.SUM(Expense.amount).coerce(False)
    sums = Expense.select(Expense.category, total).where(Expense.month == month, Expense.state != "rejected")
    cents = dict(sums.group_by(Expense.category).tuples())
    kinds = [kind for kind in COST_KINDS if cents.get(kind.key)]
    return {
        "x": [kind.label for kind in kinds],
        "series": [(USED, [float(Decimal(int(cents[kind.key])).scaleb(-2)) for kind in kinds])],
    }


POSTS = tuple(choice for choice in DEPARTMENTS if choice.key != "store")
