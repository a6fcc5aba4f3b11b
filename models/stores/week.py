"""What the week of the stores comes to: sales against target, visits, rectifications, openings."""

from typing import Any

from ..kit import Measure
from ..kit.clock import Span, today
from ..kit.week.lasting import DAYS, StillOpen, Time
from ..kit.week.measures import Measured
from .meetings import MeetingAction
from .openings import StoreOpening
from .outlook import UNDER_WAY
from .rectifying import Rectification
from .sales import StoreDay
from .visits import StoreVisit


class DaysLeft(Measured):
    """Days from today to the next opening, of what is being prepared now."""

    def value(self, week: Span) -> int | None:
        return min(self.per_store(week).values(), default=None)

    def per_store(self, week: Span) -> dict[int, int]:
        left: dict[int, int] = {}
        for row in StoreOpening.rows(StoreOpening.state.in_(UNDER_WAY)):
            days = (row.opening_on - today()).days
            left[row.store] = min(days, left.get(row.store, days))
        return left

    def behind(self, week: Span) -> tuple[type, dict]:
        return PREPARING.behind(week)

    def parts(self) -> list[Measure]:
        return [PREPARING]


CHECKED = {"state": {"eq": "done"}, "kind": {"ne": "self"}}
SHOPS = {"status": {"eq": "open"}, "kind": {"in": ["own", "franchise"]}}
TICKETS = Measure(StoreDay, "day", sum="transactions", by="store")
PASSED = Measure(StoreVisit, "visited_on", where={**CHECKED, "passed": {"eq": True}}, by="store")
VISITS = Measure(StoreVisit, "visited_on", where=CHECKED, by="store")
NOT_VOID = {"state": {"ne": "void"}}
OPENED = Measure(Rectification, "opened_on", where=NOT_VOID, by="store")
FINISHED = Measure(Rectification, "done_on", by="store")
PUTTING_RIGHT = Time(Rectification, "done_on", start=("opened_on",), end="done_on", per=DAYS, by="store")
OVERDUE = StillOpen(Rectification, "due_on", where=NOT_VOID, began="opened_on", ended=("done_on",), by="store")
ACTIONS_OVERDUE = StillOpen(
    MeetingAction, "due_on", where={"state": {"ne": "dropped"}}, ended=("done_on",), by="owner.store"
)
PREPARING = Measure(StoreOpening, None, where={"state": {"in": list(UNDER_WAY)}}, by="store")


def _days(field: str, where: dict | None = None) -> Measure:
    return Measure(StoreDay, "day", sum=field, where=where or {}, by="store")


def _known(field: str) -> dict[str, Any]:
    return {field: {"empty": False}}


def _checked(field: str, **more: Any) -> Measure:
    """Visits that came to a result of this kind: one whose every item was of no use there has none."""
    return Measure(StoreVisit, "visited_on", where={**CHECKED, **_known(field)}, by="store", **more)
