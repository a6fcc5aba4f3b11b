"""The demo's coupons: one kind that ran out in autumn, one that is being used now, one that waits for approval."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.coupons import Coupon, CouponUse, MemberCoupon
from models.coupons.issuing import give
from models.kit import Changes, Row
from models.kit.clock import start_of, today
from models.members import Member

from .company import Company

MOST = 240  # members who get the one that runs
PART = 4  # one in so many is used


def fill(c: Changes, world: Company) -> None:
    day = today()
    kind = {"value": Decimal(20), "least": Decimal(199), "limit": 500}
    values = {"starts_on": day - timedelta(days=25), "ends_on": day + timedelta(days=20), "state": "running"}
    running = c.create(Coupon, name="会员感恩满199减20", note="全场通用，特价商品除外", **kind, **values)
    waiting = {"starts_on": day + timedelta(days=10), "ends_on": day + timedelta(days=40), "state": "submitted"}
    c.create(Coupon, name="年货节九折", kind="percent", percent=Decimal(10), most_off=Decimal(50), **waiting)
    c.create(Coupon, name="重阳敬老满99减10", value=Decimal(10), least=Decimal(99), **_past(day))
    people = Member.rows(Member.status == "active", Member.home_store.is_null(False), order=Member.id)
    held = give(c, running, [row.id for row in world.dice.sample(people, min(MOST, len(people)))])
    since = day - timedelta(days=20)
    c.alter(MemberCoupon, {row.id: {"issued_on": since, "starts_on": since} for row in held})
    _used(c, world, held[::PART])


def _past(day: date) -> dict[str, Any]:
    return {"starts_on": day - timedelta(days=50), "ends_on": day - timedelta(days=30), "state": "ended"}


def _used(c: Changes, world: Company, held: list[Row]) -> None:
    people = Member.rows_by_id({row.member for row in held})
    uses = []
    for row in held:
        member = people[row.member]
        at = start_of(today()) + timedelta(hours=10 + world.dice.randrange(9), days=-1 - world.dice.randrange(18))
        values = {"code": row.no, "card": member.card_no, "store": member.home_store}
        uses.append({**values, "used_at": at, "amount": Decimal(world.dice.randrange(199, 480))})
    c.add(CouponUse, uses)
