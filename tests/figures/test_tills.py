"""The figures of the week of receipts, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.organization import Store
from models.tills import Receipt, SaleDay
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

TILLS = area("tills")

EXPECTED = {
    "receipt_sales": Decimal("70.50"),  # 100.50 and 20 sold, 50 came back
    "sale_days_differing": 2,  # an explained day differs, too
    "receipts_late": 1,
}
STORES = {
    "receipt_sales": {1: Decimal("50.50"), 2: Decimal("20.00")},
    "sale_days_differing": {1: 2},
    "receipts_late": {1: 1},
}
BEHIND = {"receipt_sales": [1, 2, 3], "sale_days_differing": [1, 2], "receipts_late": [1]}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("tills")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        lay(
            Receipt,
            "store no day amount kind late",
            (1, 1, "1", "2026-11-16", 100.5, "sale", True),
            (2, 1, "2", "2026-11-22", -50, "refund", False),
            (3, 2, "1", "2026-11-20", 20, "sale", False),
            (4, 1, "3", "2026-11-15", 99, "sale", True),
            (5, 1, "4", "2026-11-23", 99, "sale", False),
        )
        lay(
            SaleDay,
            "store day state",
            (1, 1, "2026-11-16", "open"),
            (2, 1, "2026-11-22", "explained"),
            (3, 1, "2026-11-18", "same"),
            (4, 2, "2026-11-18", "waiting"),
            (5, 2, "2026-11-23", "open"),
        )
        yield


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(TILLS) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(TILLS) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(TILLS) == BEHIND
