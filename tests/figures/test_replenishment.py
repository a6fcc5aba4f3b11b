"""The figures of the week of goods for the stores, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.logistics import Stock, Warehouse
from models.organization import Store
from models.replenishment.orders import GoodsOrder
from models.replenishment.receiving import GoodsDifference
from models.replenishment.sold import ProductDay
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

REPLENISHMENT = area("replenishment")

EXPECTED = {
    "goods_fill_rate": Decimal("88.89"),  # 16 of 18: a transfer and what isn't signed for yet don't count
    "goods_differences": 2,
    "goods_days_of_cover": Decimal("56.0"),  # 10 that may be sold; 5 sold in the 28 days before today, by this store
}
STORES = {
    "goods_fill_rate": {1: Decimal("83.33"), 2: Decimal("100.00")},
    "goods_differences": {1: 2},
}
BEHIND = {
    "goods_fill_rate": [1, 2],
    "goods_differences": [1, 2],
    "goods_days_of_cover": [1],  # an empty batch and what lies in the warehouse aside
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("replenishment")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        lay(Warehouse, "code name store", (1, "W1", "总仓", None), (2, "W2", "锦江一店", 1))
        lay(
            Stock,
            "product warehouse batch_no qty available",
            (1, 1, 2, "A", 12, 10),
            (2, 1, 2, "B", 0, 0),
            (3, 1, 1, "A", 99, 99),
        )
        lay(
            ProductDay,
            "store product day qty",
            (1, 1, 1, "2026-10-25", 9),
            (2, 1, 1, "2026-10-26", 1),
            (3, 1, 1, "2026-11-22", 4),
            (4, 1, 1, "2026-11-23", 9),
            (5, 2, 1, "2026-11-20", 9),  # keeps no stock
        )
        lay(
            GoodsOrder,
            "kind store state received_on qty received",
            (1, "replenish", 1, "received", "2026-11-16", 12, 10),
            (2, "replenish", 2, "received", "2026-11-22", 6, 6),
            (3, "transfer", 1, "received", "2026-11-18", 99, 1),
            (4, "replenish", 1, "approved", None, 99, 0),
            (5, "replenish", 1, "received", "2026-11-15", 99, 1),
            (6, "replenish", 1, "received", "2026-11-23", 99, 1),
        )
        lay(
            GoodsDifference,
            "store opened_on",
            (1, 1, "2026-11-16"),
            (2, 1, "2026-11-22"),
            (3, 2, "2026-11-15"),
            (4, 2, "2026-11-23"),
        )
        yield


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(REPLENISHMENT) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(REPLENISHMENT) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(REPLENISHMENT) == BEHIND
