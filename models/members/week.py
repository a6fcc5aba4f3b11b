"""What the week of members, points and gifts comes to."""

import peewee

from ..kit.week import Week
from .gifts import Redemption
from .people import Member
from .points import PointsEntry


def new_members(week: Week) -> int:
    return Member.select().where(Member.joined_on.between(week.monday, week.sunday)).count()


def points_earned(week: Week) -> int:
    return _points(week, ("earn", "opening"))


def points_spent(week: Week) -> int:
    return -_points(week, ("redeem",))


def points_expired(week: Week) -> int:
    return -_points(week, ("expire",))


def points_outstanding(week: Week) -> int:
    return int(PointsEntry.select(_sum(PointsEntry.points)).where(PointsEntry.occurred_at < week.ends).scalar() or 0)


def gifts_issued(week: Week) -> int:
    return int(Redemption.select(_sum(Redemption.qty)).where(*_issued(week)).scalar() or 0)


def gifts_cost(week: Week):
    return Redemption.cost.python_value(
        int(Redemption.select(_sum(Redemption.cost)).where(*_issued(week)).scalar() or 0)
    )


def _points(week: Week, kinds: tuple[str, ...]) -> int:
    """Signed points of these kinds in the week, with what was reversed of them taken off."""
    reversed_line = PointsEntry.alias()
    own = PointsEntry.kind.in_(kinds)
    undone = (PointsEntry.kind == "reversal") & PointsEntry.reverses.in_(
        reversed_line.select(reversed_line.id).where(reversed_line.kind.in_(kinds))
    )
    within = (PointsEntry.occurred_at >= week.starts) & (PointsEntry.occurred_at < week.ends)
    return int(PointsEntry.select(_sum(PointsEntry.points)).where(within, own | undone).scalar() or 0)


def _issued(week: Week) -> tuple:
    within = (Redemption.requested_at >= week.starts) & (Redemption.requested_at < week.ends)
    return within, Redemption.state == "issued"


def _sum(column):
    return peewee.fn.SUM(column).coerce(False)
