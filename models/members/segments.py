"""RFM segments 会员分层: eleven names for how recently, how often and for how much a member buys, frozen month by month."""

from decimal import Decimal
from typing import Any

from ..kit import Changes
from ..kit.clock import now
from ..system import keep_analysis
from .people import Member

# Rows: recency 5 (lately) to 1; columns: the mean of frequency and spend, 1 to 5.
GRID = (
    ("new", "potential", "potential", "loyal", "champions"),
    ("promising", "potential", "potential", "loyal", "champions"),
    ("sleepy", "sleepy", "attention", "loyal", "loyal"),
    ("hibernating", "hibernating", "risk", "risk", "risk"),
    ("lost", "lost", "hibernating", "cant_lose", "cant_lose"),
)


def segment_of(recency: int, frequency: int, spend: int) -> str:
    """The segment of three scores from 1 to 5."""
    strength = int((Decimal(frequency + spend) / 2).to_integral_value())
    return GRID[5 - recency][strength - 1]


def keep_segments(c: Changes, scores: dict[int, tuple[int, int, int]], cohorts: list[dict[str, Any]]) -> int:
    """Freeze this month's segments and cohorts; members without a purchase in the year have none. Returns how many moved."""
    sets: dict[int, dict[str, Any]] = {
        id: {"segment": segment_of(*three), "rfm": "".join(map(str, three))} for id, three in scores.items()
    }
    for (id,) in Member.select(Member.id).where(Member.segment.is_null(False)).tuples():
        sets.setdefault(id, {"segment": None, "rfm": None})
    moved = c.alter(Member, sets)
    keep_analysis("member_cohorts", cohorts, now())
    return len(moved)
