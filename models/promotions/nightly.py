"""Promotions by their dates, and their results from what the stores reported."""

from datetime import date, timedelta

from ..kit import Changes, Text
from ..stores import StoreDay
from .baseline import WEEKS_BEFORE, Sold
from .festivals import feast_days
from .results import take_sales
from .running import move_on, watched
from .tasks import TASKS_END

MOVED = Text("{n} 个促销换了状态", "{n} promotions moved")
NONE = Text("没有需要取数的促销", "no promotion to look at")
TAKEN = Text("取数 {n} 条", "{n} results taken")


def move(c: Changes, day: date) -> Text:
    TASKS_END.left(c)
    return MOVED(n=move_on(c, day))


def take_results(c: Changes, day: date) -> Text:
    """The results of what runs or ended lately, up to yesterday."""
    through, live = day - timedelta(days=1), watched(day)
    if not live:
        return NONE
    first = min(row.starts_on for row in live) - timedelta(days=7 * WEEKS_BEFORE)
    feasts = {then for row in live for then in feast_days(row.starts_on, row.ends_on).values() if then}
    daily: dict[int, dict[date, Sold]] = {}
    for row in StoreDay.rows(StoreDay.day.between(first, through) | StoreDay.day.in_(feasts)):
        daily.setdefault(row.store, {})[row.day] = Sold(row.sales, row.transactions or 0, row.new_members or 0)
    return TAKEN(n=sum(take_sales(c, row.id, daily, through) for row in live))
