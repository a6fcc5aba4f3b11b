"""Points 积分: a ledger nobody edits, and lots that are spent oldest expiry first."""

from collections import defaultdict
from datetime import date
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
    Record,
    Refused,
    Row,
    Sheet,
    Text,
)
from ..kit.ask.lookup import rows_with
from ..kit.clock import add_months, now, today
from ..kit.own_words import declare
from ..organization import Store
from .people import Member

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
EXPIRED, OPENED_WITH = Text("到期清零", "Expired"), Text("期初积分", "Opening points")
MEETS_DEBT = Text("抵扣此前退货欠分", "Meets what was owed for earlier refunds")
DEBT_IS_MET = Text("以新获积分抵扣", "Met by points newly earned")
MERGED_INTO = Text("并入会员", "Merged with another member")
declare(EXPIRED, OPENED_WITH, MEETS_DEBT, DEBT_IS_MET, MERGED_INTO)

POINTS_SHORT = Text("{title} 的积分不足，还差 {short} 分", "{title} is {short} points short")
LOT_SPENT = Text(
    "这批积分已有 {spent} 分被使用，不能撤回", "{spent} of these points were spent already, so they can't be taken back"
)
DEBT_MET = Text(
    "{title} 的欠分已有 {short} 分被抵扣，不能撤回",
    "{title} has since met {short} of the points owed, so this can't be taken back",
)


class PointsLot(Record):
    """Points that came in together and expire together; what is left of them falls as they are spent."""

    member = LinkField(Member, "会员", "Member", outlives=True)
    earned_at = MomentField("获得时间", "Earned at")
    expires_on = DayField("到期日", "Expires on", null=True, index=True)
    earned = CountField("获得积分", "Earned", least=0)
    left = CountField("剩余积分", "Left", least=0, default=0, derived=True, sum=True)

    sheet = Sheet(
        "积分批次",
        "Points lots",
        title="earned_at",
        order=("-earned_at",),
        verbs="see export",
        search=("member",),
        scopes={"store": "member.home_store", "region": "member.home_store.region", "own": "member.recruiter"},
        take_back=lambda c, rows: None,
    )

    class Meta:
        indexes = ((("member", "expires_on"), False),)


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


def take_back_entries(c: Changes, entries: list[Row]) -> None:
    """Undoing an entry is a reversing entry; one that is reversed already stays as it is."""
    reverse(c, in_force(PointsEntry, entries))


def in_force(ledger: type[Record], lines: list[Row]) -> list[Row]:
    """The lines that no other line reverses."""
    reversed_by = {id for _, id in rows_with(ledger, ["reverses"], "reverses", [line.id for line in lines])}
    return [line for line in lines if line.id not in reversed_by]


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
    occurred_at = MomentField("发生时间", "Occurred at", happened=True, default=now, index=True)
    reason = NoteField("原因", "Reason", null=True, ours=True)
    by = LineField("经办", "By", null=True, max_length=60, ours=True)
    reverses = LinkField("self", "冲正的流水", "Reverses", null=True, unique=True)

    sheet = Sheet(
        "积分流水",
        "Points ledger",
        title="occurred_at",
        order=("-occurred_at",),
        ledger=True,
        verbs="see export",
        columns=(
            "member",
            "kind",
            "points",
            "expires_on",
            "source",
            "reference",
            "store",
            "occurred_at",
            "reason",
            "by",
        ),
        search=("member", "reference"),
        derives=(keep_balances,),
        take_back=take_back_entries,
        scopes={
            "store": "store | member.home_store",
            "region": "store.region | member.home_store.region",
            "own": "member.recruiter",
        },
    )


def keep_debts(c: Changes, moves: list[Move]) -> None:
    """What a member owes is the sum of these lines, and never below zero."""
    owed: dict[int, int] = defaultdict(int)
    for move in moves:
        owed[move.new.member] += move.new.points
    c.shift(Member, "points_debt", owed, short=DEBT_MET)


