"""The funnel of sellers 商机漏斗: how many opportunities reached which stage in a month, and what is under way now."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from ..kit import Row
from ..kit.clock import Span, today
from ..kit.declare.states import StateMove
from .selling import OPEN, Opportunity

STAGES = ("lead", "need", "offer", "negotiating", "won")
NAMES = {"need": "needs", "offer": "offers", "negotiating": "talks"}
COUNTS = ("opened", *NAMES.values())
ZERO = Decimal(0)


def funnels(owners: set[int], span: Span) -> dict[int, dict[str, Any]]:
    """By seller: the opportunities that came and that reached each stage in these days; of today's month what is under way.

    Of days before the first move that is on the books nobody can say, so they are left empty.
    """
    mine = StateMove.record == Opportunity.key()
    begun = StateMove.select().where(mine).order_by(StateMove.at, StateMove.id).first()
    if begun is not None and span.ends <= begun.at:
        return {owner: dict.fromkeys(COUNTS) for owner in owners}
    rows = [row for row in Opportunity.rows() if row.owner in owners]
    reached, came = _reached(span)
    values: dict[int, dict[str, Any]] = {owner: dict.fromkeys(COUNTS, 0) for owner in owners}
    for row in rows:
        mine = values[row.owner]
        mine["opened"] += row.id in came
        for stage, name in NAMES.items():
            mine[name] += stage in reached[row.id]
    if span.first <= today() <= span.last:  # what was under way at another month's end nobody can say any more
        for owner, amount in pipelines(rows).items():
            values[owner]["pipeline"] = amount
        for owner in owners:
            values[owner].setdefault("pipeline", ZERO)
    return values


def pipelines(rows: list[Row]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.stage in OPEN:
            sums[row.owner] += row.weighted
    return sums


def _reached(span: Span) -> tuple[dict[int, set[str]], set[int]]:
    """By opportunity the stages it came to in these days and wasn't taken back from, and which are new."""
    book = StateMove.select().where(StateMove.record == Opportunity.key())
    book = book.where(StateMove.at >= span.starts, StateMove.at < span.ends).order_by(StateMove.id)
    reached: dict[int, set[str]] = defaultdict(set)
    came: set[int] = set()
    for move in book:
        if move.before is None:
            came.add(move.row_id)
        if move.after in STAGES:
            later = STAGES[STAGES.index(move.after) + 1 :]
            reached[move.row_id] = (reached[move.row_id] - {*later}) | {move.after}
    return reached, came
