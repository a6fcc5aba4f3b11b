"""Purchases 消费记录: what members buy, what it earns them, and what a refund takes back."""

from datetime import date, datetime, timedelta
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
    Then,
    in_one_change,
)
from ..kit.clock import add_months, local, now, start_of, today
from ..organization import Product, Store
from .earning import PointsRule, multipliers, points_for
from .levels import MemberTier
from .people import DORMANT_AFTER_DAYS, Member, move_tiers
from .points import EXPIRES_AFTER_MONTHS, PointsDebt, PointsEntry, earn, reclaim
from .tiers import raise_tiers, take_tiers_back

PURCHASE_CHANNELS = (
    Choice("store", "门店", "Store"),
    Choice("online", "网店", "Online shop"),
    Choice("group", "团购", "Group buying"),
)

REFUND_TOO_LARGE = Text("退款 {refund} 超过实付金额 {amount}", "A refund of {refund} is more than the {amount} paid")
NO_REFUND = Text("退款金额必须大于 0", "The refund must be more than 0")
OWING = Text(
    "已退款 {amount}，收回 {points} 积分；另有 {owed} 积分已用掉，记为欠分，从以后获得的积分里扣",
    "Refunded {amount}; {points} points taken back, {owed} more were spent already and are owed: the next earnings meet them",
)
REFUNDED = Text("已退款 {amount}，收回 {points} 积分", "Refunded {amount}; {points} points taken back")


def fill_points(c: Changes, rows: list[dict]) -> None:
    """A new purchase is worth what the best rule of its day and the member's tier give; one put back keeps its worth."""
    new = [row for row in rows if row["points"] is None and row["member"]]
    if new:
        worth = Worth({row["member"] for row in new})
        for row in new:
            row["points"] = worth.of(row["member"], row["store"], row["purchased_at"], row["amount"])[0]


