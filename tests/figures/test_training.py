"""The figures of the week of training, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.organization import Employee, Store
from models.training import QuizPaper, TrainingNeed, TrainingRecord, TrainingSession
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

TRAINING = area("training")

EXPECTED = {
    "training_sessions": 2,
    "training_attendance": 4,
    "training_hours": Decimal("2.50"),  # 2 + 2 + 2 + 4 over the four who are still here
    "training_pass_rate": Decimal("66.67"),  # two of three judged; a pass of somebody who was not there does not count
    "training_expiring": 1,
    "training_lacking": 2,
    "training_covered": Decimal("50.00"),  # two of four; who is released needs nothing
    "training_cost": Decimal("350.50"),
    "quiz_first_pass": Decimal("66.67"),  # two of three; who passed at the second try did not pass at once
}
STORES = {
    "training_sessions": {1: 1},
    "training_attendance": {1: 2, 2: 1},
    "training_hours": {1: Decimal("2.00"), 2: Decimal("2.00")},  # 4 over two, 2 over one
    "training_pass_rate": {1: Decimal("50.00"), 2: Decimal("100.00")},
    "training_expiring": {2: 1},
    "training_lacking": {1: 2},
    "training_covered": {1: Decimal("33.33"), 2: Decimal("100.00")},
    "training_cost": {1: Decimal("300.50")},
    "quiz_first_pass": {1: Decimal("50.00"), 2: Decimal("100.00")},
}
BEHIND = {
    "training_sessions": [1, 2],
    "training_attendance": [1, 2, 3, 4],
    "training_hours": [1, 2, 3, 4],
    "training_pass_rate": [1, 3],
    "training_expiring": [2],
    "training_lacking": [3, 4],
    "training_covered": [1, 2],
    "training_cost": [1, 2],
    "quiz_first_pass": [1, 3],
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("training")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        lay(
            Employee,
            "store status",
            (1, 1, "active"),
            (2, 1, "leave"),
            (3, 2, "active"),
            (4, None, "active"),
            (5, 1, "left"),
        )
        lay(
            TrainingSession,
            "store held_on state cost",
            (1, 1, "2026-11-16", "done", "300.50"),
            (2, None, "2026-11-22", "done", 50),
            (3, 1, "2026-11-18", "planned", 99),
            (4, 1, "2026-11-15", "done", 999),
            (5, 1, "2026-11-23", "done", 999),
        )
        lay(
            TrainingRecord,
            "session employee store held_on attended passed hours",
            (1, 1, 1, 1, "2026-11-16", True, True, 2),
            (2, 1, 2, 1, "2026-11-16", True, False, 2),
            (3, 1, 3, 2, "2026-11-16", True, True, 2),
            (4, 2, 4, None, "2026-11-22", True, None, 4),
            (5, 2, 1, 1, "2026-11-22", False, None, 4),
            (6, 2, 3, 2, "2026-11-22", False, True, 4),
            (7, 4, 1, 1, "2026-11-15", True, True, 99),
            (8, 5, 1, 1, "2026-11-23", True, True, 99),
        )
        lay(
            TrainingNeed,
            "employee course store state",
            (1, 1, 1, 1, "valid"),
            (2, 3, 1, 2, "expiring"),
            (3, 2, 1, 1, "lacking"),
            (4, 1, 2, 1, "expired"),
            (5, 2, 2, 1, "released"),
        )
        lay(
            QuizPaper,
            "employee store first_on first_passed state",
            (1, 1, 1, "2026-11-16", True, "passed"),
            (2, 2, 1, "2026-11-17", False, "passed"),
            (3, 3, 2, "2026-11-22", True, "passed"),
            (4, 4, None, None, None, "open"),
            (5, 1, 1, "2026-11-15", False, "failed"),
            (6, 3, 2, "2026-11-23", False, "failed"),
        )
        yield


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(TRAINING) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(TRAINING) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(TRAINING) == BEHIND
