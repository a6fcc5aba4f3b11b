"""Purchases 消费记录: what members buy, what it earns them, and what a refund takes back."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    Who,
    changes,
)
from ..kit.week import add_months, local, now, start_of, today
from ..organization import Product, Store
from .people import Member, MemberTier
from .points import PointsEntry, PointsRule, earn, multipliers, points_for, reclaim

PURCHASE_CHANNELS = (
    Choice("store", "门店", "Store"),
    Choice("online", "网店", "Online shop"),
    Choice("group", "团购", "Group buying"),
)

REFUND_TOO_LARGE = Text("退款 {refund} 超过实付金额 {amount}", "A refund of {refund} is more than the {amount} paid")
REFUND_FALLS = Text("退款金额只能增加；多退的请联系管理员冲正", "A refund can only grow")
REFUNDED = Text("已退款 {amount}，收回 {points} 积分", "Refunded {amount}; {points} points taken back")


def keep_earning(c: Changes, moves: list[Move]) -> None:
    """A purchase earns by the best rule times the tier; a refund or a deleted purchase takes it back in proportion."""
    for move in moves:
        if move.new and move.new.refunded > move.new.amount:
            shown = {
                "refund": Purchase.refunded.show(move.new.refunded),
                "amount": Purchase.amount.show(move.new.amount),
            }
            raise Refused(REFUND_TOO_LARGE(**shown), "refunded", move.index)
    _earn_new(c, [move.new for move in moves if move.old is None and move.new.member])
    for move in moves:
        if move.old is not None and move.old.member and move.changed("amount", "refunded", "member"):
            _settle(c, move)
    _refresh_members(c, {row.member for move in moves for row in (move.old, move.new) if row and row.member}, moves)


class Purchase(Record):
    """One receipt of a member."""

    receipt_no = LineField("小票号", "Receipt no.", max_length=40, width=140, aka=("单号", "小票单号", "订单号"))
    member = LinkField(Member, "会员", "Member", aka=("会员卡号", "卡号"))
    store = LinkField(Store, "门店", "Store", aka=("消费门店",))
    purchased_at = MomentField("消费时间", "Purchased at", default=now, index=True, aka=("消费日期", "日期"))
    amount = MoneyField("实付金额", "Paid", least=0, sum=True, aka=("金额", "消费金额"))
    discount = MoneyField("优惠金额", "Discount", default=0, least=0, sum=True)
    items = CountField("件数", "Items", default=1, least=0, aka=("数量",))
    channel = ChoiceField("渠道", "Channel", options=PURCHASE_CHANNELS, default="store")
    refunded = MoneyField("已退金额", "Refunded", default=0, least=0, sum=True, aka=("退款金额",))

    sheet = Sheet("消费记录", "Purchases", title="receipt_no", order=("-purchased_at",), key=("store", "receipt_no"),
                  search=("receipt_no", "member"), rules=(keep_earning,),
                  scopes={"store": "store", "region": "store.region", "own": "member.recruiter"})  # fmt: skip

    class Meta:
        indexes = ((("store", "receipt_no"), True), (("member", "purchased_at"), False))


class PurchaseLine(Record):
    """One product on a receipt."""

    purchase = LinkField(Purchase, "消费记录", "Purchase")
    product = LinkField(Product, "商品", "Product")
    qty = QuantityField("数量", "Qty", default=1)
    price = MoneyField("单价", "Price", least=0)

    sheet = Sheet("消费明细", "Purchase lines", title="product", order=("purchase", "product"),
                  scopes={"store": "purchase.store", "region": "purchase.store.region"})  # fmt: skip


def _earn_new(c: Changes, rows: list[Row]) -> None:
    tiers, codes = multipliers(), dict(Store.select(Store.id, Store.code).tuples())
    member_tiers = dict(
        Member.select(Member.id, Member.tier).where(Member.id.in_([row.member for row in rows][:30000])).tuples()
    )
    rules: dict[date, list[Row]] = {}
    gains = []
    for row in rows:
        day = local(row.purchased_at).date()
        if day not in rules:
            rules[day] = PointsRule.in_force("spend", day) + PointsRule.in_force("promotion", day)
        multiplier = tiers.get(member_tiers.get(row.member), Decimal(1))
        points, months = points_for(row.amount - row.refunded, codes.get(row.store), multiplier, rules[day])
        until = add_months(day, months) if months else None
        if points and until >= today():
            gains.append({
                "member": row.member, "points": points, "source": "purchase", "reference": reference(row.id), "store": row.store,
                "occurred_at": row.purchased_at, "expires_on": until,
            })  # fmt: skip
    earn(c, gains)


def reference(purchase: int) -> str:
    """How the ledger names a purchase: by its id, which no other store's receipt shares."""
    return f"P{purchase}"


