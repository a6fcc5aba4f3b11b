"""What people do with gifts: redeem, request, issue, cancel, and the gifts' own comings and goings."""

from typing import Any

from ..kit import Changes, Refused, Row, Text, in_one_change
from ..kit.clock import today
from ..kit.write.history import Tally
from ..kit.write.leaving import Takes
from .gifts import (
    Gift,
    GiftMovement,
    Redemption,
    card_in_use,
    price_of,
    standing,
    state_of,
    take_back_redemption,
    within_limit,
)
from .people import Member
from .points import PointsEntry, hand_over, meet_debts, spend

NOT_OFFERED = Text("{gift}现在不能兑换（{why}）", "{gift} can't be redeemed now ({why})")
WITHDRAWN = Text("已下架", "withdrawn")
NOT_YET = Text("{day} 起可兑换", "from {day}")
NO_LONGER = Text("已于 {day} 截止", "ended {day}")
NOT_OPEN = Text("这张兑换单的状态是“{state}”，不能{what}", "This redemption is “{state}”; it can't be {what}")
PAST = Text(
    "这是导入的历史兑换，没有动过积分和库存，不能取消",
    "A past redemption from a workbook moved nothing, so it can't be cancelled",
)
REDEEMED = Text("已兑换 {gift} × {qty}，用去 {points} 积分", "Redeemed {gift} × {qty} for {points} points")
REQUESTED = Text("已登记申请 {no}", "Request {no} is noted")
CANCELLED = Text("已取消 {no}，积分、库存和预算都已退回", "{no} is cancelled; points, stock and budget are back")
NO_QTY = Text("数量至少为 1", "The quantity must be at least 1")
SIGNS = {"in": 1, "count": 1, "scrap": -1}  # which way each kind of movement moves the stock
ISSUE, CANCEL = Text("发放", "issued"), Text("取消", "cancelled")


@in_one_change
def redeem(c: Changes, member: int, *, gift: int, qty: int = 1, store: int | None = None, note: str | None = None):
    """Points, stock and budget move together or not at all."""
    row = _request(c, member, gift, qty, store, note)
    _issue(c, row)
    return REDEEMED(gift=Gift.title_of(gift), qty=qty, points=row.points)


@in_one_change
def request_gift(
    c: Changes, member: int, *, gift: int, qty: int = 1, store: int | None = None, note: str | None = None
):
    """Note what a member wants; nothing moves until it is issued."""
    row = _request(c, member, gift, qty, store, note)
    return REQUESTED(no=row.no)


@in_one_change
def issue(c: Changes, redemption: int):
    """Hand out what was requested."""
    row = c.fresh(Redemption, redemption)
    if row.state != "requested":
        raise Refused(NOT_OPEN(state=state_of(row), what=ISSUE), "state")
    card_in_use(c, row.member)
    _issue(c, row)
    return REDEEMED(gift=Gift.title_of(row.gift), qty=row.qty, points=row.points)


@in_one_change
def cancel(c: Changes, redemption: int):
    """Put points, stock and budget back."""
    row = c.fresh(Redemption, redemption)
    if row.past:
        raise Refused(PAST, "state")
    if row.state == "cancelled":
        raise Refused(NOT_OPEN(state=state_of(row), what=CANCEL), "state")
    holders = {entry.member for entry in standing(PointsEntry, row.no) if entry.points < 0}
    take_back_redemption(c, row)
    meet_debts(c, {row.member})
    for gone in holders - {row.member}:
        hand_over(c, gone, row.member)  # a card merged since: its points belong to the survivor
    return CANCELLED(no=row.no)


def redeeming_leaves(member: int, gift: int | None = None, qty: int | None = None, **_: Any) -> list[Takes]:
    """The member's points and the gift's stock."""
    if gift is None:
        return [Takes(Member, member, "points", 0)]
    return _takes(member, gift, price_of(Gift.row(gift), qty or 0)[0], qty or 0)


def issuing_leaves(redemption: int) -> list[Takes]:
    """As redeeming does, at the points that were agreed when it was asked for."""
    row = Redemption.row(redemption)
    return _takes(row.member, row.gift, row.points, row.qty)


def _takes(member: int, gift: int, points: int, qty: int) -> list[Takes]:
    return [Takes(Member, member, "points", -points), Takes(Gift, gift, "stock", -qty)]


def moving_leaves(gift: int, kind: str | None = None, qty: int | None = None, **_: Any) -> list[Takes]:
    return [Takes(Gift, gift, "stock", SIGNS[kind] * (qty or 0))] if kind in SIGNS else []


def _request(c: Changes, member: int, gift: int, qty: int, store: int | None, note: str | None) -> Row:
    if qty < 1:
        raise Refused(NO_QTY, "qty")
    person, wanted = card_in_use(c, member), c.fresh(Gift, gift)
    _offered(wanted)
    within_limit(wanted, member, qty)
    points, cost = price_of(wanted, qty)
    return c.create(
        Redemption,
        no=_next_no(),
        member=member,
        gift=gift,
        qty=qty,
        points=points,
        cost=cost,
        store=store or c.who.store_id or person.home_store,
        issued_by=c.who.employee_id,
        note=note,
    )


def _issue(c: Changes, row: Row) -> None:
    gift = c.fresh(Gift, row.gift)
    if row.points:
        spend(c, row.member, row.points, kind="redeem", source="redemption", reference=row.no, store=row.store)
    c.create(
        GiftMovement,
        gift=row.gift,
        store=row.store,
        kind="issue",
        qty=-row.qty,
        unit_cost=gift.unit_cost,
        reference=row.no,
        by=c.who.name,
    )
    c.update(Redemption, row.id, state="issued")


def _offered(gift: Row) -> None:
    day = today()
    why = None
    if gift.status != "on":
        why = WITHDRAWN
    elif gift.starts_on and day < gift.starts_on:
        why = NOT_YET(day=gift.starts_on)
    elif gift.ends_on and day > gift.ends_on:
        why = NO_LONGER(day=gift.ends_on)
    if why:
        raise Refused(NOT_OFFERED(gift=gift.name, why=why), "gift")


def _next_no() -> str:
    number = Tally.select(Tally.next_id).where(Tally.record == Redemption.key()).scalar() or 1
    return f"DH{today():%Y%m%d}{number:06d}"


@in_one_change
def receive_gifts(c: Changes, gift: int, *, kind: str, qty: int, reason: str | None = None):
    """Gifts come in, are written off, or are counted: then the difference, which may be negative."""
    if not qty or (qty < 0 and kind != "count"):
        raise Refused(NO_QTY, "qty")
    row = c.fresh(Gift, gift)
    c.create(
        GiftMovement,
        gift=gift,
        kind=kind,
        qty=SIGNS[kind] * qty,
        unit_cost=row.unit_cost,
        reason=reason,
        by=c.who.name,
    )
    stock = c.fresh(Gift, gift).stock
    return Text("{gift} 现有库存 {stock}", "{gift}: {stock} in stock")(gift=row.name, stock=stock)