def take_back_debts(c: Changes, lines: list[Row]) -> None:
    for line in in_force(PointsDebt, lines):
        owe(c, line.member, -line.points, reference=line.reference, reason=line.reason, reverses=line.id)


class PointsDebt(Record):
    """Points a refund should have taken but that were spent already; the next earnings meet them."""

    member = LinkField(Member, "会员", "Member", outlives=True)
    points = CountField("欠分", "Points owed", sum=True)
    reference = LineField("来源单号", "Reference", null=True, max_length=60, index=True)
    occurred_at = MomentField("发生时间", "Occurred at", happened=True, default=now)
    reason = NoteField("原因", "Reason", null=True, ours=True)
    by = LineField("经办", "By", null=True, max_length=60, ours=True)
    reverses = LinkField("self", "冲正的欠分", "Reverses", null=True, unique=True)

    sheet = Sheet(
        "积分欠账",
        "Points owed",
        title="occurred_at",
        order=("-occurred_at",),
        ledger=True,
        verbs="see export",
        search=("member", "reference"),
        derives=(keep_debts,),
        take_back=take_back_debts,
        scopes={"store": "member.home_store", "region": "member.home_store.region", "own": "member.recruiter"},
    )


# How points move: every other rule speaks through these --------------------------------------------------------------


def earn(c: Changes, gains: list[dict[str, Any]]) -> None:
    """Add points: `{'member', 'points', 'expires_on', 'kind', 'source', ...}` each; debts are met from them first."""
    gains = [gain for gain in gains if gain["points"] > 0]
    moment = now()
    lots = c.add(
        PointsLot,
        [
            {
                "member": gain["member"],
                "earned": gain["points"],
                "earned_at": gain.get("occurred_at") or moment,
                "expires_on": gain["expires_on"],
            }
            for gain in gains
        ],
    )
    c.add(
        PointsEntry,
        [{"kind": "earn", "by": c.who.name, **gain, "lot": lot.id} for gain, lot in zip(gains, lots, strict=True)],
    )
    meet_debts(c, {gain["member"] for gain in gains})


def spend(c: Changes, member: int, points: int, **entry: Any) -> None:
    """Take points from the lots that expire first. Raises Refused when they fall short, by how many."""
    if short := _take(c, member, points, open_lots(member), **entry):
        raise Refused(POINTS_SHORT(title=Member.title_of(member), short=short), "points")


def reverse(c: Changes, entries: list[Row]) -> None:
    """Cancel entries line by line, each into the lot it came from. Raises Refused where earned points are spent."""
    lots = {id: lot.left for id, lot in PointsLot.rows_by_id({entry.lot for entry in entries}).items()}
    for entry in entries:
        lots[entry.lot] -= entry.points
        if lots[entry.lot] < 0:
            raise Refused(LOT_SPENT(spent=-lots[entry.lot]))
    kinds = kinds_reversed(PointsEntry, entries)
    c.add(
        PointsEntry,
        [
            {
                "member": entry.member,
                "kind": kinds.get(entry.id, "reversal"),
                "points": -entry.points,
                "lot": entry.lot,
                "expires_on": entry.expires_on,
                "source": entry.source,
                "reference": entry.reference,
                "store": entry.store,
                "by": c.who.name,
                "reverses": entry.id,
            }
            for entry in entries
        ],
    )


def reclaim(c: Changes, member: int, points: int, lots: set[int], **entry: Any) -> None:
    """Take points back: from the lots given, then from the member's others, and what is spent already is owed."""
    own = PointsLot.rows(PointsLot.id.in_(list(lots)), PointsLot.member == member, PointsLot.left > 0)
    others = [lot for lot in open_lots(member) if lot.id not in lots]
    if missing := _take(c, member, points, own + others, **entry):
        owe(c, member, missing, reference=entry.get("reference"))


def owe(c: Changes, member: int, points: int, **line: Any) -> None:
    c.create(PointsDebt, member=member, points=points, by=c.who.name, **line)


