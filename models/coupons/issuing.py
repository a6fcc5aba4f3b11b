"""Issuing coupons: to a segment, to a list that is worked through, or to one member; never more than was said."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import peewee

from ..kit import Changes, Refused, Row, Text, in_one_change
from ..kit.clock import today
from ..members import Member, MemberCall
from . import words
from .held import CHUNK, COUNTED, MemberCoupon
from .kinds import GIVING, Coupon, state_of

MAY_HAVE = ("active", "dormant")


@in_one_change
def issue_coupons(
    c: Changes, coupon: int, *, segment: str | None = None, list: int | None = None, store: int | None = None
) -> Text:
    """To everybody of a segment or list who hasn't had as many as one may; all of them or, where too few are left, none."""
    row = _open(c, coupon)
    if segment is None and list is None:
        raise Refused(words.NO_WHOM, "segment")
    people = _people(segment, list, store)
    had = had_of(row.id)
    due = [id for id in people if had[id] < row.each]
    left = None if row.limit is None else row.limit - row.issued
    if left is not None and len(due) > left:
        raise Refused(words.TOO_MANY(count=len(due), name=row.name, left=left), "store")
    give(c, row, due)
    others = len(people) - len(due)
    return words.ISSUED_SOME(count=len(due), had=others) if others else words.ISSUED(count=len(due))


@in_one_change
def give_coupon(c: Changes, member: int, *, coupon: int) -> Text:
    """To one member, within the same limits."""
    row, person = _open(c, coupon), c.fresh(Member, member)
    if person.status not in MAY_HAVE:
        state = Text(*(Member.status.show(person.status, lang) for lang in ("zh", "en")))
        raise Refused(words.NO_MEMBER(member=person.name, state=state))
    count = had_of(row.id)[member]
    if count >= row.each:
        raise Refused(words.HAS_ENOUGH(member=person.name, count=count, name=row.name, each=row.each), "coupon")
    if row.limit is not None and row.issued >= row.limit:
        raise Refused(words.NONE_LEFT(name=row.name, limit=row.limit), "coupon")
    made = give(c, row, [member])[0]
    return words.GIVEN(member=person.name, no=made.no, until=made.ends_on)


def _open(c: Changes, coupon: int) -> Row:
    row = c.fresh(Coupon, coupon)
    if row.state not in GIVING:
        raise Refused(words.NOT_RUNNING(name=row.name, state=state_of(row)))
    if row.ends_on < today():
        raise Refused(words.OVER(day=row.ends_on))
    return row


def give(c: Changes, coupon: Row, members: list[int]) -> list[Row]:
    first, last = days_of(coupon, today())
    return c.add(
        MemberCoupon,
        [{"coupon": coupon.id, "member": id, "starts_on": first, "ends_on": last} for id in members],
    )


def days_of(coupon: Row, day: date) -> tuple[date, date]:
    """From when until when one is good that is got on this day."""
    first = max(day, coupon.starts_on)
    last = coupon.ends_on if coupon.days is None else min(coupon.ends_on, first + timedelta(days=coupon.days - 1))
    return first, last


def had_of(coupon: int) -> Counter[int]:
    """By member, how many of a kind he got; those taken back don't count."""
    count = peewee.fn.COUNT(MemberCoupon.id)
    mine = (MemberCoupon.coupon == coupon) & MemberCoupon.state.in_(COUNTED)
    return Counter(
        dict(MemberCoupon.select(MemberCoupon.member, count).where(mine).group_by(MemberCoupon.member).tuples())
    )


def _people(segment: str | None, list: int | None, store: int | None) -> list[int]:
    """Members of both where both are named; who is left alone for comparison stays so."""
    wanted = Member.status.in_(MAY_HAVE)
    if segment is not None:
        wanted &= Member.segment == segment
    if store is not None:
        wanted &= Member.home_store == store
    query = Member.select(Member.id).where(wanted).order_by(Member.id)
    if list is None:
        return [id for (id,) in query.tuples()]
    calls = MemberCall.select(MemberCall.member).where(MemberCall.list == list, MemberCall.state != "held")
    ids = sorted({id for (id,) in calls.tuples()})
    return [id for some in _some(ids) for (id,) in query.where(Member.id.in_(some)).tuples()]


def _some(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


@in_one_change
def void_coupon(c: Changes, held: int, *, reason: str) -> None:
    """Take an unused one back."""
    row = c.fresh(MemberCoupon, held)
    if row.state == "used":
        raise Refused(words.ALREADY_USED(code=row.no), "state")
    c.update(MemberCoupon, row.id, state="void", why_void=reason)


def expire(c: Changes, day: date) -> tuple[int, int]:
    """What members hold beyond its day, and kinds that are over; how many of each."""
    held: Any = MemberCoupon.select(MemberCoupon.id).where(MemberCoupon.state == "held", MemberCoupon.ends_on < day)
    gone = {id: {"state": "expired"} for (id,) in held.tuples()}
    over = {row.id: {"state": "ended"} for row in Coupon.rows(Coupon.state.in_(GIVING), Coupon.ends_on < day)}
    c.alter(MemberCoupon, gone)
    c.alter(Coupon, over)
    return len(gone), len(over)
