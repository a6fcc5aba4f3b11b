"""Targets of sellers 销售指标: what their orders came to stands beside what they are to sell, as the stores' days beside the stores'."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..kit import Changes, Move, Row
from ..kit.clock import add_months
from ..stores import SalesTarget
from ..stores.sales import MONTHS, reached
from .order_states import SOLD
from .orders import GroupOrder


def count_aimed(c: Changes, moves: list[Move]) -> None:
    """A seller's target that is new or moved says what was sold."""
    moved = [move for move in moves if move.changed("span", "month", "owner", "amount")]
    recount_sellers(c, {row.month[:4] for move in moved for row in (move.old, move.new) if row and row.owner})


def count_ordered(c: Changes, moves: list[Move]) -> None:
    """What was ordered shows at once in the targets of that year."""
    moved = [move for move in moves if move.changed("amount", "owner", "ordered_on", "state")]
    rows = [row for move in moved for row in (move.old, move.new) if row]
    recount_sellers(c, {f"{row.ordered_on:%Y}" for row in rows if row.owner})


def recount_sellers(c: Changes, years: Iterable[str]) -> None:
    """By the month of the order, as the scorecards have it."""
    for year in sorted(set(years)):
        within = SalesTarget.month.between(f"{year}-01", f"{year}-12")
        targets = SalesTarget.rows(within, SalesTarget.owner.is_null(False))
        sold = _sold({target.owner for target in targets}, int(year)) if targets else {}
        c.alter(SalesTarget, {target.id: _reached(target, sold) for target in targets})


def _sold(owners: set[int], year: int) -> dict[tuple[int, str], Decimal]:
    """By seller and month."""
    sold: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    within = GroupOrder.ordered_on.between(date(year, 1, 1), date(year, 12, 31))
    columns = (GroupOrder.owner, GroupOrder.ordered_on, GroupOrder.amount)
    mine = within & GroupOrder.state.in_(SOLD) & GroupOrder.owner.in_(sorted(owners))
    for owner, day, amount in GroupOrder.select(*columns).where(mine).tuples():
        sold[owner, f"{day:%Y-%m}"] += amount
    return sold


def _reached(target: Row, sold: dict[tuple[int, str], Decimal]) -> dict:
    first = date.fromisoformat(f"{target.month}-01")
    months = [f"{add_months(first, at):%Y-%m}" for at in range(MONTHS[target.span])]
    actual = sum((sold.get((target.owner, month), Decimal(0)) for month in months), Decimal(0))
    return {"actual": actual, "rate": reached(actual, target.amount)}
