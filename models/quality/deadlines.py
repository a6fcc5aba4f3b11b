"""How long a recall has 召回时限: hours to start and for the stores to act, working days to finish, by its level."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from ..kit import Param, setting
from ..kit.clock import local
from ..kit.server.standing import house

HOURS = {
    "one": Param("quality_recall_hours_1", "一级召回启动时限（小时）", "Hours to start a level 1 recall", 24, "小时"),
    "two": Param("quality_recall_hours_2", "二级召回启动时限（小时）", "Hours to start a level 2 recall", 48, "小时"),
    "three": Param("quality_recall_hours_3", "三级召回启动时限（小时）", "Hours to start a level 3 recall", 72, "小时"),
}
DAYS = {
    "one": Param("quality_recall_days_1", "一级召回完成时限（工作日）", "Working days for a level 1 recall", 10, "天"),
    "two": Param("quality_recall_days_2", "二级召回完成时限（工作日）", "Working days for a level 2 recall", 20, "天"),
    "three": Param(
        "quality_recall_days_3", "三级召回完成时限（工作日）", "Working days for a level 3 recall", 30, "天"
    ),
}


def within_hours(moment: datetime, level: str) -> datetime:
    """Until when it is started once it is known, and acted on once a store was told."""
    return moment + timedelta(hours=float(setting(HOURS[level])))


def within_days(moment: datetime, level: str) -> date:
    """The last working day on which it may be finished, counted from the day after its notices went out."""
    day, left, works = local(moment).date(), int(setting(DAYS[level])), _working()
    while left > 0:
        day += timedelta(days=1)
        left -= works(day)
    return day


def _working() -> Callable[[date], bool]:
    source = house().of(_calendar)
    return source[1]() if source else lambda day: day.weekday() < 5


def _calendar(built: Any) -> Any:
    return next((area.workdays for area in built.areas if area.workdays is not None), None)
