"""Points 积分: a ledger nobody edits, lots that are spent oldest expiry first, and the rules by which purchases earn."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MomentField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    TagsField,
    Text,
)
from ..kit.week import add_months, now, today
from ..organization import Store
from .people import Member, MemberTier

RULE_KINDS = (
    Choice("spend", "消费", "Spend"),
    Choice("sign_up", "入会", "Sign-up"),
    Choice("birthday", "生日", "Birthday"),
    Choice("activity", "活动", "Activity"),
    Choice("promotion", "促销", "Promotion"),
)
ENTRY_KINDS = (
    Choice("opening", "期初", "Opening", "info"),
    Choice("earn", "获取", "Earned", "positive"),
    Choice("redeem", "兑换", "Redeemed", "info"),
    Choice("expire", "过期", "Expired", "grey"),
    Choice("refund", "退货冲减", "Taken back for a refund", "warning"),
    Choice("adjust", "调整", "Adjusted", "warning"),
    Choice("reversal", "冲正", "Reversal", "negative"),
    Choice("merge", "并入", "Merged", "info"),
)
SOURCES = (
    Choice("purchase", "消费", "Purchase"),
    Choice("redemption", "兑换", "Redemption"),
    Choice("rule", "积分规则", "Points rule"),
    Choice("user", "人工", "By hand"),
    Choice("import", "导入", "Import"),
)
EXPIRES_AFTER_MONTHS = 12

POINTS_SHORT = Text("{title} 的积分不足，还差 {short} 分", "{title} is {short} points short")
LOT_SPENT = Text(
    "这批积分已有 {spent} 分被使用，不能撤回", "{spent} of these points were spent already, so they can't be taken back"
)
STALE_RULE = Text("结束日期不能早于开始日期", "The end must not be before the start")


class PointsLot(Record):
    """Points that came in together and expire together; what is left of them falls as they are spent."""

    member = LinkField(Member, "会员", "Member", outlives=True)
    earned_at = MomentField("获得时间", "Earned at")
    expires_on = DayField("到期日", "Expires on", null=True, index=True)
    earned = CountField("获得积分", "Earned", least=0)
    left = CountField("剩余积分", "Left", least=0, default=0, derived=True, sum=True)

    sheet = Sheet("积分批次", "Points lots", title="earned_at", order=("-earned_at",), verbs="see export", search=("member",),
                  scopes={"store": "member.home_store", "region": "member.home_store.region", "own": "member.recruiter"},
                  take_back=lambda c, row: None)  # fmt: skip

    class Meta:
        indexes = ((("member", "expires_on"), False),)


class PointsRule(Record):
    """How points are earned: per yuan or a fixed number, where and when it holds."""

    name = LineField("规则名称", "Rule", unique=True, max_length=60, width=160, aka=("名称",))
    kind = ChoiceField("类型", "Kind", options=RULE_KINDS, default="spend")
    per_yuan = QuantityField("每元积分", "Points per yuan", null=True, least=0, most=1000)
    fixed = CountField("固定积分", "Fixed points", null=True, least=0, most=1000000)
    multiplier = QuantityField("倍数", "Multiplier", default=1, least=0, most=100)
    stores = TagsField(
        "适用门店",
        "Stores",
        null=True,
        hint=Text("填门店编号，留空为全部门店", "Store codes; leave empty for all stores"),
    )
    starts_on = DayField("开始日期", "From", null=True)
    ends_on = DayField("结束日期", "To", null=True)
    expires_months = CountField(
        "有效期（月）", "Expires after (months)", default=EXPIRES_AFTER_MONTHS, least=1, most=120
    )
    priority = CountField("优先级", "Priority", default=0)

    sheet = Sheet("积分规则", "Points rules", order=("-priority", "name"), key=("name",), search=("name",),
                  rules=(lambda c, moves: check_periods(moves),))  # fmt: skip

    @classmethod
    def in_force(cls, kind: str, day: date) -> list[Row]:
        """The rules of a kind that hold on a day, the most important first."""
        begun = cls.starts_on.is_null() | (cls.starts_on <= day)
        running = cls.ends_on.is_null() | (cls.ends_on >= day)
        return cls.rows(cls.kind == kind, begun, running, order=cls.priority.desc())


def check_periods(moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.starts_on and move.new.ends_on and move.new.ends_on < move.new.starts_on:
            raise Refused(STALE_RULE, "ends_on", move.index)


def keep_balances(c: Changes, moves: list[Move]) -> None:
    """Every entry moves its lot and its member in the same breath; neither may fall below zero."""
    lots: dict[int, int] = defaultdict(int)
    members: dict[int, int] = defaultdict(int)
    for move in moves:
        lots[move.new.lot] += move.new.points
        members[move.new.member] += move.new.points
    c.shift(PointsLot, "left", lots, short=LOT_SPENT_OUT)
    c.shift(Member, "points", members, short=POINTS_SHORT)


LOT_SPENT_OUT = Text("{title} 这批积分不足，还差 {short} 分", "The lot of {title} is {short} points short")


def take_back_entry(c: Changes, entry: Row) -> None:
    """Undoing an entry is a reversing entry; one that is reversed already stays as it is."""
    if entry.reverses is None and not PointsEntry.select().where(PointsEntry.reverses == entry.id).exists():
        reverse(c, [entry])


class PointsEntry(Record):
    """One line of the points ledger; corrected by a reversing line, never edited or deleted, by anyone."""

    member = LinkField(Member, "会员", "Member", outlives=True)
    kind = ChoiceField("类型", "Kind", options=ENTRY_KINDS)
    points = CountField("积分", "Points", sum=True)
    lot = LinkField(PointsLot, "批次", "Lot")
    expires_on = DayField("到期日", "Expires on", null=True)
    source = ChoiceField("来源", "Source", options=SOURCES, default="user")
    reference = LineField("来源单号", "Reference", null=True, max_length=60, index=True)
    store = LinkField(Store, "门店", "Store", null=True)
    occurred_at = MomentField("发生时间", "Occurred at", default=now, index=True)
    reason = NoteField("原因", "Reason", null=True)
    by = LineField("经办", "By", null=True, max_length=60)
    reverses = LinkField("self", "冲正的流水", "Reverses", null=True, unique=True)

    sheet = Sheet("积分流水", "Points ledger", title="occurred_at", order=("-occurred_at",), ledger=True, verbs="see export",
                  columns=("member", "kind", "points", "expires_on", "source", "reference", "store", "occurred_at", "reason", "by"),
                  search=("member", "reference"), rules=(keep_balances,), take_back=take_back_entry,
                  scopes={"store": "store | member.home_store", "region": "store.region | member.home_store.region",
                          "own": "member.recruiter"})  # fmt: skip


# How points move: every other rule speaks through these four ---------------------------------------------------------


def earn(c: Changes, gains: list[dict[str, Any]]) -> None:
    """Add points: `{'member', 'points', 'expires_on', 'kind', 'source', ...}` each; debts are met from them first."""
    gains = [gain for gain in gains if gain["points"] > 0]
    moment = now()
    lots = c.add(PointsLot, [
        {"member": gain["member"], "earned": gain["points"], "earned_at": gain.get("occurred_at") or moment, "expires_on": gain["expires_on"]}
        for gain in gains
    ])  # fmt: skip
    c.add(PointsEntry, [
        {"kind": "earn", "by": c.who.name, **gain, "lot": lot.id} for gain, lot in zip(gains, lots, strict=True)
    ])  # fmt: skip
    _meet_debts(c, {gain["member"] for gain in gains})


def spend(c: Changes, member: int, points: int, **entry: Any) -> None:
    """Take points from the lots that expire first. Raises Refused when they fall short, by how many."""
    short = points
    lines = []
    for lot in open_lots(member):
        part = min(lot.left, short)
        lines.append(
            {"member": member, "points": -part, "lot": lot.id, "expires_on": lot.expires_on, "by": c.who.name, **entry}
        )
        short -= part
        if not short:
            break
    if short:
        raise Refused(POINTS_SHORT(title=Member.title_of(member), short=short), "points")
    c.add(PointsEntry, lines)


def reverse(c: Changes, entries: list[Row], kind: str = "reversal", **entry: Any) -> None:
    """Cancel entries line by line, each into the lot it came from. Raises Refused where earned points are spent."""
    lots = {lot.id: lot for lot in PointsLot.rows(PointsLot.id.in_([one.lot for one in entries]))}
    for one in entries:
        if one.points > lots[one.lot].left:
            raise Refused(LOT_SPENT(spent=one.points - lots[one.lot].left))
    c.add(PointsEntry, [
        {"member": one.member, "kind": kind, "points": -one.points, "lot": one.lot, "expires_on": one.expires_on,
         "source": one.source, "reference": one.reference, "store": one.store, "by": c.who.name, "reverses": one.id, **entry}
        for one in entries
    ])  # fmt: skip


def reclaim(c: Changes, member: int, points: int, lots: list[int], **entry: Any) -> None:
    """Take points back for a refund: from the purchase's own lots, then from others, and what is spent becomes a debt."""
    lines, missing = [], points
    for lot in sorted(open_lots(member), key=lambda lot: lot.id not in lots):
        part = min(lot.left, missing)
        if part:
            lines.append(
                {
                    "member": member,
                    "points": -part,
                    "lot": lot.id,
                    "expires_on": lot.expires_on,
                    "by": c.who.name,
                    **entry,
                }
            )
        missing -= part
    c.add(PointsEntry, lines)
    if missing:
        c.shift(Member, "points_debt", {member: missing})


