"""Closing a month, and the year after its December: counted in a process of its own, then frozen; the last closed ones again each night."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from models import house
from models.kit import Changes, Text, notify
from models.kit.clock import days_of_month, days_of_period, is_year, today
from models.kit.week.closed_months import close_month, closed_months, closed_years, closing_of, corrects, values_of
from models.kit.week.months import gathered
from models.kit.week.rollup import Counted, Values, closed_weeks
from models.weekly import month_closing_day

from .closing import HEAD, quiet

AGAIN = 3  # so many of the last closed months are looked at again
NOTHING = Text("没有要关账的月份，已关账的没有变化", "No month is to be closed, and no closed one has moved")
YEAR_CLOSED = Text("{month} 年度关账：{count} 项指标", "The year {month} is closed: {count} figures")
CLOSED = Text("{month} 月度关账：{count} 项指标", "{month} is closed: {count} figures")
MOVED = Text(
    "{month} 关账后有更正，已生成第 {revision} 版", "{month} was corrected after its closing: revision {revision}"
)
FILLED = Text("{month} 补上了新增的指标", "{month} was filled up with new figures")


def due(day: date) -> str | None:
    """The month that is to be closed by now: the one before, from the closing day on, if it isn't yet and has a closed week."""
    month = f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
    if day.day < month_closing_day() or closing_of(month) is not None:
        return None
    span = days_of_month(month)
    return month if any(week.first <= span.last and span.first <= week.last for week in closed_weeks()) else None


def due_year(day: date) -> str | None:
    """The year before, once its December is closed or about to be, if it isn't closed yet."""
    year = str(day.year - 1)
    december = f"{year}-12"
    return year if closing_of(year) is None and december in (due(day), *closed_months()) else None


def count_months(_: Any = None, tell: Callable[..., None] = quiet) -> list[dict[str, Any]]:
    """The month and the year that are due and the last closed ones, counted over their days, as JSON."""
    fresh = [period for period in (due(today()), due_year(today())) if period]
    periods = [*closed_months()[-AGAIN:], *closed_years()[-1:], *fresh]
    counted = []
    for at, month in enumerate(periods):
        tell(100 * at / len(periods), month)
        values = gathered(house().metrics.values(), days_of_period(month))
        counted.append({"month": month, "values": [[*key, *one_of.row().values()] for key, one_of in values.items()]})
    return counted


def freeze_months(c: Changes, counted: list[dict[str, Any]]) -> Text:
    """What was counted becomes the month's or year's closing, or its next revision where a figure moved."""
    said = []
    for month in counted:
        values = _with_those_gone(month["month"], month["values"])
        made = close_month(c, month["month"], values)
        if made is None:
            continue
        names = {metric for metric, _ in values if "/" not in metric}
        if made.revision == 1:
            first = YEAR_CLOSED if is_year(made.month) else CLOSED
            said.append(first(month=made.month, count=len(names)))
        elif corrects(made):
            said.append(MOVED(month=made.month, revision=made.revision))
        else:
            said.append(FILLED(month=made.month))
            continue  # nothing of what was read before is otherwise, so nobody is called
        notify(c, said[-1], page="/weekly", roles=(HEAD,))
    return said[-1] if said else NOTHING


def _with_those_gone(month: str, rows: list[list[Any]]) -> Values:
    """What was counted, with the figures that nobody counts any more as the closing before has them."""
    before, counted = closing_of(month), house().metrics
    kept = values_of(before) if before else {}
    gone = {key: figure for key, figure in kept.items() if key[0].partition("/")[0] not in counted}
    return gone | {(metric, store): Counted(*rest) for metric, store, *rest in rows}
