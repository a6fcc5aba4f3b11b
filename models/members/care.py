"""What the service team does with a member: adjust points, freeze and thaw, merge two cards of one person."""

from typing import Any

from ..kit import Changes, Refused, Row, Text, in_one_change
from ..kit.clock import add_months, today
from ..kit.declare.record import Record, links_to
from ..kit.write.leaving import Takes
from .lists import MemberCall
from .people import Member
from .points import EXPIRES_AFTER_MONTHS, earn, hand_over, spend
from .purchases import spend_of
from .tiers import raise_tiers

NOTHING = Text("调整的积分不能是 0", "An adjustment of 0 points changes nothing")
ADJUSTED = Text("{name} 现有 {points} 积分", "{name} now has {points} points")
NO_REASON = Text("请写明原因", "Give a reason")
SAME_MEMBER = Text("不能与自己合并", "A member can't be merged with itself")
MERGED_ALREADY = Text("{name} 已并入其他会员", "{name} was merged already")
MERGED = Text("已并入 {name}（{card}），现有 {points} 积分", "Merged into {name} ({card}), now {points} points")
NOW_FROZEN = Text("{name} 已冻结，不能兑换", "{name} is frozen and can't redeem")
NOW_THAWED = Text("{name} 已恢复正常", "{name} is active again")
NOT_USABLE = Text("{name} 的状态是“{state}”，不能{what}", "{name} is “{state}” and can't be {what}")
MERGING, FREEZING = Text("合并", "merged"), Text("冻结", "frozen")
NOT_FROZEN = Text("{name} 没有被冻结", "{name} isn't frozen")


@in_one_change
def adjust_points(c: Changes, member: int, *, points: int, reason: str):
    """Add or take points by hand, with a reason that stays in the ledger."""
    if not points:
        raise Refused(NOTHING, "points")
    if not reason:
        raise Refused(NO_REASON, "reason")
    person = c.fresh(Member, member)
    entry = {"kind": "adjust", "source": "user", "reason": reason, "store": person.home_store}
    if points < 0:
        spend(c, member, -points, **entry)
    else:
        until = add_months(today(), EXPIRES_AFTER_MONTHS)
        earn(c, [{"member": member, "points": points, "expires_on": until, **entry}])
    left = c.fresh(Member, member).points
    return ADJUSTED(name=person.name, points=left)


def adjusting_leaves(member: int, points: int | None = None, **_: Any) -> list[Takes]:
    return [Takes(Member, member, "points", points or 0)]


@in_one_change
def freeze(c: Changes, member: int, *, reason: str):
    """Stop a card from redeeming."""
    if not reason:
        raise Refused(NO_REASON, "reason")
    person = c.fresh(Member, member)
    _usable(person, FREEZING)
    c.update(Member, member, status="frozen")
    return NOW_FROZEN(name=person.name)


@in_one_change
def thaw(c: Changes, member: int):
    """Let a frozen card redeem again."""
    person = c.fresh(Member, member)
    if person.status != "frozen":
        raise Refused(NOT_FROZEN(name=person.name), "status")
    c.update(Member, member, status="active")
    return NOW_THAWED(name=person.name)


@in_one_change
def merge(c: Changes, member: int, *, into: int):
    """Two cards of one person become one: everything moves to the survivor, points by paired entries."""
    if member == into:
        raise Refused(SAME_MEMBER, "into")
    gone, kept = c.fresh(Member, member), c.fresh(Member, into)
    for person in (gone, kept):
        if person.merged_into:
            raise Refused(MERGED_ALREADY(name=person.name), "into")
        _usable(person, MERGING)
    c.update(Member, member, status="left", merged_into=into)
    hand_over(c, gone.id, kept.id)
    with c.settled():  # what moves to the survivor was judged and counted when it was written
        _leave_lists(c, member, into)
        for link in links_to(Member):
            if issubclass(link.model, Record) and not link.outlives and link.model is not Member:
                _repoint(c, link, member, into)
    raise_tiers(c, {into: spend_of([into], today())[into][0]})
    left = c.fresh(Member, into)
    return MERGED(name=left.name, card=left.card_no, points=left.points)


def _leave_lists(c: Changes, gone: int, kept: int) -> None:
    """Where both cards were on a list, the survivor's line stays: nobody is on a list twice."""
    there = MemberCall.select(MemberCall.list).where(MemberCall.member == kept)
    double = MemberCall.select(MemberCall.id).where(MemberCall.member == gone, MemberCall.list.in_(there))
    c.remove(MemberCall, [id for (id,) in double.tuples()])


def _usable(person: Row, what: Text) -> None:
    if person.status in ("frozen", "left"):
        state = Text(*(Member.status.show(person.status, lang) for lang in ("zh", "en")))
        raise Refused(NOT_USABLE(name=person.name, state=state, what=what), "status")


def _repoint(c: Changes, link, member: int, into: int) -> None:
    if not link.model.sheet.ledger:
        rows = link.model.select(link.model.id).where(link == member).tuples()
        c.alter(link.model, {id: {link.name: into} for (id,) in rows})
