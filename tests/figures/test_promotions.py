"""The figures of the week of promotions, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.organization import Store
from models.promotions import CompetitorNote, Promotion, PromotionResult, PromotionTask
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

PROMOTIONS = area("promotions")

EXPECTED = {
    "promotions_running": 4,  # 1, 2, 3 and 7; a draft does not run
    "promotions_starting": 2,
    "promotions_finished": 2,
    "promotion_sales": Decimal("1300.00"),  # 800 + 300 + 200
    "promotion_target_reached": Decimal("80.00"),  # 800 of 1,000; the other had no target
    "promotion_cost": Decimal("165.00"),  # 100 + 50 + 15
    "promotion_budget_used": Decimal("110.00"),  # 165 of 150
    "promotion_uplift": Decimal("300.00"),  # 200 + 100
    "promotion_uplift_rate": Decimal("37.50"),  # 300 over 800; the store without sales is left out
    "promotion_roi": Decimal("-0.20"),  # (120 − 150) / 150
    "promotion_new_members": 8,
    "promotion_tasks_done": Decimal("66.67"),
    "competitor_notes": 2,
}
STORES = {
    "promotion_sales": {1: Decimal(800), 2: Decimal(500)},
    "promotion_cost": {1: Decimal(100), 2: Decimal(65)},
    "promotion_uplift": {1: Decimal(200), 2: Decimal(100)},
    "promotion_uplift_rate": {1: Decimal("33.33"), 2: Decimal("50.00")},  # 200 of 600, 100 of 200
    "promotion_roi": {1: Decimal("-0.20"), 2: Decimal("-0.20")},  # (80 − 100) / 100, (40 − 50) / 50
    "promotion_new_members": {1: 5, 2: 3},
    "promotion_tasks_done": {1: Decimal("50.00"), 2: Decimal("100.00")},
    "competitor_notes": {1: 1},
}
BEHIND = {
    "promotions_running": [1, 2, 3, 7],
    "promotions_starting": [2, 3],
    "promotions_finished": [1, 2],
    "promotion_sales": [1, 2, 3],
    "promotion_target_reached": [1],
    "promotion_cost": [1, 2, 3],
    "promotion_budget_used": [1],
    "promotion_uplift": [1, 2, 3],
    "promotion_uplift_rate": [1, 2, 3],
    "promotion_roi": [1, 2],
    "promotion_new_members": [1, 2, 3],
    "promotion_tasks_done": [1, 3],
    "competitor_notes": [1, 2],
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("promotions")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        lay(
            Promotion,
            "starts_on ends_on state sales target_sales cost budget",
            (1, "2026-11-01", "2026-11-16", "finished", 800, 1000, 165, 150),
            (2, "2026-11-16", "2026-11-22", "reviewed", 500, None, 0, None),
            (3, "2026-11-22", "2026-11-23", "approved", 0, 100, 0, 100),
            (4, "2026-11-20", "2026-11-21", "draft", 0, 100, 0, 100),
            (5, "2026-11-01", "2026-11-15", "finished", 999, 100, 999, 100),
            (6, "2026-11-23", "2026-11-30", "approved", 999, 100, 999, 100),
            (7, "2026-11-01", "2026-12-31", "running", 999, 100, 999, 100),
            (8, "2026-11-20", "2026-11-22", "cancelled", 999, 100, 999, 100),
        )
        lay(
            PromotionResult,
            "promotion store ended_on sales cost baseline uplift gross_profit new_members",
            (1, 1, 1, "2026-11-16", 800, 100, 600, 200, 80, 5),
            (2, 1, 2, "2026-11-16", 300, 50, 200, 100, 40, 3),
            (3, 2, 2, "2026-11-22", 200, 15, None, None, None, None),
            (4, 5, 1, "2026-11-15", 999, 999, 999, 999, 999, 99),
            (5, 3, 1, "2026-11-23", 999, 999, 999, 999, 999, 99),
        )
        lay(
            PromotionTask,
            "promotion store due_on state",
            (1, 3, 1, "2026-11-16", "done"),
            (2, 3, 1, "2026-11-22", "todo"),
            (3, 3, 2, "2026-11-20", "checked"),
            (4, 3, 2, "2026-11-15", "todo"),
            (5, 3, 2, "2026-11-23", "done"),
        )
        lay(
            CompetitorNote,
            "seen_on store",
            (1, "2026-11-16", 1),
            (2, "2026-11-22", None),
            (3, "2026-11-15", 1),
            (4, "2026-11-23", 1),
        )
        yield


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(PROMOTIONS) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(PROMOTIONS) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(PROMOTIONS) == BEHIND