def meet_debts(c: Changes, members: set[int]) -> None:
    """What members owe is taken as soon as they have points."""
    ids = list(members)
    for start in range(0, len(ids), 500):
        for member in Member.rows(Member.id.in_(ids[start : start + 500]), Member.points_debt > 0):
            words = {"kind": "refund", "source": "rule", "reason": MEETS_DEBT.zh}
            left = _take(c, member.id, member.points_debt, open_lots(member.id), **words)
            if left < member.points_debt:
                owe(c, member.id, left - member.points_debt, reason=DEBT_IS_MET.zh)


def hand_over(c: Changes, gone: int, kept: int) -> None:
    """Everything a card holds and owes goes to another one by paired entries; each lot keeps its expiry."""
    old, new = c.fresh(Member, gone), c.fresh(Member, kept)
    lots = PointsLot.rows(PointsLot.member == gone, PointsLot.left > 0)
    words = {"kind": "merge", "source": "user", "store": new.home_store}
    c.add(
        PointsEntry,
        [
            {
                "member": gone,
                "points": -lot.left,
                "lot": lot.id,
                "expires_on": lot.expires_on,
                "by": c.who.name,
                "reference": new.card_no,
                **words,
            }
            for lot in lots
        ],
    )
    earn(
        c,
        [
            {
                "member": kept,
                "points": lot.left,
                "expires_on": lot.expires_on,
                "occurred_at": lot.earned_at,
                "reference": old.card_no,
                **words,
            }
            for lot in lots
        ],
    )
    if old.points_debt:
        owe(c, gone, -old.points_debt, reference=new.card_no, reason=MERGED_INTO.zh)
        owe(c, kept, old.points_debt, reference=old.card_no, reason=MERGED_INTO.zh)
        meet_debts(c, {kept})


def open_lots(member: int) -> list[Row]:
    """The member's lots with points that still hold today, the first to expire first."""
    holds = PointsLot.expires_on.is_null() | (PointsLot.expires_on >= today())
    lots = PointsLot.rows(PointsLot.member == member, PointsLot.left > 0, holds)
    return sorted(lots, key=lambda lot: (lot.expires_on is None, lot.expires_on or date.max))


def _take(c: Changes, member: int, points: int, lots: list[Row], **entry: Any) -> int:
    """Take points from these lots in this order; returns how many were not there."""
    lines = []
    for lot in lots:
        part = min(lot.left, points)
        if part:
            place = {"lot": lot.id, "expires_on": lot.expires_on}
            lines.append({"member": member, "points": -part, "by": c.who.name, **place, **entry})
        points -= part
    c.add(PointsEntry, lines)
    return points


def kinds_reversed(ledger: type[Record], entries: list[Row]) -> dict[int, str]:
    """For entries that reverse another one: the kind of that one, since reversing them puts it back in force."""
    first = {entry.id: entry.reverses for entry in entries if entry.reverses}
    kinds = {id: entry.kind for id, entry in ledger.rows_by_id(first.values()).items()}
    return {id: kinds[origin] for id, origin in first.items()}


# What comes and goes by itself ------------------------------------------------------------------------------------------------------------


def open_points(c: Changes, rows: list[tuple[Row, int]]) -> None:
    """Balances that came with a workbook are ledger lines of kind 期初."""
    until = add_months(today(), EXPIRES_AFTER_MONTHS)
    earn(
        c,
        [
            {
                "member": row.id,
                "points": points,
                "kind": "opening",
                "source": "import",
                "store": row.home_store,
                "expires_on": until,
                "reason": OPENED_WITH.zh,
            }
            for row, points in rows
        ],
    )


def expire_points(c: Changes, day: date) -> int:
    """What expired before this day leaves the ledger; returns how many lots."""
    due = PointsLot.rows((PointsLot.expires_on < day) & (PointsLot.left > 0))
    c.add(
        PointsEntry,
        [
            {
                "member": lot.member,
                "kind": "expire",
                "points": -lot.left,
                "lot": lot.id,
                "expires_on": lot.expires_on,
                "source": "rule",
                "by": c.who.name,
                "reason": EXPIRED.zh,
            }
            for lot in due
        ],
    )
    return len(due)
