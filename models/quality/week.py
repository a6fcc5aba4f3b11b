"""What the week of quality comes to, and the pictures of it."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import peewee

from ..kit import Less, Measure, Ratio, Text
from ..kit.week import Week
from ..logistics import Stock
from ..organization import Product, Store, Supplier
from .actions import CorrectiveAction
from .audits import QualityAudit
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
actions_open = Less(
    Measure(CorrectiveAction, when="opened_on", upto=True, by="store"),
    Measure(CorrectiveAction, when="closed_on", upto=True, by="store"),
)
repeats = Measure(CorrectiveAction, when="reopened_on", by="store")
complaints = Measure(CorrectiveAction, when="opened_on", where={"source": {"eq": "complaint"}}, by="store")
audit_score = Ratio(
    Measure(QualityAudit, when="done_on", sum="score", by="store"),
    Measure(QualityAudit, when="done_on", where={"score": {"empty": False}}, by="store"),
    times=1,
)
checks_rejected = Ratio(
    Measure(IncomingCheck, when="received_on", where={"state": {"eq": "rejected"}}),
    Measure(IncomingCheck, when="received_on", where={"state": {"in": ["accepted", "rejected"]}}),
)
held_value = Measure(Stock, sum="value", where={"held": {"eq": True}})
recalls_opened = Measure(Recall, when="known_at")


def actions_overdue(week: Week) -> int:
    """Past their day at the end of the week, and not reported done by then."""
    row = CorrectiveAction
    open_then = (row.closed_on.is_null() | (row.closed_on > week.sunday)) & (
        row.done_on.is_null() | (row.done_on > week.sunday)
    )
    return row.select().where(row.opened_on <= week.sunday, row.due_on < week.sunday, open_then).count()


def overdue_rows(week: Week) -> dict:
    return {**UNDONE, "due_on": {"lt": week.sunday.isoformat()}}


def days_to_close(week: Week) -> Decimal | None:
    """From opening to verification, on the mean, of the actions verified in the week."""
    within = CorrectiveAction.verified_on.between(week.monday, week.sunday)
    days = [(one.verified_on - one.opened_on).days for one in CorrectiveAction.rows(within)]
    return (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1")) if days else None


def verified_rows(week: Week) -> dict:
    return {"verified_on": {"ge": week.monday.isoformat(), "le": week.sunday.isoformat()}}


def suppliers_expiring(week: Week) -> int:
    """Suppliers we buy from with a paper that ends within 30 days of the week."""
    until = week.sunday + SOON
    near = (Supplier.business_until <= until) | (Supplier.production_until <= until)
    return Supplier.select().where(Supplier.status == "active", near).count()


def daily_checks_made(week: Week) -> Decimal | None:
    """Daily checks recorded, of those the open stores owed in the week."""
    stores = Store.select().where(Store.status == "open", Store.kind != "online").count()
    made = SafetyCheck.select().where(
        SafetyCheck.kind == "day",
        SafetyCheck.store.is_null(False),
        SafetyCheck.checked_on.between(week.monday, week.sunday),
    )
    return (Decimal(made.count()) * 100 / (stores * 7)).quantize(Decimal("0.01")) if stores else None


def stores_that_check(day: date) -> list[int]:
    """The stores that owe a daily check: every open one but those on the internet."""
    opened = Store.opened_on.is_null() | (Store.opened_on <= day)
    return [
        id for (id,) in Store.select(Store.id).where(Store.status == "open", Store.kind != "online", opened).tuples()
    ]


def daily_check_rows(week: Week) -> dict:
    return {"kind": {"eq": "day"}, "checked_on": {"ge": week.monday.isoformat(), "le": week.sunday.isoformat()}}


# Pictures -----------------------------------------------------------------------------------------------------------------


def by_week(week: Week) -> dict:
    """Reports judged and the share that passed, over twelve weeks."""
    weeks = [Week(week.monday - timedelta(days=7 * back)) for back in reversed(range(WEEKS_SHOWN))]
    return {
        "x": [f"{one.monday:%m-%d}" for one in weeks],
        "series": [(Text("合格率（%）", "Pass rate (%)"), [_number(pass_rate.value(one)) for one in weeks])],
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


def failing_products(week: Week) -> dict:
    failed = (
        InspectionReport.select(Product.name).join(Product).where(InspectionReport.conclusion == "fail", *_lately(week))
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
