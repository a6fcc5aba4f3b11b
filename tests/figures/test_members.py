"""The figures of the week of members, points and gifts, on rows laid out by hand; the week is 16 to 22 November 2026."""

from datetime import date
from decimal import Decimal

import pytest

from models.kit.clock import Week
from models.members import (
    Gift,
    GiftBudget,
    Member,
    MemberCall,
    MemberList,
    PointsEntry,
    Purchase,
    RecruitTarget,
    Redemption,
)
from models.organization import Store
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import LAST, area, opened

MEMBERS = area("members")

EXPECTED = {
    "new_members": 4,
    # 4 of (30 + 15) × 7/30 = 10.5; the stores' targets stand before the company's
    "recruiting_reached": Decimal("38.1"),
    "active_members": 3,  # 1, 2 and 5: all of 4's receipt went back
    "dormant_members": 2,  # 3 and 4
    "repeat_rate": Decimal("66.7"),  # 1 and 5, of 1, 2 and 5
    "member_sales": Decimal("300.40"),  # 100 + 50.40 + (200 − 50) + (80 − 80)
    "average_spend": Decimal("75.10"),  # over four receipts
    "points_earned": 143,  # 100 + 50 − 7
    "points_spent": 50,  # 30 − 30 + 30 + 20
    "points_expired": 10,  # 5 + 4 − 5 + 6
    "points_outstanding": 600,  # 1,600 held now, less 1,000 earned on the Monday after
    "points_cost": Decimal("90.00"),  # × (10 + 50) / (100 + 300)
    "gifts_issued": 4,
    "gifts_cost": Decimal("120.00"),
    "budget_used": Decimal("20.0"),  # 20 + 50 + 10 of 400; what came as past does not count
    "members_served": 2,
    "cost_per_member": Decimal("60.00"),
    "member_calls": 3,
    "member_calls_reached": Decimal("66.67"),  # 1 and 3
}
STORES = {
    "new_members": {1: 2, 2: 1},
    "recruiting_reached": {1: Decimal("28.6"), 2: Decimal("28.6")},  # 2 of 7, 1 of 3.5
    "active_members": {1: 2, 2: 2},
    "dormant_members": {1: 2, 2: 0},
    "repeat_rate": {1: Decimal("0.0"), 2: Decimal("50.0")},  # in the store itself
    "member_sales": {1: Decimal("250.00"), 2: Decimal("50.40")},
    "average_spend": {1: Decimal("125.00"), 2: Decimal("25.20")},
    "points_earned": {1: 93, 2: 50},
    "points_spent": {1: 30},
    "points_expired": {2: 6},
    "gifts_issued": {1: 2, 2: 1},
    "gifts_cost": {1: Decimal(20), 2: Decimal(50)},
    "budget_used": {1: Decimal("30.0")},  # 20 + 10 of 100
    "members_served": {1: 1, 2: 1},
    "cost_per_member": {1: Decimal("20.00"), 2: Decimal("50.00")},
    "member_calls": {1: 2, 2: 1},
    "member_calls_reached": {1: Decimal("50.00"), 2: Decimal("100.00")},
}
LEDGER = [*range(1, 16), 17, 18]
BEHIND = {
    "new_members": [1, 2, 3, 4],
    "recruiting_reached": [1, 2, 3, 4],
    "active_members": [1, 2, 3, 5, 7],
    "dormant_members": [1, 2, 3, 5, 7, 8, 9, 11],
    "repeat_rate": [1, 2, 3, 5, 7],
    "member_sales": [1, 2, 3, 4],
    "average_spend": [1, 2, 3, 4],
    "points_earned": [1, 2, 4],
    "points_spent": [5, 6, 7, 8],
    "points_expired": [9, 10, 11, 12],
    "points_outstanding": LEDGER,
    "points_cost": LEDGER,
    "gifts_issued": [1, 2, 5],
    "gifts_cost": [1, 2, 5],
    "budget_used": [1, 2, 6],
    "members_served": [1, 2, 5],
    "cost_per_member": [1, 2, 5],
    "member_calls": [1, 2, 3],
    "member_calls_reached": [1, 3],
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("members")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        people()
        receipts()
        ledger()
        gifts()
        calls()
        yield


def calls():
    lay(MemberList, "title source starts_on due_on state", (1, "回访", "picked", "2026-11-16", "2026-11-30", "running"))
    lay(
        MemberCall,
        "list member store called_on outcome state",
        (1, 1, 1, 1, "2026-11-16", "bought", "done"),
        (2, 1, 2, 1, "2026-11-22", "no_answer", "done"),
        (3, 1, 3, 2, "2026-11-18", "refused", "done"),
        (4, 1, 4, None, "2026-11-15", "bought", "done"),
        (5, 1, 5, 2, "2026-11-23", "bought", "done"),
        (6, 1, 6, 2, "2026-11-18", None, "planned"),
    )


def people():
    lay(
        Member,
        "home_store joined_on points",
        (1, 1, "2026-11-16", 1570),
        (2, 1, "2026-11-22", 30),
        (3, 2, "2026-11-18", 0),
        (4, None, "2026-11-20", 0),
        (5, 2, "2026-11-15", 0),
        (6, 2, "2026-11-23", 0),
    )
    lay(
        RecruitTarget,
        "month store target",
        (1, "2026-11", 1, 30),
        (2, "2026-11", 2, 15),
        (3, "2026-11", None, 100),
        (4, "2026-10", 1, 999),
    )


def receipts():
    lay(
        Purchase,
        "member store purchased_at amount refunded",
        (1, 1, 1, "2026-11-16 00:00", "100.00", 0),
        (2, 1, 2, "2026-11-22 23:59", "50.40", 0),
        (3, 2, 1, "2026-11-18 12:00", "200.00", "50.00"),
        (4, 3, 2, "2026-11-20 12:00", "80.00", "80.00"),
        (5, 5, 2, "2026-11-15 23:59", "30.00", 0),
        (6, 6, 1, "2026-11-23 00:00", "999.00", 0),
        (7, 5, 2, "2026-08-25 00:00", "20.00", 0),  # the first of the 90 days
        (8, 4, 1, "2026-08-24 23:59", "10.00", 0),
        (9, 3, 1, "2026-05-27 00:00", "10.00", 0),  # the first of the 180 days
        (10, 6, 2, "2026-05-26 23:59", "10.00", 0),
        (11, 1, 1, "2026-06-01 12:00", "10.00", 0),
    )


def ledger():
    lay(
        PointsEntry,
        "member kind points store occurred_at reverses",
        (1, 1, "earn", 100, 1, "2026-11-16 00:00", None),
        (2, 2, "earn", 50, 2, "2026-11-22 23:59", None),
        (3, 1, "earn", 7, 1, "2026-11-15 23:59", None),
        (4, 1, "reversal", -7, 1, "2026-11-17 12:00", 3),
        (5, 1, "redeem", -30, 1, "2026-11-18 12:00", None),
        (6, 1, "reversal", 30, 1, "2026-11-19 12:00", 5),
        (7, 1, "redeem", -30, 1, "2026-11-20 12:00", 6),  # in force again
        (8, 2, "redeem", -20, None, "2026-11-21 12:00", None),
        (9, 3, "expire", -5, None, "2026-11-22 01:00", None),
        (10, 4, "expire", -4, None, "2026-11-16 01:00", None),
        (11, 3, "reversal", 5, None, "2026-11-22 02:00", 9),
        (12, 3, "expire", -6, None, "2026-11-22 03:00", None),
        (13, 1, "opening", 500, 1, "2026-11-17 12:00", None),
        (14, 2, "refund", -9, 2, "2026-11-18 12:00", None),
        (15, 2, "reversal", 9, 2, "2026-11-18 13:00", 14),
        (16, 1, "earn", 1000, 1, "2026-11-23 00:00", None),
        (17, 3, "opening", 6, None, "2026-10-01 12:00", None),
        (18, 4, "opening", 4, None, "2026-10-01 12:00", None),
    )


def gifts():
    lay(Gift, "price unit_cost status", (1, 100, 10, "on"), (2, 300, 50, "on"), (3, 100, 90, "off"), (4, 0, 5, "on"))
    lay(
        Redemption,
        "member gift qty cost store requested_at state past",
        (1, 1, 1, 2, 20, 1, "2026-11-16 00:00", "issued", False),
        (2, 2, 2, 1, 50, 2, "2026-11-22 23:59", "issued", False),
        (3, 1, 1, 1, 10, 1, "2026-11-18 12:00", "requested", False),
        (4, 1, 1, 1, 10, 1, "2026-11-18 12:00", "cancelled", False),
        (5, 1, 2, 1, 50, None, "2026-11-19 12:00", "issued", True),
        (6, 3, 1, 1, 10, 1, "2026-11-01 00:00", "issued", False),
        (7, 3, 1, 1, 10, 1, "2026-10-31 23:59", "issued", False),
        (8, 3, 1, 1, 10, 1, "2026-11-23 00:00", "issued", False),
    )
    lay(GiftBudget, "month store amount", (1, "2026-11", None, 400), (2, "2026-11", 1, 100), (3, "2026-10", 2, 1000))


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(MEMBERS) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(MEMBERS) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(MEMBERS) == BEHIND


def test_the_target_of_new_members_is_the_week_s_share_in_whole_people(world):
    metric = next(metric for metric in MEMBERS.metrics if metric.name == "new_members")
    assert (metric.aim(LAST), metric.aims(LAST)) == (10, {1: 7, 2: 4})
    assert metric.aim(Week(date(2025, 3, 3))) is None
