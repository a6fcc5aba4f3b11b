"""What the week of franchising comes to."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import peewee

from ..kit import Measure, Param, Ratio, Text, setting
from ..kit.ask.query import Query
from ..kit.clock import Span, Week
from ..kit.week.lasting import StillOpen
from ..kit.week.measures import COUNTING, Measured
from ..organization import Franchisee, Store
from ..organization.franchisees import FRANCHISEE_STATES
from ..stores.selling import SoldSince, of_week
from .cases import CaseStep, FranchiseCase
from .guidance import Guidance
from .reviews import GRADES, FranchiseReview
from .royalties import RoyaltyBill, RoyaltyPayment

ENDING_DAYS = Param(
    "franchise_contract_ending_days", "加盟合同到期提醒（天）", "Franchise contracts: days of warning", 90, "天"
)
RUNNING = ("signed", "preparing", "open")
DONE = {"state": {"eq": "done"}}
WEEKS = 12
OWN, FRANCHISE, HOW_MANY = Text("自营", "Own"), Text("加盟", "Franchise"), Text("家数", "Franchisees")

in_talks = Measure(Franchisee, where={"state": {"eq": "talking"}})
joined = Measure(Franchisee, when="signed_on", where={"state": {"ne": "talking"}})
left = Measure(FranchiseCase, when="closed_on", where={**DONE, "kind": {"eq": "exit"}}, by="store")
reviewed_well = Measure(FranchiseReview, when="reviewed_on", where={"grade": {"in": ["A", "B"]}})
reviewed_poorly = Measure(FranchiseReview, when="reviewed_on", where={"grade": {"in": ["C", "D"]}})
guided = Measure(Guidance, when="given_on", by="store")
received = Measure(RoyaltyPayment, when="paid_on", sum="amount")


def running_cases() -> dict:
    """Steps of a cancelled case are nobody's any more."""
    cancelled = FranchiseCase.select(FranchiseCase.id).where(FranchiseCase.state == "cancelled")
    return {"case": {"not_in": [id for (id,) in cancelled.tuples()]}}


late_steps = StillOpen(
    CaseStep, "due_on", where={"state": {"ne": "waived"}}, ended=("done_on",), among=running_cases, by="case.store"
)


def contracts_ending(week: Span) -> int:
    """Contracts that end within the days of warning after the week."""
    last = week.last + timedelta(days=int(setting(ENDING_DAYS)))
    return Franchisee.select().where(Franchisee.state.in_(RUNNING), Franchisee.ends_on.between(week.last, last)).count()


def ending_rows(week: Span) -> dict:
    last = week.last + timedelta(days=int(setting(ENDING_DAYS)))
    return {"state": {"in": list(RUNNING)}, "ends_on": {"ge": week.last.isoformat(), "le": last.isoformat()}}


class Overdue(Measured):
    """What was left of the bills that were past their day at the week's end: payments that came later don't count yet."""

    bills = StillOpen(
        RoyaltyBill, "due_on", sum="amount", ended=("paid_on",), where={"state": {"ne": "waived"}, "amount": {"gt": 0}}
    )

    def value(self, week: Span) -> Decimal:
        record, narrowed = self.behind(week)
        bills = Query(record, COUNTING, narrowed).where
        paid = RoyaltyPayment.select(peewee.fn.SUM(RoyaltyPayment.amount).coerce(False)).where(
            RoyaltyPayment.bill.in_(RoyaltyBill.select(RoyaltyBill.id).where(bills)),
            RoyaltyPayment.paid_on <= week.last,
        )
        return self.bills.value(week) - Decimal(int(paid.scalar() or 0)).scaleb(-2)

    def per_store(self, week: Span) -> dict:
        return {}

    def behind(self, week: Span) -> tuple:
        return self.bills.behind(week)

    def parts(self) -> list[Measure]:
        return [self.bills, Measure(RoyaltyPayment, "paid_on", sum="amount", upto=True)]


overdue = Overdue()


def shops(*kinds: str) -> Callable[[Span], set[int]]:
    """The stores of these kinds."""
    return lambda week: {id for (id,) in Store.select(Store.id).where(Store.kind.in_(kinds)).tuples()}


class Whole(SoldSince):
    """Sales that are only held together in all: a single shop is all franchise or all our own."""

    def value(self, week: Span) -> Decimal:
        return sum(super().per_store(week).values(), Decimal(0))

    def per_store(self, week: Span) -> dict:
        return {}


franchise_sales, own_sales = SoldSince(of_week, shops("franchise")), SoldSince(of_week, shops("own"))
share = Ratio(Whole(of_week, shops("franchise")), Whole(of_week, shops("franchise", "own")))


def by_state(week: Week) -> dict:
    """Where the franchisees stand, from the first talk to leaving."""
    count = Counter(state for (state,) in Franchisee.select(Franchisee.state).tuples())
    return {
        "x": [state.label for state in FRANCHISEE_STATES],
        "series": [(HOW_MANY, [count[state.key] for state in FRANCHISEE_STATES])],
    }


def by_grade(week: Week) -> dict:
    """How the last review of each franchisee came out."""
    newest: dict[int, str] = {}
    for row in FranchiseReview.rows(FranchiseReview.grade.is_null(False), order=FranchiseReview.month):
        newest[row.franchisee] = row.grade
    count = Counter(newest.values())
    return {"x": [grade.label for grade in GRADES], "series": [(HOW_MANY, [count[grade.key] for grade in GRADES])]}


def sales_by_week(week: Week) -> dict:
    weeks = [Week(week.monday - timedelta(days=7 * at)) for at in range(WEEKS - 1, -1, -1)]
    return {
        "x": [str(week) for week in weeks],
        "series": [
            (OWN, [float(own_sales.value(week)) for week in weeks]),
            (FRANCHISE, [float(franchise_sales.value(week)) for week in weeks]),
        ],
    }
