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
# What depends on the day one looks is reckoned then, as formulas.
LIVE = "OR({})".format(",".join(f'[state]="{state}"' for state in UNDER_WAY))
LATE = "IF(OR(ISBLANK([next_due_on]),[next_due_on]>=TODAY()),0,NETWORKDAYS([next_due_on],TODAY()-1))"
DAYS_LEFT = f"=IF({LIVE},DAYS([opening_on],TODAY()))"
FORECAST = f"=IF({LIVE},MAX(TODAY(),WORKDAY([opening_on],{LATE})))"


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


def _outlook(day: date, opening: Row, tasks: list[Row]) -> dict[str, Any]:
    counted = [task for task in tasks if task.state != "waived"]
    late = [task for task in counted if task.state in NOT_DONE and task.due_on and task.due_on < day]
    before = [task for task in tasks if task.state in NOT_DONE and task.due_on and (task.days_before or 0) >= 0]
    return {
        "tasks": len(counted),
        "progress": share(sum(task.state == "done" for task in counted), len(counted)),
        "planned": share(sum(bool(task.due_on and task.due_on < day) for task in counted), len(counted)),
        "overdue": len(late) if opening.state != "cancelled" else 0,
        "next_due_on": min((task.due_on for task in before), default=None),
        "budget": sum((task.budget or 0 for task in counted), Decimal(0)),
        "spent": sum((task.cost or 0 for task in tasks), Decimal(0)),
    }


def share(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1")) if whole else Decimal(0)


def refuse_past(move: Move) -> None:
    """A store late for its opening may be listed, but nothing is planned for a day that is past."""
    if move.new.state in UNDER_WAY and move.new.opening_on < today():
        raise Refused(words.LONG_PAST(day=move.new.opening_on), "opening_on", move.index)
