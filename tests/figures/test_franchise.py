"""The figures of franchising on eight franchisees, their cases, reviews and royalties, worked out by hand."""

from decimal import Decimal

import pytest

from models.franchise import CaseStep, FranchiseCase, FranchiseReview, Guidance, RoyaltyBill, RoyaltyPayment
from models.organization import Franchisee, Store
from models.stores import StoreDay
from tests.figures.world import LAST, area, behind, opened, read_whole, rows, standing_at

FIGURES = {metric.name: metric for metric in area("franchise").metrics}

EXPECTED = {
    "franchise_in_talks": 2,
    "franchise_joined": 1,
    "franchise_left": 1,
    "franchise_contracts_ending": 2,
    "franchise_reviews_good": 2,
    "franchise_reviews_poor": 2,
    "franchise_sales": Decimal("4000.00"),
    "franchise_own_sales": Decimal("6000.00"),
    "franchise_share": Decimal("40.00"),
    "franchise_guidance": 3,
    "franchise_received": Decimal("1300.00"),
    "franchise_overdue": Decimal("3000.00"),  # 3,000 less the 1,000 paid in the week, and 1,000 paid only after it
    "franchise_late_steps": 4,
}
PER_STORE = {
    "franchise_left": {"S2": 1},
    "franchise_sales": {"S2": 2500, "S3": 1500},
    "franchise_own_sales": {"S1": 5000, "S4": 1000},
    "franchise_guidance": {"S2": 2},
    "franchise_late_steps": {"S1": 3},
}
BEHIND = {
    "franchise_in_talks": ("code", ["F3", "F4"]),
    "franchise_joined": ("code", ["F2"]),
    "franchise_left": ("no", ["X1"]),
    "franchise_contracts_ending": ("code", ["F1", "F6"]),
    "franchise_reviews_good": ("qsc", [85, 95]),
    "franchise_reviews_poor": ("qsc", [60, 75]),
    "franchise_sales": ("sales", [1500, 2500]),
    "franchise_own_sales": ("sales", [1000, 5000]),
    "franchise_share": ("sales", [1500, 2500]),
    "franchise_guidance": ("title", ["g1", "g2", "g3"]),
    "franchise_received": ("amount", [300, 1000]),
    "franchise_overdue": ("no", ["B1", "B2"]),
    "franchise_late_steps": ("title", ["s1", "s2", "s3", "s8"]),
}


@pytest.fixture(scope="module")
def stores(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("franchise")):
        ids = rows(
            Store,
            "code name kind",
            ("S1", "锦江一店", "own"),
            ("S2", "武侯一店", "franchise"),
            ("S3", "高新一店", "franchise"),
            ("S4", "成华一店", "own"),
            ("S5", "天猫店", "online"),
        )
        places = {f"S{at}": id for at, id in enumerate(ids, 1)}
        people = fill_franchisees()
        fill_cases(people, places)
        fill_months(people, places)
        yield places


def fill_franchisees() -> dict[str, int]:
    ids = rows(
        Franchisee,
        "code name state signed_on ends_on",
        ("F1", "李记", "open", "2025-12-01", "2026-12-31"),
        ("F2", "张记", "signed", "2026-11-18", "2029-11-17"),
        ("F3", "王记", "talking", "2026-11-19", None),
        ("F4", "赵记", "talking", None, None),
        ("F5", "孙记", "left", "2023-12-01", "2026-12-01"),
        ("F6", "周记", "preparing", "2026-11-15", "2027-02-20"),
        ("F7", "吴记", "open", "2024-02-22", "2027-02-21"),
        ("F8", "郑记", "leaving", "2023-12-02", "2026-12-01"),
    )
    return {f"F{at}": id for at, id in enumerate(ids, 1)}


def fill_cases(of, store):
    left, _, leaving, dropped, _, handed = rows(
        FranchiseCase,
        "no franchisee kind store opened_on state closed_on",
        ("X1", of["F5"], "exit", store["S2"], "2026-10-01", "done", "2026-11-20"),
        ("X2", of["F2"], "join", store["S3"], "2026-10-01", "done", "2026-11-18"),
        ("X3", of["F8"], "exit", store["S1"], "2026-11-01", "open", None),
        ("X4", of["F1"], "renew", store["S1"], "2026-11-01", "cancelled", None),
        ("X5", of["F7"], "exit", store["S1"], "2026-10-01", "done", "2026-11-15"),
        ("X6", of["F1"], "transfer", None, "2026-11-01", "open", None),
    )
    rows(
        CaseStep,
        "case title due_on state done_on",
        (leaving, "s1", "2026-11-18", "todo", None),
        (leaving, "s2", "2026-11-22", "todo", None),
        (leaving, "s3", "2026-11-20", "done", "2026-11-23"),
        (leaving, "s4", "2026-11-19", "waived", None),
        (leaving, "s5", "2026-11-23", "todo", None),
        (dropped, "s6", "2026-11-10", "todo", None),
        (left, "s7", "2026-11-19", "done", "2026-11-19"),
        (handed, "s8", "2026-11-20", "todo", None),
    )