def refuse_more_than_paid(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.refunded > move.new.amount:
            shown = {
                "refund": Purchase.refunded.show(move.new.refunded),
                "amount": Purchase.amount.show(move.new.amount),
            }
            raise Refused(REFUND_TOO_LARGE(**shown), "refunded", move.index)


class Purchase(Record):
    """One receipt of a member."""

    receipt_no = LineField("小票号", "Receipt no.", max_length=40, width=140, aka=("单号", "小票单号", "订单号"))
    member = LinkField(Member, "会员", "Member", aka=("会员卡号", "卡号"))
    store = LinkField(Store, "门店", "Store", aka=("消费门店",))
    purchased_at = MomentField(
        "消费时间", "Purchased at", happened=True, default=now, index=True, aka=("消费日期", "日期")
    )
    amount = MoneyField("实付金额", "Paid", least=0, sum=True, aka=("金额", "消费金额", "实付", "实收金额", "支付金额"))
    discount = MoneyField("优惠金额", "Discount", default=0, least=0, sum=True)
    items = CountField("件数", "Items", default=1, least=0, aka=("数量",))
    channel = ChoiceField("渠道", "Channel", options=PURCHASE_CHANNELS, default="store")
    refunded = MoneyField("已退金额", "Refunded", default=0, least=0, sum=True, aka=("退款金额",))
    points = CountField(
        "应得积分",
        "Worth in points",
        null=True,
        least=0,
        locked=True,
        sum=True,
        hint=Text(
            "按消费当日最优规则和会员等级计算，退款按比例收回",
            "By the best rule of that day and the tier; a refund takes its share back",
        ),
    )

    sheet = Sheet(
        "消费记录",
        "Purchases",
        title="receipt_no",
        order=("-purchased_at",),
        key=("store", "receipt_no"),
        search=("receipt_no", "member"),
        fill=fill_points,
        checks=(refuse_more_than_paid,),
        derives=(lambda c, moves: keep_spend(c, moves),),
        consequences=(
            Then(lambda c, moves: keep_earning(c, moves), also="import restore"),
            Then(lambda c, moves: keep_standing(c, moves), also="import restore"),
        ),
        scopes={"store": "store", "region": "store.region", "own": "member.recruiter"},
    )

    class Meta:
        indexes = ((("store", "receipt_no"), True), (("member", "purchased_at"), False))


class PurchaseLine(Record):
    """One product on a receipt."""

    purchase = LinkField(Purchase, "消费记录", "Purchase")
    product = LinkField(Product, "商品", "Product")
    qty = QuantityField("数量", "Qty", default=1)
    price = MoneyField("单价", "Price", least=0)

    sheet = Sheet(
        "消费明细",
        "Purchase lines",
        title="product",
        order=("purchase", "product"),
        scopes={"store": "purchase.store", "region": "purchase.store.region"},
    )


class Worth:
    """What purchases of these members earn: rules by day, stores by code, tiers by member, each looked up once."""

    def __init__(self, members: set[int]):
        self.tiers, self.codes = multipliers(), dict(Store.select(Store.id, Store.code).tuples())
        self.rules: dict[date, list[Row]] = {}
        self.members: dict[int, tuple] = {}
        ids = list(members)
        for start in range(0, len(ids), 500):
            some = Member.id.in_(ids[start : start + 500])
            rows = Member.select(Member.id, Member.tier, Member.status).where(some).tuples()
            self.members |= {id: (tier, status) for id, tier, status in rows}

    def of(self, member: int, store: int, moment: datetime, amount: Decimal) -> tuple[int, date]:
        """The points and the day they expire; nothing for someone who left, nor for points that would be gone by now."""
        day = local(moment).date()
        if day not in self.rules:
            self.rules[day] = PointsRule.in_force("spend", day) + PointsRule.in_force("promotion", day)
        tier, status = self.members.get(member, (None, None))
        multiplier = self.tiers.get(tier, Decimal(1))
        points, months = points_for(amount, self.codes.get(store), multiplier, self.rules[day])
        until = add_months(day, months or EXPIRES_AFTER_MONTHS)
        return (0 if status == "left" or until < today() else points), until


def reference(purchase: int) -> str:
    """How the ledger names a purchase: by its id, which no other store's receipt shares."""
    return f"P{purchase}"


def keep_earning(c: Changes, moves: list[Move]) -> None:
    """A purchase holds in the ledger its worth for what was kept of it; a refund or a deletion takes back in proportion.

    An undo reverses the ledger's own lines, and a merge moves them: both leave nothing to settle.
    """
    worth = Worth({move.new.member for move in moves if move.new})
    gains = []
    for move in moves:
        if not move.changed("amount", "refunded", "member"):
            continue
        stays = move.old and move.new and move.old.member == move.new.member
        holds = _held(move.id) if move.old else 0
        if move.old and not stays:
            _take_back(c, move, holds)
            holds = 0
        if move.new:
            target = _target(c, move, worth)
            if target < holds:
                _take_back(c, move, holds - target)
            elif target > holds:
                gains.append(_gain(move.new, target - holds, worth))
    earn(c, gains)


def _target(c: Changes, move: Move, worth: Worth) -> int:
    """The worth of what was neither refunded nor taken off; a corrected amount keeps its points per yuan."""
    row, points = move.new, move.new.points or 0
    if move.old and move.old.amount != row.amount:
        old = move.old
        anew = worth.of(row.member, row.store, row.purchased_at, row.amount)[0]
        points = int((old.points or 0) * row.amount / old.amount) if old.amount and old.points else anew
        c.update(Purchase, move.id, points=points)
    return int(points * (row.amount - row.refunded) / row.amount) if row.amount else points


def _gain(row: Row, points: int, worth: Worth) -> dict:
    until = worth.of(row.member, row.store, row.purchased_at, row.amount)[1]
    return {
        "member": row.member,
        "points": points,
        "source": "purchase",
        "reference": reference(row.id),
        "store": row.store,
        "occurred_at": row.purchased_at,
        "expires_on": until,
    }


def _held(purchase: int) -> int:
    """What the ledger holds for a purchase: earned, less what was taken back and what is owed."""
    lines = PointsEntry.select(peewee.fn.SUM(PointsEntry.points).coerce(False))
    owed = PointsDebt.select(peewee.fn.SUM(PointsDebt.points).coerce(False))
    name = reference(purchase)
    given = lines.where(PointsEntry.reference == name).scalar() or 0
    return int(given) - int(owed.where(PointsDebt.reference == name).scalar() or 0)


def _take_back(c: Changes, move: Move, points: int) -> None:
    """Points of this purchase that expired unused count as taken back already."""
    name, row = reference(move.id), move.old
    gave = PointsEntry.select(PointsEntry.lot).where(PointsEntry.reference == name, PointsEntry.kind == "earn")
    lots = {lot for (lot,) in gave.tuples()}
    undone = PointsEntry.select(PointsEntry.reverses).where(PointsEntry.reverses.is_null(False))
    lapsed = PointsEntry.select(peewee.fn.SUM(PointsEntry.points).coerce(False)).where(
        PointsEntry.lot.in_(list(lots)), PointsEntry.kind == "expire", PointsEntry.id.not_in(undone)
    )
    points += int(lapsed.scalar() or 0)
    if points > 0:
        words = {"kind": "refund", "source": "purchase", "reference": name, "store": row.store}
        reclaim(c, row.member, points, lots, **words)


def keep_spend(c: Changes, moves: list[Move]) -> None:
    """The members' 12-month spend and last purchase."""
    figures = spend_of(_buyers(moves), today())
    c.alter(Member, {id: {"spend_12m": spend, "last_purchase_at": last} for id, (spend, last) in figures.items()})


def keep_standing(c: Changes, moves: list[Move]) -> None:
    """The tier that the spend now reaches, and who woke up."""
    buyers = Member.rows_by_id(_buyers(moves))
    spends = {id: buyer.spend_12m for id, buyer in buyers.items()}
    raise_tiers(c, spends)
    less = {move.old.member for move in moves if move.old and _net(move.new) < _net(move.old)}
    take_tiers_back(c, {id: spends[id] for id in less & spends.keys()})
    if any(move.old is None for move in moves):
        wake(
            c,
            {
                id
                for id, buyer in buyers.items()
                if buyer.last_purchase_at and buyer.last_purchase_at >= awake_since(today())
            },
        )


def _buyers(moves: list[Move]) -> list[int]:
    return list({row.member for move in moves for row in (move.old, move.new) if row and row.member})


def _net(row: Row | None) -> Decimal:
    return row.amount - row.refunded if row else Decimal(0)


def awake_since(day: date) -> datetime:
    """Whoever bought since this moment is active on that day."""
    return start_of(day - timedelta(days=DORMANT_AFTER_DAYS))


def wake(c: Changes, members: set[int]) -> None:
    """Whoever buys is active again at once."""
    ids = list(members)
    for start in range(0, len(ids), 500):
        asleep = Member.select(Member.id).where(Member.id.in_(ids[start : start + 500]), Member.status == "dormant")
        c.alter(Member, {id: {"status": "active"} for (id,) in asleep.tuples()})


def rest_dormant(c: Changes, day: date) -> int:
    """Active members who last bought (or joined) more than 90 days ago become dormant; frozen and left stay as they are.

    Before the books themselves reach back that far, nobody is judged by purchases that were never entered.
    """
    since = awake_since(day)
    if not Purchase.select().where(Purchase.purchased_at < since).exists():
        return 0
    quiet = Member.last_purchase_at.is_null() | (Member.last_purchase_at < since)
    joined = Member.joined_on.is_null() | (Member.joined_on < day - timedelta(days=DORMANT_AFTER_DAYS))
    asleep = Member.select(Member.id).where(Member.status == "active", quiet, joined)
    return len(c.alter(Member, {id: {"status": "dormant"} for (id,) in asleep.tuples()}))


def spend_of(members: list[int], day: date) -> dict[int, tuple[Decimal, object]]:
    """Net spend of the twelve months before a day and the last purchase, by member."""
    since = start_of(add_months(day, -12))
    spent: dict[int, tuple] = {id: (Decimal(0), None) for id in members}
    net = peewee.fn.SUM(
        peewee.Case(None, [(Purchase.purchased_at >= since, Purchase.amount - Purchase.refunded)], 0)
    ).coerce(False)
    for start in range(0, len(members), 500):
        query = Purchase.select(Purchase.member, net, peewee.fn.MAX(Purchase.purchased_at).coerce(False))
        query = query.where(Purchase.member.in_(members[start : start + 500]))
        for id, cents, last in query.group_by(Purchase.member).tuples():
            spent[id] = (Decimal(int(cents or 0)).scaleb(-2), Purchase.purchased_at.python_value(last))
    return spent


def refresh_spend(c: Changes, day: date) -> int:
    """Purchases that are now older than twelve months no longer count; returns how many members that touches."""
    left = add_months(day, -12)
    aged = Purchase.select(Purchase.member).where(
        Purchase.purchased_at >= start_of(left - timedelta(days=8)), Purchase.purchased_at < start_of(left)
    )
    ids = [id for (id,) in Member.select(Member.id).where(Member.id.in_(aged)).tuples()]
    figures = spend_of(ids, day)
    return len(c.alter(Member, {id: {"spend_12m": spend} for id, (spend, _) in figures.items()}))


def lower_tiers(c: Changes, day: date) -> int:
    """At the end of its validity a tier falls to what the last twelve months reached, or is renewed."""
    ladder = MemberTier.rows(order=MemberTier.rank.desc())
    months = {tier.id: tier.valid_months for tier in ladder}
    ranks = {tier.id: tier.rank for tier in ladder}
    due = Member.rows(Member.tier_until < day, Member.tier.is_null(False), Member.status != "left")
    spends = spend_of([member.id for member in due], day)
    falls, renewed = {}, {}
    for member in due:
        reached = next((tier for tier in ladder if tier.threshold <= spends[member.id][0]), ladder[-1])
        if reached.rank < ranks[member.tier]:
            falls[member.id] = reached.id
        else:
            until = max(member.tier_until, add_months(day, -months[member.tier]))
            renewed[member.id] = {"tier_until": add_months(until, months[member.tier])}
    c.alter(Member, renewed)
    move_tiers(c, falls, "lapse")
    return len(falls)


@in_one_change
def refund(c: Changes, purchase: int, *, amount: Decimal):
    """Money back for a purchase; the points it earned go back in proportion."""
    if amount <= 0:
        raise Refused(NO_REFUND, "amount")
    row = c.fresh(Purchase, purchase)
    before = row.member and c.fresh(Member, row.member)
    c.update(Purchase, purchase, refunded=row.refunded + amount)
    after = row.member and c.fresh(Member, row.member)
    back = before.points - after.points if before else 0
    owed = after.points_debt - before.points_debt if before else 0
    said = {"amount": Purchase.amount.show(amount), "points": back}
    return OWING(owed=owed, **said) if owed > 0 else REFUNDED(**said)