def open_lots(member: int) -> list[Row]:
    """The member's lots with points left, the first to expire first."""
    mine = (PointsLot.member == member) & (PointsLot.left > 0)
    return PointsLot.rows(mine, order=(PointsLot.expires_on.asc(nulls="LAST")))


def _meet_debts(c: Changes, members: set[int]) -> None:
    for member in Member.rows(Member.id.in_(list(members)), Member.points_debt > 0) if len(members) <= 500 else []:
        part = min(member.points_debt, member.points)
        spend(c, member.id, part, kind="refund", source="rule", reason="抵扣此前退货欠分")
        c.shift(Member, "points_debt", {member.id: -part})


# What earns ------------------------------------------------------------------------------------------------------------


def points_for(
    amount: Decimal, store_code: str | None, multiplier: Decimal, rules: list[Row]
) -> tuple[int, int | None]:
    """The most points a purchase earns by any rule in force, times the tier; and that rule's months until expiry."""
    best, months = 0, None
    for rule in rules:
        if rule.stores and store_code not in rule.stores:
            continue
        base = amount * (rule.per_yuan or 0) + (rule.fixed or 0)
        points = int((base * rule.multiplier * multiplier).to_integral_value(ROUND_FLOOR))
        if points > best:
            best, months = points, rule.expires_months
    return best, months


