"""Who reads closed weeks, and what was said of an area in the meeting."""

from typing import Any

from ..kit.ask.query import Query
from ..kit.clock import Week
from ..kit.declare.access import Who, may, scope, system
from ..kit.server.standing import house
from ..kit.week.weekly import may_see_figure, may_see_figures
from ..organization import Store
from ..stores import StoreDay
from .meeting import WeekNote

READING = system("weekly")


def reads_weeks(who: Who) -> bool:
    """Whether there is anything in a closed week for this person; asks no database, for every page's menu asks it."""
    if any(may_see_figures(who, area) for area in house().counted):
        return True
    if any(m.readers != "area" and may_see_figure(who, area, m) for area in house().counted for m in area.metrics):
        return True
    placed = who.store_id is not None or who.region_id is not None
    return placed and may(who, "see", StoreDay) and may(who, "see", Store) and scope(who, StoreDay) is not None


def notes_of(week: Week, area: str) -> list[dict[str, Any]]:
    """Comments and decisions on an area's week, the oldest first: for all who read its figures, whoever they are by."""
    return Query(WeekNote, READING, {"week": {"eq": str(week)}, "area": {"eq": area}}, ["id"]).rows(limit=200)


def roles_of_stores() -> set[str]:
    """The roles that are kept to a store and hand in its days: each reads a page of its own."""
    grants = (grant for area in house().areas for grant in area.grants if grant.rows == "store")
    return {grant.role for grant in grants if StoreDay.key() in grant.record.split()}
