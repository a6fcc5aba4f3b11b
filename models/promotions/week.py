"""What the week of promotions comes to, and its pictures."""

from datetime import timedelta
from typing import Any

from ..kit import Less, Measure, Ratio, Text
from ..kit.clock import Span, Week
from .campaigns import KINDS, Promotion
from .results import HAPPENED, PromotionResult
from .tasks import CompetitorNote, PromotionTask

PLANNED = ["approved", *HAPPENED]
OVER = {"state": {"in": ["finished", "reviewed"]}}


def of_results(name: str, **where: Any) -> Measure:
    """The stores' results of the promotions that ended in the week."""
    return Measure(PromotionResult, when="ended_on", sum=name, where=where, by="store")


STARTING = Measure(Promotion, when="starts_on", where={"state": {"in": PLANNED}})
FINISHED = Measure(Promotion, when="ends_on", where=OVER)
SALES, COST, UPLIFT = of_results("sales"), of_results("cost"), of_results("uplift")


def against(name: str, plan: str) -> Ratio:
    """What the promotions that ended came to against their plan; those without one are left out."""
    planned = {**OVER, plan: {"gt": 0}}
    return Ratio(
        Measure(Promotion, when="ends_on", sum=name, where=planned),
        Measure(Promotion, when="ends_on", sum=plan, where=planned),
    )


COST_SHARE, REACHED = against("cost", "budget"), against("sales", "target_sales")
UPLIFT_RATE = Ratio(UPLIFT, of_results("baseline", uplift={"empty": False}))
KNOWN = {"gross_profit": {"empty": False}}
ROI = Ratio(
    Less(of_results("gross_profit", **KNOWN), of_results("cost", **KNOWN)), of_results("cost", **KNOWN), times=1
)
NEW_MEMBERS = of_results("new_members")
TASKS_DONE = Ratio(
    Measure(PromotionTask, when="due_on", where={"state": {"in": ["done", "checked"]}}, by="store"),
    Measure(PromotionTask, when="due_on", where={"state": {"ne": "dropped"}}, by="store"),
)
COMPETITORS = Measure(CompetitorNote, when="seen_on", by="store")


def running_in(week: Span) -> dict[str, Any]:
    """The grid's filter for promotions that ran on any day of the week."""
    return {
        "state": {"in": PLANNED},
        "starts_on": {"le": week.last.isoformat()},
        "ends_on": {"ge": week.first.isoformat()},
    }


def promotions_running(week: Span) -> int:
    return (
        Promotion.select()
        .where(Promotion.state.in_(PLANNED), Promotion.starts_on <= week.last, Promotion.ends_on >= week.first)
        .count()
    )


# Pictures ---------------------------------------------------------------------------------------------------------------


def over_time(week: Week) -> dict:
    """Actual sales of the promotions that ended in each of thirteen weeks, against what they would have been."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in range(12, -1, -1)]
    return {
        "x": [f"{week.monday:%m-%d}" for week in weeks],
        "series": [
            (Text("基线", "Baseline"), [float(of_results("baseline").value(week)) for week in weeks]),
            (Text("增量", "Uplift"), [float(UPLIFT.value(week)) for week in weeks]),
        ],
    }


def returns_by_kind(week: Week) -> dict:
    """ROI of a year's promotions by kind."""
    since, sums = week.monday - timedelta(days=364), {}
    kinds = {row.id: row.kind for row in Promotion.rows(Promotion.ends_on >= since, Promotion.ends_on <= week.sunday)}
    for row in PromotionResult.rows(PromotionResult.promotion.in_(list(kinds))):
        if row.gross_profit is not None and row.cost:
            profit, cost = sums.get(kinds[row.promotion], (0, 0))
            sums[kinds[row.promotion]] = (profit + row.gross_profit, cost + row.cost)
    shown = [kind for kind in KINDS if kind.key in sums]
    roi = [round(float((sums[kind.key][0] - sums[kind.key][1]) / sums[kind.key][1]), 2) for kind in shown]
    return {"x": [kind.label for kind in shown], "series": [(Text("投入产出", "ROI"), roi)]}


def best_stores(week: Week) -> dict:
    """The ten stores that promotions helped most in thirteen weeks."""
    rows = PromotionResult.rows(
        PromotionResult.ended_on >= week.monday - timedelta(days=84), PromotionResult.ended_on <= week.sunday
    )
    uplift: dict[int, float] = {}
    for row in rows:
        uplift[row.store] = uplift.get(row.store, 0) + float(row.uplift or 0)
    first = sorted(uplift, key=lambda store: -uplift[store])[:10]
    names = PromotionResult.store.rel_model.rows_by_id(first)
    return {
        "x": [names[id].name for id in first],
        "series": [(Text("增量销售额", "Uplift"), [round(uplift[id]) for id in first])],
    }
