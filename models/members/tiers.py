"""How a member's spend moves the tier: up at once, and, where the company wants it so, back at once with a refund."""

from decimal import Decimal

from ..kit import Changes, Param, setting
from .levels import MemberTier
from .people import Member, TierMove, move_tiers

FALLS_WITH_REFUND = Param(
    "tier_falls_with_refund",
    "退款后不再达标的升级是否立即收回（1 是，0 否）",
    "A refund takes an unearned tier back at once (1 yes, 0 no)",
    0,
)


def raise_tiers(c: Changes, spends: dict[int, Decimal]) -> None:
    """Tiers move up at once when the spend reaches them."""
    ladder, held = MemberTier.rows(order=MemberTier.rank.desc()), _held(list(spends))
    ranks = {tier.id: tier.rank for tier in ladder}
    ups = {}
    for id, spent in spends.items():
        reached = next((tier for tier in ladder if tier.threshold <= spent), None)
        if reached and reached.rank > ranks.get(held.get(id), 0):
            ups[id] = reached.id
    move_tiers(c, ups, "spend")


def take_tiers_back(c: Changes, spends: dict[int, Decimal]) -> None:
    """Of members who spent less after all: a tier that spend alone had reached falls to what the spend still reaches.

    Never below the one held before: what was given by hand or kept until its validity ends stays.
    """
    if not spends or not setting(FALLS_WITH_REFUND):
        return
    tiers, held, falls = {tier.id: tier for tier in MemberTier.rows()}, _held(list(spends)), {}
    for id, spent in spends.items():
        before = _before_spend(id)
        if before is None or held.get(id) is None:
            continue
        earned = [tier for tier in tiers.values() if tier.threshold <= spent]
        goes = max((*earned, tiers[before]), key=lambda tier: tier.rank)
        if goes.rank < tiers[held[id]].rank:
            falls[id] = goes.id
    move_tiers(c, falls, "refund")


def _before_spend(member: int) -> int | None:
    """The tier held before spend and refunds moved it last; None where something else moved it since."""
    before = None
    for move in TierMove.rows(TierMove.member == member, order=TierMove.id.desc()):
        if move.cause not in ("spend", "refund"):
            break
        before = move.from_tier
    return before


def _held(ids: list[int]) -> dict[int, int | None]:
    held: dict[int, int | None] = {}
    for start in range(0, len(ids), 500):
        held.update(Member.select(Member.id, Member.tier).where(Member.id.in_(ids[start : start + 500])).tuples())
    return held
