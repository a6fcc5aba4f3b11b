"""What a month of a franchisee's shops says: sales and targets, visits, royalties paid in time, complaints."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import peewee

from ..kit import Changes, Refused, Text, in_one_change
from ..kit.clock import add_months, start_of
from ..organization import Store
from ..service import Complaint
from ..stores import SalesTarget, StoreDay, StoreVisit
from .reviews import FranchiseReview
from .royalties import RoyaltyBill

NO_SHOPS = Text("{month} 这位加盟商名下没有门店", "The franchisee had no shop in {month}")
GATHERED = Text("已取数：总分 {score}，等级 {grade}", "Gathered: score {score}, grade {grade}")
NOTHING = Text("—", "-")
TENTH = Decimal("0.1")


@in_one_change
def gather_review(c: Changes, review: int) -> Text:
    """Fill a review with what the other areas know of the month."""
    row = c.fresh(FranchiseReview, review)
    shops = [id for (id,) in Store.select(Store.id).where(Store.franchisee == row.franchisee).tuples()]
    if not shops:
        raise Refused(NO_SHOPS(month=row.month), "franchisee")
    c.update(FranchiseReview, review, **figures(row.franchisee, shops, row.month))
    now = c.fresh(FranchiseReview, review)
    return GATHERED(score=now.score if now.score is not None else NOTHING, grade=now.grade or NOTHING)


def figures(franchisee: int, shops: list[int], month: str) -> dict[str, Any]:
    """The parts of a review; None where nothing is known, so that the score is made of the rest."""
    first = date.fromisoformat(f"{month}-01")
    last = add_months(first, 1) - timedelta(days=1)
    days = StoreDay.store.in_(shops), StoreDay.day.between(first, last)
    targets = SalesTarget.store.in_(shops), SalesTarget.month == month, SalesTarget.span == "month"
    visits = StoreVisit.select(StoreVisit.total).where(
        StoreVisit.store.in_(shops), StoreVisit.visited_on.between(first, last), StoreVisit.total.is_null(False)
    )
    totals = [total for (total,) in visits.tuples()]
    return {
        "sales": _sum(StoreDay, StoreDay.sales, days),
        "target": _sum(SalesTarget, SalesTarget.amount, targets),
        "qsc": _mean(totals),
        "payment_rate": _paid_in_time(franchisee, month),
        "complaints": Complaint.select()
        .where(
            Complaint.store.in_(shops),
            Complaint.kind == "complaint",
            Complaint.received_at >= start_of(first),
            Complaint.received_at < start_of(last + timedelta(days=1)),
        )
        .count(),
    }


def _sum(record, item, where: tuple) -> Decimal | None:
    cents = record.select(peewee.fn.SUM(item).coerce(False)).where(*where).scalar()
    return None if cents is None else Decimal(int(cents)).scaleb(-2)


def _mean(numbers: list[Decimal]) -> Decimal | None:
    return (sum(numbers, Decimal(0)) / len(numbers)).quantize(TENTH, ROUND_HALF_UP) if numbers else None


def _paid_in_time(franchisee: int, month: str) -> Decimal | None:
    """Of the bills whose last day lay in the month, how many were paid by it, in per cent."""
    bills = [
        bill
        for bill in RoyaltyBill.rows(RoyaltyBill.franchisee == franchisee)
        if bill.due_on and f"{bill.due_on:%Y-%m}" == month and bill.state != "waived"
    ]
    return _mean([Decimal(100 * bool(bill.paid_on and bill.paid_on <= bill.due_on)) for bill in bills])