def fill_months(of, store):
    rows(
        FranchiseReview,
        "franchisee month reviewed_on qsc",
        (of["F1"], "2026-10", "2026-11-16", 95),
        (of["F2"], "2026-10", "2026-11-22", 85),
        (of["F5"], "2026-10", "2026-11-18", 75),
        (of["F7"], "2026-10", "2026-11-19", 60),
        (of["F6"], "2026-10", "2026-11-18", None),
        (of["F8"], "2026-10", "2026-11-23", 95),
    )
    rows(
        StoreDay,
        "store day sales transactions",
        (store["S2"], "2026-11-16", 2500, 1),
        (store["S3"], "2026-11-22", 1500, 1),
        (store["S1"], "2026-11-18", 5000, 1),
        (store["S4"], "2026-11-19", 1000, 1),
        (store["S5"], "2026-11-18", 9999, 1),
        (store["S2"], "2026-11-15", 77, 1),
        (store["S2"], "2026-11-23", 77, 1),
    )
    rows(
        Guidance,
        "title franchisee store given_on",
        ("g1", of["F1"], store["S2"], "2026-11-16"),
        ("g2", of["F1"], store["S2"], "2026-11-18"),
        ("g3", of["F1"], None, "2026-11-22"),
        ("g4", of["F1"], store["S3"], "2026-11-23"),
    )
    first, second, third, *_ = rows(
        RoyaltyBill,
        "no franchisee month base rate due_on state",
        ("B1", of["F1"], "2026-10", 100000, 3, "2026-11-10", "overdue"),
        ("B2", of["F2"], "2026-10", 50000, 2, "2026-11-10", "overdue"),
        ("B3", of["F7"], "2026-10", 10000, 3, "2026-11-20", "open"),
        ("B4", of["F6"], "2026-10", 10000, 3, "2026-11-10", "waived"),
        ("B5", of["F1"], "2026-11", 10000, 3, "2026-12-10", "open"),
        ("B6", of["F8"], "2026-10", 10000, 3, "2026-11-23", "open"),
    )
    rows(
        RoyaltyPayment,
        "bill paid_on amount",
        (first, "2026-11-17", 1000),
        (first, "2026-11-23", 500),
        (second, "2026-11-23", 1000),
        (third, "2026-11-20", 300),
    )


def test_every_figure_has_its_value_written_out():
    assert EXPECTED.keys() == BEHIND.keys() == FIGURES.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_of_the_week_comes_to_what_was_worked_out_by_hand(stores, name):
    assert FIGURES[name].value(LAST) == EXPECTED[name]


def test_what_happens_in_a_store_is_had_for_each_of_them_and_what_is_a_franchisee_s_is_not(stores):
    parts = {name: metric.per_store(LAST) for name, metric in FIGURES.items()}
    wanted = {name: {stores[code]: value for code, value in values.items()} for name, values in PER_STORE.items()}
    assert {name: by_store for name, by_store in parts.items() if by_store} == wanted


@pytest.mark.parametrize("name", BEHIND)
def test_the_rows_behind_a_figure_are_those_that_were_counted(stores, name):
    column, wanted = BEHIND[name]
    assert behind(FIGURES[name], LAST, column) == wanted


def test_a_closed_week_comes_to_the_same_half_a_year_later(stores):
    closed = {name: value for name, value in EXPECTED.items() if not FIGURES[name].is_standing}
    assert EXPECTED.keys() - closed.keys() == {"franchise_in_talks", "franchise_contracts_ending"}
    with standing_at("2027-05-20 10:00"):
        assert {name: FIGURES[name].value(LAST) for name in closed} == closed


@pytest.mark.embedded
def test_a_closed_week_is_read_by_its_days_but_for_tables_of_few_rows(stores):
    dated = [metric for metric in FIGURES.values() if not metric.is_standing]
    assert read_whole(dated, LAST).keys() <= {"store", "franchisee", "franchise_case", "case_step", "royalty_bill"}
