"""The pictures on the stores' page: sales against target, who is ahead, and what is being put right."""

from datetime import timedelta
from typing import Any

from ..kit import Chart, Text
from ..kit.clock import Week
from ..organization import Store
from .selling import SALES, SoldSince, TargetSince, month_to_date, of_week
from .week import FINISHED, OPENED, VISITS

WEEKS = 13


def _weeks(week: Week) -> list[Week]:
    return [Week(week.monday - timedelta(weeks=at)) for at in range(WEEKS - 1, -1, -1)]


def _named(week: Week) -> str:
    return f"{week.monday:%m-%d}"


def sales_by_week(week: Week) -> dict[str, Any]:
    weeks, target = _weeks(week), TargetSince(of_week, to_date=False)
    return {
        "x": [_named(week) for week in weeks],
        "series": [
            (Text("销售额", "Sales"), [float(SALES.value(week)) for week in weeks]),
            (Text("指标", "Target"), [float(target.value(week)) for week in weeks]),
        ],
    }


def stores_ranked(week: Week) -> dict[str, Any]:
    """The month to date of each store against what was due by now, the best first."""
    sold, due = SoldSince(month_to_date).per_store(week), TargetSince(month_to_date).per_store(week)
    names = dict(Store.select(Store.id, Store.name).tuples())
    rates = {id: float(sold.get(id, 0) * 100 / amount) for id, amount in due.items() if amount and id in names}
    ranked = sorted(rates, key=lambda id: -rates[id])
    return {
        "x": [names[id] for id in ranked],
        "series": [(Text("月度进度（%）", "Month's pace (%)"), [round(rates[id], 1) for id in ranked])],
    }


def rectified_by_week(week: Week) -> dict[str, Any]:
    weeks = _weeks(week)
    named = (
        (Text("巡店", "Visits"), VISITS),
        (Text("新开整改", "Opened"), OPENED),
        (Text("完成整改", "Put right"), FINISHED),
    )
    return {
        "x": [_named(week) for week in weeks],
        "series": [(text, [m.value(week) for week in weeks]) for text, m in named],
    }


CHARTS = (
    Chart(sales_by_week, "近 13 周销售与指标", "Sales and targets of 13 weeks", kind="line", unit="money"),
    Chart(stores_ranked, "门店月度进度排名", "Stores by the month's pace", kind="bar", unit="percent"),
    Chart(rectified_by_week, "巡店与整改", "Visits and rectifications", kind="bar"),
)
