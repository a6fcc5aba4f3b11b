"""What the week of members, points and gifts comes to."""

from calendar import monthrange
from datetime import timedelta
from decimal import Decimal

import peewee

from ..kit.week import Week, start_of
from .gifts import Gift, GiftBudget, Redemption
from .people import DORMANT_AFTER_DAYS, Member, RecruitTarget, reached
from .points import PointsEntry
from .purchases import Purchase

ZERO = Decimal(0)


def new_members(week: Week) -> int:
    return Member.select().where(Member.joined_on.between(week.monday, week.sunday)).count()


def recruiting_reached(week: Week) -> Decimal | None:
    """New members against the days' share of the months' targets: those of the stores, or the company's where none is set."""
    target = sum((_target_of(week.monday + timedelta(days=at)) for at in range(7)), ZERO)
    return reached(new_members(week), target)


def active_members(week: Week) -> int:
    return len(_buyers(week, DORMANT_AFTER_DAYS))


def dormant_members(week: Week) -> int:
    return len(_buyers(week, 2 * DORMANT_AFTER_DAYS)) - active_members(week)


def repeat_rate(week: Week) -> Decimal | None:
    """Of those who bought in the 90 days up to the week's end, how many did so twice or more, in per cent."""
    bought = _buyers(week, DORMANT_AFTER_DAYS)
    return reached(sum(1 for times in bought.values() if times > 1), len(bought))


def member_sales(week: Week) -> Decimal:
    net = Purchase.select(_sum(Purchase.amount - Purchase.refunded)).where(*_within(Purchase.purchased_at, week))
    return _money(net)


def average_spend(week: Week) -> Decimal | None:
    count = Purchase.select().where(*_within(Purchase.purchased_at, week)).count()
    return _each(member_sales(week), count)


def points_earned(week: Week) -> int:
    return _points(week, ("earn",))


def points_spent(week: Week) -> int:
    return -_points(week, ("redeem",))


def points_expired(week: Week) -> int:
    return -_points(week, ("expire",))


def points_outstanding(week: Week) -> int:
    return int(PointsEntry.select(_sum(PointsEntry.points)).where(PointsEntry.occurred_at < week.ends).scalar() or 0)


def points_cost(week: Week) -> Decimal | None:
    """What the outstanding points would cost, by the mean cost of a point of the gifts on offer."""
    offered = Gift.select(_sum(Gift.unit_cost), _sum(Gift.price)).where(Gift.status == "on", Gift.price > 0)
    cents, points = offered.tuples().first()
    return _each(Decimal(points_outstanding(week)) * int(cents) / 100, points) if points else None


def gifts_issued(week: Week) -> int:
    return int(Redemption.select(_sum(Redemption.qty)).where(*_issued(week)).scalar() or 0)


def gifts_cost(week: Week) -> Decimal:
    return _money(Redemption.select(_sum(Redemption.cost)).where(*_issued(week)))


def budget_used(week: Week) -> Decimal | None:
    """How much of the company's gift budget of the month in which the week ends is used, in per cent."""
    month = f"{week.sunday:%Y-%m}"
    budget = next(iter(GiftBudget.rows(GiftBudget.month == month, GiftBudget.store.is_null())), None)
    return reached(budget.used, budget.amount) if budget else None


def members_served(week: Week) -> int:
    return Redemption.select(Redemption.member).where(*_issued(week)).distinct().count()


def cost_per_member(week: Week) -> Decimal | None:
    return _each(gifts_cost(week), members_served(week))


# The rows behind a figure, as the grid filters them -----------------------------------------------------------------------


def joined(week: Week) -> dict:
    return {"joined_on": {"ge": week.monday.isoformat(), "le": week.sunday.isoformat()}}


def bought(week: Week) -> dict:
    return {"purchased_at": _moments(week)}


def earned(week: Week) -> dict:
    return {"occurred_at": _moments(week), "kind": {"in": ["earn"]}}


def spent(week: Week) -> dict:
    return {"occurred_at": _moments(week), "kind": {"in": ["redeem"]}}


def expired(week: Week) -> dict:
    return {"occurred_at": _moments(week), "kind": {"in": ["expire"]}}


def handed_out(week: Week) -> dict:
    return {"requested_at": _moments(week), "state": {"in": ["issued"]}}


def _moments(week: Week) -> dict:
    return {"ge": f"{week.starts.isoformat()}Z", "lt": f"{week.ends.isoformat()}Z"}


def recruits_wanted(week: Week) -> Decimal | None:
    """The days' share of the months' recruiting targets; None where nobody set one."""
    return sum((_target_of(week.monday + timedelta(days=at)) for at in range(7)), ZERO).quantize(Decimal(1)) or None


def _target_of(day) -> Decimal:
    """One day's share of its month's recruiting target."""
    targets = RecruitTarget.rows(RecruitTarget.month == f"{day:%Y-%m}")
    stores = sum(target.target for target in targets if target.store is not None)
    company = sum(target.target for target in targets if target.store is None)
    return Decimal(stores or company) / monthrange(day.year, day.month)[1]


def _buyers(week: Week, days: int) -> dict[int, int]:
    """How often each member who is still one bought in so many days up to the end of the week."""
    since = start_of(week.sunday - timedelta(days=days - 1))
    bought = Purchase.select(Purchase.member, peewee.fn.COUNT(Purchase.id)).join(Member)
    bought = bought.where(Purchase.purchased_at >= since, Purchase.purchased_at < week.ends, Member.status != "left")
    return dict(bought.where(Purchase.amount > Purchase.refunded).group_by(Purchase.member).tuples())


def _points(week: Week, kinds: tuple[str, ...]) -> int:
    """Signed points of these kinds in the week, with what was reversed of them taken off."""
    reversed_line = PointsEntry.alias()
    own = PointsEntry.kind.in_(kinds)
    undone = (PointsEntry.kind == "reversal") & PointsEntry.reverses.in_(
        reversed_line.select(reversed_line.id).where(reversed_line.kind.in_(kinds))
    )
    within = _within(PointsEntry.occurred_at, week)
    return int(PointsEntry.select(_sum(PointsEntry.points)).where(*within, own | undone).scalar() or 0)


def _issued(week: Week) -> tuple:
    return *_within(Redemption.requested_at, week), Redemption.state == "issued"


def _within(moment: peewee.Field, week: Week) -> tuple:
    return moment >= week.starts, moment < week.ends


def _money(query: peewee.Query) -> Decimal:
    return Decimal(int(query.scalar() or 0)).scaleb(-2)


def _each(amount: Decimal, count: int) -> Decimal | None:
    return (amount / count).quantize(Decimal("0.01")) if count else None


def _sum(column):
    return peewee.fn.SUM(column).coerce(False)
