"""What the week of franchising comes to."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import peewee

from ..kit import Measure, Param, Ratio, Text, setting
from ..kit.week import Week, today
from ..organization import Franchisee, Store
from ..organization.franchisees import FRANCHISEE_STATES
from ..stores import StoreDay
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
joined = Measure(Franchisee, when="signed_on")
left = Measure(FranchiseCase, when="closed_on", where={**DONE, "kind": {"eq": "exit"}})
reviewed_well = Measure(FranchiseReview, when="reviewed_on", where={"grade": {"in": ["A", "B"]}})
reviewed_poorly = Measure(FranchiseReview, when="reviewed_on", where={"grade": {"in": ["C", "D"]}})
guided = Measure(Guidance, when="given_on", by="store")
guided_well = Ratio(Measure(Guidance, when="given_on", where={"state": {"eq": "closed"}}, by="store"), guided)
received = Measure(RoyaltyPayment, when="paid_on", sum="amount")
overdue = Measure(RoyaltyBill, sum="left", where={"state": {"eq": "overdue"}})


def contracts_ending(week: Week) -> int:
    """Contracts that end within the days of warning after the week."""
    last = week.sunday + timedelta(days=int(setting(ENDING_DAYS)))
    return (
        Franchisee.select().where(Franchisee.state.in_(RUNNING), Franchisee.ends_on.between(week.sunday, last)).count()
    )


def ending_rows(week: Week) -> dict:
    last = week.sunday + timedelta(days=int(setting(ENDING_DAYS)))
    return {"state": {"in": list(RUNNING)}, "ends_on": {"ge": week.sunday.isoformat(), "le": last.isoformat()}}


def franchise_sales(week: Week) -> Decimal:
    return _sales("franchise", week)


def own_sales(week: Week) -> Decimal:
    return _sales("own", week)


def share(week: Week) -> Decimal | None:
    """What the franchise shops sell of all that own and franchise shops sell, in per cent."""
    theirs, ours = franchise_sales(week), own_sales(week)
    return (100 * theirs / (theirs + ours)).quantize(Decimal("0.01")) if theirs + ours else None


def sales_rows(week: Week) -> dict:
    return {"day": {"ge": week.monday.isoformat(), "le": week.sunday.isoformat()}}


def late_steps(week: Week) -> int:
    """Steps of cases that were due by the end of the week and are still open."""
    last = min(week.sunday, today())
    return CaseStep.select().where(CaseStep.state == "todo", CaseStep.due_on < last).count()


def late_rows(week: Week) -> dict:
    return {"state": {"eq": "todo"}, "due_on": {"lt": min(week.sunday, today()).isoformat()}}


def _sales(kind: str, week: Week) -> Decimal:
    shops = Store.select(Store.id).where(Store.kind == kind)
    total = StoreDay.select(peewee.fn.SUM(StoreDay.sales).coerce(False))
    total = total.where(StoreDay.store.in_(shops), StoreDay.day.between(week.monday, week.sunday))
    return Decimal(int(total.scalar() or 0)).scaleb(-2)


def by_state(week: Week) -> dict:
    """Where the franchisees stand, from the first talk to leaving."""
    count = Counter(state for (state,) in Franchisee.select(Franchisee.state).tuples())
    return {
        "x": [one.label for one in FRANCHISEE_STATES],
        "series": [(HOW_MANY, [count[one.key] for one in FRANCHISEE_STATES])],
    }


def by_grade(week: Week) -> dict:
    """How the last review of each franchisee came out."""
    newest: dict[int, str] = {}
    for row in FranchiseReview.rows(FranchiseReview.grade.is_null(False), order=FranchiseReview.month):
        newest[row.franchisee] = row.grade
    count = Counter(newest.values())
    return {"x": [one.label for one in GRADES], "series": [(HOW_MANY, [count[one.key] for one in GRADES])]}


def sales_by_week(week: Week) -> dict:
    weeks = [Week(week.monday - timedelta(days=7 * at)) for at in range(WEEKS - 1, -1, -1)]
    return {
        "x": [str(one) for one in weeks],
        "series": [
            (OWN, [float(own_sales(one)) for one in weeks]),
            (FRANCHISE, [float(franchise_sales(one)) for one in weeks]),
        ],
    }
