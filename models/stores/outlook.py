"""How far an opening is, counted in working days."""

from datetime import date
from decimal import Decimal
from typing import Any

from ..kit import Move, Refused, Row
from ..kit.clock import today
from . import words
from .calendar import Workdays

UNDER_WAY = ("preparing", "ready")
NOT_DONE = ("open", "doing")


def dated(days: Workdays, opening_on: date, task: Row) -> dict[str, date]:
    due = days.back(opening_on, task.days_before)
    return {"due_on": due, "starts_on": days.back(due, task.days_takes - 1)}


def _followed(days: Workdays, opening_on: date, move: Move) -> dict[str, Any]:
    """A date set by hand is a new distance to the opening, and a new distance a date."""
    if move.changed("due_on") and not move.changed("days_before") and move.new.due_on is not None:
        return {"days_before": days.before(move.new.due_on, opening_on)}
    if move.changed("days_before", "days_takes") and not move.changed("due_on") and move.new.days_before is not None:
        return dated(days, opening_on, move.new)
    return {}


def _outlook(days: Workdays, day: date, opening: Row, tasks: list[Row]) -> dict[str, Any]:
    counted = [task for task in tasks if task.state != "waived"]
    late = [task for task in counted if task.state in NOT_DONE and task.due_on and task.due_on < day]
    live = opening.state in UNDER_WAY
    delay = max((days.before(task.due_on, day) for task in late if (task.days_before or 0) >= 0), default=0)
    return {
        "days_left": (opening.opening_on - day).days if live else None,
        "tasks": len(counted),
        "progress": share(sum(task.state == "done" for task in counted), len(counted)),
        "planned": share(sum(bool(task.due_on and task.due_on < day) for task in counted), len(counted)),
        "overdue": len(late) if opening.state != "cancelled" else 0,
        "forecast_on": max(day, days.back(opening.opening_on, -delay)) if live else None,
        "budget": sum((task.budget or 0 for task in counted), Decimal(0)),
        "spent": sum((task.cost or 0 for task in tasks), Decimal(0)),
    }


def share(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1")) if whole else Decimal(0)


def refuse_past(move: Move) -> None:
    """A store late for its opening may be listed, but nothing is planned for a day that is past."""
    if move.new.state in UNDER_WAY and move.new.opening_on < today():
        raise Refused(words.LONG_PAST(day=move.new.opening_on), "opening_on", move.index)
