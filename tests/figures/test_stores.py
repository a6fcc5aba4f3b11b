"""The figures of the stores' week, on seven stores of which one closed within it and one right after, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from models.kit.clock import Week
from models.organization import Employee, Store
from models.stores import (
    DutyShift,
    MeetingAction,
    MeetingMinute,
    OpeningTask,
    Rectification,
    SalesTarget,
    StoreDay,
    StoreOpening,
    StoreVisit,
)
from tests.figures.world import LAST, area, behind, opened, read_whole, rows, set_down, standing_at

FIGURES = {metric.name: metric for metric in area("stores").metrics}
THIS = Week(date(2026, 11, 23))

EXPECTED = {
    "store_sales": Decimal("8400.00"),
    "store_week_reached": Decimal("83.33"),  # 7,000 of S1 and S2 over 8,400; the others have no target
    "store_month_sales": Decimal("21800.00"),
    "store_month_reached": Decimal("73.48"),  # 19,400 over 22 days of 1,000 and of 200
    "store_year_reached": Decimal("70.08"),  # 42,400 over 3,100 + 31,000 + 22,000 and 4,400
    "store_like_for_like": Decimal("-1.3"),  # 7,400 against 7,500 of S1, S2 and S7
    "store_ticket": Decimal("77.06"),  # 8,400 by 109
    "store_units_per_ticket": Decimal("2.28"),  # 57 by 25
    "store_conversion": Decimal("32.76"),  # 19 of 58
    "store_member_share": Decimal("36.00"),  # 900 of 2,500
    "store_per_m2": Decimal("46.67"),  # 7,000 by 150 m²
    "store_per_hour": Decimal("63.33"),  # 1,900 by 30 hours
    "store_cash_difference": Decimal("8.00"),  # 5 short and 3 over
    "store_days_missing": 15,
    "store_visits": 3,
    "store_qsc": Decimal("75.50"),  # 90 and 61
    "store_visits_passed": Decimal("50.00"),
    "store_red_lines": 2,
    "rectifications_opened": 4,
    "rectifications_in_time": Decimal("50.00"),
    "rectify_days": Decimal("7.0"),  # 6 and 8
    "rectifications_overdue": 3,
    "rectifications_returned": Decimal("50.00"),
    "rectifications_repeated": Decimal("25.00"),
    "openings_under_way": 2,
    "opening_days_left": 12,
    "opening_progress": Decimal("41.6"),  # 33.3 and 50.0
    "opening_tasks_overdue": 1,
    "stores_without_manager": 2,
    "meeting_actions_overdue": 3,
    "duty_incidents": 2,
}
PER_STORE = {
    "store_sales": {"S1": 5500, "S2": 1500, "S3": 300, "S5": 700, "S7": 400},
    "store_week_reached": {"S1": Decimal("78.57"), "S2": Decimal("107.14")},
    "store_month_sales": {"S1": 15000, "S2": 4400, "S3": 1300, "S5": 700, "S7": 400},
    "store_month_reached": {"S1": Decimal("68.18"), "S2": Decimal("100.00")},
    "store_year_reached": {"S1": Decimal("65.95"), "S2": Decimal("122.73")},
    "store_like_for_like": {"S1": Decimal("10.0"), "S2": Decimal("-25.0"), "S7": Decimal("-20.0")},
    "store_ticket": {"S1": Decimal("68.75"), "S2": 100, "S3": 100, "S5": 100, "S7": 100},
    "store_units_per_ticket": {"S1": Decimal("3.00"), "S2": Decimal("1.80")},
    "store_conversion": {"S1": Decimal("25.00"), "S2": Decimal("50.00")},
    "store_member_share": {"S1": Decimal("60.00"), "S2": Decimal("20.00")},
    "store_per_m2": {"S1": Decimal("55.00"), "S2": Decimal("30.00")},
    "store_per_hour": {"S1": Decimal("50.00"), "S2": Decimal("90.00")},
    "store_cash_difference": {"S1": 8},
    "store_days_missing": {"S2": 5, "S3": 1, "S5": 3, "S7": 6},
    "store_visits": {"S1": 2, "S2": 1},
    "store_qsc": {"S1": Decimal("75.50")},
    "store_visits_passed": {"S1": Decimal("50.00")},
    "store_red_lines": {"S1": 2, "S2": 0},
    "rectifications_opened": {"S1": 1, "S2": 3},
    "rectifications_in_time": {"S1": Decimal("50.00")},
    "rectify_days": {"S1": Decimal("7.0")},
    "rectifications_overdue": {"S1": 1, "S2": 2},
    "rectifications_returned": {"S1": Decimal("50.00")},
    "rectifications_repeated": {"S1": Decimal("100.00"), "S2": Decimal("0.00")},
    "openings_under_way": {"S8": 1, "S9": 1},
    "opening_days_left": {"S8": 12, "S9": 48},
    "opening_progress": {"S8": Decimal("33.3"), "S9": Decimal("50.0")},
    "opening_tasks_overdue": {"S8": 1, "S9": 0},
    "stores_without_manager": {"S2": 1, "S5": 1},
    "meeting_actions_overdue": {"S1": 2},
    "duty_incidents": {"S1": 1, "S2": 1},
}
WEEK = [1000, 2000, 500, 500, 500, 500, 500, 900, 600, 300, 700, 400]
OF_WEEK = ("sales", sorted(WEEK))
BEHIND = {
    "store_sales": OF_WEEK,
    "store_ticket": OF_WEEK,
    "store_week_reached": ("sales", sorted(WEEK[:9])),
    "store_month_sales": ("sales", sorted([*WEEK, 9500, 2900, 1000])),
    "store_month_reached": ("sales", sorted([*WEEK[:9], 9500, 2900])),
    "store_year_reached": ("sales", sorted([*WEEK[:9], 9500, 2900, 2000, 20000, 1000])),
    "store_like_for_like": ("sales", sorted([*WEEK[:9], 400])),
    "store_units_per_ticket": ("sales", [600, 900, 1000]),
    "store_conversion": ("sales", [900, 1000]),
    "store_member_share": ("sales", [600, 900, 1000]),
    "store_per_m2": ("sales", sorted(WEEK[:9])),
    "store_per_hour": ("sales", [900, 1000]),
    "store_cash_difference": ("sales", [1000, 2000]),
    "store_days_missing": ("code", ["S2", "S3", "S5", "S7"]),
    "store_visits": ("no", ["V1", "V2", "V3"]),
    "store_qsc": ("no", ["V1", "V2"]),
    "store_visits_passed": ("no", ["V1"]),
    "store_red_lines": ("no", ["V1", "V2", "V3"]),
    "rectifications_opened": ("no", ["Z3", "Z4", "Z6", "Z7"]),
    "rectifications_in_time": ("no", ["Z1"]),
    "rectify_days": ("no", ["Z1", "Z2"]),
    "rectifications_overdue": ("no", ["Z3", "Z4", "Z6"]),
    "rectifications_returned": ("no", ["Z2"]),
    "rectifications_repeated": ("no", ["Z6"]),
    "openings_under_way": ("name", ["双流店", "青羊店"]),
    "opening_days_left": ("name", ["双流店", "青羊店"]),
    "opening_progress": ("name", ["双流店", "青羊店"]),
    "opening_tasks_overdue": ("name", ["双流店", "青羊店"]),
    "stores_without_manager": ("code", ["S2", "S5"]),
    "meeting_actions_overdue": ("task", ["a1", "a2", "a6"]),
    "duty_incidents": ("incidents", ["停电", "客诉"]),
}


@pytest.fixture(scope="module")
def stores(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("stores")):
        ids = rows(
            Store,
            "code name kind status opened_on closed_on area_m2",
            ("S1", "锦江一店", "own", "open", "2024-01-01", None, 100),
            ("S2", "武侯一店", "franchise", "open", "2025-06-01", None, 50),
            ("S3", "高新一店", "own", "closed", "2020-01-01", "2026-11-18", 80),
            ("S4", "天猫店", "online", "open", "2020-01-01", None, None),
            ("S5", "成华一店", "own", "open", "2026-11-19", None, None),
            ("S7", "金牛一店", "own", "closed", "2020-01-01", "2026-11-23", None),
            ("S8", "双流一店", "own", "preparing", None, None, 60),
            ("S9", "青羊一店", "franchise", "preparing", None, None, 60),
        )
        places = dict(zip(("S1", "S2", "S3", "S4", "S5", "S7", "S8", "S9"), ids, strict=True))
        people = rows(Employee, "staff_no name store", ("Y1", "陈明", places["S1"]), ("Y2", "洪刚", None))
        set_down(Store, places["S1"], manager=people[0])
        fill_sales(places)
        fill_visits(places)
        fill_openings(places)
        fill_people(places, *people)
        yield places


def fill_sales(of):
    first, second = of["S1"], of["S2"]
    rows(
        StoreDay,
        "store day sales transactions units member_sales visitors cash_difference staff_hours",
        (first, "2026-11-16", 1000, 10, 30, 600, 40, -5, 20),
        (first, "2026-11-17", 2000, 45, None, None, None, 3, None),
        *((first, f"2026-11-{day}", 500, 5, None, None, None, 0, None) for day in range(18, 23)),
        (second, "2026-11-16", 900, 9, 9, 300, 18, None, 10),
        (second, "2026-11-22", 600, 6, 18, 0, 0, None, 0),
    )
    rows(
        StoreDay,
        "store day sales transactions",
        (of["S3"], "2026-11-16", 300, 3),
        (of["S5"], "2026-11-19", 700, 7),
        (of["S7"], "2026-11-16", 400, 4),
        (first, "2026-11-23", 9999, 1),
        (first, "2026-11-02", 9500, 1),
        (second, "2026-11-03", 2900, 1),
        (of["S3"], "2026-11-05", 1000, 1),
        (first, "2026-01-10", 2000, 1),
        (first, "2026-10-05", 20000, 1),
        (second, "2026-10-06", 1000, 1),
        (first, "2025-11-17", 5000, 1),
        (second, "2025-11-20", 2000, 1),
        (of["S7"], "2025-11-18", 500, 1),
        (of["S3"], "2025-11-18", 999, 1),
        (of["S1"], "2025-11-24", 7777, 1),
    )
    rows(
        SalesTarget,
        "span month store amount",
        ("month", "2026-11", first, 30000),
        ("month", "2026-11", second, 6000),
        ("month", "2026-10", first, 31000),
        ("month", "2026-01", first, 3100),
        ("month", "2026-12", first, 1),
        ("month", "2026-11", None, 99000),
        ("year", "2026-01", first, 88000),
    )


def fill_visits(of):
    first, second = of["S1"], of["S2"]
    rows(
        StoreVisit,
        "no store visited_on kind state total passed red_lines",
        ("V1", first, "2026-11-16", "announced", "done", 90, True, 0),
        ("V2", first, "2026-11-20", "surprise", "done", 61, False, 2),
        ("V3", second, "2026-11-22", "announced", "done", None, None, 0),
        ("V4", second, "2026-11-18", "self", "done", 100, True, 1),
        ("V5", second, "2026-11-19", "announced", "planned", None, None, 0),
        ("V6", first, "2026-11-19", "announced", "cancelled", None, None, 0),
        ("V7", first, "2026-11-15", "announced", "done", 50, False, 5),
    )
    rows(
        Rectification,
        "no store topic problem opened_on due_on state done_on in_time returned",
        ("Z1", first, "灯箱", "不亮", "2026-11-10", "2026-11-17", "closed", "2026-11-16", True, 0),
        ("Z2", first, "地面", "有水", "2026-11-12", "2026-11-15", "done", "2026-11-20", False, 1),
        ("Z3", second, "价签", "缺", "2026-11-18", "2026-11-19", "issued", None, None, 0),
        ("Z4", second, "消防", "堵", "2026-11-16", "2026-11-21", "done", "2026-11-23", False, 0),
        ("Z5", first, "收银", "误记", "2026-11-17", "2026-11-20", "void", None, None, 0),
        ("Z6", first, "灯箱", "又不亮", "2026-11-19", "2026-11-22", "accepted", None, None, 0),
        ("Z7", second, "陈列", "乱", "2026-11-20", "2026-11-27", "issued", None, None, 0),
        ("Z8", first, "冷柜", "结霜", "2026-11-23", "2026-11-22", "issued", None, None, 0),
        ("Z9", first, "灯箱", "误记", "2026-11-20", "2026-11-25", "void", None, None, 0),
    )


def fill_openings(of):
    first, second, *_ = rows(
        StoreOpening,
        "name store opening_on state opened_on",
        ("双流店", of["S8"], "2026-12-05", "preparing", None),
        ("青羊店", of["S9"], "2027-01-10", "ready", None),
        ("成华店", of["S5"], "2026-11-19", "opened", "2026-11-19"),
        ("温江店", of["S9"], "2026-11-30", "cancelled", None),
    )
    rows(
        OpeningTask,
        "opening task due_on state",
        (first, "装修", "2026-11-10", "done"),
        (first, "证照", "2026-11-20", "open"),
        (first, "首批货", "2026-12-01", "open"),
        (first, "花篮", "2026-11-01", "waived"),
        (second, "选址", "2026-11-01", "done"),
        (second, "装修", "2026-12-20", "doing"),
    )


def fill_people(of, chen, hong):
    (minute,) = rows(MeetingMinute, "no title held_on", ("M1", "周会", "2026-11-09"))
    rows(
        MeetingAction,
        "meeting task owner due_on state done_on",
        (minute, "a1", chen, "2026-11-18", "open", None),
        (minute, "a2", chen, "2026-11-20", "done", "2026-11-23"),
        (minute, "a3", chen, "2026-11-17", "done", "2026-11-17"),
        (minute, "a4", chen, "2026-11-16", "dropped", None),
        (minute, "a5", chen, "2026-11-23", "open", None),
        (minute, "a6", hong, "2026-11-22", "open", None),
    )
    rows(
        DutyShift,
        "store day employee incidents",
        (of["S1"], "2026-11-16", chen, "停电"),
        (of["S2"], "2026-11-22", hong, "客诉"),
        (of["S1"], "2026-11-17", chen, None),
        (of["S1"], "2026-11-23", chen, "漏水"),
    )


def test_every_figure_has_its_value_written_out():
    assert EXPECTED.keys() == PER_STORE.keys() == BEHIND.keys() == FIGURES.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_of_the_week_comes_to_what_was_worked_out_by_hand(stores, name):
    assert FIGURES[name].value(LAST) == EXPECTED[name]


@pytest.mark.parametrize("name", PER_STORE)
def test_each_store_has_its_own_part_of_the_figure(stores, name):
    assert FIGURES[name].per_store(LAST) == {stores[code]: value for code, value in PER_STORE[name].items()}


@pytest.mark.parametrize("name", BEHIND)
def test_the_rows_behind_a_figure_are_those_that_were_counted(stores, name):
    column, wanted = BEHIND[name]
    assert behind(FIGURES[name], LAST, column) == wanted


def test_sales_and_visits_have_their_targets_of_the_week_and_of_the_month_so_far(stores):
    aims = {name: metric.aim(LAST) for name, metric in FIGURES.items() if metric.target}
    assert aims == {"store_sales": 8400, "store_month_sales": 26400, "store_visits": 4}
    assert FIGURES["store_sales"].aims(LAST) == {stores["S1"]: 7000, stores["S2"]: 1400}
    assert FIGURES["store_visits"].aims(LAST) == {stores["S1"]: 2, stores["S2"]: 2}


def test_a_closed_week_comes_to_the_same_half_a_year_later(stores):
    closed = {name: value for name, value in EXPECTED.items() if not FIGURES[name].is_standing}
    with standing_at("2027-05-20 10:00"):
        assert {name: FIGURES[name].value(LAST) for name in closed} == closed


def test_only_what_is_prepared_and_who_is_missing_is_said_of_today():
    assert {name for name, metric in FIGURES.items() if metric.is_standing} == {
        "openings_under_way",
        "opening_days_left",
        "opening_progress",
        "opening_tasks_overdue",
        "stores_without_manager",
    }


def test_in_a_week_that_has_just_begun_nothing_is_missing_or_due_yet(stores):
    values = {name: FIGURES[name].value(THIS) for name in ("store_week_reached", "store_days_missing", "store_sales")}
    assert values == {"store_week_reached": None, "store_days_missing": 0, "store_sales": 9999}
    assert behind(FIGURES["rectifications_overdue"], THIS, "no") == ["Z3", "Z6", "Z8"]
    with standing_at("2026-11-25 10:00"):
        assert FIGURES["store_days_missing"].value(THIS) == 5, "S1 one day; S2 and S5 two; S7 is closed"


@pytest.mark.embedded
def test_a_closed_week_is_read_by_its_days_but_for_tables_of_few_rows(stores):
    dated = [metric for metric in FIGURES.values() if not metric.is_standing]
    few = {"store", "meeting_action", "rectification"}
    assert read_whole(dated, LAST).keys() <= few