def multipliers() -> dict[int, Decimal]:
    return dict(MemberTier.select(MemberTier.id, MemberTier.multiplier).tuples())


def open_points(c: Changes, rows: list[tuple[Row, int]]) -> None:
    """Balances that came with a workbook are ledger lines of kind 期初."""
    until = add_months(today(), EXPIRES_AFTER_MONTHS)
    earn(c, [
        {"member": row.id, "points": points, "kind": "opening", "source": "import", "store": row.home_store,
         "expires_on": until, "reason": "期初积分"} for row, points in rows
    ])  # fmt: skip


Member.points.opening = open_points


def welcome(c: Changes, moves: list[Move]) -> None:
    """Whoever joins gets what the sign-up rule gives; rows taken over from a workbook bring their own points."""
    joined = [move.new for move in moves if move.old is None]
    if c.via in ("import", "demo", "undo", "restore") or not joined:
        return
    for rule in PointsRule.in_force("sign_up", today())[:1]:
        until = add_months(today(), rule.expires_months)
        earn(c, [
            {"member": row.id, "points": rule.fixed or 0, "source": "rule", "reference": rule.name, "store": row.home_store,
             "expires_on": until} for row in joined
        ])  # fmt: skip


# Nightly ---------------------------------------------------------------------------------------------------------------


def expire_points(c: Changes, day: date) -> int:
    """What expired before this day leaves the ledger; returns how many lots."""
    due = PointsLot.rows((PointsLot.expires_on < day) & (PointsLot.left > 0))
    c.add(PointsEntry, [
        {"member": lot.member, "kind": "expire", "points": -lot.left, "lot": lot.id, "expires_on": lot.expires_on,
         "source": "rule", "by": c.who.name, "reason": "到期清零"} for lot in due
    ])  # fmt: skip
    return len(due)


def greet_birthdays(c: Changes, day: date) -> int:
    """Members whose birthday it is get what the birthday rule gives, once a year."""
    rule = next(iter(PointsRule.in_force("birthday", day)), None)
    if rule is None:
        return 0
    given = f"{rule.name} {day.year}"
    already = PointsEntry.select(PointsEntry.member).where(PointsEntry.reference == given)
    born = Member.rows(
        Member.birthday % f"____-{day:%m-%d}", Member.status.in_(("active", "dormant")), Member.id.not_in(already)
    )
    until = add_months(day, rule.expires_months)
    earn(c, [
        {"member": row.id, "points": rule.fixed or 0, "source": "rule", "reference": given, "expires_on": until} for row in born
    ])  # fmt: skip
    return len(born)


# The ledger knows members, not the other way round: what joining brings is hung onto their sheet here.
Member.sheet = replace(Member.sheet, rules=(*Member.sheet.rules, welcome))
