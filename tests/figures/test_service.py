"""The figures of the week of complaints, surveys and activities, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.organization import Store
from models.service import (
    ActivityAttendance,
    Complaint,
    MemberActivity,
    SurveyAnswer,
    SurveyQuestion,
    SurveyResponse,
)
from models.stores import StoreDay
from tests.figures.plain import change, lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

SERVICE = area("service")

EXPECTED = {
    "complaints_received": 5,  # 7 was merged, 8 is an enquiry
    "complaints_closed": 2,
    "complaints_open": 4,
    "complaints_in_time": Decimal("66.67"),  # two of three resolved
    "complaints_responded_in_time": Decimal("50.00"),
    "complaints_mean_hours": Decimal("16.00"),  # 10 + 20 + 18
    "complaints_satisfaction": Decimal("4.50"),  # 5 and 4; the third gave none
    "complaints_reopened": Decimal("33.33"),  # one, against three resolved
    "complaints_per_receipts": Decimal("12500.00"),  # 5 for four transactions of all stores
    "complaints_of_quality": 2,  # 1 and 3; the merged one was of quality too
    "complaints_of_quality_per_receipts": Decimal("5000.00"),
    "complaints_compensation": Decimal("80.50"),
    "enquiries_received": 1,
    "survey_responses": 4,
    "survey_score": Decimal("3.75"),  # 5 + 4 + 3 + 3
    "survey_nps": Decimal("33.3"),  # 10 and 9 for, 6 against, of 10, 9, 6
    "activities_held": 2,
    "activity_attendance_count": 3,
}
STORES = {
    "complaints_received": {1: 3, 2: 1},
    "complaints_closed": {1: 1, 2: 1},
    "complaints_open": {1: 3},
    "complaints_in_time": {1: Decimal("50.00"), 2: Decimal("100.00")},
    "complaints_responded_in_time": {1: Decimal("50.00")},
    "complaints_mean_hours": {1: Decimal("15.00"), 2: Decimal("18.00")},
    "complaints_satisfaction": {1: Decimal("5.00"), 2: Decimal("4.00")},
    "complaints_reopened": {1: Decimal("50.00"), 2: Decimal("0.00")},
    "complaints_per_receipts": {1: Decimal("10000.00"), 2: Decimal("10000.00")},
    "complaints_of_quality": {1: 2},
    "complaints_of_quality_per_receipts": {1: Decimal("6666.67"), 2: Decimal("0.00")},
    "complaints_compensation": {1: Decimal("80.50"), 2: Decimal(0)},
    "enquiries_received": {1: 1},
    "survey_responses": {1: 2, 2: 1},
    "survey_score": {1: Decimal("4.50"), 2: Decimal("3.00")},
    "survey_nps": {1: Decimal("100.0"), 2: Decimal("-100.0")},
    "activities_held": {1: 1},
    "activity_attendance_count": {1: 2},
}
BEHIND = {
    "complaints_received": [1, 2, 3, 4, 5],
    "complaints_closed": [2, 9],
    "complaints_open": [1, 3, 5, 6],
    "complaints_in_time": [9, 10],
    "complaints_responded_in_time": [1],
    "complaints_mean_hours": [2, 9, 10],
    "complaints_satisfaction": [2, 9],
    "complaints_reopened": [6],
    "complaints_per_receipts": [1, 2, 3, 4, 5],
    "complaints_of_quality": [1, 3],
    "complaints_of_quality_per_receipts": [1, 3],
    "complaints_compensation": [2, 9, 10],
    "enquiries_received": [8],
    "survey_responses": [1, 2, 3, 4],
    "survey_score": [1, 2, 3, 4],
    "survey_nps": [1, 2, 3],
    "activities_held": [1, 2],
    "activity_attendance_count": [1, 2, 3],
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("service")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        tickets()
        answers()
        activities()
        lay(
            StoreDay,
            "store day transactions sales",
            (1, 1, "2026-11-16", 2, 9),
            (2, 1, "2026-11-22", 1, 9),
            (3, 2, "2026-11-20", 1, 9),
            (4, 2, "2026-11-23", 7, 9),
        )
        yield


def tickets():
    lay(
        Complaint,
        "kind category store received_at state",
        (1, "complaint", "quality", 1, "2026-11-16 00:00", "new"),
        (2, "complaint", "service", 1, "2026-11-18 09:00", "closed"),
        (3, "complaint", "quality", 1, "2026-11-22 23:59", "working"),
        (4, "complaint", "price", 2, "2026-11-20 09:00", "resolved"),
        (5, "complaint", "other", None, "2026-11-20 09:00", "waiting"),
        (6, "complaint", "other", 1, "2026-11-15 23:59", "reopened"),
        (7, "complaint", "quality", 1, "2026-11-20 09:00", "merged"),
        (8, "enquiry", "quality", 1, "2026-11-20 09:00", "new"),
    )
    lay(
        Complaint,
        "kind store received_at resolved_at in_time hours compensation state",
        (10, "complaint", 1, "2026-11-10 09:00", "2026-11-16 00:00", True, 10, "30.50", "called_back"),
        (11, "complaint", 1, "2026-11-10 09:00", "2026-11-23 00:00", True, 99, 999, "resolved"),
        (12, "enquiry", 1, "2026-11-10 09:00", "2026-11-20 09:00", True, 99, 999, "closed"),
    )
    lay(
        Complaint,
        "store received_at resolved_at in_time hours compensation called_back_at satisfaction closed_at state",
        (
            9,
            2,
            "2026-11-10 09:00",
            "2026-11-22 23:59",
            True,
            18,
            None,
            "2026-11-22 23:59",
            4,
            "2026-11-22 23:59",
            "closed",
        ),
    )
    change(
        Complaint,
        2,
        resolved_at="2026-11-18 20:00",
        in_time=False,
        hours=20,
        compensation=50,
        called_back_at="2026-11-19 09:00",
        satisfaction=5,
        closed_at="2026-11-16 00:00",
        responded_at="2026-11-19 09:00",
        responded_in_time=False,
    )
    change(Complaint, 1, responded_at="2026-11-16 00:00", responded_in_time=True)
    change(Complaint, 10, called_back_at="2026-11-20 09:00")
    change(Complaint, 6, reopened_at="2026-11-16 00:00", responded_at="2026-11-15 23:59", responded_in_time=True)


def answers():
    lay(SurveyQuestion, "kind", (1, "score"), (2, "nps"), (3, "score"))
    lay(
        SurveyResponse,
        "device store answered_at score doubt",
        (1, "a", 1, "2026-11-16 00:00", 10, False),
        (2, "b", 1, "2026-11-22 23:59", 9, False),
        (3, "c", 2, "2026-11-20 09:00", 6, False),
        (4, "d", None, "2026-11-20 09:00", None, False),
        (5, "e", 1, "2026-11-20 09:00", 0, True),
        (6, "f", 1, "2026-11-15 23:59", 0, False),
        (7, "g", 1, "2026-11-23 00:00", 0, False),
    )
    lay(
        SurveyAnswer,
        "response question number",
        (1, 1, 1, 5),
        (2, 1, 2, 10),
        (3, 2, 3, 4),
        (4, 2, 1, None),
        (5, 3, 1, 3),
        (6, 4, 3, 3),
        (7, 5, 1, 1),
        (8, 6, 1, 1),
        (9, 7, 1, 1),
    )


def activities():
    lay(
        MemberActivity,
        "store starts_at state",
        (1, 1, "2026-11-16 00:00", "held"),
        (2, None, "2026-11-22 23:59", "held"),
        (3, 1, "2026-11-18 09:00", "cancelled"),
        (4, 1, "2026-11-23 00:00", "held"),
    )
    lay(
        ActivityAttendance,
        "activity member came_at state",
        (1, 1, 1, "2026-11-16 00:00", "came"),
        (2, 1, 2, "2026-11-16 09:00", "came"),
        (3, 2, 1, "2026-11-22 23:59", "came"),
        (4, 1, 3, None, "signed"),
        (5, 4, 1, "2026-11-23 00:00", "came"),
    )


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(SERVICE) == EXPECTED


def test_each_store_has_its_part(world):
    assert of_stores(SERVICE) == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(SERVICE) == BEHIND
