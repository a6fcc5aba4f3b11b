"""Everything one screen says about a member, read at once and only as far as the person may see it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.kit.ask.query import Query
from models.kit.clock import today
from models.kit.declare.access import Who, may, visible
from models.kit.declare.record import Record
from models.members import (
    Member,
    MemberFollowUp,
    MemberTier,
    PointsEntry,
    PointsLot,
    PointsRule,
    Purchase,
    Redemption,
    TierBenefit,
    TierMove,
)

from ..parts.values import title_of
from ..record import Around, read_around

SOON = timedelta(days=30)
FEW = 8


@dataclass(frozen=True)
class Block:
    """The newest rows of one type that belong to the member, and how many there are."""

    record: type[Record]
    rows: list[dict[str, Any]]
    total: int
    sums: dict[str, Any]


@dataclass(frozen=True)
class Sight:
    """A member as this person may see him; a block is None where the person may not see that type."""

    id: int
    name: str
    row: dict[str, Any]
    shown: dict[str, str]
    lots: Block | None
    entries: Block | None
    purchases: Block | None
    redemptions: Block | None
    follow_ups: Block | None
    moves: Block | None
    benefits: list[str]
    next_tier: tuple[str, Decimal] | None
    around: Around
    earns: bool

    @property
    def expiring(self) -> int:
        """Points that expire within thirty days."""
        until = (today() + SOON).isoformat()
        return sum(lot["left"] for lot in self.lots.rows if (lot["expires_on"] or "9") <= until) if self.lots else 0


def read_member(id: int, who: Who, walk: dict[str, Any]) -> Sight | None:
    if not may(who, "see", Member):
        return None
    row = Query(Member, who).row(id) if 0 < id < 2**53 else None
    if row is None:
        return None
    return Sight(
        id=id,
        name=title_of(Member, row, who.lang),
        row=row,
        shown=visible(who, Member),
        lots=block(PointsLot, who, id, ["expires_on"], 500, left={"gt": 0}),
        entries=block(PointsEntry, who, id, ["-occurred_at"]),
        purchases=block(Purchase, who, id, ["-purchased_at"]),
        redemptions=block(Redemption, who, id, ["-requested_at"]),
        follow_ups=block(MemberFollowUp, who, id, ["-contacted_at"]),
        moves=block(TierMove, who, id, ["-moved_at"], 5),
        benefits=benefits(row, who),
        next_tier=next_tier(row, who),
        around=read_around(Member, id, who, walk),
        earns=bool(PointsRule.in_force("spend", today())),
    )


def block(record: type[Record], who: Who, member: int, sort: list[str], limit: int = FEW, **more: Any) -> Block | None:
    if visible(who, record).get("member") != "full":
        return None
    query = Query(record, who, {"member": {"eq": member}, **more}, sort)
    return Block(record, query.rows(0, limit), query.count(), query.sums())


def benefits(row: dict[str, Any], who: Who) -> list[str]:
    """What the member's tier gives today."""
    if not row.get("tier") or visible(who, TierBenefit).get("title") != "full":
        return []
    day = today()
    rows = Query(TierBenefit, who, {"tier": {"eq": row["tier"]["id"]}}).rows(0, 50)
    held = [row for row in rows if _begun(row, day) and not _over(row, day)]
    return [row["title"] for row in held]


def _begun(row: dict[str, Any], day: date) -> bool:
    return not row.get("starts_on") or row["starts_on"] <= day.isoformat()


def _over(row: dict[str, Any], day: date) -> bool:
    return bool(row.get("ends_on")) and row["ends_on"] < day.isoformat()


def next_tier(row: dict[str, Any], who: Who) -> tuple[str, Decimal] | None:
    """The next tier up and how much spend is missing to it."""
    if not row.get("tier") or "spend_12m" not in row or not may(who, "see", MemberTier):
        return None
    ladder = MemberTier.rows(order=MemberTier.rank)
    rank = next((tier.rank for tier in ladder if tier.id == row["tier"]["id"]), 0)
    spent = MemberTier.threshold.parse(row["spend_12m"]) or Decimal(0)
    above = next((tier for tier in ladder if tier.rank > rank and tier.threshold > spent), None)
    return (above.name, above.threshold - spent) if above else None
