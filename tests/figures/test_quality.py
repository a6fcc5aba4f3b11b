"""The figures of the week of quality, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.logistics import Stock
from models.organization import Store, Supplier
from models.quality import (
    CorrectiveAction,
    IncomingCheck,
    InspectionReport,
    Nonconformance,
    QualityAudit,
    Recall,
    SafetyCheck,
)
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

QUALITY = area("quality")

EXPECTED = {
    "quality_reports": 3,
    "quality_pass_rate": Decimal("66.67"),  # 1 and 7, of 1, 2 and 7
    "quality_failed": 1,
    "quality_reports_awaited": 1,
    "quality_reports_expiring": 2,
    "quality_nonconformances": 3,
    "quality_value_lost": Decimal("120.50"),
    "quality_held_value": Decimal("60.25"),
    "quality_actions_opened": 2,
    "quality_actions_closed": 2,
    "quality_actions_open": 6,
    "quality_actions_overdue": 4,  # 1, 7 and 10, and 4, which was done on the Monday after
    "quality_days_to_close": Decimal("13.5"),  # 17 and 10
    "quality_repeats": 1,
    "quality_complaints": 1,
    "quality_audit_score": Decimal("85.00"),  # 90 and 80
    "quality_refused": Decimal("33.33"),
    "quality_suppliers_expiring": 2,
    "quality_daily_checks": Decimal("17.65"),  # 3 of 7 + 7 + 3, as the fourth store opened on Friday
    "quality_reviews_in_time": Decimal("33.33"),  # of 10, 11 and 12 only 10: 11 was a day late, 12 isn't done
    "quality_recalls": 2,
}
STORES = {
    "quality_nonconformances": {1: 1, 2: 1},
    "quality_value_lost": {1: Decimal("100.50"), 2: Decimal(0)},
    "quality_actions_opened": {1: 1, 2: 1},
    "quality_actions_closed": {1: 1, 2: 1},
    "quality_actions_open": {1: 2, 2: 3},
    "quality_actions_overdue": {1: 2, 2: 1},
    "quality_days_to_close": {1: Decimal("17.0"), 2: Decimal("10.0")},
    "quality_repeats": {1: 1},
    "quality_complaints": {2: 1},
    "quality_audit_score": {1: Decimal("90.00")},
    "quality_daily_checks": {1: Decimal("28.57"), 2: Decimal("0.00"), 4: Decimal("33.33")},
    "quality_reviews_in_time": {1: Decimal("100.00"), 2: Decimal("0.00")},
}
BEHIND = {
    "quality_reports": [1, 2, 3],
    "quality_pass_rate": [1, 7],
    "quality_failed": [2],
    "quality_reports_awaited": [5],
    "quality_reports_expiring": [3, 7],
    "quality_nonconformances": [1, 2, 3],
    "quality_value_lost": [1, 2, 3],
    "quality_held_value": [1, 3],
    "quality_actions_opened": [1, 2],
    "quality_actions_closed": [3, 9],
    "quality_actions_open": [1, 2, 4, 5, 7, 10],
    "quality_actions_overdue": [1, 4, 7, 10],
    "quality_days_to_close": [3, 5],
    "quality_repeats": [7],
    "quality_complaints": [2],
    "quality_audit_score": [1, 2],
    "quality_refused": [1],
    "quality_suppliers_expiring": [1, 3],
    "quality_daily_checks": [1, 2, 3],
    "quality_reviews_in_time": [10],
    "quality_recalls": [1, 2],
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("quality")):
        lay(
            Store,
            "code name kind status opened_on",
            (1, "S1", "锦江一店", "own", "open", None),
            (2, "S2", "武侯一店", "franchise", "open", "2020-01-01"),
            (3, "S3", "天猫店", "online", "open", None),
            (4, "S4", "青羊一店", "own", "open", "2026-11-20"),
            (5, "S5", "成华一店", "own", "closed", None),
        )
        lay(
            Supplier,
            "code name status business_until production_until",
            (1, "V1", "甲", "active", "2026-12-22", None),
            (2, "V2", "乙", "active", "2026-12-23", None),
            (3, "V3", "丙", "active", "2028-01-01", "2026-01-01"),
            (4, "V4", "丁", "suspended", "2026-01-01", None),
        )
        reports()
        goods()
        actions()
        checks()
        yield


def reports():
    lay(
        InspectionReport,
        "received_on reported_on conclusion valid_until state",
        (1, "2026-11-16", "2026-11-16", "pass", "2027-01-01", "valid"),
        (2, "2026-11-22", "2026-11-22", "fail", None, "failed"),
        (3, "2026-11-18", "2026-11-15", "pass", "2026-11-22", "valid"),
        (4, "2026-11-15", "2026-11-20", "pending", "2026-11-16", "received"),
        (5, None, None, "pending", None, "expected"),
        (6, "2026-11-23", "2026-11-23", "fail", None, "failed"),
        (7, "2026-11-01", "2026-11-18", "pass", "2026-11-16", "expired"),
        (8, "2026-11-01", "2026-10-01", "pass", "2026-11-15", "expired"),
        (9, "2026-11-01", "2026-10-01", "pass", "2026-11-20", "withdrawn"),
    )


def goods():
    lay(
        Nonconformance,
        "store found_on value_lost",
        (1, 1, "2026-11-16", "100.50"),
        (2, 2, "2026-11-22", None),
        (3, None, "2026-11-18", 20),
        (4, 1, "2026-11-15", 999),
        (5, 1, "2026-11-23", 999),
    )
    lay(Stock, "batch_no value held", (1, "B1", "50.25", True), (2, "B2", 999, False), (3, "B3", 10, True))
    lay(
        IncomingCheck,
        "received_on state",
        (1, "2026-11-16", "rejected"),
        (2, "2026-11-22", "accepted"),
        (3, "2026-11-20", "checking"),
        (4, "2026-11-18", "accepted"),
        (5, "2026-11-15", "rejected"),
        (6, "2026-11-23", "rejected"),
    )
    lay(
        Recall,
        "known_at",
        (1, "2026-11-16 00:00"),
        (2, "2026-11-22 23:59"),
        (3, "2026-11-15 23:59"),
        (4, "2026-11-23 00:00"),
    )


def actions():
    lay(
        CorrectiveAction,
        "no store source opened_on due_on done_on verified_on closed_on reopened_on state",
        (1, "A1", 1, "report", "2026-11-16", "2026-11-20", None, None, None, None, "open"),
        (2, "A2", 2, "complaint", "2026-11-22", "2026-12-01", None, None, None, None, "open"),
        (3, "A3", 1, "complaint", "2026-11-01", "2026-11-10", "2026-11-16", "2026-11-18", "2026-11-22", None, "closed"),
        (4, "A4", None, "audit", "2026-11-01", "2026-11-21", "2026-11-23", None, None, None, "done"),
        (5, "A5", 2, "report", "2026-11-11", "2026-11-15", "2026-11-20", "2026-11-21", "2026-11-23", None, "closed"),
        (6, "A6", 1, "report", "2026-10-01", "2026-10-10", "2026-10-05", "2026-10-06", "2026-10-07", None, "closed"),
        (7, "A7", 1, "report", "2026-10-01", "2026-11-22", None, None, None, "2026-11-18", "doing"),
        (8, "A8", 1, "report", "2026-11-23", "2026-11-01", None, None, None, None, "open"),
        (9, "A9", 2, "report", "2026-11-01", "2026-11-05", None, None, "2026-11-16", None, "cancelled"),
        (10, "A10", 2, "visit", "2026-11-01", "2026-11-21", None, None, None, "2026-11-15", "open"),
    )
    lay(
        QualityAudit,
        "store done_on score",
        (1, 1, "2026-11-16", 90),
        (2, None, "2026-11-22", 80),
        (3, 1, "2026-11-18", None),
        (4, 2, "2026-11-15", 10),
        (5, 2, "2026-11-23", 10),
    )


def checks():
    lay(
        SafetyCheck,
        "kind store checked_on",
        (1, "day", 1, "2026-11-16"),
        (2, "day", 1, "2026-11-22"),
        (3, "day", 4, "2026-11-21"),
        (4, "day", 3, "2026-11-18"),
        (5, "day", None, "2026-11-18"),
        (6, "week", 1, "2026-11-18"),
        (7, "day", 2, "2026-11-15"),
        (8, "day", 2, "2026-11-23"),
        (9, "day", 5, "2026-11-18"),
    )
    lay(
        SafetyCheck,
        "kind store checked_on period_from done_on state",
        (10, "week", 1, "2026-11-22", "2026-11-16", "2026-11-22", "done"),
        (11, "week", 2, "2026-11-22", "2026-11-16", "2026-11-23", "done"),
        (12, "week", None, "2026-11-22", "2026-11-16", None, "planned"),
        (13, "month", 1, "2026-11-30", "2026-11-01", None, "planned"),
    )


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(QUALITY) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(QUALITY) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(QUALITY) == BEHIND
