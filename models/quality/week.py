"""What the week of quality comes to, and the pictures of it."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import peewee

from ..kit import Measure, Ratio, Record, Text
from ..kit.clock import Span, Week
from ..kit.week.lasting import DAYS, StillOpen, Time
from ..kit.week.measures import Measured
from ..logistics import Stock
from ..organization import Store, Supplier
from ..organization.opened import open_days, open_on
from .actions import CorrectiveAction
from .audits import QualityAudit
from .gathering import CHECKING
from .incoming import IncomingCheck
from .nonconformances import Nonconformance
from .recalls import Recall
from .reports import InspectionItem, InspectionReport
from .safety import SafetyCheck

JUDGED = {"conclusion": {"in": ["pass", "fail"]}}
PASSED, FAILED = {"conclusion": {"eq": "pass"}}, {"conclusion": {"eq": "fail"}}
UNDONE = {"state": {"in": ["open", "doing"]}}
WEEKS_SHOWN = 12
SOON = timedelta(days=30)
MOST_NAMED = 500  # rows that a link names one by one


class ChecksOwed(Measured):
    """One daily check for each day and each store that was to make one."""

    def value(self, week: Span) -> int:
        return sum(self.per_store(week).values())

    def per_store(self, week: Span) -> dict[int, int]:
        return dict(Counter(store for store, _ in open_days(week.days, CHECKING)))

    def behind(self, week: Span) -> tuple[type[Record], dict]:
        return Store, {"id": {"in": sorted(self.per_store(week))}}


class ChecksMade(ChecksOwed):
    """Those of them that are there; a second one on a day makes no difference."""

    MADE = Measure(SafetyCheck, "checked_on", where={"kind": {"eq": "day"}, "store": {"empty": False}}, by="store")

    def per_store(self, week: Span) -> dict[int, int]:
        within = SafetyCheck.checked_on.between(week.first, week.last)
        made = SafetyCheck.select(SafetyCheck.store, SafetyCheck.checked_on).where(SafetyCheck.kind == "day", within)
        owed = set(open_days(week.days, CHECKING))
        return dict(Counter(store for store, _ in owed & set(made.tuples())))

    def behind(self, week: Span) -> tuple[type[Record], dict]:
        record, narrowed = self.MADE.behind(week)
        return record, {**narrowed, "store": {"in": sorted(self.per_store(week))}}

    def parts(self) -> list[Measure]:
        return [self.MADE]


reports_received = Measure(InspectionReport, when="received_on")
reports_failed = Measure(InspectionReport, when="reported_on", where=FAILED)
pass_rate = Ratio(
    Measure(InspectionReport, when="reported_on", where=PASSED),
    Measure(InspectionReport, when="reported_on", where=JUDGED),
)
reports_expiring = Measure(InspectionReport, when="valid_until", where={"state": {"in": ["valid", "expired"]}})
reports_awaited = Measure(InspectionReport, where={"state": {"eq": "expected"}})
nonconformances_found = Measure(Nonconformance, when="found_on", by="store")
value_lost = Measure(Nonconformance, when="found_on", sum="value_lost", by="store")
actions_opened = Measure(CorrectiveAction, when="opened_on", by="store")
actions_closed = Measure(CorrectiveAction, when="closed_on", by="store")
actions_open = StillOpen(CorrectiveAction, "opened_on", ended=("closed_on",), late=False, by="store")
actions_overdue = StillOpen(CorrectiveAction, "due_on", ended=("closed_on", "done_on"), began="opened_on", by="store")
repeats = Measure(CorrectiveAction, when="reopened_on", by="store")
complaints = Measure(CorrectiveAction, when="opened_on", where={"source": {"eq": "complaint"}}, by="store")
SCORED = {"score": {"empty": False}}
audit_score = Ratio(
    Measure(QualityAudit, when="done_on", sum="score", where=SCORED, by="store"),
    Measure(QualityAudit, when="done_on", where=SCORED, by="store"),
    times=1,
)
checks_rejected = Ratio(
    Measure(IncomingCheck, when="received_on", where={"state": {"eq": "rejected"}}),
    Measure(IncomingCheck, when="received_on", where={"state": {"in": ["accepted", "rejected"]}}),
)
held_value = Measure(Stock, sum="value", where={"held": {"eq": True}})
recalls_opened = Measure(Recall, when="known_at")


days_to_close = Ratio(
    Time(CorrectiveAction, "verified_on", start=("opened_on",), end="verified_on", per=DAYS, by="store"),
    Measure(CorrectiveAction, "verified_on", by="store"),
    times=1,
    digits=1,
)
daily_checks_made = Ratio(ChecksMade(), ChecksOwed())
SCHEDULED: dict[str, Any] = {"kind": {"in": ["week", "month"]}, "period_from": {"empty": False}}
reviews_in_time = Ratio(
    Measure(SafetyCheck, "checked_on", where={**SCHEDULED, "done_on": {"le": "=checked_on"}}, by="store"),
    Measure(SafetyCheck, "checked_on", where=SCHEDULED, by="store"),
)


def suppliers_expiring(week: Span) -> int:
    """Suppliers we buy from with a paper that ends within 30 days of the week, or has ended."""
    return _suppliers(week).count()


def supplier_rows(week: Span) -> dict:
    """By their codes: a filter can't say "one paper or the other"."""
    return {"code": {"in": [code for (code,) in _suppliers(week).select(Supplier.code).limit(MOST_NAMED).tuples()]}}


def _suppliers(week: Span) -> peewee.ModelSelect:
    until = week.last + SOON
    near = (Supplier.business_until <= until) | (Supplier.production_until <= until)
    return Supplier.select().where(Supplier.status == "active", near)


def stores_that_check(day: date) -> list[int]:
    """The stores that owe a daily check: every one that was open on the day but those on the internet."""
    return [id for (id,) in Store.select(Store.id).where(open_on(day), CHECKING).tuples()]


# Pictures -----------------------------------------------------------------------------------------------------------------


def by_week(week: Week) -> dict:
    """Reports judged and the share that passed, over twelve weeks."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in reversed(range(WEEKS_SHOWN))]
    return {
        "x": [f"{week.monday:%m-%d}" for week in weeks],
        "series": [(Text("合格率（%）", "Pass rate (%)"), [_number(pass_rate.value(week)) for week in weeks])],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def failing_items(week: Week) -> dict:
    """What failed in the last twelve weeks, by test item."""
    failed = InspectionItem.select(InspectionItem.item).join(InspectionReport)
    return _ranked(failed.where(InspectionItem.verdict == "fail", *_lately(week)))


def failing_suppliers(week: Week) -> dict:
    failed = (
        InspectionReport.select(Supplier.name)
        .join(Supplier)
        .where(InspectionReport.conclusion == "fail", *_lately(week))
    )
    return _ranked(failed)


def _lately(week: Week) -> tuple:
    since = week.sunday - timedelta(days=7 * WEEKS_SHOWN)
    return InspectionReport.reported_on > since, InspectionReport.reported_on <= week.sunday


def _ranked(query: peewee.ModelSelect) -> dict:
    counts = Counter(name for (name,) in query.tuples()).most_common(10)
    return {
        "x": [name for name, _ in counts],
        "series": [(Text("不合格", "Failed"), [count for _, count in counts])],
    }
