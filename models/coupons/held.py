"""Coupons that members hold 会员的券: each with a number and days of its own, once usable."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

import peewee

from ..kit import Changes, ChoiceField, DayField, LineField, LinkField, MomentField, MoneyField, Move, Record, Sheet
from ..kit import numbered as next_numbers
from ..kit.clock import today
from ..members import Member
from ..organization import Store
from . import words
from .kinds import Coupon

CHUNK = 500


def count_coupons(c: Changes, moves: list[Move]) -> None:
    recount(c, {row.coupon for move in moves for row in (move.old, move.new) if row})


def recount(c: Changes, coupons: Iterable[int]) -> None:
    """A kind says how many members got, how many they used, and what it cost and brought."""
    sums = {
        "saved": peewee.fn.SUM(MemberCoupon.saved).coerce(False),
        "sales": peewee.fn.SUM(MemberCoupon.amount).coerce(False),
    }
    sets = {}
    for id in Coupon.rows_by_id(set(coupons)):
        mine = MemberCoupon.select().where(MemberCoupon.coupon == id)
        issued, used = (mine.where(MemberCoupon.state.in_(states)).count() for states in (COUNTED, ("used",)))
        totals = MemberCoupon.select(*sums.values()).where(MemberCoupon.coupon == id, MemberCoupon.state == "used")
        cents = dict(zip(sums, totals.tuples().first(), strict=True))
        rate = (Decimal(100 * used) / issued).quantize(Decimal("0.01"), ROUND_FLOOR) if issued else None
        sets[id] = {"issued": issued, "used": used, "used_rate": rate}
        sets[id] |= {name: Decimal(int(sum or 0)).scaleb(-2) for name, sum in cents.items()}
    c.alter(Coupon, sets)


COUNTED = ("held", "used", "expired")  # a void one was taken back: it may be issued again


class MemberCoupon(Record):
    """One coupon of one member."""

    no = LineField("券码", "Coupon code", null=True, unique=True, max_length=30, width=160, auto="Q")
    coupon = LinkField(Coupon, "优惠券", "Coupon")
    member = LinkField(Member, "会员", "Member", aka=("会员卡号", "卡号"))
    issued_on = DayField("发放日期", "Issued on", default=today, index=True)
    starts_on = DayField("可用开始", "Good from", default=today)
    ends_on = DayField("可用截止", "Good until", index=True)
    used_at = MomentField("使用时间", "Used at", null=True, derived=True)
    store = LinkField(Store, "使用门店", "Used in", null=True, derived=True)
    receipt_no = LineField("小票号", "Receipt no.", null=True, max_length=40, derived=True)
    amount = MoneyField("券前金额", "Purchase", null=True, derived=True, sum=True)
    saved = MoneyField("让利", "Taken off", null=True, derived=True, sum=True)
    why_void = LineField("作废原因", "Why void", null=True, max_length=200, locked=True)
    state = ChoiceField("状态", "State", options=words.HELD_STATES, default="held", locked=True, width=90)

    sheet = Sheet(
        "会员的券",
        "Members' coupons",
        title="no",
        says=("no", "coupon"),
        order=("-issued_on", "-id"),
        key=("no",),
        search=("no", "member", "coupon", "receipt_no"),
        verbs="see export",
        fill=lambda c, rows: next_numbers(MemberCoupon, rows),
        derives=(count_coupons,),
        scopes={"store": "member.home_store", "region": "member.home_store.region", "own": "member.recruiter"},
    )

    class Meta:
        indexes = ((("coupon", "member"), False), (("member", "state"), False))
