"""The demo's members who owe points."""

from datetime import timedelta

from models.kit import Changes
from models.kit.clock import set_source, start_of, time_source, today
from models.members import Member, Purchase

from .company import Company
from .days import set_clock


def fill(c: Changes, _: Company) -> None:
    """Somebody spent the points of a purchase and then brought it back: what is missing is owed."""
    poor = (
        Purchase.select(Purchase.id)
        .join(Member, on=(Purchase.member == Member.id))
        .where(
            Purchase.points > Member.points,
            Purchase.refunded == 0,
            Purchase.purchased_at >= start_of(today() - timedelta(days=200)),
            Member.status == "active",
        )
    )
    clock = time_source()
    set_clock(today() - timedelta(days=1), 21, 50)
    ids = [id for (id,) in poor.order_by(Purchase.purchased_at.desc()).limit(3).tuples()]
    try:
        c.alter(Purchase, {row.id: {"refunded": row.amount} for row in Purchase.rows_by_id(ids).values()})
    finally:
        set_source(clock)
