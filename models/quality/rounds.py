"""Weekly reviews and monthly meetings on food safety are put on the calendar, for each store and for headquarters."""

from datetime import date

from ..kit import Changes, Row, Text
from ..kit.clock import Days, Span, days_of_month, week_of
from ..organization import Store
from ..organization.opened import open_on
from .gathering import CHECKING
from .safety import SafetyCheck, SafetyLine, checks_between, lines_of, points_for

PLANNED = Text(
    "安排周排查 {weeks} 项、月调度 {months} 项", "{weeks} weekly reviews and {months} monthly meetings planned"
)


def plan_rounds(c: Changes, day: date) -> Text:
    """Each store that is open, and headquarters, has its review of this week and its meeting of this month, with the points
    in use; without a point for it nothing is asked. What was entered by hand counts."""
    month = days_of_month(f"{day:%Y-%m}")
    return PLANNED(weeks=_plan(c, "week", week_of(day), day), months=_plan(c, "month", month, day))


def _plan(c: Changes, kind: str, span: Span, day: date) -> int:
    points, there = points_for(kind), checks_between(kind, span.first, span.last)
    stores = Store.rows(open_on(day) & CHECKING, order=Store.code)
    asked: list[tuple[Row | None, list[Row]]] = [(store, _of(points, "store")) for store in stores]
    asked.append((None, _of(points, "office")))
    wanted = [(store, mine) for store, mine in asked if mine and (store and store.id) not in there]
    rows = c.add(SafetyCheck, [_check(kind, span, store) for store, _ in wanted])
    pairs = zip(rows, wanted, strict=True)
    c.add(SafetyLine, [line for row, (_, mine) in pairs for line in lines_of(row.id, mine)])
    return len(rows)


def _of(points: list[Row], place: str) -> list[Row]:
    return [point for point in points if point.place in ("all", place)]


def _check(kind: str, span: Span, store: Row | None) -> dict:
    period = Days(span.first, span.last)
    owner = {"store": store.id, "checker": store.manager} if store else {}
    return {"kind": kind, "period_from": period.first, "checked_on": period.last, "state": "planned", **owner}
