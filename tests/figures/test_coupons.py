"""The figures of the week of coupons, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.coupons import Coupon, CouponUse, MemberCoupon
from models.members import Member
from models.organization import Store
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

COUPONS = area("coupons")

EXPECTED = {
    "coupons_issued": 3,  # 4 was taken back, 5 went out before
    "coupons_used": 2,
    "coupons_saved": Decimal("32.50"),
}
STORES = {
    "coupons_issued": {1: 2, 2: 1},
    "coupons_used": {1: 1, 2: 1},
    "coupons_saved": {1: Decimal("20.00"), 2: Decimal("12.50")},
}
BEHIND = {"coupons_issued": [1, 2, 3], "coupons_used": [1, 2], "coupons_saved": [1, 2]}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("coupons")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        lay(Member, "card_no name home_store", (1, "C1", "甲", 1), (2, "C2", "乙", 2))
        lay(Coupon, "name", (1, "满减"))
        lay(
            MemberCoupon,
            "no coupon member issued_on state",
            (1, "Q1", 1, 1, "2026-11-16", "used"),
            (2, "Q2", 1, 1, "2026-11-22", "expired"),
            (3, "Q3", 1, 2, "2026-11-20", "held"),
            (4, "Q4", 1, 2, "2026-11-20", "void"),
            (5, "Q5", 1, 2, "2026-11-15", "used"),
        )
        lay(
            CouponUse,
            "code store used_at saved held",
            (1, "Q1", 1, "2026-11-16 00:00", 20, 1),
            (2, "Q5", 2, "2026-11-22 23:59", 12.5, 5),
            (3, "Q2", 2, "2026-11-23 00:00", 9, 2),
        )
        yield


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(COUPONS) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(COUPONS) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(COUPONS) == BEHIND