def _settle(c: Changes, move: Move) -> None:
    """Bring what this purchase earned to the share of it that was kept."""
    mine = PointsEntry.rows(PointsEntry.reference == reference(move.id), order=PointsEntry.id)
    earned = sum(entry.points for entry in mine if entry.kind == "earn")
    held = sum(entry.points for entry in mine)
    kept = Decimal(0)
    if move.new is not None and move.new.member == move.old.member and move.old.amount:
        kept = (move.new.amount - move.new.refunded) / move.old.amount
    back = held - int(earned * kept)
    if back > 0:
        lots = [entry.lot for entry in mine]
        reclaim(
            c,
            move.old.member,
            back,
            lots,
            kind="refund",
            source="purchase",
            reference=reference(move.id),
            store=move.old.store,
        )


def _refresh_members(c: Changes, members: set[int], moves: list[Move]) -> None:
    """The members' 12-month spend and last purchase, and the tier that the spend now reaches."""
    gone = {move.id for move in moves if move.new is None}
    figures = spend_of(list(members), gone)
    c.alter(Member, {id: {"spend_12m": spend, "last_purchase_at": last} for id, (spend, last) in figures.items()})
    raise_tiers(c, {id: spend for id, (spend, _) in figures.items()})


def spend_of(members: list[int], without: set[int] = frozenset()) -> dict[int, tuple[Decimal, object]]:
    """Net spend of the last twelve months and the last purchase, by member."""
    since = start_of(add_months(today(), -12))
    found: dict[int, tuple] = {id: (Decimal(0), None) for id in members}
    net = peewee.fn.SUM(
        peewee.Case(None, [(Purchase.purchased_at >= since, Purchase.amount - Purchase.refunded)], 0)
    ).coerce(False)
    for start in range(0, len(members), 500):
        query = Purchase.select(Purchase.member, net, peewee.fn.MAX(Purchase.purchased_at).coerce(False))
        query = query.where(
            Purchase.member.in_(members[start : start + 500]), Purchase.id.not_in(list(without)[:30000])
        )
        for id, cents, last in query.group_by(Purchase.member).tuples():
            found[id] = (Decimal(int(cents or 0)).scaleb(-2), Purchase.purchased_at.python_value(last))
    return found


def refresh_spend(c: Changes, day: date) -> int:
    """Purchases that are now older than twelve months no longer count; returns how many members that touches."""
    left = add_months(day, -12)
    aged = Purchase.select(Purchase.member).where(
        Purchase.purchased_at >= start_of(left - timedelta(days=8)), Purchase.purchased_at < start_of(left)
    )
    ids = [id for (id,) in Member.select(Member.id).where(Member.id.in_(aged)).tuples()]
    figures = spend_of(ids)
    return len(c.alter(Member, {id: {"spend_12m": spend} for id, (spend, _) in figures.items()}))


def raise_tiers(c: Changes, spends: dict[int, Decimal]) -> None:
    """Tiers move up at once when the spend reaches them."""
    ladder = MemberTier.rows(order=MemberTier.rank.desc())
    ranks = {tier.id: tier.rank for tier in ladder}
    held: dict[int, int | None] = defaultdict(lambda: None)
    ids = list(spends)
    for start in range(0, len(ids), 500):
        held.update(Member.select(Member.id, Member.tier).where(Member.id.in_(ids[start : start + 500])).tuples())
    ups = {}
    for id, spent in spends.items():
        reached = next((tier for tier in ladder if tier.threshold <= spent), None)
        if reached and reached.rank > ranks.get(held[id], 0):
            ups[id] = {"tier": reached.id}
    with c.because("spend"):
        c.alter(Member, ups)


def lower_tiers(c: Changes, day: date) -> int:
    """At the end of its validity a tier falls to what the last twelve months reached, or is renewed."""
    ladder = MemberTier.rows(order=MemberTier.rank.desc())
    months = {tier.id: tier.valid_months for tier in ladder}
    due = Member.rows(Member.tier_until < day, Member.tier.is_null(False))
    spends = spend_of([member.id for member in due])
    falls, renewed = {}, {}
    for member in due:
        reached = next((tier for tier in ladder if tier.threshold <= spends[member.id][0]), ladder[-1])
        if reached.id == member.tier:
            renewed[member.id] = {"tier_until": add_months(day, months[member.tier])}
        else:
            falls[member.id] = {"tier": reached.id}
    c.alter(Member, renewed)
    with c.because("lapse"):
        c.alter(Member, falls)
    return len(falls)


def refund(purchase: int, *, amount: Decimal, who: Who):
    """Money back for a purchase; the points it earned go back in proportion."""
    label = Text("退款", "Refund")
    with changes(who=who, label=label) as c:
        row = c.fresh(Purchase, purchase)
        before = row.member and c.fresh(Member, row.member).points
        c.update(Purchase, purchase, refunded=row.refunded + amount)
        back = before - c.fresh(Member, row.member).points if row.member else 0
    return REFUNDED(amount=Purchase.amount.show(amount), points=back)
